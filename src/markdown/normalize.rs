//! Brings a tree into its normal form.
use super::tree::Document;

/// Brings a tree into its normal form.
pub(crate) fn normalize(_document: &mut Document) {}
