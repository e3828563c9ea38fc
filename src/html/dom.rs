//! The HTML tree: an arena of nodes linked by 32-bit ids, with all of a page's text in one string.
//!
//! It is plain data (`Send + Sync`), detaching is O(1), and neither building nor dropping it
//! recurses. It knows no Markdown, no rules and no parser: `parse` fills it, the passes change it.

use html5ever::{LocalName, QualName, ns};
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
    pub(crate) fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// No node of a parsed page lies deeper: so many ancestors at most, the host of a template's contents among
/// them. Whoever walks a tree may recurse as deep as that.
pub(crate) const MAX_DEPTH: usize = 512;

/// A page's tree.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dom {
    nodes: Vec<Node>,
    attributes: Vec<Attribute>,
    text: String,
}

#[derive(Clone, Debug)]
struct Node {
    parent: Option<NodeId>,
    previous: Option<NodeId>,
    next: Option<NodeId>,
    first_child: Option<NodeId>,
    last_child: Option<NodeId>,
    kind: Kind,
}

/// What a node is. Text stands in the tree's one string: see [`Dom::str`].
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// The root, or the contents of a `<template>`.
    Document,
    Doctype {
        name: Slice,
        public_id: Slice,
        system_id: Slice,
    },
    Text(Slice),
    Comment(Slice),
    ProcessingInstruction {
        target: Slice,
        data: Slice,
    },
    Element(Element),
}

#[derive(Clone, Debug)]
pub(crate) struct Element {
    pub(crate) name: QualName,
    attributes: Slice,
    /// The contents of a `<template>`: a [`Kind::Document`] that is nobody's child.
    pub(crate) template: Option<NodeId>,
    /// MathML's `annotation-xml` that holds HTML.
    pub(crate) integration_point: bool,
}

/// A range of the tree's text (bytes) or of its attributes.
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

#[derive(Clone, Debug)]
struct Attribute {
    name: QualName,
    value: Slice,
}

/// The namespaces that HTML's parser makes elements in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Space {
    Html,
    Svg,
    MathMl,
    Other,
}

