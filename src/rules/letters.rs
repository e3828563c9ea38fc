//! Which characters are letters or digits: what `char::is_alphanumeric` says, told faster, as all text of all
//! pages is asked about.

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
    use super::is_letter;

    #[test]
    fn letters_are_those_of_unicode() {
        assert!(('\0'..=char::MAX).all(|c| is_letter(c) == c.is_alphanumeric()));
    }
}
