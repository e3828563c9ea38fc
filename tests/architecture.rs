//! What ARCHITECTURE.md promises of the source, held by reading the source.
//!
//! Each failure is a sentence that says what to do. Unit tests, at the end of a file or in a file of
//! their own, may use what they like.
#![allow(clippy::unwrap_used)]

use regex::Regex;
use std::fs;
use std::path::{Path, PathBuf};

/// Which module may use which. A module that is not named here does not belong to the library.
#[rustfmt::skip]
const ARROWS: &[(&str, &[&str])] = &[
    ("article",      &["assets", "ledger", "markdown", "metadata", "notes"]),
    ("assets",       &["rules"]),
    ("choices",      &["assets", "markdown", "notes", "options", "rewrite", "rules"]),
    ("clean",        &["html", "notes", "options", "rules", "visible"]),
    ("decode",       &["notes"]),
    ("error",        &[]),
    ("front_matter", &["notes"]),
    ("imprint",      &["article", "error", "front_matter", "metadata", "notes", "options"]),
    ("html",         &["limits", "notes", "visible"]),
    ("ledger",       &["notes"]),
    ("limits",       &["notes"]),
    ("lower",        &["html", "markdown", "notes", "visible"]),
    ("markdown",     &["notes", "options", "visible"]),
    ("metadata",     &["html", "notes", "rules"]),
    ("notes",        &[]),
    ("options",      &["limits", "rules"]),
    ("page",         &["metadata"]),
    ("post",         &["front_matter", "notes"]),
    ("rewrite",      &["assets", "html", "notes", "options", "rules", "visible"]),
    ("rules",        &["error", "html", "options"]),
    ("stages",       &["clean", "html", "limits", "lower", "markdown", "metadata", "notes", "options", "rewrite", "rules"]),
    ("training",     &["clean", "decode", "html", "limits"]),
    ("visible",      &[]),
];

/// Where a dependency may be named. `lib.rs` names the tree that `Cleaner::clean_rcdom` takes.
#[rustfmt::skip]
const GUESTS: &[(&str, &[&str])] = &[
    ("adblock",           &["rules"]),
    ("aho_corasick",      &["metadata", "rules"]),
    ("html5ever",         &["html"]),
    ("markup5ever",       &["html"]),
    ("markup5ever_rcdom", &["html", "lib"]),
    ("selectors",         &["html"]),
    ("cssparser",         &["html"]),
    ("precomputed_hash",  &["html"]),
    ("encoding_rs",       &["decode", "bin"]),
    ("chardetng",         &["decode"]),
    ("pulldown_cmark",    &["bin", "post"]),
    ("sha2",              &["rules"]),
    ("base64",            &["assets", "bin", "rules"]),
    ("clap",              &["bin"]),
    ("clap_complete",     &["bin"]),
    ("clap_mangen",       &["bin"]),
    ("blake3",            &["bin"]),
    ("flate2",            &["bin"]),
    ("indicatif",         &["bin"]),
    ("mail_parser",       &["bin"]),
    ("mimalloc",          &["bin"]),
    ("quick_xml",         &["bin"]),
    ("rustix",            &["bin"]),
    ("ruzstd",            &["bin"]),
    ("signal_hook",       &["bin"]),
    ("similar",           &["bin"]),
    ("ignore",            &["bin"]),
    ("rayon",             &["bin"]),
    ("strsim",            &["rules", "bin"]),
    ("tempfile",          &["bin"]),
    ("serde_json",        &["bin", "clean", "front_matter", "metadata"]),
    ("toml",              &["bin", "front_matter", "rules"]),
];

/// The whole outside world; only the binary may touch it.
const OUTSIDE: &str = r"\bstd::(fs|io|env|net|process|thread|time)\b|\b(print|println|eprint|eprintln|dbg)!";

/// Tables may be as long as what they list.
const TABLES: &[&str] = &["elements.rs"];
const MAX_LINES: usize = 450;

/// What stands before the `{` or `;` of a module that only tests have.
const TEST_MODULE: &str = r"#\[cfg\(test\)\]\s+(?:#!?\[[^\]]*\]\s+)*mod (\w+)\s*";

#[test]
fn modules_use_only_what_the_table_allows() {
    for file in library() {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == file.module) else {
            assert_eq!(file.module, "lib", "add `{}` to ARROWS in tests/architecture.rs", file.module);
            continue;
        };
        for used in file.modules_used() {
            let fine = used == file.module || allowed.contains(&used.as_str());
            assert!(
                fine,
                "{} uses crate::{used}, but `{}` may use only {allowed:?}: move the code, or change \
                 ARROWS here and the picture in ARCHITECTURE.md (re-exports of the crate's root are \
                 for callers; name the module)",
                file.path, file.module
            );
        }
    }
}

#[test]
fn dependencies_are_named_only_where_they_belong() {
    for (guest, homes) in GUESTS {
        let name = Regex::new(&format!(r"\b{guest}(::|;| as )|\bextern crate {guest}\b")).unwrap();
        for file in sources().iter().filter(|file| !homes.contains(&file.module.as_str())) {
            assert!(
                !name.is_match(&file.code),
                "{} names {guest}, which only {homes:?} may: go through that module, or change GUESTS here",
                file.path
            );
        }
    }
}