// Looking around.
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

    /// Number of nodes ever made, the detached ones among them.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn kind(&self, id: NodeId) -> &Kind {
        &self.nodes[id.index()].kind
    }

    pub(crate) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.nodes[id.index()].parent
    }

    pub(crate) fn previous(&self, id: NodeId) -> Option<NodeId> {
        self.nodes[id.index()].previous
    }

    pub(crate) fn next(&self, id: NodeId) -> Option<NodeId> {
        self.nodes[id.index()].next
    }

    pub(crate) fn first_child(&self, id: NodeId) -> Option<NodeId> {
        self.nodes[id.index()].first_child
    }

    pub(crate) fn last_child(&self, id: NodeId) -> Option<NodeId> {
        self.nodes[id.index()].last_child
    }

    pub(crate) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.first_child(id), |&child| self.next(child))
    }

    /// Parent, its parent, and so on up to the root.
    pub(crate) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.parent(id), |&node| self.parent(node))
    }

    /// Everything below a node, in document order, without the node itself.
    pub(crate) fn descendants(&self, top: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.first_child(top), move |&node| {
            self.first_child(node).or_else(|| self.after(node, top))
        })
    }

    /// The node that follows a node's whole subtree in document order, within `top`.
    pub(crate) fn after(&self, mut node: NodeId, top: NodeId) -> Option<NodeId> {
        while node != top {
            if let Some(next) = self.next(node) {
                return Some(next);
            }
            node = self.parent(node)?;
        }
        None
    }

    pub(crate) fn element(&self, id: NodeId) -> Option<&Element> {
        match self.kind(id) {
            Kind::Element(element) => Some(element),
            _ => None,
        }
    }

    pub(crate) fn is_element(&self, id: NodeId) -> bool {
        self.element(id).is_some()
    }

    /// An element's local name; empty for every other node.
    pub(crate) fn name(&self, id: NodeId) -> &str {
        self.element(id).map_or("", |element| &element.name.local)
    }

    /// The namespace of an element; [`Space::Other`] for every other node.
    pub(crate) fn space(&self, id: NodeId) -> Space {
        match self.element(id).map(|element| &element.name.ns) {
            Some(&ns!(html)) => Space::Html,
            Some(&ns!(svg)) => Space::Svg,
            Some(&ns!(mathml)) => Space::MathMl,
            _ => Space::Other,
        }
    }

    /// Whether a node is the HTML element of this name.
    pub(crate) fn is(&self, id: NodeId, name: &str) -> bool {
        self.name(id) == name && self.space(id) == Space::Html
    }

    /// The text of a text node.
    pub(crate) fn text(&self, id: NodeId) -> Option<&str> {
        match self.kind(id) {
            Kind::Text(slice) => Some(self.str(*slice)),
            _ => None,
        }
    }

    /// The text that a slice of this tree stands for.
    pub(crate) fn str(&self, slice: Slice) -> &str {
        &self.text[slice.range()]
    }

    /// All text below a node, joined; contents of templates are not below.
    pub(crate) fn text_content(&self, id: NodeId) -> String {
        let own = self.text(id).into_iter();
        own.chain(self.descendants(id).filter_map(|node| self.text(node))).collect()
    }

    /// Number of characters below a node that are not HTML white space: what a removal costs.
    pub(crate) fn visible_chars(&self, id: NodeId) -> usize {
        let own = self.text(id).into_iter();
        own.chain(self.descendants(id).filter_map(|node| self.text(node)))
            .map(|text| text.chars().filter(|c| !is_space(*c)).count())
            .sum()
    }

    /// The value of an attribute without a namespace.
    pub(crate) fn attr(&self, id: NodeId, name: &str) -> Option<&str> {
        let element = self.element(id)?;
        let attributes = &self.attributes[element.attributes.range()];
        let found = attributes.iter().find(|a| &*a.name.local == name && a.name.ns == ns!())?;
        Some(self.str(found.value))
    }

    /// Local names and values of an element's attributes, in source order.
    pub(crate) fn attrs(&self, id: NodeId) -> impl Iterator<Item = (&str, &str)> + '_ {
        self.qualified_attrs(id).map(|(name, value)| (&*name.local, value))
    }

    pub(crate) fn qualified_attrs(&self, id: NodeId) -> impl Iterator<Item = (&QualName, &str)> + '_ {
        let range = self.element(id).map_or(0..0, |element| element.attributes.range());
        self.attributes[range].iter().map(|a| (&a.name, self.str(a.value)))
    }

    /// The tokens of the `class` attribute.
    pub(crate) fn classes(&self, id: NodeId) -> impl Iterator<Item = &str> + '_ {
        self.attr(id, "class").unwrap_or("").split(is_space).filter(|token| !token.is_empty())
    }

    pub(crate) fn has_class(&self, id: NodeId, class: &str) -> bool {
        self.classes(id).any(|token| token == class)
    }

    /// Where a node is, as a CSS path that people can read: `body > div#main > p:nth-child(3)`.
    /// At most six steps are written; `…` stands for the ones above.
    pub(crate) fn path(&self, id: NodeId) -> String {
        let elements = || std::iter::once(id).chain(self.ancestors(id)).filter(|&n| self.is_element(n));
        let mut steps: Vec<String> = elements().take(6).map(|node| self.step(node)).collect();
        if elements().nth(6).is_some() {
            steps.push("…".to_owned());
        }
        steps.reverse();
        steps.join(" > ")
    }

    fn step(&self, id: NodeId) -> String {
        let name = self.name(id);
        if let Some(own) = self.attr(id, "id").filter(|own| !own.is_empty() && !own.contains(is_space)) {
            return format!("{name}#{own}");
        }
        if let Some(class) = self.classes(id).next() {
            return format!("{name}.{class}");
        }
        let before = std::iter::successors(self.previous(id), |&node| self.previous(node));
        let position = before.filter(|&node| self.is_element(node)).count() + 1;
        let alone = position == 1 && {
            let mut after = std::iter::successors(self.next(id), |&node| self.next(node));
            !after.any(|node| self.is_element(node))
        };
        if alone { name.to_owned() } else { format!("{name}:nth-child({position})") }
    }
}

// Changing the tree.
impl Dom {
    fn create(&mut self, kind: Kind) -> NodeId {
        let id = NodeId::new(self.nodes.len());
        let (parent, previous, next, first_child, last_child) = (None, None, None, None, None);
        self.nodes.push(Node { parent, previous, next, first_child, last_child, kind });
        id
    }

