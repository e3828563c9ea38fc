//! The account of a tree's text: each text node is written, or what stands around it says why not.
//!
//! While the tree is walked, text that is written is checked off, and elements that are left out or written
//! in another form are marked with the reason. Afterwards every text that is not checked off is told of. What
//! has no reason is told of too, under a rule of its own: nothing goes in silence.

use super::Lowering;
use crate::html::{Dom, NodeId, NodeMap};
use crate::notes::{Action, Note, Teller};
use crate::visible;

/// What became of the text of a tree.
pub(super) struct Account {
    /// By node: whether it is a text with something in it that is not written yet.
    due: Vec<bool>,
    /// How many of them there are.
    left: usize,
    absences: Vec<Absence>,
    /// The absence that an element is the reason for.
    by_node: NodeMap<usize>,
    /// Characters that no text of the page stands for, by rule.
    additions: Vec<Addition>,
}

/// Text that is not written as it stands.
struct Absence {
    id: NodeId,
    action: Action,
    rule: &'static str,
    why: &'static str,
    /// What is written instead.
    after: String,
    chars: usize,
    words: String,
    is_told: bool,
}

struct Addition {
    rule: &'static str,
    why: &'static str,
    chars: usize,
    times: usize,
}

impl Account {
    /// An account of these texts: by node, whether it is one with something in it.
    pub(super) fn open(due: Vec<bool>) -> Account {
        let left = due.iter().filter(|&&due| due).count();
        Account { due, left, absences: Vec::new(), by_node: NodeMap::default(), additions: Vec::new() }
    }

    /// The text of this node is written.
    pub(super) fn write(&mut self, text: NodeId) {
        let was_due = std::mem::take(&mut self.due[text.index()]);
        self.left -= usize::from(was_due);
    }

    /// The text of this node was written and is not any more.
    pub(super) fn take_back(&mut self, text: NodeId) {
        let was_due = std::mem::replace(&mut self.due[text.index()], true);
        self.left += usize::from(!was_due);
    }

    /// This element is left out; it is told of even if it has no text.
    pub(super) fn leave_out(&mut self, id: NodeId, rule: &'static str, why: &'static str) {
        self.leave_out_words(id, rule, why);
        self.absences.last_mut().expect("one was added").is_told = true;
    }

    /// Words below this element that are not written are left out.
    pub(super) fn leave_out_words(&mut self, id: NodeId, rule: &'static str, why: &'static str) {
        self.mark(id, Action::Dropped, rule, why, "");
    }

    /// Text below this element that is not written has another form.
    pub(super) fn replace(&mut self, id: NodeId, rule: &'static str, why: &'static str, after: &str) {
        self.mark(id, Action::Rewritten, rule, why, after);
    }

    /// Something is written that is not the page's text.
    pub(super) fn add(&mut self, rule: &'static str, why: &'static str, text: &str) {
        self.add_chars(rule, why, visible::count(text));
    }

    /// The same, where the characters are counted already.
    pub(super) fn add_chars(&mut self, rule: &'static str, why: &'static str, chars: usize) {
        match self.additions.iter_mut().find(|own| own.rule == rule) {
            Some(own) => (own.chars, own.times) = (own.chars + chars, own.times + 1),
            None => self.additions.push(Addition { rule, why, chars, times: 1 }),
        }
    }

    fn mark(&mut self, id: NodeId, action: Action, rule: &'static str, why: &'static str, after: &str) {
        self.by_node.insert(id, self.absences.len());
        let (after, words) = (after.to_owned(), String::new());
        self.absences.push(Absence { id, action, rule, why, after, chars: 0, words, is_told: false });
    }

    /// By node: whether it is a text that is not written, or has one below it.
    fn around_what_is_due(&self, dom: &Dom) -> Vec<bool> {
        let mut around = self.due.clone();
        for text in dom.ids().filter(|text| self.due[text.index()]) {
            for above in dom.ancestors(text) {
                if std::mem::replace(&mut around[above.index()], true) {
                    break;
                }
            }
        }
        around
    }

    /// Finds the reason for each text below a node that is not written; `reason` is that of the node, and `around`
    /// tells where there are any.
    fn settle(&mut self, dom: &Dom, id: NodeId, reason: Option<usize>, around: &[bool]) {
        let mut next = dom.first_child(id);
        while let Some(child) = next {
            next = dom.next(child);
            if !around[child.index()] {
                continue;
            }
            let Some(text) = dom.text(child) else {
                let own = self.by_node.get(&child).copied().or(reason);
                self.settle(dom, child, own, around);
                continue;
            };
            let chars = visible::count(text);
            if chars == 0 {
                continue;
            }
            let reason = reason.unwrap_or_else(|| self.unexplained(id));
            let absence = &mut self.absences[reason];
            absence.chars += chars;
            if absence.words.len() < 400 {
                absence.words.extend(text.chars().take(200));
            }
        }
    }

    fn unexplained(&mut self, id: NodeId) -> usize {
        let why = "the element has no form in Markdown, or is never shown";
        self.leave_out_words(id, "no-form", why);
        self.absences.len() - 1
    }

    fn tell(self, dom: &Dom, notes: &mut Vec<Note>) {
        let mut teller = Teller::default();
        for absence in self.absences {
            let added = visible::count(&absence.after);
            if absence.chars + added == 0 && !absence.is_told {
                continue;
            }
            let note = Note::new(absence.action, absence.rule, absence.why);
            let note = note.with_chars(absence.chars).with_added(added);
            teller.tell(notes, note, |note| {
                let note = note.with_place(dom.path(absence.id));
                match absence.action {
                    Action::Dropped => note.with_text(&absence.words),
                    _ => note.with_change(&absence.words, &absence.after),
                }
            });
        }
        teller.close(notes);
        for Addition { rule, why, chars, times } in self.additions {
            let note = Note::new(Action::Repaired, rule, why).with_added(chars);
            notes.push(note.with_text(&format!("{times} of them")));
        }
    }
}

impl Lowering<'_> {
    /// Closes the account: tells of all text that is not written as it stands, and of all that is new.
    pub(super) fn settle_account(&mut self, top: NodeId) {
        let mut account = std::mem::replace(&mut self.account, Account::open(Vec::new()));
        // Most pages are written as a whole: then there is nothing to look for.
        if account.left > 0 {
            let reason = account.by_node.get(&top).copied();
            let around = account.around_what_is_due(self.dom);
            account.settle(self.dom, top, reason, &around);
        }
        account.tell(self.dom, self.notes);
    }
}
