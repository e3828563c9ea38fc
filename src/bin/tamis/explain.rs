//! `tamis explain`: the notes on one page, as a table or as JSON.

use crate::args::ExplainArgs;
use crate::inputs;
use crate::one;
use crate::report::{Failure, Report, harmless};
use crate::row::Row;
use crate::settings::Settings;
use crate::stdout::Stdout;
use std::path::Path;
use tamis::Note;

const COLUMNS: [&str; 6] = ["action", "rule", "chars", "place", "why", "text"];

/// Cleans a page and says what was done to it.
pub(crate) fn explain(settings: &Settings, args: &ExplainArgs, mut report: Report) -> Report {
    match notes(settings, &args.path) {
        Ok(notes) => {
            let mut stdout = Stdout::new();
            stdout.write(&if args.json { json(&notes) } else { table(&notes) });
            stdout.flush();
        }
        Err(failure) => report.failed(&failure),
    }
    report
}

fn notes(settings: &Settings, path: &Path) -> Result<Vec<Note>, Failure> {
    let page = one::only_page(settings, inputs::named(path)?)?;
    one::clean(settings, page, |article| article.notes().to_vec()).map(|(_, notes)| notes)
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
        cell(&note.place),
        cell(&note.why),
        cell(&note.text),
    ]
}

/// An array with one object a line.
fn json(notes: &[Note]) -> String {
    let objects: Vec<String> =
        notes.iter().map(|note| object(note).to_line().trim_end().to_owned()).collect();
    if objects.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", objects.join(",\n")) }
}

fn object(note: &Note) -> Row {
    let [action, rule, chars, place, why, text] = COLUMNS;
    let mut row = Row::default();
    row.set(action, note.action.as_str());
    row.set(rule, &note.rule);
    row.set(chars, &note.chars);
    row.set(place, &note.place);
    row.set(why, &note.why);
    row.set(text, &note.text);
    row
}
