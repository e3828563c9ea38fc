//! A run of inline content, with HTML's white space collapsed as CSS `white-space: normal` does it
//! ([CSS Text 3, section 4.1](https://www.w3.org/TR/css-text-3/#white-space-rules)).
//!
//! Only space, tab, LF, FF and CR collapse, across the borders of inline elements too; U+00A0 and
//! U+3000 are text. A run knows nothing of elements.

use crate::html::{is_space, is_space_byte};
use crate::markdown::marks::Marks;
use crate::markdown::texts::{Text, Texts};
use crate::markdown::tree::{Piece, Span};

/// The inline content of the block that is open.
#[derive(Debug, Default)]
pub(super) struct Run {
    spans: Vec<Span>,
    end: End,
    /// Whether more code would belong to the same element as the code before it.
    code_open: bool,
    /// Whether a word that comes next is not part of the word before it.
    parts_words: bool,
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
    pub(super) fn text(&mut self, texts: &mut Texts, text: &str, marks: Marks) {
        let mut rest = text;
        if self.end != End::Solid {
            rest = skip_spaces(rest);
        }
        if rest.is_empty() {
            return;
        }
        if std::mem::take(&mut self.parts_words)
            && rest.starts_with(char::is_alphanumeric)
            && self.ends_in_word(texts)
        {
            self.space(texts, marks);
        }
        let mut end = self.end;
        let onto = self.open_text(texts, marks);
        if is_collapsed(rest) {
            texts.extend(onto, rest);
            self.end = if rest.ends_with(' ') { End::Space } else { End::Solid };
            return;
        }
        while !rest.is_empty() {
            let word = word_end(rest);
            if word > 0 {
                texts.extend(onto, &rest[..word]);
                end = End::Solid;
            }
            let after = skip_spaces(&rest[word..]);
            if word + after.len() < rest.len() && end == End::Solid {
                texts.extend(onto, " ");
                end = End::Space;
            }
            rest = after;
        }
        self.end = end;
    }

    /// Adds a space, unless there is one.
    pub(super) fn space(&mut self, texts: &mut Texts, marks: Marks) {
        self.text(texts, " ", marks);
    }

    /// Sees to it that there is a space if a word comes next right behind another one.
    pub(super) fn part_words(&mut self) {
        self.parts_words = self.end == End::Solid;
    }

    fn ends_in_word(&self, texts: &Texts) -> bool {
        let Some(&Span { piece: Piece::Text(text), .. }) = self.spans.last() else { return false };
        texts[text].ends_with(char::is_alphanumeric)
    }

    /// Adds a piece that white space does not collapse with.
    pub(super) fn piece(&mut self, piece: Piece, marks: Marks) {
        self.spans.push(Span { piece, marks });
        self.end = End::Solid;
    }

    /// Adds code, to the code before it until [`Run::end_code`]. Its white space collapses, and a
    /// space at its edge is part of it.
    pub(super) fn code(&mut self, texts: &mut Texts, text: &str, marks: Marks) {
        if text.is_empty() {
            return;
        }
        self.end = End::Solid;
        let joined = std::mem::replace(&mut self.code_open, true);
        if let Some(Span { piece: Piece::Code(code), marks: own }) = self.spans.last_mut()
            && joined
            && *own == marks
        {
            return collapse_onto(texts, code, text);
        }
        let mut code = texts.add("");
        collapse_onto(texts, &mut code, text);
        self.spans.push(Span { piece: Piece::Code(code), marks });
    }

    /// Keeps the code that comes next apart from the code before it.
    pub(super) fn end_code(&mut self) {
        self.code_open = false;
    }

    /// Ends the line; a break at the start of a run is not seen.
    pub(super) fn line_break(&mut self, texts: &Texts, marks: Marks) {
        self.trim_end(texts);
        if !self.spans.is_empty() {
            self.spans.push(Span { piece: Piece::Break, marks });
        }
        self.end = End::LineStart;
    }

