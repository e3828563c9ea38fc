//! A page as browsers save it in one file: a MIME message whose first HTML part is the page.

use crate::inputs::records::Facts;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders};

/// The page, as it was fetched. Its address and charset are noted, and when it was saved.
pub(crate) fn page(file: &[u8], facts: &mut Facts) -> Result<Vec<u8>, String> {
    let message = MessageParser::default().parse(file).ok_or_else(no_page)?;
    let part = message.parts.iter().find(|part| is_html(part)).ok_or_else(no_page)?;
    let location = part.content_location().map(ToOwned::to_owned).or_else(|| snapshot_location(&message));
    facts.url = location.filter(|url| url.starts_with("http")).unwrap_or_default();
    facts.fetched = message.date().map(ToString::to_string).unwrap_or_default();
    let charset = part.content_type().and_then(|kind| kind.attribute("charset"));
    facts.charset = charset.unwrap_or_default().to_owned();
    // The parser would decode the charset too; ours knows pages better.
    let raw = file.get(part.raw_body_offset() as usize..part.raw_end_offset() as usize).unwrap_or_default();
    let decoded = match part.encoding {
        Encoding::None => Some(raw.to_vec()),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
        Encoding::Base64 => base64_decode(raw),
    };
    decoded.ok_or_else(|| "its page cannot be decoded: save it again".to_owned())
}

fn is_html(part: &MessagePart<'_>) -> bool {
    part.content_type().is_some_and(|kind| {
        let subtype = kind.subtype().unwrap_or_default();
        match kind.ctype() {
            "text" => subtype.eq_ignore_ascii_case("html"),
            "application" => subtype.eq_ignore_ascii_case("xhtml+xml"),
            _ => false,
        }
    })
}

fn snapshot_location(message: &Message<'_>) -> Option<String> {
    let value = message.header_raw("Snapshot-Content-Location")?;
    Some(value.trim_ascii().to_owned())
}

fn no_page() -> String {
    "no HTML in it: save the page again, as a single file".to_owned()
}

#[cfg(test)]
mod tests {
    use super::page;
    use crate::inputs::records::Facts;

    const SAVED: &str = "From: <Saved by Browser>\r\nSnapshot-Content-Location: https://example.org/a/\r\n\
        Date: Wed, 2 Oct 2024 13:00:00 -0000\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/related; type=\"text/html\"; boundary=\"--b--\"\r\n\r\n\r\n\
        ----b--\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable\r\n\
        Content-Location: https://example.org/a/page.html\r\n\r\n\
        <p class=3D\"a\">=C4=E3=BA=C3, a =\r\nlong line</p>\r\n\r\n\
        ----b--\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n----b----\r\n";

    #[test]
    fn the_first_html_part_is_the_page_in_its_own_charset() {
        let mut facts = Facts::default();
        let bytes = page(SAVED.as_bytes(), &mut facts).expect("a page");
        assert_eq!(bytes.trim_ascii_end(), b"<p class=\"a\">\xc4\xe3\xba\xc3, a long line</p>");
        assert_eq!(facts.url, "https://example.org/a/page.html");
        assert_eq!(facts.charset, "gb2312");
        assert!(facts.fetched.starts_with("2024-10-02"), "{facts:?}");
    }

    #[test]
    fn without_html_there_is_no_page() {
        let mut facts = Facts::default();
        assert!(page(b"Subject: Hello\r\n\r\nHello", &mut facts).is_err());
        assert!(page(b"", &mut facts).is_err());
    }
}
