//! JSON lines: each line an object with a page in it, whose other fields pass through.

use crate::inputs::http::charset_of;
use crate::inputs::kinds::Kind;
use crate::inputs::open::too_large;
use crate::inputs::records::{Body, Facts, Reading, Record, Records};
use crate::inputs::{Input, binary};
use crate::report::{Failure, reason};
use crate::row::Row;
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use std::io::{self, BufRead, Read};
use std::sync::Arc;
use tamis::{Metadata, PageKind};

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A page may be twice as long in base64 or behind escapes, and other fields stand beside it.
const LINE_FACTOR: u64 = 8;

/// The pages in the lines, in order. Blank lines are passed over; a line that is no object, or has no page,
/// is a page that fails.
pub(crate) fn records<'a>(
    input: Arc<Input>,
    mut reader: Box<dyn BufRead + Send>,
    reading: &'a Reading,
) -> Records<'a> {
    let mut number = 0;
    let mut ended = false;
    Box::new(std::iter::from_fn(move || {
        while !ended {
            number += 1;
            match line(&mut reader, reading.max_bytes.saturating_mul(LINE_FACTOR)) {
                Ok(None) => return None,
                Ok(Some(Err(message))) => {
                    return Some(Ok(record(Arc::clone(&input), number, Row::default(), Err(message))));
                }
                Ok(Some(Ok(line))) if line.trim_ascii().is_empty() => {}
                Ok(Some(Ok(line))) => {
                    // Some programs put a byte order mark before the first.
                    let line = if number == 1 { line.trim_start_matches('\u{feff}') } else { &line };
                    return Some(Ok(parse(Arc::clone(&input), number, line, reading)));
                }
                Err(error) => {
                    ended = true;
                    return Some(Err(Failure::of(&input, &format!("line {number}"), reason(&error))));
                }
            }
        }
        None
    }))
}

/// A line, or why it cannot be one; nothing at the end.
fn line(reader: &mut impl BufRead, max: u64) -> io::Result<Option<Result<String, String>>> {
    let mut line = Vec::new();
    reader.by_ref().take(max).read_until(b'\n', &mut line)?;
    if line.is_empty() {
        return Ok(None);
    }
    if line.len() as u64 == max && line.last() != Some(&b'\n') {
        reader.skip_until(b'\n')?;
        return Ok(Some(Err(too_large(max))));
    }
    Ok(Some(Ok(String::from_utf8(line)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))))
}

fn parse(input: Arc<Input>, number: usize, line: &str, reading: &Reading) -> Record {
    match Row::parse(line) {
        Ok(row) => {
            let page = page(&row, reading);
            record(input, number, row, page)
        }
        Err(message) => record(input, number, Row::default(), Err(message)),
    }
}

fn record(input: Arc<Input>, number: usize, row: Row, page: Result<(Vec<u8>, Facts), String>) -> Record {
    let (body, facts) = match page {
        Ok((bytes, facts)) => (Ok(Body::Bytes(bytes)), facts),
        Err(message) => (Err(message), Facts::default()),
    };
    Record {
        input,
        number,
        part: format!("line {number}"),
        kind: Kind::Page(PageKind::Html),
        body,
        facts,
        row,
    }
}

/// The page of a row, and what the row says of it. A JSON string is Unicode whatever the page says of itself.
fn page(row: &Row, reading: &Reading) -> Result<(Vec<u8>, Facts), String> {
    let mut facts =
        Facts { url: row.text(&reading.url_field)?.unwrap_or_default(), said: said(row), ..Facts::default() };
    if let Some(html) = row.text(&reading.html_field)? {
        facts.charset = "utf-8".to_owned();
        return Ok((within(html.into_bytes(), reading)?, facts));
    }
    for name in ["html_base64", "html_b64"] {
        if let Some(mut text) = row.text(name)? {
            text.retain(|c| !c.is_ascii_whitespace());
            let bytes = BASE64.decode(text).map_err(|error| format!("`{name}` is not base64: {error}"))?;
            facts.charset = row.text("content_type")?.as_deref().and_then(charset_of).unwrap_or_default();
            return Ok((within(binary::refuse(bytes)?, reading)?, facts));
        }
    }
    Err(format!("no page in it: give it as `{}` or `html_base64`", reading.html_field))
}

/// What a row says of its page, in the fields that would else be filled from the page. In one that is of another
/// kind than ours it says nothing.
fn said(row: &Row) -> Metadata {
    let text = |name: &str| row.text(name).ok().flatten().unwrap_or_default();
    let list = |name: &str, between| row.texts(name, between).unwrap_or_default();
    let mut said = Metadata::default();
    said.title = text("title");
    said.authors = list("author", ";");
    said.date = text("date");
    said.modified = text("modified");
    said.site = text("site");
    said.language = text("language");
    said.canonical_url = text("canonical_url");
    said.description = text("description");
    said.image = text("image");
    said.tags = list("tags", ",");
    said
}

fn within(bytes: Vec<u8>, reading: &Reading) -> Result<Vec<u8>, String> {
    if bytes.len() as u64 > reading.max_bytes { Err(too_large(reading.max_bytes)) } else { Ok(bytes) }
}
