//! `tamis explain`: the notes on one page, as a table or as JSON.

use crate::args::ExplainArgs;
use crate::inputs;
use crate::one;
use crate::report::{Failure, Report, harmless};
use crate::row::Row;
use crate::settings::Settings;
use crate::stats;
use crate::stdout::Stdout;
use std::path::Path;
use tamis::{Ledger, Note};

const COLUMNS: [&str; 7] = ["action", "rule", "chars", "added", "place", "why", "text"];

/// Cleans a page and says what was done to it.
pub(crate) fn explain(settings: &Settings, args: &ExplainArgs, mut report: Report) -> Report {
    match account(settings, &args.path) {
        Ok((ledger, notes)) => {
            let mut stdout = Stdout::new();
            let text = match args.json {
                true => json(&ledger, &notes),
                false => format!("{}\n{}\n", table(&notes), stats::sentence(&ledger)),
            };
            stdout.write(&text);
            stdout.flush();
        }
        Err(failure) => report.failed(&failure),
    }
    report
}

fn account(settings: &Settings, path: &Path) -> Result<(Ledger, Vec<Note>), Failure> {
    let page = one::only_page(settings, inputs::named(path)?)?;
    let account = one::clean(settings, page, |article| (article.ledger(), article.notes().to_vec()));
    account.map(|(_, account)| account)
}

/// A row for each note, under a heading; the columns are as wide as need be.
fn table(notes: &[Note]) -> String {
    let mut rows = vec![COLUMNS.map(str::to_uppercase)];
    rows.extend(notes.iter().map(cells));
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

fn cells(note: &Note) -> [String; COLUMNS.len()] {
    let cell = |text: &str| harmless(text).replace(['\n', '\t'], " ");
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

/// An object: the ledger, and an array with one object a line.
fn json(ledger: &Ledger, notes: &[Note]) -> String {
    let notes: Vec<String> =
        notes.iter().map(|note| note_object(note).to_line().trim_end().to_owned()).collect();
    let notes = if notes.is_empty() { String::new() } else { format!("\n{}\n", notes.join(",\n")) };
    let ledger = stats::object(ledger).to_line();
    format!("{{\"ledger\":{},\n\"notes\":[{notes}]}}\n", ledger.trim_end())
}

fn note_object(note: &Note) -> Row {
    let mut row = Row::default();
    row.set("action", note.action.as_str());
    row.set("rule", &note.rule);
    row.set("chars", &note.chars);
    row.set("added", &note.added);
    row.set("place", &note.place);
    row.set("why", &note.why);
    row.set("before", &note.before);
    row.set("text", &note.text);
    row
}
