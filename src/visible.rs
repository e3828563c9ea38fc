//! Which characters a reader can see. What the ledger counts, it counts by this.
//!
//! A *visible character* is a Unicode scalar value that is neither white space (Unicode's property
//! `White_Space`, so the no-break and the full-width space too), nor a control character, nor one of the
//! format characters that [`is_unseen`] lists. It does not depend on the characters around it.

/// Whether a reader can see a character.
pub(crate) fn is_visible(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_graphic() } else { !c.is_whitespace() && !c.is_control() && !is_unseen(c) }
}

/// The number of visible characters.
pub(crate) fn count(text: &str) -> usize {
    if text.is_ascii() {
        return match text.len() {
            // Most texts are a few spaces: filling up is more work than counting.
            0..STEP => text.bytes().filter(u8::is_ascii_graphic).count(),
            _ => sum(text, |byte| byte.is_ascii_graphic()),
        };
    }
    let begin = sum(text, |byte| byte.is_ascii_graphic() || byte >= 0xc0);
    let mut unseen = 0;
    each_suspect(text, |at| unseen += usize::from(!text[at..].starts_with(is_visible)));
    begin - unseen
}

/// Whether a text may hold a character that is beyond ASCII and cannot be seen.
pub(crate) fn may_hold_unseen(text: &str) -> bool {
    let mut any = false;
    each_suspect(text, |_| any = true);
    any
}

/// As many bytes a machine looks at in one step.
const STEP: usize = 16;

/// The number of bytes of a kind, to which NUL must not belong: the last bytes are filled up with it. They are summed up
/// in bytes, so that a machine looks at many in one step.
fn sum(text: &str, counts: impl Fn(u8) -> bool) -> usize {
    // As many steps as a sum can hold.
    const STEPS: usize = u8::MAX as usize / STEP * STEP;
    let sum = |bytes: &[u8]| usize::from(bytes.iter().map(|&byte| u8::from(counts(byte))).sum::<u8>());
    let (blocks, rest) = text.as_bytes().as_chunks::<STEP>();
    let mut last = [0; STEP];
    last[..rest.len()].copy_from_slice(rest);
    blocks.as_flattened().chunks(STEPS).map(sum).sum::<usize>() + sum(&last)
}

/// Whether any byte is of a kind: without a way out in between, so that many are looked at in one step.
#[inline]
pub(crate) fn any(bytes: &[u8], is: impl Fn(u8) -> bool) -> bool {
    bytes.iter().fold(0, |any, &byte| any | u8::from(is(byte))) != 0
}

/// Tells where characters begin that may be of those that cannot be seen. Among them are all that cannot, beyond
/// ASCII.
fn each_suspect(text: &str, mut tell: impl FnMut(usize)) {
    let (blocks, rest) = text.as_bytes().as_chunks::<32>();
    let mut look = |range: std::ops::Range<usize>| {
        for at in range {
            if text.as_bytes()[at] >= 0xc2 && is_suspect(&text.as_bytes()[at..]) {
                tell(at);
            }
        }
    };
    for (number, block) in blocks.iter().enumerate() {
        if !block.is_ascii() && has_first_byte(block) {
            look(number * 32..number * 32 + 32);
        }
    }
    look(text.len() - rest.len()..text.len());
}

/// Whether one of these bytes may be the first of a character beyond ASCII that cannot be seen.
fn has_first_byte(block: &[u8; 32]) -> bool {
    block.iter().fold(0, |any, &byte| any | u8::from(matches!(byte, 0xc2 | 0xe1..=0xe3 | 0xef | 0xf3..))) != 0
}

/// Whether such a character may begin here. Dashes, quotes and the signs of Chinese are their neighbours.
#[inline]
fn is_suspect(bytes: &[u8]) -> bool {
    match *bytes {
        [0xc2, second, ..] => second <= 0xa0 || second == 0xad,
        [0xe1, second, ..] => second == 0x9a,
        [0xe2, 0x80, third, ..] => matches!(third, 0x80..=0x8f | 0xa8..=0xaf),
        [0xe2, second, ..] => second == 0x81,
        [0xe3, second, third, ..] => (second, third) == (0x80, 0x80),
        [0xef, second, ..] => second == 0xbb || second == 0xbf,
        [first, ..] => first >= 0xf3,
        [] => false,
    }
}

/// Format characters that show nothing of their own, each with what it is for. Some of them change how
/// their neighbours are shown.
pub(crate) fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{AD}'                        // soft hyphen
        | '\u{200B}'                    // zero-width space
        | '\u{200C}' | '\u{200D}'       // zero-width (non-)joiner
        | '\u{202A}'..='\u{202E}'       // bidirectional embedding and override
        | '\u{2060}'..='\u{2064}'       // word joiner, invisible operators
        | '\u{2066}'..='\u{2069}'       // bidirectional isolates
        | '\u{FEFF}'                    // byte order mark
        | '\u{FFF9}'..='\u{FFFC}'       // interlinear annotation, object replacement
        | '\u{E0000}'..='\u{E007F}'     // tags
        | '\u{E0100}'..='\u{E01EF}'     // ideographic variation selectors
    )
}

#[cfg(test)]
mod tests {
    use super::{count, is_visible, may_hold_unseen};

    #[test]
    fn every_character_counts_as_it_does_alone() {
        for c in (0..=0x10_ffff).filter_map(char::from_u32) {
            let text = String::from_iter(['中', c]);
            assert_eq!(count(&text), 1 + usize::from(is_visible(c)), "{c:?}");
            assert!(is_visible(c) || c.is_ascii() || may_hold_unseen(&text), "{c:?}");
        }
    }

    #[test]
    fn long_texts_are_counted_in_blocks() {
        let text = "a b\u{3000}中，".repeat(5_000);
        assert_eq!(count(&text), 20_000);
        assert_eq!(count(&"a b\n".repeat(20_000)), 40_000);
    }

    #[test]
    fn what_is_seen_counts() {
        let cases = [
            ("", 0),
            (" a\tb\n", 2),
            ("a\u{A0}b\u{3000}\u{2009}c", 3),
            ("面包。", 3),
            ("zero\u{200B}width\u{FEFF}", 9),
            ("\u{7}\u{1b}[31m\u{85}", 4),
            ("👨\u{200D}👩", 2),
        ];
        for (text, expected) in cases {
            assert_eq!(count(text), expected, "{text:?}");
        }
    }
}