#[test]
fn only_the_binary_touches_the_outside_world() {
    let outside = Regex::new(OUTSIDE).unwrap();
    for file in library() {
        let found = outside.find(&file.code).map(|found| found.as_str());
        assert!(
            found.is_none(),
            "{} uses {}: do it in src/bin, and hand the bytes to the library",
            file.path,
            found.unwrap_or_default()
        );
    }
}

#[test]
fn the_binary_uses_the_public_interface_only() {
    let back_door = Regex::new(r"#\[path|\binclude!").unwrap();
    for file in sources() {
        assert!(
            !back_door.is_match(&file.code),
            "{} includes a file by its path: use `tamis::…`, or make public what is missing there",
            file.path
        );
    }
}

#[test]
fn white_space_is_htmls() {
    let unicode = Regex::new(r"\b(str::trim|split_whitespace|is_whitespace)\b|[^f]\.trim(_start|_end)?\(\)");
    let unicode = unicode.unwrap();
    // Not those where Unicode decides: CommonMark's flanking (section 6.2), and where a typed URL ends.
    let text_stages = ["clean", "html", "lower", "metadata"];
    for file in library().iter().filter(|file| text_stages.contains(&file.module.as_str())) {
        let found = unicode.find(&file.code).map(|found| found.as_str());
        assert!(
            found.is_none(),
            "{} uses {}, which eats U+00A0 and U+3000: use `html::is_space`",
            file.path,
            found.unwrap_or_default()
        );
    }
}

#[test]
fn names_are_imported_one_by_one() {
    for file in sources() {
        assert!(
            !file.code.contains("use super::*"),
            "{} says `use super::*`: name what it uses, so that a reader sees it",
            file.path
        );
    }
}

#[test]
fn files_are_short_and_say_what_they_do() {
    for file in sources() {
        let table = TABLES.iter().any(|table| file.path.ends_with(table));
        let lines = file.code.lines().count();
        assert!(
            table || lines <= MAX_LINES,
            "{} has {lines} lines before its tests, more than {MAX_LINES}: split it where it answers \
             a second question",
            file.path
        );
        assert!(
            file.opens_with_doc,
            "{} has no module doc: open it with `//!`, what it does and what it does not know",
            file.path
        );
    }
}

/// A source file without its comments and unit tests.
struct Source {
    /// From the project's root, with `/`.
    path: String,
    /// The first part of its path: a top-level module, `lib` or `bin`.
    module: String,
    /// Where its own modules lie: `src/html` for `src/html/mod.rs`.
    home: PathBuf,
    /// How many modules deep it is: `src/html/dom.rs` is 2.
    depth: usize,
    code: String,
    opens_with_doc: bool,
}

impl Source {
    fn read(path: &Path) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(path).unwrap();
        let steps: Vec<String> = path
            .strip_prefix(root.join("src"))
            .unwrap()
            .with_extension("")
            .iter()
            .map(|step| step.to_str().unwrap().to_owned())
            .filter(|step| step != "mod")
            .collect();
        let tests = Regex::new(&format!(r"{TEST_MODULE}\{{")).unwrap();
        let before_tests = tests.split(&text).next().unwrap_or_default();
        let home = path.with_extension("");
        let home = if home.ends_with("mod") { home.parent().unwrap().to_owned() } else { home };
        Source {
            home,
            path: path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"),
            module: steps[0].clone(),
            depth: steps.len(),
            code: before_tests.lines().map(without_comment).collect::<Vec<_>>().join("\n"),
            opens_with_doc: text.starts_with("//!"),
        }
    }

    /// The top-level modules that it reaches, by `crate::` or by `super::` upon `super::`.
    fn modules_used(&self) -> Vec<String> {
        let root = format!(r"(?:^|[^:\w])(?:crate::|(?:super::){{{}}})", self.depth);
        let starts = Regex::new(&root).unwrap();
        starts.find_iter(&self.code).flat_map(|start| first_names(&self.code[start.end()..])).collect()
    }
}

/// The first names of a path or of a group of paths: `{html::{Dom, Space}, notes}` → `html`, `notes`.
fn first_names(path: &str) -> Vec<String> {
    let Some(group) = path.strip_prefix('{') else { return vec![word(path)] };
    let mut names = vec![word(group)];
    let mut depth = 1;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => names.push(word(&group[at + 1..])),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names.retain(|name| !name.is_empty() && name != "super");
    names
}

fn word(text: &str) -> String {
    text.trim_start().chars().take_while(|&c| c.is_alphanumeric() || c == '_').collect()
}

/// A `//` inside a string cuts the line short too, which loses nothing that is looked for here.
fn without_comment(line: &str) -> &str {
    line.split("//").next().unwrap_or_default()
}

/// Everything below `src`, the binary among it.
fn sources() -> Vec<Source> {
    let test_file = Regex::new(&format!("{TEST_MODULE};")).unwrap();
    let mut waiting = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut found = Vec::new();
    let mut tests = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = Source::read(&path);
                let names = test_file.captures_iter(&source.code).map(|name| name[1].to_owned());
                tests.extend(names.map(|name| source.home.join(name)));
                found.push(source);
            }
        }
    }
    found.retain(|source| !tests.contains(&source.home));
    found
}

fn library() -> Vec<Source> {
    sources().into_iter().filter(|file| file.module != "bin").collect()
}
