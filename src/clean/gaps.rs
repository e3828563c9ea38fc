//! Words that a page parts by style alone: a name and what somebody does, two buttons, a heading and its second line.
//! Without the style they would be one word.

use super::removal::Ledger;
use crate::html::{AttrNames, Dom, NodeId, is_space};
use crate::notes::{Action, Note};

/// Elements within a line.
const IN_LINE: [&str; 13] =
    ["a", "b", "cite", "em", "i", "label", "mark", "q", "small", "span", "strong", "time", "u"];

/// Whether an element is glued to what stands before it: small letters meet a capital where something begins that has a
/// class, and one side is more than a word, such as no name is that is written in two colours. Tabs are always apart.
pub(super) fn is_glued(dom: &Dom, id: NodeId) -> bool {
    const CLASS: AttrNames = AttrNames::of(&["class"]);
    let Some(before) = dom.previous(id).filter(|_| IN_LINE.contains(&dom.name(id))) else { return false };
    if is_tab(dom, id) && is_tab(dom, before) {
        let (left, right) = (dom.text_at_end(before), dom.text_at_start(id));
        return !(left.is_empty()
            || left.ends_with(is_space)
            || right.is_empty()
            || right.starts_with(is_space));
    }
    let is_styled = dom.may_have(id, CLASS) || dom.may_have(before, CLASS);
    let is_in_line = || dom.text(before).is_some() || IN_LINE.contains(&dom.name(before));
    if !is_styled || !is_in_line() {
        return false;
    }
    let (left, right) = (dom.text_at_end(before), dom.text_at_start(id));
    ends_small(left)
        && begins_large(right)
        && [left, right].iter().any(|text| text.trim_matches(is_space).contains(is_space))
        && !dom.ancestors(id).any(|above| matches!(dom.name(above), "pre" | "code" | "kbd" | "samp" | "svg"))
}

/// Whether an element is one of a row of tabs.
fn is_tab(dom: &Dom, id: NodeId) -> bool {
    const ROLE: AttrNames = AttrNames::of(&["role"]);
    dom.may_have(id, ROLE) && dom.attr(id, "role") == Some("tab")
}

fn ends_small(text: &str) -> bool {
    let mut last = text.chars().rev();
    match last.next() {
        Some(':') => true,
        Some(c) => c.is_lowercase() && last.next().is_some_and(char::is_lowercase),
        None => false,
    }
}

fn begins_large(text: &str) -> bool {
    let mut first = text.chars();
    first.next().is_some_and(char::is_uppercase) && first.next().is_some_and(char::is_lowercase)
}

/// Puts a space before such elements.
pub(super) fn part(dom: &mut Dom, glued: &[NodeId], ledger: &mut Ledger<'_>) {
    for &id in glued {
        let space = dom.create_text(" ");
        dom.insert_before(id, space);
    }
    if !glued.is_empty() {
        let why = "a space stands where only a style parted two words";
        let mut note = Note::new(Action::Repaired, "glued-words", why);
        note.text = format!("{} of them", glued.len());
        ledger.write(note);
    }
}
