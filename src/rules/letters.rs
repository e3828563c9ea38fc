//! Which characters are letters, digits and small letters: what `char` says of Unicode, told faster, as all text of
//! all pages is asked about.

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
    match c {
        '0'..='9' => true,
        // Letters of Europe and the Near East, Han, Hangul.
        '\0'..='\x7f' | '\u{c0}'..='\u{65f}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => false,
        _ => c.is_numeric(),
    }
}

/// Whether a character is itself in small letters. Of some it does not know: `char::to_lowercase` does.
#[inline]
pub(crate) fn is_surely_small(c: char) -> bool {
    // Small letters of Latin, Greek and Cyrillic; signs; scripts from Hebrew to Hangul that know one case.
    matches!(c, '\0'..='@' | '['..='\u{bf}' | '\u{df}'..='\u{ff}' | '\u{3ac}'..='\u{3ce}' | '\u{430}'..='\u{45f}'
        | '\u{590}'..='\u{109f}' | '\u{1100}'..='\u{139f}' | '\u{2000}'..='\u{20ff}' | '\u{2e80}'..='\u{a63f}'
        | '\u{ac00}'..='\u{faff}')
}

/// Which of the characters up to U+33FF, kana the last of them, are letters or digits: a bit each.
static LETTERS: LazyLock<[u64; 0x3400 / 64]> = LazyLock::new(|| {
    let mut letters = [0; 0x3400 / 64];
    for c in ('\0'..'\u{3400}').filter(|c| c.is_alphanumeric()) {
        letters[c as usize >> 6] |= 1 << (c as usize & 0x3f);
    }
    letters
});

#[cfg(test)]
mod tests {
    use super::{is_letter, is_number, is_surely_small};

    #[test]
    fn letters_and_numbers_are_those_of_unicode() {
        assert!(('\0'..=char::MAX).all(|c| is_letter(c) == c.is_alphanumeric()));
        assert!(('\0'..=char::MAX).all(|c| is_number(c) == c.is_numeric()));
        assert!(('\0'..=char::MAX).all(|c| !is_surely_small(c) || c.to_lowercase().eq([c])));
    }
}
