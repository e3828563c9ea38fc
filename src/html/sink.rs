//! Where html5ever's tree builder puts its nodes: the arena, behind the `TreeSink` interface.
//!
//! It knows how to join, move and foster nodes and how deep the newest one lies; which tags open and close
//! elements is the tree builder's business.

use super::depths::Depths;
use super::dom::{Dom, Kind, NodeId, Space};
use super::tokenizer::Room;
use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, Namespace, QualName};
use std::borrow::Cow;
use std::cell::{Ref, RefCell};
use std::collections::HashMap;

/// A [`Dom`] that is being built.
///
/// The tree builder shares its sink, hence the cell; no borrow outlives the method that takes it.
#[derive(Default)]
pub(super) struct Sink {
    building: RefCell<Building>,
    room: Room,
}

struct Building {
    dom: Dom,
    /// The element that was put into the tree last and has not been closed since.
    newest: Option<NodeId>,
    /// The `<template>` whose contents a fragment is: depth counts through it.
    hosts: HashMap<NodeId, NodeId>,
    depths: Depths,
    /// Text nodes that grew again after other text was stored. Growing them here and storing them once
    /// keeps a page linear that makes two text nodes grow in turn, as text fostered out of tables does.
    regrown: HashMap<NodeId, String>,
    attributes: usize,
    attribute_bytes: usize,
}

/// How much a tree holds: what a hostile page can multiply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Load {
    pub(super) nodes: usize,
    pub(super) attributes: usize,
    pub(super) attribute_bytes: usize,
}

impl Default for Building {
    fn default() -> Self {
        let (hosts, regrown) = (HashMap::new(), HashMap::new());
        let depths = Depths::default();
        Building { dom: Dom::new(), newest: None, hosts, depths, regrown, attributes: 0, attribute_bytes: 0 }
    }
}

impl Sink {
    /// A sink with room for the tree of a page: growing step by step would take up to three times the memory
    /// for a moment. A page rarely has more text than bytes.
    pub(super) fn sized_for(html: &str) -> Self {
        let nodes = likely_nodes(html.as_bytes());
        let nodes = nodes + nodes / 16 + FRAME;
        let sink = Sink::default();
        sink.building.borrow_mut().dom.reserve(nodes, likely_attributes(html.as_bytes(), nodes), html.len());
        sink
    }

    /// Where lists of attributes go that were read, for the tokenizer to fill again.
    pub(super) fn room(&self) -> Room {
        self.room.clone()
    }

    pub(super) fn into_dom(self) -> Dom {
        let Building { mut dom, regrown, .. } = self.building.into_inner();
        for (id, text) in regrown {
            dom.set_text(id, &text);
        }
        dom.give_room_back(LARGE);
        dom
    }

    pub(super) fn dom(&self) -> Ref<'_, Dom> {
        Ref::map(self.building.borrow(), |building| &building.dom)
    }

    /// The element put into the tree last since this was asked last, unless it is closed already.
    pub(super) fn take_newest(&self) -> Option<NodeId> {
        self.building.borrow_mut().newest.take()
    }

    /// Number of ancestors of a node, counted up to `limit`; contents of a template lie below it.
    pub(super) fn depth(&self, id: NodeId, limit: usize) -> usize {
        let Building { dom, hosts, depths, .. } = &mut *self.building.borrow_mut();
        depths.of(id, |node| dom.parent(node).or_else(|| hosts.get(&node).copied())).min(limit)
    }

    pub(super) fn load(&self) -> Load {
        let building = self.building.borrow();
        let Building { attributes, attribute_bytes, .. } = *building;
        Load { nodes: building.dom.len(), attributes, attribute_bytes }
    }
}

/// Nodes that every page has, and a few more.
const FRAME: usize = 16;

/// Of a larger page nodes are counted with care: there the room that nobody needs would weigh more than the time.
const LARGE: usize = 1 << 20;

/// About how many nodes a page makes: each start tag, comment and stretch of text is one, and what the parser adds,
/// such as a `tbody`, is rare. Few pages have more than tags and a quarter.
fn likely_nodes(html: &[u8]) -> usize {
    if html.len() < LARGE {
        let tags = memchr::memchr_iter(b'<', html).count();
        return tags + tags / 4;
    }
    let nodes = |at: usize| {
        let opens = html.get(at + 1).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'!');
        let follows_text = at > 0 && html[at - 1] != b'>';
        usize::from(opens) + usize::from(follows_text)
    };
    memchr::memchr_iter(b'<', html).map(nodes).sum()
}

/// About how many attributes a page has. Half of the nodes are elements, which have two at most on average; in a larger
/// page values in quotes are counted.
fn likely_attributes(html: &[u8], nodes: usize) -> usize {
    if html.len() < LARGE {
        return nodes;
    }
    let is_quoted = |&at: &usize| matches!(html.get(at + 1), Some(b'"' | b'\''));
    memchr::memchr_iter(b'=', html).filter(is_quoted).count()
}

impl Building {
    fn grow_text(&mut self, id: NodeId, more: &str) {
        if let Some(text) = self.regrown.get_mut(&id) {
            text.push_str(more);
        } else if self.dom.is_stored_last(id) {
            self.dom.push_text(id, more);
        } else if let Some(text) = self.dom.text(id) {
            self.regrown.insert(id, [text, more].concat());
        }
    }

