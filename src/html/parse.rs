//! Text → tree (WHATWG HTML, section 13.2), by our tokenizer and html5ever's tree builder, with scripting off: a page reads as it does
//! without JavaScript, so `<noscript>` holds elements.

use super::dom::{Dom, Element, MAX_DEPTH};
use super::guard::{Findings, Guard};
use super::sink::{Handle, Sink};
use super::tokenizer::{Progress, Tokenizer, normalize_newlines};
use super::unread::visible_chars_unread;
use crate::limits::Budget;
use crate::notes::{Action, Note};
use html5ever::interface::create_element;
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{QualName, local_name, ns};

/// It tells how a page is encoded; it is no text of it.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Parses a whole page. What of it could not be read is in the notes, with its characters. The tree keeps the budget's flag: walks over it end when that is set.
pub(crate) fn read_page(html: &str, budget: &Budget, notes: &mut Vec<Note>) -> Dom {
    run(TreeBuilder::new(Sink::sized_for(html), builder_options()), html, budget, notes)
}

/// Parses a fragment, as if it stood in `<body>`. Its nodes lie below an `html` element below the root.
pub(crate) fn read_fragment(html: &str, budget: &Budget, notes: &mut Vec<Note>) -> Dom {
    let sink = Sink::sized_for(html);
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

fn run(builder: TreeBuilder<Handle, Sink>, html: &str, budget: &Budget, notes: &mut Vec<Note>) -> Dom {
    let html = normalize_newlines(html.strip_prefix(BYTE_ORDER_MARK).unwrap_or(html));
    let room = builder.sink.room();
    let guard = Guard::new(builder, html.len(), &budget.limits);
    let mut tokenizer = Tokenizer::with_room(guard, &html, room);
    // It pauses at scripts, at whatever the guard stops at, and after every stretch.
    let is_over = |findings: Findings| findings.full || budget.stop.is_set();
    while tokenizer.run() == Progress::Paused && !is_over(tokenizer.sink.findings()) {}
    tokenizer.end();

    let unread = tokenizer.unread();
    let findings = tokenizer.sink.findings();
    let mut dom = tokenizer.sink.into_sink().into_dom();
    dom.set_stop(budget.stop.clone());
    bound(&mut dom, findings.too_deep, notes);
    if findings.full {
        let chars = visible_chars_unread(&html[html.len() - unread..], &budget.stop);
        notes.push(size_note(unread).with_chars(chars));
    }
    dom
}

/// Makes a tree as deep as it may be at most, and tells which bounds it met, those met before among them.
pub(super) fn bound(dom: &mut Dom, was_too_deep: bool, notes: &mut Vec<Note>) {
    if dom.flatten(MAX_DEPTH) || was_too_deep {
        let why = format!(
            "elements were nested more than {MAX_DEPTH} deep: the innermost were closed at once, their content stays"
        );
        notes.push(Note::new(Action::Repaired, "depth-limit", why));
    }
    if dom.is_crowded() {
        let why = format!(
            "an element had more than {} attributes: the rest was left out",
            Element::MOST_ATTRIBUTES
        );
        notes.push(Note::new(Action::Dropped, "attribute-limit", why));
    }
}

fn size_note(unread: usize) -> Note {
    let why = format!("the page makes too many nodes: its last {unread} bytes were not read");
    Note::new(Action::Dropped, "node-limit", why)
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
    fn of_an_element_with_very_many_attributes_the_last_are_left_out() {
        let attributes: String = (0..70_000).map(|number| format!(" a{number}")).collect();
        let mut notes = Vec::new();
        let dom = parse_fragment(&format!("<p{attributes}>x"), &mut notes);
        let p = dom.descendants(dom.root()).find(|&id| dom.is(id, "p")).expect("a paragraph");
        assert_eq!(dom.attrs(p).count(), 65_535);
        assert_eq!(notes.iter().map(|note| &*note.rule).collect::<Vec<_>>(), ["attribute-limit"]);
    }

    #[test]
    fn a_fragment_lies_below_html_alone() {
        let dom = parse_fragment("x<td>y</td><noscript><img></noscript>", &mut Vec::new());
        let names: Vec<&str> = dom.descendants(dom.root()).map(|id| dom.name(id)).collect();
        assert_eq!(names, ["html", "", "noscript", "img"]);
        assert_eq!(dom.text_content(dom.root()), "xy");
    }
}
