//! Which files are meant: paths become a list of regular files, in an order that does not change.

use crate::binary;
use crate::report::{Failure, reason};
use ignore::WalkBuilder;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use tamis::PageKind;

/// The endings of files that are cleaned when their folder is named, in any case.
#[rustfmt::skip]
const ENDINGS: &[(&str, PageKind)] = &[
    ("html",     PageKind::Html),
    ("htm",      PageKind::Html),
    ("xhtml",    PageKind::Html),
    ("md",       PageKind::Post),
    ("markdown", PageKind::Post),
    ("rmd",      PageKind::Post),
];

/// A file to clean, or stdin.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Input {
    /// Where it is; `-` is stdin.
    pub(crate) path: PathBuf,
    /// Where its Markdown goes, below the output folder.
    pub(crate) mirror: PathBuf,
}

/// The files that are meant by `paths`, in their order, each folder sorted by name. A folder that
/// `output` lies in is searched without it: there lies what an earlier run has written.
pub(crate) fn collect(paths: &[PathBuf], output: Option<&Path>) -> Vec<Result<Input, Failure>> {
    let output = output.and_then(|folder| fs::canonicalize(folder).ok());
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            search(path, output.clone(), &mut found);
        } else {
            found.push(named(path));
        }
    }
    found
}

/// One file that was named, whatever its ending; `-` is stdin. A symbolic link that is named is followed.
pub(crate) fn named(path: &Path) -> Result<Input, Failure> {
    if path.as_os_str() != "-" {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_file() => {}
            Ok(_) => return Err(Failure::new(path, "not a regular file: pipe it in, `tamis < FILE`")),
            Err(error) => return Err(Failure::new(path, reason(&error))),
        }
    }
    let name = path.file_name().unwrap_or(OsStr::new("-"));
    Ok(Input { path: path.to_owned(), mirror: markdown_name(Path::new(name)) })
}

/// Whether two runs of a search meet the same files in the same order depends on nothing but the
/// names: folders are sorted, links not followed, ignore files not read.
fn search(folder: &Path, output: Option<PathBuf>, found: &mut Vec<Result<Input, Failure>>) {
    let before = found.len();
    let walk = WalkBuilder::new(folder)
        .standard_filters(false)
        .hidden(true)
        .follow_links(false)
        .sort_by_file_name(OsStr::cmp)
        .filter_entry(move |entry| {
            let is_folder = entry.depth() > 0 && entry.file_type().is_some_and(|kind| kind.is_dir());
            !(is_folder && output.is_some() && fs::canonicalize(entry.path()).ok() == output)
        })
        .build();
    for entry in walk {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                if kind_by_ending(entry.path()).is_some() {
                    let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
                    let mirror = markdown_name(below);
                    found.push(Ok(Input { path: entry.into_path(), mirror }));
                }
            }
            Ok(_) => {}
            Err(error) => found.push(Err(unsearchable(folder, error))),
        }
    }
    if found.len() == before {
        let endings: Vec<&str> = ENDINGS.iter().map(|(ending, _)| *ending).collect();
        let advice = format!("no .{} in this folder: name the files to clean others", endings.join(" ."));
        found.push(Err(Failure::new(folder, advice)));
    }
}

fn unsearchable(folder: &Path, error: ignore::Error) -> Failure {
    // `WithDepth` wraps `WithPath` wraps the cause; the outer ones say where.
    let place = place_of(&error).unwrap_or(folder).to_owned();
    let message = match error.into_io_error() {
        Some(error) => reason(&error),
        None => "cannot be searched".to_owned(),
    };
    Failure::new(&place, message)
}

fn place_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } => place_of(err),
        _ => None,
    }
}

/// `a/page.html` → `a/page.md`; endings that are none of ours stay: `index.php` → `index.php.md`.
fn markdown_name(path: &Path) -> PathBuf {
    if kind_by_ending(path).is_some() {
        return path.with_extension("md");
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".md");
    PathBuf::from(name)
}

fn kind_by_ending(path: &Path) -> Option<PageKind> {
    let ending = path.extension()?.to_str()?;
    let (_, kind) = ENDINGS.iter().find(|(known, _)| ending.eq_ignore_ascii_case(known))?;
    Some(*kind)
}