    fn is_text(&self, id: Option<NodeId>) -> Option<NodeId> {
        id.filter(|&id| matches!(self.dom.kind(id), Kind::Text(_)))
    }

    /// The node to insert, or none when the text went to the end of the text node before it.
    fn node_after(&mut self, previous: Option<NodeId>, child: NodeOrText<Handle>) -> Option<NodeId> {
        match (child, self.is_text(previous)) {
            (NodeOrText::AppendNode(node), _) => {
                if self.dom.is_element(node.id) {
                    self.newest = Some(node.id);
                }
                Some(node.id)
            }
            (NodeOrText::AppendText(text), Some(previous)) => {
                self.grow_text(previous, &text);
                None
            }
            (NodeOrText::AppendText(text), None) => Some(self.dom.create_text(&text)),
        }
    }

    fn append(&mut self, parent: NodeId, child: NodeOrText<Handle>) {
        if let Some(node) = self.node_after(self.dom.last_child(parent), child) {
            self.moves(node);
            self.dom.append(parent, node);
        }
    }

    fn append_before(&mut self, sibling: NodeId, child: NodeOrText<Handle>) {
        if let Some(node) = self.node_after(self.dom.previous(sibling), child) {
            self.moves(node);
            self.dom.insert_before(sibling, node);
        }
    }

    /// Forgets depths before a node that has something below it gets another place.
    fn moves(&mut self, node: NodeId) {
        if self.dom.first_child(node).is_some() {
            self.depths.forget();
        }
    }
}

/// A node as the tree builder holds it. An element's name comes along: it is asked for at every turn, and names
/// do not change while a page is parsed. Atoms of HTML's vocabulary are static, so a clone of one is a copy.
#[derive(Clone, Debug)]
pub(super) struct Handle {
    id: NodeId,
    space: Space,
    local: LocalName,
}

impl Handle {
    /// A node that is no element.
    fn nameless(id: NodeId) -> Self {
        Handle { id, space: Space::Other, local: LocalName::default() }
    }
}

impl ElemName for &Handle {
    fn ns(&self) -> &Namespace {
        self.space.namespace()
    }

    fn local_name(&self) -> &LocalName {
        &self.local
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Dom;
    type ElemName<'a> = &'a Handle;

    fn finish(self) -> Dom {
        self.into_dom()
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn get_document(&self) -> Handle {
        Handle::nameless(self.dom().root())
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> &'a Handle {
        target
    }

    fn create_element(&self, name: QualName, mut attributes: Vec<Attribute>, flags: ElementFlags) -> Handle {
        let (space, local) = (Space::of(&name.ns), name.local.clone());
        let mut building = self.building.borrow_mut();
        building.attributes += attributes.len();
        let text_before = building.dom.whole_text().len();
        let pairs = attributes.drain(..).map(|own| (own.name, own.value));
        let id = building.dom.create_qualified(name, pairs);
        building.attribute_bytes += building.dom.whole_text().len() - text_before;
        self.room.give_back(attributes);
        let template = flags.template.then(|| building.dom.create_fragment());
        if let Some(fragment) = template {
            building.hosts.insert(fragment, id);
            building.dom.set_template(id, fragment);
        }
        if flags.mathml_annotation_xml_integration_point {
            building.dom.set_integration_point(id);
        }
        Handle { id, space, local }
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        Handle::nameless(self.building.borrow_mut().dom.create_comment(&text))
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> Handle {
        Handle::nameless(self.building.borrow_mut().dom.create_instruction(&target, &data))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.building.borrow_mut().append(parent.id, child);
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        self.building.borrow_mut().append_before(sibling.id, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous_element: &Handle,
        child: NodeOrText<Handle>,
    ) {
        let mut building = self.building.borrow_mut();
        match building.dom.parent(element.id) {
            Some(_) => building.append_before(element.id, child),
            None => building.append(previous_element.id, child),
        }
    }

    fn append_doctype_to_document(&self, name: StrTendril, public_id: StrTendril, system_id: StrTendril) {
        let mut building = self.building.borrow_mut();
        let doctype = building.dom.create_doctype(&name, &public_id, &system_id);
        let root = building.dom.root();
        building.dom.append(root, doctype);
    }

    fn pop(&self, node: &Handle) {
        let mut building = self.building.borrow_mut();
        if building.newest == Some(node.id) {
            building.newest = None;
        }
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        let dom = self.dom();
        let contents = dom.template(target.id);
        Handle::nameless(contents.expect("the tree builder asks templates only for contents"))
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.id == y.id
    }

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        let mut building = self.building.borrow_mut();
        building.attributes += attributes.len();
        for Attribute { name, value } in attributes {
            building.dom.add_attr_if_missing(target.id, name, &value);
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        let mut building = self.building.borrow_mut();
        building.depths.forget();
        building.dom.detach(target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let mut building = self.building.borrow_mut();
        building.depths.forget();
        building.dom.reparent_children(node.id, new_parent.id);
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &Handle) -> bool {
        self.dom().is_integration_point(handle.id)
    }
}
