//! Lists: items, numbers, check boxes, and what stands in a list without being an item.
//!
//! A list directly in a list belongs to the item before it, as browsers show it; so does text. Where there is no item
//! before it, no bullet is shown: its items are those of the list around it. Numbers that do not count up by one (`value`, `reversed`) begin a new list, because Markdown counts by itself.

use super::Lowering;
use super::elements::{self, Role};
use super::facts::Has;
use crate::html::dom::Kind;
use crate::html::{NodeId, is_space};
use crate::markdown::tree::{Block, Item, List};

/// The largest number that a list can start with (CommonMark 5.2: nine digits).
const LARGEST: i64 = 999_999_999;

/// A list that is being read.
#[derive(Default)]
struct Reading {
    /// Items with the numbers that the page gives them.
    items: Vec<(Option<i64>, Item)>,
    /// Whether an item has a paragraph element.
    loose: bool,
    /// Whether all items are those of lists that stand in this one, before any of its own.
    are_lifted: bool,
    /// Nodes since the last item that are not items.
    strays: Vec<NodeId>,
}

impl Lowering<'_> {
    pub(super) fn list(&mut self, id: NodeId) {
        self.flush();
        if self.is_gutter_list(id) {
            return self.leave_out_gutter(id);
        }
        let mut reading = Reading::default();
        self.read_items(id, &mut reading);
        self.settle_strays(&mut reading);
        let step = if self.dom.attr(id, "reversed").is_some() { -1 } else { 1 };
        let first = match self.dom.attr(id, "start").and_then(integer) {
            Some(start) => start,
            None if step < 0 => i64::try_from(reading.items.len()).unwrap_or(LARGEST),
            None => 1,
        };
        if self.dom.is(id, "ol") {
            self.push_numbered(reading, first, step);
        } else {
            self.push_bullets(&mut reading);
        }
    }

    fn push_bullets(&mut self, reading: &mut Reading) {
        let Reading { items, loose, .. } = std::mem::take(reading);
        if !items.is_empty() {
            let mut items: Vec<Item> = items.into_iter().map(|(_, item)| item).collect();
            items.shrink_to_fit();
            self.blocks.push(Block::List(finish(None, loose, items)));
        }
    }

    fn read_items(&mut self, list: NodeId, reading: &mut Reading) {
        let mut next = self.dom.first_child(list);
        while let Some(child) = next {
            next = self.dom.next(child);
            match self.role_in_list(child) {
                InList::Nothing => {}
                InList::Stray => reading.strays.push(child),
                InList::Item => {
                    self.settle_strays(reading);
                    self.read_item(child, reading);
                    reading.are_lifted = false;
                }
                InList::List => {
                    self.settle_strays(reading);
                    let has_bullets = |id| matches!(self.dom.name(id), "ul" | "menu" | "dir");
                    if (reading.items.is_empty() || reading.are_lifted)
                        && has_bullets(list)
                        && has_bullets(child)
                    {
                        self.read_items(child, reading);
                        self.settle_strays(reading);
                        reading.are_lifted = true;
                        continue;
                    }
                    let outside = self.open_container();
                    self.node(child);
                    let blocks = self.close_container(outside);
                    append(reading, blocks);
                }
                InList::Wrapper => {
                    self.settle_strays(reading);
                    self.read_items(child, reading);
                    self.settle_strays(reading);
                }
            }
        }
    }

    fn role_in_list(&self, node: NodeId) -> InList {
        match self.dom.kind(node) {
            Kind::Text(slice) if self.dom.str(*slice).chars().all(is_space) => InList::Nothing,
            Kind::Text(_) => InList::Stray,
            Kind::Element(_) if self.dom.is(node, "li") => InList::Item,
            Kind::Element(_) => match elements::role(self.dom, node) {
                Role::List => InList::List,
                Role::Skip => InList::Nothing,
                Role::Block | Role::Inline | Role::Either if self.facts.has(node, Has::ITEM) => {
                    InList::Wrapper
                }
                _ => InList::Stray,
            },
            _ => InList::Nothing,
        }
    }

    fn read_item(&mut self, id: NodeId, reading: &mut Reading) {
        if self.is_note(id) {
            return;
        }
        let number = self.dom.attr(id, "value").and_then(integer);
        reading.loose |= self.dom.children(id).any(|child| self.dom.is(child, "p"));
        let item = Item { task: self.check_box(id), blocks: self.nested(id) };
        reading.items.push((number, item));
    }

    /// Text and other things between items go to the item before them, or before the list. What stands between lists
    /// stays between them.
    fn settle_strays(&mut self, reading: &mut Reading) {
        if reading.strays.is_empty() {
            return;
        }
        let strays = std::mem::take(&mut reading.strays);
        if reading.are_lifted {
            self.push_bullets(reading);
        }
        let outside = self.open_container();
        for node in strays {
            self.node(node);
        }
        let blocks = self.close_container(outside);
        match reading.items.last_mut() {
            Some((_, item)) => item.blocks.extend(blocks),
            None => self.blocks.extend(blocks),
        }
    }

    /// The state of the check box that an item starts with, also inside its first paragraph or label.
    fn check_box(&self, item: NodeId) -> Option<bool> {
        let is_blank = |node: &NodeId| self.dom.text(*node).is_some_and(|text| text.chars().all(is_space));
        let first = |node| self.dom.children(node).find(|child| !is_blank(child));
        let mut node = first(item)?;
        for _ in 0..3 {
            match self.dom.name(node) {
                "input" => break,
                "p" | "label" | "span" | "div" => node = first(node)?,
                _ => return None,
            }
        }
        let kind = self.dom.attr(node, "type").filter(|_| self.dom.is(node, "input"))?;
        kind.eq_ignore_ascii_case("checkbox").then(|| self.dom.attr(node, "checked").is_some())
    }

    fn push_numbered(&mut self, reading: Reading, first: i64, step: i64) {
        let mut expected = first;
        let mut number = first;
        let mut items: Vec<Item> = Vec::new();
        let mut start = first;
        for (own, item) in reading.items {
            number = own.unwrap_or(number);
            if number != expected && !items.is_empty() {
                let done = std::mem::take(&mut items);
                self.blocks.push(Block::List(finish(Some(start), reading.loose, done)));
            }
            if items.is_empty() {
                start = number;
            }
            items.push(item);
            expected = number.saturating_add(1);
            number = number.saturating_add(step);
        }
        if !items.is_empty() {
            self.blocks.push(Block::List(finish(Some(start), reading.loose, items)));
        }
    }
}

