//! Markdown files with HTML in them: which parts are HTML.

/// A part of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Markdown, to be passed on byte for byte.
    Markdown(String),
    /// HTML, to be converted.
    Html(String),
}

/// A post in its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Post {
    pub(crate) parts: Vec<Part>,
    /// The address of the original, from the footer.
    pub(crate) url: Option<String>,
}

/// Splits the text after the front matter.
pub(crate) fn split(text: &str) -> Post {
    Post { parts: vec![Part::Html(text.to_owned())], url: None }
}
