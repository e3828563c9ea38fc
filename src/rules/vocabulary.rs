//! The words and phrases that the finder of the content takes as evidence, by group.

use super::letters::is_surely_small;
use super::phrases::Phrases;
use crate::html::NameMap;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A word inside of a longer one counts from this length on: `side` is in `inside`.
const MIN_INSIDE: usize = 5;

/// A set of groups, one bit each.
pub(crate) type Groups = u32;

/// The tables of `content-words.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, from = "File")]
pub(crate) struct Vocabulary {
    class_names: Vec<String>,
    words: NameMap<String, Groups>,
    /// The words that count inside of longer ones.
    long: Phrases,
    phrase_names: Vec<String>,
    phrases: Phrases,
    address_names: Vec<String>,
    /// The words of addresses, by group.
    addresses: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    class: BTreeMap<String, Vec<String>>,
    phrase: BTreeMap<String, Vec<String>>,
    address: BTreeMap<String, Vec<String>>,
}

impl From<File> for Vocabulary {
    fn from(file: File) -> Self {
        let mut words: NameMap<String, Groups> = NameMap::default();
        for (bit, list) in file.class.values().enumerate() {
            for word in list {
                *words.entry(word.clone()).or_default() |= 1 << bit;
            }
        }
        let long = words.iter().filter(|(word, _)| word.len() >= MIN_INSIDE);
        let long = long.map(|(word, &groups)| (word.clone(), groups));
        let phrase_names = file.phrase.keys().cloned().collect();
        let phrases = file.phrase.into_values().enumerate();
        let phrases = phrases.flat_map(|(bit, list)| list.into_iter().map(move |phrase| (phrase, 1 << bit)));
        Vocabulary {
            long: Phrases::of(long),
            phrases: Phrases::of(phrases),
            words,
            class_names: file.class.into_keys().collect(),
            phrase_names,
            address_names: file.address.keys().cloned().collect(),
            addresses: file.address.into_values().collect(),
        }
    }
}

impl Vocabulary {
    /// The groups of class words, in the order of their bits.
    pub(crate) fn class_names(&self) -> &[String] {
        &self.class_names
    }

    /// The groups of phrases, in the order of their bits.
    pub(crate) fn phrase_names(&self) -> &[String] {
        &self.phrase_names
    }

    /// The groups of the words of addresses, in the order of their bits.
    pub(crate) fn address_names(&self) -> &[String] {
        &self.address_names
    }

    /// The groups that the words of an address belong to, without what follows `?` or `#`.
    pub(crate) fn of_address(&self, url: &str) -> Groups {
        let mut groups = 0;
        each_part(url.split(['?', '#']).next().unwrap_or(url), |part| {
            let lists = self.addresses.iter().enumerate();
            let found = lists.filter(|(_, list)| list.iter().any(|own| own == part));
            groups |= found.fold(0, |all, (bit, _)| all | 1 << bit);
        });
        groups
    }

    /// The groups that a word in a `class` or `id` belongs to: see [`each_part`].
    pub(crate) fn of_part(&self, part: &str) -> Groups {
        if let Some(&groups) = self.words.get(part) {
            return groups;
        }
        if part.len() <= MIN_INSIDE {
            return 0;
        }
        self.long.find(part)
    }

    /// The groups that the phrases in a text belong to.
    pub(crate) fn of_text(&self, text: &str) -> Groups {
        if may_have_capitals(text) { self.phrases.find(&small(text)) } else { self.phrases.find(text) }
    }
}

/// Whether a letter beyond ASCII may not be small.
fn may_have_capitals(text: &str) -> bool {
    let starts = text.bytes().enumerate().filter(|(_, byte)| *byte >= 0xc0);
    let mut letters = starts.filter_map(|(at, _)| text[at..].chars().next());
    letters.any(|c| !is_surely_small(c))
}

/// A text in small letters; those of ASCII need not be small.
fn small(text: &str) -> String {
    // What a sigma becomes depends on where it stands.
    if text.contains('Σ') {
        return text.to_lowercase();
    }
    let mut small = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        // ASCII is most of all.
        if c.is_ascii() || is_surely_small(c) { small.push(c) } else { small.extend(c.to_lowercase()) }
    }
    small
}

/// Tells the parts of `entry-content`, `entryContent`, `entry_content2`, in small letters.
pub(crate) fn each_part(value: &str, mut tell: impl FnMut(&str)) {
    if value.is_ascii() {
        return each_part_of_ascii(value, tell);
    }
    let mut part = String::new();
    let mut was_small = false;
    for c in value.chars() {
        let is_letter = c.is_alphabetic();
        let ends = !is_letter || (was_small && c.is_uppercase());
        if ends && !part.is_empty() {
            tell(&part);
            part.clear();
        }
        if c.is_ascii_alphabetic() {
            part.push(c.to_ascii_lowercase());
        } else if is_letter {
            part.extend(c.to_lowercase());
        }
        was_small = c.is_lowercase();
    }
    if !part.is_empty() {
        tell(&part);
    }
}

/// The same, of most names there are: what is small already is not copied.
fn each_part_of_ascii(mut value: &str, mut tell: impl FnMut(&str)) {
    while let Some(start) = value.bytes().position(|byte| byte.is_ascii_alphabetic()) {
        let ends = |pair: &[u8]| {
            !pair[1].is_ascii_alphabetic() || pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase()
        };
        let end = value.as_bytes()[start..].windows(2).position(ends);
        let end = end.map_or(value.len(), |len| start + len + 1);
        let part = &value[start..end];
        if part.bytes().any(|byte| byte.is_ascii_uppercase()) {
            tell(&part.to_ascii_lowercase());
        } else {
            tell(part);
        }
        value = &value[end..];
    }
}

/// The same, as a list.
pub(crate) fn parts(value: &str) -> Vec<String> {
    let mut parts = Vec::new();
    each_part(value, |part| parts.push(part.to_owned()));
    parts
}

#[cfg(test)]
mod tests {
    use super::{Groups, parts, small};
    use crate::rules::BUILT_IN;

    fn of_class(value: &str) -> Groups {
        parts(value).iter().fold(0, |all, part| all | BUILT_IN.vocabulary.of_part(part))
    }

    #[test]
    fn small_letters_are_those_of_unicode() {
        let lower = |text: &str| text.to_lowercase();
        let all = || ('\0'..=char::MAX).map(String::from);
        assert!(all().all(|text| small(&text).to_ascii_lowercase() == lower(&text)));
        let text = "ΌΔΟΣ „Ärger“ ЁЖ 更多 İ";
        assert_eq!(small(text).to_ascii_lowercase(), lower(text));
    }

    #[test]
    fn names_have_parts() {
        assert_eq!(parts("entry-Content postBody_2 x"), ["entry", "content", "post", "body", "x"]);
        assert_eq!(parts("-HTMLBlock postÄrger é"), ["htmlblock", "post", "ärger", "é"]);
        for ascii in ["aB", "ABc d", "--", "", "x9yZ", "aBCdE_F"] {
            assert_eq!(parts(ascii), parts(&format!("{ascii} é"))[..parts(ascii).len()]);
        }
    }

    #[test]
    fn words_and_phrases_tell_their_groups() {
        let words = &BUILT_IN.vocabulary;
        let bit = |names: &[String], name| names.iter().position(|own| own == name).expect("a group");
        assert_ne!(of_class("leftsidebar") & (1 << bit(words.class_names(), "side")), 0);
        assert_eq!(of_class("inside beside"), 0);
        let share = bit(words.phrase_names(), "share");
        assert_eq!(words.of_text("Auf Facebook TEILEN"), 1 << share);
    }
}
