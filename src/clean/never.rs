//! What is never content, and comments: most of a page's source goes here. Found in one walk, with the `<noscript>`
//! that may hold what is missing elsewhere, and with what a page says of itself.

use super::noscript;
use super::reason;
use super::removal::{self, Kept, Ledger, Reason, Run};
use crate::html::dom::Kind;
use crate::html::{Dom, ElementNames, NodeId};
use crate::notes::{Action, Note};
use crate::rules::{Reach, Rules};
use std::sync::LazyLock;

/// What is never content, and what a page says of itself there.
#[derive(Default)]
pub(super) struct Never {
    doomed: Vec<(Run, Reason)>,
    /// Those that are in nothing that goes.
    comments: Vec<NodeId>,
    /// All there are.
    noscripts: Vec<NodeId>,
    /// Elements that speak to programs, in the order of the page: its head, its data, and things that have a type.
    pub(super) speaking: Vec<NodeId>,
}

impl Never {
    pub(super) fn find(dom: &Dom, rules: &Rules) -> Self {
        static SPEAKING: LazyLock<ElementNames> =
            LazyLock::new(|| ElementNames::of(&["meta", "title", "link", "script"]));
        let mut found = Never::default();
        let search = rules.built_in.elements.search(Reach::Always);
        let speaking = &*SPEAKING;
        // Whether the walk is in what goes, and where it leaves it again, if more follows.
        let (mut goes, mut end) = (false, None);
        for id in dom.descendants(dom.root()) {
            goes &= end != Some(id);
            match dom.kind(id) {
                Kind::Comment(_) if !goes => found.comments.push(id),
                Kind::Element(_) => {
                    if dom.is(id, "noscript") {
                        found.noscripts.push(id);
                    }
                    if speaking.hold(dom, id) || dom.attr(id, "itemtype").is_some() {
                        found.speaking.push(id);
                    }
                    let rule = if goes { None } else { search.find_never(dom, id) };
                    if let Some(rule) = rule {
                        found.doomed.push((Run::of(id), reason(rule)));
                        (goes, end) = (true, dom.after(id, dom.root()));
                    }
                }
                _ => {}
            }
        }
        found
    }

    /// The buttons that go.
    pub(super) fn buttons(&self, dom: &Dom) -> impl Iterator<Item = NodeId> {
        self.doomed.iter().map(|(run, _)| run.owner).filter(move |&id| dom.is(id, "button"))
    }

    /// Drops it. When asked to, it first lets the text of `<noscript>` stay where a page has no other.
    pub(super) fn drop(mut self, dom: &mut Dom, restores_text: bool, rules: &Rules, ledger: &mut Ledger<'_>) {
        if restores_text && noscript::restore_text(dom, &self.noscripts, ledger) {
            self = Never::find(dom, rules);
        }
        // Images first: with all else, what they stand in goes.
        noscript::restore_images(dom, &self.noscripts, rules, ledger);
        removal::remove(dom, self.doomed, &Kept::default(), ledger);
        drop_comments(dom, &self.comments, ledger);
    }
}

/// Comments are no text and cost nothing: one note tells how many there were.
fn drop_comments(dom: &mut Dom, comments: &[NodeId], ledger: &mut Ledger<'_>) {
    if comments.is_empty() {
        return;
    }
    let why = "notes of the page's makers, which a page never shows";
    let mut note = Note::new(Action::Dropped, "comment", why);
    note.text = format!("{} of them", comments.len());
    ledger.write(note);
    for &id in comments {
        dom.detach(id);
    }
}
