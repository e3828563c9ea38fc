//! Dom → Dom: links, images and players get the address that a reader would want. Knows no Markdown.
//!
//! Addresses are chosen, resolved and stripped, never made up; one that needs nothing keeps its bytes.

mod address;
mod bare;
mod embeds;
mod gate;
mod images;
mod links;
mod srcset;

pub(crate) use address::DataImages;
pub(crate) use gate::refuse;

use crate::html::Dom;
use crate::notes::{Action, Note};
use crate::rules::Rules;
use url::Url;

/// Against what a page's addresses are resolved: its `<base>`, itself resolved against the page's URL.
/// It stands in the head, so it is read before that is dropped.
pub(crate) fn base_url(dom: &Dom, page: Option<&Url>) -> Option<Url> {
    let is_base = |id: &_| dom.is(*id, "base") && dom.attr(*id, "href").is_some();
    let element = dom.descendants(dom.root()).find(is_base);
    let href = element.and_then(|id| dom.attr(id, "href"));
    let own = href.and_then(|href| Url::options().base_url(page).parse(href).ok());
    // Nothing can be fetched from below any other scheme.
    let is_web = |url: &Url| matches!(url.scheme(), "http" | "https" | "ftp");
    own.filter(is_web).or_else(|| page.cloned().filter(is_web))
}

/// Rewrites links, images and players in place; `base` is what [`base_url`] found.
pub(crate) fn rewrite(dom: &mut Dom, base: Option<&Url>, rules: &Rules, notes: &mut Vec<Note>) {
    let mut context = Context { base, rules, notes, resolved: 0 };
    // Images first: a link around an image is compared with the address that the image ends up with.
    images::rewrite(dom, &mut context);
    embeds::rewrite(dom, &mut context);
    links::rewrite(dom, &mut context);
    bare::rewrite(dom, &mut context);
    if context.resolved > 0 {
        let why = "relative addresses were resolved against the page's base address";
        let mut note = Note::new(Action::Rewritten, "absolute-url", why);
        note.text = format!("{} of them", context.resolved);
        notes.push(note);
    }
}

/// What all passes need.
struct Context<'c> {
    base: Option<&'c Url>,
    rules: &'c Rules,
    notes: &'c mut Vec<Note>,
    /// Relative addresses that became absolute; told in one note.
    resolved: usize,
}

impl Context<'_> {
    /// Resolves an address and counts it.
    fn resolve(&mut self, raw: &str) -> Result<String, address::Unusable> {
        let address = address::resolve(raw, self.base)?;
        self.resolved += usize::from(address.was_relative);
        Ok(address.url)
    }

    /// Tells of an address that was replaced. Both are written out, up to a length.
    fn replaced(&mut self, rule: &'static str, why: &'static str, before: &str, after: &str) {
        self.notes.push(Note::new(Action::Rewritten, rule, why).with_change(before, after));
    }

    /// Tells of something that was taken out, without its place in the page.
    fn dropped(&mut self, rule: &'static str, why: &'static str, what: &str) {
        let mut note = Note::new(Action::Dropped, rule, why);
        note.text = shorten(what);
        self.notes.push(note);
    }
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(200) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
