//! How many words a text has, in halves: a character of Chinese or Japanese is half a word. Rules count the texts of
//! whole pages, so that most of this is about doing it quickly.

use super::letters::is_letter;

/// A word is a run of letters and digits, or two characters of a script that sets no spaces.
pub(super) fn halves(text: &str) -> u32 {
    // Half of all texts are nothing but white space.
    let text = text.trim_ascii_start();
    if text.is_ascii() {
        return words_of_ascii(text.as_bytes()) * 2;
    }
    let (mut halves, mut in_word) = (0, false);
    let bytes = text.as_bytes();
    let mut at = 0;
    // Most text is ASCII or Han, and all of it is counted on every page.
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii() {
            let is_letter = byte.is_ascii_alphanumeric();
            halves += u32::from(is_letter & !in_word) * 2;
            // `don't` and `e-mail` are one word.
            in_word = is_letter | (in_word & matches!(byte, b'\'' | b'-'));
            at += 1;
        } else if matches!(byte, 0xe5..=0xe9) {
            // U+5000 to U+9FFF: letters all.
            (halves, in_word, at) = (halves + 1, false, at + 3);
        } else {
            let Some(c) = text[at..].chars().next() else { break };
            let is_letter = is_letter(c);
            if is_ideographic(c) {
                halves += u32::from(is_letter);
                in_word = false;
            } else {
                halves += u32::from(is_letter & !in_word) * 2;
                in_word = is_letter || (in_word && c == '’');
            }
            at += c.len_utf8();
        }
    }
    halves
}

/// A word begins at each letter behind another sign; those that a hyphen or an apostrophe joins were counted
/// twice. Summed up in bytes, so that many are looked at in one step.
fn words_of_ascii(text: &[u8]) -> u32 {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric();
    let Some((&first, after)) = text.split_first() else { return 0 };
    let starts = |(here, before): (&[u8], &[u8])| {
        let pairs = here.iter().zip(before);
        u32::from(pairs.map(|(&here, &before)| u8::from(is_letter(here) & !is_letter(before))).sum::<u8>())
    };
    let part = usize::from(u8::MAX);
    let starts: u32 = after.chunks(part).zip(text[..after.len()].chunks(part)).map(starts).sum();
    let joined = |at: usize| {
        // Of several such signs in a row, the last speaks.
        let rest = text[..at].iter().rev().find(|&&byte| !matches!(byte, b'\'' | b'-'));
        rest.is_some_and(|&byte| is_letter(byte)) && text.get(at + 1).is_some_and(|&byte| is_letter(byte))
    };
    let joined = memchr::memchr2_iter(b'\'', b'-', text).filter(|&at| joined(at)).count();
    u32::from(is_letter(first)) + starts - joined as u32
}

/// Han, kana and Thai; Hangul has spaces between words.
fn is_ideographic(c: char) -> bool {
    c >= '\u{e00}'
        && matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}' | '\u{e00}'..='\u{e7f}')
}

#[cfg(test)]
mod tests {
    use super::{halves, is_ideographic};

    #[test]
    fn words_are_counted_in_any_script() {
        for (text, expected) in [
            ("", 0),
            (" — … ", 0),
            ("one two", 4),
            ("don't e-mail", 4),
            ("-a--b '' c'd- 'e' f-", 8),
            ("相关阅读", 4),
            ("看 iPhone 15 吧", 6),
            ("한국어 문장", 4),
            ("Über 3,5 Liter", 8),
            ("x-中y", 5),
            ("слово, ещё слово", 6),
            ("٣ أيام «a»", 6),
        ] {
            assert_eq!(halves(text), expected, "{text}");
        }
    }

    #[test]
    fn han_are_letters_all() {
        assert!(('\u{5000}'..='\u{9fff}').all(|c| is_ideographic(c) && c.is_alphanumeric()));
    }
}
