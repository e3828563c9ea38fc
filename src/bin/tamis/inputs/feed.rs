//! The entries of a feed: RSS 0.9x, 1.0 and 2.0, and Atom 0.3 and 1.0. Feeds in the wild are seldom valid, so as little
//! as possible is asked of them.

use crate::inputs::Input;
use crate::inputs::kinds::Kind;
use crate::inputs::open::read_all;
use crate::inputs::records::{Body, Facts, Reading, Record, Records};
use crate::report::Failure;
use crate::row::Row;
use encoding_rs::Encoding;
use mail_parser::DateTime;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use std::io::BufRead;
use std::sync::Arc;
use tamis::PageKind;

/// The elements of an entry that matter; other prefixes, such as `media:`, have titles of their own.
#[rustfmt::skip]
const FIELDS: &[(&str, Field)] = &[
    ("title",           Field::Title),
    ("link",            Field::Link),
    ("guid",            Field::Id),
    ("id",              Field::Id),
    ("pubDate",         Field::Date),
    ("published",       Field::Date),
    ("dc:date",         Field::Date),
    ("issued",          Field::Date),
    ("created",         Field::Date),
    ("updated",         Field::Updated),
    ("modified",        Field::Updated),
    ("author",          Field::Author),
    ("dc:creator",      Field::Author),
    ("content:encoded", Field::Content),
    ("content",         Field::Content),
    ("description",     Field::Summary),
    ("summary",         Field::Summary),
];

/// The entities that XML itself has.
const ENTITIES: &[(&str, &str)] = &[("lt", "<"), ("gt", ">"), ("amp", "&"), ("quot", "\""), ("apos", "'")];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Title,
    Link,
    Id,
    Date,
    Updated,
    Author,
    Content,
    Summary,
}

/// The entries, in the order of the feed.
pub(crate) fn records<'a>(
    input: Arc<Input>,
    reader: Box<dyn BufRead + Send>,
    reading: &'a Reading,
) -> Records<'a> {
    let (entries, failure) = match read_all(reader, reading.max_bytes) {
        Ok(bytes) => parse(&decode(&bytes)),
        Err(message) => (Vec::new(), Some(message)),
    };
    let failure = failure.map(|message| {
        let part = if entries.is_empty() { String::new() } else { format!("after entry {}", entries.len()) };
        Err(Failure::of(&input, &part, message))
    });
    let entries = entries.into_iter().zip(1..);
    let records = entries.map(move |(entry, number)| Ok(record(Arc::clone(&input), number, entry)));
    Box::new(records.chain(failure))
}

/// What an entry says.
#[derive(Debug, Default)]
struct Entry {
    title: String,
    url: String,
    id: String,
    date: String,
    updated: String,
    author: String,
    content: String,
    summary: String,
}

fn record(input: Arc<Input>, number: usize, entry: Entry) -> Record {
    let date = iso_date(if entry.date.is_empty() { &entry.updated } else { &entry.date });
    // A GUID that is an address stands in for a link.
    let url = if entry.url.is_empty() && entry.id.starts_with("http") { &entry.id } else { &entry.url };
    let mut row = Row::of_file(input.known_name());
    let known = [
        ("url", url),
        ("id", &entry.id),
        ("title", &entry.title),
        ("author", &entry.author),
        ("date", &date),
    ];
    for (name, value) in known {
        if !value.is_empty() {
            row.set(name, value);
        }
    }
    let part = if url.is_empty() { format!("entry {number}") } else { url.clone() };
    let mut facts = Facts { url: url.clone(), charset: "utf-8".to_owned(), ..Facts::default() };
    facts.said.title = entry.title;
    facts.said.authors = vec![entry.author];
    facts.said.date = date;
    let body = if entry.content.is_empty() { entry.summary } else { entry.content };
    let body = Ok(Body::Bytes(body.into_bytes()));
    Record { input, number, part, kind: Kind::Page(PageKind::Html), body, facts, row }
}

