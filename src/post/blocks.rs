//! The top-level blocks of a Markdown file, found by pulldown-cmark, and which of them have HTML.

use super::tags::{self, Tag};
use super::template;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, html};
use pulldown_cmark::{Tag as Start, TagEnd as End};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// Whatever Markdown may hold besides CommonMark: an extension that is not known here could hide
/// HTML in it, or show some where there is none (`$a<b>c$`).
const EXTENSIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_MATH)
    .union(Options::ENABLE_GFM);

/// A top-level block, on whole lines.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) range: Range<usize>,
    pub(super) shape: Shape,
    pub(super) content: Content,
    /// Those of its tags that may hold it together with other blocks.
    pub(super) tags: Vec<Tag>,
}

/// What a block is, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Html,
    Heading,
    Paragraph,
    Rule,
    IndentedCode,
    Other,
}

/// What a block has in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Markdown,
    /// HTML, perhaps amid Markdown: to be converted.
    Html,
    /// HTML amid Markdown that only its author's tools can read: to be passed on all the same.
    Bound(Bond),
}

/// Why a block with HTML is passed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bond {
    TemplateCall,
    Footnote,
}

/// A Markdown file with the stretches masked that a template engine will read.
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    masked: Cow<'a, str>,
    masks: Vec<Range<usize>>,
}

impl<'a> Source<'a> {
    /// Masks the template calls that come in pairs. Those inside an HTML block are text of the
    /// page, not the author's, and are not masked.
    pub(super) fn new(text: &'a str) -> Self {
        let plain = Source { text, masked: Cow::Borrowed(text), masks: Vec::new() };
        let mut masks = template::pairs(text);
        if masks.is_empty() {
            return plain;
        }
        let html: Vec<Block> = plain.blocks().into_iter().filter(|b| b.shape == Shape::Html).collect();
        masks.retain(|mask| {
            let next = html.partition_point(|block| block.range.end <= mask.start);
            html.get(next).is_none_or(|block| mask.start < block.range.start)
        });
        Source { text, masked: Cow::Owned(mask(text, &masks)), masks }
    }

    /// The top-level blocks in their order. What stands between them is blank, or a definition.
    pub(super) fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        self.for_each_block(|range, events| self.push_block(range, &events, &mut blocks));
        self.take_indented_html(&mut blocks);
        blocks
    }

    /// Renders those blocks to HTML that start at one of the given places, ascending.
    pub(super) fn render(&self, starts: &[usize]) -> HashMap<usize, String> {
        let mut rendered = HashMap::new();
        if starts.is_empty() {
            return rendered;
        }
        self.for_each_block(|range, events| {
            if starts.binary_search(&range.start).is_ok() {
                let mut text = String::new();
                html::push_html(&mut text, events.into_iter().map(|(event, _)| math_as_html(event)));
                rendered.insert(range.start, text);
            }
        });
        rendered
    }

    /// Gives each block with its events. Blocks that share a line (footnotes can) are one.
    fn for_each_block<'s>(&'s self, mut take: impl FnMut(Range<usize>, Vec<Located<'s>>)) {
        let mut events = Vec::new();
        let mut last: Option<(Range<usize>, Vec<Located<'s>>)> = None;
        let mut depth = 0_usize;
        for (event, range) in Parser::new_ext(&self.masked, EXTENSIONS).into_offset_iter() {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                _ => {}
            }
            events.push((event, range));
            if depth > 0 {
                continue;
            }
            let own = std::mem::take(&mut events);
            let lines = self.whole_lines(&own[0].1);
            match &mut last {
                Some((before, shared)) if lines.start < before.end => {
                    before.end = before.end.max(lines.end);
                    shared.extend(own);
                }
                _ => {
                    if let Some((lines, events)) = last.replace((lines, own)) {
                        take(lines, events);
                    }
                }
            }
        }
        if let Some((lines, events)) = last {
            take(lines, events);
        }
    }

    /// The lines of a range (CommonMark 2.1: a line ends with LF, CR or both). White space at its
    /// end does not count: a list's range may reach into the next line's indentation.
    fn whole_lines(&self, range: &Range<usize>) -> Range<usize> {
        let bytes = self.text.as_bytes();
        let start = memchr::memrchr2(b'\n', b'\r', &bytes[..range.start]).map_or(0, |at| at + 1);
        let last = range.start + bytes[range.clone()].trim_ascii_end().len();
        let end = match memchr::memchr2(b'\n', b'\r', &bytes[last..]).map(|at| last + at) {
            Some(at) if bytes[at..].starts_with(b"\r\n") => at + 2,
            Some(at) => at + 1,
            None => bytes.len(),
        };
        start..end
    }

    fn push_block(&self, range: Range<usize>, events: &[Located<'_>], blocks: &mut Vec<Block>) {
        let shape = shape(&events[0].0);
        if shape == Shape::Html {
            return self.push_html_block(range, blocks);
        }
        let found = Html::find(events);
        let content = self.content(&range, &found, events);
        blocks.push(Block { range, shape, content, tags: found.tags });
    }

    /// An HTML block is cut at each line `<!--more-->`; comments alone are the author's Markdown.
    fn push_html_block(&self, range: Range<usize>, blocks: &mut Vec<Block>) {
        let mut start = range.start;
        let push = |range: Range<usize>, blocks: &mut Vec<Block>| {
            let source = &self.text[range.clone()];
            let content = match () {
                () if tags::is_comments(source) => Content::Markdown,
                () if self.is_masked(&range) => Content::Bound(Bond::TemplateCall),
                () => Content::Html,
            };
            if !range.is_empty() {
                blocks.push(Block { range, shape: Shape::Html, content, tags: tags::tags(source) });
            }
        };
        let mut at = range.start;
        for line in self.text[range.clone()].split_inclusive('\n') {
            let line_range = at..at + line.len();
            at = line_range.end;
            if tags::is_more_comment(line) {
                push(start..line_range.start, blocks);
                start = line_range.end;
                push(line_range, blocks);
            }
        }
        push(start..range.end, blocks);
    }

    /// Behind a blank line, tags that are indented by four spaces are a code block. Right behind HTML
    /// that has not closed all of its elements they are the rest of it, as everybody but
    /// CommonMark reads them: rows of a table, sources of a picture.
    fn take_indented_html(&self, blocks: &mut [Block]) {
        let (mut open, mut follows_html) = (0, false);
        for block in blocks {
            let source = &self.text[block.range.clone()];
            let is_indented_tag = || tags::starts_with_tag(source.trim_ascii_start());
            if block.shape == Shape::IndentedCode && follows_html && open > 0 && is_indented_tag() {
                (block.shape, block.content) = (Shape::Html, Content::Html);
                block.tags = tags::tags(source);
            }
            follows_html = block.shape == Shape::Html && block.content == Content::Html;
            if follows_html {
                open = tags::open_after(source, open);
            }
        }
    }

    fn content(&self, range: &Range<usize>, found: &Html, events: &[Located<'_>]) -> Content {
        if found.places.is_empty() {
            return Content::Markdown;
        }
        let calls = template::calls(&self.text[range.clone()]);
        let is_in_call = |place: &Range<usize>| {
            let place = place.start - range.start..place.end - range.start;
            let next = calls.partition_point(|call| call.end < place.end);
            calls.get(next).is_some_and(|call| call.start <= place.start)
        };
        if found.places.iter().all(is_in_call) {
            Content::Markdown
        } else if !calls.is_empty() || self.is_masked(range) {
            Content::Bound(Bond::TemplateCall)
        } else if events.iter().any(|(event, _)| is_footnote(event)) {
            Content::Bound(Bond::Footnote)
        } else {
            Content::Html
        }
    }

    fn is_masked(&self, range: &Range<usize>) -> bool {
        let next = self.masks.partition_point(|mask| mask.end <= range.start);
        self.masks.get(next).is_some_and(|mask| mask.start < range.end)
    }
}

type Located<'a> = (Event<'a>, Range<usize>);

