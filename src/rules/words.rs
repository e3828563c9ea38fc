//! The words of classes and ids: `post-shareBar_2` is `post`, `share`, `Bar`, `2`.
//!
//! Names are compared word by word and never letter by letter: `ad` is no part of `header`, `read` or
//! `shadow`. It knows no elements: it tells which patterns are in a name.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// The most words of a name that are looked at. Generated names may be long and say nothing.
const MOST_WORDS: usize = 16;

/// Patterns, found by their first word.
#[derive(Debug, Default)]
pub(super) struct WordTable {
    by_first: HashMap<u64, Vec<Pattern>, BuildHasherDefault<Hashed>>,
}

/// Words that stand side by side in a name, and whose pattern it is.
#[derive(Debug)]
struct Pattern {
    words: Vec<String>,
    place: Place,
    rule: usize,
}

/// Where in a name a pattern stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Anywhere,
    Start,
    Whole,
}

impl WordTable {
    /// Adds a pattern: `share-bar` is found in `post-share-bar`, `shareBar` and `sharebar`; with `^` the
    /// name begins with it, and `=share` is the whole name.
    pub(super) fn add(&mut self, pattern: &str, rule: usize) -> Result<(), String> {
        let (place, name) = match pattern.split_at_checked(1) {
            Some(("=", name)) => (Place::Whole, name),
            Some(("^", name)) => (Place::Start, name),
            _ => (Place::Anywhere, pattern),
        };
        let words: Vec<String> = split(name).map(str::to_lowercase).collect();
        if words.is_empty() || words.len() > MOST_WORDS || words.join("-") != name {
            return Err(format!("`{pattern}` is not made of lower-case words with `-` between them"));
        }
        if words.len() > 1 {
            self.insert(Pattern { words: vec![words.concat()], place, rule });
        }
        self.insert(Pattern { words, place, rule });
        Ok(())
    }

    /// Tells the rules that have a pattern in one of these names.
    pub(super) fn rules<'n>(&self, names: impl Iterator<Item = &'n str>, mut found: impl FnMut(usize)) {
        let mut words = [""; MOST_WORDS];
        for name in names {
            let mut count = 0;
            for (place, word) in words.iter_mut().zip(split(name)) {
                *place = word;
                count += 1;
            }
            self.rules_of(&words[..count], &mut found);
        }
    }

    fn rules_of(&self, words: &[&str], found: &mut impl FnMut(usize)) {
        for (at, first) in words.iter().enumerate() {
            let Some(patterns) = self.by_first.get(&hash(first)) else { continue };
            patterns.iter().filter(|pattern| pattern.begins(&words[at..], at)).for_each(|p| found(p.rule));
        }
    }

    fn insert(&mut self, pattern: Pattern) {
        self.by_first.entry(hash(&pattern.words[0])).or_default().push(pattern);
    }
}

impl Pattern {
    /// Whether it stands at the beginning of these words, which are the name's from the `at`th on.
    fn begins(&self, words: &[&str], at: usize) -> bool {
        let fits = match self.place {
            Place::Anywhere => words.len() >= self.words.len(),
            Place::Start => at == 0 && words.len() >= self.words.len(),
            Place::Whole => at == 0 && words.len() == self.words.len(),
        };
        fits && self.words.iter().zip(words).all(|(own, word)| own.eq_ignore_ascii_case(word))
    }
}

/// The words of a name. A new one begins after anything that is no letter or digit, at a capital after a
/// small letter, at the last capital of several (`ADBox` is `AD`, `Box`), and between letters and digits.
fn split(name: &str) -> impl Iterator<Item = &str> {
    let mut rest = name;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c| kind(c) == Kind::Other);
        let end = word_end(rest)?;
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Small,
    Capital,
    Digit,
    Other,
}

/// Letters of other scripts have no capitals here: words of theirs end at a sign or an ASCII letter.
fn kind(c: char) -> Kind {
    match c {
        'a'..='z' => Kind::Small,
        'A'..='Z' => Kind::Capital,
        '0'..='9' => Kind::Digit,
        _ if c.is_ascii() => Kind::Other,
        _ => Kind::Small,
    }
}

/// Where the word ends that a text begins with; `None` at the end of the text.
fn word_end(text: &str) -> Option<usize> {
    let mut chars = text.char_indices().map(|(at, c)| (at, kind(c)));
    let (mut last_at, mut last) = chars.next()?;
    let mut capitals = usize::from(last == Kind::Capital);
    for (at, kind) in chars {
        match (last, kind) {
            (Kind::Capital, Kind::Capital) => capitals += 1,
            (Kind::Capital, Kind::Small) if capitals > 1 => return Some(last_at),
            (Kind::Capital, Kind::Small) => {}
            (before, after) if before == after => {}
            _ => return Some(at),
        }
        (last_at, last) = (at, kind);
    }
    Some(text.len())
}

/// FNV-1a over the small letters of a word.
fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Passes on a number that is a hash already.
#[derive(Debug, Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, &byte| (hash << 8) | u64::from(byte));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

#[cfg(test)]
mod tests {
    use super::{WordTable, split};

    #[test]
    fn names_are_split_where_people_see_words() {
        for (name, expected) in [
            ("share-bar", "share bar"),
            ("post_shareBar2", "post share Bar 2"),
            ("ADBox", "AD Box"),
            ("adSlot_300x250", "ad Slot 300 x 250"),
            ("js:ad.unit/top", "js ad unit top"),
            ("面包屑-nav", "面包屑 nav"),
            ("--x--", "x"),
            ("", ""),
            ("header", "header"),
            ("HTML", "HTML"),
            ("ÜberUns", "Über Uns"),
        ] {
            let words: Vec<&str> = split(name).collect();
            assert_eq!(words.join(" "), expected, "{name}");
        }
    }

    fn fires(pattern: &str, name: &str) -> bool {
        let mut table = WordTable::default();
        table.add(pattern, 0).expect("a pattern");
        let mut fires = false;
        table.rules(std::iter::once(name), |_| fires = true);
        fires
    }

    #[test]
    fn patterns_are_found_as_words_and_never_as_letters() {
        for (pattern, name) in [
            ("share-bar", "share-bar"),
            ("share-bar", "postShareBar"),
            ("share-bar", "ShareBar--top"),
            ("share-bar", "sharebar"),
            ("=share", "share"),
            ("^header-left", "headerLeft-top"),
            ("=ad", "AD"),
        ] {
            assert!(fires(pattern, name), "{pattern} in {name}");
        }
        for (pattern, name) in [
            ("share-bar", "share"),
            ("share-bar", "share-button-bar"),
            ("share-bar", "timeshare-barrel"),
            ("=share", "share-bar"),
            ("^header-left", "post-header-left"),
            ("=ad", "header"),
            ("ad", "header"),
            ("ad", "shadow"),
            ("ad", "read"),
            ("ad", "download-thread"),
            ("info", "information"),
        ] {
            assert!(!fires(pattern, name), "{pattern} in {name}");
        }
    }

    #[test]
    fn a_pattern_is_written_in_one_way_only() {
        for pattern in ["", "=", "^=share", "Share", "share_bar", "share bar", "a1"] {
            assert!(WordTable::default().add(pattern, 0).is_err(), "{pattern}");
        }
    }
}
