//! What a page says of itself in its head: read before cleaning.

use crate::html::Dom;

/// What a page says of itself. Each field is empty when the page does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metadata {
    /// The title, white space collapsed.
    pub title: String,
    /// Who wrote it.
    pub author: String,
    /// When it was published, as the page writes it.
    pub date: String,
    /// The page's own idea of its address.
    pub canonical_url: String,
    /// A BCP 47 tag, from the `lang` of `<html>`.
    pub language: String,
}

/// Reads the metadata of a page.
pub(crate) fn read(_dom: &Dom) -> Metadata {
    Metadata::default()
}