/// The HTML in a block that is not an HTML block: where it is, comments apart.
struct Html {
    places: Vec<Range<usize>>,
    tags: Vec<Tag>,
}

impl Html {
    fn find(events: &[Located<'_>]) -> Self {
        let mut found = Html { places: Vec::new(), tags: Vec::new() };
        let mut block = String::new();
        for (event, range) in events {
            match event {
                Event::InlineHtml(html) => found.add(html, range),
                Event::Html(html) => block.push_str(html),
                Event::End(End::HtmlBlock) => found.add(&std::mem::take(&mut block), range),
                _ => {}
            }
        }
        found
    }

    fn add(&mut self, html: &str, range: &Range<usize>) {
        if !tags::is_comments(html) {
            self.places.push(range.clone());
            self.tags.extend(tags::tags(html));
        }
    }
}

fn shape(event: &Event<'_>) -> Shape {
    match event {
        Event::Start(Start::HtmlBlock) => Shape::Html,
        Event::Start(Start::Heading { .. }) => Shape::Heading,
        Event::Start(Start::Paragraph) => Shape::Paragraph,
        Event::Start(Start::CodeBlock(CodeBlockKind::Indented)) => Shape::IndentedCode,
        Event::Rule => Shape::Rule,
        _ => Shape::Other,
    }
}

fn is_footnote(event: &Event<'_>) -> bool {
    matches!(event, Event::FootnoteReference(_) | Event::Start(Start::FootnoteDefinition(_)))
}

/// TeX as MathML with its source as annotation: the one form in HTML that says what it is.
fn math_as_html(event: Event<'_>) -> Event<'_> {
    let (tex, display) = match event {
        Event::InlineMath(tex) => (tex, "inline"),
        Event::DisplayMath(tex) => (tex, "block"),
        other => return other,
    };
    let tex = tex.replace('&', "&amp;").replace('<', "&lt;");
    let annotation = format!("<annotation encoding=\"application/x-tex\">{tex}</annotation>");
    let math = format!("<math display=\"{display}\"><semantics><mrow></mrow>{annotation}</semantics></math>");
    Event::InlineHtml(math.into())
}

/// Puts a letter in the place of every byte under a mask, line ends apart: so much as a `<` or a
/// fence in there has no say in where blocks begin and end.
fn mask(text: &str, masks: &[Range<usize>]) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut done = 0;
    for range in masks {
        masked.push_str(&text[done..range.start]);
        let bytes = text[range.clone()].bytes();
        masked.extend(bytes.map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { 'x' }));
        done = range.end;
    }
    masked.push_str(&text[done..]);
    masked
}
