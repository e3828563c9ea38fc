//! The words of classes and ids: `post-shareBar_2` is `post`, `share`, `Bar`, `2`.
//!
//! Names are compared word by word and never letter by letter: `ad` is no part of `header`, `read` or
//! `shadow`. It knows no elements: it tells which patterns are in a name.

use super::word_hash::{ByHash, Letters, Starts, hash};

/// The most words of a name that are looked at. Generated names may be long and say nothing.
const MOST_WORDS: usize = 16;

/// Patterns, found by their first word, or by their first two when they have more.
#[derive(Debug, Default)]
pub(super) struct WordTable {
    by_start: ByHash<Vec<Pattern>>,
    /// Tells of most words that no pattern begins with them.
    starts: Starts,
    /// The same for the near patterns only: few.
    near: Starts,
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
    /// name begins with it, and `=share` is the whole name. Some patterns are near: one can ask for these alone.
    pub(super) fn add(&mut self, pattern: &str, rule: usize, is_near: bool) -> Result<(), String> {
        let (place, name) = match pattern.split_at_checked(1) {
            Some(("=", name)) => (Place::Whole, name),
            Some(("^", name)) => (Place::Start, name),
            _ => (Place::Anywhere, pattern),
        };
        let mut words: Vec<String> = Vec::new();
        split(name, |word| words.push(name[word.start..word.end].to_lowercase()));
        if words.is_empty() || words.len() > MOST_WORDS || words.join("-") != name {
            return Err(format!("`{pattern}` is not made of lower-case words with `-` between them"));
        }
        if words.len() > 1 {
            self.insert(Pattern { words: vec![words.concat()], place, rule }, is_near);
        }
        self.insert(Pattern { words, place, rule }, is_near);
        Ok(())
    }

    /// Tells the rules that have a pattern in a name; when the near ones are wanted, those surely, and others perhaps.
    pub(super) fn rules(&self, name: &str, is_near: bool, found: &mut impl FnMut(usize)) {
        if may_hold(name, if is_near { &self.near } else { &self.starts }) {
            self.look_up(name, found);
        }
    }

    fn look_up(&self, name: &str, found: &mut impl FnMut(usize)) {
        let mut words = [Word::default(); MOST_WORDS];
        let mut count = 0;
        split(name, |word| {
            if let Some(place) = words.get_mut(count) {
                (*place, count) = (word, count + 1);
            }
        });
        let words = &words[..count];
        for (at, word) in words.iter().enumerate() {
            self.begin(word.hash, name, words, at, found);
            if let Some(second) = words.get(at + 1) {
                self.begin(pair(word.hash, second.hash), name, words, at, found);
            }
        }
    }

    /// Tells the rules of patterns that begin at a word, which this is the hash of.
    fn begin(&self, start: u64, name: &str, words: &[Word], at: usize, found: &mut impl FnMut(usize)) {
        if !self.starts.may_hold(start) {
            return;
        }
        let patterns = self.by_start.get(&start).into_iter().flatten();
        patterns.filter(|pattern| pattern.begins(name, words, at)).for_each(|own| found(own.rule));
    }

    fn insert(&mut self, pattern: Pattern, is_near: bool) {
        let hash = |at: usize| hash(&pattern.words[at]);
        let start = if pattern.words.len() == 1 { hash(0) } else { pair(hash(0), hash(1)) };
        self.starts.add(start);
        if is_near {
            self.near.add(start);
        }
        self.by_start.entry(start).or_default().push(pattern);
    }
}

/// Whether a pattern may begin in a name: in most, none does.
fn may_hold(name: &str, starts: &Starts) -> bool {
    let (mut may_hold, mut before) = (false, 0);
    split(name, |word| {
        may_hold |= starts.may_hold(word.hash) | starts.may_hold(pair(before, word.hash));
        before = word.hash;
    });
    may_hold
}

/// The hash of two words in this order.
fn pair(first: u64, second: u64) -> u64 {
    first.rotate_left(7) ^ second
}

impl Pattern {
    /// Whether it stands at the `at`th of the words of a name.
    fn begins(&self, name: &str, words: &[Word], at: usize) -> bool {
        let words = &words[at..];
        let fits = match self.place {
            Place::Anywhere => words.len() >= self.words.len(),
            Place::Start => at == 0 && words.len() >= self.words.len(),
            Place::Whole => at == 0 && words.len() == self.words.len(),
        };
        let is = |(own, word): (&String, &Word)| own.eq_ignore_ascii_case(&name[word.start..word.end]);
        fits && self.words.iter().zip(words).all(is)
    }
}

/// A word of a name: where it stands, and its hash in small letters.
#[derive(Clone, Copy, Debug, Default)]
struct Word {
    start: usize,
    end: usize,
    hash: u64,
}

/// Tells the words of a name. A new one begins after anything that is no letter or digit, at a capital after a
/// small letter, at the last capital of several (`ADBox` is `AD`, `Box`), and between letters and digits.
#[inline]
fn split(name: &str, mut tell: impl FnMut(Word)) {
    let bytes = name.as_bytes();
    let (mut start, mut last) = (0, Kind::Other);
    let mut letters = Letters::default();
    // The letters without the last one, which may turn out to begin the next word.
    let mut before = letters;
    // Words end between characters: all bytes of one have one kind.
    for (at, &byte) in bytes.iter().enumerate() {
        let own = kind(byte);
        if own != last {
            let is_title = (last, own) == (Kind::Capital, Kind::Small);
            if is_title && at > start + 1 {
                tell(Word { start, end: at - 1, hash: before.hash() });
                (start, letters) = (at - 1, Letters::default().with(bytes[at - 1]));
            } else if !is_title {
                if last != Kind::Other {
                    tell(Word { start, end: at, hash: letters.hash() });
                }
                (start, letters) = (at, Letters::default());
            }
        }
        (before, letters) = (letters, letters.with(byte));
        last = own;
    }
    if last != Kind::Other {
        tell(Word { start, end: bytes.len(), hash: letters.hash() });
    }
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

#[cfg(test)]
mod tests {
    use super::{WordTable, hash, split};

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
            ("aB", "a B"),
            ("Ab9C-dE", "Ab 9 C d E"),
            ("x/ABCd//", "x AB Cd"),
            ("ÜberUns", "Über Uns"),
        ] {
            let mut words: Vec<&str> = Vec::new();
            split(name, |word| {
                assert_eq!(word.hash, hash(&name[word.start..word.end]), "{name}");
                words.push(&name[word.start..word.end]);
            });
            assert_eq!(words.join(" "), expected, "{name}");
        }
    }

    fn fires(pattern: &str, name: &str) -> bool {
        let mut table = WordTable::default();
        table.add(pattern, 0, false).expect("a pattern");
        let mut fires = false;
        table.rules(name, false, &mut |_| fires = true);
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
            assert!(WordTable::default().add(pattern, 0, false).is_err(), "{pattern}");
        }
    }
}
