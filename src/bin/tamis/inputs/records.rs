//! The pages in the inputs: one for most files, many for crawls, feeds and JSON lines. Those are read as a
//! stream, so that their size does not matter.

use crate::inputs::kinds::{self, Kind};
use crate::inputs::{Input, binary, feed, jsonl, mhtml, open, warc};
use crate::report::{Failure, place};
use crate::row::Row;
use std::io::BufRead;
use std::iter::once;
use std::sync::Arc;
use tamis::{Metadata, PageKind};

/// How inputs are to be read.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    /// What all inputs hold, whatever their names say.
    pub(crate) kind: Option<Kind>,
    /// How large a page may be, unpacked.
    pub(crate) max_bytes: u64,
    /// The fields of JSON lines that hold a page and its address.
    pub(crate) html_field: String,
    pub(crate) url_field: String,
}

/// A page to clean, and what its input says of it.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) input: Arc<Input>,
    /// 0 for the only page of its input; else a number from 1 that tells it from the others.
    pub(crate) number: usize,
    /// What it is in its input, for messages: `line 3`, or an address. Empty for the only page.
    pub(crate) part: String,
    pub(crate) kind: Kind,
    pub(crate) body: Result<Body, String>,
    pub(crate) facts: Facts,
    /// What goes out with it in JSON lines.
    pub(crate) row: Row,
}

/// Where the bytes of a page are.
#[derive(Debug)]
pub(crate) enum Body {
    /// In its file, and not read yet.
    File,
    Bytes(Vec<u8>),
}

/// What is known of a page before it is cleaned. Empty is unknown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) url: String,
    pub(crate) charset: String,
    /// When it was fetched or saved.
    pub(crate) fetched: String,
    /// What the input says of it, in the place of what it would say of itself.
    pub(crate) said: Metadata,
}

/// What an iterator over records yields.
pub(crate) type Records<'a> = Box<dyn Iterator<Item = Result<Record, Failure>> + Send + 'a>;

/// The pages of all inputs, in order. An input that cannot be opened is a failure in its place.
pub(crate) fn records<'a>(
    inputs: impl Iterator<Item = Result<Input, Failure>> + Send + 'a,
    reading: &'a Reading,
) -> impl Iterator<Item = Result<Record, Failure>> + Send + 'a {
    inputs.flat_map(move |input| match input {
        Ok(input) => records_of(Arc::new(input), reading),
        Err(failure) => Box::new(once(Err(failure))),
    })
}

/// The pages of one input.
pub(crate) fn records_of(input: Arc<Input>, reading: &Reading) -> Records<'_> {
    let known = reading.kind.or_else(|| kinds::kind(input.known_name()));
    let (kind, opened) = match known {
        Some(kind) => (kind, None),
        None if input.is_stdin() || kinds::may_be_a_feed(input.known_name()) => match open::open(&input) {
            Ok(mut reader) => {
                (reader.fill_buf().map_or(Kind::Page(PageKind::Html), kinds::sniff), Some(reader))
            }
            Err(message) => return Box::new(once(Err(Failure::of(&input, "", message)))),
        },
        None => (Kind::Page(PageKind::Html), None),
    };
    match kind {
        Kind::Page(_) | Kind::Mhtml => Box::new(once(Ok(single(input, kind, opened, reading)))),
        Kind::Jsonl => several(input, opened, |input, reader| jsonl::records(input, reader, reading)),
        Kind::Feed => several(input, opened, |input, reader| feed::records(input, reader, reading)),
        Kind::Warc => several(input, opened, |input, reader| warc::records(input, reader, reading)),
    }
}

/// An input that holds one page. A file is read only when its turn comes, on the thread that cleans it.
fn single(
    input: Arc<Input>,
    kind: Kind,
    opened: Option<Box<dyn BufRead + Send>>,
    reading: &Reading,
) -> Record {
    let body = match opened {
        Some(reader) => open::read_all(reader, reading.max_bytes).and_then(binary::refuse).map(Body::Bytes),
        None => Ok(Body::File),
    };
    let row = Row::of_file(input.known_name());
    Record { input, number: 0, part: String::new(), kind, body, facts: Facts::default(), row }
}

fn several<'a>(
    input: Arc<Input>,
    opened: Option<Box<dyn BufRead + Send>>,
    records: impl FnOnce(Arc<Input>, Box<dyn BufRead + Send>) -> Records<'a>,
) -> Records<'a> {
    match opened.map_or_else(|| open::open(&input), Ok) {
        Ok(reader) => records(input, reader),
        Err(message) => Box::new(once(Err(Failure::of(&input, "", message)))),
    }
}

impl Record {
    /// Its bytes, read now if they are still in their file. What a saved page says of itself is noted.
    pub(crate) fn bytes(&mut self, reading: &Reading) -> Result<Vec<u8>, Failure> {
        let body = std::mem::replace(&mut self.body, Ok(Body::File));
        let bytes = match body {
            Ok(Body::Bytes(bytes)) => Ok(bytes),
            Ok(Body::File) => open::read(&self.input, reading.max_bytes).and_then(binary::refuse),
            Err(message) => Err(message),
        };
        let bytes = bytes.and_then(|bytes| match self.kind {
            Kind::Mhtml => mhtml::page(&bytes, &mut self.facts),
            _ => Ok(bytes),
        });
        bytes.map_err(|message| self.failure(message))
    }

    /// What its bytes are, for the library.
    pub(crate) fn page_kind(&self) -> PageKind {
        if let Kind::Page(kind) = self.kind { kind } else { PageKind::Html }
    }

    pub(crate) fn failure(&self, message: impl Into<String>) -> Failure {
        Failure::of(&self.input, &self.part, message)
    }

    /// Its name in messages.
    pub(crate) fn place(&self) -> String {
        place(self.input.known_name(), &self.part)
    }
}
