//! Code blocks: the text of a `pre` exactly as it stands, with the lines that a page makes of elements.
//!
//! A line is what ends in a newline or `<br>`, and what stands in an element of its own: `div`, `li`, `p`,
//! a table row, one `code` of several in a `pre`, a span that its style or its class makes a line. A `pre` with images,
//! paragraphs or Chinese sentences, and without code, is a box of text: its lines stay, and the rest is lowered as
//! anywhere.

use super::facts::Has;
use super::whitespace::collapse;
use super::{Lowering, elements, language, style};
use crate::html::dom::Kind;
use crate::html::{NodeId, is_space};
use crate::markdown::marks::Marks;
use crate::markdown::tree::{Block, Piece, Span};
use crate::visible;
use std::collections::HashSet;

/// No name of a language has so many characters.
const LONGEST_LABEL: usize = 20;

/// Between code and the label above it stand so many nodes at most.
const LABEL_REACH: usize = 30;

/// Comments in code may have some sentences, too: prose has so many at least.
const SENTENCES: usize = 2;

/// Classes of the lines of code: Shiki, Prism in React, Monaco.
const LINES: &[&str] = &["line", "token-line", "code-line", "view-line"];

/// The text of a code block that is being read.
#[derive(Default)]
struct Lines {
    text: String,
    /// Whether an element that is a line has ended and nothing came after it.
    ended: bool,
    images: Vec<NodeId>,
    gutters: Vec<NodeId>,
    /// Elements that hold the numbers of the lines, though no class says so.
    numbers: HashSet<NodeId>,
    /// The name of the language, where that is written in the box of the code.
    label: Option<NodeId>,
    /// The text nodes that are written.
    texts: Vec<NodeId>,
}

