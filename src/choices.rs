//! What the user chose of links and images: their addresses, and how they are written. Works on the finished
//! tree, as a caller with `links_mut` would; what built-in rules do to addresses is done before, in `rewrite`.

use crate::assets::{self, Asset};
use crate::markdown;
use crate::markdown::tree::Document;
use crate::notes::{Action, Note};
use crate::options::{ImageStyle, LinkStyle};
use crate::rewrite;
use crate::rules::{Rewrites, UserRules};

/// Carries out the choices on a tree that is not normalized yet. Returns the images that were in the page itself.
pub(crate) fn carry_out(document: &mut Document, user: &UserRules, notes: &mut Vec<Note>) -> Vec<Asset> {
    for link in &mut document.links {
        readdress(&mut link.url, &user.link_rewrites, "links.rewrite", notes);
    }
    let mut found: Vec<Asset> = Vec::new();
    for image in &mut document.images {
        match assets::read(&image.url) {
            Some(asset) => {
                image.url.clone_from(&asset.name);
                // The same image is one file.
                if !found.iter().any(|own| own.name == asset.name) {
                    found.push(asset);
                }
            }
            None => {
                let before = readdress(&mut image.url, &user.image_rewrites, "images.rewrite", notes);
                image.source = before.unwrap_or_default();
            }
        }
    }
    match user.images {
        ImageStyle::Inline => {}
        ImageStyle::Alt => {
            let added = markdown::images_to_words(document);
            let note = Note::new(
                Action::Rewritten,
                "images-as-words",
                "the user wants the words that stand for images",
            );
            tell(note.with_added(added), document.images.len(), notes);
            document.images.clear();
        }
        ImageStyle::None => {
            markdown::drop_images(document);
            let note = Note::new(Action::Dropped, "images-left-out", "the user wants no images");
            tell(note, document.images.len(), notes);
            document.images.clear();
        }
    }
    match user.links {
        LinkStyle::Inline => {}
        LinkStyle::Reference => document.reference_links = true,
        LinkStyle::Text => {
            markdown::links_to_text(document);
            let note =
                Note::new(Action::Rewritten, "links-as-text", "the user wants the text of links alone");
            tell(note, document.links.len(), notes);
            document.links.clear();
        }
    }
    found
}

fn tell(note: Note, times: usize, notes: &mut Vec<Note>) {
    if times > 0 {
        notes.push(note.with_text(&format!("{times} of them")));
    }
}

/// Applies the user's rewrites to an address, and returns the one before. Only what may stand in a text takes
/// its place.
fn readdress(
    url: &mut String,
    rewrites: &Rewrites,
    rule: &'static str,
    notes: &mut Vec<Note>,
) -> Option<String> {
    let wanted = rewrites.apply(url)?;
    match rewrite::usable(&wanted) {
        Some(usable) => {
            notes.push(Note::new(Action::Rewritten, rule, "the user's pattern").with_change(url, &usable));
            Some(std::mem::replace(url, usable))
        }
        None => {
            let why =
                "what the user's pattern makes of this address is none that may be written, so it stays";
            notes.push(Note::new(Action::Suspected, rule, why).with_change(url, &wanted));
            None
        }
    }
}
