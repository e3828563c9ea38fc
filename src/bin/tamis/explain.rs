//! `tamis explain`: what one page says of itself, and the notes on it, as a table or as JSON.

use crate::args::ExplainArgs;
use crate::inputs;
use crate::report::{Failure, Report, harmless};
use crate::row::Row;
use crate::settings::Settings;
use crate::stdout::Stdout;
use std::path::Path;
use tamis::{Article, Note};

const COLUMNS: [&str; 6] = ["action", "rule", "chars", "place", "why", "text"];

/// Cleans a page and says what was done to it.
pub(crate) fn explain(settings: &Settings, args: &ExplainArgs, mut report: Report) -> Report {
    match explained(settings, &args.path) {
        Ok(rows) => {
            let mut stdout = Stdout::new();
            stdout.write(&if args.json { json(&rows) } else { table(&rows) });
            stdout.flush();
        }
        Err(failure) => report.failed(&failure),
    }
    report
}

/// What stands in the columns.
struct Line {
    action: &'static str,
    rule: String,
    chars: usize,
    place: String,
    why: String,
    text: String,
}

/// A row for each thing that the page says of itself, and for each note.
fn explained(settings: &Settings, path: &Path) -> Result<Vec<Line>, Failure> {
    let input = inputs::named(path)?;
    let bytes = input.read()?;
    let page = settings.page(&bytes, input.kind(&bytes));
    let rows = |article: &Article| {
        let found = article.metadata().fields().map(|(field, value, source)| found(field, &value, source));
        found.chain(article.notes().iter().map(noted)).collect()
    };
    settings.clean(&page, rows).map_err(|message| Failure::new(path, message))
}

/// A field of the metadata; why it is so says where it stands.
fn found(field: &str, value: &str, source: &str) -> Line {
    Line {
        action: "found",
        rule: field.to_owned(),
        chars: 0,
        place: String::new(),
        why: source.to_owned(),
        text: value.to_owned(),
    }
}

fn noted(note: &Note) -> Line {
    Line {
        action: note.action.as_str(),
        rule: note.rule.to_string(),
        chars: note.chars,
        place: note.place.clone(),
        why: note.why.to_string(),
        text: note.text.clone(),
    }
}

/// A row for each line, under a heading; the columns are as wide as need be.
fn table(lines: &[Line]) -> String {
    let mut rows = vec![COLUMNS.map(str::to_uppercase)];
    rows.extend(lines.iter().map(cells));
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

fn cells(line: &Line) -> [String; COLUMNS.len()] {
    let cell = |text: &str| harmless(text).replace(['\n', '\t'], " ");
    [
        cell(line.action),
        cell(&line.rule),
        line.chars.to_string(),
        cell(&line.place),
        cell(&line.why),
        cell(&line.text),
    ]
}

/// An array with one object a line.
fn json(lines: &[Line]) -> String {
    let objects: Vec<String> =
        lines.iter().map(|line| object(line).to_line().trim_end().to_owned()).collect();
    if objects.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", objects.join(",\n")) }
}

fn object(line: &Line) -> Row {
    let [action, rule, chars, place, why, text] = COLUMNS;
    let mut row = Row::default();
    row.set(action, line.action);
    row.set(rule, &line.rule);
    row.set(chars, &line.chars);
    row.set(place, &line.place);
    row.set(why, &line.why);
    row.set(text, &line.text);
    row
}
