use super::Lowering;
use crate::html::{Dom, NodeId};
pub(super) fn has_source(_dom: &Dom, _id: NodeId) -> bool {
    false
}
impl Lowering<'_> {
    pub(super) fn formula(&mut self, _id: NodeId) -> bool {
        false
    }
    pub(super) fn mathml(&mut self, id: NodeId) {
        self.children(id)
    }
}
