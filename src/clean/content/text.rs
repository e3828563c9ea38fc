//! What a run of text is made of, counted in one pass. Words of scripts without spaces are estimated from
//! their characters, so that a Chinese paragraph weighs as much as its translation.

use crate::html::is_space_byte;
use crate::rules::{is_letter, is_number};
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
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if byte.is_ascii_alphabetic() {
                if !in_word {
                    found.begin_word(byte.is_ascii_uppercase());
                    in_word = true;
                }
                let len = letters(&bytes[at..]);
                found.chars += len as u32;
                at += len;
            } else if is_space_byte(byte) {
                in_word = false;
                at += spaces(&bytes[at..]);
            } else if byte.is_ascii() {
                at += 1;
                in_word = found.add(char::from(byte), text, at, in_word);
            } else if let Some(c) = text[at..].chars().next() {
                at += c.len_utf8();
                in_word = found.add(c, text, at, in_word);
            }
        }
        found
    }

    fn begin_word(&mut self, is_capital: bool) {
        self.units += UNITS_OF_WORD;
        self.words += 1;
        self.capitals += u32::from(is_capital);
    }

    /// Counts a character before `at`; whether it is in a word then.
    #[inline(always)]
    fn add(&mut self, c: char, text: &str, at: usize, in_word: bool) -> bool {
        if c == '\u{a0}' {
            return false;
        }
        self.chars += 1;
        if is_ideograph(c) {
            self.units += UNITS_OF_IDEOGRAPH;
            self.words += 1;
            return false;
        }
        if is_letter(c) {
            self.digits += u32::from(is_number(c));
            if !in_word {
                self.begin_word(c.is_uppercase());
            }
            return true;
        }
        match c {
            '$' | '€' | '£' | '¥' | '￥' | '₹' | '₽' | '₩' | '₺' | '₴' | '฿' => {
                self.prices += 1
            }
            ',' | ';' | '，' | '、' | '；' | '،' => self.commas += 1,
            '。' | '！' | '？' | '…' => self.stops += 1,
            // Not the point of a number or of an address.
            '.' | '!' | '?' if !text[at..].starts_with(is_letter) => self.stops += 1,
            '|' | '»' | '•' | '·' | '/' | '>' | '›' | '｜' => self.separators += 1,
            _ => {}
        }
        in_word && matches!(c, '\'' | '’')
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

/// How many letters of ASCII a text begins with: eight bytes are looked at in one step.
fn letters(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(&eight) = bytes[at..].first_chunk() {
        let own = letters_of_eight(u64::from_le_bytes(eight));
        at += own;
        if own < 8 {
            return at;
        }
    }
    at + bytes[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count()
}

/// The same of eight bytes. The highest bit of each tells what it is: nothing is carried from one to the next.
fn letters_of_eight(bytes: u64) -> usize {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = EACH << 7;
    let small = bytes | EACH << 5;
    let low = small & !HIGH;
    let from_a = low + EACH * (0x80 - b'a' as u64);
    let beyond_z = low + EACH * (0x7f - b'z' as u64);
    let others = !(from_a & !beyond_z & !bytes) & HIGH;
    others.trailing_zeros() as usize / 8
}

/// How much white space a text begins with: between tags it is a line that begins with many spaces.
fn spaces(bytes: &[u8]) -> usize {
    let mut at = 1;
    while bytes.get(at).is_some_and(|&byte| is_space_byte(byte)) {
        let eights = bytes[at..].as_chunks().0.iter().take_while(|eight| *eight == b"        ");
        at += (eights.count() * 8).max(1);
    }
    at
}

/// A character of a script that puts no spaces between words.
pub(super) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

#[cfg(test)]
mod tests {
    use super::{Text, letters_of_eight, spaces};

    #[test]
    fn a_sentence_weighs_about_the_same_in_both_kinds_of_scripts() {
        let english = Text::of("The bread rises in the fridge overnight, and then it is baked.");
        let chinese = Text::of("面团在冰箱里发酵一整夜，然后拿去烤。");
        assert_eq!((english.words, english.commas, english.stops), (12, 1, 1));
        assert_eq!((chinese.words, chinese.commas, chinese.stops), (16, 1, 1));
        assert!((english.length() - chinese.length()).abs() < 3.0);
    }

    #[test]
    fn letters_are_told_eight_at_a_time() {
        for byte in 0..=u8::MAX {
            for at in 0..8 {
                let mut bytes = *b"abcXYZmn";
                bytes[at] = byte;
                let count = bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
                assert_eq!(letters_of_eight(u64::from_le_bytes(bytes)), count);
            }
        }
    }

    #[test]
    fn white_space_of_all_kinds_is_skipped() {
        let text = format!("a \n{}\t b", " ".repeat(21));
        assert_eq!((Text::of(&text).words, Text::of(&text).chars), (2, 2));
        assert_eq!(spaces(&text.as_bytes()[1..]), 25);
    }

    #[test]
    fn the_point_of_a_number_ends_no_sentence() {
        let text = Text::of("Version 1.25 costs 3.50 at example.org. It's Home | News");
        assert_eq!((text.stops, text.separators, text.digits), (1, 1, 6));
        assert_eq!(text.capitals, 4);
    }
}
