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
            Ok(pattern) => Ok(Rewrite { pattern, replace: own.replace.clone() }),
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

/// Writes what is asked for of the address. What is filled in is no pattern, so `$` is doubled; and `${name}`
/// is a group of the pattern, which is filled in later.
fn fill_in(replace: &str, address: &str) -> String {
    let mut filled = String::with_capacity(replace.len());
    let mut rest = replace;
    while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at(at);
        filled.push_str(before);
        let signs = ["{sha256}", "{name}", "{ext}"];
        let sign = signs.into_iter().find(|sign| after.starts_with(sign) && !before.ends_with('$'));
        match sign {
            Some("{sha256}") => filled.push_str(&sha256(address.as_bytes())),
            Some("{name}") => filled.push_str(&file_name(address).0.replace('$', "$$")),
            Some(_) => filled.push_str(&file_name(address).1),
            None => filled.push('{'),
        }
        rest = &after[sign.map_or(1, str::len)..];
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
        let rewrites = rewrites(&[("(?<name>[a-z]+)\\.png", "${name}/{name}.{ext}{x}")]);
        assert_eq!(rewrites.apply("a/b.png").as_deref(), Some("a/b/b.png{x}"));
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
}
