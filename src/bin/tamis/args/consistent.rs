//! Which options and paths make sense together, as far as clap cannot know; and which way of working they
//! ask for.

use crate::args::{Args, Format, OnExists};
use crate::files::Mode;
use crate::outputs::plan::Target;
use crate::report::{Usage, path_name};
use std::path::PathBuf;

/// The ways of working.
#[derive(Debug)]
pub(crate) enum Way {
    /// JSON lines on stdout.
    Rows,
    /// One text on stdout.
    Text,
    /// Files, written or compared.
    Files(Target),
}

impl Args {
    /// Finds what clap cannot: contradictions between options and the number and kind of paths.
    pub(crate) fn check(&self) -> Result<(), Usage> {
        if self.command.is_some() {
            return self.check_command();
        }
        let stdin = self.input.reads_stdin();
        let is_dash = |path: &PathBuf| path.as_os_str() == "-";
        if self.input.files_from.as_ref().is_some_and(is_dash) && self.input.paths.iter().any(is_dash) {
            return Err(Usage::new("stdin cannot be a list and a page: give one of them as a file"));
        }
        if self.output.backup.is_some() && !self.output.in_place {
            return Err(Usage::new("--backup is for --in-place: with -o the inputs stay as they are"));
        }
        let is_jsonl = self.output.jsonl || self.output.format == Format::Jsonl;
        let writes_nothing = self.control.mode() != Mode::Write;
        match self.way() {
            _ if self.control.watch && stdin => {
                Err(Usage::new("--watch is about files, which stdin is not: name files or folders"))
            }
            Way::Rows | Way::Text if self.control.watch => {
                Err(Usage::new("--watch writes files: give it -o DIR, or --in-place"))
            }
            Way::Files(_) if self.control.watch && self.output.on_exists == OnExists::Error => {
                Err(Usage::new("--watch replaces what it wrote: leave out --on-exists error"))
            }
            Way::Files(_) if self.output.format == Format::Jsonl => {
                Err(Usage::new("--format jsonl writes to stdout: leave out -o and redirect it"))
            }
            Way::Files(Target::InPlace) if self.output.format != Format::Md => {
                Err(Usage::new("a Markdown file that is cleaned in its place stays one: leave out --format"))
            }
            Way::Files(Target::InPlace)
                if self.input.paths.is_empty() && self.input.files_from.is_none() && !writes_nothing =>
            {
                Err(Usage::new("--in-place needs files: name some, or folders"))
            }
            Way::Files(Target::InPlace)
                if stdin && !writes_nothing && self.input.paths.iter().any(is_dash) =>
            {
                Err(Usage::new("--in-place: stdin has no place: leave out `-`"))
            }
            Way::Files(Target::Folder(_))
                if self.reads_a_page_from_stdin() && self.input.stdin_filename.is_none() =>
            {
                Err(Usage::new(
                    "-o: what comes on stdin has no file name: give it one with --stdin-filename, or leave out -o and redirect stdout",
                ))
            }
            Way::Text => self.check_one(),
            Way::Rows if is_jsonl && writes_nothing => {
                Err(Usage::new("--check, --diff and --dry-run are about files: leave out --format jsonl"))
            }
            _ => Ok(()),
        }
    }

    fn check_command(&self) -> Result<(), Usage> {
        let is_alone = self.input.paths.is_empty()
            && self.output.output.is_none()
            && !self.output.jsonl
            && !self.output.in_place
            && self.output.format == Format::Md;
        let advice = "a command takes what stands after its name and writes to stdout: leave out the rest";
        if is_alone { Ok(()) } else { Err(Usage::new(advice)) }
    }

    /// Where many pages would run together on stdout, a place for them must be given.
    fn check_one(&self) -> Result<(), Usage> {
        let advice = "-o DIR, to write files, or --format jsonl";
        if let Some(folder) = self.input.paths.iter().find(|path| path.is_dir()) {
            return Err(Usage::new(format!("{}: a folder needs {advice}", path_name(folder))));
        }
        if self.input.paths.len() > 1 || self.input.files_from.is_some() {
            return Err(Usage::new(format!("several inputs need {advice}")));
        }
        Ok(())
    }

    /// Which way of working is asked for.
    pub(crate) fn way(&self) -> Way {
        let writes_nothing = self.control.mode() != Mode::Write;
        match &self.output.output {
            Some(folder) => Way::Files(Target::Folder(folder.clone())),
            None if self.output.jsonl || self.output.format == Format::Jsonl && !self.output.in_place => {
                Way::Rows
            }
            None if self.output.in_place || writes_nothing => Way::Files(Target::InPlace),
            None => Way::Text,
        }
    }

    /// Whether neither a path nor a command is there.
    pub(crate) fn asks_for_nothing(&self) -> bool {
        self.input.paths.is_empty() && self.input.files_from.is_none() && self.command.is_none()
    }

    /// Whether a page, and not only a list, comes on stdin.
    pub(crate) fn reads_a_page_from_stdin(&self) -> bool {
        self.input.paths.iter().any(|path| path.as_os_str() == "-") || self.asks_for_nothing()
    }
}
