//! From a `markup5ever_rcdom` tree to ours, for callers that already hold one.

use super::dom::{Dom, NodeId};
use super::parse::bound;
use crate::notes::Note;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// Copies a tree, iteratively; what is nested too deep is moved up, as in parsing.
pub(crate) fn from_rcdom(source: &RcDom, notes: &mut Vec<Note>) -> Dom {
    let mut dom = Dom::new();
    let mut open = vec![(source.document.clone(), dom.root())];
    while let Some((from, to)) = open.pop() {
        for child in from.children.borrow().iter() {
            let Some(copy) = copy(&mut dom, child) else { continue };
            dom.append(to, copy);
            open.push((child.clone(), copy));
            if let Some(contents) = template_contents(child) {
                let fragment = dom.create_fragment();
                dom.set_template(copy, fragment);
                open.push((contents, fragment));
            }
        }
    }
    bound(&mut dom, false, notes);
    dom
}

/// A node like `source`, without its children; none for a document within a document.
fn copy(dom: &mut Dom, source: &Handle) -> Option<NodeId> {
    Some(match &source.data {
        NodeData::Document => return None,
        NodeData::Doctype { name, public_id, system_id } => dom.create_doctype(name, public_id, system_id),
        NodeData::Text { contents } => dom.create_text(&contents.borrow()),
        NodeData::Comment { contents } => dom.create_comment(contents),
        NodeData::ProcessingInstruction { target, contents } => dom.create_instruction(target, contents),
        NodeData::Element { name, attrs, mathml_annotation_xml_integration_point, .. } => {
            let attributes = attrs.borrow();
            let pairs = attributes.iter().map(|a| (a.name.clone(), &*a.value));
            let id = dom.create_qualified(name.clone(), pairs);
            if *mathml_annotation_xml_integration_point {
                dom.set_integration_point(id);
            }
            id
        }
    })
}

fn template_contents(source: &Handle) -> Option<Handle> {
    match &source.data {
        NodeData::Element { template_contents, .. } => template_contents.borrow().clone(),
        _ => None,
    }
}
