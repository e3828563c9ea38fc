//! Options for which files are cleaned.

use crate::inputs::{Links, Search, Wanted};
use std::path::{Path, PathBuf};

/// Which files are cleaned.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Input")]
pub(crate) struct InputArgs {
    /// Files and folders to clean; none or `-` is stdin
    ///
    /// In folders, files that end in .html, .htm, .xhtml, .md, .markdown, .Rmd, .mhtml, .mht, .rss, .atom
    /// or .warc are cleaned, also with .gz or .zst behind it; hidden files and symbolic links are passed
    /// over, and so is what a file .tamisignore lists, in the manner of a .gitignore. A file named here
    /// is cleaned whatever its ending: .jsonl and .ndjson hold a page a line, a feed or a crawl several,
    /// and all else is taken for HTML. Front matter is kept as it is, and of a Markdown file only the
    /// HTML is converted.
    #[arg(value_name = "PATH", help_heading = None::<&str>)]
    pub(crate) paths: Vec<PathBuf>,

    /// Clean the files on this list too, one a line; `-` is a list on stdin
    ///
    /// With -o, they keep their folders: posts/a.html on the list becomes posts/a.md in the output folder.
    #[arg(long, value_name = "FILE")]
    pub(crate) files_from: Option<PathBuf>,

    /// The list has NUL between names instead of newlines, as `find -print0` writes it
    #[arg(short = '0', long, requires = "files_from")]
    null: bool,

    /// In folders, clean the files with these endings instead: `--ext html,php`
    #[arg(long, value_name = "ENDING", value_delimiter = ',', value_parser = ending)]
    ext: Vec<String>,

    /// What stdin is to be called; its ending tells what it holds
    #[arg(long, value_name = "NAME")]
    pub(crate) stdin_filename: Option<PathBuf>,

    /// Follow symbolic links in folders and on lists
    #[arg(long)]
    follow: bool,

    /// In folders, clean hidden files too
    #[arg(long)]
    hidden: bool,

    /// In folders, pass over what git ignores
    #[arg(long)]
    gitignore: bool,
}

impl InputArgs {
    /// What is to be found. In folders, `only_posts` if need be, and never what was written to `without`.
    pub(crate) fn wanted(&self, only_posts: bool, without: Option<&Path>) -> Wanted {
        let is_stdin = self.paths.is_empty() && self.files_from.is_none();
        Wanted {
            paths: if is_stdin { vec![PathBuf::from("-")] } else { self.paths.clone() },
            list: self.files_from.clone(),
            list_separator: if self.null { b'\0' } else { b'\n' },
            stdin_name: self.stdin_filename.clone(),
            search: Search {
                endings: self.ext.clone(),
                only_posts,
                hidden: self.hidden,
                gitignore: self.gitignore,
                links: if self.follow { Links::Followed } else { Links::PassedOver },
                without: without.map(Path::to_owned),
            },
        }
    }

    /// Whether something is read from stdin.
    pub(crate) fn reads_stdin(&self) -> bool {
        let is_dash = |path: &PathBuf| path.as_os_str() == "-";
        self.paths.iter().chain(&self.files_from).any(is_dash)
            || self.paths.is_empty() && self.files_from.is_none()
    }
}

fn ending(text: &str) -> Result<String, String> {
    match text.trim_start_matches('.') {
        "" => Err("give endings, such as html,php".to_owned()),
        ending => Ok(ending.to_owned()),
    }
}
