//! The canonical printer.
use super::tree::Document;

/// Writes a tree as Markdown.
pub(crate) fn print(document: &Document) -> String {
    format!("{document:?}\n")
}
