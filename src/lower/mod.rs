//! The bridge: HTML tree → Markdown tree. The only module that knows both.
use crate::html::{Dom, NodeId};
use crate::markdown::tree::Document;
use crate::notes::Note;

/// Appends the content of `top` to a document.
pub(crate) fn lower(_dom: &Dom, _top: NodeId, _document: &mut Document, _notes: &mut Vec<Note>) {}
