//! `tamis.toml`: where it is, and what it says. Which keys there are is in `keys.rs`; which of several
//! values wins, in `layers.rs`.

use crate::keys::{KEYS, Key, Kind};
use crate::layers::{Given, Origin};
use crate::report::{Usage, path_name, reason};
use crate::rules;
use std::env;
use std::fs;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use tamis::SiteRules;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

const NAME: &str = "tamis.toml";

/// The tables of site rules, which have a reader of their own.
const SITE: &str = "site";

/// Which file is to be read.
#[derive(Debug, Default)]
pub(crate) enum Choice {
    /// The nearest one, from the inputs upwards, or else the user's own.
    #[default]
    Nearest,
    /// This one.
    File(PathBuf),
    /// None.
    Isolated,
}

/// A file with what it says, in the order of its lines.
#[derive(Debug)]
pub(crate) struct ConfigFile {
    pub(crate) path: PathBuf,
    pub(crate) given: Vec<Given>,
    /// Its `[[site]]` tables.
    pub(crate) sites: SiteRules,
}

/// Reads the file that holds for these inputs; no inputs are the current folder, as `-` is.
pub(crate) fn load(choice: &Choice, inputs: &[PathBuf]) -> Result<Option<ConfigFile>, Usage> {
    let path = match choice {
        Choice::Isolated => None,
        Choice::File(path) => Some(path.clone()),
        Choice::Nearest => nearest_of_all(inputs)?,
    };
    path.map(|path| read(&path)).transpose()
}

/// One run has one configuration: inputs that would need several are an error.
fn nearest_of_all(inputs: &[PathBuf]) -> Result<Option<PathBuf>, Usage> {
    let mut folders: Vec<PathBuf> = inputs.iter().map(|input| folder_of(input)).collect();
    folders.push(folder_of(inputs.first().map_or(Path::new("-"), PathBuf::as_path)));
    folders.sort();
    folders.dedup();
    let found: Vec<Option<PathBuf>> = folders.iter().map(|folder| nearest(folder)).collect();
    if let Some(other) = found.iter().find(|other| **other != found[0]) {
        let name = |path: &Option<PathBuf>| path.as_ref().map_or("none".to_owned(), |path| shown(path));
        return Err(Usage::new(format!(
            "the inputs have different configurations, {} and {}: run tamis once for each, or give --config FILE",
            name(&found[0]),
            name(other)
        )));
    }
    Ok(found.into_iter().next().flatten())
}

/// The folder of a file, or a folder itself, as an absolute path. Links are not followed: a file belongs
/// where its user sees it.
fn folder_of(input: &Path) -> PathBuf {
    let input = if input.as_os_str() == "-" { Path::new(".") } else { input };
    let absolute = without_dots(&std::path::absolute(input).unwrap_or_else(|_| input.to_owned()));
    if absolute.is_dir() {
        return absolute;
    }
    absolute.parent().map(Path::to_owned).unwrap_or(absolute)
}

/// An absolute path without `..`: what stands before that is not around the file.
fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => _ = plain.pop(),
            part => plain.push(part),
        }
    }
    plain
}

fn nearest(folder: &Path) -> Option<PathBuf> {
    let upwards = folder.ancestors().map(|folder| folder.join(NAME));
    upwards.chain(of_user()).find(|path| path.is_file())
}

/// `tamis/tamis.toml` in the folder where the user keeps configurations.
fn of_user() -> Option<PathBuf> {
    let folder = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let configurations = folder("XDG_CONFIG_HOME")
        .or_else(|| folder("APPDATA"))
        .or_else(|| folder("HOME").map(|home| home.join(".config")))?;
    Some(configurations.join("tamis").join(NAME))
}

/// How a configuration is named: from the current folder, if it lies there.
pub(crate) fn shown(path: &Path) -> String {
    let here = env::current_dir().ok();
    let below = here.and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned));
    path_name(&below.unwrap_or_else(|| path.to_owned()))
}

