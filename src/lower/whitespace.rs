//! A run of inline content, with HTML's white space collapsed as CSS `white-space: normal` does it
//! ([CSS Text 3, section 4.1](https://www.w3.org/TR/css-text-3/#white-space-rules)).
//!
//! Only space, tab, LF, FF and CR collapse, across the borders of inline elements too; U+00A0 and
//! U+3000 are text. A run knows nothing of elements.

use crate::html::{is_space, is_space_byte};
use crate::markdown::marks::Marks;
use crate::markdown::tree::{Piece, Span};

/// The inline content of the block that is open.
#[derive(Debug, Default)]
pub(super) struct Run {
    spans: Vec<Span>,
    end: End,
    /// Whether more code would belong to the same element as the code before it.
    code_open: bool,
}

/// What a run ends with, which decides whether a space after it is seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum End {
    /// Nothing, or a line break.
    #[default]
    LineStart,
    Space,
    Solid,
}

impl Run {
    /// Adds text; its white space collapses with what is there.
    pub(super) fn text(&mut self, text: &str, marks: Marks) {
        let mut rest = text;
        if self.end != End::Solid {
            rest = skip_spaces(rest);
        }
        if rest.is_empty() {
            return;
        }
        let mut end = self.end;
        let onto = self.open_text(rest.len(), marks);
        if is_collapsed(rest) {
            onto.push_str(rest);
            self.end = if rest.ends_with(' ') { End::Space } else { End::Solid };
            return;
        }
        while !rest.is_empty() {
            let word = word_end(rest);
            if word > 0 {
                onto.push_str(&rest[..word]);
                end = End::Solid;
            }
            let after = skip_spaces(&rest[word..]);
            if word + after.len() < rest.len() && end == End::Solid {
                onto.push(' ');
                end = End::Space;
            }
            rest = after;
        }
        self.end = end;
    }

    /// Adds a space, unless there is one.
    pub(super) fn space(&mut self, marks: Marks) {
        self.text(" ", marks);
    }

    /// Adds a piece that white space does not collapse with.
    pub(super) fn piece(&mut self, piece: Piece, marks: Marks) {
        self.spans.push(Span { piece, marks });
        self.end = End::Solid;
    }

    /// Adds code, to the code before it until [`Run::end_code`]. Its white space collapses, and a
    /// space at its edge is part of it.
    pub(super) fn code(&mut self, text: &str, marks: Marks) {
        if text.is_empty() {
            return;
        }
        self.end = End::Solid;
        let joined = std::mem::replace(&mut self.code_open, true);
        if let Some(Span { piece: Piece::Code(code), marks: own }) = self.spans.last_mut()
            && joined
            && *own == marks
        {
            return collapse_onto(code, text);
        }
        let mut code = String::with_capacity(text.len());
        collapse_onto(&mut code, text);
        self.spans.push(Span { piece: Piece::Code(code), marks });
    }

    /// Keeps the code that comes next apart from the code before it.
    pub(super) fn end_code(&mut self) {
        self.code_open = false;
    }

    /// Ends the line; a break at the start of a run is not seen.
    pub(super) fn line_break(&mut self, marks: Marks) {
        self.trim_end();
        if !self.spans.is_empty() {
            self.spans.push(Span { piece: Piece::Break, marks });
        }
        self.end = End::LineStart;
    }

    /// Ends the run and hands it out, without spaces and breaks at its edges.
    pub(super) fn take(&mut self) -> Vec<Span> {
        self.trim_end();
        self.end = End::LineStart;
        while self.spans.last().is_some_and(|span| span.piece == Piece::Break) {
            self.spans.pop();
        }
        // Just as long as it must be; the run keeps its room.
        let mut spans = Vec::with_capacity(self.spans.len());
        spans.append(&mut self.spans);
        spans
    }

    /// The text at the end, or a new one with room for so many bytes, if that has other marks.
    fn open_text(&mut self, bytes: usize, marks: Marks) -> &mut String {
        let joins =
            matches!(self.spans.last(), Some(Span { piece: Piece::Text(_), marks: own }) if *own == marks);
        if !joins {
            let text = String::with_capacity(bytes);
            self.spans.push(Span { piece: Piece::Text(text), marks });
        }
        match self.spans.last_mut() {
            Some(Span { piece: Piece::Text(text), .. }) => text,
            _ => unreachable!("a text is last: it was, or it has been added"),
        }
    }

