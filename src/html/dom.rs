//! The HTML tree: an arena of nodes linked by 32-bit ids, with all of a page's text in one string.
//!
//! It is plain data (`Send + Sync`), detaching is O(1), and neither building nor dropping it
//! recurses. It knows no Markdown, no rules and no parser: `parse` fills it, the passes change it.

mod attrs;
mod edit;
mod walk;

pub(crate) use attrs::{AttrName, AttrNames};

use super::node_map::{NodeMap, NodeSet};
use crate::limits::Stop;
use attrs::Attribute;
use html5ever::{LocalName, Namespace, local_name, ns};
use std::num::NonZeroU32;

/// A node of one [`Dom`]; four bytes, also as an `Option`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(NonZeroU32);

impl NodeId {
    fn new(index: usize) -> Self {
        let index = u32::try_from(index + 1).expect("a page has fewer than 2^32 nodes");
        NodeId(NonZeroU32::new(index).expect("one more than an index is not zero"))
    }

    /// Its place in the arena, for tables that go beside a tree: below [`Dom::len`].
    #[inline]
    pub(crate) fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// No node of a parsed page lies deeper: so many ancestors at most, the host of a template's contents among
/// them. Whoever walks a tree may recurse as deep as that.
pub(crate) const MAX_DEPTH: usize = 512;

/// How many siblings a path counts. A page may have a note for each of a hundred thousand siblings, and
/// counting all of them for each would take hours.
const MOST_COUNTED: usize = 1_000;

/// Room for a path: most have so many bytes at most.
const USUAL_PATH: usize = 128;

/// A page's tree.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dom {
    nodes: Vec<Node>,
    attributes: Vec<Attribute>,
    text: String,
    /// The contents of each `<template>`: a [`Kind::Document`] that is nobody's child.
    templates: NodeMap<NodeId>,
    /// MathML's `annotation-xml` elements that hold HTML.
    integration_points: NodeSet,
    /// Whether attributes were left out, of which an element had too many.
    is_crowded: bool,
    /// By this a caller ends the work: when it is set, every walk over the tree ends.
    stop: Stop,
}

#[derive(Clone, Debug)]
struct Node {
    parent: Option<NodeId>,
    previous: Option<NodeId>,
    next: Option<NodeId>,
    first_child: Option<NodeId>,
    last_child: Option<NodeId>,
    /// Of an element, a bit for each attribute, by the [`mark`] of its name: where the bit is not set, there is no such
    /// attribute. Of a text, how many visible characters are in it.
    digest: u32,
    kind: Kind,
}

/// What a node is. Text stands in the tree's one string: see [`Dom::str`].
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// The root, or the contents of a `<template>`.
    Document,
    #[allow(dead_code, reason = "kept so that a tree is whole: the oracle compares it")]
    Doctype(Box<Doctype>),
    Text(Slice),
    #[allow(dead_code, reason = "what a comment says is read by the parser's oracle only")]
    Comment(Slice),
    #[allow(dead_code, reason = "kept so that a tree is whole: the oracle compares it")]
    ProcessingInstruction(Box<Instruction>),
    Element(Element),
}

/// There is one in a page at most, so that it does not stand in the node.
#[derive(Clone, Debug)]
#[allow(dead_code, reason = "kept so that a tree is whole: the oracle compares it")]
pub(crate) struct Doctype {
    pub(crate) name: Slice,
    pub(crate) public_id: Slice,
    pub(crate) system_id: Slice,
}

/// HTML has none of these; a tree that was parsed as XML may.
#[derive(Clone, Debug)]
#[allow(dead_code, reason = "kept so that a tree is whole: the oracle compares it")]
pub(crate) struct Instruction {
    pub(crate) target: Slice,
    pub(crate) data: Slice,
}

/// What few elements have stands in tables of the tree: every byte here counts once for each node.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    pub(crate) local: LocalName,
    pub(crate) space: Space,
    /// Its place in the tree's list of attributes, and how many are there.
    first_attribute: u32,
    attribute_count: u16,
}

impl Element {
    /// An element has no more attributes: what comes after them is left out.
    pub(super) const MOST_ATTRIBUTES: usize = u16::MAX as usize;

    fn attributes(&self) -> std::ops::Range<usize> {
        let start = self.first_attribute as usize;
        start..start + usize::from(self.attribute_count)
    }

    fn set_attributes(&mut self, range: std::ops::Range<usize>) {
        self.attribute_count = u16::try_from(range.len()).expect("an element has no more than so many");
        self.first_attribute = Slice::new(range.start, range.end).start;
    }
}

