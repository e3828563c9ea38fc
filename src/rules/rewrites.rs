//! What a user wants to become of addresses: patterns and what stands in their place.

use super::urls::WebAddress;
use crate::error::{Error, ErrorKind};
use crate::options::UrlRewrite;
use regex::Regex;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The rewrites of one kind of address, compiled, in their order.
#[derive(Debug, Default)]
pub(crate) struct Rewrites(Vec<Rewrite>);

#[derive(Debug)]
struct Rewrite {
    pattern: Regex,
    replace: String,
}

/// Endings by which images are known.
const IMAGES: &[&str] =
    &["png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "avif", "tif", "tiff", "heic", "ico", "jxl"];

/// Parameters in which image hosts name the format.
const FORMATS: &[&str] = &["wx_fmt", "format", "fm", "ext"];

impl Rewrites {
    /// `option` names the list in the message of the error.
    pub(crate) fn compile(option: &str, rewrites: &[UrlRewrite]) -> Result<Rewrites, Error> {
        let compile = |own: &UrlRewrite| match Regex::new(&own.pattern) {
            Ok(pattern) => match missing(&pattern, &own.replace) {
                None => Ok(Rewrite { pattern, replace: own.replace.clone() }),
                Some(why) => {
                    let message = format!("{option} replace \"{}\": {why}", own.replace);
                    Err(Error::new(ErrorKind::Pattern, message))
                }
            },
            Err(error) => {
                // The message of a syntax error draws the pattern over several lines; the last says why.
                let why = error.to_string();
                let why = why.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
                Err(Error::new(ErrorKind::Pattern, format!("{option} pattern \"{}\": {why}", own.pattern)))
            }
        };
        rewrites.iter().map(compile).collect::<Result<_, _>>().map(Rewrites)
    }

    /// The address after all rewrites; `None` when none of them matches.
    pub(crate) fn apply(&self, address: &str) -> Option<String> {
        let mut found: Option<String> = None;
        for Rewrite { pattern, replace } in &self.0 {
            let before = found.as_deref().unwrap_or(address);
            if pattern.is_match(before) {
                let replace = fill_in(replace, address);
                found = Some(pattern.replace_all(before, replace.as_str()).into_owned());
            }
        }
        found.filter(|after| after != address)
    }
}

/// What is filled in of an address.
const SIGNS: [&str; 3] = ["sha256", "name", "ext"];

/// Tells what a replacement asks for that is not there: a group that the pattern does not have, or a sign that nothing
/// is filled in for.
fn missing(pattern: &Regex, replace: &str) -> Option<String> {
    let has = |group: &str| match group.parse::<usize>() {
        Ok(number) => number < pattern.captures_len(),
        Err(_) => pattern.capture_names().flatten().any(|name| name == group),
    };
    let mut rest = replace;
    while let Some(at) = rest.find(['$', '{']) {
        let (is_group, after) = (rest[at..].starts_with('$'), &rest[at + 1..]);
        let in_braces = if is_group { after.strip_prefix('{') } else { Some(after) };
        let word = word_at_start(in_braces.unwrap_or(after));
        let is_closed = in_braces.is_none_or(|inside| inside[word.len()..].starts_with('}'));
        if is_group && is_closed && !word.is_empty() && !has(word) {
            let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let (number, letters) = word.split_at(digits);
            return Some(if !letters.is_empty() && has(number) {
                format!("the pattern has no group `{word}`: write `${{{number}}}{letters}`")
            } else {
                format!("the pattern has no group `{word}`: write `$$` for a `$`")
            });
        }
        if !is_group && is_closed && !word.is_empty() && !SIGNS.contains(&word) {
            return Some(format!(
                "`{{{word}}}` is nothing that is filled in: there are `{{sha256}}`, `{{name}}` and `{{ext}}`"
            ));
        }
        let skipped = if is_group && after.starts_with('$') {
            1
        } else {
            word.len() + usize::from(is_group && in_braces.is_some())
        };
        rest = &after[skipped..];
    }
    None
}

/// The letters and digits with which a text begins, as `regex` reads the name of a group.
fn word_at_start(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    &text[..end.unwrap_or(text.len())]
}

/// Writes what is asked for of the address. What is filled in is no pattern, so `$` is doubled; and `${name}`
/// is a group of the pattern, which is filled in later.
fn fill_in(replace: &str, address: &str) -> String {
    let mut filled = String::with_capacity(replace.len());
    let mut rest = replace;
    while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at(at);
        filled.push_str(before);
        let word = word_at_start(&after[1..]);
        let is_sign = !before.ends_with('$') && after[1 + word.len()..].starts_with('}');
        match word {
            "sha256" if is_sign => filled.push_str(&sha256(address.as_bytes())),
            "name" if is_sign => filled.push_str(&file_name(address).0.replace('$', "$$")),
            "ext" if is_sign => filled.push_str(&file_name(address).1),
            _ => {
                filled.push('{');
                rest = &after[1..];
                continue;
            }
        }
        rest = &after[word.len() + 2..];
    }
    filled + rest
}

/// The hash in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        write!(hex, "{byte:02x}").expect("a String takes everything");
    }
    hex
}

