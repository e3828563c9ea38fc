//! Keeps a hostile page small: a stop between tokenizer and tree builder that bounds the depth of open
//! elements and the size of the tree.
//!
//! html5ever walks its stack of open elements at every turn, so that a page nested n deep costs n² steps.
//! An element that starts too deep is therefore closed at once, by handing the tree builder the end tag that
//! the page lacks: what would have been its content becomes its sibling, and no text is lost. The tree
//! builder alone pops its stack; depth is read from the tree, never guessed from tags.

use super::dom::{MAX_DEPTH, NodeId, Space};
use super::sink::{Load, Sink};
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::TreeBuilder;
use std::cell::Cell;

/// Elements that start deeper than this are closed at once. What cannot be closed so (void elements, text,
/// the parts of a table) has the levels up to [`MAX_DEPTH`].
const DEEPEST_OPEN: usize = MAX_DEPTH - 12;

/// What a page may hold beyond one node and one attribute for each of its bytes.
const SPARE: usize = 10_000;

/// Bytes of attribute values for each byte of a page: more come only from formatting elements that the
/// parser makes anew in paragraph after paragraph.
const VALUE_BYTES_PER_BYTE: usize = 16;

/// The stop, with the tree builder behind it.
pub(super) struct Guard {
    builder: TreeBuilder<NodeId, Sink>,
    most: Load,
    too_deep: Cell<bool>,
    full: Cell<bool>,
}

/// What the guard had to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Findings {
    pub(super) too_deep: bool,
    pub(super) full: bool,
}

impl Guard {
    /// A guard for a page of so many bytes.
    pub(super) fn new(builder: TreeBuilder<NodeId, Sink>, bytes: usize) -> Self {
        let most = Load {
            nodes: bytes.saturating_add(SPARE),
            attributes: bytes.saturating_add(SPARE),
            attribute_bytes: bytes.saturating_add(SPARE).saturating_mul(VALUE_BYTES_PER_BYTE),
        };
        Guard { builder, most, too_deep: Cell::new(false), full: Cell::new(false) }
    }

    pub(super) fn findings(&self) -> Findings {
        Findings { too_deep: self.too_deep.get(), full: self.full.get() }
    }

    pub(super) fn into_sink(self) -> Sink {
        self.builder.sink
    }

    fn is_full(&self) -> bool {
        let Load { nodes, attributes, attribute_bytes } = self.builder.sink.load();
        nodes > self.most.nodes
            || attributes > self.most.attributes
            || attribute_bytes > self.most.attribute_bytes
    }

    /// Closes the newest element if it lies too deep, and the formatting elements around it that the tree
    /// builder opened anew along with it. Those are the current nodes one after the other, so that each end
    /// tag closes the element it is meant for.
    fn close_too_deep(&self, line: u64) {
        let sink = &self.builder.sink;
        let mut newest = sink.take_newest();
        while let Some(id) = newest.filter(|&id| sink.depth(id, DEEPEST_OPEN + 1) > DEEPEST_OPEN) {
            let closing = closing(sink, id);
            if closing == Closing::ByPage {
                return;
            }
            newest = sink.dom().parent(id).filter(|&parent| is_formatting(sink, parent));
            if closing == Closing::ByEndTag {
                self.too_deep.set(true);
                let _ = self.builder.process_token(Token::TagToken(end_tag(sink, id)), line);
                sink.take_newest();
            }
        }
    }
}

impl TokenSink for Guard {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        if self.full.get() && token != Token::EOFToken {
            return TokenSinkResult::Continue;
        }
        let (is_tag, is_end_tag) = match &token {
            Token::ParseError(_) => return TokenSinkResult::Continue,
            Token::TagToken(tag) => (true, tag.kind == TagKind::EndTag),
            _ => (false, false),
        };
        let answer = self.builder.process_token(token, line);
        if is_end_tag {
            // Misnested end tags move elements about, but nothing gets deeper by that.
            self.builder.sink.take_newest();
        } else {
            self.close_too_deep(line);
        }
        if is_tag && self.is_full() {
            // The tokenizer pauses at a script with the rest of its input unread, which is what is wanted;
            // it accepts the pause at tags only, and only tags multiply nodes.
            self.full.set(true);
            return TokenSinkResult::Script(self.builder.sink.dom().root());
        }
        answer
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

fn end_tag(sink: &Sink, id: NodeId) -> Tag {
    let name = sink.dom().name(id).to_ascii_lowercase().into();
    Tag {
        kind: TagKind::EndTag,
        name,
        self_closing: false,
        attrs: Vec::new(),
        had_duplicate_attributes: false,
    }
}

/// What closes an element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Closing {
    /// An end tag, given right after the start tag, closes it and does nothing else.
    ByEndTag,
    /// It cannot have content.
    Itself,
    /// Only the page: an end tag would be in the wrong place, and it cannot nest.
    ByPage,
}

fn closing(sink: &Sink, id: NodeId) -> Closing {
    let dom = sink.dom();
    if dom.space(id) != Space::Html {
        return Closing::ByEndTag;
    }
    let listed = CLOSINGS.iter().find(|(_, names)| names.contains(&dom.name(id)));
    listed.map_or(Closing::ByEndTag, |(closing, _)| *closing)
}

fn is_formatting(sink: &Sink, id: NodeId) -> bool {
    let dom = sink.dom();
    dom.space(id) == Space::Html && FORMATTING.contains(&dom.name(id))
}

/// The HTML elements that are not closed by an end tag right after their start tag.
#[rustfmt::skip]
const CLOSINGS: &[(Closing, &[&str])] = &[
    // The page's frame: one of each, near the root.
    (Closing::ByPage, &["html", "head", "body"]),
    // Parts of a table: within one table they cannot nest, and tables are closed.
    (Closing::ByPage, &["caption", "colgroup", "tbody", "thead", "tfoot", "tr", "td", "th"]),
    // Raw text: nothing nests in them, and the tokenizer looks for their own end tag.
    (Closing::ByPage, &[
        "iframe", "noembed", "noframes", "plaintext", "script", "style", "textarea", "title", "xmp",
    ]),
    // Void elements; `</br>` would even make another one.
    (Closing::Itself, &[
        "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input",
        "keygen", "link", "meta", "param", "source", "track", "wbr",
    ]),
];

/// The elements that the parser opens anew (WHATWG HTML, "formatting").
const FORMATTING: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
