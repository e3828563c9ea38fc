//! Text that is there for machines only: of no size, in no colour, off the page, cut away, in an image of
//! which nothing is seen. Words like these speak to search engines and to language models, behind the back
//! of the reader. Images and players in such elements stay: a page fades them in.
//!
//! Only an element's own `style` is read. What a style sheet hides is not known here.

use super::removal::{self, Kept, Ledger, Reason, Run};
use super::style::Unseen;
use crate::html::{Dom, NodeId, Style, is_space};
use crate::notes::{Action, Note};

/// More of a page's text than this (one part in so many) is not hidden but waits for a script that fades it in.
const FADED_SHARE: usize = 4;

/// Takes the text out of elements of which nothing is seen; `unseen` has them in the order of the page.
pub(super) fn drop_unseen(
    dom: &mut Dom,
    unseen: Vec<(NodeId, Unseen)>,
    kept: &Kept,
    ledger: &mut Ledger<'_>,
) {
    let mut found = outermost(dom, unseen);
    let faded = found.iter().filter(|(_, unseen)| *unseen == Unseen::Opacity);
    let faded: usize = faded.map(|(id, _)| dom.visible_chars(*id)).sum();
    if faded > 0 && faded * FADED_SHARE > dom.visible_chars(dom.root()) {
        found.retain(|(_, unseen)| *unseen != Unseen::Opacity);
        let why = "much of the text is transparent: taken for text that a script fades in, so it stays";
        ledger.write(Note::new(Action::Suspected, "faded-text", why).with_chars(0));
    }
    let doomed = found.into_iter().filter_map(|(id, unseen)| {
        let (rule, why) = reason(unseen);
        let reason = Reason { action: Action::Hidden, rule: rule.into(), why: why.into() };
        Some((unseen_text(dom, id, unseen, kept)?, reason))
    });
    let doomed = doomed.collect();
    removal::remove(dom, doomed, kept, ledger);
}

/// The elements that are not inside of others.
fn outermost(dom: &Dom, unseen: Vec<(NodeId, Unseen)>) -> Vec<(NodeId, Unseen)> {
    let mut outermost: Vec<(NodeId, Unseen)> = Vec::new();
    for (id, unseen) in unseen {
        // A gallery shows its pictures, with their captions, in turn.
        let in_turn = unseen == Unseen::Opacity && matches!(dom.name(id), "figure" | "figcaption");
        let is_inside = outermost.last().is_some_and(|(last, _)| dom.ancestors(id).any(|own| own == *last));
        if !in_turn && !is_inside {
            outermost.push((id, unseen));
        }
    }
    outermost
}

/// The element, if it is nothing but text, and its unseen text otherwise. None if there is no text in it.
fn unseen_text(dom: &Dom, id: NodeId, unseen: Unseen, kept: &Kept) -> Option<Run> {
    let (texts, all) = unseen_texts(dom, id, unseen, kept);
    let has_words = texts.iter().any(|&text| dom.visible_chars(text) > 0);
    has_words.then(|| if all { Run::of(id) } else { Run { owner: id, nodes: texts } })
}

/// The texts below an element that its style hides, and whether there is nothing else in it.
fn unseen_texts(dom: &Dom, top: NodeId, unseen: Unseen, kept: &Kept) -> (Vec<NodeId>, bool) {
    let (mut texts, mut all) = (Vec::new(), true);
    let mut next = dom.first_child(top);
    while let Some(id) = next {
        let restored = kept.holds(id) || dom.is_element(id) && restores(dom, id, unseen);
        all &= !restored && !MEDIA.contains(&dom.name(id));
        if dom.text(id).is_some_and(|text| text.contains(|c| !is_space(c))) {
            texts.push(id);
        }
        next = dom.first_child(id).filter(|_| !restored).or_else(|| dom.after(id, top));
    }
    (texts, all)
}

/// Whether an element shows its text again; a class or an id may give it a size in a style sheet.
fn restores(dom: &Dom, id: NodeId, unseen: Unseen) -> bool {
    let own = dom.attr(id, "style").is_some_and(|style| Style::parse(style).restores(unseen));
    let by_sheet = || dom.attr(id, "class").or_else(|| dom.attr(id, "id")).is_some();
    own || unseen == Unseen::Size && by_sheet()
}

/// What is seen of an element without its text.
const MEDIA: &[&str] = &["img", "picture", "video", "audio", "iframe", "embed", "object", "svg", "canvas"];

fn reason(unseen: Unseen) -> (&'static str, &'static str) {
    match unseen {
        Unseen::Size => ("hidden-by-size", "its letters have no size"),
        Unseen::Colour => ("hidden-by-colour", "its letters have no colour, or that of their ground"),
        Unseen::Opacity => ("hidden-by-opacity", "it is wholly transparent"),
        Unseen::OffPage => ("hidden-off-page", "it stands outside of the page"),
        Unseen::Extent => ("hidden-by-extent", "it has no extent, or all of it is cut away"),
    }
}
