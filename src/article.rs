//! What comes out: the cleaned text, with what was learned of the page on the way.

use crate::assets::Asset;
use crate::ledger::Ledger;
use crate::markdown;
use crate::markdown::tree::{Document, Image, Link};
use crate::metadata::Metadata;
use crate::notes::{Action, Note};
use std::fmt;

/// A cleaned page. `Display` (`to_string`) writes it: front matter, then Markdown.
#[derive(Clone, Debug, Default)]
pub struct Article {
    pub(crate) front_matter: String,
    /// What parts front matter from the text: nothing when the text begins with bytes of its own, which are
    /// kept with their white space, and a newline when it begins with something that was written anew.
    pub(crate) separator: &'static str,
    pub(crate) document: Document,
    pub(crate) metadata: Metadata,
    pub(crate) notes: Vec<Note>,
    /// Images that the page held in itself.
    pub(crate) assets: Vec<Asset>,
    /// The visible characters of what came in.
    pub(crate) incoming: usize,
}

impl Article {
    /// What is left of an article whose making was ended: front matter and notes.
    pub(crate) fn without_text(mut self, why: Note) -> Self {
        for note in &mut self.notes {
            note.added = 0;
            if !matches!(note.action, Action::Dropped | Action::Hidden) {
                note.chars = 0;
            }
        }
        let gone: usize = self.notes.iter().map(|note| note.chars).sum();
        self.document = Document::default();
        self.notes.push(why.with_chars(self.incoming.saturating_sub(gone)));
        self
    }

    /// The Markdown, without front matter. It ends in one newline, or is empty.
    pub fn markdown(&self) -> String {
        markdown::print(&self.document)
    }

    /// The front matter with its fences, byte for byte as it came in; empty for none.
    pub fn front_matter(&self) -> &str {
        &self.front_matter
    }

    /// What the page says of itself: title, author, date …
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// Images that the page held in itself, when they were asked for
    /// ([`Options::extract_images`](crate::Options::extract_images)): the text refers to them by their names. Whoever writes them
    /// says with [`images_mut`](Article::images_mut) where they are.
    pub fn assets(&self) -> &[Asset] {
        &self.assets
    }

    /// What was removed, rewritten and repaired, and by which rule.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// What became of the text that came in: the notes, added up.
    pub fn ledger(&self) -> Ledger {
        Ledger::sum(
            self.incoming,
            markdown::visible_chars(&self.document.texts, &self.document.blocks),
            &self.notes,
        )
    }

    /// The links, in the order of the text.
    pub fn links(&self) -> &[Link] {
        &self.document.links
    }

    /// The links, to be changed before the text is written.
    pub fn links_mut(&mut self) -> &mut [Link] {
        &mut self.document.links
    }

    /// The images, in the order of the text.
    pub fn images(&self) -> &[Image] {
        &self.document.images
    }

    /// The images, to be changed before the text is written.
    pub fn images_mut(&mut self) -> &mut [Image] {
        &mut self.document.images
    }
}

impl fmt::Display for Article {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let markdown = self.markdown();
        let separator = if markdown.is_empty() { "" } else { self.separator };
        write!(f, "{}{separator}{markdown}", self.front_matter)
    }
}
