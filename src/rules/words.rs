//! The words of classes and ids: `post-shareBar_2` is `post`, `share`, `Bar`, `2`.
//!
//! Names are compared word by word and never letter by letter: `ad` is no part of `header`, `read` or
//! `shadow`. It knows no elements: it tells which patterns are in a name.

use super::fnv::{ByHash, fnv};

/// The most words of a name that are looked at. Generated names may be long and say nothing.
const MOST_WORDS: usize = 16;

/// Patterns, found by their first word, or by their first two when they have more.
#[derive(Debug, Default)]
pub(super) struct WordTable {
    by_start: ByHash<Vec<Pattern>>,
    /// Tells of most words that no pattern begins with them.
    starts: Starts,
}

/// A bit for each hash, by its last digits: where the bit is not set, there is no such hash.
#[derive(Debug)]
struct Starts(Box<[u64; 512]>);

impl Default for Starts {
    fn default() -> Self {
        Starts(Box::new([0; 512]))
    }
}

impl Starts {
    fn place(hash: u64) -> (usize, u64) {
        ((hash >> 6) as usize % 512, 1 << (hash % 64))
    }

    fn add(&mut self, hash: u64) {
        let (at, bit) = Starts::place(hash);
        self.0[at] |= bit;
    }

    fn may_hold(&self, hash: u64) -> bool {
        let (at, bit) = Starts::place(hash);
        self.0[at] & bit != 0
    }
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

    /// Tells the rules that have a pattern in a name.
    pub(super) fn rules(&self, name: &str, found: &mut impl FnMut(usize)) {
        let mut words = [""; MOST_WORDS];
        let mut hashes = [0; MOST_WORDS];
        let mut count = 0;
        for ((word, hash), own) in words.iter_mut().zip(&mut hashes).zip(split(name)) {
            (*word, *hash) = (own, fnv(own));
            count += 1;
        }
        for at in 0..count {
            let words = &words[at..count];
            let pair = hashes.get(at + 1).filter(|_| words.len() > 1).map(|&second| pair(hashes[at], second));
            for start in
                [Some(hashes[at]), pair].into_iter().flatten().filter(|&hash| self.starts.may_hold(hash))
            {
                let Some(patterns) = self.by_start.get(&start) else { continue };
                patterns.iter().filter(|pattern| pattern.begins(words, at)).for_each(|own| found(own.rule));
            }
        }
    }

    fn insert(&mut self, pattern: Pattern) {
        let hash = |at: usize| fnv(&pattern.words[at]);
        let start = if pattern.words.len() == 1 { hash(0) } else { pair(hash(0), hash(1)) };
        self.starts.add(start);
        self.by_start.entry(start).or_default().push(pattern);
    }
}

/// The hash of two words in this order.
fn pair(first: u64, second: u64) -> u64 {
    first.rotate_left(7) ^ second
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
        let start = rest.bytes().position(|byte| kind(byte) != Kind::Other)?;
        let text = &rest[start..];
        let (word, after) = text.split_at(word_end(text.as_bytes()));
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

/// Bytes of other scripts count as small letters: words of theirs end at a sign or an ASCII letter.
const KINDS: [Kind; 256] = {
    let mut kinds = [Kind::Other; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b'a'..=b'z' | 0x80.. => Kind::Small,
            b'A'..=b'Z' => Kind::Capital,
            b'0'..=b'9' => Kind::Digit,
            _ => Kind::Other,
        };
        byte += 1;
    }
    kinds
};

fn kind(byte: u8) -> Kind {
    KINDS[usize::from(byte)]
}

/// Where the word ends that a text begins with. It lies between characters: all bytes of one have one kind.
fn word_end(text: &[u8]) -> usize {
    let mut last = kind(text[0]);
    for (at, &byte) in text.iter().enumerate().skip(1) {
        let own = kind(byte);
        match (last, own) {
            (Kind::Capital, Kind::Small) if at > 1 => return at - 1,
            (Kind::Capital, Kind::Small) => {}
            _ if last == own => {}
            _ => return at,
        }
        last = own;
    }
    text.len()
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
        table.rules(name, &mut |_| fires = true);
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
