//! Dom → Dom: what is not the text goes. Knows no Markdown.
use crate::html::Dom;
use crate::notes::Note;
use crate::options::Scope;
use crate::rules::Rules;

/// Runs the passes, in order.
pub(crate) fn clean(_dom: &mut Dom, _scope: Scope, _rules: &Rules, _notes: &mut Vec<Note>) {}
