//! What there is below each node, found in one pass, so that no later question walks a subtree.

use super::alert;
use super::elements::{self, Role};
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
    /// By node: whether it is a text with something in it.
    pub(super) texts: Vec<bool>,
}

impl Facts {
    /// Looks at `top` and everything below it.
    pub(super) fn gather(dom: &Dom, top: NodeId) -> Facts {
        let mut below = vec![Has::default(); dom.len()];
        let mut texts = vec![false; dom.len()];
        let (mut draws_math, mut calls_out) = (false, false);
        let mut nodes: Vec<NodeId> = Vec::with_capacity(dom.len());
        nodes.push(top);
        nodes.extend(dom.descendants(top));
        for &node in nodes.iter().rev() {
            if let Some(text) = dom.text(node) {
                texts[node.index()] = !text.bytes().all(is_space_byte);
                below[node.index()] = if texts[node.index()] { Has::CONTENT } else { Has::default() };
            } else {
                below[node.index()].0 |= own(dom, node);
                let class = dom.attr(node, "class").unwrap_or("");
                draws_math |= dom.name(node) == math::ASSISTIVE || has_part(class, math::CLASS_PARTS);
                calls_out |= has_part(class, alert::CLASS_PARTS);
            }
            let parent = dom.parent(node).filter(|_| node != top);
            if let Some(parent) = parent {
                let has = below[node.index()];
                below[parent.index()].0 |= has.0;
            }
        }
        Facts { has: below, draws_math, calls_out, texts }
    }

    /// Whether a node is, or has below it, such a thing.
    pub(super) fn has(&self, node: NodeId, what: Has) -> bool {
        self.has[node.index()].0 & what.0 != 0
    }
}

/// Whether one of few parts stands in a class. For texts as short as classes this is quicker than a search.
fn has_part(class: &str, parts: &[&str]) -> bool {
    let class = class.as_bytes();
    let begins =
        |at: usize, part: &str| class[at] == part.as_bytes()[0] && class[at..].starts_with(part.as_bytes());
    (0..class.len()).any(|at| parts.iter().any(|part| begins(at, part)))
}

/// What an element is by itself.
fn own(dom: &Dom, node: NodeId) -> u8 {
    let mut has = if math::has_source(dom, node) { Has::TEX.0 | Has::CONTENT.0 } else { 0 };
    if dom.space(node) != Space::Html {
        return has;
    }
    let name = dom.name(node);
    let role = elements::role(name);
    if role.is_block() {
        has |= Has::BLOCK.0;
    }
    has |= match role {
        Role::Image => Has::IMAGE.0 | Has::CONTENT.0,
        Role::Rule | Role::Embed => Has::CONTENT.0,
        Role::Code => Has::CODE.0,
        Role::Heading(_) => Has::HEADING.0,
        _ => 0,
    };
    has | match name {
        "p" | "section" => Has::PARAGRAPH.0,
        "li" => Has::ITEM.0,
        _ => 0,
    }
}
