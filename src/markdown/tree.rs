//! The Markdown tree: what CommonMark and GFM can say, and nothing else.
//!
//! Blocks nest; inline content is flat: a run is a list of spans, each a piece with the marks around
//! it, outermost first. Neighbouring spans share the marks that they have in common from the outside
//! in, so `[em] a`, `[em, strong] b` is one emphasis with a strong part in it. Links and images stand
//! in tables beside the blocks, so that a caller can rewrite every URL without walking the tree. Texts
//! stand in one string beside them. It knows no HTML.

use super::marks::Marks;
use super::texts::{Text, Texts};
use crate::options::Target;
use std::collections::HashSet;

/// A whole text: blocks, and the links and images that they point to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Document {
    pub(crate) blocks: Vec<Block>,
    /// What the texts in blocks are ranges of.
    pub(crate) texts: Texts,
    pub(crate) links: Vec<Link>,
    pub(crate) images: Vec<Image>,
    /// Who is going to read the text.
    pub(crate) target: Target,
    /// Whether the addresses of links stand at the end of the text.
    pub(crate) reference_links: bool,
    /// Labels of footnotes that are taken, in lower case: by the text so far, and by what an author wrote.
    pub(crate) footnote_labels: HashSet<String>,
}

/// A block (CommonMark sections 4 and 5; tables, alerts and footnotes as on GitHub).
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Block {
    /// `level` is 1 to 6.
    Heading {
        level: u8,
        content: Vec<Span>,
    },
    Paragraph(Vec<Span>),
    /// A thematic break.
    Rule,
    /// `language` is the info string, empty for none; `text` has no final newline of its own.
    Code {
        language: Text,
        text: Text,
    },
    Quote {
        alert: Option<Alert>,
        blocks: Vec<Block>,
    },
    List(Box<List>),
    Table(Box<Table>),
    /// A formula on lines of its own, as TeX.
    Math(Text),
    /// The text of a footnote.
    Footnote {
        label: Text,
        blocks: Vec<Block>,
    },
    /// Markdown that an author wrote, passed on byte for byte.
    Verbatim(String),
}

/// `start` is the first number of an ordered list; `None` makes it a bullet list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct List {
    pub(crate) start: Option<u32>,
    /// Whether paragraphs in items stand without blank lines between them (CommonMark 5.3).
    pub(crate) tight: bool,
    pub(crate) items: Vec<Item>,
}

/// `task` is the state of a check box (GFM 5.3).
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Item {
    pub(crate) task: Option<bool>,
    pub(crate) blocks: Vec<Block>,
}

/// A table: its cells row by row, the header first. Every row has as many as `columns` has entries.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Table {
    pub(crate) columns: Vec<Alignment>,
    pub(crate) cells: Vec<Vec<Span>>,
}

/// How a column of a table is aligned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Alignment {
    #[default]
    None,
    Left,
    Center,
    Right,
}

/// The kinds of call-out that GitHub knows: `> [!NOTE]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alert {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

/// A piece of inline content and the marks around it, outermost first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Span {
    pub(crate) piece: Piece,
    pub(crate) marks: Marks,
}

/// What a span holds. A newline in `Text` is a space like any other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Piece {
    Text(Text),
    Code(Text),
    Image(ImageId),
    /// A hard line break.
    Break,
    /// A formula in a line, as TeX.
    Math(Text),
    /// The mark that points to a [`Block::Footnote`].
    FootnoteReference(Text),
}

/// What stands around a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    Emphasis,
    Strong,
    Strike,
    Link(LinkId),
}

/// An index into [`Document::links`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct LinkId(pub(crate) u32);

/// An index into [`Document::images`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ImageId(pub(crate) u32);

/// Where a link of an article goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Link {
    /// The address as it will be written: absolute when the page's base URL was known.
    pub url: String,
    /// The tool tip; empty for none.
    pub title: String,
}

/// An image of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Image {
    /// The address as it will be written: absolute when the page's base URL was known.
    pub url: String,
    /// The text that stands for the image; empty for none.
    pub alt: String,
    /// The tool tip; empty for none.
    pub title: String,
    /// Where the image can be fetched, when [`Options::image_rewrites`](crate::Options::image_rewrites) gave
    /// it another address; empty for none.
    pub source: String,
}

impl Document {
    /// Adds a link and returns its place.
    pub(crate) fn link(&mut self, url: &str, title: &str) -> LinkId {
        self.links.push(Link { url: url.to_owned(), title: title.to_owned() });
        LinkId(place(self.links.len() - 1))
    }

    /// Adds an image and returns its place.
    pub(crate) fn image(&mut self, url: &str, alt: &str, title: &str) -> ImageId {
        let (url, alt, title) = (url.to_owned(), alt.to_owned(), title.to_owned());
        self.images.push(Image { url, alt, title, source: String::new() });
        ImageId(place(self.images.len() - 1))
    }
}

fn place(index: usize) -> u32 {
    u32::try_from(index).expect("a page has fewer than 2^32 links and images")
}

impl LinkId {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

impl ImageId {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

impl Table {
    /// The rows, the header first.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &[Vec<Span>]> {
        self.cells.chunks(self.columns.len().max(1))
    }
}

impl Span {
    /// A piece without marks.
    pub(crate) fn bare(piece: Piece) -> Self {
        Span { piece, marks: Marks::NONE }
    }
}