impl Lowering<'_> {
    pub(super) fn preformatted(&mut self, id: NodeId) {
        let language = self.language(id);
        let is_box =
            || self.facts.has(id, Has::IMAGE) || self.facts.has(id, Has::PARAGRAPH) || self.is_prose(id);
        if language.is_empty() && !self.facts.has(id, Has::CODE) && is_box() {
            return self.text_box(id);
        }
        self.code_block(id, language);
    }

    /// The code beside line numbers in a table. Says whether the table is one of those.
    pub(super) fn code_table(&mut self, id: NodeId) -> bool {
        let found = self.is_code_table(id);
        if found {
            let language = self.language(id);
            self.code_block(id, language);
        }
        found
    }

    fn code_block(&mut self, id: NodeId, mut language: String) {
        self.flush();
        let (label, numbers) = (self.label_inside(id), self.line_numbers(id));
        let mut lines = Lines { label, numbers, ..Lines::default() };
        self.read_lines(id, &mut lines);
        let Lines { mut text, images, gutters, texts, label, .. } = lines;
        texts.into_iter().for_each(|text| self.account.write(text));
        if text.ends_with('\n') {
            text.pop();
        }
        if let Some(label) = label {
            if language.is_empty() {
                language = collapse(&self.dom.text_content(label));
            }
            self.leave_out_label_of(label);
        }
        if !text.is_empty() || self.facts.has(id, Has::CODE) {
            self.leave_out_label(id, &language);
            let (language, text) = (self.document.texts.add(&language), self.document.texts.add(&text));
            self.blocks.push(Block::Code { language, text });
        }
        for gutter in gutters {
            self.leave_out_gutter(gutter);
        }
        for image in images {
            self.image(image);
        }
        self.flush();
    }

    /// Takes back a line right above code that is the name of its language and nothing else: a highlighter's label,
    /// which the fence says again.
    fn leave_out_label(&mut self, id: NodeId, language: &str) {
        let Some(Block::Paragraph(line)) = self.blocks.last() else { return };
        let &[Span { piece: Piece::Text(text), marks: Marks::NONE }] = &line[..] else { return };
        let above = self.document.texts[text].trim_matches(is_space);
        if language.is_empty() || !language::is_name_of(above, language) {
            return;
        }
        let is_label = |text: &&str| text.trim_matches(is_space) == above;
        let node = self.text_before(id).filter(|&node| self.dom.text(node).filter(is_label).is_some());
        if let Some((node, parent)) = node.and_then(|node| Some((node, self.dom.parent(node)?))) {
            self.blocks.pop();
            self.account.take_back(node);
            self.leave_out_label_of(parent);
        }
    }

    fn leave_out_label_of(&mut self, id: NodeId) {
        self.account.leave_out(id, "code-label", "a label above code names its language, as the fence does");
    }

    /// The element before the only `code` in a `pre` that is the name of a language and nothing else.
    fn label_inside(&self, id: NodeId) -> Option<NodeId> {
        let label = self.dom.children(id).find(|&child| self.dom.is_element(child))?;
        let mut codes = self.dom.descendants(id).filter(|&node| self.dom.is(node, "code"));
        let is_one = codes.next().is_some_and(|code| code != label) && codes.next().is_none();
        let is_name = || language::is_language(&collapse(&self.dom.text_content(label)));
        (is_one
            && !self.facts.has(label, Has::CODE)
            && self.dom.visible_chars(label) < LONGEST_LABEL
            && is_name())
        .then_some(label)
    }

    /// The text with something to be seen that stands next before an element, if not far away.
    fn text_before(&self, id: NodeId) -> Option<NodeId> {
        let before = |node: NodeId| match self.dom.previous(node) {
            Some(other) => Some(
                std::iter::successors(Some(other), |&node| self.dom.last_child(node)).last().unwrap_or(other),
            ),
            None => self.dom.parent(node),
        };
        std::iter::successors(before(id), |&node| before(node))
            .take(LABEL_REACH)
            .find(|&node| self.dom.is_seen_text(node))
    }

    fn read_lines(&self, id: NodeId, lines: &mut Lines) {
        let code_lines = self.has_code_lines(id);
        let blanks_count = !matches!(self.dom.name(id), "ul" | "ol" | "table" | "tbody" | "thead" | "tr");
        for child in self.dom.children(id) {
            match self.dom.kind(child) {
                Kind::Text(slice) => {
                    let text = self.dom.str(*slice);
                    if (blanks_count && !code_lines) || !text.chars().all(is_space) {
                        lines.push(text);
                        lines.texts.push(child);
                    }
                }
                Kind::Element(_) if lines.label == Some(child) => {}
                Kind::Element(_) if self.is_gutter(child) || lines.numbers.contains(&child) => {
                    lines.gutters.push(child)
                }
                Kind::Element(_) => self.read_element(child, code_lines, lines),
                _ => {}
            }
        }
    }

    fn read_element(&self, id: NodeId, code_lines: bool, lines: &mut Lines) {
        let name = self.dom.name(id);
        match name {
            "br" => lines.push("\n"),
            "img" => lines.images.push(id),
            "script" | "style" | "button" | "template" => {}
            "td" | "th" | "tbody" | "thead" | "table" | "ul" | "ol" | "pre" => self.read_lines(id, lines),
            _ if name == "code" && code_lines || self.is_line(id) => {
                let start = lines.begin();
                self.read_lines(id, lines);
                lines.end(start);
            }
            _ => self.read_lines(id, lines),
        }
    }

    /// Whether an element in code is a line: a block, by its name or its style; or by its class, where nothing parts it from
    /// the line beside it.
    pub(super) fn is_line(&self, id: NodeId) -> bool {
        let is_named = |node: NodeId| self.dom.classes(node).any(|class| LINES.contains(&class));
        let is_beside = || {
            let beside = [self.dom.previous(id), self.dom.next(id)];
            beside.into_iter().flatten().any(|node| self.dom.is_element(node) && is_named(node))
        };
        elements::role(self.dom, id).is_block()
            || self.dom.attr(id, "style").is_some_and(style::is_block)
            || is_named(id) && is_beside()
    }

    /// Whether each `code` in a `pre` is a line: there are several, and nothing else.
    fn has_code_lines(&self, id: NodeId) -> bool {
        let is_blank = |node: NodeId| match self.dom.kind(node) {
            Kind::Text(slice) => self.dom.str(*slice).chars().all(is_space),
            Kind::Element(_) => false,
            _ => true,
        };
        let solid = || self.dom.children(id).filter(|&child| !is_blank(child));
        self.dom.is(id, "pre") && solid().nth(1).is_some() && solid().all(|child| self.dom.is(child, "code"))
    }

    /// Whether sentences in ideographs stand in an element, and next to nothing else, as in the news of some Chinese
    /// sites. Code has words, numbers and signs of ASCII.
    fn is_prose(&self, id: NodeId) -> bool {
        let (mut stops, mut signs, mut all) = (0, 0, 0);
        for text in self.dom.descendants(id).filter_map(|node| self.dom.text(node)) {
            for c in text.chars().filter(|&c| visible::is_visible(c)) {
                all += 1;
                stops += usize::from(c == '。');
                signs += usize::from(c.is_ascii());
            }
        }
        stops >= SENTENCES && signs * 10 < all
    }

    /// A `pre` that an author used as a box: blocks, in which a newline ends a line.
    fn text_box(&mut self, id: NodeId) {
        let was = std::mem::replace(&mut self.in_box, true);
        self.block(id);
        self.in_box = was;
    }

    /// Text of a box, line by line.
    pub(super) fn boxed_text(&mut self, text: &str) {
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.run.line_break(&self.document.texts, self.marks);
            }
            self.run.text(&mut self.document.texts, line, self.marks);
        }
    }
}

impl Lines {
    fn push(&mut self, text: &str) {
        let after_line = std::mem::replace(&mut self.ended, false);
        if after_line && !text.starts_with('\n') {
            self.text.push('\n');
        }
        self.text.push_str(text);
    }

    /// Begins a line that is an element, and returns where.
    fn begin(&mut self) -> usize {
        let after_line = std::mem::replace(&mut self.ended, false);
        if after_line || !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.text.len()
    }

    /// Ends it; a line break at its end shows nothing, and neither do spaces.
    fn end(&mut self, start: usize) {
        if self.text.len() > start && self.text.ends_with('\n') {
            self.text.pop();
        }
        let line = self.text[start..].trim_end_matches([' ', '\t']).len();
        self.text.truncate(start + line);
        self.ended = true;
    }
}
