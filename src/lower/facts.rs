//! What there is below each node, found in one pass, so that no later question walks a subtree.

use super::alert;
use super::elements::{self, Role};
use super::footnote;
use super::forum;
use super::gutter;
use super::math;
use crate::html::{Dom, NodeId, Space, is_space_byte};

/// A set of things, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Has(u8);

impl Has {
    /// An element that ends a paragraph.
    pub(super) const BLOCK: Has = Has(1);
    /// Something to see: text, an image, a rule, a formula.
    pub(super) const CONTENT: Has = Has(1 << 1);
    pub(super) const IMAGE: Has = Has(1 << 2);
    pub(super) const CODE: Has = Has(1 << 3);
    /// A paragraph or section: a `pre` that has some and no code is a box of text.
    pub(super) const PARAGRAPH: Has = Has(1 << 4);
    /// An item of a list.
    pub(super) const ITEM: Has = Has(1 << 5);
    pub(super) const HEADING: Has = Has(1 << 6);
    /// A formula whose source is known.
    pub(super) const TEX: Has = Has(1 << 7);
}

/// What each node of a tree is or holds, and what no node of it can be.
pub(super) struct Facts {
    has: Vec<Has>,
    /// Whether there may be an element that draws a formula, by its class or its name.
    pub(super) draws_math: bool,
    /// Whether there may be an element that is a call-out by its class.
    pub(super) calls_out: bool,
    /// Whether there may be a post of a forum, by its class.
    pub(super) is_forum: bool,
    /// Whether there may be a box of line numbers beside code, by its class.
    pub(super) has_gutters: bool,
    /// By node: whether it is a text with something in it.
    pub(super) texts: Vec<bool>,
    /// Number of bytes of those texts.
    pub(super) text_bytes: usize,
    /// Number of links.
    pub(super) links: usize,
    /// The links that may be marks of footnotes.
    pub(super) note_marks: Vec<NodeId>,
}

impl Facts {
    /// Looks at `top` and everything below it.
    pub(super) fn gather(dom: &Dom, top: NodeId) -> Facts {
        let mut facts = Facts {
            has: vec![Has::default(); dom.len()],
            draws_math: false,
            calls_out: false,
            is_forum: false,
            has_gutters: false,
            texts: vec![false; dom.len()],
            text_bytes: 0,
            links: 0,
            note_marks: Vec::new(),
        };
        facts.look(dom, top);
        facts
    }

    /// Finds what a node is or has below it.
    fn look(&mut self, dom: &Dom, node: NodeId) -> Has {
        let mut has = Has::default();
        if let Some(text) = dom.text(node) {
            let is_solid = !text.bytes().all(is_space_byte);
            self.texts[node.index()] = is_solid;
            if is_solid {
                self.text_bytes += text.len();
                has = Has::CONTENT;
            }
        } else if dom.is_element(node) {
            has = own(dom, node);
            if dom.is_anchor(node) && dom.space(node) == Space::Html {
                self.read_link(dom, node);
            }
            self.draws_math |= dom.name(node) == math::ASSISTIVE;
            self.read_class(dom.attr(node, "class").unwrap_or(""));
        }
        let mut next = dom.first_child(node);
        while let Some(child) = next.filter(|_| !dom.is_stopped()) {
            has.0 |= self.look(dom, child).0;
            next = dom.next(child);
        }
        self.has[node.index()] = has;
        has
    }

    #[inline(never)]
    fn read_link(&mut self, dom: &Dom, link: NodeId) {
        self.links += 1;
        if footnote::is_reference(dom, link) || footnote::may_be_reference(dom, link) {
            self.note_marks.push(link);
        }
    }

    /// Looks for parts of classes. For texts as short as classes this is quicker than a search for each.
    fn read_class(&mut self, class: &str) {
        let class = class.as_bytes();
        for (at, pair) in class.windows(2).enumerate() {
            if BEGINS_PART[usize::from(pair[0])] >> (pair[1] % 32) & 1 == 1 {
                let begins = |part: &&str| class[at..].starts_with(part.as_bytes());
                self.draws_math |= math::CLASS_PARTS.iter().any(begins);
                self.calls_out |= alert::CLASS_PARTS.iter().any(begins);
                self.is_forum |= forum::CLASS_PARTS.iter().any(begins);
                self.has_gutters |= gutter::CLASS_PARTS.iter().any(begins);
            }
        }
    }

    /// Whether a node is, or has below it, such a thing.
    pub(super) fn has(&self, node: NodeId, what: Has) -> bool {
        self.has[node.index()].0 & what.0 != 0
    }
}

/// By the first byte of the parts that are looked for in classes, a bit for the second one, by its last digits.
static BEGINS_PART: [u32; 256] = {
    let mut table = [0; 256];
    let lists = [math::CLASS_PARTS, alert::CLASS_PARTS, forum::CLASS_PARTS, gutter::CLASS_PARTS];
    let mut list = 0;
    while list < lists.len() {
        let mut part = 0;
        while part < lists[list].len() {
            let bytes = lists[list][part].as_bytes();
            table[bytes[0] as usize] |= 1 << (bytes[1] % 32);
            part += 1;
        }
        list += 1;
    }
    table
};

/// What an element is by itself.
fn own(dom: &Dom, node: NodeId) -> Has {
    let mut has = if math::has_source(dom, node) { Has::TEX.0 | Has::CONTENT.0 } else { 0 };
    if dom.space(node) != Space::Html {
        return Has(has);
    }
    let role = elements::role(dom, node);
    if role.is_block() {
        has |= Has::BLOCK.0;
    }
    has |= match role {
        Role::Image => Has::IMAGE.0 | Has::CONTENT.0,
        Role::Rule | Role::Embed => Has::CONTENT.0,
        Role::Code => Has::CODE.0,
        Role::Heading(_) => Has::HEADING.0,
        Role::Block => match dom.name(node) {
            "p" | "section" => Has::PARAGRAPH.0,
            "li" => Has::ITEM.0,
            _ => 0,
        },
        _ => 0,
    };
    Has(has)
}
