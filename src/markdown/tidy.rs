//! Makes a tree pleasant to read where a page is cleaned rather than just converted: what has no
//! content goes, and emphasis lets go of punctuation that would make its delimiters show.

use super::chars::{Class, class};
use super::tree::{Block, Document, Item, Mark, Piece, Span};

/// Tidies a whole normalized tree.
pub(crate) fn tidy(document: &mut Document) {
    blocks(&mut document.blocks);
}

fn blocks(list: &mut Vec<Block>) {
    for block in list.iter_mut() {
        match block {
            Block::Quote { blocks: inner, .. } | Block::Footnote { blocks: inner, .. } => blocks(inner),
            Block::List(list) => {
                list.items.iter_mut().for_each(|item| blocks(&mut item.blocks));
                list.items.retain(has_content);
            }
            Block::Heading { content, .. } => {
                drop_empty_links(content);
                plain_heading(content);
                ease_emphasis(content);
            }
            Block::Paragraph(content) => {
                drop_empty_links(content);
                ease_emphasis(content);
            }
            Block::Table(table) => {
                table.header.iter_mut().chain(table.rows.iter_mut().flatten()).for_each(ease_emphasis);
            }
            _ => {}
        }
    }
    list.retain(|block| match block {
        Block::Heading { content, .. } | Block::Paragraph(content) => !content.is_empty(),
        Block::Quote { alert, blocks } => alert.is_some() || !blocks.is_empty(),
        Block::List(list) => !list.items.is_empty(),
        Block::Code { text, .. } => text.contains(|c: char| !matches!(c, ' ' | '\t' | '\n' | '\r')),
        _ => true,
    });
    images_out_of_headings(list);
    list.dedup_by(|next, block| *next == Block::Rule && *block == Block::Rule);
}

fn has_content(item: &Item) -> bool {
    item.task.is_some() || !item.blocks.is_empty()
}

fn drop_empty_links(content: &mut Vec<Span>) {
    content.retain(|span| !matches!(&span.piece, Piece::Text(text) if text.is_empty()));
}

/// A heading is bold as it is: strong marks around all of it say nothing.
fn plain_heading(content: &mut [Span]) {
    let all = !content.is_empty() && content.iter().all(|span| span.marks.contains(&Mark::Strong));
    if all {
        content.iter_mut().for_each(|span| span.marks.retain(|mark| *mark != Mark::Strong));
    }
}

/// An image in a heading stands in a paragraph after it: tables of contents show the words only.
fn images_out_of_headings(list: &mut Vec<Block>) {
    let is_image = |span: &Span| matches!(span.piece, Piece::Image(_));
    let hit = |block: &Block| matches!(block, Block::Heading { content, .. } if content.iter().any(is_image));
    if !list.iter().any(hit) {
        return;
    }
    let mut out = Vec::with_capacity(list.len() + 1);
    for block in list.drain(..) {
        match block {
            Block::Heading { level, content } if content.iter().any(is_image) => {
                let (images, words): (Vec<Span>, Vec<Span>) = content.into_iter().partition(is_image);
                let content = super::normalize::run(words);
                if !content.is_empty() {
                    out.push(Block::Heading { level, content });
                }
                out.extend(images.into_iter().map(|image| Block::Paragraph(vec![image])));
            }
            _ => out.push(block),
        }
    }
    *list = out;
}

/// Moves punctuation out of emphasis where the delimiter beside it would not count: before a letter,
/// `**管理服务。**依赖` shows its asterisks, `**管理服务**。依赖` does not (CommonMark 6.2, flanking).
/// A pair of quotation marks or brackets moves out together.
fn ease_emphasis(content: &mut Vec<Span>) {
    mark_once(content);
    // What moves out of an inner mark may have to move out of the one around it as well.
    for _ in 0..3 {
        let edges: Vec<(usize, usize)> = (0..content.len()).map(|at| loose_edges(content, at)).collect();
        if edges.iter().all(|edges| *edges == (0, 0)) {
            return;
        }
        let spans = std::mem::take(content).into_iter().zip(edges);
        *content = super::normalize::run(spans.flat_map(|(span, edges)| split(span, edges)).collect());
    }
}

/// Bold in bold is bold.
fn mark_once(content: &mut Vec<Span>) {
    let twice = |marks: &[Mark]| marks.iter().enumerate().any(|(at, mark)| marks[..at].contains(mark));
    if !content.iter().any(|span| twice(&span.marks)) {
        return;
    }
    for span in content.iter_mut() {
        let mut kept: Vec<Mark> = Vec::with_capacity(span.marks.len());
        for mark in span.marks.drain(..) {
            if !kept.contains(&mark) {
                kept.push(mark);
            }
        }
        span.marks = kept;
    }
    *content = super::normalize::run(std::mem::take(content));
}

