//! Regular expressions of rules. A page asks some of them of each of its elements, and nearly all answers are no,
//! which the first letters of a text tell.

use regex::Regex;
use regex_syntax::hir::literal::Extractor;
use regex_syntax::hir::{Class, Hir, HirKind, Look};
use std::sync::OnceLock;

/// So many bytes of a text tell most of the time that a pattern does not match.
const LETTERS: usize = 3;

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

    /// Whether a text may match that has this as its first word, or none; `true` where that is not plain.
    pub(super) fn may_match(&self, word: Option<&str>) -> bool {
        let start = self.start.get_or_init(|| Start::of(&self.parsed));
        start.as_ref().is_none_or(|start| word.is_some_and(|word| start.may_begin(word)))
    }
}

/// What a text begins with that a pattern matches.
#[derive(Debug)]
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

    fn may_begin(&self, word: &str) -> bool {
        let word = word.trim_start_matches(|c| self.is_sign(c)).as_bytes();
        let word = &word[..word.len().min(LETTERS)];
        let (first, last) = (number(word), number(word) | (0x00ff_ffff >> (8 * word.len())));
        let at = self.letters.partition_point(|&letters| letters < first);
        self.letters.get(at).is_some_and(|&letters| letters <= last)
    }
}

/// Letters as a number, in whose order they stand; those that are missing are zeros.
fn number(letters: &[u8]) -> u32 {
    let byte = |at: usize| letters.get(at).map_or(0, |&byte| u32::from(byte));
    byte(0) << 16 | byte(1) << 8 | byte(2)
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
    use super::Pattern;

    fn pattern(text: &str) -> Pattern {
        Pattern::new(text.to_owned()).expect("a pattern")
    }

    #[test]
    fn the_first_word_tells_that_a_text_does_not_match() {
        let plain = pattern("^(?:(?i)(à )?lire|don['’]t|to top|на\\b.)");
        let behind_signs = pattern("^(?i)[\\W_]*((à )?lire|don['’]t|to top|на\\b.)");
        for word in ["lire", "LiRe", "à", "À", "don’t", "DON'T", "to", "на", "d", ""] {
            assert!(plain.may_match(Some(word)), "{word}");
            assert!(behind_signs.may_match(Some(&format!("_«{word}"))), "{word}");
        }
        for word in ["lier", "the", "dog", "中文", "read", "1"] {
            assert!(!plain.may_match(Some(word)), "{word}");
            assert!(!behind_signs.may_match(Some(&format!("–{word}"))), "{word}");
        }
        assert!(!plain.may_match(Some("–lire")) && behind_signs.may_match(Some("–")));
        assert!(!plain.may_match(None) && !behind_signs.may_match(None));
    }

    #[test]
    fn where_the_first_letters_are_not_known_a_text_may_match() {
        for text in ["related", "^(?:.*x|related)", "^(related|)$", "^re", "^[r-s]*related", "x*"] {
            assert!(pattern(text).may_match(Some("the")) && pattern(text).may_match(None), "{text}");
        }
    }
}
