//! What a `style` attribute makes of an element, as far as Markdown can say it.

use crate::html::is_space;

/// `<b style="font-weight:normal">` around everything is what Google Docs puts on the clipboard.
pub(super) fn is_reset(style: &str) -> bool {
    declares(style, "font-weight", &["normal", "400"]) || declares(style, "font-style", &["normal"])
}

/// Whether it begins a line of its own (CSS Display 3, "block-level").
pub(super) fn is_block(style: &str) -> bool {
    declares(style, "display", &["block", "flex", "grid", "table", "list-item", "flow-root"])
}

/// Whether lines in the source are lines on the page (CSS Text 3, section 3).
pub(super) fn keeps_lines(style: &str) -> bool {
    declares(style, "white-space", &["pre", "pre-wrap", "break-spaces"])
}

/// Whether a property has one of some values.
fn declares(style: &str, property: &str, values: &[&str]) -> bool {
    style.split(';').filter_map(|declaration| declaration.split_once(':')).any(|(name, value)| {
        let value = value.split('!').next().unwrap_or_default().trim_matches(is_space);
        name.trim_matches(is_space).eq_ignore_ascii_case(property)
            && values.iter().any(|own| own.eq_ignore_ascii_case(value))
    })
}