fn read(path: &Path) -> Result<ConfigFile, Usage> {
    let text = fs::read_to_string(path)
        .map_err(|error| Usage::new(format!("{}: {}", shown(path), reason(&error))))?;
    let mut given = parse(&text)
        .map_err(|fault| Usage::new(format!("{}:{}: {}", shown(path), fault.line, fault.message)))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    for file in given.iter_mut().filter(|given| matches!(given.key.kind, Kind::Files)) {
        file.cells[0] = folder.join(&file.cells[0]).to_string_lossy().into_owned();
    }
    let sites = SiteRules::within(&text).map_err(|error| rules::fault(path, &error))?;
    Ok(ConfigFile { path: path.to_owned(), given, sites })
}

/// What is wrong with a file, and in which line.
#[derive(Debug, PartialEq, Eq)]
struct Fault {
    line: usize,
    message: String,
}

fn parse(text: &str) -> Result<Vec<Given>, Fault> {
    let mut reader = Reader { text, given: Vec::new(), faults: Vec::new() };
    match DeTable::parse(text) {
        Ok(table) => reader.table("", table.get_ref()),
        Err(error) => {
            let message = error.message().lines().collect::<Vec<_>>().join(", ");
            reader.fault(error.span().unwrap_or_default(), message);
        }
    }
    if let Some(first) = reader.faults.into_iter().min_by_key(|fault| fault.line) {
        return Err(first);
    }
    Ok(reader.given)
}

struct Reader<'t> {
    text: &'t str,
    given: Vec<Given>,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn table(&mut self, above: &str, table: &DeTable<'_>) {
        for (name, value) in table {
            let full = format!("{above}{}", name.get_ref());
            let inner = format!("{full}.");
            if full == SITE {
                // The library reads it.
            } else if let Some(key) = KEYS.iter().find(|key| key.name == full) {
                self.value(key, value);
            } else if KEYS.iter().any(|key| key.name.starts_with(&inner)) {
                match value.get_ref().as_table() {
                    Some(table) => self.table(&inner, table),
                    None => self.fault(value.span(), format!("`{full}` is a table: write [{full}]")),
                }
            } else {
                let message = unknown("key", &full, KEYS.iter().map(|key| key.name).chain([SITE]));
                self.fault(name.span(), message);
            }
        }
    }

    fn value(&mut self, key: &'static Key, value: &Spanned<DeValue<'_>>) {
        match (&key.kind, value.get_ref()) {
            (Kind::Choice(..) | Kind::Text(..) | Kind::List(..) | Kind::Files, DeValue::String(text)) => {
                self.text(key, text, value.span());
            }
            (Kind::List(..) | Kind::Files, DeValue::Array(items)) => {
                for item in items.iter() {
                    match item.get_ref().as_str() {
                        Some(text) => self.text(key, text, item.span()),
                        None => self.fault(item.span(), format!("`{}` holds texts, in quotes", key.name)),
                    }
                }
            }
            (Kind::Rows(columns), DeValue::Array(rows)) => {
                rows.iter().for_each(|row| self.row(key, columns, row));
            }
            (kind, _) => self.fault(value.span(), format!("`{}` needs {}", key.name, needs(kind))),
        }
    }

    fn text(&mut self, key: &'static Key, text: &str, span: Range<usize>) {
        let checked = match key.kind {
            Kind::Choice(_, words) if !words.iter().any(|(word, _)| *word == text) => {
                Err(unknown("value", text, words.iter().map(|(word, _)| *word)))
            }
            Kind::Text(_, check) | Kind::List(_, _, check) => check(text),
            _ => Ok(()),
        };
        match checked {
            Ok(()) => self.give(key, vec![text.to_owned()], span),
            Err(message) => self.fault(span, format!("`{}`: {message}", key.name)),
        }
    }

    fn row(&mut self, key: &'static Key, columns: &[&str], row: &Spanned<DeValue<'_>>) {
        let Some(table) = row.get_ref().as_table() else {
            return self.fault(row.span(), format!("`{0}` needs tables: write [[{0}]]", key.name));
        };
        let named = |column: &str| column.trim_end_matches('?').to_owned();
        for (name, value) in table {
            if !columns.iter().any(|column| named(column) == name.get_ref().as_ref()) {
                let all: Vec<String> = columns.iter().map(|column| named(column)).collect();
                let message = unknown("key", name.get_ref(), all.iter().map(String::as_str));
                self.fault(name.span(), format!("in [[{}]]: {message}", key.name));
            } else if value.get_ref().as_str().is_none() {
                self.fault(value.span(), format!("`{}` is a text, in quotes", name.get_ref()));
            }
        }
        let cell = |column: &str| table.get(column).and_then(|value| value.get_ref().as_str());
        let mut cells = Vec::new();
        for column in columns {
            match cell(&named(column)) {
                Some(text) => cells.push(text.to_owned()),
                None if column.ends_with('?') => cells.push(String::new()),
                None => return self.fault(row.span(), format!("[[{}]] needs `{column}`", key.name)),
            }
        }
        self.give(key, cells, row.span());
    }

    fn give(&mut self, key: &'static Key, cells: Vec<String>, span: Range<usize>) {
        let given = Given { key, cells, origin: Origin::File(self.line(&span)) };
        match given.check() {
            Ok(()) => self.given.push(given),
            Err(message) => self.fault(span, message),
        }
    }

    fn fault(&mut self, span: Range<usize>, message: String) {
        self.faults.push(Fault { line: self.line(&span), message });
    }

    fn line(&self, span: &Range<usize>) -> usize {
        let before = &self.text.as_bytes()[..span.start.min(self.text.len())];
        1 + before.iter().filter(|&&byte| byte == b'\n').count()
    }
}

