//! What stands below each node, added up from the leaves in one pass.

use super::text::Text;
use crate::html::{Dom, NodeId, Space};
use std::ops::AddAssign;

/// Sums over a node and all below it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Facts {
    pub(super) text: Text,
    /// [`Text::units`] of what stands in links.
    pub(super) linked: u32,
    pub(super) links: u32,
    pub(super) images: u32,
    pub(super) forms: u32,
    /// Elements of any kind.
    pub(super) elements: u32,
    /// Whether the node begins a line of its own, by its name or by what it holds.
    pub(super) is_block: bool,
    /// Whether it is taken or left as a whole. Of sums, neither holds.
    pub(super) is_whole: bool,
}

/// How many elements of each kind that begin a line of their own, below another element.
#[derive(Clone, Copy, Debug, Default)]
struct Parts {
    tables: u32,
    rows: u32,
    cells: u32,
    heads: u32,
    lists: u32,
    items: u32,
    paragraphs: u32,
    others: u32,
}

impl Parts {
    fn are_any(&self) -> bool {
        let Parts { tables, rows, cells, heads, lists, items, paragraphs, others } = self;
        tables + rows + cells + heads + lists + items + paragraphs + others > 0
    }

    /// Whether an element of such parts, with so much text, is taken or left as a whole: no part of code, of a table
    /// of data, or of a plain list may be missing.
    fn are_whole(&self, name: &str, units: u32) -> bool {
        let Parts { tables, rows, cells, heads, lists, items, paragraphs, others } = *self;
        let is_plain = tables + paragraphs + others == 0;
        match name {
            "pre" | "math" | "textarea" | "xmp" => true,
            "figure" => tables + lists == 0 && others <= 2,
            "table" => {
                // Long cells are a layout.
                let short = units <= cells * 30 * 5;
                is_plain && lists == 0 && (heads > 0 || (rows > 1 && cells >= rows * 2)) && short
            }
            "ul" | "ol" => is_plain && units <= items.max(1) * 60 * 5,
            "dl" => is_plain,
            _ => false,
        }
    }
}

impl AddAssign for Parts {
    fn add_assign(&mut self, other: Parts) {
        self.tables += other.tables;
        self.rows += other.rows;
        self.cells += other.cells;
        self.heads += other.heads;
        self.lists += other.lists;
        self.items += other.items;
        self.paragraphs += other.paragraphs;
        self.others += other.others;
    }
}

impl Facts {
    /// Share of the text that stands in links, from 0 to 1.
    pub(super) fn link_density(&self) -> f32 {
        self.linked as f32 / self.text.units.max(1) as f32
    }
}

impl AddAssign for Facts {
    fn add_assign(&mut self, other: Facts) {
        self.text += other.text;
        self.linked += other.linked;
        self.links += other.links;
        self.images += other.images;
        self.forms += other.forms;
        self.elements += other.elements;
    }
}

/// What is told of a tree in one pass.
pub(super) struct Gathered {
    /// Of every node, by [`NodeId::index`].
    pub(super) facts: Vec<Facts>,
    /// How many `article` there are.
    pub(super) articles: usize,
}

pub(super) fn gather(dom: &Dom, top: NodeId) -> Gathered {
    let mut gathered = Gathered { facts: vec![Facts::default(); dom.len()], articles: 0 };
    gathered.add_up(dom, top, false);
    gathered
}

impl Gathered {
    fn add_up(&mut self, dom: &Dom, id: NodeId, in_link: bool) -> (Facts, Parts) {
        let (mut sum, mut parts) = (Facts::default(), Parts::default());
        let in_link = in_link || dom.is(id, "a");
        for child in dom.children(id) {
            if let Some(text) = dom.text(child) {
                sum += self.add_text(child, Text::of(text), in_link);
            } else {
                let (own, own_parts) = self.add_up(dom, child, in_link);
                sum += own;
                parts += own_parts;
            }
        }
        let below = parts;
        let (name, mut line) = (dom.name(id), Line::No);
        if dom.is_element(id) {
            line = Line::of(name);
            sum.elements += 1;
            if dom.space(id) == Space::Html {
                own(name, line, &mut sum, &mut parts);
                self.articles += usize::from(name == "article");
            }
        }
        // An element is no part of itself.
        self.facts[id.index()] = Facts {
            is_block: line != Line::No || below.are_any(),
            is_whole: below.are_whole(name, sum.text.units),
            ..sum
        };
        (sum, parts)
    }

    #[inline]
    fn add_text(&mut self, id: NodeId, text: Text, in_link: bool) -> Facts {
        let own = Facts { text, linked: if in_link { text.units } else { 0 }, ..Facts::default() };
        // Most texts are white space.
        if text.chars > 0 {
            self.facts[id.index()] = own;
        }
        own
    }
}

/// Adds what an element is itself.
fn own(name: &str, line: Line, sum: &mut Facts, parts: &mut Parts) {
    match name {
        "a" => sum.links += 1,
        "img" | "picture" | "video" | "iframe" | "audio" => sum.images += 1,
        "input" | "form" => sum.forms += 1,
        _ => {}
    }
    match line {
        Line::Table => parts.tables += 1,
        Line::Row => parts.rows += 1,
        Line::Cell => parts.cells += 1,
        Line::Head => {
            parts.cells += 1;
            parts.heads += 1;
        }
        Line::List => parts.lists += 1,
        Line::Item => parts.items += 1,
        Line::Paragraph => parts.paragraphs += 1,
        Line::Other => parts.others += 1,
        Line::Rows | Line::No => {}
    }
}

/// What kind of line an element begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    /// It is part of one.
    No,
    Table,
    /// A part of a table that only holds rows.
    Rows,
    Row,
    Cell,
    Head,
    List,
    Item,
    Paragraph,
    Other,
}

impl Line {
    #[rustfmt::skip]
    fn of(name: &str) -> Line {
        match name {
            "table" => Line::Table,
            "thead" | "tbody" | "tfoot" => Line::Rows,
            "tr" | "caption" => Line::Row,
            "td" => Line::Cell,
            "th" => Line::Head,
            "ul" | "ol" | "dl" => Line::List,
            "li" | "dt" | "dd" => Line::Item,
            "p" | "figcaption" => Line::Paragraph,
            "address" | "article" | "aside" | "blockquote" | "body" | "center" | "details" | "dialog" | "dir" | "div"
            | "fieldset" | "figure" | "footer" | "form" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "header" | "hgroup"
            | "hr" | "legend" | "listing" | "main" | "menu" | "nav" | "pre" | "search" | "section" | "summary" | "xmp" => {
                Line::Other
            }
            _ => Line::No,
        }
    }
}
