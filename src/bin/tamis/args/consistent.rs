//! Which options and paths make sense together, as far as clap cannot know.

use crate::args::{Args, Format};
use crate::report::Usage;
use std::path::{Path, PathBuf};

impl Args {
    /// Finds what clap cannot: contradictions between options and the number and kind of paths.
    pub(crate) fn check(&self) -> Result<(), Usage> {
        let stdin = self.paths.iter().any(|path| path.as_os_str() == "-");
        let folder = self.paths.iter().find(|path| path.is_dir());
        let several = self.paths.len() > 1;
        let to_files = self.output.output.is_some();
        let jsonl = self.output.format == Format::Jsonl;
        if self.command.is_some() {
            let alone = self.paths.is_empty() && !to_files && !self.output.jsonl && !jsonl;
            let advice =
                "a command takes what stands after its name and writes to stdout: leave out the rest";
            return if alone { Ok(()) } else { Err(Usage::new(advice)) };
        }
        if to_files && jsonl {
            return Err(Usage::new("--format jsonl writes to stdout: leave out -o and redirect it"));
        }
        if to_files && (stdin || self.paths.is_empty()) {
            return Err(Usage::new(
                "-o: what comes on stdin has no file name: leave out -o and redirect stdout",
            ));
        }
        if self.output.jsonl && (several || folder.is_some()) {
            return Err(Usage::new("--jsonl reads one file or stdin: join several with `cat`"));
        }
        if to_files || jsonl {
            return Ok(());
        }
        if let Some(folder) = folder {
            let advice = "a folder needs -o DIR, to write files, or --format jsonl";
            return Err(Usage::new(format!("{}: {advice}", folder.display())));
        }
        if several {
            return Err(Usage::new("several inputs need -o DIR, to write files, or --format jsonl"));
        }
        Ok(())
    }

    /// Whether neither a path nor a command is there.
    pub(crate) fn asks_for_nothing(&self) -> bool {
        self.paths.is_empty() && self.command.is_none()
    }

    /// The one path there is, or `-`.
    pub(crate) fn only_path(&self) -> &Path {
        self.paths.first().map_or(Path::new("-"), PathBuf::as_path)
    }
}
