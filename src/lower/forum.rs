//! Posts of forums, where the software makes them of other elements than a reader would: vBulletin has quotes in plain
//! boxes, and the post itself in a quote.

use super::Lowering;
use crate::html::NodeId;

/// The class of a box that is a quote.
const QUOTE: &str = "bbcode_quote";

/// The class of a quote that is a post.
const POST: &str = "postcontent";

/// What classes are looked for.
pub(super) const CLASS_PARTS: &[&str] = &[QUOTE, POST];

impl Lowering<'_> {
    /// Lowers what is something else than its name says. Says whether the element is that.
    pub(super) fn forum(&mut self, id: NodeId) -> bool {
        if !self.facts.is_forum {
            return false;
        }
        if self.dom.is(id, "div") && self.dom.has_class(id, QUOTE) {
            self.quote(id);
            return true;
        }
        let is_post = self.dom.is(id, "blockquote") && self.dom.has_class(id, POST);
        if is_post {
            self.block(id);
        }
        is_post
    }
}