    /// Ends the run and hands it out, without spaces and breaks at its edges. Code that is nothing but white space is
    /// the edge of a block that stands in it, if nothing else is there.
    pub(super) fn take(&mut self, texts: &Texts) -> Vec<Span> {
        self.trim_end(texts);
        self.end = End::LineStart;
        if self.spans.iter().all(|span| is_blank(texts, &span.piece)) {
            self.spans.clear();
        }
        while self.spans.last().is_some_and(|span| span.piece == Piece::Break) {
            self.spans.pop();
        }
        // Just as long as it must be; the run keeps its room.
        let mut spans = Vec::with_capacity(self.spans.len());
        spans.append(&mut self.spans);
        spans
    }

    /// The text at the end, or a new one, if that has other marks.
    fn open_text(&mut self, texts: &mut Texts, marks: Marks) -> &mut Text {
        let joins =
            matches!(self.spans.last(), Some(Span { piece: Piece::Text(_), marks: own }) if *own == marks);
        if !joins {
            self.spans.push(Span { piece: Piece::Text(texts.add("")), marks });
        }
        match self.spans.last_mut() {
            Some(Span { piece: Piece::Text(text), .. }) => text,
            _ => unreachable!("a text is last: it was, or it has been added"),
        }
    }

    /// Removes the one space that can be at the end.
    fn trim_end(&mut self, texts: &Texts) {
        let Some(Span { piece: Piece::Text(text), .. }) = self.spans.last_mut() else { return };
        if texts[*text].ends_with(' ') {
            *text = text.part(0..text.len() - 1);
            if text.is_empty() {
                self.spans.pop();
            }
        }
    }
}

/// Whether a piece is a break, or code that is nothing but white space.
fn is_blank(texts: &Texts, piece: &Piece) -> bool {
    match piece {
        Piece::Break => true,
        Piece::Code(code) => texts[*code].bytes().all(is_space_byte),
        _ => false,
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

fn collapse_onto(texts: &mut Texts, text: &mut Text, more: &str) {
    let mut rest = more;
    while !rest.is_empty() {
        let word = word_end(rest);
        texts.extend(text, &rest[..word]);
        rest = &rest[word..];
        if !rest.is_empty() && !texts[*text].ends_with(' ') {
            texts.extend(text, " ");
        }
        rest = skip_spaces(rest);
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
    use crate::markdown::texts::Texts;
    use crate::markdown::tree::{Mark, Piece, Span};

    fn words<'t>(texts: &'t Texts, spans: &[Span]) -> Vec<&'t str> {
        let text = |span: &Span| match span.piece {
            Piece::Text(text) => &texts[text],
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
        let (mut run, mut texts) = (Run::default(), Texts::default());
        run.text(&mut texts, " a ", Marks::NONE);
        run.text(&mut texts, " b\n", Marks::NONE.with(Mark::Strong));
        run.text(&mut texts, "\t c ", Marks::NONE);
        assert_eq!(words(&texts, &run.take(&texts)), ["a ", "b ", "c"]);
    }

    #[test]
    fn no_space_around_a_break_and_no_break_at_an_edge() {
        let (mut run, mut texts) = (Run::default(), Texts::default());
        run.line_break(&texts, Marks::NONE);
        run.text(&mut texts, "a ", Marks::NONE);
        run.line_break(&texts, Marks::NONE);
        run.text(&mut texts, " b", Marks::NONE);
        run.line_break(&texts, Marks::NONE);
        run.text(&mut texts, " ", Marks::NONE);
        assert_eq!(words(&texts, &run.take(&texts)), ["a", "?", "b"]);
    }

    #[test]
    fn no_break_space_and_ideographic_space_are_text() {
        let (mut run, mut texts) = (Run::default(), Texts::default());
        run.text(&mut texts, " \u{a0} \u{3000} ", Marks::NONE);
        assert_eq!(words(&texts, &run.take(&texts)), ["\u{a0} \u{3000}"]);
    }

    #[test]
    fn edge_spaces_of_code_stay() {
        let (mut run, mut texts) = (Run::default(), Texts::default());
        run.text(&mut texts, "a ", Marks::NONE);
        run.code(&mut texts, " b \n c ", Marks::NONE);
        run.text(&mut texts, " d", Marks::NONE);
        let spans = run.take(&texts);
        let Piece::Code(code) = spans[1].piece else { panic!("{spans:?}") };
        assert_eq!(&texts[code], " b c ");
        assert_eq!(words(&texts, &spans), ["a ", "?", " d"]);
    }
}
