//! SVG: a picture gives nothing, the text in it stays.

use super::Lowering;
use crate::html::NodeId;

impl Lowering<'_> {
    pub(super) fn svg(&mut self, id: NodeId) {
        if self.dom.name(id) == "svg" {
            let why = "words in a drawing that are not drawn: titles, descriptions, definitions";
            self.account.leave_out_words(id, "drawing", why);
        }
        match self.dom.name(id) {
            // HTML again.
            "foreignObject" => self.block(id),
            // What MathJax draws of a formula is hidden from screen readers; its text stands beside it.
            "svg" if self.dom.attr(id, "aria-hidden") == Some("true") => self.foreign_objects(id),
            "text" => self.spaced(id),
            // For machines and tool tips, and shapes that are drawn elsewhere or not at all.
            "title" | "desc" | "metadata" | "defs" | "style" | "script" | "symbol" | "clipPath" | "mask" => {}
            // Parts of a line of text.
            "tspan" | "textPath" | "tref" | "altGlyph" => self.children(id),
            _ if self.in_svg_text(id) => self.children(id),
            _ => self.elements_below(id),
        }
    }

    /// Only the HTML in a picture.
    fn foreign_objects(&mut self, id: NodeId) {
        let dom = self.dom;
        let mut next = dom.first_child(id);
        while let Some(node) = next {
            let is_html = dom.name(node) == "foreignObject";
            if is_html {
                self.block(node);
            }
            next = dom.first_child(node).filter(|_| !is_html).or_else(|| dom.after(node, id));
        }
    }

    /// Text that stands directly in a shape or group is not drawn.
    fn elements_below(&mut self, id: NodeId) {
        let mut next = self.dom.first_child(id);
        while let Some(child) = next {
            if self.dom.is_element(child) {
                self.node(child);
            }
            next = self.dom.next(child);
        }
    }

    /// Whether an element, such as a link, is part of a line of text.
    fn in_svg_text(&self, id: NodeId) -> bool {
        let parent = self.dom.parent(id);
        parent.is_some_and(|parent| matches!(self.dom.name(parent), "text" | "tspan" | "textPath"))
    }
}
