//! Marks that editors leave around text: emphasis in emphasis of the same kind, big quotation marks as
//! decoration of a quote.

use super::removal::Ledger;
use crate::html::{Dom, NodeId, is_space};
use crate::notes::{Action, Note};

/// Unwraps `strong` in `strong` and `em` in `em`: a reader sees no difference.
pub(super) fn flatten_emphasis(dom: &mut Dom) {
    let kind = |id: NodeId| match dom.name(id) {
        "strong" | "b" => Some("strong"),
        "em" | "i" => Some("em"),
        _ => None,
    };
    let is_nested =
        |&id: &NodeId| kind(id).is_some_and(|own| dom.ancestors(id).any(|above| kind(above) == Some(own)));
    let nested: Vec<NodeId> = dom.descendants(dom.root()).filter(is_nested).collect();
    for id in nested {
        dom.unwrap(id);
    }
}

/// Drops `❝` and `❞` that stand alone in a quote: the quote says it already.
pub(super) fn drop_quote_decoration(dom: &mut Dom, ledger: &mut Ledger<'_>) {
    let is_decoration = |&id: &NodeId| {
        dom.text(id).is_some_and(is_lone_mark) && dom.ancestors(id).any(|above| dom.is(above, "blockquote"))
    };
    let marks: Vec<NodeId> = dom.descendants(dom.root()).filter(is_decoration).collect();
    if marks.is_empty() {
        return;
    }
    let why = "a quotation mark that stands alone in a quote is its decoration";
    let chars = marks.iter().map(|&id| dom.visible_chars(id)).sum();
    let note = Note::new(Action::Dropped, "quote-decoration", why).with_chars(chars);
    ledger.write(note.with_place(dom.path(marks[0])));
    for id in marks {
        dom.detach(id);
    }
}

fn is_lone_mark(text: &str) -> bool {
    let text = text.trim_matches(is_space);
    !text.is_empty() && text.chars().all(|c| matches!(c, '❝' | '❞'))
}
