//! What is said on stderr, and the exit code.

use crate::args;
use crate::inputs::Input;
use crate::progress::Progress;
use crate::signals::Stop;
use crate::tally::{Cleaned, End, StatsForm, Tally};
use std::borrow::Cow;
use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{self, ExitCode};
use tamis::Note;

const STDIN: &str = "stdin";
const WOULD_CHANGE: u8 = 1;
const USAGE: u8 = 2;
pub(crate) const SOME_FAILED: u8 = 3;

/// A page that could not be cleaned: where, what, and what to do.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) path: PathBuf,
    /// What it is in a file with several pages; empty for the file itself.
    pub(crate) part: String,
    pub(crate) message: String,
}

impl Failure {
    pub(crate) fn new(path: impl Into<PathBuf>, message: impl Into<String>) -> Self {
        Failure { path: path.into(), part: String::new(), message: message.into() }
    }

    /// Of a part of an input, or of all of it.
    pub(crate) fn of(input: &Input, part: &str, message: impl Into<String>) -> Self {
        Failure { part: part.to_owned(), ..Failure::new(input.known_name(), message) }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", place(&self.path, &self.part), self.message)
    }
}

/// How a page is named in messages: `crawl.warc: https://example.org/`. A line of stdin is a line.
pub(crate) fn place(path: &Path, part: &str) -> String {
    match (path_name(path), part) {
        (path, "") => path,
        (path, part) if path == STDIN => part.replace('\n', "\\n"),
        (path, part) => format!("{path}: {}", part.replace('\n', "\\n")),
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

    pub(crate) fn tell(&self) {
        say(&self.0);
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        self.tell();
        ExitCode::from(USAGE)
    }

    pub(crate) fn exit(&self) -> ! {
        self.tell();
        process::exit(USAGE.into())
    }
}

/// What is to be said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Voice {
    /// Errors, and one line at the end.
    #[default]
    Normal,
    /// Errors alone.
    Quiet,
    /// Also what was dropped and repaired.
    Verbose,
}

/// Tells what happens to the pages, and counts.
#[derive(Debug, Default)]
pub(crate) struct Report {
    voice: Voice,
    stats: Option<StatsForm>,
    pub(crate) tally: Tally,
    progress: Progress,
    /// When to stop; set by ourselves if no failure is to be followed by anything.
    pub(crate) stop: Stop,
    fail_fast: bool,
    /// Whether the summary is left out when nothing was done.
    only_of_changes: bool,
}

impl Report {
    pub(crate) fn new(voice: Voice, stats: Option<StatsForm>, fail_fast: bool) -> Self {
        Report { voice, stats, fail_fast, ..Report::default() }
    }

    /// The report of a further run, which the same signals end.
    pub(crate) fn until(self, stop: &Stop) -> Self {
        Report { stop: stop.clone(), ..self }
    }

    /// The report of a run that is told of only if something was done.
    pub(crate) fn of_changes(self) -> Self {
        Report { only_of_changes: true, ..self }
    }

    /// Shows on a terminal how far the work is, of this many files.
    pub(crate) fn expect(&mut self, files: usize) {
        if self.voice != Voice::Quiet {
            self.progress = Progress::start(files);
        }
    }

    /// Whether anybody wants to know what was done to a page.
    pub(crate) fn wants_details(&self) -> bool {
        self.voice == Voice::Verbose || self.stats.is_some()
    }

    /// A page came to this end; `place` names it.
    pub(crate) fn done(&mut self, place: &str, end: End, cleaned: &Cleaned) {
        self.tally.add(end, cleaned);
        self.progress.step(&self.tally);
        if self.voice == Voice::Verbose {
            for note in &cleaned.details.notes {
                self.say(&note_line(place, note));
            }
        }
    }

    /// An input failed.
    pub(crate) fn failed(&mut self, failure: &Failure) {
        self.tally.failed += 1;
        self.progress.step(&self.tally);
        self.say(&failure.to_string());
        if self.fail_fast {
            self.stop.set();
        }
    }

    /// Whether a failure ends the run.
    pub(crate) fn fails_fast(&self) -> bool {
        self.fail_fast
    }

    /// Whether a failure has ended the run.
    pub(crate) fn has_given_up(&self) -> bool {
        self.fail_fast && self.tally.failed > 0
    }

    /// Says something besides, unless nothing is to be said.
    pub(crate) fn tell(&self, message: &str) {
        if self.voice != Voice::Quiet {
            self.say(message);
        }
    }

    /// Says at the end of a batch what became of it: `3 files written to out, 1 failed`.
    pub(crate) fn summarize(&mut self, done: &str) {
        self.progress.finish();
        if !self.only_of_changes || self.tally.written + self.tally.failed > 0 {
            self.tell(&self.tally.summary(done));
        }
    }

    /// Tells the statistics of a run, if they are wanted.
    pub(crate) fn end(&mut self) {
        self.progress.finish();
        if let Some(form) = self.stats {
            say(self.tally.statistics(form).trim_end());
        }
    }

    /// To be called at the end: statistics, if they are wanted, and the exit code.
    pub(crate) fn exit_code(mut self) -> ExitCode {
        self.end();
        match self.stop.exit_code() {
            Some(code) => ExitCode::from(code),
            None if self.tally.failed > 0 => ExitCode::from(SOME_FAILED),
            None if self.tally.would_change > 0 => ExitCode::from(WOULD_CHANGE),
            None => ExitCode::SUCCESS,
        }
    }

    fn say(&self, message: &str) {
        self.progress.aside(|| say(message));
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
        ErrorKind::NotADirectory => "not a folder, but a file: choose another name".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "a file system that cannot be written: choose another".to_owned(),
        ErrorKind::PermissionDenied => "permission denied: check who may read and write there".to_owned(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "no space left on the disk: make room and run again".to_owned()
        }
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
        return STDIN.to_owned();
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
    use super::{Failure, harmless, path_name, place};
    use std::path::Path;

    #[test]
    fn a_message_stays_one_line_and_cannot_drive_the_terminal() {
        let failure = Failure::new("a\nb.html", "no such file");
        assert_eq!(failure.to_string(), "a\\nb.html: no such file");
        assert_eq!(harmless("\u{1b}[31mred\u{9b}"), "\\u{1b}[31mred\\u{9b}");
        assert_eq!(harmless("日本語.html"), "日本語.html");
        assert_eq!(path_name(Path::new("-")), "stdin");
        assert_eq!(place(Path::new("-"), "line 3"), "line 3");
        assert_eq!(place(Path::new("a.jsonl"), "line 3"), "a.jsonl: line 3");
    }
}
