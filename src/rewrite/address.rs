//! One address, as it stands in an attribute → one that can be written into a text: pure functions.
//!
//! Only schemes that lead to something a reader can open survive. The judgement is made on the address
//! as the most lenient of readers would see it: without white space and unseen characters, without
//! character references, in lower case.

use super::plain;
use crate::html::is_space;
use std::borrow::Cow;
use url::Url;

/// Schemes that may stand in a link. Everything else (`javascript:`, `data:`, `file:`, …) may not.
const SCHEMES: &[&str] = &["http", "https", "mailto", "tel", "ftp"];

/// Schemes that run what follows them.
const SCRIPTS: &[&str] =
    &["javascript", "vbscript", "livescript", "mocha", "jscript", "ecmascript", "tcl", "view-source"];

/// Images that `data:` may hold: those that a program can only show.
const RASTERS: &[&str] = &["png", "jpeg", "jpg", "gif", "webp", "avif", "bmp", "x-icon"];

/// An address that can be written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address<'a> {
    pub(super) url: Cow<'a, str>,
    pub(super) was_relative: bool,
}

/// Why an address cannot be written.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Unusable {
    Empty,
    Scheme,
}

/// Resolves an address. Absolute ones and fragments keep their bytes (but for the line breaks and tabs
/// that the URL standard removes); `//host` becomes https; relative ones stay so when there is no base.
pub(super) fn resolve<'a>(raw: &'a str, base: Option<&Url>) -> Result<Address<'a>, Unusable> {
    let as_it_is = |url: Cow<'a, str>| Ok(Address { url, was_relative: false });
    let joined = |url: String| Ok(Address { url: url.into(), was_relative: true });
    if plain::is_of_the_web(raw) || base.is_none() && plain::is_relative(raw) {
        return as_it_is(raw.into());
    }
    if let Some(url) = base.and_then(|base| plain::joined(base, raw)) {
        return joined(url);
    }
    let url = trim(raw).replace(['\t', '\n', '\r'], "");
    if url.is_empty() || url == "#" {
        return Err(Unusable::Empty);
    }
    if let Some(scheme) = scheme(&url) {
        if !SCHEMES.contains(&scheme.as_str()) {
            return Err(Unusable::Scheme);
        }
        return as_it_is(if is_usual(&url, &scheme) { url } else { parse(&url, None, &scheme)? }.into());
    }
    if url.starts_with('#') {
        return as_it_is(url.into());
    }
    if url.starts_with(['/', '\\']) && url[1..].starts_with(['/', '\\']) {
        return as_it_is(format!("https://{}", &url[2..]).into());
    }
    match base.and_then(|base| base.join(&url).ok()) {
        Some(url) if SCHEMES.contains(&url.scheme()) => joined(url.into()),
        Some(_) => Err(Unusable::Scheme),
        None => as_it_is(url.into()),
    }
}

/// Which images an address may hold itself (`data:`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DataImages {
    /// It is no image that is asked for.
    None,
    /// Those that a program can only show.
    Raster,
    /// Any: another pass decides.
    Any,
}

/// Whether following an address, or showing an image of it, could run something. Schemes in front of a
/// scheme are looked through (`feed:javascript:…`).
pub(super) fn is_scriptable(raw: &str, images: DataImages) -> bool {
    let plain = decode_references(raw);
    let mut rest = &*plain;
    while let Some((scheme, after)) = split_scheme(rest) {
        let is_raster = || {
            let kind = after.get(..6).filter(|kind| kind.eq_ignore_ascii_case("image/")).map(|_| &after[6..]);
            let kind = kind.and_then(|kind| kind.split([';', ',']).next()).unwrap_or("");
            RASTERS.iter().any(|raster| kind.eq_ignore_ascii_case(raster))
        };
        match scheme.as_str() {
            "data" => return images == DataImages::None || images == DataImages::Raster && !is_raster(),
            known if SCRIPTS.contains(&known) => return true,
            known if SCHEMES.contains(&known) => return false,
            _ => {}
        }
        rest = after;
    }
    false
}