    /// A root for the contents of a `<template>`.
    pub(crate) fn create_fragment(&mut self) -> NodeId {
        self.create(Kind::Document)
    }

    /// An HTML element without attributes, not yet in the tree.
    pub(crate) fn create_element(&mut self, name: &str) -> NodeId {
        self.create_qualified(
            QualName::new(None, ns!(html), LocalName::from(name)),
            std::iter::empty::<(QualName, &str)>(),
        )
    }

    pub(crate) fn create_qualified<'v>(
        &mut self,
        name: QualName,
        attributes: impl Iterator<Item = (QualName, &'v str)>,
    ) -> NodeId {
        let start = self.attributes.len();
        for (name, value) in attributes {
            let value = self.store(value);
            self.attributes.push(Attribute { name, value });
        }
        let attributes = Slice::new(start, self.attributes.len());
        self.create(Kind::Element(Element { name, attributes, template: None, integration_point: false }))
    }

    pub(crate) fn create_text(&mut self, text: &str) -> NodeId {
        let slice = self.store(text);
        self.create(Kind::Text(slice))
    }

    pub(crate) fn create_comment(&mut self, text: &str) -> NodeId {
        let slice = self.store(text);
        self.create(Kind::Comment(slice))
    }

    pub(crate) fn create_doctype(&mut self, name: &str, public_id: &str, system_id: &str) -> NodeId {
        let (name, public_id, system_id) = (self.store(name), self.store(public_id), self.store(system_id));
        self.create(Kind::Doctype { name, public_id, system_id })
    }

    pub(crate) fn create_instruction(&mut self, target: &str, data: &str) -> NodeId {
        let (target, data) = (self.store(target), self.store(data));
        self.create(Kind::ProcessingInstruction { target, data })
    }

    fn store(&mut self, text: &str) -> Slice {
        let start = self.text.len();
        self.text.push_str(text);
        Slice::new(start, self.text.len())
    }

    pub(crate) fn element_mut(&mut self, id: NodeId) -> Option<&mut Element> {
        match &mut self.nodes[id.index()].kind {
            Kind::Element(element) => Some(element),
            _ => None,
        }
    }

    /// Replaces the text of a text node; any other node stays as it is.
    pub(crate) fn set_text(&mut self, id: NodeId, text: &str) {
        let slice = self.store(text);
        if let Kind::Text(own) = &mut self.nodes[id.index()].kind {
            *own = slice;
        }
    }

    /// Whether a text node's text is what was stored last, so that [`Dom::push_text`] copies nothing.
    pub(crate) fn is_stored_last(&self, id: NodeId) -> bool {
        matches!(self.kind(id), Kind::Text(own) if own.end as usize == self.text.len())
    }

    /// Adds to the end of a text node. Cheap when it is the text stored last, as in parsing.
    pub(crate) fn push_text(&mut self, id: NodeId, more: &str) {
        let Kind::Text(own) = *self.kind(id) else { return };
        let own = if own.end as usize == self.text.len() {
            own
        } else {
            let start = self.text.len();
            self.text.extend_from_within(own.range());
            Slice::new(start, self.text.len())
        };
        self.text.push_str(more);
        self.nodes[id.index()].kind = Kind::Text(Slice::new(own.start as usize, self.text.len()));
    }

    /// Sets an attribute without a namespace, whether or not it is there.
    pub(crate) fn set_attr(&mut self, id: NodeId, name: &str, value: &str) {
        let value = self.store(value);
        let Some(range) = self.element(id).map(|element| element.attributes.range()) else { return };
        let own = &mut self.attributes[range];
        if let Some(found) = own.iter_mut().find(|a| &*a.name.local == name && a.name.ns == ns!()) {
            found.value = value;
            return;
        }
        let name = QualName::new(None, ns!(), LocalName::from(name));
        self.push_attribute(id, Attribute { name, value });
    }

    /// Adds an attribute unless the element has one of that name (WHATWG tree construction, `body` and `html`).
    pub(crate) fn add_attr_if_missing(&mut self, id: NodeId, name: QualName, value: &str) {
        if self.qualified_attrs(id).any(|(own, _)| *own == name) {
            return;
        }
        let value = self.store(value);
        self.push_attribute(id, Attribute { name, value });
    }

