//! Pages as JSON lines on stdout, in their order. A page that fails has a line with an `error`.

use crate::inputs::{Inputs, Record, records};
use crate::parallel::{self, Event};
use crate::report::{Failure, Report};
use crate::row::{self, Row};
use crate::settings::Settings;
use crate::shard::Shard;
use crate::stdout::Stdout;
use crate::tally::{Cleaned, Details, End};
use std::num::NonZeroUsize;

/// Writes an object for each page. What is written is flushed before waiting for more, so that a caller may
/// ask, read, and ask again.
pub(crate) fn write(
    settings: &Settings,
    inputs: &Inputs,
    shard: Shard,
    jobs: NonZeroUsize,
    mut report: Report,
) -> Report {
    let stop = report.stop.clone();
    let records = records(inputs.iter(), &settings.reading)
        .filter(|record| shard.has(record))
        .take_while(|_| !stop.is_set());
    let wants_details = report.wants_details();
    let mut stdout = Stdout::new();
    let work = |record| answer(settings, record, wants_details);
    parallel::map_in_order(jobs, parallel::AHEAD, records, work, |event| match event {
        Event::Waiting => stdout.flush(),
        Event::Ready(_) if report.has_given_up() => {}
        Event::Ready((row, outcome)) => {
            stdout.write(&row);
            match outcome {
                Ok((place, cleaned)) => report.done(&place, End::Written, &cleaned),
                Err(failure) => report.failed(&failure),
            }
        }
    });
    stdout.flush();
    report
}

/// The line for a page, and what is to be told of it. `markdown` and `error` are ours: of those that came in,
/// neither goes out.
fn answer(
    settings: &Settings,
    record: Result<Record, Failure>,
    wants_details: bool,
) -> (String, Result<(String, Cleaned), Failure>) {
    let mut record = match record {
        Ok(record) => record,
        Err(failure) => {
            let line = failed(Row::of_file(&failure.path), 0, &failure);
            return (line, Err(failure));
        }
    };
    let mut row = std::mem::take(&mut record.row);
    row.remove("error");
    match clean(settings, &mut record, wants_details) {
        Ok((fields, mut cleaned)) => {
            row.add(&fields);
            let line = row.to_line();
            cleaned.bytes_out = line.len();
            (line, Ok((record.place(), cleaned)))
        }
        Err(failure) => (failed(row, record.number, &failure), Err(failure)),
    }
}

fn failed(mut row: Row, number: usize, failure: &Failure) -> String {
    let is_nothing_else_known = row.is_empty();
    row.remove("markdown");
    row.set("error", &failure.message);
    if is_nothing_else_known {
        row.set("line", &number);
    }
    row.to_line()
}

type Fields = Vec<(&'static str, serde_json::Value)>;

fn clean(
    settings: &Settings,
    record: &mut Record,
    wants_details: bool,
) -> Result<(Fields, Cleaned), Failure> {
    let bytes = record.bytes(&settings.reading)?;
    let (fields, details) = settings
        .clean(record, &bytes, |article| (row::fields(article), Details::of(article, wants_details)))
        .map_err(|message| record.failure(message))?;
    Ok((fields, Cleaned { details, bytes_in: bytes.len(), bytes_out: 0 }))
}
