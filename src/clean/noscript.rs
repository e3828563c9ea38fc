//! `<noscript>` beside a lazy image holds the image once more, for browsers without scripts. One of the
//! two stays: the lazy one when it names the file, else the one in `<noscript>`. And a page that is drawn by
//! scripts may have all of its text in there.

use super::removal::Ledger;
use crate::html::{Dom, NodeId, is_space};
use crate::notes::{Action, Note};
use crate::rules::Rules;

/// A page whose `<noscript>` has so many characters, and the rest of it a third of that at most, is made by
/// scripts: what a reader would see stands there.
const MIN_CHARS: usize = 400;

/// Lets the text of `<noscript>` stay where a page has next to nothing else, as forums that are drawn by a
/// script have for search engines.
/// Tells whether it did; `all` are the elements of that name.
pub(super) fn restore_text(dom: &mut Dom, all: &[NodeId], ledger: &mut Ledger<'_>) -> bool {
    if all.iter().all(|&id| dom.visible_chars(id) < MIN_CHARS) {
        return false;
    }
    let top = super::content::top(dom);
    let is_apart = |id: NodeId| matches!(dom.name(id), "noscript" | "script" | "style" | "template");
    let mut noscripts = super::content::outermost(dom, top, is_apart);
    noscripts.retain(|&id| dom.is(id, "noscript") && dom.visible_chars(id) >= MIN_CHARS);
    let inside: usize = noscripts.iter().map(|&id| dom.visible_chars(id)).sum();
    if inside == 0 || inside < chars_outside(dom, top, is_apart) * 3 {
        return false;
    }
    let why = "the page is drawn by scripts, and what it shows without them is its text";
    ledger.write(Note::new(Action::Repaired, "noscript-text", why).with_place(dom.path(noscripts[0])));
    for id in noscripts {
        dom.rename(id, "div");
    }
    true
}

/// How many characters stand below an element, but for what stands in some others.
fn chars_outside(dom: &Dom, top: NodeId, is_apart: impl Fn(NodeId) -> bool) -> usize {
    let mut chars = 0;
    let mut next = dom.first_child(top);
    while let Some(id) = next {
        chars += dom.text(id).map_or(0, |text| text.chars().filter(|&c| !is_space(c)).count());
        next = dom.first_child(id).filter(|_| !is_apart(id)).or_else(|| dom.after(id, top));
    }
    chars
}

/// Takes images out of `<noscript>` that exist nowhere else, before the elements themselves go, which are `all`.
pub(super) fn restore_images(dom: &mut Dom, all: &[NodeId], rules: &Rules, ledger: &mut Ledger<'_>) {
    let mut restored = 0;
    for &noscript in all {
        restored += usize::from(restore(dom, noscript, rules));
    }
    if restored > 0 {
        let why = "an image that only a page without scripts shows took the place of its placeholder";
        let mut note = Note::new(Action::Repaired, "noscript-image", why);
        note.text = format!("{restored} of them");
        ledger.write(note);
    }
}

fn restore(dom: &mut Dom, noscript: NodeId, rules: &Rules) -> bool {
    let images: Vec<NodeId> = images(dom, noscript).filter(|&id| !is_pixel(dom, id)).collect();
    if images.is_empty() || dom.ancestors(noscript).any(|above| dom.is(above, "head")) {
        return false;
    }
    match (twin(dom, noscript), images.as_slice()) {
        (Some(twin), &[image, ..]) if rules.built_in.images.deferred(dom, twin).is_some() => {
            copy_alt(dom, image, twin);
            false
        }
        (Some(twin), &[image]) => {
            let differs = dom.attr(twin, "src") != dom.attr(image, "src");
            if differs {
                copy_alt(dom, twin, image);
                drop_previews(dom, twin, image, rules);
                dom.replace(twin, image);
            }
            differs
        }
        _ => {
            if let &[image] = images.as_slice() {
                drop_previews(dom, noscript, image, rules);
            }
            for image in images {
                dom.insert_before(noscript, image);
            }
            true
        }
    }
}

