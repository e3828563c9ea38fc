//! What is never content, and comments: most of a page's source goes here. Found in one walk, with the `<noscript>`
//! that may hold what is missing elsewhere.

use super::noscript;
use super::reason;
use super::removal::{self, Kept, Ledger, Reason, Run};
use crate::html::dom::Kind;
use crate::html::{Dom, NodeId};
use crate::notes::{Action, Note};
use crate::rules::{Rules, Survey};

/// Drops what is never content. When asked to, it first lets the text of `<noscript>` stay where a page has no other.
pub(super) fn drop_never_content(dom: &mut Dom, restores_text: bool, rules: &Rules, ledger: &mut Ledger<'_>) {
    let mut found = Never::find(dom, rules);
    if restores_text && noscript::restore_text(dom, &found.noscripts, ledger) {
        found = Never::find(dom, rules);
    }
    // Images first: with all else, what they stand in goes.
    noscript::restore_images(dom, &found.noscripts, rules, ledger);
    removal::remove(dom, found.doomed, &Kept::default(), ledger);
    drop_comments(dom, &found.comments, ledger);
}

#[derive(Default)]
struct Never {
    doomed: Vec<(Run, Reason)>,
    /// Those that are in nothing that goes.
    comments: Vec<NodeId>,
    /// All there are.
    noscripts: Vec<NodeId>,
}

impl Never {
    fn find(dom: &Dom, rules: &Rules) -> Self {
        let mut found = Never::default();
        let survey = Survey::default();
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
                    let elements = &rules.built_in.elements;
                    let rule = if goes { None } else { elements.find_never(dom, id, &survey) };
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