/// `Wed, 2 Oct 2024 13:00:00 GMT` → `2024-10-02T13:00:00Z`; other dates stay as they are.
fn iso_date(date: &str) -> String {
    let starts_with_a_year =
        date.as_bytes().first_chunk::<4>().is_some_and(|year| year.iter().all(u8::is_ascii_digit));
    match DateTime::parse_rfc822(date) {
        Some(parsed) if !starts_with_a_year && parsed.is_valid() => parsed.to_rfc3339(),
        _ => date.to_owned(),
    }
}

/// A byte order mark tells the charset, or else the XML declaration; or else it is UTF-8.
fn decode(bytes: &[u8]) -> String {
    let encoding = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let encoding = encoding.or_else(|| Encoding::for_label(declared_encoding(bytes)?.as_bytes()));
    encoding.unwrap_or(encoding_rs::UTF_8).decode(bytes).0.into_owned()
}

fn declared_encoding(bytes: &[u8]) -> Option<&str> {
    let declaration = bytes.trim_ascii_start().strip_prefix(b"<?xml")?;
    let declaration = &declaration[..memchr::memchr(b'>', declaration)?];
    let value = str::from_utf8(declaration).ok()?.split_once("encoding")?.1;
    let value = value.trim_ascii_start().strip_prefix('=')?.trim_ascii_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value[1..].split(quote).next()
}

/// The entries, and why there may be more of them.
fn parse(xml: &str) -> (Vec<Entry>, Option<String>) {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut entries = Vec::new();
    let mut is_feed = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => match start.name().as_ref() {
                "item" | "entry" => entries.push(entry(&mut reader)),
                "rss" | "feed" | "rdf:RDF" => is_feed = true,
                _ => {}
            },
            Ok(Event::Eof) if is_feed => return (entries, None),
            Ok(Event::Eof) => {
                return (entries, Some("no RSS or Atom feed: say what it is with --kind".to_owned()));
            }
            Ok(_) => {}
            Err(error) => {
                return (entries, Some(format!("no valid XML, {error}: what came before it was read")));
            }
        }
    }
}

/// Reads an entry up to its end. What is broken in it ends it.
fn entry(reader: &mut Reader<&[u8]>) -> Entry {
    let mut entry = Entry::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                let start = start.into_owned();
                let Ok(inner) = reader.read_text(start.name()) else { return entry };
                entry.set(&start, &inner.into_inner());
            }
            Ok(Event::Empty(start)) => entry.set(&start, ""),
            Ok(Event::End(end)) if matches!(end.name().as_ref(), "item" | "entry") => return entry,
            Ok(Event::Eof) | Err(_) => return entry,
            Ok(_) => {}
        }
    }
}

impl Entry {
    fn set(&mut self, start: &BytesStart<'_>, inner: &str) {
        let name = start.name();
        let Some((_, field)) = FIELDS.iter().find(|(known, _)| *known == name.as_ref()) else { return };
        let attribute = |name: &str| {
            let found = start.html_attributes().flatten().find(|found| found.key.as_ref() == name);
            found.map_or(String::new(), |found| text(&found.value))
        };
        if *field == Field::Link && !attribute("href").is_empty() {
            if matches!(attribute("rel").as_str(), "" | "alternate") {
                self.url = attribute("href").trim_ascii().to_owned();
            }
            return;
        }
        let value = match field {
            Field::Content | Field::Summary => html(inner, &attribute("type"), name.as_ref()),
            Field::Author => person(&line(between(inner, "<name>", "</name>").unwrap_or(inner))).to_owned(),
            Field::Title => line(inner),
            _ => text(inner).trim_ascii().to_owned(),
        };
        let known = match field {
            Field::Title => &mut self.title,
            Field::Link => &mut self.url,
            Field::Id => &mut self.id,
            Field::Date => &mut self.date,
            Field::Updated => &mut self.updated,
            Field::Author => &mut self.author,
            Field::Content => &mut self.content,
            Field::Summary => &mut self.summary,
        };
        // The first of several counts, unless it is empty.
        if known.is_empty() {
            *known = value;
        }
    }
}