fn needs(kind: &Kind) -> &'static str {
    match kind {
        Kind::Choice(..) | Kind::Text(..) => "a text, in quotes",
        Kind::List(..) | Kind::Files => "an array of texts, [\"…\", \"…\"]",
        Kind::Rows(_) => "tables, each under a heading in two brackets",
    }
}

/// What is not known, and what was perhaps meant: the nearest name, or all of them when none is near.
fn unknown<'n>(noun: &str, given: &str, names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.collect();
    let nearness = |name: &&&str| (strsim::jaro_winkler(given, name) * 1000.0) as u32;
    match names.iter().max_by_key(nearness).filter(|name| nearness(name) > 800) {
        Some(name) => format!("unknown {noun} `{given}`: did you mean `{name}`?"),
        None => format!("unknown {noun} `{given}`: there are {}", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::{parse, without_dots};
    use std::path::Path;

    #[test]
    fn what_stands_before_two_dots_is_not_around_a_file() {
        assert_eq!(without_dots(Path::new("/a/b/../c/./d/../../e")), Path::new("/a/e"));
        assert_eq!(without_dots(Path::new("/../a")), Path::new("/a"));
    }

    fn fault(text: &str) -> String {
        let fault = parse(text).expect_err("it is wrong");
        format!("{}: {}", fault.line, fault.message)
    }

    #[test]
    fn what_a_file_says_has_its_line() {
        let text = "scope = \"body\"\n\ndrop = [\n  \".a\",\n  \".b\",\n]\nselect = \"main\"\n";
        let given = parse(text).expect("it is right");
        let mut told: Vec<String> =
            given.iter().map(|given| format!("{} {}", given.key.name, given.origin.line())).collect();
        told.sort();
        assert_eq!(told, ["drop 4", "drop 5", "scope 1", "select 7"]);
    }

    #[test]
    fn what_is_wrong_has_its_line_and_advice() {
        let cases = [
            ("scop = \"body\"", "1: unknown key `scop`: did you mean `scope`?"),
            ("\nscope = \"artcle\"", "2: `scope`: unknown value `artcle`: did you mean `article`?"),
            ("scope = 3", "1: `scope` needs a text, in quotes"),
            ("drop = [\n1]", "2: `drop` holds texts, in quotes"),
            ("drop = 1", "1: `drop` needs an array of texts, [\"…\", \"…\"]"),
            ("\n[scope]\na = 1", "2: `scope` needs a text, in quotes"),
            (
                "encoding = \"utf-9\"",
                "1: `encoding`: no such charset: use a label of the WHATWG Encoding Standard, such as gb18030",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(fault(text), expected, "{text}");
        }
        assert!(fault("drop = [\n  \"p\",\n  \"div[\",\n]").starts_with("3: drop selector \"div[\": "));
        assert!(fault("a = 1\nb = \n").starts_with("2: "), "{}", fault("a = 1\nb = \n"));
        assert!(fault("zzzzz = 1").starts_with("1: unknown key `zzzzz`: there are base-url, "));
    }

    #[test]
    fn of_many_faults_the_first_line_is_told() {
        assert!(fault("zz = 1\naa = 2").starts_with("1: unknown key `zz`"));
    }
}