fn drop_previews(dom: &mut Dom, before: NodeId, image: NodeId, rules: &Rules) {
    for preview in previews(dom, before, image, rules) {
        copy_alt(dom, preview, image);
        dom.detach(preview);
    }
}

/// Either of the two may bear the alternative text of both.
fn copy_alt(dom: &mut Dom, from: NodeId, to: NodeId) {
    let is_given = |alt: &&str| !alt.is_empty();
    if dom.attr(to, "alt").filter(is_given).is_none()
        && let Some(alt) = dom.attr(from, "alt").filter(is_given).map(str::to_owned)
    {
        dom.set_attr(to, "alt", &alt);
    }
}

fn images(dom: &Dom, top: NodeId) -> impl Iterator<Item = NodeId> + '_ {
    dom.descendants(top).filter(|&id| dom.is(id, "img"))
}

/// An image that counts readers.
fn is_pixel(dom: &Dom, id: NodeId) -> bool {
    let is_tiny = |name| dom.attr(id, name).is_some_and(|size| matches!(size, "0" | "1" | "0px" | "1px"));
    let is_hidden = dom.attr(id, "style").is_some_and(|style| style.contains("none"));
    is_hidden || (is_tiny("width") && is_tiny("height"))
}

/// The one image in the element right before or right after.
fn twin(dom: &Dom, noscript: NodeId) -> Option<NodeId> {
    let before = std::iter::successors(dom.previous(noscript), |&id| dom.previous(id));
    let after = std::iter::successors(dom.next(noscript), |&id| dom.next(id));
    let sole_image = |element: Option<NodeId>| {
        let element = element.filter(|&id| dom.is_element(id))?;
        let own = dom.is(element, "img").then_some(element);
        let mut all = own.into_iter().chain(images(dom, element));
        let first = all.next()?;
        (all.next().is_none() && dom.visible_chars(element) == 0).then_some(first)
    };
    let is_there = |&id: &NodeId| !is_nothing(dom, id);
    sole_image(before.take(8).find(is_there)).or_else(|| sole_image(after.take(8).find(is_there)))
}

/// What stands for an image in the element right before, if that holds nothing else: small copies of the same file that are
/// shown as large, and an `img` without an address. Medium has both.
fn previews(dom: &Dom, at: NodeId, image: NodeId, rules: &Rules) -> Vec<NodeId> {
    let mut before = std::iter::successors(dom.previous(at), |&id| dom.previous(id)).take(8);
    let element = before.find(|&id| !is_nothing(dom, id));
    let element = element.filter(|&id| dom.is_element(id) && !dom.is(id, "noscript"));
    let Some(element) = element.filter(|&element| dom.visible_chars(element) == 0) else { return Vec::new() };
    let file = |id: NodeId| {
        let path = dom.attr(id, "src")?.split(['?', '#']).next()?;
        path.rsplit('/').next().filter(|name| !name.is_empty())
    };
    let table = &rules.built_in.images;
    let has_sources = |id: NodeId| {
        table.deferred(dom, id).is_some() || table.srcsets.iter().any(|place| dom.attr(id, place).is_some())
    };
    let (own, width) = (file(image), dom.attr(image, "width"));
    let found: Vec<NodeId> = images(dom, element).collect();
    let (copies, others): (Vec<NodeId>, Vec<NodeId>) = found.iter().partition(|&&id| file(id).is_some());
    let is_preview = own.is_some()
        && width.is_some()
        && !copies.is_empty()
        && copies.iter().all(|&id| file(id) == own && dom.attr(id, "width") == width)
        && !others.iter().any(|&id| has_sources(id));
    if is_preview { found } else { Vec::new() }
}

/// White space, comments and scripts between the two.
fn is_nothing(dom: &Dom, id: NodeId) -> bool {
    match dom.text(id) {
        Some(text) => text.chars().all(is_space),
        None => !dom.is_element(id) || dom.is(id, "script"),
    }
}
