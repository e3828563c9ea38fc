//! What the rules of its site say of a page: where its content is, and what else goes.

use super::content::{self, Evidence, Title};
use super::removal::{self, Kept, Ledger, Reason};
use crate::html::{Dom, NodeId, NodeSet};
use crate::notes::{Action, Note};
use crate::rules::{Entry, Site};

/// Where a site's rules say that the content is.
pub(super) struct Claim<'s> {
    entry: &'s Entry,
    css: &'s str,
    pub(super) nodes: Vec<NodeId>,
}

/// What the rules of the page's site select: the first selector that matches text or an image is taken.
/// When none does, the content is to be looked for as on any page.
pub(super) fn claim<'s>(dom: &Dom, site: &Site<'s>, ledger: &mut Ledger<'_>) -> Option<Claim<'s>> {
    let top = content::top(dom);
    for &entry in &site.entries {
        for own in &entry.select {
            let nodes = own.selector.select(dom, top);
            if nodes.iter().any(|&id| holds_something(dom, id)) {
                return Some(Claim { entry, css: &own.css, nodes });
            }
        }
    }
    let entry = site.entries.iter().find(|entry| !entry.select.is_empty())?;
    let why = format!(
        "what the rules of {} select is not on this page, so the content was looked for as on any page",
        entry.name
    );
    ledger.write(Note::new(Action::Suspected, "site-select", why));
    None
}

fn holds_something(dom: &Dom, id: NodeId) -> bool {
    dom.visible_chars(id) > 0 || dom.descendants(id).any(|below| dom.is(below, "img"))
}

impl Claim<'_> {
    /// Whether it is to be compared with what looks like the content.
    pub(super) fn is_checked(&self) -> bool {
        self.entry.check
    }

    /// What of it is still on the page, now that chrome has gone; `None` if that is nothing.
    pub(super) fn left(mut self, dom: &Dom) -> Option<Self> {
        let root = dom.root();
        self.nodes.retain(|&id| dom.ancestors(id).any(|above| above == root));
        self.nodes.iter().any(|&id| holds_something(dom, id)).then_some(self)
    }

    /// The title, in what is selected or apart from it: as on any page, it is part of the article. It is
    /// what the site's rules say, with the heading around it. Rules that are checked may be out of date: where they
    /// name none that is there, it is the heading that says the title of the page.
    pub(super) fn title(&self, dom: &Dom, evidence: &Evidence) -> Option<NodeId> {
        let top = content::top(dom);
        let mut named = self.entry.title.iter().flat_map(|saying| saying.elements(dom, top));
        let title = match named.find(|&id| dom.visible_chars(id) > 0) {
            Some(named) => with_heading(dom, named),
            None if self.entry.check => content::title_below(dom, top, &evidence.own_title)?,
            None => return None,
        };
        let words = Title::of(&dom.text_content(title));
        let selected = self.nodes.iter().find_map(|&id| content::title_below(dom, id, &words));
        Some(selected.unwrap_or(title))
    }

    /// Makes it the only content, with the title.
    pub(super) fn isolate(&self, dom: &mut Dom, title: Option<NodeId>, kept: &Kept, ledger: &mut Ledger<'_>) {
        let top = content::top(dom);
        let found = self.nodes.iter().copied().chain(title).collect::<NodeSet>();
        let wanted = content::outermost(dom, top, |id| found.contains(&id) || kept.holds(id));
        let Claim { entry: Entry { name, .. }, css, .. } = self;
        let why = format!("not where the rules of {name} say that the content is: {css}");
        content::isolate(dom, top, &wanted, "site-select", why, ledger);
    }

    /// Why it was passed over.
    pub(super) fn doubt(&self, share: f32) -> Note {
        let Claim { entry: Entry { name, .. }, css, .. } = self;
        let why = format!(
            "what the rules of {name} select holds {:.0} % of what looks like the content, so it was looked for as \
             on any page: {css}",
            100.0 * share
        );
        Note::new(Action::Suspected, "site-select", why)
    }
}

/// An element, or the heading around it.
fn with_heading(dom: &Dom, id: NodeId) -> NodeId {
    let mut around = std::iter::successors(Some(id), |&id| dom.parent(id));
    around.find(|&id| is_heading(dom, id)).unwrap_or(id)
}

fn is_heading(dom: &Dom, id: NodeId) -> bool {
    matches!(dom.name(id), "h1" | "h2" | "h3")
}

/// How many characters a rule that is checked may drop at once: a third of what is selected, and a line always.
pub(super) fn limit(dom: &Dom, claim: Option<&Claim<'_>>) -> usize {
    const LINE: usize = 100;
    let nodes = claim.into_iter().flat_map(|claim| &claim.nodes);
    LINE.max(nodes.map(|&id| dom.visible_chars(id)).sum::<usize>() / 3)
}

/// Drops what a site's rules say is chrome. Rules that are checked may be out of date, and what they drop may
/// by now be the content: of them, no element goes that has more characters than the limit.
pub(super) fn drop(
    dom: &mut Dom,
    site: &Site<'_>,
    limit: Option<usize>,
    kept: &Kept,
    ledger: &mut Ledger<'_>,
) {
    let entries: Vec<&Entry> = site.entries.iter().copied().filter(|entry| !entry.drop.is_empty()).collect();
    if entries.is_empty() {
        return;
    }
    let is_fine = |dom: &Dom, entry: &Entry, id: NodeId| match limit {
        Some(limit) if entry.check && !entry.select.is_empty() => dom.visible_chars(id) < limit,
        _ => true,
    };
    removal::sweep(dom, kept, ledger, |dom, id| {
        let (entry, own) = entries.iter().find_map(|entry| Some((*entry, entry.drop.find(dom, id)?)))?;
        if !is_fine(dom, entry, id) {
            return None;
        }
        let why = format!("the rules of {} drop \"{}\"", entry.name, own.css);
        Some(Reason { action: Action::Dropped, rule: "site-drop".into(), why: why.into() })
    });
}
