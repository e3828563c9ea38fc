//! Marks that editors leave around text: emphasis in emphasis of the same kind, big quotation marks as
//! decoration of a quote, numbers that stand beside what they number, and gaps that only a style makes.

use super::gaps;
use super::placeholders::{is_placeholder, restore_placeholders};
use super::removal::Ledger;
use crate::html::{Dom, NodeId, is_space, is_space_byte};
use crate::notes::{Action, Note};

/// Mends the marks of a tree, and what an author typed like a tag.
pub(super) fn mend(dom: &mut Dom, ledger: &mut Ledger<'_>) {
    let found = Marks::find(dom);
    drop_quote_decoration(dom, &found.decoration, ledger);
    join_reference_numbers(dom, &found.numbers, ledger);
    // What is strong in strong is only strong: a reader sees no difference.
    for id in found.nested {
        dom.unwrap(id);
    }
    gaps::part(dom, &found.glued, ledger);
    restore_placeholders(dom, &found.placeholders, ledger);
}

/// What there is to mend, found in one walk; mending one kind leaves the others what they are.
#[derive(Default)]
struct Marks {
    /// Texts of quotation marks that stand alone in a quote: the quote says it already.
    decoration: Vec<NodeId>,
    /// Texts such as `[1]`.
    numbers: Vec<NodeId>,
    /// Elements without a space before them, where one should be.
    glued: Vec<NodeId>,
    /// `strong` in `strong` and `em` in `em`.
    nested: Vec<NodeId>,
    /// Elements that are words between `<` and `>`.
    placeholders: Vec<NodeId>,
}

impl Marks {
    fn find(dom: &Dom) -> Self {
        let mut marks = Marks::default();
        for id in dom.descendants(dom.root()) {
            match dom.text(id).map(may_be_mark) {
                Some(Some(text)) if is_number(text) => marks.numbers.push(id),
                Some(Some(text)) if is_lone_mark(text) && is_quoted(dom, id) => marks.decoration.push(id),
                Some(_) => {}
                None if gaps::is_glued(dom, id) => marks.glued.push(id),
                None if is_nested(dom, id) => marks.nested.push(id),
                None if is_placeholder(dom, id) => marks.placeholders.push(id),
                None => {}
            }
        }
        marks
    }
}

/// A text without white space at its ends, if it begins as a number or a mark: few do.
fn may_be_mark(text: &str) -> Option<&str> {
    let first = text.bytes().find(|&byte| !is_space_byte(byte))?;
    matches!(first, b'[' | 0xe2).then(|| text.trim_matches(is_space))
}

fn is_quoted(dom: &Dom, id: NodeId) -> bool {
    dom.ancestors(id).any(|above| dom.is(above, "blockquote"))
}

fn is_nested(dom: &Dom, id: NodeId) -> bool {
    let kind = |id: NodeId| match dom.name(id) {
        "strong" | "b" => Some("strong"),
        "em" | "i" => Some("em"),
        _ => None,
    };
    kind(id).is_some_and(|own| dom.ancestors(id).any(|above| kind(above) == Some(own)))
}

/// Drops `❝` and `❞` that stand alone in a quote.
fn drop_quote_decoration(dom: &mut Dom, marks: &[NodeId], ledger: &mut Ledger<'_>) {
    let [first, ..] = marks else { return };
    let why = "a quotation mark that stands alone in a quote is its decoration";
    let chars = marks.iter().map(|&id| dom.visible_chars(id)).sum();
    let note = Note::new(Action::Dropped, "quote-decoration", why).with_chars(chars);
    ledger.write(note.with_place(dom.path(*first)));
    for &id in marks {
        dom.detach(id);
    }
}

/// Puts the number of a reference, `[1]`, into the paragraph that it stands in front of: editors place
/// the two side by side by style alone.
fn join_reference_numbers(dom: &mut Dom, numbers: &[NodeId], ledger: &mut Ledger<'_>) {
    let mut joined = 0;
    for &text in numbers {
        let Some((number, paragraph)) = number_before_paragraph(dom, text) else { continue };
        let space = dom.create_text(" ");
        match dom.first_child(paragraph) {
            Some(first) => dom.insert_before(first, number),
            None => dom.append(paragraph, number),
        }
        dom.insert_after(number, space);
        joined += 1;
    }
    if joined > 0 {
        let why = "the number of a reference went into the paragraph that it numbers";
        let mut note = Note::new(Action::Repaired, "reference-number", why);
        note.text = format!("{joined} of them");
        ledger.write(note);
    }
}

/// The `span` around a number, when all that is beside it is the paragraph that follows.
fn number_before_paragraph(dom: &Dom, text: NodeId) -> Option<(NodeId, NodeId)> {
    let number = dom.parent(text).filter(|&parent| dom.is(parent, "span"))?;
    let is_alone = dom.first_child(number) == Some(text) && dom.last_child(number) == Some(text);
    let is_blank = |id: NodeId| dom.text(id).is_some_and(|text| text.chars().all(is_space));
    let before =
        std::iter::successors(dom.previous(number), |&id| dom.previous(id)).find(|&id| !is_blank(id));
    let after = std::iter::successors(dom.next(number), |&id| dom.next(id)).find(|&id| !is_blank(id));
    let starts = before.is_none_or(|id| dom.is(id, "p"));
    let paragraph = after.filter(|&id| dom.is(id, "p"))?;
    (is_alone && starts).then_some((number, paragraph))
}

/// `[1]` to `[999]`.
fn is_number(text: &str) -> bool {
    let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inner.is_some_and(|digits| (1..=3).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()))
}

fn is_lone_mark(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, '❝' | '❞'))
}
