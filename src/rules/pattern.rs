//! Regular expressions of rules. A page asks some of them of each of its elements, and nearly all answers are no,
//! which the first letters of a text tell.

use crate::html::is_space_byte;
use regex::Regex;
use regex_syntax::hir::literal::Extractor;
use regex_syntax::hir::{Class, Hir, HirKind, Look};
use std::sync::OnceLock;

/// So many bytes of a text tell most of the time that a pattern does not match.
const LETTERS: usize = 4;

/// A regular expression that is compiled when it is first asked: most pages ask but a few.
#[derive(Debug)]
pub(super) struct Pattern {
    text: String,
    parsed: Hir,
    regex: OnceLock<Regex>,
    start: OnceLock<Option<Start>>,
}

impl Pattern {
    /// The error says what of the syntax is wrong, and where.
    pub(super) fn new(text: String) -> Result<Self, String> {
        let parsed = regex_syntax::parse(&text).map_err(|error| error.to_string())?;
        Ok(Pattern { text, parsed, regex: OnceLock::new(), start: OnceLock::new() })
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        let compile = || Regex::new(&self.text).expect("its syntax was looked at, and it is small");
        self.regex.get_or_init(compile).is_match(text)
    }

    /// Whether the first letters of a text are likely to tell that it does not match: without a look at which.
    pub(super) fn has_start(&self) -> bool {
        let properties = self.parsed.properties();
        properties.look_set_prefix().contains(Look::Start) && properties.minimum_len() >= Some(LETTERS)
    }

    /// Whether a text may match of which this is the beginning, if there is any; `true` where that is not plain.
    pub(super) fn may_match(&self, text: Option<&str>) -> bool {
        self.start().is_none_or(|start| text.is_some_and(|text| start.may_begin(text)))
    }

    fn start(&self) -> Option<&Start> {
        self.start.get_or_init(|| Start::of(&self.parsed)).as_ref()
    }
}

/// What texts begin with that some patterns match: one question for all of them, to which the answer is nearly always no.
#[derive(Debug)]
pub(super) struct Openings {
    /// The first bytes of their letters, and of the signs that may stand before these.
    by_letter: Pairs,
    by_sign: Pairs,
    /// The letters of all, sorted.
    letters: Vec<u32>,
    /// One for all patterns with the same signs.
    starts: Vec<Start>,
}

impl Openings {
    /// Patterns of which that is not known must not be among them.
    pub(super) fn of<'p>(patterns: impl Iterator<Item = &'p Pattern>) -> Self {
        let mut starts: Vec<Start> = Vec::new();
        for own in patterns.filter_map(Pattern::start) {
            match starts.iter_mut().find(|start| start.signs == own.signs) {
                Some(start) => start.letters.extend_from_slice(&own.letters),
                None => starts.push(own.clone()),
            }
        }
        starts.iter_mut().for_each(|start| start.letters.sort_unstable());
        let mut letters: Vec<u32> = starts.iter().flat_map(|start| start.letters.clone()).collect();
        letters.sort_unstable();
        let (mut by_letter, mut by_sign) = (Pairs::default(), Pairs::default());
        letters.iter().for_each(|own| by_letter.add_letters(own.to_be_bytes()));
        for &(first, last) in starts.iter().flat_map(|start| &start.signs) {
            by_sign.add_signs(utf8(first), utf8(last));
        }
        Openings { by_letter, by_sign, letters, starts }
    }

    /// Whether any of the patterns may match a text: never `false` where [`Pattern::may_match`] is not.
    pub(super) fn may_begin(&self, text: &str) -> bool {
        let (first, second) = match text.as_bytes() {
            [] => return true,
            [only] => (*only, b' '),
            [first, second, ..] => (*first, *second),
        };
        self.by_letter.hold(first, second) && any_begins(&self.letters, text.as_bytes())
            || self.by_sign.hold(first, second) && self.starts.iter().any(|start| start.may_begin(text))
    }
}

/// By the first byte of texts, a bit for each second one, by its last digits.
#[derive(Debug)]
struct Pairs(Box<[u64; 256]>);

impl Default for Pairs {
    fn default() -> Self {
        Pairs(Box::new([0; 256]))
    }
}

impl Pairs {
    #[inline]
    fn hold(&self, first: u8, second: u8) -> bool {
        self.0[usize::from(first)] >> (second % 64) & 1 == 1
    }

    /// Adds letters, which a text may also end within.
    fn add_letters(&mut self, [first, second, ..]: [u8; LETTERS]) {
        self.0[usize::from(first)] |= 1 << (second % 64) | SPACES;
    }

    /// Adds signs from one to another, in UTF-8. Behind one of a single byte, anything may stand.
    fn add_signs(&mut self, [first, from, ..]: [u8; 4], [last, to, ..]: [u8; 4]) {
        for byte in first..=last {
            let from = if byte == first && !first.is_ascii() { from % 64 } else { 0 };
            let to = if byte == last && !last.is_ascii() { to % 64 } else { 63 };
            (from..=to).for_each(|second| self.0[usize::from(byte)] |= 1 << second);
        }
    }
}

/// The bits of white space, behind which a word has ended.
const SPACES: u64 = 1 << b' ' | 1 << b'\t' | 1 << b'\n' | 1 << b'\x0c' | 1 << b'\r';

fn utf8(c: char) -> [u8; 4] {
    let mut bytes = [0; 4];
    c.encode_utf8(&mut bytes);
    bytes
}

/// What a text begins with that a pattern matches.
#[derive(Clone, Debug)]
struct Start {
    /// Ranges of signs, any number of which may stand first.
    signs: Vec<(char, char)>,
    /// A bit for each sign of ASCII.
    ascii: u128,
    /// What follows them, as numbers, sorted; its first letters are none of the signs.
    letters: Vec<u32>,
}

