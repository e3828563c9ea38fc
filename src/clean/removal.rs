//! Taking elements out of a tree, and accounting for what was taken.

use crate::html::{Dom, NodeId, NodeSet};
use crate::notes::{Action, Note, Teller};
use crate::rules::UserSelector;
use std::borrow::Cow;

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
    inside: NodeSet,
    /// What they stand in.
    around: NodeSet,
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

    #[inline]
    pub(super) fn holds(&self, id: NodeId) -> bool {
        !self.inside.is_empty() && self.inside.contains(&id)
    }

    fn is_around(&self, id: NodeId) -> bool {
        !self.around.is_empty() && self.around.contains(&id)
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

    /// Tells of a removal; called before it, while the nodes still have their place. An element with neither
    /// content nor attributes is not worth a word.
    fn removal(&mut self, dom: &Dom, run: &Run, reason: Reason, kept: &Kept) {
        let is_bare = |id: NodeId| dom.first_child(id).is_none() && dom.attrs(id).next().is_none();
        if run.nodes == [run.owner] && is_bare(run.owner) {
            return;
        }
        let chars = run.nodes.iter().map(|&id| cost(dom, id, kept)).sum();
        let note = Note::new(reason.action, reason.rule, reason.why).with_chars(chars);
        self.tell(note, |note| note.with_place(dom.path(run.owner)).with_texts(first_texts(dom, run, kept)));
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
    mut reason: impl FnMut(&Dom, NodeId) -> Option<Reason>,
) {
    let top = dom.root();
    let mut doomed = Vec::new();
    let mut next = dom.first_child(top);
    while let Some(id) = next.filter(|_| !dom.is_stopped()) {
        let found = if dom.is_element(id) && !kept.holds(id) { reason(dom, id) } else { None };
        let inner = dom.first_child(id).filter(|_| found.is_none());
        next = inner.or_else(|| dom.after(id, top));
        if let Some(reason) = found {
            doomed.push((Run::of(id), reason));
        }
    }
    remove(dom, doomed, kept, ledger);
}

/// What goes together: an element by itself, or the nodes of a run of text in their element.
pub(super) struct Run {
    pub(super) owner: NodeId,
    pub(super) nodes: Vec<NodeId>,
}

impl Run {
    pub(super) fn of(id: NodeId) -> Self {
        Run { owner: id, nodes: vec![id] }
    }
}

/// Removes runs, each with its reason.
pub(super) fn remove(dom: &mut Dom, doomed: Vec<(Run, Reason)>, kept: &Kept, ledger: &mut Ledger<'_>) {
    for (run, reason) in doomed {
        ledger.removal(dom, &run, reason, kept);
        for id in run.nodes {
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
fn cut(dom: &mut Dom, id: NodeId, kept: &Kept) {
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

/// Enough of the text that goes to recognize it by.
fn first_texts<'d>(dom: &'d Dom, run: &'d Run, kept: &'d Kept) -> impl Iterator<Item = &'d str> {
    let nodes = run.nodes.iter().flat_map(|&id| std::iter::once(id).chain(dom.descendants(id)));
    let texts = nodes.filter(|&id| !kept.holds(id)).filter_map(|id| {
        // Of white space, as long as it may be, one sign says as much.
        dom.text(id).map(|text| if dom.is_seen_text(id) || text.is_empty() { text } else { " " })
    });
    let starts = texts.map(|text| {
        let end = match text.as_bytes().split_at_checked(200) {
            None => text.len(),
            Some((start, _)) if start.is_ascii() => start.len(),
            Some(_) => text.char_indices().nth(200).map_or(text.len(), |(at, _)| at),
        };
        &text[..end]
    });
    let mut bytes = 0;
    starts.take_while(move |text| {
        let is_wanted = bytes <= 400;
        bytes += text.len();
        is_wanted
    })
}
