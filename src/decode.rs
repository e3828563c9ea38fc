//! Bytes → text.
use crate::notes::Note;

/// Decodes a page; `charset` is the label that the transport gave.
pub(crate) fn decode(bytes: &[u8], _charset: Option<&str>, _notes: &mut Vec<Note>) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