impl Start {
    /// Of a pattern that matches at the start of a text only, `^[signs]*(letters…|letters…)`.
    fn of(pattern: &Hir) -> Option<Start> {
        let HirKind::Concat(parts) = pattern.kind() else { return None };
        let (first, parts) = parts.split_first()?;
        if *first.kind() != HirKind::Look(Look::Start) {
            return None;
        }
        let signs = parts.first().and_then(any_number_of);
        let rest = Hir::concat(parts[usize::from(signs.is_some())..].to_vec());
        let (signs, letters) = (signs.unwrap_or_default(), letters(&rest)?);
        let mut start = Start { signs, ascii: 0, letters: letters.iter().map(|own| number(own)).collect() };
        start.ascii = (0..128_u8)
            .filter(|&byte| start.is_among_signs(byte.into()))
            .fold(0, |all, byte| all | 1 << byte);
        let is_sign = |letters: &[u8; LETTERS]| {
            let mut chars = letters.utf8_chunks().flat_map(|chunk| chunk.valid().chars());
            chars.next().is_none_or(|c| start.is_sign(c))
        };
        (!letters.iter().any(is_sign)).then_some(start)
    }

    fn is_sign(&self, c: char) -> bool {
        if c.is_ascii() { self.ascii >> u32::from(c) & 1 == 1 } else { self.is_among_signs(c) }
    }

    fn is_among_signs(&self, c: char) -> bool {
        let at = self.signs.partition_point(|&(_, last)| last < c);
        self.signs.get(at).is_some_and(|&(first, _)| first <= c)
    }

    fn may_begin(&self, text: &str) -> bool {
        any_begins(&self.letters, text.trim_start_matches(|c| self.is_sign(c)).as_bytes())
    }
}

/// Whether the first word of a text begins with any of these letters, or they with it.
fn any_begins(letters: &[u32], text: &[u8]) -> bool {
    let len = text.iter().take(LETTERS).take_while(|&&byte| !is_space_byte(byte)).count();
    let word = &text[..len];
    let (first, last) = (number(word), number(word) | u32::MAX.checked_shr(8 * len as u32).unwrap_or(0));
    let at = letters.partition_point(|&own| own < first);
    letters.get(at).is_some_and(|&own| own <= last)
}

/// Letters as a number, in whose order they stand; those that are missing are zeros.
fn number(letters: &[u8]) -> u32 {
    let byte = |at: usize| letters.get(at).map_or(0, |&byte| u32::from(byte));
    byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3)
}

/// The characters of `[…]*`.
fn any_number_of(part: &Hir) -> Option<Vec<(char, char)>> {
    match part.kind() {
        HirKind::Repetition(repetition) if (repetition.min, repetition.max) == (0, None) => {
            let HirKind::Class(Class::Unicode(class)) = repetition.sub.kind() else { return None };
            Some(class.iter().map(|range| (range.start(), range.end())).collect())
        }
        _ => None,
    }
}

/// What all matches of a pattern begin with; `None` if that is too much, or too short.
fn letters(pattern: &Hir) -> Option<Vec<[u8; LETTERS]>> {
    let mut extractor = Extractor::new();
    extractor.limit_literal_len(LETTERS).limit_total(5_000);
    let found = extractor.extract(pattern);
    let mut letters: Vec<_> =
        found.literals()?.iter().map(|one| one.as_bytes().first_chunk().copied()).collect::<Option<_>>()?;
    letters.sort_unstable();
    letters.dedup();
    Some(letters)
}

#[cfg(test)]
mod tests {
    use super::{Openings, Pattern};

    fn pattern(text: &str) -> Pattern {
        Pattern::new(text.to_owned()).expect("a pattern")
    }

    #[test]
    fn the_first_letters_tell_that_a_text_does_not_match() {
        let plain = pattern("^(?:(?i)(à )?lire|don['’]t|to top|на\\b.)");
        let behind_signs = pattern("^(?i)[\\W_]*((à )?lire|don['’]t|to top|на\\b.)");
        for word in ["lire", "LiRe", "à", "À", "don’t", "DON'T", "to", "на", "d", ""] {
            assert!(plain.may_match(Some(word)), "{word}");
            assert!(behind_signs.may_match(Some(&format!("_«{word}"))), "{word}");
        }
        for word in ["lier", "line", "the", "dog", "中文", "read", "1"] {
            assert!(!plain.may_match(Some(word)), "{word}");
            assert!(!behind_signs.may_match(Some(&format!("–{word}"))), "{word}");
        }
        assert!(!plain.may_match(Some("–lire")) && behind_signs.may_match(Some("–")));
        assert!(!plain.may_match(None) && !behind_signs.may_match(None));
    }

    #[test]
    fn what_opens_no_text_of_several_patterns_is_told_at_once() {
        let patterns = ["^(?i)[\\W_]*(top |zurück)", "^(?:(?i)(à )?lire)"].map(pattern);
        let openings = Openings::of(patterns.iter());
        for text in ["Top", "t", "to p", "– (top )", "»", "à\nlire", "À", "lire", "ZUR", "_zu", ""] {
            assert!(openings.may_begin(text), "{text}");
            assert!(patterns.iter().any(|pattern| pattern.may_match(Some(text))), "{text}");
        }
        for text in ["the top", "1", "– (the)", "中文", "äre", "–lire", "tó"] {
            assert!(!openings.may_begin(text), "{text}");
        }
    }

    #[test]
    fn where_the_first_letters_are_not_known_a_text_may_match() {
        for text in ["related", "^(?:.*x|related)", "^(related|)$", "^re", "^[r-s]*related", "x*"] {
            assert!(pattern(text).may_match(Some("the")) && pattern(text).may_match(None), "{text}");
        }
    }
}
