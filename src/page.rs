//! What comes in: the bytes of a page, and what is known of it before looking.

/// A page to clean: bytes, and what is known of them.
///
/// ```
/// use tamis::Page;
/// let page = Page::new(b"<p>Caf\xe9</p>").url("https://example.org/a/").charset("windows-1252");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) url: Option<&'a str>,
    pub(crate) charset: Option<&'a str>,
    pub(crate) kind: PageKind,
}

/// What a page is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageKind {
    /// HTML: a whole page or a fragment of one.
    #[default]
    Html,
    /// A Markdown file, perhaps with front matter, perhaps with HTML in it. Only the HTML is converted.
    Post,
}

impl<'a> Page<'a> {
    /// A page of HTML, as fetched: any charset.
    pub fn new(bytes: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        Page { bytes: bytes.as_ref(), url: None, charset: None, kind: PageKind::Html }
    }

    /// A Markdown file with HTML in it.
    pub fn post(bytes: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        Page { kind: PageKind::Post, ..Page::new(bytes) }
    }

    /// Where the page was fetched from: relative URLs are resolved against it.
    /// A URL that cannot be parsed is passed over, with a note.
    pub fn url(self, url: &'a str) -> Self {
        Page { url: Some(url), ..self }
    }

    /// The charset that the transport named, such as the one in HTTP's `Content-Type`
    /// (a WHATWG encoding label). An unknown label is passed over, with a note.
    pub fn charset(self, label: &'a str) -> Self {
        Page { charset: Some(label), ..self }
    }
}
