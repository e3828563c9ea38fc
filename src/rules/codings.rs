//! How redirectors write the address that they carry.

use super::urls::{decoded, is_web_address};
use base64::Engine;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};

/// What a redirector does to an address before it carries it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    /// Percent-encoding, or nothing at all.
    Percent,
    /// The scheme is left out: the target has `https`.
    Bare,
    /// Two characters of the kind, then base64.
    MarkedBase64,
    /// `-` for `%` and `_` for `/`.
    Proofpoint2,
    /// Between `__` and `__;`, with a star for each character, or `**X` for a run of them, that stands in
    /// base64 after it.
    Proofpoint3,
}

/// The names of the codings in the tables.
const NAMES: &[(&str, Coding)] = &[
    ("percent", Coding::Percent),
    ("bare", Coding::Bare),
    ("marked-base64", Coding::MarkedBase64),
    ("proofpoint-2", Coding::Proofpoint2),
    ("proofpoint-3", Coding::Proofpoint3),
];

impl Coding {
    pub(super) fn named(name: &str) -> Option<Coding> {
        NAMES.iter().find(|(own, _)| *own == name).map(|&(_, coding)| coding)
    }

    /// The http address that `text` stands for.
    pub(super) fn decode(self, text: &str) -> Option<String> {
        match self {
            Coding::Percent => decoded(text),
            // Without a dot there is no host.
            Coding::Bare => {
                let host = text.split(['/', '?']).next().filter(|host| host.contains('.'))?;
                Some(format!("https://{host}{}", &text[host.len()..]))
            }
            Coding::MarkedBase64 => {
                let bytes = URL_SAFE_NO_PAD.decode(text.get(2..)?.trim_end_matches('=')).ok()?;
                String::from_utf8(bytes).ok()
            }
            Coding::Proofpoint2 => decoded(&text.replace('-', "%").replace('_', "/")),
            Coding::Proofpoint3 => proofpoint_3(text),
        }
        .filter(|url| is_web_address(url))
    }
}

/// `https://a.example/*b__;4pyT!!…`, as it stands after `__`: the star is the `✓` behind the semicolon.
fn proofpoint_3(text: &str) -> Option<String> {
    let (url, after) = text.split_once("__;")?;
    let taken = after.split('!').next().unwrap_or_default().trim_end_matches('=');
    let bytes = URL_SAFE.decode(padded(taken)).ok()?;
    let taken = String::from_utf8(bytes).ok()?;
    let mut taken = taken.chars();
    let mut result = String::with_capacity(text.len());
    let mut rest = url.chars();
    while let Some(c) = rest.next() {
        if c != '*' {
            result.push(c);
            continue;
        }
        let mut ahead = rest.clone();
        let run = if ahead.next() == Some('*') { ahead.next().and_then(run_length) } else { None };
        match run {
            Some(length) => {
                rest = ahead;
                for _ in 0..length {
                    result.push(taken.next()?);
                }
            }
            None => result.push(taken.next()?),
        }
    }
    // Programs on the way make one slash of two.
    let (scheme, path) = result.split_once(":/")?;
    Some(format!("{scheme}://{}", path.trim_start_matches('/')))
}

/// Runs have two characters at least, and a digit of base64 says how many.
fn run_length(digit: char) -> Option<usize> {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    DIGITS.find(digit).map(|at| at + 2)
}

fn padded(text: &str) -> String {
    format!("{text}{}", &"==="[..(4 - text.len() % 4) % 4])
}

#[cfg(test)]
mod tests {
    use super::Coding;

    #[test]
    fn each_coding_is_undone() {
        let cases = [
            (Coding::Percent, "https%3A%2F%2Fa.example%2Fb", Some("https://a.example/b")),
            (Coding::Bare, "a.example/b?c=d", Some("https://a.example/b?c=d")),
            (Coding::Bare, "story", None),
            (Coding::MarkedBase64, "a1aHR0cHM6Ly9hLmV4YW1wbGUvYg", Some("https://a.example/b")),
            (Coding::MarkedBase64, "a1L3JlbGF0aXZl", None),
            (Coding::MarkedBase64, "é", None),
            (
                Coding::Proofpoint2,
                "https-3A__a.example_b-2Dc-5Fd-3Fe-3Df",
                Some("https://a.example/b-c_d?e=f"),
            ),
            (Coding::Proofpoint2, "javascript-3Aalert", None),
            (Coding::Proofpoint3, "https://a.example/b__;!!x!y$", Some("https://a.example/b")),
            (Coding::Proofpoint3, "https:/a.example/b__;!!x!y$", Some("https://a.example/b")),
            (Coding::Proofpoint3, "https://a.example/*c__;4pyT!!x!y$", Some("https://a.example/✓c")),
            (Coding::Proofpoint3, "https://a.example/**Ac__;Iz8!!x!y$", Some("https://a.example/#?c")),
            (Coding::Proofpoint3, "https://a.example/***c__;Iz8!!x!y$", None),
            (Coding::Proofpoint3, "https://a.example/b", None),
        ];
        for (coding, text, url) in cases {
            assert_eq!(coding.decode(text).as_deref(), url, "{coding:?} {text}");
        }
    }
}
