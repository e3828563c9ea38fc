//! Inline elements: marks, links, images, code spans, raised and lowered text, ruby, quotations.

use super::Lowering;
use super::elements::MarkName;
use super::facts::Has;
use super::style;
use super::whitespace::collapse;
use crate::html::{Dom, NodeId};
use crate::markdown::texts::Text;
use crate::markdown::tree::{LinkId, Mark, Piece};

/// Characters and the raised form that Unicode has for them. Letters other than these are left
/// alone: `4th` and `TM` read better as they are than in modifier letters.
const SUPERSCRIPTS: (&str, &str) = ("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ");
const SUBSCRIPTS: (&str, &str) = ("0123456789+-−=()aeoxhklmnpstijruv", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥ");

impl Lowering<'_> {
    pub(super) fn marked(&mut self, id: NodeId, name: MarkName) {
        let outside = self.marks;
        if !self.in_code && !self.dom.attr(id, "style").is_some_and(style::is_reset) {
            self.open_mark(name.mark());
        }
        self.children(id);
        self.marks = outside;
    }

    /// Text in a line. What is for screen readers stands apart from the words around it.
    pub(super) fn inline(&mut self, id: NodeId) {
        const READERS: [&str; 4] = ["sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text"];
        let is_apart = self.dom.classes(id).any(|class| READERS.contains(&class));
        if is_apart {
            self.run.part_words();
        }
        self.children(id);
        if is_apart {
            self.run.part_words();
        }
    }

    /// A control in a line, apart from other controls and from words; what else a text has beside it is its own.
    pub(super) fn spaced(&mut self, id: NodeId) {
        match self.text_beside(id, Dom::previous) {
            Some(before) if before.ends_with(|c: char| c.is_ascii_alphanumeric()) => self.run.part_words(),
            Some(_) => {}
            None => self.run.space(&mut self.document.texts, self.marks),
        }
        self.children(id);
        match self.text_beside(id, Dom::next) {
            Some(after) if after.starts_with(|c: char| c.is_ascii_alphanumeric()) => self.run.part_words(),
            Some(_) => {}
            None => self.run.space(&mut self.document.texts, self.marks),
        }
    }

    /// The text right before or behind an element, or behind marks that end with it.
    fn text_beside(&self, id: NodeId, step: fn(&Dom, NodeId) -> Option<NodeId>) -> Option<&str> {
        let parent =
            || self.dom.parent(id).filter(|&above| matches!(self.dom.name(above), "b" | "strong" | "em"));
        let beside = step(self.dom, id).or_else(|| step(self.dom, parent()?))?;
        self.dom.text(beside)
    }

    /// A link around what is in it; without an address it is its text. A link in a link takes over,
    /// as links cannot nest in Markdown.
    pub(super) fn link(&mut self, id: NodeId) {
        let Some(url) = self.dom.attr(id, "href") else { return self.children(id) };
        let has_content = self.facts.has(id, Has::CONTENT);
        if !has_content && self.dom.first_child(id).is_some() {
            return self.children(id);
        }
        let link = self.document.link(url, self.dom.attr(id, "title").unwrap_or(""));
        let outside = self.marks;
        self.open_link(link);
        if has_content {
            self.children(id);
        } else {
            self.run.piece(Piece::Text(Text::default()), self.marks);
        }
        self.marks = outside;
    }

    pub(super) fn open_link(&mut self, link: LinkId) {
        self.marks = self.marks.without_link().with(Mark::Link(link));
    }

    /// An image, or the text that stands for it when it has no address.
    pub(super) fn image(&mut self, id: NodeId) {
        let alt = collapse(self.dom.attr(id, "alt").unwrap_or(""));
        let Some(url) = self.dom.attr(id, "src") else {
            let why = "an image without an address is the text that stands for it";
            return self.written("alt-text", why, &alt);
        };
        let image = self.document.image(url, &alt, self.dom.attr(id, "title").unwrap_or(""));
        self.run.piece(Piece::Image(image), self.marks);
    }

    /// Writes text that the page does not have.
    #[inline(never)]
    fn written(&mut self, rule: &'static str, why: &'static str, text: &str) {
        if !text.is_empty() {
            self.account.add(rule, why, text);
            self.text(text);
        }
    }

    /// Code in a line. Marks inside of it cannot be written and fall away, links can and stay.
    pub(super) fn code_span(&mut self, id: NodeId) {
        let was = std::mem::replace(&mut self.in_code, true);
        if !was {
            self.run.end_code();
        }
        self.children(id);
        self.in_code = was;
        if !was {
            self.run.end_code();
        }
    }

    pub(super) fn quotation(&mut self, id: NodeId) {
        let why = "a browser draws quotation marks around an inline quotation";
        self.written("quotation-marks", why, "“");
        self.children(id);
        self.written("quotation-marks", why, "”");
    }

    pub(super) fn superscript(&mut self, id: NodeId) {
        self.shifted(id, SUPERSCRIPTS);
    }

    pub(super) fn subscript(&mut self, id: NodeId) {
        self.shifted(id, SUBSCRIPTS);
    }

    /// Text above or below the line: in Unicode's own characters when all of it has some.
    fn shifted(&mut self, id: NodeId, table: (&str, &str)) {
        if self.in_code || !self.shift_text(id, table) {
            self.children(id);
        }
    }

    /// Writes the text in an element so. Says whether it could.
    #[inline(never)]
    fn shift_text(&mut self, id: NodeId, table: (&str, &str)) -> bool {
        let only = self.dom.first_child(id).filter(|&child| self.dom.next(child).is_none());
        let Some((only, text)) = only.and_then(|child| Some((child, self.dom.text(child)?))) else {
            return false;
        };
        let Some(shifted) = shift(text, table) else { return false };
        self.account.write(only);
        self.text(&shifted);
        true
    }

    /// The reading of a ruby text, in parentheses: the page's own (`rp`), else ours.
    pub(super) fn reading(&mut self, id: NodeId) {
        let mut before = std::iter::successors(self.dom.previous(id), |&node| self.dom.previous(node));
        let own = before.find(|&node| self.dom.is_element(node)).is_some_and(|node| self.dom.is(node, "rp"));
        if own || !self.facts.has(id, Has::CONTENT) {
            return self.children(id);
        }
        let why = "what stands above a text stands in parentheses behind it";
        self.written("ruby", why, "(");
        self.children(id);
        self.written("ruby", why, ")");
    }
}

fn shift(text: &str, table: (&str, &str)) -> Option<String> {
    let find = |c: char| {
        let mut pairs = table.0.chars().zip(table.1.chars());
        pairs.find(|(plain, _)| *plain == c).map(|(_, shifted)| shifted)
    };
    let text = text.trim_matches(crate::html::is_space);
    text.chars().map(find).collect()
}

#[cfg(test)]
mod tests {
    use super::{SUBSCRIPTS, SUPERSCRIPTS, shift};

    #[test]
    fn tables_pair_up() {
        for (plain, shifted) in [SUPERSCRIPTS, SUBSCRIPTS] {
            assert_eq!(plain.chars().count(), shifted.chars().count());
        }
    }

    #[test]
    fn all_characters_or_none() {
        assert_eq!(shift("2+", SUPERSCRIPTS).as_deref(), Some("²⁺"));
        assert_eq!(shift("[1]", SUPERSCRIPTS), None);
        assert_eq!(shift("th", SUPERSCRIPTS), None);
        assert_eq!(shift("2", SUBSCRIPTS).as_deref(), Some("₂"));
    }
}
