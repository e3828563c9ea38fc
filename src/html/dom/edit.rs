//! Changing the tree: new nodes, text, attributes, and where nodes stand.
//!
//! Text and attributes are only ever added to; what nothing refers to any more stays until the tree goes.

use super::attrs::{AttrSpace, Attribute, mark};
use super::{Doctype, Dom, Element, Instruction, Kind, Node, NodeId, Slice, Space};
use crate::visible;
use html5ever::{LocalName, QualName, ns};

impl Dom {
    pub(super) fn create(&mut self, kind: Kind) -> NodeId {
        let id = NodeId::new(self.nodes.len());
        let (parent, previous, next, first_child, last_child) = (None, None, None, None, None);
        self.nodes.push(Node { parent, previous, next, first_child, last_child, digest: 0, kind });
        id
    }

    /// Gives a `<template>` its contents.
    pub(crate) fn set_template(&mut self, id: NodeId, contents: NodeId) {
        self.templates.insert(id, contents);
    }

    /// Takes them from it; they stay where they are.
    pub(crate) fn forget_template(&mut self, id: NodeId) {
        self.templates.remove(&id);
    }

    /// Tells that an element is MathML that holds HTML.
    pub(crate) fn set_integration_point(&mut self, id: NodeId) {
        self.integration_points.insert(id);
    }

    /// Makes room for so many more nodes, attributes and bytes of text.
    pub(crate) fn reserve(&mut self, nodes: usize, attributes: usize, text: usize) {
        self.nodes.reserve_exact(nodes);
        self.attributes.reserve_exact(attributes);
        self.text.reserve_exact(text);
    }

