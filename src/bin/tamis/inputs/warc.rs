//! A crawl in WARC files (ISO 28500): each successful response with HTML is a page. Other records are
//! passed over. Nothing is kept but the record at hand.

use crate::inputs::http;
use crate::inputs::kinds::Kind;
use crate::inputs::open::{read_all, too_large};
use crate::inputs::records::{Body, Facts, Reading, Record, Records};
use crate::inputs::{Input, binary};
use crate::report::{Failure, reason};
use crate::row::Row;
use std::io::{self, BufRead, Read};
use std::sync::Arc;
use tamis::PageKind;

/// A head longer than this is none.
const MAX_LINE: u64 = 1 << 16;
const MAX_FIELDS: usize = 1000;

/// The pages of a crawl, in the order of the file.
pub(crate) fn records<'a>(
    input: Arc<Input>,
    reader: Box<dyn BufRead + Send>,
    reading: &'a Reading,
) -> Records<'a> {
    let mut reader = Some(reader);
    let mut number = 0;
    Box::new(std::iter::from_fn(move || {
        loop {
            let next = next(reader.as_mut()?, reading.max_bytes);
            match next {
                Ok(Some(Found::Page(page))) => {
                    number += 1;
                    return Some(Ok(record(Arc::clone(&input), number, page)));
                }
                Ok(Some(Found::Other)) => {}
                Ok(None) => return None,
                Err(message) => {
                    // Where the next record begins cannot be known any more.
                    reader = None;
                    return Some(Err(Failure::of(&input, &format!("after page {number}"), message)));
                }
            }
        }
    }))
}

struct Page {
    url: String,
    date: String,
    charset: String,
    body: Result<Vec<u8>, String>,
}

enum Found {
    Page(Page),
    Other,
}

fn record(input: Arc<Input>, number: usize, page: Page) -> Record {
    let mut row = Row::of_file(input.known_name());
    row.set("url", &page.url);
    if !page.date.is_empty() {
        row.set("fetched", &page.date);
    }
    Record {
        input,
        number,
        part: page.url.clone(),
        kind: Kind::Page(PageKind::Html),
        body: page.body.map(Body::Bytes),
        facts: Facts { url: page.url, charset: page.charset, date: page.date, ..Facts::default() },
        row,
    }
}

/// Reads one record; nothing at the end.
fn next(reader: &mut impl BufRead, max_bytes: u64) -> Result<Option<Found>, String> {
    let Some(head) = head(reader)? else { return Ok(None) };
    let field =
        |name: &str| head.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
    let length: u64 = field("content-length").parse().map_err(|_| damaged("a record has no length"))?;
    let mut block = reader.take(length);
    let is_response = field("warc-type").eq_ignore_ascii_case("response");
    let found = match is_response {
        true if length > max_bytes.saturating_add(MAX_LINE) => large(&mut block, max_bytes)?,
        true => response(&read_all(&mut block, u64::MAX)?, max_bytes),
        false => None,
    };
    let rest = block.limit();
    let skipped = io::copy(&mut block, &mut io::sink()).map_err(|error| reason(&error))?;
    if skipped < rest {
        return Err(damaged("its last record is cut off"));
    }
    let url = field("warc-target-uri").trim_start_matches('<').trim_end_matches('>').to_owned();
    let date = field("warc-date").to_owned();
    Ok(Some(found.map_or(Found::Other, |(charset, body)| Found::Page(Page { url, date, charset, body }))))
}

/// The charset that was told, and the page; nothing if it is no page that was there.
type Fetched = Option<(String, Result<Vec<u8>, String>)>;

fn response(block: &[u8], max_bytes: u64) -> Fetched {
    let response = http::parse(block)?;
    let is_page = response.is_html() && (200..300).contains(&response.status);
    is_page.then(|| (response.charset(), response.page(max_bytes).and_then(binary::refuse)))
}

/// A response too large to be read: whether it is a page is seen from its beginning.
fn large(block: &mut impl Read, max_bytes: u64) -> Result<Fetched, String> {
    let beginning = read_all(block.take(MAX_LINE), u64::MAX)?;
    Ok(response(&beginning, u64::MAX).map(|(charset, _)| (charset, Err(too_large(max_bytes)))))
}

/// The head of a record: the lines up to a blank one. Blank lines before it are the end of the last record.
fn head(reader: &mut impl BufRead) -> Result<Option<Vec<(String, String)>>, String> {
    let mut version = Vec::new();
    while version.is_empty() {
        match line(reader)? {
            Some(line) => version = line,
            None => return Ok(None),
        }
    }
    if !version.starts_with(b"WARC/") {
        return Err(damaged("a record does not begin with its version"));
    }
    let mut fields = Vec::new();
    while let Some(line) = line(reader)? {
        if line.is_empty() {
            return Ok(Some(fields));
        }
        let text = String::from_utf8_lossy(&line);
        if let Some((name, value)) = text.split_once(':') {
            fields.push((name.trim_ascii().to_ascii_lowercase(), value.trim_ascii().to_owned()));
        }
        if fields.len() > MAX_FIELDS {
            return Err(damaged("a record has too long a head"));
        }
    }
    Err(damaged("its last record is cut off"))
}

/// A line without its end; nothing at the end of the file.
fn line(reader: &mut impl BufRead) -> Result<Option<Vec<u8>>, String> {
    let mut line = Vec::new();
    reader.take(MAX_LINE).read_until(b'\n', &mut line).map_err(|error| reason(&error))?;
    if line.is_empty() {
        return Ok(None);
    }
    if line.len() as u64 == MAX_LINE {
        return Err(damaged("a line of a head is too long"));
    }
    Ok(Some(line.trim_ascii_end().to_vec()))
}

fn damaged(how: &str) -> String {
    format!("not a whole WARC file, {how}: what came before it was read")
}
