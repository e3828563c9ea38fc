//! Every file in `tests/cases/<area>/` is cleaned and compared with `snapshots/<area>/<name>.snap`.
//!
//! A case is one `.html` file (a page or a fragment) or one `.md` file (a post). Its snapshot shows
//! what stayed, exactly, and then one line for each note: what was done, by which rule, how many
//! characters it cost, and where. CONTRIBUTING.md says how to add a case and accept a snapshot.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{fs, iter};
use tamis::{
    Article, Cleaner, Comments, FrontMatter, ImageStyle, LinkStyle, Note, Options, Page, Promo, Scope,
    Target, TitlePlace,
};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Stands above and below the output, so that blank lines at its edges can be seen.
const RULER: &str = "────────────────────────────────────────";

#[test]
fn each_case_is_cleaned_as_its_snapshot_says() {
    insta::glob!("cases/*/*.{html,md}", |case| {
        let snapshot = snapshot_of(case);
        if !snapshot.exists() {
            println!(
                "{} has no snapshot: run `INSTA_UPDATE=always cargo test --test snapshots`, read {}, \
                 and commit both",
                case.display(),
                snapshot.display()
            );
        }
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(snapshot.parent().unwrap());
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.remove_snapshot_suffix();
        settings.remove_input_file();
        settings.bind(|| insta::assert_snapshot!(stem(&snapshot), show(&clean(case))));
    });
}

#[test]
fn each_snapshot_has_one_case() {
    let mut cases: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
    for case in files(&Path::new(ROOT).join("tests/cases")) {
        if is_case(&case) {
            cases.entry(snapshot_of(&case)).or_default().push(case);
        }
    }
    for (snapshot, cases) in &cases {
        assert!(
            cases.len() == 1,
            "{cases:?} share {}: rename one of them, the area and the name must be unique",
            snapshot.display()
        );
    }
    let mut orphans = files(&Path::new(ROOT).join("snapshots"));
    orphans.retain(|file| has_extension(file, "snap") && !cases.contains_key(file));
    assert!(orphans.is_empty(), "no case makes {orphans:?}: delete these files, or bring the case back");
}

#[test]
fn each_file_among_the_cases_is_used() {
    for file in files(&Path::new(ROOT).join("tests/cases")) {
        let used = match has_extension(&file, "options") {
            true => ["html", "md"].iter().any(|case| file.with_extension(case).exists()),
            false => is_case(&file),
        };
        assert!(used, "{} is not read by any test: name it <area>/<name>.html or .md", file.display());
    }
}

/// Cleans a case with the options that it names, if it names any.
fn clean(case: &Path) -> (Article, bool) {
    let bytes = fs::read(case).unwrap();
    let (header, body) = split_header(&bytes);
    let sibling = fs::read_to_string(case.with_extension("options")).unwrap_or_default();
    let wish = Wish::parse(&format!("{header} {sibling}"), case);
    let page = if has_extension(case, "md") { Page::post(body) } else { Page::new(body) };
    let page = wish.url.iter().fold(page, |page, url| page.url(url));
    let page = wish.charset.iter().fold(page, |page, label| page.charset(label));
    (Cleaner::new(wish.options).unwrap().clean(&page), wish.metadata)
}

/// What a case asks for: `scope=everything url=https://example.org/a drop=.promo`.
#[derive(Default)]
struct Wish {
    options: Options,
    url: Option<String>,
    charset: Option<String>,
    /// Whether the snapshot shows the metadata.
    metadata: bool,
}

impl Wish {
    fn parse(text: &str, case: &Path) -> Self {
        let mut wish = Wish::default();
        for word in text.split_whitespace() {
            let (key, value) = word.split_once('=').unwrap_or((word, ""));
            match key {
                "scope" => wish.options.scope = scope(value, case),
                "target" if value == "hugo" => wish.options.target = Target::Hugo,
                "promo" => wish.options.promo = promo(value, case),
                "title" => wish.options.title = title(value, case),
                "comments" if value == "keep" => wish.options.comments = Comments::Keep,
                "select" => wish.options.select.push(value.to_owned()),
                "drop" => wish.options.drop.push(value.to_owned()),
                "keep" => wish.options.keep.push(value.to_owned()),
                "links" => wish.options.links = links(value, case),
                "images" => wish.options.images = images(value, case),
                "extract-images" => wish.options.extract_images = true,
                "url" => wish.url = Some(value.to_owned()),
                "charset" => wish.charset = Some(value.to_owned()),
                "front-matter" => wish.options.front_matter = front_matter(value, case),
                "add" => wish.options.front_matter_keys.push(value.to_owned()),
                "metadata" => wish.metadata = true,
                _ => panic!(
                    "{} asks for `{word}`: the words are scope=, promo=, title=, comments=keep, select=, drop=, keep=, links=, images=, \
                     extract-images, url=, charset=, front-matter=, add= and metadata",
                    case.display()
                ),
            }
        }
        wish
    }
}

fn links(value: &str, case: &Path) -> LinkStyle {
    match value {
        "inline" => LinkStyle::Inline,
        "reference" => LinkStyle::Reference,
        "text" => LinkStyle::Text,
        _ => panic!("{} asks for links={value}: there are inline, reference and text", case.display()),
    }
}

