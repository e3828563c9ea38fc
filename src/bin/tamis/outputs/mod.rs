//! What is written, and where.

pub(crate) mod diff;
pub(crate) mod format;
pub(crate) mod group;
pub(crate) mod names;
mod plain;
pub(crate) mod plan;
pub(crate) mod stale;
mod sync;
pub(crate) mod write;
