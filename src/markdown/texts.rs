//! The texts of a document: one string, of which the tree has ranges. So a text in the tree takes eight bytes, is
//! copied like a number, and a part of it is another range.
//!
//! Text is only ever added; what nothing refers to any more stays until the document goes.

use std::ops::{Index, Range};

/// The text that a tree's ranges are of.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Texts(String);

/// A range of a document's [`Texts`], in bytes: `&texts[text]` is what stands there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Text {
    start: u32,
    end: u32,
}

impl Texts {
    /// Makes room for so many more bytes.
    pub(crate) fn reserve(&mut self, bytes: usize) {
        self.0.reserve(bytes);
    }

    /// Gives room back that nothing stands in.
    pub(crate) fn give_room_back(&mut self) {
        self.0.shrink_to_fit();
    }

    pub(crate) fn add(&mut self, text: &str) -> Text {
        let start = self.0.len();
        self.0.push_str(text);
        Text::new(start..self.0.len())
    }

    /// Adds to the end of a text. Where it is the text added last, nothing is copied but what is new; where the same
    /// stands behind it already, nothing at all.
    pub(crate) fn extend(&mut self, text: &mut Text, more: &str) {
        if self.0.as_bytes()[text.end as usize..].starts_with(more.as_bytes()) {
            text.end += more.len() as u32;
            return;
        }
        self.open(text).push_str(more);
        text.end = Text::new(0..self.0.len()).end;
    }

    /// The same with another text.
    pub(crate) fn join(&mut self, text: &mut Text, more: Text) {
        if text.end == more.start {
            text.end = more.end;
            return;
        }
        self.open(text).extend_from_within(more.range());
        text.end = Text::new(0..self.0.len()).end;
    }

    /// Makes a text the last one, so that it can grow.
    fn open(&mut self, text: &mut Text) -> &mut String {
        if text.end as usize != self.0.len() {
            let start = self.0.len();
            self.0.extend_from_within(text.range());
            *text = Text::new(start..self.0.len());
        }
        &mut self.0
    }
}

impl Index<Text> for Texts {
    type Output = str;

    fn index(&self, text: Text) -> &str {
        &self.0[text.range()]
    }
}

impl Text {
    fn new(range: Range<usize>) -> Self {
        let fit = |n| u32::try_from(n).expect("the text of a page is smaller than 4 GiB");
        Text { start: fit(range.start), end: fit(range.end) }
    }

    fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Number of bytes.
    pub(crate) fn len(self) -> usize {
        self.range().len()
    }

    pub(crate) fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// A part of it, by its place in bytes.
    pub(crate) fn part(self, part: Range<usize>) -> Text {
        let start = self.start as usize;
        Text::new(start + part.start..start + part.end)
    }
}

#[cfg(test)]
mod tests {
    use super::Texts;

    #[test]
    fn texts_grow_wherever_they_stand() {
        let mut texts = Texts::default();
        let (mut a, mut b) = (texts.add("a"), texts.add("b"));
        texts.extend(&mut b, "c");
        texts.extend(&mut a, "d");
        let mut part = b.part(0..1);
        texts.extend(&mut part, "c");
        assert_eq!(part, b);
        assert_eq!((&texts[a], &texts[b]), ("ad", "bc"));
        let mut both = a;
        texts.join(&mut both, b);
        assert_eq!((&texts[both], &texts[a], &texts[both.part(1..3)]), ("adbc", "ad", "db"));
    }

    #[test]
    fn neighbours_are_joined_where_they_stand() {
        let mut texts = Texts::default();
        let (mut a, b) = (texts.add("a"), texts.add("b"));
        texts.join(&mut a, b);
        assert_eq!((&texts[a], a), ("ab", super::Text { start: 0, end: 2 }));
    }
}
