//! Text as metadata have it: on one line, without markup, and forms of it to compare.

use crate::html::{is_space, text_of};
use crate::rules::{is_letter, is_surely_small};
use std::borrow::Cow;

/// White space and ends of lines collapsed. Characters that no reader sees are no part of a value, nor is what no text
/// may hold.
pub(super) fn collapse(text: &str) -> String {
    collapsed(text).into_owned()
}

fn rewrite(text: &str) -> String {
    let parts = |c: char| is_space(c) || matches!(c, '\u{a0}' | '\u{2028}' | '\u{2029}');
    let words = text.split(parts).filter(|word| !word.is_empty());
    let mut line = words.collect::<Vec<_>>().join(" ");
    let is_unseen = |c| matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}');
    line.retain(|c| !c.is_control() && !is_unseen(c));
    line
}

/// The same, without a copy of what is in that form already, as most texts are.
pub(super) fn collapsed(text: &str) -> Cow<'_, str> {
    let text = text.trim_matches(is_space);
    // Each of the others that matter begins with one of these bytes, or is a control character.
    let is_suspect = |byte: u8| byte < b' ' || matches!(byte, 0x7f | 0xc2 | 0xe2 | 0xef);
    let mut before = b'x';
    for byte in text.bytes() {
        if is_suspect(byte) || byte == b' ' && before == b' ' {
            return Cow::Owned(rewrite(text));
        }
        before = byte;
    }
    Cow::Borrowed(text)
}

/// A value that may have been escaped once too often: `&amp;amp;` is no text that anybody writes. `&lt;b&gt;`
/// is, in titles about HTML, so angle brackets stay as they are, escaped or not.
pub(super) fn plain(text: &str) -> String {
    let has_reference = text.contains('&') && text.contains(';');
    if !has_reference || text.contains("&lt;") || text.contains("&gt;") {
        return collapse(text);
    }
    collapse(&text_of(&text.replace('<', "&lt;")))
}

/// Letters and digits alone, in lower case: two texts that read the same are the same in this form.
pub(super) fn squash(text: &str) -> String {
    let mut squashed = String::with_capacity(text.len());
    for c in text.chars().filter(|&c| is_letter(c)) {
        if c.is_ascii() || is_surely_small(c) {
            squashed.push(c.to_ascii_lowercase());
        } else {
            squashed.extend(c.to_lowercase());
        }
    }
    squashed
}