    fn push_attribute(&mut self, id: NodeId, attribute: Attribute) {
        let Some(range) = self.element(id).map(|element| element.attributes.range()) else { return };
        let start = if range.end == self.attributes.len() {
            range.start
        } else {
            let start = self.attributes.len();
            let own = self.attributes[range].to_vec();
            self.attributes.extend(own);
            start
        };
        self.attributes.push(attribute);
        let slice = Slice::new(start, self.attributes.len());
        if let Some(element) = self.element_mut(id) {
            element.attributes = slice;
        }
    }

    pub(crate) fn remove_attr(&mut self, id: NodeId, name: &str) {
        let Some(range) = self.element(id).map(|element| element.attributes.range()) else { return };
        let Some(at) = self.attributes[range.clone()].iter().position(|a| &*a.name.local == name) else {
            return;
        };
        self.attributes[range.start + at..range.end].rotate_left(1);
        if let Some(element) = self.element_mut(id) {
            element.attributes.end -= 1;
        }
    }

    /// Renames an HTML element; its attributes and children stay.
    pub(crate) fn rename(&mut self, id: NodeId, name: &str) {
        if let Some(element) = self.element_mut(id) {
            element.name = QualName::new(None, ns!(html), LocalName::from(name));
        }
    }

    /// Takes a node, with all below it, out of the tree.
    pub(crate) fn detach(&mut self, id: NodeId) {
        let node = &mut self.nodes[id.index()];
        let (parent, previous, next) = (node.parent.take(), node.previous.take(), node.next.take());
        match (previous, parent) {
            (Some(previous), _) => self.nodes[previous.index()].next = next,
            (None, Some(parent)) => self.nodes[parent.index()].first_child = next,
            (None, None) => {}
        }
        match (next, parent) {
            (Some(next), _) => self.nodes[next.index()].previous = previous,
            (None, Some(parent)) => self.nodes[parent.index()].last_child = previous,
            (None, None) => {}
        }
    }

    /// Makes a node the last child of `parent`, wherever it was.
    pub(crate) fn append(&mut self, parent: NodeId, child: NodeId) {
        self.detach(child);
        let last = self.nodes[parent.index()].last_child.replace(child);
        let node = &mut self.nodes[child.index()];
        (node.parent, node.previous) = (Some(parent), last);
        match last {
            Some(last) => self.nodes[last.index()].next = Some(child),
            None => self.nodes[parent.index()].first_child = Some(child),
        }
    }

    /// Puts a node right before `sibling`, which has a parent.
    pub(crate) fn insert_before(&mut self, sibling: NodeId, child: NodeId) {
        self.detach(child);
        let parent = self.parent(sibling);
        let previous = self.nodes[sibling.index()].previous.replace(child);
        let node = &mut self.nodes[child.index()];
        (node.parent, node.previous, node.next) = (parent, previous, Some(sibling));
        match (previous, parent) {
            (Some(previous), _) => self.nodes[previous.index()].next = Some(child),
            (None, Some(parent)) => self.nodes[parent.index()].first_child = Some(child),
            (None, None) => {}
        }
    }

    /// Puts a node right after `sibling`, which has a parent.
    pub(crate) fn insert_after(&mut self, sibling: NodeId, child: NodeId) {
        match (self.next(sibling), self.parent(sibling)) {
            (Some(next), _) if next != child => self.insert_before(next, child),
            (None, Some(parent)) => self.append(parent, child),
            _ => {}
        }
    }

    /// Moves all children of `from` to the end of `to`.
    pub(crate) fn reparent_children(&mut self, from: NodeId, to: NodeId) {
        while let Some(child) = self.first_child(from) {
            self.append(to, child);
        }
    }

    /// Puts a node's children in its place and takes the node itself out.
    pub(crate) fn unwrap(&mut self, id: NodeId) {
        while let Some(child) = self.first_child(id) {
            self.insert_before(id, child);
        }
        self.detach(id);
    }

    /// Puts `new` where `old` is and takes `old` out.
    pub(crate) fn replace(&mut self, old: NodeId, new: NodeId) {
        self.insert_before(old, new);
        self.detach(old);
    }
}

/// HTML's white space (WHATWG Infra, "ASCII whitespace"): U+00A0 and U+3000 are text.
pub(crate) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\u{c}' | '\r')
}
