//! What a page declares of its charset, read from its bytes before they are text.
//!
//! Follows the prescan of WHATWG HTML, section 13.2.3.2 "Determining the character encoding":
//! `<meta charset>` or `<meta http-equiv=content-type content="…charset=…">` in the first 1,024
//! bytes; and the `encoding` of an XML declaration at the very start, as feeds and XHTML have it.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

/// The label that a page declares, whether or not it is a known one.
pub(super) fn label(bytes: &[u8]) -> Option<String> {
    let start = &bytes[..bytes.len().min(1024)];
    xml_label(start).or_else(|| meta_label(start)).map(|label| String::from_utf8_lossy(label).into_owned())
}

/// The encoding for a label that a page declares. A declaration that one could read as ASCII
/// cannot stand in UTF-16, so it means UTF-8 there (WHATWG, "get an encoding").
pub(super) fn encoding(label: &str) -> Option<&'static Encoding> {
    let found = super::encoding_for_label(label)?;
    Some(match found {
        _ if found == UTF_16LE || found == UTF_16BE => UTF_8,
        _ if found == X_USER_DEFINED => WINDOWS_1252,
        _ => found,
    })
}

fn xml_label(start: &[u8]) -> Option<&[u8]> {
    let rest = start.strip_prefix(b"<?xml")?;
    let declaration = &rest[..memchr::memchr(b'>', rest)?];
    let at = memchr::memmem::find(declaration, b"encoding")? + "encoding".len();
    let value = skip_space(&declaration[at..]).strip_prefix(b"=")?;
    quoted(skip_space(value))
}

fn meta_label(start: &[u8]) -> Option<&[u8]> {
    let mut rest = start;
    while let Some(at) = memchr::memchr(b'<', rest) {
        rest = &rest[at..];
        rest = if rest.starts_with(b"<!--") {
            // `<!-->` is a whole comment, so the end may overlap the start.
            &rest[memchr::memmem::find(&rest[2..], b"-->")? + 5..]
        } else if is_meta(rest) {
            let (attributes, after) = attributes(&rest[5..]);
            if let Some(label) = label_of_meta(&attributes) {
                return Some(label);
            }
            after
        } else if is_tag(rest) {
            let name = rest.iter().position(|&b| b.is_ascii_whitespace() || b == b'>').unwrap_or(rest.len());
            attributes(&rest[name..]).1
        } else if matches!(rest.get(1), Some(b'!' | b'/' | b'?')) {
            &rest[memchr::memchr(b'>', rest)?..]
        } else {
            &rest[1..]
        };
    }
    None
}

fn is_meta(rest: &[u8]) -> bool {
    rest.len() > 5
        && rest[1..5].eq_ignore_ascii_case(b"meta")
        && (rest[5].is_ascii_whitespace() || rest[5] == b'/')
}

fn is_tag(rest: &[u8]) -> bool {
    let name = rest[1..].strip_prefix(b"/").unwrap_or(&rest[1..]);
    name.first().is_some_and(u8::is_ascii_alphabetic)
}

type Attribute<'a> = (&'a [u8], &'a [u8]);

/// The attributes from here to the tag's end, and what follows the tag.
fn attributes(mut rest: &[u8]) -> (Vec<Attribute<'_>>, &[u8]) {
    let mut found = Vec::new();
    loop {
        while rest.first().is_some_and(|&b| b.is_ascii_whitespace() || b == b'/') {
            rest = &rest[1..];
        }
        if rest.is_empty() || rest[0] == b'>' {
            return (found, rest);
        }
        // The first byte belongs to the name also when it is `=`, so that each round moves on.
        let ends_name = |&b: &u8| b.is_ascii_whitespace() || matches!(b, b'=' | b'>' | b'/');
        let end = rest[1..].iter().position(ends_name).map_or(rest.len(), |at| at + 1);
        let (name, after) = rest.split_at(end);
        let Some(value_at) = skip_space(after).strip_prefix(b"=").map(skip_space) else {
            found.push((name, &after[..0]));
            rest = after;
            continue;
        };
        let (value, after) = match quoted(value_at) {
            Some(value) => (value, &value_at[value.len() + 2..]),
            None => value_at.split_at(unquoted_length(value_at)),
        };
        found.push((name, value));
        rest = after;
    }
}

