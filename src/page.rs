//! What comes in: the bytes of a page, and what is known of it before looking.

use crate::metadata::Metadata;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

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
    pub(crate) known: Option<&'a Metadata>,
    pub(crate) stop: Option<&'a Arc<AtomicBool>>,
}

/// What a page is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageKind {
    /// HTML: a whole page or a fragment of one. What it begins with tells.
    #[default]
    Html,
    /// HTML that is a whole page, whatever it begins with.
    WholePage,
    /// HTML that is a part of a page, whatever it begins with: all of it is wanted.
    Fragment,
    /// A Markdown file, perhaps with front matter, perhaps with HTML in it. Only the HTML is converted.
    Post,
}

impl PageKind {
    /// Guesses from the first line, for input that has no file name to tell: a post opens with front
    /// matter, that is with a line `---` or `+++` (after a byte order mark and blank lines); all else is HTML.
    ///
    /// ```
    /// use tamis::PageKind;
    /// assert_eq!(PageKind::guess(b"---\ntitle: Salt\n---\n"), PageKind::Post);
    /// assert_eq!(PageKind::guess(b"<p>Salt</p>"), PageKind::Html);
    /// ```
    pub fn guess(bytes: &[u8]) -> PageKind {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
        let first_line = text.split(|&byte| byte == b'\n').next().unwrap_or(text);
        match first_line.trim_ascii_end() {
            b"---" | b"+++" => PageKind::Post,
            _ => PageKind::Html,
        }
    }
}

impl<'a> Page<'a> {
    /// A page of HTML, as fetched: any charset.
    pub fn new(bytes: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        Page {
            bytes: bytes.as_ref(),
            url: None,
            charset: None,
            kind: PageKind::Html,
            known: None,
            stop: None,
        }
    }

    /// A Markdown file with HTML in it.
    pub fn post(bytes: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        Page { kind: PageKind::Post, ..Page::new(bytes) }
    }

    /// What the page is written in, where that is known.
    ///
    /// ```
    /// use tamis::{Cleaner, Page, PageKind};
    /// let page = Page::new("---\ntitle: Salt\n---\n\n<p>Salt</p>").kind(PageKind::Post);
    /// assert_eq!(Cleaner::default().clean(&page).to_string(), "---\ntitle: Salt\n---\n\nSalt\n");
    /// ```
    pub fn kind(self, kind: PageKind) -> Self {
        Page { kind, ..self }
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

    /// What is known of the page beforehand, such as what a feed says of its entry. Each field that is not empty
    /// wins over what the page says of itself; only what stands in a post's front matter stays, as that is written
    /// as it came. A date may be in any form that a page might have; one that cannot be read is passed over, with
    /// a note.
    ///
    /// ```
    /// use tamis::{Cleaner, Metadata, Page};
    /// let mut known = Metadata::default();
    /// known.title = "On salt".to_owned();
    /// known.date = "Wed, 02 Oct 2024".to_owned();
    /// let article = Cleaner::default().clean(&Page::new("<p>By Ada Example</p><p>Salt</p>").known(&known));
    /// assert_eq!(article.metadata().title, "On salt");
    /// assert_eq!(article.metadata().date, "2024-10-02");
    /// assert_eq!(article.metadata().authors, ["Ada Example"]);
    /// ```
    pub fn known(self, metadata: &'a Metadata) -> Self {
        Page { known: Some(metadata), ..self }
    }

    /// A flag by which another thread ends the work on this page, such as one that watches the clock. Once it
    /// is set, the article comes back soon, without text and with a note `stopped`.
    ///
    /// ```
    /// use std::sync::{Arc, atomic::AtomicBool};
    /// use tamis::{Cleaner, Page};
    /// let out_of_time = Arc::new(AtomicBool::new(true));
    /// let article = Cleaner::default().clean(&Page::new("<p>Salt</p>").stop(&out_of_time));
    /// assert_eq!(article.to_string(), "");
    /// assert_eq!(article.notes().last().map(|note| &*note.rule), Some("stopped"));
    /// ```
    pub fn stop(self, flag: &'a Arc<AtomicBool>) -> Self {
        Page { stop: Some(flag), ..self }
    }
}
