//! Right of the bridge: the Markdown tree, its normal form, and its one text. Knows no HTML.

mod calls;
mod chars;
mod count;
mod ease;
mod emphasis;
mod escape;
mod fit;
mod forms;
mod inline;
pub(crate) mod marks;
mod markup;
mod normalize;
mod print;
#[cfg(test)]
mod referee;
mod references;
pub(crate) mod texts;
mod tidy;
pub(crate) mod tree;
mod url;

pub(crate) use count::{visible_chars, visible_chars_of_run};
pub(crate) use fit::fit;
pub(crate) use forms::{drop_images, images_to_words, links_to_text};
pub(crate) use normalize::normalize;
pub(crate) use print::print;
pub(crate) use tidy::tidy;
