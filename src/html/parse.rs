//! Text → tree, by html5ever (WHATWG HTML, section 13.2).
use super::dom::Dom;
use crate::notes::Note;

/// Whether a text is a page (it has a doctype, `html`, `head` or `body` tag) rather than a fragment.
pub(crate) fn is_whole_page(_html: &str) -> bool {
    false
}

/// Parses a whole page.
pub(crate) fn parse_page(_html: &str, _notes: &mut Vec<Note>) -> Dom {
    Dom::new()
}

/// Parses a fragment, as if it stood in `<body>`.
pub(crate) fn parse_fragment(_html: &str, _notes: &mut Vec<Note>) -> Dom {
    Dom::new()
}
