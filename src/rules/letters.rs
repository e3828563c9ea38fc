//! Which characters are letters or digits: what `char::is_alphanumeric` and `char::is_numeric` say, told faster, as
//! all text of all pages is asked about.

use std::sync::LazyLock;

/// Whether a character is a letter or a digit of any script.
#[inline]
pub(crate) fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    match LETTERS.get(c as usize >> 6) {
        Some(letters) => letters >> (c as usize & 0x3f) & 1 == 1,
        None => matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}') || c.is_alphanumeric(),
    }
}

/// Whether a character is a digit or another number of any script.
#[inline]
pub(crate) fn is_number(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_digit();
    }
    match NUMBERS.get(c as usize >> 6) {
        Some(numbers) => numbers >> (c as usize & 0x3f) & 1 == 1,
        None => !matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}') && c.is_numeric(),
    }
}

/// A bit for each of the characters up to U+33FF, kana the last of them.
type Bits = [u64; 0x3400 / 64];

static LETTERS: LazyLock<Bits> = LazyLock::new(|| bits(char::is_alphanumeric));
static NUMBERS: LazyLock<Bits> = LazyLock::new(|| bits(char::is_numeric));

fn bits(is_one: fn(char) -> bool) -> Bits {
    let mut bits = [0; 0x3400 / 64];
    for c in ('\0'..'\u{3400}').filter(|&c| is_one(c)) {
        bits[c as usize >> 6] |= 1 << (c as usize & 0x3f);
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::{is_letter, is_number};

    #[test]
    fn letters_and_numbers_are_those_of_unicode() {
        assert!(('\0'..=char::MAX).all(|c| is_letter(c) == c.is_alphanumeric()));
        assert!(('\0'..=char::MAX).all(|c| is_number(c) == c.is_numeric()));
    }
}
