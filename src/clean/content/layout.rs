//! A list of one item that holds all of the content is layout: some sites put their article into one.

use crate::clean::removal::Ledger;
use crate::html::{Dom, NodeId};
use crate::notes::{Action, Note};

/// Makes boxes of the list items that hold all that is left below `top`, and of their lists.
pub(super) fn open_lists_around_all(dom: &mut Dom, top: NodeId, ledger: &mut Ledger<'_>) {
    let has_text = |&id: &NodeId| dom.is_seen_text(id);
    let mut texts = dom.descendants(top).filter(has_text);
    let Some(first) = texts.next() else { return };
    let last = texts.last().unwrap_or(first);
    let around_last: Vec<NodeId> = dom.ancestors(last).collect();
    let holds_all = |id: &NodeId| dom.is(*id, "li") && around_last.contains(id) && holds_paragraphs(dom, *id);
    let items: Vec<NodeId> = dom.ancestors(first).take_while(|&id| id != top).filter(holds_all).collect();
    for item in items {
        let why = "a list of one item around all of the content is layout";
        ledger.write(Note::new(Action::Repaired, "layout-list", why).with_place(dom.path(item)));
        let list = dom.parent(item).filter(|&id| matches!(dom.name(id), "ul" | "ol" | "menu"));
        dom.rename(item, "div");
        if let Some(list) = list {
            dom.rename(list, "div");
        }
    }
}

/// Whether an item holds more than a line.
fn holds_paragraphs(dom: &Dom, item: NodeId) -> bool {
    let is_paragraph = |&id: &NodeId| matches!(dom.name(id), "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    dom.descendants(item).filter(is_paragraph).nth(1).is_some()
}