/// The HTML in an element. Atom's says what it is (RFC 4287, section 4.1.3); RSS's is escaped HTML.
fn html(inner: &str, kind: &str, name: &str) -> String {
    let is_text =
        matches!(kind, "text" | "text/plain") || (kind.is_empty() && matches!(name, "summary" | "content"));
    match kind {
        "xhtml" | "application/xhtml+xml" => inner.to_owned(),
        _ if is_text => in_paragraphs(&text(inner).replace('&', "&amp;").replace('<', "&lt;")),
        _ => {
            let html = text(inner);
            if html.contains('<') { html } else { in_paragraphs(&html) }
        }
    }
}

/// Text without tags, of which the lines and paragraphs are those that it is written in.
fn in_paragraphs(text: &str) -> String {
    let text = text.trim_ascii().replace("\r\n", "\n");
    if !text.contains('\n') {
        return text;
    }
    let lines = text.split('\n').map(str::trim_ascii);
    let mut html = String::from("<p>");
    for line in lines {
        html += match line {
            "" if html.ends_with("<p>") => "",
            "" => "<p>",
            _ if html.ends_with("<p>") => "",
            _ => "<br>",
        };
        html += line;
    }
    html
}

/// What an element says, on one line.
fn line(inner: &str) -> String {
    text(inner).split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// `ada@example.org (Ada Example)`, as RSS has it, names Ada Example.
fn person(text: &str) -> &str {
    let name = text.split_once(" (").filter(|(address, _)| address.contains('@') && !address.contains(' '));
    name.and_then(|(_, name)| name.strip_suffix(')')).unwrap_or(text)
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    text.split_once(start)?.1.split_once(end).map(|(inner, _)| inner)
}

/// The characters that XML stands for. Where markup stands unescaped, it is taken as it is.
fn text(xml: &str) -> String {
    let mut text = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some((before, cdata)) = rest.split_once("<![CDATA[") {
        unescape(before, &mut text);
        let (inner, after) = cdata.split_once("]]>").unwrap_or((cdata, ""));
        text += inner;
        rest = after;
    }
    unescape(rest, &mut text);
    text
}

/// Replaces the references that XML knows; HTML's own, such as `&nbsp;`, stay for the parser of HTML.
fn unescape(xml: &str, text: &mut String) {
    if xml.contains('<') {
        *text += xml;
        return;
    }
    let mut rest = xml;
    while let Some((before, reference)) = rest.split_once('&') {
        *text += before;
        match reference.split_once(';').and_then(|(name, after)| Some((character(name)?, after))) {
            Some((character, after)) => {
                *text += &character;
                rest = after;
            }
            None => {
                text.push('&');
                rest = reference;
            }
        }
    }
    *text += rest;
}

fn character(name: &str) -> Option<String> {
    let Some(number) = name.strip_prefix('#') else {
        return ENTITIES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, character)| (*character).to_owned());
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?).map(String::from)
}

#[cfg(test)]
mod tests {
    use super::{decode, iso_date, parse, person};

    #[test]
    fn entries_of_rss() {
        let (entries, failure) = parse(
            "<?xml version='1.0'?><rss><channel><title>Site</title><item>\
             <title>One &amp; two</title><link>https://example.org/1</link><media:title>No</media:title>\
             <pubDate>Wed, 2 Oct 2024 13:00:00 GMT</pubDate><description>short</description>\
             <content:encoded><![CDATA[<p>A&nbsp;b</p>]]>&lt;hr&gt;</content:encoded></item>\
             <item><description>&lt;p&gt;Two &amp;lt; three&lt;/p&gt;</description></item></channel></rss>",
        );
        assert_eq!((entries.len(), failure), (2, None));
        assert_eq!(
            (entries[0].title.as_str(), entries[0].url.as_str()),
            ("One & two", "https://example.org/1")
        );
        assert_eq!(entries[0].content, "<p>A&nbsp;b</p><hr>");
        assert_eq!(entries[1].summary, "<p>Two &lt; three</p>");
    }

