//! Two CommonMark parsers that tell what a reader of a Markdown text sees.

use comrak::nodes::NodeValue;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};
use std::collections::BTreeSet;
use std::ops::Range;

/// The marks around a letter: `strong`, `em`, `strike`, `code`, `link`.
pub(crate) type Marks = BTreeSet<&'static str>;

/// What a reader sees.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// All visible text; a newline where a block or a line ends.
    pub(crate) text: String,
    /// The letters and digits of running text, with their marks.
    pub(crate) letters: Vec<(char, Marks)>,
    pub(crate) links: Vec<String>,
    /// Address and alternative text.
    pub(crate) images: Vec<(String, String)>,
    pub(crate) code_blocks: Vec<String>,
    pub(crate) raw_html: Vec<String>,
}

impl Seen {
    /// The text, with HTML's white space collapsed.
    pub(crate) fn words(&self) -> String {
        squeeze(&self.text)
    }

    /// Adds running text.
    pub(crate) fn push(&mut self, text: &str, marks: &[&'static str]) {
        self.text.push_str(text);
        let marks: Marks = marks.iter().copied().filter(|&mark| mark != "typed").collect();
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        self.letters.extend(letters.map(|c| (c, marks.clone())));
    }

    /// Adds the text of a block of code, without the newline at its end.
    pub(crate) fn push_code_block(&mut self, code: &str) {
        let code = code.strip_suffix('\n').unwrap_or(code);
        self.text.push_str(code);
        self.code_blocks.push(code.to_owned());
        self.end_line();
    }

    pub(crate) fn end_line(&mut self) {
        self.text.push('\n');
    }
}

/// Collapses HTML's white space.
pub(crate) fn squeeze(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads a text as pulldown-cmark does.
pub(crate) fn pulldown(markdown: &str) -> Seen {
    let mut seen = Seen::default();
    let mut marks: Vec<&'static str> = Vec::new();
    let mut code: Option<String> = None;
    let mut image: Option<(String, String)> = None;
    for event in Parser::new_ext(markdown, gfm()) {
        match event {
            Event::Text(text) => match (&mut code, &mut image) {
                (Some(code), _) => code.push_str(&text),
                (_, Some((_, alt))) => alt.push_str(&text),
                _ => seen.push(&text, &marks),
            },
            Event::Code(text) => match &mut image {
                Some((_, alt)) => alt.push_str(&text),
                None => seen.push(&text, &[&marks[..], &["code"]].concat()),
            },
            Event::SoftBreak | Event::HardBreak => match &mut image {
                Some((_, alt)) => alt.push(' '),
                None => seen.end_line(),
            },
            Event::Html(html) | Event::InlineHtml(html) => seen.raw_html.push(html.to_string()),
            Event::Start(Tag::CodeBlock(_)) => {
                seen.end_line();
                code = Some(String::new());
            }
            Event::End(TagEnd::CodeBlock) => seen.push_code_block(&code.take().unwrap_or_default()),
            Event::Start(Tag::Image { dest_url, .. }) => {
                image = Some((with_parentheses(&dest_url), String::new()))
            }
            Event::End(TagEnd::Image) => {
                let found = image.take().map(|(url, alt)| (url, squeeze(&alt)));
                seen.images.extend(found);
            }
            // A bare URL that was typed as text may be written as `<URL>`, to hold it together.
            Event::Start(Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. }) => {
                marks.push("typed");
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                seen.links.push(with_parentheses(&dest_url));
                marks.push("link");
            }
            Event::Start(Tag::Strong) => marks.push("strong"),
            Event::Start(Tag::Emphasis) => marks.push("em"),
            Event::Start(Tag::Strikethrough) => marks.push("strike"),
            Event::End(TagEnd::Link | TagEnd::Strong | TagEnd::Emphasis | TagEnd::Strikethrough) => {
                marks.pop();
            }
            Event::Start(_) | Event::End(_) => seen.end_line(),
            _ => {}
        }
    }
    seen
}

/// A destination cannot hold a parenthesis without its partner, other than percent-encoded.
fn with_parentheses(url: &str) -> String {
    url.replace("%28", "(").replace("%29", ")")
}

/// Reads a text as comrak does. Only its text, code blocks and raw HTML: links are pulldown-cmark's part.
pub(crate) fn comrak(markdown: &str) -> Seen {
    let arena = comrak::Arena::new();
    let root = comrak::parse_document(&arena, markdown, &comrak_options());
    let mut seen = Seen::default();
    for edge in root.traverse() {
        match edge {
            comrak::arena_tree::NodeEdge::Start(node) => match &node.data().value {
                NodeValue::Text(text) if !in_image(node) => seen.push(text, &[]),
                NodeValue::Code(code) if !in_image(node) => seen.push(&code.literal, &[]),
                NodeValue::SoftBreak | NodeValue::LineBreak if !in_image(node) => seen.end_line(),
                NodeValue::CodeBlock(code) => seen.push_code_block(&code.literal),
                NodeValue::HtmlBlock(html) => seen.raw_html.push(html.literal.clone()),
                NodeValue::HtmlInline(html) => seen.raw_html.push(html.clone()),
                _ => {}
            },
            comrak::arena_tree::NodeEdge::End(node) if node.data().value.block() => seen.end_line(),
            comrak::arena_tree::NodeEdge::End(_) => {}
        }
    }
    seen
}

fn in_image(node: comrak::nodes::Node<'_>) -> bool {
    node.ancestors().any(|above| matches!(above.data().value, NodeValue::Image(_)))
}

/// What pulldown-cmark makes of a text.
pub(crate) fn pulldown_html(markdown: &str) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, Parser::new_ext(markdown, gfm()));
    html
}

/// What comrak makes of a text, without linking the bare URLs in it: they have no link in the tree.
pub(crate) fn comrak_html(markdown: &str) -> String {
    let mut options = comrak_options();
    options.extension.autolink = false;
    comrak::markdown_to_html(markdown, &options)
}

/// Where the blocks of code are, in bytes.
pub(crate) fn code_ranges(markdown: &str) -> Vec<Range<usize>> {
    let events = Parser::new_ext(markdown, gfm()).into_offset_iter();
    events.filter_map(|(event, at)| matches!(event, Event::Start(Tag::CodeBlock(_))).then_some(at)).collect()
}

fn gfm() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM
}

fn comrak_options() -> comrak::Options<'static> {
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.autolink = true;
    options.extension.alerts = true;
    options
}

/// One newline at the end, no carriage return, no space at the end of a line outside of code.
pub(crate) fn well_formed(markdown: &str) {
    if !markdown.is_empty() {
        assert!(markdown.ends_with('\n'), "no newline at the end of {markdown:?}");
        assert!(!markdown.ends_with("\n\n"), "a blank line at the end of {markdown:?}");
        assert!(!markdown.starts_with('\n'), "a blank line at the start of {markdown:?}");
    }
    assert!(!markdown.contains('\r'), "a carriage return in {markdown:?}");
    let code = code_ranges(markdown);
    for (at, _) in markdown.match_indices('\n').filter(|(at, _)| !code.iter().any(|range| range.contains(at)))
    {
        assert!(!markdown[..at].ends_with([' ', '\t']), "a space at the end of a line of {markdown:?}");
    }
}

/// The text of one of our own templates, without its tags.
pub(crate) fn plain(html: &str) -> String {
    let (mut text, mut in_tag) = (String::new(), false);
    for c in html.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if !in_tag => text.push(c),
            _ => {}
        }
    }
    text
}
