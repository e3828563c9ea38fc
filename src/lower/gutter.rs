//! Line numbers beside code: the gutters of the usual highlighters. They are for the eye, and a reader
//! who copies the code does not want them.

use super::Lowering;
use super::facts::Has;
use crate::html::{NodeId, is_space};

/// Classes of elements that hold line numbers, by who writes them.
#[rustfmt::skip]
const GUTTERS: &[&str] = &[
    "lineno", "linenos", "linenodiv",                           // Pygments
    "rouge-gutter", "gutter", "gl",                             // Rouge, Hexo, SyntaxHighlighter
    "ln", "lnt", "lntd",                                        // Chroma
    "hljs-ln-numbers", "hljs-ln-line-numbers",                  // highlightjs-line-numbers
    "line-numbers-rows", "line-number", "line-numbers",         // Prism
    "linenumber", "react-syntax-highlighter-line-number",       // react-syntax-highlighter
    "blob-num", "js-line-number",                               // GitHub
    "code-snippet__line-index",                                 // WeChat
    "crayon-nums", "crayon-num",                                // Crayon
    "pre-numbering",                                            // CSDN
];

/// Classes of the table cells that hold the code itself.
#[rustfmt::skip]
const CODE_CELLS: &[&str] = &[
    "code", "rouge-code", "lntd", "hljs-ln-code", "hljs-ln-line", "blob-code", "crayon-code",
];

impl Lowering<'_> {
    /// Whether an element inside code holds line numbers and nothing else.
    pub(super) fn is_gutter(&self, id: NodeId) -> bool {
        let named = self.dom.classes(id).any(|class| GUTTERS.contains(&class));
        let numbers = || {
            let is_number = |c: char| c.is_ascii_digit() || c == '.' || c == '\u{a0}' || is_space(c);
            std::iter::once(id)
                .chain(self.dom.descendants(id))
                .filter_map(|node| self.dom.text(node))
                .all(|text| text.chars().all(is_number))
        };
        named && numbers() || self.is_empty_list(id)
    }

    /// Whether a list is the column of line numbers that WeChat puts before code: nothing but markers.
    pub(super) fn is_gutter_list(&self, id: NodeId) -> bool {
        let mut after = std::iter::successors(self.dom.next(id), |&node| self.dom.next(node));
        let beside = after.find(|&node| self.dom.is_element(node));
        self.is_empty_list(id) && beside.is_some_and(|node| self.dom.is(node, "pre"))
    }

    fn is_empty_list(&self, id: NodeId) -> bool {
        matches!(self.dom.name(id), "ul" | "ol") && !self.facts.has(id, Has::CONTENT)
    }

    /// Whether a table is what a highlighter makes to put numbers beside code.
    pub(super) fn is_code_table(&self, id: NodeId) -> bool {
        let mut node = Some(id);
        while let Some(parent) = node.filter(|&node| !self.dom.is(node, "tr")) {
            node = self.dom.children(parent).find(|&child| matches!(self.dom.name(child), "tbody" | "tr"));
        }
        let is_code = |cell| self.dom.classes(cell).any(|class| CODE_CELLS.contains(&class));
        let is_gutter = |cell| self.is_gutter(cell) || self.dom.has_class(cell, "blob-num");
        node.is_some_and(|row| {
            let (mut codes, mut gutters) = (0, 0);
            for cell in self.dom.children(row).filter(|&cell| self.dom.is(cell, "td")) {
                gutters += usize::from(is_gutter(cell));
                codes += usize::from(is_code(cell) && !is_gutter(cell));
            }
            codes == 1 && (gutters > 0 || self.dom.classes(id).any(|class| class.contains("hljs-ln")))
        })
    }

    pub(super) fn leave_out_gutter(&mut self, id: NodeId) {
        self.account.leave_out(id, "line-numbers", "line numbers beside code are not part of it");
    }
}
