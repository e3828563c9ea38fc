//! The gate that every address passes, also in a pure conversion: one that could run a script leads nowhere.
//!
//! Addresses are written as the URL standard reads them (without line breaks and tabs, with `/` for `\`), so
//! that no reader of the Markdown can take them for something else.

use super::address::{self, DataImages};
use super::plain;
use crate::html::{AttrNames, Dom, NodeId};
use crate::notes::{Action, Note};
use crate::visible;
use std::borrow::Cow;

/// Refusals that are told one by one; a thousand are not read.
const TOLD: usize = 200;

/// Takes the addresses away that could run something, or are longer than `longest` bytes. The text stays.
/// `images` says what `data:` images may be.
pub(crate) fn refuse(dom: &mut Dom, images: DataImages, longest: usize, notes: &mut Vec<Note>) {
    let mut suspects = Suspects::longer_than(longest);
    dom.descendants(dom.root()).for_each(|id| suspects.look_at(dom, id));
    suspects.refuse(dom, images, notes);
}

/// The attributes that become addresses in Markdown, where they need a closer look.
#[derive(Debug)]
pub(super) struct Suspects {
    longest: usize,
    found: Vec<(NodeId, &'static str)>,
}

impl Suspects {
    pub(super) fn longer_than(longest: usize) -> Self {
        Suspects { longest, found: Vec::new() }
    }

    /// Adds those of a node.
    #[inline(always)]
    pub(super) fn look_at(&mut self, dom: &Dom, id: NodeId) {
        const ANY: AttrNames = AttrNames::of(&["href", "src", "data"]);
        if dom.may_have(id, ANY) {
            self.look_closer(dom, id);
        }
    }

    #[inline(never)]
    fn look_closer(&mut self, dom: &Dom, id: NodeId) {
        for (name, raw) in
            [("href", dom.attr(id, "href")), ("src", dom.attr(id, "src")), ("data", dom.attr(id, "data"))]
        {
            if raw.is_some_and(|raw| !plain::is_harmless(raw) || raw.len() > self.longest) {
                self.found.push((id, name));
            }
        }
    }

    /// Refuses what must be, and mends what no reader reads as it is written. Says whether an image has become a text.
    pub(super) fn refuse(self, dom: &mut Dom, images: DataImages, notes: &mut Vec<Note>) -> bool {
        let (mut refused, mut has_new_text) = (0, false);
        let why = "addresses that could run a script, or are too long; the text stays";
        let mut rest = Note::new(Action::Dropped, "scriptable-url", why);
        for (id, name) in self.found {
            let Some(raw) = dom.attr(id, name) else { continue };
            let images = if dom.is(id, "img") { images } else { DataImages::None };
            let Some((rule, why)) = fault(raw, images, self.longest) else {
                if let Cow::Owned(plain) = address::as_read(raw) {
                    dom.set_attr(id, name, &plain);
                }
                continue;
            };
            let mut note = Note::new(Action::Dropped, rule, why).with_change("", raw);
            if let Some(added) = close(dom, id, name) {
                (note.added, has_new_text) = (added, true);
            }
            refused += 1;
            if refused <= TOLD {
                notes.push(note);
            } else {
                rest.added += note.added;
            }
        }
        if refused > TOLD {
            rest.text = format!("{} more", refused - TOLD);
            notes.push(rest);
        }
        has_new_text
    }
}

/// What is wrong with an address, if anything is: the rule, and why.
fn fault(raw: &str, images: DataImages, longest: usize) -> Option<(&'static str, &'static str)> {
    if address::is_scriptable(raw, images) {
        return Some(("scriptable-url", "an address that could run a script; the text stays"));
    }
    let is_image = images != DataImages::None && raw.starts_with("data:");
    (raw.len() > longest && !is_image)
        .then_some(("long-url", "an address longer than is allowed; the text stays"))
}

/// Takes an address away. An image that has no other becomes the text that stands for it: how many visible
/// characters that adds.
fn close(dom: &mut Dom, id: NodeId, name: &str) -> Option<usize> {
    dom.remove_attr(id, name);
    let sources = ["data-src", "data-original", "srcset"];
    if name != "src" || !dom.is(id, "img") || sources.iter().any(|source| dom.attr(id, source).is_some()) {
        return None;
    }
    let alt = dom.attr(id, "alt").unwrap_or("").to_owned();
    let text = dom.create_text(&alt);
    dom.insert_before(id, text);
    dom.detach(id);
    Some(visible::count(&alt))
}
