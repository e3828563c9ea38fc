//! What style makes of an element, as far as Markdown can say it: that of its attribute, and what a class or another attribute
//! tells of it.

use crate::html::{Dom, NodeId, Style};

/// Classes of captions behind images: Sina and others.
const CAPTIONS: &[&str] = &["img_descr", "caption", "img-caption", "image-caption", "photo-caption"];

/// Whether an inline element is a line of its own: by its style, by what its page makes it (`data-as="p"` of Mintlify), or as
/// the caption behind an image.
pub(super) fn is_displayed(dom: &Dom, id: NodeId) -> bool {
    dom.attr(id, "style").is_some_and(is_block)
        || dom.attr(id, "data-as") == Some("p")
        || dom.previous(id).is_some_and(|before| dom.is(before, "img"))
            && dom.classes(id).any(|class| CAPTIONS.contains(&class))
}

/// `<b style="font-weight:normal">` around everything is what Google Docs puts on the clipboard.
pub(super) fn is_reset(style: &str) -> bool {
    let style = Style::parse(style);
    style.is("font-weight", &["normal", "400"]) || style.is("font-style", &["normal"])
}

/// Whether it begins a line of its own (CSS Display 3, "block-level").
pub(super) fn is_block(style: &str) -> bool {
    Style::parse(style).is("display", &["block", "flex", "grid", "table", "list-item", "flow-root"])
}

/// Whether lines in the source are lines on the page (CSS Text 3, section 3).
pub(super) fn keeps_lines(style: &str) -> bool {
    Style::parse(style).is("white-space", &["pre", "pre-wrap", "break-spaces"])
}