fn is_delimited(mark: &Mark) -> bool {
    !matches!(mark, Mark::Link(_))
}

/// Whether a mark ends after this span, on punctuation, with a letter right behind it.
fn stuck_end(content: &[Span], at: usize) -> bool {
    let Some(next) = content.get(at + 1) else { return false };
    ends_here(&content[at], next) && stuck(last_char(&content[at]), first_char(next))
}

/// Whether a mark begins with this span, on punctuation, with a letter right before it.
fn stuck_start(content: &[Span], at: usize) -> bool {
    let Some(previous) = at.checked_sub(1).map(|before| &content[before]) else { return false };
    ends_here(&content[at], previous) && stuck(first_char(&content[at]), last_char(previous))
}

/// Whether the innermost mark of a span is one that its neighbour does not have.
fn ends_here(span: &Span, neighbour: &Span) -> bool {
    span.marks.last().is_some_and(is_delimited) && !neighbour.marks.starts_with(&span.marks)
}

fn stuck(inside: Option<char>, outside: Option<char>) -> bool {
    matches!(class(inside), Class::Punctuation | Class::Symbol) && class(outside) == Class::Letter
}

fn first_char(span: &Span) -> Option<char> {
    match &span.piece {
        Piece::Text(text) => text.chars().next(),
        _ => None,
    }
}

fn last_char(span: &Span) -> Option<char> {
    match &span.piece {
        Piece::Text(text) => text.chars().next_back(),
        _ => None,
    }
}

/// How many bytes of punctuation at the start and at the end of a span must leave its innermost mark.
fn loose_edges(content: &[Span], at: usize) -> (usize, usize) {
    let Piece::Text(text) = &content[at].piece else { return (0, 0) };
    let is_mark = |c: char| matches!(class(Some(c)), Class::Punctuation | Class::Symbol);
    let (end, start) = (stuck_end(content, at), stuck_start(content, at));
    let tail = if end { text.len() - text.trim_end_matches(is_mark).len() } else { 0 };
    let head = if start { text.len() - text.trim_start_matches(is_mark).len() } else { 0 };
    let (head, tail) = with_partners(text, head, tail, begins(content, at), finishes(content, at));
    // A span of nothing but punctuation leaves the mark as a whole.
    if head + tail < text.len() { (head, tail) } else { (text.len(), 0) }
}

/// Gives the edges of a span to the marks around it.
fn split(span: Span, (head, tail): (usize, usize)) -> Vec<Span> {
    let (Piece::Text(text), true) = (&span.piece, head + tail > 0) else { return vec![span] };
    let outer = &span.marks[..span.marks.len() - 1];
    let piece =
        |text: &str, marks: &[Mark]| Span { piece: Piece::Text(text.to_owned()), marks: marks.to_vec() };
    let (before, rest) = text.split_at(head.min(text.len()));
    let (core, after) = rest.split_at(rest.len() - tail);
    vec![piece(before, outer), piece(core, &span.marks), piece(after, outer)]
}

fn begins(content: &[Span], at: usize) -> bool {
    at.checked_sub(1).is_none_or(|before| ends_here(&content[at], &content[before]))
}

fn finishes(content: &[Span], at: usize) -> bool {
    content.get(at + 1).is_none_or(|next| ends_here(&content[at], next))
}

/// When one of a pair that wraps the whole text moves out, the other goes with it.
fn with_partners(text: &str, head: usize, tail: usize, begins: bool, finishes: bool) -> (usize, usize) {
    let first = text.chars().next();
    let last = text.chars().next_back();
    let paired = first.zip(last).is_some_and(|pair| PAIRS.contains(&pair));
    let width = |c: Option<char>| c.map_or(0, char::len_utf8);
    match (head, tail) {
        (0, tail) if tail > 0 && paired && begins && tail == width(last) => (width(first), tail),
        (head, 0) if head > 0 && paired && finishes && head == width(first) => (head, width(last)),
        both => both,
    }
}

/// Quotation marks and brackets that come in pairs.
const PAIRS: [(char, char); 16] = [
    ('“', '”'),
    ('‘', '’'),
    ('"', '"'),
    ('\'', '\''),
    ('「', '」'),
    ('『', '』'),
    ('（', '）'),
    ('(', ')'),
    ('【', '】'),
    ('《', '》'),
    ('〈', '〉'),
    ('〔', '〕'),
    ('[', ']'),
    ('«', '»'),
    ('［', '］'),
    ('〖', '〗'),
];
