//! Dom → Dom: links, images and players get the address that a reader would want. Knows no Markdown.
//!
//! Addresses are chosen, resolved and stripped, never made up; one that needs nothing keeps its bytes.

mod address;
mod bare;
mod embeds;
mod emoji;
mod found;
mod gate;
mod images;
mod links;
mod plain;
mod protected;
mod srcset;
mod words;

pub(crate) use address::DataImages;
pub(crate) use gate::refuse;

use crate::html::{Dom, NodeId};
use crate::notes::{Action, Note};
use crate::rules::{Replaced, Rules};
use found::Found;
use std::borrow::Cow;
use url::Url;

/// Against what a page's addresses are resolved: its `<base>`, itself resolved against the page's URL.
/// It stands in the head, so it is read before that is dropped.
pub(crate) fn base_url(dom: &Dom, page: Option<&Url>) -> Option<Url> {
    let is_base = |id: &_| dom.is(*id, "base") && dom.attr(*id, "href").is_some();
    let element = if dom.has_had("base") { dom.descendants(dom.root()).find(is_base) } else { None };
    let href = element.and_then(|id| dom.attr(id, "href"));
    let own = href.and_then(|href| Url::options().base_url(page).parse(href).ok());
    // Nothing can be fetched from below any other scheme.
    let is_web = |url: &Url| matches!(url.scheme(), "http" | "https" | "ftp");
    own.filter(is_web).or_else(|| page.cloned().filter(is_web))
}

/// Refuses addresses as [`refuse`] does, but for images in `data:`, which are for another pass to judge. Rewrites
/// links, images and players in place; `page` is the address of the whole page that the tree is, if it is known, and
/// `base` what [`base_url`] found.
pub(crate) fn rewrite(
    dom: &mut Dom,
    page: Option<&Url>,
    base: Option<&Url>,
    longest: usize,
    rules: &Rules,
    notes: &mut Vec<Note>,
) {
    let (mut found, suspects) = found::before_gate(dom, longest, rules);
    if suspects.refuse(dom, DataImages::Any, notes) {
        found = Found::on(dom, rules);
    }
    let mut context = Context {
        page,
        base,
        rules,
        notes,
        resolved: 0,
        placed: 0,
        has_new_text: false,
        has_protected: false,
    };
    emoji::rewrite(dom, &found.images, &mut context);
    if images::name_images(dom, &found.pictures, &mut context) {
        found = Found::on(dom, rules);
    }
    // Images first: a link around an image is compared with the address that the image ends up with.
    images::rewrite(dom, &found.images, &mut context);
    embeds::rewrite(dom, &found.embeds, &mut context);
    links::rewrite(dom, &found.links, &mut context);
    if context.has_protected {
        protected::restore(dom, &found.links, &mut context);
    }
    if context.has_new_text || context.has_protected {
        found = Found::on(dom, rules);
    }
    bare::rewrite(dom, &found.texts, &mut context);
    if context.resolved > 0 {
        let why = "relative addresses were resolved against the page's base address";
        let mut note = Note::new(Action::Rewritten, "absolute-url", why);
        note.text = format!("{} of them", context.resolved);
        notes.push(note);
    }
}

/// An address that a user's pattern has made, if it may be written; relative ones are.
pub(crate) fn usable(address: &str) -> Option<String> {
    address::resolve(address, None).ok().map(|address| address.url.into_owned())
}

/// What all passes need.
struct Context<'c> {
    page: Option<&'c Url>,
    base: Option<&'c Url>,
    rules: &'c Rules,
    notes: &'c mut Vec<Note>,
    /// Relative addresses that became absolute; told in one note.
    resolved: usize,
    /// Notes with a place: finding one costs time.
    placed: usize,
    /// Whether a text was written that may hold an address.
    has_new_text: bool,
    /// Whether a mail address was met that is written for a script to read.
    has_protected: bool,
}

/// More places are not looked at.
const PLACED_NOTES: usize = 200;

impl Context<'_> {
    /// Resolves an address and counts it.
    fn resolve<'a>(&mut self, raw: &'a str) -> Result<Cow<'a, str>, address::Unusable> {
        let address = address::resolve(raw, self.base)?;
        self.resolved += usize::from(address.was_relative);
        Ok(address.url)
    }

    /// Tells of an address that was replaced. Both are written out, up to a length.
    fn replaced(&mut self, dom: &Dom, id: NodeId, found: &Replaced<'static>, before: &str) {
        let note = Note::new(Action::Rewritten, found.rule, found.why).with_change(before, &found.url);
        self.tell(dom, id, note);
    }

    /// Tells of an element that is going to be taken out; called while it has its place.
    fn dropped(&mut self, dom: &Dom, id: NodeId, rule: &'static str, why: &'static str, what: &str) {
        let note = Note::new(Action::Dropped, rule, why).with_chars(dom.visible_chars(id));
        self.tell(dom, id, note.with_change("", what));
    }

    /// Tells of an attribute that was taken off.
    fn unlinked(&mut self, dom: &Dom, id: NodeId, rule: &'static str, why: &'static str, address: &str) {
        let note = Note::new(Action::Rewritten, rule, why).with_change(address, &dom.text_content(id));
        self.tell(dom, id, note);
    }

    fn tell(&mut self, dom: &Dom, id: NodeId, mut note: Note) {
        self.placed += 1;
        if self.placed <= PLACED_NOTES {
            note = note.with_place(dom.path(id));
        }
        self.notes.push(note);
    }
}

#[cfg(test)]
mod tests;
