//! What the rules of its site say of a page: where its content is, and what else goes.

use super::content;
use super::removal::{self, Kept, Ledger, Reason};
use crate::html::{Dom, NodeId};
use crate::notes::{Action, Note};
use crate::rules::{Entry, Site};
use std::collections::HashSet;

/// Makes what a site's rules select the only content, and says whether there was any. The first selector
/// that matches text or an image is taken; when none does, the content is to be looked for as on any page.
pub(super) fn select(dom: &mut Dom, site: &Site<'_>, kept: &Kept, ledger: &mut Ledger<'_>) -> bool {
    let top = content::top(dom);
    let holds_something =
        |id: NodeId| dom.visible_chars(id) > 0 || dom.descendants(id).any(|below| dom.is(below, "img"));
    for entry in &site.entries {
        for own in &entry.select {
            let found = own.selector.select(dom, top);
            if !found.iter().any(|&id| holds_something(id)) {
                continue;
            }
            let title = title(dom, top, entry, &found);
            let found = found.into_iter().chain(title).collect::<HashSet<_>>();
            let wanted = content::outermost(dom, top, |id| found.contains(&id) || kept.holds(id));
            let why = format!("not where the rules of {} say that the content is: {}", entry.name, own.css);
            content::isolate(dom, top, &wanted, "site-select", why, ledger);
            return true;
        }
    }
    if let Some(entry) = site.entries.iter().find(|entry| !entry.select.is_empty()) {
        let why = format!(
            "what the rules of {} select is not on this page, so the content was looked for as on any page",
            entry.name
        );
        ledger.write(Note::new(Action::Suspected, "site-select", why));
    }
    false
}

/// The title, where it stands apart from what is selected: as on any page, it is part of the article. It is
/// what the site's rules say, with the heading around it.
fn title(dom: &Dom, top: NodeId, entry: &Entry, found: &[NodeId]) -> Option<NodeId> {
    const HEADINGS: &[&str] = &["h1", "h2", "h3"];
    let has_one = |&id: &NodeId| dom.is(id, "h1") || dom.descendants(id).any(|below| dom.is(below, "h1"));
    if found.iter().any(has_one) {
        return None;
    }
    let mut named = entry.title.iter().flat_map(|saying| saying.elements(dom, top));
    let title = named.find(|&id| dom.visible_chars(id) > 0)?;
    let mut around = std::iter::successors(Some(title), |&id| dom.parent(id));
    around.find(|&id| HEADINGS.contains(&dom.name(id))).or(Some(title))
}

/// Drops what a site's rules say is chrome.
pub(super) fn drop(dom: &mut Dom, site: &Site<'_>, kept: &Kept, ledger: &mut Ledger<'_>) {
    let selectors: Vec<_> =
        site.entries.iter().flat_map(|entry| entry.drop.iter().map(move |own| (entry, own))).collect();
    if selectors.is_empty() {
        return;
    }
    removal::sweep(dom, kept, ledger, |dom, id| {
        let (entry, own) = selectors.iter().find(|(_, own)| own.selector.matches(dom, id))?;
        let why = format!("the rules of {} drop \"{}\"", entry.name, own.css);
        Some(Reason { action: Action::Dropped, rule: "site-drop".into(), why: why.into() })
    });
}
