//! What the user's filter lists hide on a page of this host.

use super::removal::{self, Kept, Ledger, Reason};
use crate::html::Dom;
use crate::notes::Action;
use crate::rules::{Rules, Site};

/// Drops what a list hides; never the whole of a page.
pub(super) fn drop_listed(
    dom: &mut Dom,
    rules: &Rules,
    site: &Site<'_>,
    kept: &Kept,
    ledger: &mut Ledger<'_>,
) {
    let active: Vec<_> = rules.user.filter_lists.iter().map(|list| list.on(&site.host)).collect();
    if active.is_empty() {
        return;
    }
    removal::sweep(dom, kept, ledger, |dom, id| {
        if matches!(dom.name(id), "html" | "body") {
            return None;
        }
        let css = active.iter().find_map(|list| list.find(dom, id))?;
        let why = format!("a filter list hides \"{css}\"");
        Some(Reason { action: Action::Dropped, rule: "filter-list".into(), why: why.into() })
    });
}