/// A range of the tree's text, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Slice {
    start: u32,
    end: u32,
}

impl Slice {
    fn new(start: usize, end: usize) -> Self {
        let fit = |n| u32::try_from(n).expect("a page's text is smaller than 4 GiB");
        Slice { start: fit(start), end: fit(end) }
    }

    fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The namespaces that HTML's parser makes elements in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Space {
    Html,
    Svg,
    MathMl,
    Other,
}

impl Space {
    pub(super) fn of(namespace: &Namespace) -> Self {
        match *namespace {
            ns!(html) => Space::Html,
            ns!(svg) => Space::Svg,
            ns!(mathml) => Space::MathMl,
            _ => Space::Other,
        }
    }

    #[inline]
    pub(crate) fn namespace(self) -> &'static Namespace {
        static NAMESPACES: [Namespace; 4] = [ns!(html), ns!(svg), ns!(mathml), ns!()];
        &NAMESPACES[self as usize]
    }
}

impl Dom {
    /// A tree that holds only its root.
    pub(crate) fn new() -> Self {
        let mut dom = Dom::default();
        dom.create(Kind::Document);
        dom
    }

    pub(crate) fn root(&self) -> NodeId {
        NodeId::new(0)
    }

    pub(super) fn set_stop(&mut self, stop: Stop) {
        self.stop = stop;
    }

    /// Whether the caller wants the work to end.
    #[inline]
    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.is_set()
    }

    /// Number of nodes ever made, the detached ones among them.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// All nodes ever made, in the order of their making.
    pub(crate) fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.nodes.len()).map(NodeId::new)
    }

    #[inline]
    pub(crate) fn kind(&self, id: NodeId) -> &Kind {
        &self.nodes[id.index()].kind
    }

    #[inline]
    pub(crate) fn element(&self, id: NodeId) -> Option<&Element> {
        match self.kind(id) {
            Kind::Element(element) => Some(element),
            _ => None,
        }
    }

    #[inline]
    pub(crate) fn is_element(&self, id: NodeId) -> bool {
        self.element(id).is_some()
    }

    /// An element's local name; empty for every other node.
    #[inline]
    pub(crate) fn name(&self, id: NodeId) -> &str {
        self.element(id).map_or("", |element| &element.local)
    }

    /// The namespace of an element; [`Space::Other`] for every other node.
    #[inline]
    pub(crate) fn space(&self, id: NodeId) -> Space {
        self.element(id).map_or(Space::Other, |element| element.space)
    }

    /// Whether a node is the HTML element of this name.
    #[inline]
    pub(crate) fn is(&self, id: NodeId, name: &str) -> bool {
        self.name(id) == name && self.space(id) == Space::Html
    }

    /// Whether a node is an `a`, of whatever namespace.
    #[inline]
    pub(crate) fn is_anchor(&self, id: NodeId) -> bool {
        self.element(id).is_some_and(|element| element.local == local_name!("a"))
    }

    /// Whether attributes were left out.
    pub(super) fn is_crowded(&self) -> bool {
        self.is_crowded
    }

    /// The contents of a `<template>`, of which nobody is the parent.
    pub(crate) fn template(&self, id: NodeId) -> Option<NodeId> {
        self.templates.get(&id).copied()
    }

    /// Whether an element is MathML that holds HTML.
    pub(crate) fn is_integration_point(&self, id: NodeId) -> bool {
        self.integration_points.contains(&id)
    }

    /// Whether a node is a text in which there is something to be seen.
    #[inline]
    pub(crate) fn is_seen_text(&self, id: NodeId) -> bool {
        self.text_chars(id) > 0
    }

    /// Number of visible characters of a text; of any other node, none.
    #[inline]
    pub(crate) fn text_chars(&self, id: NodeId) -> u32 {
        match self.nodes[id.index()] {
            Node { kind: Kind::Text(_), digest, .. } => digest,
            _ => 0,
        }
    }

    /// The text of a text node.
    #[inline]
    pub(crate) fn text(&self, id: NodeId) -> Option<&str> {
        match self.kind(id) {
            Kind::Text(slice) => Some(self.str(*slice)),
            _ => None,
        }
    }

    /// All text there ever was in the tree, with values of attributes and comments, in no order to rely on.
    pub(crate) fn whole_text(&self) -> &str {
        &self.text
    }

    /// The text that a slice of this tree stands for.
    #[inline]
    pub(crate) fn str(&self, slice: Slice) -> &str {
        &self.text[slice.range()]
    }

    /// All text below a node, joined; contents of templates are not below.
    pub(crate) fn text_content(&self, id: NodeId) -> String {
        let own = self.text(id).into_iter();
        own.chain(self.descendants(id).filter_map(|node| self.text(node))).collect()
    }

    /// Number of visible characters of the text below a node: what a removal costs.
    pub(crate) fn visible_chars(&self, id: NodeId) -> usize {
        let of_text = |id: NodeId| self.text_chars(id) as usize;
        of_text(id) + self.descendants(id).map(of_text).sum::<usize>()
    }

    /// Where a node is, as a CSS path that people can read: `body > div#main > p:nth-child(3)`.
    /// At most six steps are written; `…` stands for the ones above.
    pub(crate) fn path(&self, id: NodeId) -> String {
        let mut elements = std::iter::once(id).chain(self.ancestors(id)).filter(|&n| self.is_element(n));
        let mut steps = [None; 6];
        steps.iter_mut().zip(&mut elements).for_each(|(step, id)| *step = Some(id));
        let mut path = String::with_capacity(USUAL_PATH);
        if elements.next().is_some() {
            path.push('…');
        }
        for &id in steps.iter().rev().flatten() {
            if !path.is_empty() {
                path.push_str(" > ");
            }
            self.write_step(id, &mut path);
        }
        path
    }

    fn write_step(&self, id: NodeId, path: &mut String) {
        path.push_str(self.name(id));
        let own = self.attr(id, "id").filter(|own| !own.is_empty() && !own.contains(is_space));
        if let Some(own) = own.map(|own| ("#", own)).or_else(|| Some((".", self.classes(id).next()?))) {
            path.push_str(own.0);
            path.push_str(own.1);
            return;
        }
        let before = std::iter::successors(self.previous(id), |&node| self.previous(node));
        let before = before.filter(|&node| self.is_element(node)).take(MOST_COUNTED).count();
        let mut after = std::iter::successors(self.next(id), |&node| self.next(node)).take(MOST_COUNTED);
        match before {
            0 if !after.any(|node| self.is_element(node)) => {}
            MOST_COUNTED => path.extend([":nth-child(n + ", &(MOST_COUNTED + 1).to_string(), ")"]),
            _ => path.extend([":nth-child(", &(before + 1).to_string(), ")"]),
        }
    }
}