    /// Gives room back that nothing stands in, where that is more than some bytes of text, with which it was made. A
    /// little is left for what the passes change.
    pub(crate) fn give_room_back(&mut self, large: usize) {
        if self.text.capacity() >= large {
            self.text.shrink_to(self.text.len() + self.text.len() / 8);
            self.attributes.shrink_to(self.attributes.len() + self.attributes.len() / 8);
            self.nodes.shrink_to(self.nodes.len() + self.nodes.len() / 64);
        }
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

    pub(crate) fn create_qualified(
        &mut self,
        name: QualName,
        mut attributes: impl Iterator<Item = (QualName, impl AsRef<str>)>,
    ) -> NodeId {
        let start = self.attributes.len();
        let mut named = 0;
        for (name, value) in attributes.by_ref().take(Element::MOST_ATTRIBUTES) {
            let (value, mark) = (self.store(value.as_ref()), mark(&name.local));
            named |= 1 << mark;
            let (local, space) = (name.local, AttrSpace::of(&name.ns));
            self.attributes.push(Attribute { local, space, value, mark });
        }
        self.is_crowded |= attributes.next().is_some();
        let (local, space) = (name.local, Space::of(&name.ns));
        let mut element = Element { local, space, first_attribute: 0, attribute_count: 0 };
        element.set_attributes(start..self.attributes.len());
        let id = self.create(Kind::Element(element));
        self.nodes[id.index()].digest = named;
        id
    }

    pub(crate) fn create_text(&mut self, text: &str) -> NodeId {
        let slice = self.store(text);
        let id = self.create(Kind::Text(slice));
        self.nodes[id.index()].digest = visible_chars(text);
        id
    }

    pub(crate) fn create_comment(&mut self, text: &str) -> NodeId {
        let slice = self.store(text);
        self.create(Kind::Comment(slice))
    }

    pub(crate) fn create_doctype(&mut self, name: &str, public_id: &str, system_id: &str) -> NodeId {
        let (name, public_id, system_id) = (self.store(name), self.store(public_id), self.store(system_id));
        self.create(Kind::Doctype(Box::new(Doctype { name, public_id, system_id })))
    }

    pub(crate) fn create_instruction(&mut self, target: &str, data: &str) -> NodeId {
        let (target, data) = (self.store(target), self.store(data));
        self.create(Kind::ProcessingInstruction(Box::new(Instruction { target, data })))
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
        let node = &mut self.nodes[id.index()];
        if let Kind::Text(own) = &mut node.kind {
            (*own, node.digest) = (slice, visible_chars(text));
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
        let slice = Slice::new(own.start as usize, self.text.len());
        let node = &mut self.nodes[id.index()];
        (node.kind, node.digest) = (Kind::Text(slice), node.digest + visible_chars(more));
    }

    /// Sets an attribute without a namespace, whether or not it is there.
    pub(crate) fn set_attr(&mut self, id: NodeId, name: &str, value: &str) {
        let value = self.store(value);
        let Some(range) = self.element(id).map(|element| element.attributes()) else { return };
        let (own, mark) = (&mut self.attributes[range], mark(name));
        if let Some(found) = own.iter_mut().find(|own| own.is(mark, name)) {
            found.value = value;
            return;
        }
        self.push_attribute(
            id,
            Attribute { local: LocalName::from(name), space: AttrSpace::None, value, mark },
        );
    }

    /// Adds an attribute unless the element has one of that name (WHATWG tree construction, `body` and `html`).
    pub(crate) fn add_attr_if_missing(&mut self, id: NodeId, name: QualName, value: &str) {
        if self.qualified_attrs(id).any(|(space, local, _)| (space, local) == (&name.ns, &name.local)) {
            return;
        }
        let (value, mark) = (self.store(value), mark(&name.local));
        let (local, space) = (name.local, AttrSpace::of(&name.ns));
        self.push_attribute(id, Attribute { local, space, value, mark });
    }

    fn push_attribute(&mut self, id: NodeId, attribute: Attribute) {
        let Some(range) = self.element(id).map(|element| element.attributes()) else { return };
        if range.len() == Element::MOST_ATTRIBUTES {
            self.is_crowded = true;
            return;
        }
        let start = if range.end == self.attributes.len() {
            range.start
        } else {
            let start = self.attributes.len();
            let own = self.attributes[range].to_vec();
            self.attributes.extend(own);
            start
        };
        self.nodes[id.index()].digest |= 1 << attribute.mark;
        self.attributes.push(attribute);
        let range = start..self.attributes.len();
        if let Some(element) = self.element_mut(id) {
            element.set_attributes(range);
        }
    }

    /// Takes an attribute without a namespace away.
    pub(crate) fn remove_attr(&mut self, id: NodeId, name: &str) {
        let Some(range) = self.element(id).map(|element| element.attributes()) else { return };
        let (own, mark) = (&self.attributes[range.clone()], mark(name));
        let Some(at) = own.iter().position(|own| own.is(mark, name)) else { return };
        self.attributes[range.start + at..range.end].rotate_left(1);
        if let Some(element) = self.element_mut(id) {
            element.attribute_count -= 1;
        }
    }

    /// Renames an HTML element; its attributes and children stay.
    pub(crate) fn rename(&mut self, id: NodeId, name: &str) {
        if let Some(element) = self.element_mut(id) {
            (element.local, element.space) = (LocalName::from(name), Space::Html);
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
        // A new node stands nowhere.
        if self.parent(child).is_some() {
            self.detach(child);
        }
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
        if sibling == child {
            return;
        }
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
        if old == new {
            return;
        }
        self.insert_before(old, new);
        self.detach(old);
    }
}

/// Counted when a text is stored, because every stage asks for it again.
fn visible_chars(text: &str) -> u32 {
    u32::try_from(visible::count(text)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::{Dom, NodeId};
    use crate::html::parse_fragment;

    /// A tree as HTML without attributes; checks on the way that all links agree.
    fn html(dom: &Dom, id: NodeId) -> String {
        let children: Vec<NodeId> = dom.children(id).collect();
        assert_eq!(
            (dom.first_child(id), dom.last_child(id)),
            (children.first().copied(), children.last().copied())
        );
        let mut inner = String::new();
        let mut previous = None;
        for &child in &children {
            assert_eq!((dom.parent(child), dom.previous(child)), (Some(id), previous));
            inner += &html(dom, child);
            previous = Some(child);
        }
        match (dom.text(id), dom.name(id)) {
            (Some(text), _) => text.to_owned(),
            (_, "" | "html") => inner,
            (_, name) => format!("<{name}>{inner}</{name}>"),
        }
    }

    fn tree(source: &str) -> (Dom, impl Fn(&Dom, &str) -> NodeId) {
        let first = |dom: &Dom, name: &str| {
            dom.descendants(dom.root()).find(|&id| dom.name(id) == name).expect("there is such an element")
        };
        (parse_fragment(source, &mut Vec::new()), first)
    }

    #[test]
    fn a_detached_node_leaves_its_neighbours_linked() {
        for (name, left) in [("a", "<b></b><i></i>"), ("b", "<a></a><i></i>"), ("i", "<a></a><b></b>")] {
            let (mut dom, first) = tree("<a></a><b></b><i></i>");
            let id = first(&dom, name);
            dom.detach(id);
            dom.detach(id);
            assert_eq!(html(&dom, dom.root()), left);
            assert_eq!((dom.parent(id), dom.previous(id), dom.next(id)), (None, None, None));
        }
    }

    #[test]
    fn a_node_moves_to_where_it_is_put() {
        let (mut dom, first) = tree("<a>1</a><b>2</b><i>3</i>");
        let (a, b, i) = (first(&dom, "a"), first(&dom, "b"), first(&dom, "i"));
        let mut expect = |change: &dyn Fn(&mut Dom), expected: &str| {
            change(&mut dom);
            assert_eq!(html(&dom, dom.root()), expected);
        };
        expect(&|dom| dom.insert_before(a, i), "<i>3</i><a>1</a><b>2</b>");
        expect(&|dom| dom.insert_before(a, i), "<i>3</i><a>1</a><b>2</b>");
        expect(&|dom| dom.insert_before(a, a), "<i>3</i><a>1</a><b>2</b>");
        expect(&|dom| dom.insert_after(a, i), "<a>1</a><i>3</i><b>2</b>");
        expect(&|dom| dom.insert_after(a, i), "<a>1</a><i>3</i><b>2</b>");
        expect(&|dom| dom.insert_after(b, b), "<a>1</a><i>3</i><b>2</b>");
        expect(&|dom| dom.insert_after(b, a), "<i>3</i><b>2</b><a>1</a>");
        expect(&|dom| dom.append(i, b), "<i>3<b>2</b></i><a>1</a>");
        expect(&|dom| dom.reparent_children(i, a), "<i></i><a>13<b>2</b></a>");
        expect(&|dom| dom.unwrap(a), "<i></i>13<b>2</b>");
        expect(&|dom| dom.replace(b, i), "13<i></i>");
        expect(&|dom| dom.replace(i, i), "13<i></i>");
    }

    #[test]
    fn a_wrapper_can_be_replaced_by_what_it_holds() {
        let (mut dom, first) = tree("<a>1<b>2</b>3</a>4");
        let (a, b) = (first(&dom, "a"), first(&dom, "b"));
        dom.replace(a, b);
        assert_eq!(html(&dom, dom.root()), "<b>2</b>4");
    }

    #[test]
    fn a_renamed_element_keeps_attributes_and_content() {
        let (mut dom, first) = tree("<a href=u>x</a>");
        let a = first(&dom, "a");
        dom.rename(a, "span");
        assert!(dom.is(a, "span"));
        assert_eq!((html(&dom, a).as_str(), dom.attr(a, "href")), ("<span>x</span>", Some("u")));
    }

    #[test]
    fn attributes_change_without_touching_those_of_others() {
        let (mut dom, first) = tree("<a x=1 y=2 z=3><b w=4>");
        let (a, b) = (first(&dom, "a"), first(&dom, "b"));
        dom.set_attr(a, "y", "5");
        dom.remove_attr(a, "x");
        dom.remove_attr(a, "absent");
        dom.set_attr(a, "v", "6");
        dom.set_attr(b, "u", "7");
        dom.remove_attr(b, "w");
        assert_eq!(dom.attrs(a).collect::<Vec<_>>(), [("y", "5"), ("z", "3"), ("v", "6")]);
        assert_eq!(dom.attrs(b).collect::<Vec<_>>(), [("u", "7")]);
    }

    #[test]
    fn an_attribute_in_a_namespace_is_not_the_one_without() {
        let (mut dom, first) = tree("<svg xlink:href=a href=b>");
        let svg = first(&dom, "svg");
        dom.remove_attr(svg, "href");
        assert_eq!(dom.attrs(svg).collect::<Vec<_>>(), [("href", "a")]);
        assert_eq!(dom.attr(svg, "href"), None);
    }

    #[test]
    fn text_grows_wherever_it_is_stored() {
        let mut dom = Dom::new();
        let (a, b) = (dom.create_text("a"), dom.create_text("b"));
        for (id, more) in [(a, "1"), (b, "2"), (b, "3"), (a, "4")] {
            dom.push_text(id, more);
        }
        dom.set_text(b, "c");
        dom.push_text(b, "5");
        assert_eq!((dom.text(a), dom.text(b)), (Some("a14"), Some("c5")));
        assert_eq!(dom.text(dom.root()), None);
    }
}