    /// Removes the one space that can be at the end.
    fn trim_end(&mut self) {
        let Some(Span { piece: Piece::Text(text), .. }) = self.spans.last_mut() else { return };
        if text.ends_with(' ') {
            text.pop();
            if text.is_empty() {
                self.spans.pop();
            }
        }
    }
}

/// Whether all white space is single spaces and there is no control character, as in most texts. Eight bytes are
/// looked at in one step, as one number.
fn is_collapsed(text: &str) -> bool {
    const ONES: u64 = u64::MAX / 0xff;
    const LOW: u64 = ONES * 0x7f;
    // The highest bit of each byte that is less than a space; and of each that is one.
    let controls = |word: u64| !((word & LOW) + ONES * 0x60) & !word & !LOW;
    let spaces = |word: u64| {
        let other = word ^ (ONES * u64::from(b' '));
        !(((other & LOW) + LOW) | other) & !LOW
    };
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let mut last = [b'x'; 8];
    last[..rest.len()].copy_from_slice(rest);
    let (mut found, mut before) = (0, 0);
    for word in words.iter().chain([&last]) {
        let word = u64::from_le_bytes(*word);
        let spaces = spaces(word);
        found |= controls(word) | (spaces & ((spaces << 8) | (before >> 56)));
        before = spaces;
    }
    found == 0
}

/// Number of bytes before the first white space.
fn word_end(text: &str) -> usize {
    text.bytes().position(is_space_byte).unwrap_or(text.len())
}

fn skip_spaces(text: &str) -> &str {
    let start = text.bytes().position(|byte| !is_space_byte(byte)).unwrap_or(text.len());
    &text[start..]
}

fn collapse_onto(text: &mut String, more: &str) {
    let mut was_space = text.ends_with(' ');
    for c in more.chars() {
        let space = is_space(c);
        match (space, was_space) {
            (true, true) => {}
            (true, false) => text.push(' '),
            (false, _) => text.push(c),
        }
        was_space = space;
    }
}

/// An attribute's value with its white space collapsed and none at its edges.
pub(super) fn collapse(value: &str) -> String {
    let words: Vec<&str> = value.split(is_space).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Run, is_collapsed};
    use crate::markdown::marks::Marks;
    use crate::markdown::tree::{Mark, Piece, Span};

    fn texts(spans: &[Span]) -> Vec<&str> {
        let text = |span| match span {
            &Span { piece: Piece::Text(ref text), .. } => text.as_str(),
            _ => "?",
        };
        spans.iter().map(text).collect()
    }

    #[test]
    fn text_is_collapsed_wherever_its_spaces_stand() {
        for len in 0..40 {
            for (at, c) in
                (0..len).flat_map(|at| [' ', '\n', '\t', '\0', '!', '中', '\u{a0}'].map(|c| (at, c)))
            {
                let mut text: String = "wörter ".chars().cycle().take(len).collect();
                let place = text.char_indices().nth(at).expect("it is as long").0;
                text.insert(place, c);
                let expected = !text.contains("  ") && !text.contains(|c: char| c < ' ');
                assert_eq!(is_collapsed(&text), expected, "{text:?}");
            }
        }
    }

    #[test]
    fn one_space_across_inline_borders() {
        let mut run = Run::default();
        run.text(" a ", Marks::NONE);
        run.text(" b\n", Marks::NONE.with(Mark::Strong));
        run.text("\t c ", Marks::NONE);
        assert_eq!(texts(&run.take()), ["a ", "b ", "c"]);
    }

    #[test]
    fn no_space_around_a_break_and_no_break_at_an_edge() {
        let mut run = Run::default();
        run.line_break(Marks::NONE);
        run.text("a ", Marks::NONE);
        run.line_break(Marks::NONE);
        run.text(" b", Marks::NONE);
        run.line_break(Marks::NONE);
        run.text(" ", Marks::NONE);
        assert_eq!(texts(&run.take()), ["a", "?", "b"]);
    }

    #[test]
    fn no_break_space_and_ideographic_space_are_text() {
        let mut run = Run::default();
        run.text(" \u{a0} \u{3000} ", Marks::NONE);
        assert_eq!(texts(&run.take()), ["\u{a0} \u{3000}"]);
    }

    #[test]
    fn edge_spaces_of_code_stay() {
        let mut run = Run::default();
        run.text("a ", Marks::NONE);
        run.code(" b \n c ", Marks::NONE);
        run.text(" d", Marks::NONE);
        let spans = run.take();
        assert_eq!(spans[1].piece, Piece::Code(" b c ".to_owned()));
        assert_eq!(texts(&spans), ["a ", "?", " d"]);
    }
}
