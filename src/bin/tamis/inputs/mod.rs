//! Which files are meant: paths become a list of regular files, in an order that does not change. Then
//! [`records`] reads the pages in them.

mod binary;
mod feed;
mod http;
mod jsonl;
pub(crate) mod kinds;
mod list;
mod many;
mod mhtml;
mod open;
mod records;
mod search;
mod warc;
mod zstd;

pub(crate) use many::Inputs;
pub(crate) use open::keep_stdin;
pub(crate) use records::{Facts, Reading, Record, records, records_of};

use crate::outputs::plan::first_half;
use crate::report::{Failure, reason};
use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// A file to clean, or stdin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Input {
    /// Where it is; `-` is stdin.
    pub(crate) path: PathBuf,
    /// Its name below the output folder, with the ending it has.
    pub(crate) name: PathBuf,
    pub(crate) links: Links,
}

/// What becomes of symbolic links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Links {
    Followed,
    PassedOver,
}

/// Which files are wanted.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) paths: Vec<PathBuf>,
    /// A file with a list of paths; `-` is stdin.
    pub(crate) list: Option<PathBuf>,
    /// What parts the paths in the list.
    pub(crate) list_separator: u8,
    /// What stdin is called.
    pub(crate) stdin_name: Option<PathBuf>,
    pub(crate) search: Search,
}

/// What is taken from a folder.
#[derive(Debug)]
pub(crate) struct Search {
    /// Only files with one of these endings; when there are none, those that are known.
    pub(crate) endings: Vec<String>,
    /// Only posts, which can be cleaned in their place.
    pub(crate) only_posts: bool,
    pub(crate) hidden: bool,
    pub(crate) gitignore: bool,
    pub(crate) links: Links,
    /// What is written is not read again: this folder is passed over.
    pub(crate) without: Option<PathBuf>,
}

/// The files that are meant, in their order, each folder sorted by name; what cannot be found is a failure in its
/// place.
pub(crate) fn collect(wanted: &Wanted) -> Inputs {
    let mut found = Inputs::default();
    for path in &wanted.paths {
        if path.is_dir() {
            search::search(path, &wanted.search, &mut found);
        } else if path.as_os_str() == "-" {
            found.push(Ok(stdin(wanted.stdin_name.as_deref())));
        } else {
            found.push(named(path));
        }
    }
    match wanted.list.as_deref().map(|list| list::read(list, wanted.list_separator)) {
        Some(Ok(paths)) => paths.iter().for_each(|path| found.push(listed(path, wanted.search.links))),
        Some(Err(failure)) => found.push(Err(failure)),
        None => {}
    }
    if wanted.paths.len() > 1 || wanted.list.is_some() { without_repetition(&found) } else { found }
}

/// A file that was named twice, or named and found, is one input.
fn without_repetition(found: &Inputs) -> Inputs {
    let mut seen = HashSet::new();
    let mut is_first = |input: &Input| {
        let hash = blake3::hash(input.path.as_os_str().as_encoded_bytes());
        seen.insert(first_half(&hash))
    };
    found.iter().filter(|input| input.as_ref().map_or(true, &mut is_first)).collect()
}

/// One file that was named, whatever its ending. A symbolic link is followed: it was meant.
pub(crate) fn named(path: &Path) -> Result<Input, Failure> {
    if path.as_os_str() == "-" {
        return Ok(stdin(None));
    }
    let name = PathBuf::from(path.file_name().unwrap_or(OsStr::new("-")));
    check(Input { path: path.to_owned(), name, links: Links::Followed })
}

/// What comes on stdin, perhaps under a name.
pub(crate) fn stdin(name: Option<&Path>) -> Input {
    let name = name.map_or(PathBuf::from("-"), below);
    Input { path: PathBuf::from("-"), name, links: Links::PassedOver }
}

/// A file on a list keeps its folders, so that files of one name do not meet in the output.
fn listed(path: &Path, links: Links) -> Result<Input, Failure> {
    check(Input { path: path.to_owned(), name: below(path), links })
}

/// A path without what would lead out of the output folder.
fn below(path: &Path) -> PathBuf {
    path.components().filter(|step| matches!(step, Component::Normal(_))).collect()
}

fn check(input: Input) -> Result<Input, Failure> {
    let metadata = match input.links {
        Links::Followed => fs::metadata(&input.path),
        Links::PassedOver => fs::symlink_metadata(&input.path),
    };
    match metadata {
        Ok(metadata) if metadata.is_file() => Ok(input),
        Ok(metadata) if metadata.is_symlink() => Err(Failure::new(input.path, open::NO_LINKS)),
        Ok(_) => Err(Failure::new(input.path, open::NO_FILE)),
        Err(error) => Err(Failure::new(input.path, reason(&error))),
    }
}

impl Input {
    pub(crate) fn is_stdin(&self) -> bool {
        self.path.as_os_str() == "-"
    }

    /// What it is called in messages and rows; its ending tells what it holds.
    pub(crate) fn known_name(&self) -> &Path {
        if self.is_stdin() { &self.name } else { &self.path }
    }
}

#[cfg(test)]
mod tests;
