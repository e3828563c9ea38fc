//! The JSON lines filter: an object with a page in, the same object with Markdown out.

use crate::binary;
use crate::inputs;
use crate::parallel::{self, Event};
use crate::report::{Failure, Report, reason};
use crate::row::{self, Row};
use crate::settings::Settings;
use crate::stdout::Stdout;
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::Value;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::num::NonZeroUsize;
use std::path::Path;
use tamis::{Note, PageKind};

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Answers each line of a file, or of stdin for `-`, with a line on stdout, in order. What is answered is
/// flushed before waiting for more, so that a caller may ask, read, and ask again.
pub(crate) fn filter(settings: &Settings, path: &Path, jobs: NonZeroUsize, mut report: Report) -> Report {
    let source = match open(path) {
        Ok(source) => source,
        Err(failure) => {
            report.failed(&failure);
            return report;
        }
    };
    let lines = BufReader::with_capacity(1 << 16, source).split(b'\n').enumerate();
    let work = |(index, line): (usize, io::Result<Vec<u8>>)| {
        let number = index + 1;
        let line = line.map_err(|error| Failure::new(path, reason(&error)))?;
        Ok::<_, Failure>(answer(settings, number, &String::from_utf8_lossy(&line)))
    };
    let mut stdout = Stdout::new();
    parallel::map_in_order(jobs, lines, work, |event| match event {
        Event::Ready(Ok(None)) => {}
        Event::Ready(Ok(Some(answer))) => {
            stdout.write(&answer.row.to_line());
            match answer.outcome {
                Ok(notes) => report.done(&answer.place, &notes),
                Err(message) => report.failed(&Failure::new(answer.place, message)),
            }
        }
        Event::Ready(Err(failure)) => report.failed(&failure),
        Event::Waiting => stdout.flush(),
    });
    stdout.flush();
    report
}

fn open(path: &Path) -> Result<Box<dyn Read + Send>, Failure> {
    let input = inputs::named(path)?;
    if input.is_stdin() {
        return Ok(Box::new(io::stdin()));
    }
    let file = File::open(path).map_err(|error| Failure::new(path, reason(&error)))?;
    Ok(Box::new(file))
}

/// What goes out for a line, and what is to be told of it.
struct Answer {
    row: Row,
    place: String,
    outcome: Result<Vec<Note>, String>,
}

/// The answer to a line; none for a blank one.
fn answer(settings: &Settings, number: usize, line: &str) -> Option<Answer> {
    if line.trim_ascii().is_empty() {
        return None;
    }
    let place = format!("line {number}");
    let (row, outcome) = match Row::parse(line) {
        Ok(row) => answer_row(settings, row),
        Err(message) => {
            let mut row = Row::default();
            row.set("error", &message);
            row.set("line", &number);
            (row, Err(message))
        }
    };
    Some(Answer { row, place, outcome })
}

/// `markdown` and `error` are ours: of those that came in, neither goes out.
fn answer_row(settings: &Settings, mut row: Row) -> (Row, Result<Vec<Note>, String>) {
    let result = clean(settings, &row);
    row.remove("error");
    let outcome = match result {
        Ok((fields, notes)) => {
            row.add(&fields);
            Ok(notes)
        }
        Err(message) => {
            row.remove("markdown");
            row.set("error", &message);
            Err(message)
        }
    };
    (row, outcome)
}

type Cleaned = (Vec<(&'static str, Value)>, Vec<Note>);

fn clean(settings: &Settings, row: &Row) -> Result<Cleaned, String> {
    let (bytes, charset) = page_bytes(row)?;
    let url = row.text("url")?;
    let mut page = settings.page(&bytes, PageKind::Html);
    if let Some(url) = &url {
        page = page.url(url);
    }
    if let Some(charset) = &charset {
        page = page.charset(charset);
    }
    settings.clean(&page, |article| (row::fields(article), article.notes().to_vec()))
}

/// The page of a row, with its charset if that is known. A JSON string is Unicode whatever the page says
/// of itself.
fn page_bytes(row: &Row) -> Result<(Vec<u8>, Option<String>), String> {
    if let Some(html) = row.text("html")? {
        return Ok((html.into_bytes(), Some("utf-8".to_owned())));
    }
    for name in ["html_base64", "html_b64"] {
        if let Some(mut text) = row.text(name)? {
            text.retain(|c| !c.is_ascii_whitespace());
            let bytes = BASE64.decode(text).map_err(|error| format!("`{name}` is not base64: {error}"))?;
            let charset = row.text("content_type")?.as_deref().and_then(charset_of);
            return Ok((binary::refuse(bytes)?, charset));
        }
    }
    Err("no page in it: give it as `html` or `html_base64`".to_owned())
}

/// The charset of a `Content-Type`, such as `text/html; charset="gb2312"`.
fn charset_of(content_type: &str) -> Option<String> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim_ascii().trim_matches('"').trim_ascii();
        (name.trim_ascii().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::charset_of;

    #[test]
    fn the_charset_of_a_content_type() {
        let cases = [
            ("text/html; charset=gb2312", Some("gb2312")),
            ("text/html;Charset = \"Shift_JIS\" ; x=1", Some("Shift_JIS")),
            ("text/html; charset=", None),
            ("text/html", None),
        ];
        for (content_type, charset) in cases {
            assert_eq!(charset_of(content_type).as_deref(), charset, "{content_type}");
        }
    }
}