/// HTML's white space (WHATWG Infra, "ASCII whitespace"): U+00A0 and U+3000 are text.
#[inline]
pub(crate) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\u{c}' | '\r')
}

/// The same of a byte; what it splits a text at lies between characters.
#[inline]
pub(crate) fn is_space_byte(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\x0c' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::{Attribute, Dom, Node, NodeId};
    use crate::html::parse_page;

    pub(super) fn page(html: &str) -> Dom {
        parse_page(html, &mut Vec::new())
    }

    pub(super) fn first(dom: &Dom, name: &str) -> NodeId {
        dom.descendants(dom.root()).find(|&id| dom.name(id) == name).expect("there is such an element")
    }

    #[test]
    fn a_tree_can_go_to_another_thread() {
        fn shared<T: Send + Sync>() {}
        shared::<Dom>();
    }

    #[test]
    fn nodes_and_attributes_are_small() {
        assert_eq!(size_of::<Option<NodeId>>(), 4);
        assert_eq!(size_of::<Node>(), 40);
        assert_eq!(size_of::<Attribute>(), 24);
    }

    #[test]
    fn a_path_names_ids_classes_and_places() {
        let dom = page("<div id=main class=x><p class='a b'>1</p><i>2</i><p>3<s>4");
        let path = |name| dom.path(first(&dom, name));
        assert_eq!(path("p"), "html > body:nth-child(2) > div#main > p.a");
        assert_eq!(path("s"), "html > body:nth-child(2) > div#main > p:nth-child(3) > s");
        assert_eq!(dom.path(dom.root()), "");
    }

    #[test]
    fn a_path_has_six_steps_and_counts_a_thousand_siblings() {
        let dom = page(&format!("<b><b><b><b><b>{}<u>x", "<br>".repeat(2_000)));
        assert_eq!(dom.path(first(&dom, "u")), "… > b > b > b > b > b > u:nth-child(n + 1001)");
    }

    #[test]
    fn visible_characters_are_counted_below_a_node() {
        let dom = page("<p> a\u{a0}\u{3000}\n中<b>\t</b></p><template>x</template>");
        assert_eq!(dom.visible_chars(dom.root()), 2);
        assert_eq!(dom.text_content(first(&dom, "b")), "\t");
    }
}