fn images(value: &str, case: &Path) -> ImageStyle {
    match value {
        "inline" => ImageStyle::Inline,
        "alt" => ImageStyle::Alt,
        "none" => ImageStyle::None,
        _ => panic!("{} asks for images={value}: there are inline, alt and none", case.display()),
    }
}

fn scope(value: &str, case: &Path) -> Scope {
    match value {
        "auto" => Scope::Auto,
        "article" => Scope::Article,
        "body" => Scope::Body,
        "everything" => Scope::Everything,
        _ => {
            panic!("{} asks for scope={value}: there are auto, article, body and everything", case.display())
        }
    }
}

fn front_matter(value: &str, case: &Path) -> FrontMatter {
    match value {
        "add" => FrontMatter::Add,
        "yaml" => FrontMatter::Yaml,
        "toml" => FrontMatter::Toml,
        "json" => FrontMatter::Json,
        "none" => FrontMatter::None,
        _ => panic!(
            "{} asks for front-matter={value}: there are add, yaml, toml, json and none",
            case.display()
        ),
    }
}

fn title(value: &str, case: &Path) -> TitlePlace {
    match value {
        "auto" => TitlePlace::Auto,
        "heading" => TitlePlace::Heading,
        "metadata" => TitlePlace::Metadata,
        _ => panic!("{} asks for title={value}: there are auto, heading and metadata", case.display()),
    }
}

fn promo(value: &str, case: &Path) -> Promo {
    match value {
        "keep" => Promo::Keep,
        "strip" => Promo::Strip,
        _ => panic!("{} asks for promo={value}: there are keep and strip", case.display()),
    }
}

/// Takes a first line `<!-- tamis: … -->` off a page; it is not part of the case.
fn split_header(bytes: &[u8]) -> (&str, &[u8]) {
    let Some(rest) = bytes.strip_prefix(b"<!-- tamis:") else { return ("", bytes) };
    let end = rest.iter().position(|&b| b == b'\n').map_or(rest.len(), |newline| newline + 1);
    let (line, body) = rest.split_at(end);
    let line = str::from_utf8(line).unwrap();
    (line.trim().strip_suffix("-->").expect("the first line of a case ends in `-->`"), body)
}

/// What stayed, then, if wished for, what the page says of itself, then what was done.
fn show((article, with_metadata): &(Article, bool)) -> String {
    let mut text = format!("{RULER}\n{article}{RULER}\n");
    let invisible = invisible(&article.to_string());
    if !invisible.is_empty() {
        writeln!(text, "invisible above: {invisible}").unwrap();
    }
    for (field, value, source) in article.metadata().fields().filter(|_| *with_metadata) {
        writeln!(text, "{field}: {value}   ← {source}").unwrap();
    }
    let rows: Vec<_> = article.notes().iter().map(row).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 4] = [width(0), width(1), width(2), width(3)];
    for row in &rows {
        let cells = iter::zip(row, widths).map(|(cell, width)| format!("{cell:<width$}"));
        let line = cells.chain(iter::once(row[4].clone())).collect::<Vec<_>>().join("  ");
        writeln!(text, "{}", line.trim_end()).unwrap();
    }
    text
}

/// Action, rule, characters, place, text; a newline in the text is shown as `␊`.
fn row(note: &Note) -> [String; 5] {
    let chars = match (note.chars, note.added) {
        (0, 0) => "-".to_owned(),
        (0, added) => format!("+{added}"),
        (chars, 0) => chars.to_string(),
        (chars, added) => format!("{chars}+{added}"),
    };
    let change = if note.before.is_empty() { "" } else { " → " };
    let text = format!("{}{change}{}", note.before, note.text).replace('\n', "␊");
    [note.action.as_str().to_owned(), note.rule.to_string(), chars, note.place.clone(), text]
}

/// Characters that look like a space or like nothing, counted: a reader of the snapshot cannot see them.
fn invisible(text: &str) -> String {
    let mut counts: BTreeMap<char, usize> = BTreeMap::new();
    let odd = |c: char| {
        let seen = c == ' ' || c == '\n' || c == '\u{3000}';
        let hidden = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
        hidden || (!seen && (c.is_whitespace() || c.is_control()))
    };
    for c in text.chars().filter(|&c| odd(c)) {
        *counts.entry(c).or_default() += 1;
    }
    let words = counts.iter().map(|(&c, count)| format!("U+{:04X} × {count}", u32::from(c)));
    words.collect::<Vec<_>>().join(", ")
}

fn is_case(file: &Path) -> bool {
    let below = file.strip_prefix(Path::new(ROOT).join("tests/cases")).unwrap();
    below.components().count() == 2 && (has_extension(file, "html") || has_extension(file, "md"))
}

fn has_extension(file: &Path, wanted: &str) -> bool {
    file.extension().is_some_and(|extension| extension == wanted)
}

fn snapshot_of(case: &Path) -> PathBuf {
    let area = case.parent().unwrap().file_name().unwrap();
    Path::new(ROOT).join("snapshots").join(area).join(stem(case)).with_extension("snap")
}

/// A file name without its last extension.
fn stem(file: &Path) -> String {
    file.file_stem().unwrap().to_str().unwrap().to_owned()
}

/// All files below a folder, sorted.
fn files(top: &Path) -> BTreeSet<PathBuf> {
    let mut waiting = vec![top.to_owned()];
    let mut found = BTreeSet::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.insert(path);
            }
        }
    }
    found
}
