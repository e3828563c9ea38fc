//! What holds when several say something: built in, then `tamis.toml`, then the command line; the last one
//! wins, and lists add up where that makes sense. `tamis config show` tells where each value came from.

use crate::assets::Assets;
use crate::clock::Clock;
use crate::config::{ConfigFile, shown};
use crate::keys::{Join, KEYS, Key, Kind, TIMEOUT, Wish};
use crate::report::Usage;
use crate::rules;
use crate::settings::Settings;
use clap::ArgMatches;
use clap::parser::ValueSource;
use std::path::Path;
use tamis::{Cleaner, TitlePlace};

/// A value that somebody gave: of a list one item, of tables one row, with a cell for each column.
#[derive(Debug)]
pub(crate) struct Given {
    pub(crate) key: &'static Key,
    pub(crate) cells: Vec<String>,
    pub(crate) origin: Origin,
}

/// Where a value came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// This line of the configuration file.
    File(usize),
    CommandLine,
}

impl Origin {
    #[cfg(test)]
    pub(crate) fn line(self) -> usize {
        if let Origin::File(line) = self { line } else { 0 }
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Given {
    /// Tries a value alone, so that an error can name the place of that value.
    pub(crate) fn check(&self) -> Result<(), String> {
        let mut wish = Wish::default();
        self.set(&mut wish);
        Cleaner::new(wish.options).map(|_| ()).map_err(|error| error.to_string())
    }

    fn set(&self, wish: &mut Wish) {
        let cells: Vec<&str> = self.cells.iter().map(String::as_str).collect();
        (self.key.set)(wish, &cells);
    }
}

/// What the command line says of the keys.
pub(crate) fn from_command_line(matches: &ArgMatches) -> Vec<Given> {
    let mut given = Vec::new();
    let said = |key: &&Key| {
        !key.option.is_empty() && matches.value_source(key.option) == Some(ValueSource::CommandLine)
    };
    for key in KEYS.iter().filter(said) {
        let values = matches.get_many::<String>(key.option).into_iter().flatten();
        let origin = Origin::CommandLine;
        given.extend(values.map(|value| Given { key, cells: vec![value.clone()], origin }));
    }
    given
}

/// What holds of all that was given for a key.
fn effective<'g>(
    key: &'static Key,
    file: Option<&'g ConfigFile>,
    command_line: &'g [Given],
) -> Vec<&'g Given> {
    let of_key = |given: &&Given| given.key.name == key.name;
    let mut all: Vec<&Given> = file.iter().flat_map(|file| &file.given).filter(of_key).collect();
    let nearer: Vec<&Given> = command_line.iter().filter(of_key).collect();
    let is_list = matches!(key.kind, Kind::List(_, Join::Both, _) | Kind::Files | Kind::Rows(_));
    if !is_list && !nearer.is_empty() {
        all.clear();
    }
    all.extend(nearer);
    all
}

/// Compiles what holds. `title` is where the title stands, unless that is said.
pub(crate) fn settings(
    file: Option<&ConfigFile>,
    command_line: &[Given],
    title: TitlePlace,
) -> Result<Settings, Usage> {
    let mut wish = Wish::default();
    for key in KEYS {
        for given in effective(key, file, command_line) {
            given.set(&mut wish);
        }
    }
    if wish.options.title == TitlePlace::Auto {
        wish.options.title = title;
    }
    let mut site_rules = Vec::new();
    for path in &wish.site_rules {
        site_rules.push(rules::read(path)?);
    }
    site_rules.extend(file.map(|file| file.sites.clone()).filter(|sites| !sites.is_empty()));
    wish.options.site_rules = site_rules;
    #[cfg(feature = "cosmetic")]
    for path in &wish.filter_lists {
        wish.options.filter_lists.push(rules::read_filter_list(path)?);
    }
    let reading = wish.reading();
    wish.options.limits.bytes = usize::try_from(reading.max_bytes).unwrap_or(usize::MAX);
    let said = format!("{wish:?}");
    Ok(Settings {
        cleaner: Cleaner::new(wish.options).map_err(Usage::new)?,
        base_url: wish.base_url,
        charset: wish.charset,
        reading,
        clock: Clock::new(wish.timeout.unwrap_or(TIMEOUT)),
        said,
        assets: wish.assets.map(|folder| Assets::new(folder, wish.assets_url)),
    })
}

/// All keys with their values and where these came from, in the form of a `tamis.toml`.
pub(crate) fn show(file: Option<&ConfigFile>, command_line: &[Given]) -> String {
    let mut lines: Vec<(String, String)> = Vec::new();
    for key in KEYS {
        let holds = effective(key, file, command_line);
        let value = |given: &Given| match key.kind {
            Kind::Files => quoted(&shown(Path::new(&given.cells[0]))),
            _ => quoted(&given.cells[0]),
        };
        let origin = |given: &Given| origin(given.origin, file);
        match (&key.kind, holds.as_slice()) {
            (Kind::Rows(_), []) | (_, []) if key.built_in.is_empty() => {
                lines.push((format!("# {}", key.name), "not set".to_owned()));
            }
            (_, []) => {
                lines.push((format!("{} = {}", key.name, quoted(key.built_in)), "built in".to_owned()))
            }
            (Kind::List(..) | Kind::Files, items) => {
                lines.push((format!("{} = [", key.name), String::new()));
                lines.extend(items.iter().map(|item| (format!("  {},", value(item)), origin(item))));
                lines.push(("]".to_owned(), String::new()));
            }
            (Kind::Rows(columns), rows) => {
                for row in rows {
                    lines.push((format!("[[{}]]", key.name), origin(row)));
                    let cells = columns.iter().zip(&row.cells).filter(|(_, cell)| !cell.is_empty());
                    let named = cells.map(|(column, cell)| {
                        (format!("{} = {}", column.trim_end_matches('?'), quoted(cell)), String::new())
                    });
                    lines.extend(named);
                }
            }
            (_, [.., last]) => lines.push((format!("{} = {}", key.name, value(last)), origin(last))),
        }
    }
    if let Some(file) = file.filter(|file| !file.sites.is_empty()) {
        lines.push(("# [[site]]".to_owned(), format!("{} in {}", file.sites.len(), shown(&file.path))));
    }
    in_columns(&lines)
}

fn origin(origin: Origin, file: Option<&ConfigFile>) -> String {
    match (origin, file) {
        (Origin::File(line), Some(file)) => format!("{}:{line}", shown(&file.path)),
        _ => "command line".to_owned(),
    }
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn in_columns(lines: &[(String, String)]) -> String {
    let told = lines.iter().filter(|(_, origin)| !origin.is_empty());
    let width = told.map(|(line, _)| line.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for (line, origin) in lines {
        let padded = if origin.is_empty() { line.clone() } else { format!("{line:width$}  # {origin}") };
        text.push_str(&padded);
        text.push('\n');
    }
    text
}
