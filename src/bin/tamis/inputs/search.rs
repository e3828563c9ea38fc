//! Which files in a folder are meant.

use crate::inputs::{Input, Inputs, Links, Search, kinds};
use crate::report::{Failure, reason};
use ignore::{DirEntry, WalkBuilder};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// Whoever wants to keep files from us lists them here, in the manner of a `.gitignore`.
const IGNORE_FILE: &str = ".tamisignore";
/// What we write for ourselves begins like this and is no input even where hidden files are.
const OURS: &str = ".tamis";

/// Whether two runs meet the same files in the same order depends on nothing but the names: folders are
/// sorted, links not followed, and git's rules not read, unless that is wanted.
pub(crate) fn search(folder: &Path, wanted: &Search, found: &mut Inputs) {
    let before = found.len();
    for entry in walk(folder, wanted).build() {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                if is_meant(entry.path(), wanted) {
                    let name = entry.path().strip_prefix(folder).unwrap_or(entry.path()).to_owned();
                    found.push(Ok(Input { path: entry.into_path(), name, links: wanted.links }));
                }
            }
            Ok(_) => {}
            Err(error) => found.push(Err(unsearchable(folder, error))),
        }
    }
    if found.len() == before {
        found.push(Err(Failure::new(folder, nothing_found(wanted))));
    }
}

fn walk(folder: &Path, wanted: &Search) -> WalkBuilder {
    let without = wanted.without.as_ref().and_then(|folder| fs::canonicalize(folder).ok());
    let mut walk = WalkBuilder::new(folder);
    walk.standard_filters(false)
        .hidden(!wanted.hidden)
        .add_custom_ignore_filename(IGNORE_FILE)
        .git_ignore(wanted.gitignore)
        .git_exclude(wanted.gitignore)
        .git_global(wanted.gitignore)
        .parents(wanted.gitignore)
        .require_git(false)
        .follow_links(wanted.links == Links::Followed)
        .sort_by_file_name(OsStr::cmp)
        .filter_entry(move |entry| !is_ours(entry) && !is_folder(entry, without.as_ref()));
    walk
}

fn is_ours(entry: &DirEntry) -> bool {
    let name = entry.file_name().as_encoded_bytes();
    entry.depth() > 0 && name.starts_with(OURS.as_bytes())
}

fn is_folder(entry: &DirEntry, folder: Option<&PathBuf>) -> bool {
    let is_folder = entry.depth() > 0 && entry.file_type().is_some_and(|kind| kind.is_dir());
    is_folder && folder.is_some() && fs::canonicalize(entry.path()).ok().as_ref() == folder
}

fn is_meant(path: &Path, wanted: &Search) -> bool {
    let fits = match wanted.endings.as_slice() {
        [] => kinds::is_searched_for(path),
        endings => endings.iter().any(|ending| ends_in(path, ending)),
    };
    fits && (!wanted.only_posts || kinds::is_plain_post(path))
}

/// Whether a name ends in `.ending`, which may have dots of its own, in any case.
fn ends_in(path: &Path, ending: &str) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    let Some(start) = name.len().checked_sub(ending.len() + 1) else { return false };
    start > 0 && name[start] == b'.' && name[start + 1..].eq_ignore_ascii_case(ending.as_bytes())
}

fn nothing_found(wanted: &Search) -> String {
    let endings = match wanted.endings.as_slice() {
        _ if wanted.only_posts => "Markdown file".to_owned(),
        [] => kinds::searched_endings(),
        endings => endings.iter().map(|ending| format!(".{ending}")).collect::<Vec<_>>().join(" "),
    };
    format!("no {endings} in this folder: name the files to clean others, or their endings with --ext")
}

fn unsearchable(folder: &Path, error: ignore::Error) -> Failure {
    // `WithDepth` wraps `WithPath` wraps the cause; the outer ones say where.
    let place = place_of(&error).unwrap_or(folder).to_owned();
    let message = if is_loop(&error) {
        "a link that leads back into itself: passed over".to_owned()
    } else {
        error.into_io_error().map_or("cannot be searched".to_owned(), |error| reason(&error))
    };
    Failure::new(&place, message)
}

fn place_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::Loop { child, .. } => Some(child),
        ignore::Error::WithDepth { err, .. } => place_of(err),
        _ => None,
    }
}

fn is_loop(error: &ignore::Error) -> bool {
    match error {
        ignore::Error::Loop { .. } => true,
        ignore::Error::WithPath { err, .. } | ignore::Error::WithDepth { err, .. } => is_loop(err),
        _ => false,
    }
}
