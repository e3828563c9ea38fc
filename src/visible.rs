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
        return text.bytes().filter(u8::is_ascii_graphic).count();
    }
    text.chars().filter(|&c| is_visible(c)).count()
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
    use super::count;

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
