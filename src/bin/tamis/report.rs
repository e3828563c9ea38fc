//! What is said on stderr, and the exit code.

use crate::args;
use std::borrow::Cow;
use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{self, ExitCode};
use tamis::Note;

const USAGE: u8 = 2;
pub(crate) const SOME_FAILED: u8 = 3;

/// An input that could not be cleaned: where, what, and what to do.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) path: PathBuf,
    pub(crate) message: String,
}

impl Failure {
    pub(crate) fn new(path: impl Into<PathBuf>, message: impl Into<String>) -> Self {
        Failure { path: path.into(), message: message.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", path_name(&self.path), self.message)
    }
}

/// The command line is wrong, so nothing was done.
#[derive(Debug)]
pub(crate) struct Usage(String);

impl Usage {
    pub(crate) fn new(message: impl fmt::Display) -> Self {
        Usage(format!("error: {message}"))
    }

    /// Nothing was asked for: the help is the answer.
    pub(crate) fn help() -> Self {
        Usage(args::command().render_help().to_string())
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        say(&self.0);
        ExitCode::from(USAGE)
    }

    pub(crate) fn exit(&self) -> ! {
        say(&self.0);
        process::exit(USAGE.into())
    }
}

/// Tells what happens to the inputs, and counts.
#[derive(Debug, Default)]
pub(crate) struct Report {
    quiet: bool,
    verbose: bool,
    done: usize,
    failed: usize,
}

impl Report {
    pub(crate) fn new(quiet: bool, verbose: bool) -> Self {
        Report { quiet, verbose, done: 0, failed: 0 }
    }

    /// An input is done; `place` names it.
    pub(crate) fn done(&mut self, place: &str, notes: &[Note]) {
        self.done += 1;
        if self.verbose {
            for note in notes {
                say(&note_line(place, note));
            }
        }
    }

    /// An input failed.
    pub(crate) fn failed(&mut self, failure: &Failure) {
        self.failed += 1;
        say(&failure.to_string());
    }

    /// Says at the end of a batch what became of it: `3 files written to out, 1 failed`.
    pub(crate) fn summarize(&self, noun: &str, done: &str) {
        if self.quiet {
            return;
        }
        let plural = if self.done == 1 { "" } else { "s" };
        let failed = if self.failed > 0 { format!(", {} failed", self.failed) } else { String::new() };
        say(&format!("{} {noun}{plural} {done}{failed}", self.done));
    }

    /// Says something that only a quiet run leaves out.
    pub(crate) fn tell(&self, message: &str) {
        if !self.quiet {
            say(message);
        }
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        if self.failed > 0 { ExitCode::from(SOME_FAILED) } else { ExitCode::SUCCESS }
    }
}

fn note_line(place: &str, note: &Note) -> String {
    let mut line = format!("{place}: {} [{}]", note.action.as_str(), note.rule);
    if note.chars > 0 {
        line += &format!(" {} characters", note.chars);
    }
    if !note.place.is_empty() {
        line += &format!(" at {}", note.place);
    }
    line += &format!(": {}", note.why);
    if !note.text.is_empty() {
        line += &format!(": {}", note.text);
    }
    line
}

/// The reason in few words and, where there is something to do, what.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file or folder: check the name".to_owned(),
        ErrorKind::PermissionDenied => "permission denied: check who may read and write there".to_owned(),
        ErrorKind::StorageFull => "no space left on the disk: make room and run again".to_owned(),
        _ => error.to_string(),
    }
}

/// Writes a line on stderr, or several. If nobody reads them, nobody needs to know.
pub(crate) fn say(message: &str) {
    let _ = writeln!(io::stderr(), "{}", harmless(message));
}

/// How a path is named in messages.
pub(crate) fn path_name(path: &Path) -> String {
    if path.as_os_str() == "-" {
        return "stdin".to_owned();
    }
    path.to_string_lossy().replace('\n', "\\n")
}

/// Text with control characters made visible: names and pages may hold escape sequences, and terminals obey them.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    let harmful = |c: char| c.is_control() && c != '\n' && c != '\t';
    if !text.contains(harmful) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if harmful(c) { safe.extend(c.escape_default()) } else { safe.push(c) }
    }
    Cow::Owned(safe)
}

#[cfg(test)]
mod tests {
    use super::{Failure, harmless, path_name};
    use std::path::Path;

    #[test]
    fn a_message_stays_one_line_and_cannot_drive_the_terminal() {
        let failure = Failure::new("a\nb.html", "no such file");
        assert_eq!(failure.to_string(), "a\\nb.html: no such file");
        assert_eq!(harmless("\u{1b}[31mred\u{9b}"), "\\u{1b}[31mred\\u{9b}");
        assert_eq!(harmless("日本語.html"), "日本語.html");
        assert_eq!(path_name(Path::new("-")), "stdin");
    }
}
