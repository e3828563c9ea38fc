//! The ways from a node to others. Every pass goes them for every node, so they are made to vanish in it.

use super::{Dom, Kind, NodeId};
use html5ever::LocalName;

impl Dom {
    #[inline]
    pub(crate) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.nodes[id.index()].parent
    }

    #[inline]
    pub(crate) fn previous(&self, id: NodeId) -> Option<NodeId> {
        self.nodes[id.index()].previous
    }

    #[inline]
    pub(crate) fn next(&self, id: NodeId) -> Option<NodeId> {
        self.nodes[id.index()].next
    }

    #[inline]
    pub(crate) fn first_child(&self, id: NodeId) -> Option<NodeId> {
        self.nodes[id.index()].first_child
    }

    #[inline]
    pub(crate) fn last_child(&self, id: NodeId) -> Option<NodeId> {
        self.nodes[id.index()].last_child
    }

    #[inline]
    pub(crate) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.first_child(id), |&child| self.next(child))
    }

    /// The text with which a node begins; empty where something else is first.
    pub(crate) fn text_at_start(&self, id: NodeId) -> &str {
        let way = std::iter::successors(Some(id), |&id| self.first_child(id));
        way.last().and_then(|first| self.text(first)).unwrap_or("")
    }

    /// The text with which a node ends; empty where something else is last.
    pub(crate) fn text_at_end(&self, id: NodeId) -> &str {
        let way = std::iter::successors(Some(id), |&id| self.last_child(id));
        way.last().and_then(|last| self.text(last)).unwrap_or("")
    }

    /// Parent, its parent, and so on up to the root.
    #[inline]
    pub(crate) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.parent(id), |&node| self.parent(node))
    }

    /// Whether a node stands in the tree, and was not taken out of it, by itself or with what it stood in.
    pub(crate) fn is_attached(&self, id: NodeId) -> bool {
        self.ancestors(id).last() == Some(self.root())
    }

    /// Everything below a node, in document order, without the node itself. Ends at once when the work is
    /// to end.
    #[inline]
    pub(crate) fn descendants(&self, top: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.first_child(top), move |&node| {
            self.first_child(node).or_else(|| self.after(node, top))
        })
        .take_while(|_| !self.is_stopped())
    }

    /// Whether there is or was an element of this name: most walks that look for a rare one need not begin.
    pub(crate) fn has_had(&self, name: &str) -> bool {
        let name = LocalName::from(name);
        self.nodes.iter().any(|node| matches!(&node.kind, Kind::Element(element) if element.local == name))
    }

    /// The node that follows a node's whole subtree in document order, within `top`.
    #[inline]
    pub(crate) fn after(&self, mut node: NodeId, top: NodeId) -> Option<NodeId> {
        while node != top {
            if let Some(next) = self.next(node) {
                return Some(next);
            }
            node = self.parent(node)?;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::html::dom::{Dom, NodeId};
    use crate::html::parse_page;

    fn first(dom: &Dom, name: &str) -> NodeId {
        dom.descendants(dom.root()).find(|&id| dom.name(id) == name).expect("there is such an element")
    }

    #[test]
    fn what_comes_after_a_subtree_stays_within_the_top() {
        let dom = parse_page("<div><p><i>x</i></p></div><u></u>", &mut Vec::new());
        let (div, p, u) = (first(&dom, "div"), first(&dom, "p"), first(&dom, "u"));
        assert_eq!(dom.after(p, div), None);
        assert_eq!(dom.after(p, dom.root()), Some(u));
        assert_eq!(dom.descendants(div).count(), 3);
    }
}
