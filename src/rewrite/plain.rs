//! Which addresses need no closer look, told from their bytes: most do not. What is `false` or `None` here is only not
//! plain; what it means is for `address` to say.

use crate::visible;
use url::{Position, Url};

/// Whether an address can run nothing and stays as it is written.
pub(super) fn is_harmless(raw: &str) -> bool {
    is_of_the_web(raw) || (has_no_scheme(raw) && is_plain_ascii(raw))
}

/// Whether an address is of the web and needs no mending: most are.
pub(super) fn is_of_the_web(raw: &str) -> bool {
    let rest = raw.strip_prefix("https://").or_else(|| raw.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.starts_with(['/', '\\']) && is_plain_ascii(raw))
}

/// Whether an address is relative and stays as it is written where there is no base.
pub(super) fn is_relative(raw: &str) -> bool {
    !raw.is_empty() && raw != "#" && !raw.starts_with("//") && has_no_scheme(raw) && is_plain_ascii(raw)
}

/// A relative path behind its base: `None` where parsing would do more than that.
pub(super) fn joined(base: &Url, raw: &str) -> Option<String> {
    let has_dots = || raw.contains("/.") || raw.contains("%2");
    if !is_plain_path(raw) || !matches!(base.scheme(), "http" | "https") || has_dots() {
        return None;
    }
    let is_file = !raw.starts_with('/');
    let path = &base[..Position::AfterPath];
    let folder = if is_file { &path[..=path.rfind('/')?] } else { &base[..Position::BeforePath] };
    Some([folder, raw].concat())
}

/// Whether an address is a relative path without any sign that could mean more.
fn is_plain_path(raw: &str) -> bool {
    const KEPT: u128 = signs(b"-_.~/%:@!$&()*+,;=?#");
    let is_kept = |byte: u8| byte.is_ascii() && (LETTERS | KEPT) >> byte & 1 == 1;
    let segment = raw.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#')).unwrap_or(raw.len());
    let is_file = || !raw[..segment].contains([':', '&']);
    let starts = match raw.as_bytes() {
        [b'/', rest @ ..] => rest.first() != Some(&b'/'),
        [first, ..] => first.is_ascii_alphanumeric() && is_file(),
        [] => false,
    };
    starts && raw.bytes().all(is_kept)
}

/// A bit for each letter and digit of ASCII.
const LETTERS: u128 = signs(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

/// A bit for each of these signs.
const fn signs(all: &[u8]) -> u128 {
    let (mut bits, mut at) = (0, 0);
    while at < all.len() {
        bits |= 1 << all[at];
        at += 1;
    }
    bits
}

/// Whether no reader sees a scheme in an address: before anything that could end or hide one, there is a sign that
/// stands in none.
pub(super) fn has_no_scheme(raw: &str) -> bool {
    const OF_SCHEMES: u128 = LETTERS | signs(b"+-.");
    let end = raw.bytes().find(|&byte| !byte.is_ascii() || OF_SCHEMES >> byte & 1 == 0);
    end.is_none_or(|byte| byte.is_ascii_graphic() && !matches!(byte, b':' | b'&'))
}

/// Whether there are no spaces, no control characters, no backslashes and nothing beyond ASCII in an address.
fn is_plain_ascii(raw: &str) -> bool {
    !visible::any(raw.as_bytes(), |byte| !byte.is_ascii_graphic() || byte == b'\\')
}

#[cfg(test)]
mod tests {
    use super::is_harmless;
    use crate::rewrite::address::{DataImages, as_read, is_scriptable, resolve};
    use std::borrow::Cow;
    use url::Url;

    #[test]
    fn what_is_plain_needs_no_closer_look() {
        let addresses = [
            "https://a.example/b?c=d&amp;e=f#g",
            "http://a.example",
            "https:///a.example",
            "https://a.example/b\\c",
            "https://a.example/b c",
            "https://a.example/\u{a0}",
            "/b",
            "//a.example\\b",
            "#javascript:x",
            "?&colon;",
            "/\tb",
        ];
        for raw in addresses.into_iter().filter(|raw| is_harmless(raw)) {
            assert!(
                !is_scriptable(raw, DataImages::None) && matches!(as_read(raw), Cow::Borrowed(_)),
                "{raw}"
            );
        }
        assert!(addresses.map(is_harmless).iter().filter(|harmless| **harmless).count() == 5);
        let resolved = |raw: &str| resolve(raw, None).map(|address| address.url.into_owned());
        for raw in addresses.into_iter().chain(["", "#", "#a", "b.c/d?e#f", "//b", "b:c"]) {
            assert_eq!(resolved(raw), resolved(&format!(" {raw}")), "{raw}");
        }
    }

    #[test]
    fn plain_paths_are_joined_as_parsing_would() {
        let bases = ["https://a.example/b/c?d#e", "http://u:p@a.example:81", "https://a.example/b/%41/?x"];
        let paths = [
            "x",
            "x/y.html?z=1&w=%20#v",
            "/x",
            "/x//y/",
            "/x:y@z!$&()*+,;=~?a/b?c#d/e?f",
            "/",
            "x.y",
            "a=b;c",
            "9",
            "/%e4%b8%AD",
            "x#",
            "x?",
            "/./x",
            "/x/..",
            "x/%2e%2E/y",
            "/a b",
            "/路",
            "/a|b",
            "/a'b",
            "/[x]",
            "x:y",
            "x/y:z",
            "?x",
            "#x",
            "//h/x",
            ".x",
            "..",
            "/x?'",
            "/x#`",
            "/\\x",
            "/^",
            "a&colon;b",
            "/x/.y",
            "/{x}",
        ];
        let mut plain = 0;
        for (base, path) in
            bases.iter().flat_map(|base| paths.map(|path| (Url::parse(base).expect("a URL"), path)))
        {
            let Some(joined) = super::joined(&base, path) else { continue };
            assert_eq!(Some(&joined), base.join(path).ok().map(String::from).as_ref(), "{base} {path}");
            plain += 1;
        }
        assert_eq!(plain, 12 * bases.len());
    }
}
