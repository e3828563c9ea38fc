//! The words and phrases that the finder of the content takes as evidence, by group.

use crate::html::NameMap;
use aho_corasick::AhoCorasick;
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
    /// The words that count inside of longer ones, and the groups of each.
    long: AhoCorasick,
    long_groups: Vec<Groups>,
    phrase_names: Vec<String>,
    /// All phrases, and the group of each.
    phrases: AhoCorasick,
    phrase_groups: Vec<Groups>,
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
        let mut long: Vec<_> = words.iter().map(|(word, &groups)| (word.clone(), groups)).collect();
        long.retain(|(word, _)| word.len() >= MIN_INSIDE);
        let phrases = file.phrase.values().enumerate();
        let phrases = phrases.flat_map(|(bit, list)| list.iter().map(move |phrase| (phrase, 1 << bit)));
        let (phrases, phrase_groups): (Vec<&String>, Vec<Groups>) = phrases.unzip();
        Vocabulary {
            long: AhoCorasick::new(long.iter().map(|(word, _)| word)).expect("words are few and short"),
            long_groups: long.into_iter().map(|(_, groups)| groups).collect(),
            phrases: AhoCorasick::new(phrases).expect("phrases are few and short"),
            phrase_groups,
            words,
            class_names: file.class.into_keys().collect(),
            phrase_names: file.phrase.into_keys().collect(),
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
        let words = parts(url.split(['?', '#']).next().unwrap_or(url));
        let lists = self.addresses.iter().enumerate();
        let found = lists.filter(|(_, list)| list.iter().any(|own| words.contains(own)));
        found.fold(0, |all, (bit, _)| all | 1 << bit)
    }

    /// The groups that the words in a `class` or `id` belong to, which are its [`parts`].
    pub(crate) fn of_class(&self, parts: &[String]) -> Groups {
        parts.iter().fold(0, |groups, part| groups | self.of_part(part))
    }

    fn of_part(&self, part: &str) -> Groups {
        if let Some(&groups) = self.words.get(part) {
            return groups;
        }
        if part.len() <= MIN_INSIDE {
            return 0;
        }
        let inside = self.long.find_overlapping_iter(part);
        inside.fold(0, |all, found| all | self.long_groups[found.pattern().as_usize()])
    }

    /// The groups that the phrases in a text belong to.
    pub(crate) fn of_text(&self, text: &str) -> Groups {
        let text = text.to_lowercase();
        let found = self.phrases.find_overlapping_iter(&text);
        found.fold(0, |all, found| all | self.phrase_groups[found.pattern().as_usize()])
    }
}

/// The parts of `entry-content`, `entryContent`, `entry_content2`, in small letters.
pub(crate) fn parts(value: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut was_small = false;
    for c in value.chars() {
        let ends = !c.is_alphabetic() || (was_small && c.is_uppercase());
        if ends && !part.is_empty() {
            parts.push(std::mem::take(&mut part));
        }
        if c.is_alphabetic() {
            part.extend(c.to_lowercase());
        }
        was_small = c.is_lowercase();
    }
    if !part.is_empty() {
        parts.push(part);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::parts;
    use crate::rules::BUILT_IN;

    #[test]
    fn names_have_parts() {
        assert_eq!(parts("entry-Content postBody_2 x"), ["entry", "content", "post", "body", "x"]);
    }

    #[test]
    fn words_and_phrases_tell_their_groups() {
        let words = &BUILT_IN.vocabulary;
        let bit = |names: &[String], name| names.iter().position(|own| own == name).expect("a group");
        assert_ne!(words.of_class(&parts("leftsidebar")) & (1 << bit(words.class_names(), "side")), 0);
        assert_eq!(words.of_class(&parts("inside beside")), 0);
        let share = bit(words.phrase_names(), "share");
        assert_eq!(words.of_text("Auf Facebook TEILEN"), 1 << share);
    }
}
