use super::Lowering;
use crate::html::NodeId;
impl Lowering<'_> {
    pub(super) fn table(&mut self, id: NodeId) {
        self.block(id)
    }
}
