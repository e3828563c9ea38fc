use super::Lowering;
use crate::html::NodeId;
use crate::markdown::tree::Block;
impl Lowering<'_> {
    pub(super) fn listing(&mut self, _id: NodeId) -> bool {
        false
    }
    pub(super) fn preformatted(&mut self, id: NodeId) {
        self.flush();
        let mut text = self.dom.text_content(id);
        if text.ends_with('\n') {
            text.pop();
        }
        self.blocks.push(Block::Code { language: String::new(), text });
    }
}
