//! The parts of an address, cut without parsing it: what nothing is known of must cost nothing, and what
//! stays must stay byte for byte. And the patterns by which the tables name hosts and paths.

use url::Url;

/// An address that was replaced, and by which rule.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Replaced<'r> {
    pub(crate) url: String,
    pub(crate) rule: &'r str,
    pub(crate) why: &'r str,
}

/// An absolute address of the web, and its pieces.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WebAddress<'a> {
    pub(super) address: &'a str,
    /// Without a port and in whatever case it was written.
    pub(super) host: &'a str,
    /// `/` where there is none.
    pub(super) path: &'a str,
    pub(super) query: Option<&'a str>,
    pub(super) has_fragment: bool,
}

impl<'a> WebAddress<'a> {
    /// `None` for all that is not plainly `http://host…` or `https://host…`.
    pub(crate) fn of(address: &'a str) -> Option<WebAddress<'a>> {
        let is_web =
            |scheme: &&str| address.get(..scheme.len()).is_some_and(|own| own.eq_ignore_ascii_case(scheme));
        let rest = &address[["https://", "http://"].iter().find(|scheme| is_web(scheme))?.len()..];
        let end = rest.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#' | b'\\'));
        let (authority, rest) = rest.split_at(end.unwrap_or(rest.len()));
        let port = authority.bytes().position(|byte| matches!(byte, b':' | b'@'));
        if port.is_some_and(|at| authority[at..].contains('@')) {
            return None;
        }
        let host = &authority[..port.unwrap_or(authority.len())];
        let fragment = memchr::memchr(b'#', rest.as_bytes());
        let rest = &rest[..fragment.unwrap_or(rest.len())];
        let (path, query) = match memchr::memchr(b'?', rest.as_bytes()) {
            Some(at) => (&rest[..at], Some(&rest[at + 1..])),
            None => (rest, None),
        };
        let path = if path.is_empty() { "/" } else { path };
        Some(WebAddress { address, host, path, query, has_fragment: fragment.is_some() })
    }
}

/// `*.example.org` stands for the domain and all below it.
pub(super) fn is_host(pattern: &str, host: &str) -> bool {
    let Some(domain) = pattern.strip_prefix("*.") else { return host.eq_ignore_ascii_case(pattern) };
    let Some(at) = host.len().checked_sub(domain.len()) else { return false };
    host.get(at..).is_some_and(|end| end.eq_ignore_ascii_case(domain))
        && (at == 0 || host.as_bytes()[at - 1] == b'.')
}

/// A star at one of the ends of a pattern, or at both, stands for anything.
pub(super) fn is_path(pattern: &str, path: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(inner), Some(_)) => path.contains(inner.trim_end_matches('*')),
        (Some(end), None) => path.ends_with(end),
        (None, Some(start)) => path.starts_with(start),
        (None, None) => path == pattern,
    }
}

/// The raw value of a parameter; the whole query for an empty name.
pub(super) fn value<'q>(query: &'q str, name: &str) -> Option<&'q str> {
    if name.is_empty() {
        return Some(query);
    }
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(own, _)| without_amp(own) == name).map(|(_, value)| value)
}

/// A parameter by itself: an address that was escaped twice has `&amp;` for `&`.
pub(super) fn without_amp(mut pair: &str) -> &str {
    while let Some(rest) = pair.strip_prefix("amp;") {
        pair = rest;
    }
    pair
}

/// An http address as it was before it was written into another one. A value that begins as an address
/// was not encoded, so the percent signs in it are its own.
pub(super) fn decoded(value: &str) -> Option<String> {
    let text = if has_web_scheme(value) { value.to_owned() } else { percent_decoded(value)? };
    Some(text).filter(|text| is_web_address(text))
}

/// Whether a text is an http address and nothing else.
pub(super) fn is_web_address(text: &str) -> bool {
    let is_clean = !text.contains(|c: char| c.is_control() || c.is_whitespace());
    has_web_scheme(text) && is_clean && Url::parse(text).is_ok()
}

fn has_web_scheme(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// Undoes percent-encoding; a percent sign that begins no byte stands for itself. `None` if it is not UTF-8.
fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let digit = |at: usize| char::from(*after.get(at)?).to_digit(16);
        let byte = digit(0).zip(digit(1)).and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
        match byte.filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::{WebAddress, is_host, is_path};

    #[test]
    fn addresses_are_cut() {
        let cut = |address| WebAddress::of(address).map(|parts| (parts.host, parts.path, parts.query));
        assert_eq!(cut("https://a.example/b?c=d?e#f?g"), Some(("a.example", "/b", Some("c=d?e"))));
        assert_eq!(cut("HTTP://A.example:80?b"), Some(("A.example", "/", Some("b"))));
        assert_eq!(cut("https://a.example"), Some(("a.example", "/", None)));
        for other in ["/x?y", "ftp://a.example/", "mailto:a@b", "https://user@a.example/", ""] {
            assert!(WebAddress::of(other).is_none(), "{other}");
        }
    }

    #[test]
    fn patterns_have_stars() {
        assert!(is_host("*.a.example", "a.example") && is_host("*.a.example", "B.A.example"));
        assert!(!is_host("*.a.example", "ba.example") && !is_host("a.example", "b.a.example"));
        assert!(
            is_path("/b*", "/bc") && is_path("*c", "/bc") && is_path("*/b/*", "/a/b/c") && is_path("/", "/")
        );
        assert!(!is_path("/b", "/bc") && !is_path("*/b/*", "/a/b"));
    }
}