    #[test]
    fn entries_of_atom_0_3() {
        let (entries, _) = parse(
            "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title>One\n  two</title>\
             <issued>2006-01-05T14:00:58Z</issued><modified>2006-01-06T10:00:00Z</modified>\
             <content type='text/html' mode='escaped'>&lt;p&gt;x</content></entry></feed>",
        );
        assert_eq!((&*entries[0].title, &*entries[0].content), ("One two", "<p>x"));
        assert_eq!(
            (&*entries[0].date, &*entries[0].updated),
            ("2006-01-05T14:00:58Z", "2006-01-06T10:00:00Z")
        );
    }

    #[test]
    fn text_keeps_its_lines() {
        for (written, html) in [
            ("one line", "one line"),
            ("\n First &lt;p.\n\n\nSecond:\n- one\n- two\n", "<p>First &lt;p.<p>Second:<br>- one<br>- two"),
        ] {
            let xml = format!("<feed><entry><content type='text'>{written}</content></entry></feed>");
            assert_eq!(parse(&xml).0[0].content, html, "{written}");
        }
        let (entries, _) = parse("<rss><item><description>a\nb &amp;lt; c</description></item></rss>");
        assert_eq!(entries[0].summary, "<p>a<br>b &lt; c");
        let (entries, _) = parse("<rss><item><description>&lt;i>a\nb</description></item></rss>");
        assert_eq!(entries[0].summary, "<i>a\nb");
    }

    #[test]
    fn entries_of_atom() {
        let (entries, _) = parse(
            "<feed xmlns='http://www.w3.org/2005/Atom'><entry><link rel='self' href='/no'/>\
             <link href='https://example.org/?a=1&amp;b=2'/><author><name>A. Writer</name></author>\
             <content type='xhtml'><div>a <b>b</b> &amp; c</div></content></entry>\
             <entry><summary>1 &lt; 2</summary></entry><entry><content type='html'>&lt;b&gt;x</content></entry></feed>",
        );
        assert_eq!(
            (entries[0].url.as_str(), entries[0].author.as_str()),
            ("https://example.org/?a=1&b=2", "A. Writer")
        );
        assert_eq!(entries[0].content, "<div>a <b>b</b> &amp; c</div>");
        assert_eq!(entries[1].summary, "1 &lt; 2");
        assert_eq!(entries[2].content, "<b>x");
    }

    #[test]
    fn a_feed_that_breaks_off_gives_what_it_has() {
        let (entries, failure) = parse("<rss><item><description>one</description></item><item><descr");
        assert_eq!(entries[0].summary, "one");
        assert!(failure.is_some() || entries.len() == 2);
        let (entries, failure) = parse("<html><p>Hello</p></html>");
        assert!(entries.is_empty() && failure.is_some());
    }

    #[test]
    fn charsets_are_declared() {
        let feed = b"<?xml version=\"1.0\" encoding='gb2312'?><rss>\xc4\xe3\xba\xc3</rss>";
        assert!(decode(feed).ends_with("<rss>\u{4f60}\u{597d}</rss>"));
        assert_eq!(decode(b"\xef\xbb\xbf<rss/>"), "<rss/>");
        assert_eq!(decode(b"\xff\xfe<\0r\0"), "<r");
    }

    #[test]
    fn authors_are_people() {
        assert_eq!(person("ada@example.org (Ada Example)"), "Ada Example");
        assert_eq!(person("Ada (the elder)"), "Ada (the elder)");
        assert_eq!(person("ada@example.org"), "ada@example.org");
    }

    #[test]
    fn dates_of_mail_become_dates_of_today() {
        assert_eq!(iso_date("Wed, 02 Oct 2024 13:00:00 +0200"), "2024-10-02T13:00:00+02:00");
        assert_eq!(iso_date("2024-10-02T13:00:00Z"), "2024-10-02T13:00:00Z");
        assert_eq!(iso_date("yesterday"), "yesterday");
    }
}
