//! Taking elements out of a tree, and accounting for what was taken.

use crate::html::{Dom, NodeId};
use crate::notes::{Action, Note, Teller};
use crate::rules::UserSelector;
use std::borrow::Cow;
use std::collections::HashSet;

/// Why an element goes.
pub(super) struct Reason {
    pub(super) action: Action,
    pub(super) rule: Cow<'static, str>,
    pub(super) why: Cow<'static, str>,
}

/// What the user wants kept.
#[derive(Default)]
pub(super) struct Kept {
    /// The kept nodes and all below them.
    inside: HashSet<NodeId>,
    /// What they stand in.
    around: HashSet<NodeId>,
}

impl Kept {
    pub(super) fn find<'s>(dom: &Dom, selectors: impl IntoIterator<Item = &'s UserSelector>) -> Self {
        let mut kept = Kept::default();
        for own in selectors {
            for id in own.selector.select(dom, dom.root()) {
                if !kept.inside.insert(id) {
                    continue;
                }
                kept.inside.extend(dom.descendants(id));
                for above in dom.ancestors(id) {
                    if !kept.around.insert(above) {
                        break;
                    }
                }
            }
        }
        kept
    }

    pub(super) fn holds(&self, id: NodeId) -> bool {
        self.inside.contains(&id)
    }

    fn is_around(&self, id: NodeId) -> bool {
        self.around.contains(&id)
    }
}

/// Writes notes; of many removals by one rule, the later ones become one note.
pub(super) struct Ledger<'n> {
    notes: &'n mut Vec<Note>,
    teller: Teller,
}

impl<'n> Ledger<'n> {
    pub(super) fn new(notes: &'n mut Vec<Note>) -> Self {
        Ledger { notes, teller: Teller::default() }
    }

    pub(super) fn write(&mut self, note: Note) {
        self.notes.push(note);
    }

    /// Tells of a removal; called before it, while the node still has its place. An element with neither
    /// content nor attributes is not worth a word.
    pub(super) fn removal(&mut self, dom: &Dom, id: NodeId, reason: Reason, chars: usize) {
        if dom.first_child(id).is_none() && dom.attrs(id).next().is_none() {
            return;
        }
        let note = Note::new(reason.action, reason.rule, reason.why).with_chars(chars);
        self.tell(note, |note| note.with_place(dom.path(id)).with_text(&first_words(dom, id)));
    }

    /// Writes a note; of many by one rule, only the first are described.
    pub(super) fn tell(&mut self, note: Note, describe: impl FnOnce(Note) -> Note) {
        self.teller.tell(self.notes, note, describe);
    }

    /// Writes what was told together.
    pub(super) fn close(self) {
        self.teller.close(self.notes);
    }
}

/// Removes every element for which there is a reason. Look first, then cut: the reasons are given on
/// the tree as it is.
pub(super) fn sweep(
    dom: &mut Dom,
    kept: &Kept,
    ledger: &mut Ledger<'_>,
    reason: impl Fn(&Dom, NodeId) -> Option<Reason>,
) {
    let top = dom.root();
    let mut doomed = Vec::new();
    let mut next = dom.first_child(top);
    while let Some(id) = next.filter(|_| !dom.is_stopped()) {
        let found = if dom.is_element(id) && !kept.holds(id) { reason(dom, id) } else { None };
        let inner = dom.first_child(id).filter(|_| found.is_none());
        next = inner.or_else(|| dom.after(id, top));
        if let Some(reason) = found {
            doomed.push((id, reason));
        }
    }
    for (id, reason) in doomed {
        let chars = cost(dom, id, kept);
        ledger.removal(dom, id, reason, chars);
        cut(dom, id, kept);
    }
}

/// What goes together: an element by itself, or the nodes of a run of text in their element.
pub(super) struct Run {
    pub(super) owner: NodeId,
    pub(super) nodes: Vec<NodeId>,
}

/// Removes runs, each with its reason.
pub(super) fn remove(dom: &mut Dom, doomed: Vec<(Run, Reason)>, kept: &Kept, ledger: &mut Ledger<'_>) {
    for (Run { owner, nodes }, reason) in doomed {
        if nodes == [owner] {
            let chars = cost(dom, owner, kept);
            ledger.removal(dom, owner, reason, chars);
        } else {
            let chars = nodes.iter().map(|&id| cost(dom, id, kept)).sum();
            let note = Note::new(reason.action, reason.rule, reason.why).with_chars(chars);
            let words: String = nodes.iter().map(|&id| first_words(dom, id)).collect();
            ledger.tell(note, |note| note.with_place(dom.path(owner)).with_text(&words));
        }
        for id in nodes {
            cut(dom, id, kept);
        }
    }
}

/// Number of characters that a removal takes, without those that are kept.
fn cost(dom: &Dom, id: NodeId, kept: &Kept) -> usize {
    if kept.holds(id) {
        0
    } else if kept.is_around(id) {
        dom.children(id).map(|child| cost(dom, child, kept)).sum()
    } else {
        dom.visible_chars(id)
    }
}

/// Takes a node out, or, when it stands around something kept, the rest of it.
pub(super) fn cut(dom: &mut Dom, id: NodeId, kept: &Kept) {
    if kept.holds(id) {
        return;
    }
    if !kept.is_around(id) {
        return dom.detach(id);
    }
    let children: Vec<NodeId> = dom.children(id).collect();
    for child in children {
        cut(dom, child, kept);
    }
}

/// Enough of a node's text to recognize it by.
fn first_words(dom: &Dom, id: NodeId) -> String {
    let mut words = String::new();
    for text in std::iter::once(id).chain(dom.descendants(id)).filter_map(|node| dom.text(node)) {
        let end = match text.as_bytes().split_at_checked(200) {
            None => text.len(),
            Some((start, _)) if start.is_ascii() => start.len(),
            Some(_) => text.char_indices().nth(200).map_or(text.len(), |(at, _)| at),
        };
        words.push_str(&text[..end]);
        if words.len() > 400 {
            break;
        }
    }
    words
}