impl Input {
    pub(crate) fn is_stdin(&self) -> bool {
        self.path.as_os_str() == "-"
    }

    pub(crate) fn read(&self) -> Result<Vec<u8>, Failure> {
        let bytes = if self.is_stdin() {
            let mut bytes = Vec::new();
            io::stdin().read_to_end(&mut bytes).map(|_| bytes)
        } else {
            fs::read(&self.path)
        };
        let text = bytes.map_err(|error| reason(&error)).and_then(binary::refuse);
        text.map_err(|message| Failure::new(&self.path, message))
    }

    /// What the ending says, or on stdin the beginning; a page of HTML if neither says anything.
    pub(crate) fn kind(&self, bytes: &[u8]) -> PageKind {
        if self.is_stdin() {
            PageKind::guess(bytes)
        } else {
            kind_by_ending(&self.path).unwrap_or(PageKind::Html)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{collect, markdown_name};
    use std::fs;
    use std::path::{Path, PathBuf};

    #[test]
    fn our_endings_are_replaced_and_others_kept() {
        let cases = [
            ("a/b.html", "a/b.md"),
            ("b.HTM", "b.md"),
            ("b.Rmd", "b.md"),
            ("b.markdown", "b.md"),
            ("b.htm.html", "b.htm.md"),
            ("index.php", "index.php.md"),
            ("index.php?p=1.2", "index.php?p=1.2.md"),
            ("README", "README.md"),
        ];
        for (from, to) in cases {
            assert_eq!(markdown_name(Path::new(from)), Path::new(to), "{from}");
        }
    }

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a new folder");
            fs::write(path, "<p>Hello</p>").expect("a new file");
        }
        folder
    }

    fn mirrors(folder: &Path, output: Option<&Path>) -> Vec<PathBuf> {
        let found = collect(&[folder.to_owned()], output);
        found.into_iter().map(|input| input.expect("a file").mirror).collect()
    }

    #[test]
    fn a_folder_is_searched_in_order_and_hidden_files_are_passed_over() {
        let folder = folder(&["z.html", "b/c.HTM", "b/a.md", "b/pic.png", ".git/x.html", "b/.tamis-1.html"]);
        assert_eq!(mirrors(folder.path(), None), ["b/a.md", "b/c.md", "z.md"].map(PathBuf::from));
    }

    #[test]
    fn ignore_files_of_git_are_not_read() {
        let folder = folder(&["a.html"]);
        fs::create_dir(folder.path().join(".git")).expect("a new folder");
        fs::write(folder.path().join(".gitignore"), "*.html").expect("a new file");
        assert_eq!(mirrors(folder.path(), None), [PathBuf::from("a.md")]);
    }

    #[test]
    fn an_output_folder_within_an_input_folder_is_no_input() {
        let folder = folder(&["a.html", "out/a.md"]);
        assert_eq!(mirrors(folder.path(), Some(&folder.path().join("out"))), [PathBuf::from("a.md")]);
    }

    #[cfg(unix)]
    #[test]
    fn links_in_a_folder_are_not_followed() {
        use std::os::unix::fs::symlink;
        let folder = folder(&["in/a.html", "secret/b.html"]);
        let inside = folder.path().join("in");
        symlink(folder.path().join("secret"), inside.join("folder")).expect("a new link");
        symlink(folder.path().join("secret/b.html"), inside.join("file.html")).expect("a new link");
        symlink(&inside, inside.join("loop")).expect("a new link");
        assert_eq!(mirrors(&inside, None), [PathBuf::from("a.md")]);
    }

    #[test]
    fn what_cannot_be_found_is_told_in_its_place() {
        let folder = folder(&["a.html", "empty/x.png"]);
        let paths = ["empty", "missing.html", "a.html"].map(|name| folder.path().join(name));
        let found = collect(&paths, None);
        let messages: Vec<String> = found
            .iter()
            .map(|input| input.as_ref().map_or_else(ToString::to_string, |_| "found".to_owned()))
            .collect();
        assert!(messages[0].contains("empty: no .html .htm"), "{messages:?}");
        assert!(messages[1].contains("missing.html: no such file"), "{messages:?}");
        assert_eq!(messages[2], "found");
    }
}
