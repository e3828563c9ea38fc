//! The title, where it stands in the metadata too: as a heading of the text, or there alone. The model has no say in
//! it, for some pages that it learned from count the title as text and some do not.

use super::evidence::{hash, words};
use super::outline::Outline;
use super::top;
use crate::clean::removal::{self, Kept, Ledger, Reason, Run};
use crate::html::{Dom, NodeId};
use crate::notes::Action;

/// After so many words a heading of a lower level that says the same is that of a section.
const MAX_WORDS_BEFORE: usize = 30;

/// Keeps the first heading that is the title, unless one stays already.
pub(super) fn keep(dom: &Dom, outline: &Outline, title: &Title, stays: &mut [bool]) {
    let mut headings = (0..stays.len()).filter(|&at| {
        let owner = outline.blocks[at].owner;
        dom.is(owner, "h1") && title.is(outline.text(at))
    });
    let Some(first) = headings.next() else { return };
    if !stays[first] && !headings.any(|at| stays[at]) {
        stays[first] = true;
    }
}

/// Takes the heading that is the title out of the text, unless it is all that there is.
pub(super) fn leave(dom: &mut Dom, title: &Title, kept: &Kept, ledger: &mut Ledger<'_>) {
    let Some(id) = find(dom, title) else { return };
    let is_all = dom.visible_chars(id) == dom.visible_chars(top(dom));
    let shows_more = dom.descendants(id).any(|below| matches!(dom.name(below), "img" | "picture" | "svg"));
    if is_all || shows_more || kept.holds(id) {
        return;
    }
    let why = "the title, which the metadata have";
    let reason = Reason { action: Action::Dropped, rule: "title".into(), why: why.into() };
    removal::remove(dom, vec![(Run::of(id), reason)], kept, ledger);
}

/// The heading that is the title.
pub(super) fn find(dom: &Dom, title: &Title) -> Option<NodeId> {
    let top = top(dom);
    let mut before = 0;
    let mut next = dom.first_child(top);
    while let Some(id) = next {
        let is_heading = match dom.name(id) {
            "h1" => true,
            "h2" | "h3" => before <= MAX_WORDS_BEFORE,
            _ => false,
        };
        if is_heading && title.is(&dom.text_content(id)) {
            return Some(id);
        }
        if let Some(text) = dom.text(id).filter(|_| before <= MAX_WORDS_BEFORE) {
            before += words(text).len();
        }
        next = dom.first_child(id).or_else(|| dom.after(id, top));
    }
    None
}

/// The words of a title, if it has any: case and punctuation differ from place to place.
#[derive(Debug, Default)]
pub(super) struct Title(Option<u64>);

impl Title {
    pub(super) fn of(text: &str) -> Self {
        let words = words(text);
        Title((!words.is_empty()).then(|| hash(&words)))
    }

    fn is(&self, text: &str) -> bool {
        self.0.is_some() && Title::of(text).0 == self.0
    }
}
