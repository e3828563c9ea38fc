use super::Lowering;
use crate::html::{Dom, NodeId};
pub(super) struct Footnotes {}
impl Footnotes {
    pub(super) fn gather(_dom: &Dom, _top: NodeId) -> Self {
        Footnotes {}
    }
}
impl Lowering<'_> {
    pub(super) fn footnote(&mut self, _id: NodeId) -> bool {
        false
    }
    pub(super) fn is_footnote(&self, _id: NodeId) -> bool {
        false
    }
    pub(super) fn keep_footnote(&mut self, _id: NodeId) {}
    pub(super) fn footnotes(&mut self) {}
}
