//! Line numbers beside code: the gutters of the usual highlighters. They are for the eye, and a reader
//! who copies the code does not want them. Where no class says what they are, they are what counts the lines.

use super::Lowering;
use super::facts::Has;
use crate::html::{NodeId, is_space};
use std::collections::HashSet;

/// Classes of elements that hold line numbers, by who writes them.
#[rustfmt::skip]
const GUTTERS: &[&str] = &[
    "lineno", "linenos", "linenodiv",                           // Pygments
    "rouge-gutter", "gutter", "gl",                             // Rouge, Hexo, SyntaxHighlighter
    "ln", "lnt", "lntd",                                        // Chroma
    "hljs-ln-numbers", "hljs-ln-line-numbers",                  // highlightjs-line-numbers
    "line-numbers-rows", "line-number", "line-numbers",         // Prism
    "line-numbers-wrapper",                                     // VuePress
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

/// Classes of elements that a reader cannot select, so that they are not copied.
const UNSELECTABLE: &[&str] = &["select-none", "user-select-none", "unselectable", "noselect", "no-select"];

/// What boxes of line numbers beside code have in their classes.
pub(super) const CLASS_PARTS: &[&str] =
    &["line-numbers-wrapper", "select-none", "unselectable", "noselect", "no-select"];

/// Classes of numbers that are part of the code: Pygments and Chroma, highlight.js, Prism, GitHub, CodeMirror.
#[rustfmt::skip]
const LITERALS: &[&str] = &[
    "m", "mi", "mf", "mh", "il", "l", "hljs-number", "number", "token", "pl-c1", "cm-number", "literal", "lit", "constant",
];

/// Elements that may hold the number of a line.
const HOLDERS: &[&str] = &["span", "div", "td", "i", "small", "label", "a"];

/// In the box of some code, so many nodes stand before it.
const NEAR: usize = 8;

/// What counts is a number from this many lines on.
const FEWEST_LINES: usize = 3;

/// What is found of the numbers of lines, while the text of some code is read.
struct Count {
    numbers: Vec<NodeId>,
    /// Whether what comes next begins a line.
    is_start: bool,
    /// Whether a number is all that the line has so far.
    is_bare: bool,
    /// Whether each line up to here begins with its number.
    holds: bool,
}

impl Lowering<'_> {
    /// The elements with which the lines of some code begin, if these hold the numbers of the lines.
    pub(super) fn line_numbers(&self, id: NodeId) -> HashSet<NodeId> {
        let mut count = Count { numbers: Vec::new(), is_start: true, is_bare: false, holds: true };
        self.count_lines(id, &mut count);
        let holds = count.holds && count.numbers.len() >= FEWEST_LINES;
        if holds { count.numbers.into_iter().collect() } else { HashSet::new() }
    }

    fn count_lines(&self, id: NodeId, count: &mut Count) {
        let mut next = self.dom.first_child(id);
        while let Some(child) = next.filter(|_| count.holds) {
            next = self.dom.next(child);
            if let Some(text) = self.dom.text(child) {
                self.count_text(child, text, count);
            } else if self.dom.is_element(child) && !self.is_gutter(child) {
                let is_line = self.dom.is(child, "br") || self.is_line(child);
                count.is_start |= is_line && !count.is_bare;
                self.count_lines(child, count);
                count.is_start |= is_line && !count.is_bare;
            }
        }
    }

    fn count_text(&self, id: NodeId, text: &str, count: &mut Count) {
        for (at, line) in text.split('\n').enumerate() {
            count.is_start |= at > 0;
            if line.chars().all(is_space) {
                count.is_bare &= at == 0;
                continue;
            }
            let number = if count.is_start || count.is_bare { self.number_of_line(id, count) } else { None };
            match number {
                Some(number) => count.numbers.push(number),
                None => count.holds &= !(count.is_start || count.is_bare && goes_on_a_number(line)),
            }
            (count.is_start, count.is_bare) = (false, number.is_some());
        }
    }

    /// The element whose only text is the number of the next line.
    fn number_of_line(&self, text: NodeId, count: &Count) -> Option<NodeId> {
        let number: usize = self.dom.text(text)?.trim_matches(is_space).parse().ok()?;
        let holder = self.dom.parent(text).filter(|&above| HOLDERS.contains(&self.dom.name(above)))?;
        let is_alone = self.dom.first_child(holder) == self.dom.last_child(holder);
        let is_code = self.dom.attr(holder, "href").is_some()
            || self.dom.classes(holder).any(|class| LITERALS.contains(&class));
        (number == count.numbers.len() + 1 && is_alone && !is_code).then_some(holder)
    }

    /// Leaves out a box of line numbers that stands beside code. Says whether the element is one.
    pub(super) fn gutter_box(&mut self, id: NodeId) -> bool {
        let found = self.facts.has_gutters && self.is_gutter_box(id);
        if found {
            self.leave_out_gutter(id);
        }
        found
    }

    fn is_gutter_box(&self, id: NodeId) -> bool {
        let named = |class| GUTTERS.contains(&class) || UNSELECTABLE.contains(&class);
        if !matches!(self.dom.name(id), "div" | "span" | "td") || !self.dom.classes(id).any(named) {
            return false;
        }
        let numbers = self.dom.descendants(id).filter_map(|node| self.dom.text(node));
        let mut numbers = numbers.flat_map(|text| text.split(is_space)).filter(|word| !word.is_empty());
        let mut counts = || (1..).zip(&mut numbers).all(|(at, word)| word.parse() == Ok::<usize, _>(at));
        self.facts.has(id, Has::CONTENT) && self.is_beside_code(id) && counts()
    }

    /// Whether an element next to this one is code, or holds it.
    fn is_beside_code(&self, id: NodeId) -> bool {
        let is_element = |node: &NodeId| self.dom.is_element(*node);
        let mut before = std::iter::successors(self.dom.previous(id), |&node| self.dom.previous(node));
        let mut after = std::iter::successors(self.dom.next(id), |&node| self.dom.next(node));
        [before.find(is_element), after.find(is_element)].into_iter().flatten().any(|beside| {
            let mut near = std::iter::once(beside).chain(self.dom.descendants(beside).take(NEAR));
            near.any(|node| self.dom.is(node, "pre"))
        })
    }

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

/// Whether a text goes on what looks like the number of a line: `1, 2` and `1 = x` count nothing.
fn goes_on_a_number(text: &str) -> bool {
    let rest = text.trim_start_matches(is_space);
    rest.starts_with([',', '.', ';', ':', ')', ']', '=', '+', '-', '*', '/', '%'])
}
