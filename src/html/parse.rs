//! Text → tree, by html5ever (WHATWG HTML, section 13.2), with scripting off: a page reads as it does
//! without JavaScript, so `<noscript>` holds elements.

use super::dom::{Dom, MAX_DEPTH, NodeId};
use super::guard::Guard;
use super::sink::Sink;
use crate::limits::Budget;
use crate::notes::{Action, Note};
use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::create_element;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{QualName, local_name, ns};

/// Bytes handed to the tokenizer at a time; between two of them the work may end.
const CHUNK: usize = 16 << 10;

/// Parses a whole page. The tree keeps the budget's flag: walks over it end when that is set.
pub(crate) fn read_page(html: &str, budget: &Budget, notes: &mut Vec<Note>) -> Dom {
    run(TreeBuilder::new(Sink::default(), builder_options()), html, budget, notes)
}

/// Parses a fragment, as if it stood in `<body>`. Its nodes lie below an `html` element below the root.
pub(crate) fn read_fragment(html: &str, budget: &Budget, notes: &mut Vec<Note>) -> Dom {
    let sink = Sink::default();
    let body = QualName::new(None, ns!(html), local_name!("body"));
    let context = create_element(&sink, body, Vec::new());
    run(TreeBuilder::new_for_fragment(sink, context, None, builder_options()), html, budget, notes)
}

/// The text of a little HTML that stands in an attribute or in a script: references are read, tags go.
pub(crate) fn text_of(html: &str) -> String {
    let dom = read_fragment(html, &Budget::default(), &mut Vec::new());
    dom.text_content(dom.root())
}

/// Parses a whole page with the default limits.
#[cfg(test)]
pub(crate) fn parse_page(html: &str, notes: &mut Vec<Note>) -> Dom {
    read_page(html, &Budget::default(), notes)
}

/// Parses a fragment with the default limits.
#[cfg(test)]
pub(crate) fn parse_fragment(html: &str, notes: &mut Vec<Note>) -> Dom {
    read_fragment(html, &Budget::default(), notes)
}

fn builder_options() -> TreeBuilderOpts {
    TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() }
}

fn run(builder: TreeBuilder<NodeId, Sink>, html: &str, budget: &Budget, notes: &mut Vec<Note>) -> Dom {
    let tokenizer = Tokenizer::new(Guard::new(builder, html.len(), &budget.limits), TokenizerOpts::default());
    let input = BufferQueue::default();
    let mut rest = html;
    while !rest.is_empty() && !tokenizer.sink.findings().full && !budget.stop.is_set() {
        let (chunk, after) = rest.split_at(chunk_end(rest));
        rest = after;
        input.push_back(StrTendril::from_slice(chunk));
        feed(&tokenizer, &input);
    }
    tokenizer.end();

    let findings = tokenizer.sink.findings();
    let mut dom = tokenizer.sink.into_sink().into_dom();
    dom.set_stop(budget.stop.clone());
    if dom.flatten(MAX_DEPTH) || findings.too_deep {
        notes.push(depth_note());
    }
    if findings.full {
        let unread = rest.len() + std::iter::from_fn(|| input.pop_front()).map(|s| s.len()).sum::<usize>();
        notes.push(size_note(unread));
    }
    dom
}

fn chunk_end(html: &str) -> usize {
    (0..=CHUNK.min(html.len())).rev().find(|&at| html.is_char_boundary(at)).unwrap_or(html.len())
}

/// Lets the tokenizer read all that there is; it pauses at scripts, and at whatever the guard stops at.
fn feed(tokenizer: &Tokenizer<Guard>, input: &BufferQueue) {
    while !input.is_empty() && !tokenizer.sink.findings().full {
        let _ = tokenizer.feed(input);
    }
}

pub(super) fn depth_note() -> Note {
    let why = format!(
        "elements were nested more than {MAX_DEPTH} deep: the innermost were closed at once, their content stays"
    );
    Note::new(Action::Repaired, "depth-limit", why)
}

fn size_note(unread: usize) -> Note {
    let why = format!("the page makes too many nodes: its last {unread} bytes were not read");
    Note::new(Action::Repaired, "node-limit", why)
}

#[cfg(test)]
mod tests {
    use super::{parse_fragment, parse_page};

    #[test]
    fn a_page_has_its_frame() {
        let dom = parse_page("<title>t</title><p>a &amp; b<p>c", &mut Vec::new());
        let names: Vec<&str> = dom.descendants(dom.root()).map(|id| dom.name(id)).collect();
        assert_eq!(names, ["html", "head", "title", "", "body", "p", "", "p", ""]);
        assert_eq!(dom.text_content(dom.root()), "ta & bc");
    }

    #[test]
    fn a_fragment_lies_below_html_alone() {
        let dom = parse_fragment("x<td>y</td><noscript><img></noscript>", &mut Vec::new());
        let names: Vec<&str> = dom.descendants(dom.root()).map(|id| dom.name(id)).collect();
        assert_eq!(names, ["html", "", "noscript", "img"]);
        assert_eq!(dom.text_content(dom.root()), "xy");
    }
}
