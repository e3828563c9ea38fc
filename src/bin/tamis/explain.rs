//! `tamis explain`: what one page says of itself, and the notes on it, as a table or as JSON.

use crate::args::ExplainArgs;
use crate::inputs;
use crate::one;
use crate::report::{Failure, Report, harmless};
use crate::row::Row;
use crate::settings::Settings;
use crate::stats;
use crate::stdout::Stdout;
use serde_json::json;
use std::path::Path;
use tamis::{Article, Ledger, Note};

const COLUMNS: [&str; 7] = ["action", "rule", "chars", "added", "place", "why", "text"];

/// What is told of a page.
struct Account {
    ledger: Ledger,
    /// The fields of its metadata: the name of each, its value, and where it was found.
    found: Vec<[String; 3]>,
    notes: Vec<Note>,
}

/// Cleans a page and says what was done to it.
pub(crate) fn explain(settings: &Settings, args: &ExplainArgs, mut report: Report) -> Report {
    match account(settings, &args.path) {
        Ok(account) => {
            let mut stdout = Stdout::new();
            let text = match args.json {
                true => json(&account),
                false => format!("{}\n{}\n", table(&account), stats::sentence(&account.ledger)),
            };
            stdout.write(&text);
            stdout.flush();
        }
        Err(failure) => report.failed(&failure),
    }
    report
}

fn account(settings: &Settings, path: &Path) -> Result<Account, Failure> {
    let page = one::only_page(settings, inputs::named(path)?)?;
    let account = |article: &Article| Account {
        ledger: article.ledger(),
        found: article
            .metadata()
            .fields()
            .map(|(field, value, source)| [field, &value, source].map(str::to_owned))
            .collect(),
        notes: article.notes().to_vec(),
    };
    one::clean(settings, page, account).map(|(_, account)| account)
}

/// A row for each field and each note, under a heading; the columns are as wide as need be.
fn table(account: &Account) -> String {
    let mut rows = vec![COLUMNS.map(str::to_uppercase)];
    rows.extend(
        account
            .found
            .iter()
            .map(|[field, value, source]| ["found", field, "0", "0", "", source, value].map(cell)),
    );
    rows.extend(account.notes.iter().map(cells));
    let mut widths = [0; COLUMNS.len()];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut table = String::new();
    for row in &rows {
        let padded: Vec<String> =
            row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        table += padded.join("  ").trim_end_matches(' ');
        table.push('\n');
    }
    table
}

fn cell(text: &str) -> String {
    harmless(text).replace(['\n', '\t'], " ")
}

fn cells(note: &Note) -> [String; COLUMNS.len()] {
    [
        cell(note.action.as_str()),
        cell(&note.rule),
        note.chars.to_string(),
        note.added.to_string(),
        cell(&note.place),
        cell(&note.why),
        cell(&if note.before.is_empty() {
            note.text.clone()
        } else {
            format!("{} → {}", note.before, note.text)
        }),
    ]
}

/// An object: the ledger, and arrays with one object a line.
fn json(account: &Account) -> String {
    let ledger = Row::of(stats::sums(&account.ledger).map(|(name, sum)| (name, sum.into()))).to_line();
    let found = array(account.found.iter().map(found_object));
    let notes = array(account.notes.iter().map(note_object));
    format!("{{\"ledger\":{},\n\"metadata\":{found},\n\"notes\":{notes}}}\n", ledger.trim_end())
}

fn array(rows: impl Iterator<Item = Row>) -> String {
    let lines: Vec<String> = rows.map(|row| row.to_line().trim_end().to_owned()).collect();
    if lines.is_empty() { "[]".to_owned() } else { format!("[\n{}\n]", lines.join(",\n")) }
}

fn found_object([field, value, source]: &[String; 3]) -> Row {
    Row::of([("field", json!(field)), ("value", json!(value)), ("source", json!(source))])
}

fn note_object(note: &Note) -> Row {
    Row::of([
        ("action", json!(note.action.as_str())),
        ("rule", json!(note.rule)),
        ("chars", json!(note.chars)),
        ("added", json!(note.added)),
        ("place", json!(note.place)),
        ("why", json!(note.why)),
        ("before", json!(note.before)),
        ("text", json!(note.text)),
    ])
}