/// The name of the file that an address leads to, fit for a file system, and the ending of the image it is.
fn file_name(address: &str) -> (String, String) {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let file = path.rsplit('/').next().unwrap_or(path);
    let known = |ending: &str| IMAGES.iter().find(|own| own.eq_ignore_ascii_case(ending));
    let (stem, ending) = match file.rsplit_once('.') {
        Some((stem, ending)) if known(ending).is_some() => (stem, known(ending)),
        _ => (file, format_parameter(address).and_then(known)),
    };
    let fit = |c: char| if c.is_alphanumeric() || "-_%.".contains(c) { c } else { '-' };
    let stem: String = stem.chars().map(fit).collect();
    let stem = stem.trim_matches('.');
    let name = if stem.is_empty() { "image" } else { stem };
    (name.to_owned(), (*ending.unwrap_or(&"img")).to_owned())
}

fn format_parameter(address: &str) -> Option<&str> {
    let query = WebAddress::of(address)?.query?;
    FORMATS.iter().find_map(|name| super::urls::value(query, name))
}

#[cfg(test)]
mod tests {
    use super::{Rewrites, file_name, sha256};
    use crate::options::UrlRewrite;

    fn rewrites(list: &[(&str, &str)]) -> Rewrites {
        let rewrite = |(pattern, replace): &(&str, &str)| UrlRewrite {
            pattern: (*pattern).to_owned(),
            replace: (*replace).to_owned(),
        };
        Rewrites::compile("test", &list.iter().map(rewrite).collect::<Vec<_>>())
            .expect("the patterns compile")
    }

    #[test]
    fn patterns_are_replaced_in_their_order() {
        let rewrites = rewrites(&[
            ("^http:", "https:"),
            ("//twitter\\.com/(\\w+)", "//nitter.example/$1"),
            ("%20", "+"),
        ]);
        assert_eq!(
            rewrites.apply("http://twitter.com/a%20b%20c").as_deref(),
            Some("https://nitter.example/a+b+c")
        );
        assert_eq!(rewrites.apply("https://a.example/"), None);
    }

    #[test]
    fn what_is_filled_in_is_of_the_first_address() {
        let rewrites =
            rewrites(&[("^https://a\\.example/.*", "assets/{name}.{ext}"), ("^assets/", "{sha256}/")]);
        let found = rewrites.apply("https://a.example/x/mill$1.PNG?w=3").expect("it matches");
        assert_eq!(found, format!("{}/mill-1.png", sha256(b"https://a.example/x/mill$1.PNG?w=3")));
        assert!(sha256(b"").starts_with("e3b0c44298fc1c149afbf4c8996fb924"));
    }

    #[test]
    fn groups_with_names_are_the_patterns_own() {
        let rewrites = rewrites(&[("(?<name>[a-z]+)\\.png", "${name}/{name}.{ext}{}")]);
        assert_eq!(rewrites.apply("a/b.png").as_deref(), Some("a/b/b.png{}"));
    }

    #[test]
    fn files_have_a_name_and_an_ending() {
        let cases = [
            ("https://a.example/b/c.JPG?d.png", "c", "jpg"),
            ("https://a.example/b/640?wx_fmt=jpeg", "640", "jpeg"),
            ("https://a.example/b/640?wx_fmt=other", "640", "img"),
            ("https://a.example/b.tar.gz", "b.tar.gz", "img"),
            ("https://a.example/路 径.webp", "路-径", "webp"),
            ("https://a.example/..", "image", "img"),
            ("https://a.example/", "image", "img"),
        ];
        for (address, name, ending) in cases {
            assert_eq!(file_name(address), (name.to_owned(), ending.to_owned()), "{address}");
        }
    }

    #[test]
    fn a_pattern_that_does_not_compile_is_named() {
        let bad = [UrlRewrite { pattern: "a(".to_owned(), replace: String::new() }];
        let error = Rewrites::compile("links.rewrite", &bad).expect_err("`a(` is no pattern");
        assert_eq!(error.to_string(), "links.rewrite pattern \"a(\": unclosed group");
    }

    #[test]
    fn a_replacement_asks_for_nothing_that_is_not_there() {
        let error = |pattern: &str, replace: &str| {
            let own = UrlRewrite { pattern: pattern.to_owned(), replace: replace.to_owned() };
            Rewrites::compile("images.rewrite", &[own]).err().map(|error| error.to_string())
        };
        for replace in [
            "$0$1${1}a",
            "${host}-$host/",
            "$$9",
            "$",
            "{}",
            "{name}.{ext}?{sha256",
            "a{b",
            "${x",
            "路{name}$1",
        ] {
            assert_eq!(error("(?<host>a)b", replace), None, "{replace}");
        }
        for (replace, why) in [
            ("x/$2", "the pattern has no group `2`: write `$$` for a `$`"),
            ("$1x", "the pattern has no group `1x`: write `${1}x`"),
            ("${hots}", "the pattern has no group `hots`: write `$$` for a `$`"),
            (
                "a/{hash}.png",
                "`{hash}` is nothing that is filled in: there are `{sha256}`, `{name}` and `{ext}`",
            ),
        ] {
            let expected = format!("images.rewrite replace \"{replace}\": {why}");
            assert_eq!(error("(?<host>a)b", replace), Some(expected));
        }
    }
}
