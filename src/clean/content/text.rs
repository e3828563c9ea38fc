//! What a run of text is made of, counted in one pass. Words of scripts without spaces are estimated from
//! their characters, so that a Chinese paragraph weighs as much as its translation.

use crate::html::is_space;
use crate::rules::is_letter;
use std::ops::AddAssign;

/// How much of a word a character of a script without spaces stands for, in [`Text::units`].
const UNITS_OF_IDEOGRAPH: u32 = 3;
const UNITS_OF_WORD: u32 = 5;

/// Counts of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Text {
    /// Length: fifths of a word.
    pub(super) units: u32,
    /// Characters that are not white space.
    pub(super) chars: u32,
    /// Words between spaces; each ideograph is one.
    pub(super) words: u32,
    /// Words that begin with a capital.
    pub(super) capitals: u32,
    /// Characters that are digits.
    pub(super) digits: u32,
    /// Commas of any script.
    pub(super) commas: u32,
    /// Marks that end a sentence, of any script.
    pub(super) stops: u32,
    /// Signs that separate links or the parts of a byline: `|`, `»`, `•`, `/`.
    pub(super) separators: u32,
    /// Signs of money.
    pub(super) prices: u32,
}

impl Text {
    pub(super) fn of(text: &str) -> Self {
        let mut found = Text::default();
        let mut in_word = false;
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            // Most text is this, the rest of a word.
            if in_word && c.is_ascii_alphabetic() {
                found.chars += 1;
                continue;
            }
            if is_space(c) || c == '\u{a0}' {
                in_word = false;
                continue;
            }
            found.chars += 1;
            if is_ideograph(c) {
                found.units += UNITS_OF_IDEOGRAPH;
                found.words += 1;
                in_word = false;
            } else if is_letter(c) {
                found.digits += u32::from(c.is_numeric());
                if !in_word {
                    found.units += UNITS_OF_WORD;
                    found.words += 1;
                    found.capitals += u32::from(c.is_uppercase());
                }
                in_word = true;
            } else {
                in_word &= matches!(c, '\'' | '’');
                match c {
                    '$' | '€' | '£' | '¥' | '￥' | '₹' | '₽' | '₩' | '₺' | '₴' | '฿' => {
                        found.prices += 1
                    }
                    ',' | ';' | '，' | '、' | '；' | '،' => found.commas += 1,
                    '。' | '！' | '？' | '…' => found.stops += 1,
                    // Not the point of a number or of an address.
                    '.' | '!' | '?' if !chars.as_str().starts_with(is_letter) => found.stops += 1,
                    '|' | '»' | '•' | '·' | '/' | '>' | '›' | '｜' => found.separators += 1,
                    _ => {}
                }
            }
        }
        found
    }

    /// Words, as a reader of a script with spaces would count them.
    pub(super) fn length(self) -> f32 {
        self.units as f32 / UNITS_OF_WORD as f32
    }
}

impl AddAssign for Text {
    fn add_assign(&mut self, other: Text) {
        self.units += other.units;
        self.chars += other.chars;
        self.words += other.words;
        self.capitals += other.capitals;
        self.digits += other.digits;
        self.commas += other.commas;
        self.stops += other.stops;
        self.separators += other.separators;
        self.prices += other.prices;
    }
}

/// A character of a script that puts no spaces between words.
pub(super) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

#[cfg(test)]
mod tests {
    use super::Text;

    #[test]
    fn a_sentence_weighs_about_the_same_in_both_kinds_of_scripts() {
        let english = Text::of("The bread rises in the fridge overnight, and then it is baked.");
        let chinese = Text::of("面团在冰箱里发酵一整夜，然后拿去烤。");
        assert_eq!((english.words, english.commas, english.stops), (12, 1, 1));
        assert_eq!((chinese.words, chinese.commas, chinese.stops), (16, 1, 1));
        assert!((english.length() - chinese.length()).abs() < 3.0);
    }

    #[test]
    fn the_point_of_a_number_ends_no_sentence() {
        let text = Text::of("Version 1.25 costs 3.50 at example.org. It's Home | News");
        assert_eq!((text.stops, text.separators, text.digits), (1, 1, 6));
        assert_eq!(text.capitals, 4);
    }
}
