//! Keeps a hostile page small: a stop between tokenizer and tree builder that bounds the depth of open
//! elements and the size of the tree.
//!
//! html5ever walks its stack of open elements at every turn, so that a page nested n deep costs n² steps.
//! An element that starts too deep is therefore closed at once, by handing the tree builder the end tag that
//! the page lacks: what would have been its content becomes its sibling, and no text is lost. The tree
//! builder alone pops its stack; depth is read from the tree, never guessed from tags.

use super::dom::{MAX_DEPTH, NodeId, Space};
use super::sink::{Handle, Load, Sink};
use crate::limits::Limits;
use html5ever::interface::TreeSink;
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
    builder: TreeBuilder<Handle, Sink>,
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
    pub(super) fn new(builder: TreeBuilder<Handle, Sink>, bytes: usize, limits: &Limits) -> Self {
        let most = Load {
            nodes: bytes.saturating_add(SPARE).min(limits.nodes),
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
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
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
            return TokenSinkResult::Script(self.builder.sink.get_document());
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

#[cfg(test)]
mod tests {
    use crate::html::dom::{Dom, MAX_DEPTH};
    use crate::html::{parse_fragment, parse_page};
    use crate::notes::Note;

    /// The deepest node, contents of templates below their hosts.
    fn depth(dom: &Dom) -> usize {
        let (mut open, mut deepest) = (vec![(dom.root(), 0)], 0);
        while let Some((id, depth)) = open.pop() {
            deepest = deepest.max(depth);
            open.extend(dom.children(id).map(|child| (child, depth + 1)));
            open.extend(dom.template(id).map(|id| (id, depth + 1)));
        }
        deepest
    }

    /// All text in document order, that of templates too.
    fn text(dom: &Dom) -> String {
        let (mut open, mut text) = (vec![dom.root()], String::new());
        while let Some(id) = open.pop() {
            text.push_str(dom.text(id).unwrap_or(""));
            let mut children: Vec<_> = dom.children(id).collect();
            children.reverse();
            open.extend(children);
            open.extend(dom.template(id));
        }
        text
    }

    fn rules(notes: &[Note]) -> Vec<&str> {
        notes.iter().map(|note| &*note.rule).collect()
    }

    #[test]
    fn what_nests_without_end_is_flattened_and_keeps_its_text() {
        for piece in [
            "<div>",
            "<b>",
            "<span>",
            "<ul><li>",
            "<table><td>",
            "<table><tr><td>",
            "<svg>",
            "<math>",
            "<g>",
            "<blockquote>",
            "<dl><dd>",
            "<template>",
            "<svg><foreignObject>",
            "<math><mi>",
            "<object>",
            "<font size=1>",
            "<div><b>",
            "<b><div>",
            "<a><div>",
            "<details>",
            "<select><b>",
            "<fieldset><legend>",
            "<em><div></em>",
            "<x-y>",
            "<nobr><div>",
            "<section/>",
            "<ruby><rt>",
            "<marquee><b>",
            "<center><table><caption>",
            "<svg><g/><g>",
            "<div><img>",
            "<h1><div>",
            "<math><annotation-xml encoding=text/html>",
        ] {
            let html: String = (0..1_500).map(|n| format!("{piece}{n:x}.")).collect();
            let expected: String = (0..1_500).map(|n| format!("{n:x}.")).collect();
            for parse in [parse_page, parse_fragment] {
                let mut notes = Vec::new();
                let dom = parse(&html, &mut notes);
                assert!(depth(&dom) <= MAX_DEPTH, "{piece}: {}", depth(&dom));
                assert_eq!(text(&dom), expected, "{piece}");
                assert_eq!(rules(&notes), ["depth-limit"], "{piece}");
            }
        }
    }

    #[test]
    fn what_repeats_without_end_stays_shallow_and_keeps_its_text() {
        for piece in [
            "<a>x",
            "<p><b>x",
            "<table>x",
            "<p><b a=1><i>x",
            "<b a=1></p><p>x",
            "<table><b>x",
            "<table>x</body>",
            "<li><p><i><div>x",
            "<select><option>x",
            "<i><table></i>x",
            "<b><div></b>x",
            "</p>x",
            "<a><p></a>x",
        ] {
            let mut notes = Vec::new();
            let dom = parse_fragment(&piece.repeat(5_000), &mut notes);
            assert_eq!(text(&dom), "x".repeat(5_000), "{piece}");
            assert!(depth(&dom) <= MAX_DEPTH, "{piece}");
            assert!(!rules(&notes).contains(&"node-limit"), "{piece}");
        }
    }

    #[test]
    fn text_that_grows_in_two_places_in_turn_is_stored_once() {
        // White space stays in the table, words go in front of it.
        let html = format!("<table>{}", " </body>x</body>".repeat(20_000));
        let dom = parse_fragment(&html, &mut Vec::new());
        let table = dom.descendants(dom.root()).find(|&id| dom.is(id, "table")).expect("there is a table");
        assert_eq!(dom.text_content(table), " ".repeat(20_000));
        assert_eq!(text(&dom).len(), 40_000);
        assert!(format!("{dom:?}").len() < 1_000_000);
    }

    #[test]
    fn formatting_opened_anew_far_down_is_closed_again() {
        let formatting: String = (0..400).map(|n| format!("<b a={n}>")).collect();
        let html = format!("<p>{formatting}</p>{}x<img>y", "<div>".repeat(400));
        let mut notes = Vec::new();
        let dom = parse_page(&html, &mut notes);
        assert!(depth(&dom) <= MAX_DEPTH);
        assert_eq!(text(&dom), "xy");
        assert_eq!(rules(&notes), ["depth-limit"]);
    }

    #[test]
    fn a_page_that_multiplies_nodes_is_read_up_to_the_limit() {
        let html: String = (0..4_000).map(|n| format!("<p><b a={n}>x")).collect();
        let mut notes = Vec::new();
        let dom = parse_fragment(&html, &mut notes);
        assert!(dom.len() <= html.len() + 10_000 + MAX_DEPTH);
        assert_eq!(rules(&notes), ["node-limit"]);
        let unread: usize = notes[0].why.split(' ').find_map(|word| word.parse().ok()).expect("a number");
        let (read, rest) = html.split_at(html.len() - unread);
        assert!(read.ends_with('>') && rest.starts_with('x'));
        assert_eq!(text(&dom).len(), read.matches('x').count());
    }

    #[test]
    fn a_page_that_multiplies_attributes_is_read_up_to_the_limit() {
        let many: String = (0..1_000).map(|n| format!(" a{n}")).collect();
        let long = format!(" a={}", "y".repeat(50_000));
        for attributes in [many, long] {
            let html = format!("<p><b{attributes}>x</p>{}", "<p>x</p>".repeat(10_000));
            let mut notes = Vec::new();
            let dom = parse_fragment(&html, &mut notes);
            assert_eq!(rules(&notes), ["node-limit"]);
            assert!(text(&dom).starts_with("xx"));
        }
    }

    #[test]
    fn ordinary_formatting_that_is_never_closed_hits_no_limit() {
        let style = "font-size: 16px; color: rgb(62, 62, 62); font-family: sans-serif";
        let html = format!("<font style='{style}'>{}", "<p>some words in a paragraph</p>".repeat(3_000));
        let mut notes = Vec::new();
        parse_fragment(&html, &mut notes);
        parse_fragment(&html.replacen("<font", "<p><font", 1), &mut notes);
        assert_eq!(notes, []);
    }

    #[test]
    fn building_and_dropping_need_no_stack() {
        let html =
            ["<div>", "<b>", "<template>", "<table><td>", "<svg>"].map(|piece| piece.repeat(5_000)).concat();
        let small = std::thread::Builder::new().stack_size(256 << 10);
        let thread = small.spawn(move || {
            let dom = parse_page(&html, &mut Vec::new());
            let copy = dom.clone();
            drop(dom);
            copy.len()
        });
        let nodes = thread.expect("a thread can be started").join().expect("the stack suffices");
        assert!(nodes > 20_000);
    }
}