/// An address with a scheme as the URL standard reads it: without white space at its ends, without line
/// breaks and tabs; in one of the web a backslash is a slash. A relative one stays as it is written.
pub(super) fn as_read(raw: &str) -> Cow<'_, str> {
    if split_scheme(raw).is_none() {
        return Cow::Borrowed(raw);
    }
    let url = raw.trim_matches(|c: char| c <= ' ');
    let is_web = || ["http:", "https:", "ftp:"].iter().any(|scheme| starts_with(url, scheme));
    let path_end = memchr::memchr2(b'?', b'#', url.as_bytes()).unwrap_or(url.len());
    let has_backslash = url[..path_end].contains('\\') && is_web();
    if memchr::memchr3(b'\t', b'\n', b'\r', url.as_bytes()).is_none() && !has_backslash {
        return if url.len() == raw.len() { Cow::Borrowed(raw) } else { Cow::Owned(url.to_owned()) };
    }
    let slashed = url.char_indices().map(|(at, c)| match c {
        '\\' if has_backslash && at < path_end => '/',
        _ => c,
    });
    Cow::Owned(slashed.filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect())
}

/// Without white space at its ends: HTML's, and what is pasted with an address but is not part of it.
fn trim(raw: &str) -> &str {
    if let [first, .., last] = raw.as_bytes()
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
    {
        return raw;
    }
    raw.trim_matches(|c: char| is_space(c) || c.is_control() || is_unseen(c))
}

/// Unicode's white space and format characters.
fn is_unseen(c: char) -> bool {
    is_space(c)
        || matches!(c,
            '\u{85}' | '\u{A0}' | '\u{AD}' | '\u{1680}' | '\u{180E}' | '\u{2000}'..='\u{200F}'
            | '\u{2028}'..='\u{202F}' | '\u{205F}'..='\u{206F}' | '\u{3000}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFC}')
}

/// The scheme, in lower case, that the most lenient reader would see; `None` for a relative address.
fn scheme(url: &str) -> Option<String> {
    if plain::has_no_scheme(url) {
        return None;
    }
    split_scheme(&decode_references(url)).map(|(scheme, _)| scheme)
}

fn split_scheme(plain: &str) -> Option<(String, &str)> {
    let mut scheme = String::new();
    for (at, c) in plain.char_indices() {
        match c {
            ':' => return (!scheme.is_empty()).then(|| (scheme, &plain[at + 1..])),
            _ if c.is_control() || is_unseen(c) => {}
            _ if c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.') => {
                scheme.push(c.to_ascii_lowercase())
            }
            _ => return None,
        }
    }
    None
}

/// Whether an absolute address is written as usual, so that it needs no mending.
fn is_usual(url: &str, scheme: &str) -> bool {
    let Some(rest) = url.get(scheme.len()..).filter(|_| starts_with(url, scheme)) else { return false };
    match scheme {
        "mailto" | "tel" => rest.starts_with(':'),
        _ => rest.strip_prefix("://").is_some_and(|rest| !rest.starts_with(['/', '\\'])),
    }
}

