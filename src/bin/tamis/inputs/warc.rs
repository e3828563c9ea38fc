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
        facts: Facts { url: page.url, charset: page.charset, fetched: page.date, ..Facts::default() },
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

#[cfg(test)]
mod tests {
    use super::records;
    use crate::inputs::{Reading, stdin};
    use std::io::Cursor;
    use std::path::Path;
    use std::sync::Arc;

    const PAGE: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gb2312\r\n\r\n<p>Hello</p>";

    fn record(kind: &str, block: &str) -> String {
        let head = format!(
            "WARC-Type: {kind}\r\nWARC-Target-URI: https://example.org/\r\nContent-Length: {}",
            block.len()
        );
        format!("WARC/1.1\r\n{head}\r\n\r\n{block}\r\n\r\n")
    }

    /// The pages of a crawl, or what was said instead, each with the charset that was told.
    fn read(crawl: &str, max_bytes: u64) -> Vec<Result<(String, String), String>> {
        let reading = Reading { kind: None, max_bytes, html_field: String::new(), url_field: String::new() };
        let input = Arc::new(stdin(Some(Path::new("crawl.warc"))));
        let pages =
            records(input, Box::new(Cursor::new(crawl.as_bytes().to_vec())), &reading).map(|record| {
                let mut record = record.map_err(|failure| failure.to_string())?;
                let bytes = record.bytes(&reading).map_err(|failure| failure.to_string())?;
                Ok((String::from_utf8_lossy(&bytes).into_owned(), record.facts.charset))
            });
        pages.collect()
    }

    fn page() -> Result<(String, String), String> {
        Ok(("<p>Hello</p>".to_owned(), "gb2312".to_owned()))
    }

    #[test]
    fn responses_with_html_are_pages_and_all_else_is_passed_over() {
        let image = PAGE.replace("text/html", "image/png");
        let gone = PAGE.replace("200 OK", "404 Not Found");
        let others = [
            record("request", "GET / HTTP/1.1\r\n\r\n"),
            record("response", &image),
            record("response", &gone),
        ];
        let crawl =
            [record("warcinfo", "x: y"), record("response", PAGE), others.concat(), record("response", PAGE)];
        assert_eq!(read(&crawl.concat(), 1000), [page(), page()]);
        assert_eq!(read("", 1000), []);
    }

    #[test]
    fn a_crawl_that_breaks_off_gives_what_it_has() {
        let whole = [record("response", PAGE), record("response", PAGE)].concat();
        let pages = read(&whole[..whole.len() - 20], 1000);
        assert_eq!(pages[0], page());
        let error = pages[1].as_ref().expect_err("cut off");
        assert!(error.contains("crawl.warc: after page 1: not a whole WARC file, "), "{error}");
        assert!(read("PK\u{3}\u{4} no crawl at all", 1000)[0].is_err());
    }

    #[test]
    fn a_page_too_large_fails_alone() {
        let large = format!("{PAGE}{}", "x".repeat(100_000));
        let pages = read(&[record("response", &large), record("response", PAGE)].concat(), 1000);
        assert!(pages[0].as_ref().is_err_and(|error| error.contains("more than 1000 bytes")), "{pages:?}");
        assert_eq!(pages[1], page());
    }
}
