//! One page in, one text out on stdout.

use crate::args::Format;
use crate::inputs::{self, Input, Inputs, Record, records_of};
use crate::outputs::format;
use crate::report::{Failure, Report};
use crate::settings::Settings;
use crate::stdout::Stdout;
use crate::tally::{Cleaned, Details, End};
use std::sync::Arc;
use tamis::Article;

/// Cleans a file, or stdin, to stdout.
pub(crate) fn write(settings: &Settings, inputs: &Inputs, format: Format, mut report: Report) -> Report {
    let cleaned = inputs.iter().next().unwrap_or_else(|| Ok(inputs::stdin(None))).and_then(|input| {
        let record = only_page(settings, input)?;
        let row = record.row.clone();
        let place = record.place();
        let (size, (text, details)) = clean(settings, record, |article| {
            (format::write(format, article, &row), Details::of(article, report.wants_details()))
        })?;
        Ok((place, Cleaned { details, bytes_in: size, bytes_out: text.len() }, text))
    });
    match cleaned {
        Ok((place, cleaned, text)) => {
            report.done(&place, End::Written, &cleaned);
            let mut stdout = Stdout::new();
            stdout.write(&text);
            stdout.flush();
        }
        Err(failure) => report.failed(&failure),
    }
    report
}

/// The page of an input that holds just one.
pub(crate) fn only_page(settings: &Settings, input: Input) -> Result<Record, Failure> {
    let input = Arc::new(input);
    let several = || {
        let advice = "may hold several pages: write them to a folder with -o, or as rows with --format jsonl";
        Err(Failure::of(&input, "", advice))
    };
    match records_of(Arc::clone(&input), &settings.reading).next() {
        Some(Ok(record)) if record.number == 0 => Ok(record),
        Some(Err(failure)) => Err(failure),
        Some(Ok(_)) | None => several(),
    }
}

/// Cleans a page; the number is that of its bytes.
pub(crate) fn clean<T>(
    settings: &Settings,
    mut record: Record,
    write: impl FnOnce(&Article) -> T,
) -> Result<(usize, T), Failure> {
    let bytes = record.bytes(&settings.reading)?;
    let result = settings.clean(&record, &bytes, write).map_err(|message| record.failure(message))?;
    Ok((bytes.len(), result))
}