fn starts_with(url: &str, scheme: &str) -> bool {
    url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

/// An unusual spelling, as a browser reads it. What it reads differently from us is not written.
fn parse(url: &str, base: Option<&Url>, scheme: &str) -> Result<String, Unusable> {
    let parsed = Url::options().base_url(base).parse(url).map_err(|_| Unusable::Scheme)?;
    if parsed.scheme() == scheme { Ok(parsed.into()) } else { Err(Unusable::Scheme) }
}

/// Undoes the character references that can hide a scheme: numeric ones and the named ones of characters
/// that matter in it. They are met where a page was escaped twice, and a Markdown reader undoes them.
fn decode_references(url: &str) -> Cow<'_, str> {
    if !url.contains('&') {
        return Cow::Borrowed(url);
    }
    const NAMED: &[(&str, char)] = &[
        ("colon", ':'),
        ("tab", '\t'),
        ("newline", '\n'),
        ("nbsp", '\u{A0}'),
        ("zerowidthspace", '\u{200B}'),
        ("shy", '\u{AD}'),
    ];
    let mut plain = String::with_capacity(url.len());
    let mut rest = url;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let word_end = rest[1..]
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '#')
            .map_or(rest.len(), |end| end + 1);
        let name = rest[1..word_end].to_ascii_lowercase();
        let number = match (name.strip_prefix("#x"), name.strip_prefix('#')) {
            (Some(hex), _) => u32::from_str_radix(hex, 16).ok(),
            (None, Some(decimal)) => decimal.parse().ok(),
            (None, None) => None,
        };
        let named = NAMED.iter().find(|(own, _)| *own == name).map(|(_, c)| *c);
        match number.and_then(char::from_u32).or(named) {
            Some(c) => {
                plain.push(c);
                rest = rest[word_end..].strip_prefix(';').unwrap_or(&rest[word_end..]);
            }
            None => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::{Unusable, resolve};
    use url::Url;

    fn at_base(raw: &str) -> Result<String, Unusable> {
        let base = Url::parse("https://a.example/b/c?d").expect("a URL");
        resolve(raw, Some(&base)).map(|address| address.url.into_owned())
    }

    fn alone(raw: &str) -> Result<String, Unusable> {
        resolve(raw, None).map(|address| address.url.into_owned())
    }

    #[test]
    fn addresses_are_resolved() {
        let cases = [
            ("x", "https://a.example/b/x"),
            ("/x?y#z", "https://a.example/x?y#z"),
            ("?q", "https://a.example/b/c?q"),
            ("//h.example/路", "https://h.example/路"),
            ("\\\\h.example/x", "https://h.example/x"),
            ("#part", "#part"),
            ("  https://h.example/路 径?a=b|c \n", "https://h.example/路 径?a=b|c"),
            ("HTTP://H.example/X", "HTTP://H.example/X"),
            ("https://h.exa\nmple/a\tb", "https://h.example/ab"),
            ("\u{A0}\u{FEFF}https://h.example/", "https://h.example/"),
            ("https:\\\\h.example\\x", "https://h.example/x"),
            ("mailto:me@h.example", "mailto:me@h.example"),
            ("tel:+49-30", "tel:+49-30"),
            ("a/b:c", "https://a.example/b/a/b:c"),
        ];
        for (raw, expected) in cases {
            assert_eq!(at_base(raw).as_deref(), Ok(expected), "{raw:?}");
        }
    }

    #[test]
    fn relative_addresses_stay_when_there_is_no_base() {
        let cases = [
            ("x/y.html", "x/y.html"),
            ("../路", "../路"),
            ("/x", "/x"),
            ("//h.example/x", "https://h.example/x"),
        ];
        for (raw, expected) in cases {
            assert_eq!(alone(raw).as_deref(), Ok(expected), "{raw:?}");
        }
    }

    #[test]
    fn schemes_cannot_hide() {
        let cases = [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " \u{1}javascript:alert(1)",
            "java\nscript:alert(1)",
            "java\tscript\r:alert(1)",
            "\u{A0}javascript:alert(1)",
            "\u{2028}\u{FEFF}\u{200B}javascript:alert(1)",
            "java\u{AD}script:alert(1)",
            "javascript&colon;alert(1)",
            "javascript&#58;alert(1)",
            "&#x6A;avascript&#x3a;alert(1)",
            "java&Tab;script:alert(1)",
            "&NewLine;javascript:alert(1)",
            "vbscript:x",
            "data:text/html,x",
            "file:///etc/passwd",
            "about:blank",
            "blob:https://a.example/1",
            "view-source:javascript:1",
            "livescript:x",
        ];
        for raw in cases {
            assert_eq!(at_base(raw), Err(Unusable::Scheme), "{raw:?}");
            assert_eq!(alone(raw), Err(Unusable::Scheme), "{raw:?}");
        }
    }

    #[test]
    fn nothing_is_no_address() {
        for raw in ["", "  \n", "#", "\u{A0}"] {
            assert_eq!(at_base(raw), Err(Unusable::Empty), "{raw:?}");
        }
    }
}
