//! What a `style` attribute makes of an element, as far as Markdown can say it.

use crate::html::Style;

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
