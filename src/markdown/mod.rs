//! Right of the bridge: the Markdown tree, its normal form, and its one text. Knows no HTML.

mod escape;
mod normalize;
mod print;
pub(crate) mod tree;

pub(crate) use normalize::normalize;
pub(crate) use print::print;