fn label_of_meta<'a>(attributes: &[Attribute<'a>]) -> Option<&'a [u8]> {
    let value = |wanted: &[u8]| {
        attributes.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| *value)
    };
    let is_content_type =
        value(b"http-equiv").is_some_and(|value| value.eq_ignore_ascii_case(b"content-type"));
    match value(b"charset") {
        Some(label) => Some(label),
        None if is_content_type => label_in_content(value(b"content")?),
        None => None,
    }
}

/// The label in `text/html; charset=…` (WHATWG, "extracting a character encoding from a meta element").
fn label_in_content(content: &[u8]) -> Option<&[u8]> {
    let is_word = |word: &[u8]| word.eq_ignore_ascii_case(b"charset");
    let mut rest = content;
    loop {
        rest = &rest[rest.windows(7).position(is_word)? + 7..];
        if let Some(value) = skip_space(rest).strip_prefix(b"=").map(skip_space) {
            return match value.first() {
                Some(b'"' | b'\'') => quoted(value),
                _ => {
                    let end = value.iter().position(|&b| b.is_ascii_whitespace() || b == b';');
                    Some(&value[..end.unwrap_or(value.len())])
                }
            };
        }
    }
}

/// What stands between the quotation marks that a value begins with.
fn quoted(value: &[u8]) -> Option<&[u8]> {
    let quote = *value.first().filter(|&&b| b == b'"' || b == b'\'')?;
    let inner = &value[1..];
    Some(&inner[..memchr::memchr(quote, inner)?])
}

fn unquoted_length(value: &[u8]) -> usize {
    value.iter().position(|&b| b.is_ascii_whitespace() || b == b'>').unwrap_or(value.len())
}

fn skip_space(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().position(|&b| !b.is_ascii_whitespace()).unwrap_or(bytes.len());
    &bytes[start..]
}

#[cfg(test)]
mod tests {
    use super::label;

    fn of(page: &str) -> String {
        label(page.as_bytes()).unwrap_or_default()
    }

    #[test]
    fn meta_in_its_forms() {
        assert_eq!(of("<head><meta charset=gbk>"), "gbk");
        assert_eq!(of("<META CHARSET = 'Big5' />"), "Big5");
        assert_eq!(of("<meta/charset=\"euc-kr\">"), "euc-kr");
        assert_eq!(of("<meta http-equiv=Content-Type content='text/html; charset=shift_jis'>"), "shift_jis");
        assert_eq!(of("<meta content='text/html;CHARSET = \"euc-jp\"' http-equiv=content-type>"), "euc-jp");
    }

    #[test]
    fn what_is_no_declaration() {
        assert_eq!(of("<!-- <meta charset=gbk> --><p>x"), "");
        assert_eq!(of("<p title='<meta charset=gbk>'>x"), "");
        assert_eq!(of("<metadata charset=gbk>"), "");
        assert_eq!(of("<meta name=description content='charset=gbk'>"), "");
        assert_eq!(of("<p>meta charset=gbk"), "");
        assert_eq!(of(&format!("{}<meta charset=gbk>", " ".repeat(1100))), "");
    }

    #[test]
    fn a_short_comment_hides_nothing() {
        assert_eq!(of("<!--><meta charset=gbk>"), "gbk");
        assert_eq!(of("<!-- never closed <meta charset=gbk>"), "");
    }

    #[test]
    fn xml_declaration() {
        assert_eq!(of("<?xml version=\"1.0\" encoding=\"euc-jp\"?><rss>"), "euc-jp");
        assert_eq!(of("<?xml version='1.0' encoding = 'big5' ?><rss>"), "big5");
        assert_eq!(of("<?xml version='1.0'?><meta charset=gbk>"), "gbk");
    }

    #[test]
    fn cut_short_anywhere() {
        let page = "<?xml encoding='x'?><!-- c --><meta charset = 'gbk' http-equiv=content-type content=\"charset='q'\">";
        for end in 0..page.len() {
            let _ = of(&page[..end]);
        }
    }
}