/// What a child of a list is.
enum InList {
    Nothing,
    Item,
    List,
    /// Something with items in it.
    Wrapper,
    Stray,
}

fn append(reading: &mut Reading, blocks: Vec<Block>) {
    match reading.items.last_mut() {
        Some((_, item)) => item.blocks.extend(blocks),
        None => reading.items.push((None, Item { task: None, blocks })),
    }
}

/// Two paragraphs in one item need a blank line between them, so that the list cannot be tight.
fn finish(start: Option<i64>, loose: bool, items: Vec<Item>) -> Box<List> {
    let is_paragraph = |block: &Block| matches!(block, Block::Paragraph(_));
    let split = |item: &Item| item.blocks.windows(2).any(|pair| pair.iter().all(is_paragraph));
    let tight = !loose && !items.iter().any(split);
    let start = start.map(|n| u32::try_from(n.min(LARGEST)).unwrap_or(1));
    Box::new(List { start, tight, items })
}

/// HTML's rules for parsing integers (WHATWG HTML, section 2.3.4.1).
pub(super) fn integer(text: &str) -> Option<i64> {
    let text = text.trim_start_matches(is_space);
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let number: i64 = digits[..end].parse().ok()?;
    Some(if negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::integer;

    #[test]
    fn numbers_as_html_reads_them() {
        assert_eq!(integer(" 7px"), Some(7));
        assert_eq!(integer("-2"), Some(-2));
        assert_eq!(integer("x"), None);
        assert_eq!(integer("99999999999999999999"), None);
    }
}
