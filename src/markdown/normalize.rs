//! The normal form of a tree: what can be said in one way only is said in that way, so that the
//! printer has nothing to decide. Nothing that a reader could see is changed.

use super::print::needs_blank_line;
use super::tree::{Block, Document, Item, Mark, Piece, Span};

/// Brings a whole tree into its normal form.
pub(crate) fn normalize(document: &mut Document) {
    blocks(&mut document.blocks);
}

fn blocks(list: &mut Vec<Block>) {
    let mut normal = Vec::with_capacity(list.len());
    for mut block in list.drain(..) {
        match &mut block {
            Block::Paragraph(content) if !content.iter().any(is_break) => {
                *content = run(std::mem::take(content));
                if content.is_empty() {
                    continue;
                }
            }
            Block::Paragraph(content) => {
                normal.extend(paragraphs(std::mem::take(content)).into_iter().map(Block::Paragraph));
                continue;
            }
            Block::Heading { content, .. } => *content = line(std::mem::take(content)),
            Block::Quote { blocks: inner, .. } | Block::Footnote { blocks: inner, .. } => blocks(inner),
            Block::List(list) => {
                list.items.iter_mut().for_each(|item| blocks(&mut item.blocks));
                // Without paragraphs there is nothing to see of a list being loose.
                let has_paragraph =
                    |item: &Item| item.blocks.iter().any(|b| matches!(b, Block::Paragraph(_)));
                list.tight |= !list.items.iter().any(has_paragraph);
                list.tight &= list.items.iter().all(can_be_tight);
            }
            Block::Table(table) => {
                for cell in table.header.iter_mut().chain(table.rows.iter_mut().flatten()) {
                    *cell = line(std::mem::take(cell));
                }
            }
            Block::Rule | Block::Code { .. } | Block::Math(_) | Block::Verbatim(_) => {}
        }
        normal.push(block);
    }
    *list = normal;
}

/// Whether an item's blocks can follow each other without a blank line, which would make the list loose.
fn can_be_tight(item: &Item) -> bool {
    item.blocks.windows(2).all(|pair| !needs_blank_line(&pair[0], &pair[1]))
}

fn is_break(span: &Span) -> bool {
    span.piece == Piece::Break
}

/// A run that must stand on one line: breaks become spaces.
fn line(content: Vec<Span>) -> Vec<Span> {
    let mut content = content;
    for span in content.iter_mut().filter(|span| is_break(span)) {
        span.piece = Piece::Text(" ".to_owned());
    }
    run(content)
}

/// The paragraphs of a run: two breaks in a row end one, as they look in a browser.
fn paragraphs(content: Vec<Span>) -> Vec<Vec<Span>> {
    let spans = run(content);
    let mut paragraphs: Vec<Vec<Span>> = vec![Vec::new()];
    let mut breaks: Vec<Span> = Vec::new();
    for span in spans {
        if is_break(&span) {
            breaks.push(span);
            continue;
        }
        let current = paragraphs.last_mut().expect("there is always one");
        match breaks.len() {
            _ if current.is_empty() => breaks.clear(),
            0 | 1 => current.append(&mut breaks),
            _ => {
                breaks.clear();
                paragraphs.push(Vec::new());
            }
        }
        paragraphs.last_mut().expect("there is always one").push(span);
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    for paragraph in &mut paragraphs {
        mark_breaks(paragraph);
    }
    paragraphs
}

/// Takes from each break the marks that the spans on its two sides do not share.
fn mark_breaks(spans: &mut [Span]) {
    for at in 1..spans.len().saturating_sub(1) {
        if spans[at].piece == Piece::Break {
            let around = shared(&spans[at - 1].marks, &spans[at + 1].marks);
            spans[at].marks = shared(around, &spans[at].marks).to_vec();
        }
    }
}

/// The normal form of a run: white space is a single space between two pieces, never at the edge of
/// the run, of a line or of a mark; neighbours with the same marks are one span.
pub(super) fn run(content: Vec<Span>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::with_capacity(content.len());
    // White space that waits for the next piece, with the marks around all of it.
    let mut space: Option<Vec<Mark>> = None;
    for Span { piece, mut marks } in content {
        strike_once(&mut marks);
        match piece {
            Piece::Text(text) if text.is_empty() => {
                if marks.iter().any(|mark| matches!(mark, Mark::Link(_))) {
                    join(&mut out, space.take(), &marks);
                    out.push(Span { piece: Piece::Text(text), marks });
                }
            }
            Piece::Text(text) => {
                let core = text.trim_matches(is_space);
                if core.is_empty() || text.starts_with(is_space) {
                    narrow(&mut space, &marks);
                }
                if !core.is_empty() {
                    join(&mut out, space.take(), &marks);
                    if text.ends_with(is_space) {
                        narrow(&mut space, &marks);
                    }
                    if core.len() == text.len() {
                        push_owned(&mut out, text, marks);
                    } else {
                        push_text(&mut out, core, marks);
                    }
                }
            }
            Piece::Break => {
                space = None;
                out.push(Span { piece, marks });
            }
            Piece::Code(code) if code.is_empty() => {}
            Piece::Code(code) => {
                join(&mut out, space.take(), &marks);
                push_code(&mut out, code, marks);
            }
            _ => {
                join(&mut out, space.take(), &marks);
                out.push(Span { piece, marks });
            }
        }
    }
    drop_idle_links(out)
}

/// Text cannot be struck through twice: the tildes of a mark in a mark would be one run.
fn strike_once(marks: &mut Vec<Mark>) {
    let mut struck = false;
    marks.retain(|mark| *mark != Mark::Strike || !std::mem::replace(&mut struck, true));
}

/// An empty link stays only where no neighbour has the same link: there it is all there is of it.
fn drop_idle_links(spans: Vec<Span>) -> Vec<Span> {
    let empty = |span: &Span| matches!(&span.piece, Piece::Text(text) if text.is_empty());
    if !spans.iter().any(empty) {
        return spans;
    }
    let inside = |at: usize, other: Option<usize>| {
        other
            .and_then(|other| spans.get(other))
            .is_some_and(|other| other.marks.starts_with(&spans[at].marks))
    };
    let idle: Vec<bool> = (0..spans.len())
        .map(|at| empty(&spans[at]) && (inside(at, at.checked_sub(1)) || inside(at, Some(at + 1))))
        .collect();
    spans.into_iter().zip(idle).filter(|(_, idle)| !idle).map(|(span, _)| span).collect()
}

/// Takes from waiting white space the marks that do not stand around more of it.
fn narrow(space: &mut Option<Vec<Mark>>, marks: &[Mark]) {
    *space = Some(match space.take() {
        Some(own) => shared(&own, marks).to_vec(),
        None => marks.to_vec(),
    });
}

/// The white space that lower leaves in text; every other space is a character like any.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\t' | '\r' | '\u{c}')
}

/// Puts waiting white space between what is there and what comes, inside the marks that all have.
fn join(out: &mut Vec<Span>, space: Option<Vec<Mark>>, marks: &[Mark]) {
    let Some((last, space)) = out.last().filter(|last| last.piece != Piece::Break).zip(space) else { return };
    let common = shared(shared(&last.marks, marks), &space).to_vec();
    push_text(out, " ", common);
}

fn push_text(out: &mut Vec<Span>, text: &str, marks: Vec<Mark>) {
    match out.last_mut() {
        Some(Span { piece: Piece::Text(before), marks: own }) if *own == marks => before.push_str(text),
        _ => out.push(Span { piece: Piece::Text(text.to_owned()), marks }),
    }
}

fn push_owned(out: &mut Vec<Span>, text: String, marks: Vec<Mark>) {
    match out.last_mut() {
        Some(Span { piece: Piece::Text(before), marks: own }) if *own == marks => before.push_str(&text),
        _ => out.push(Span { piece: Piece::Text(text), marks }),
    }
}

/// Two code spans side by side would be read as one long delimiter: they are one.
fn push_code(out: &mut Vec<Span>, code: String, marks: Vec<Mark>) {
    match out.last_mut() {
        Some(Span { piece: Piece::Code(before), marks: own }) if *own == marks => before.push_str(&code),
        _ => out.push(Span { piece: Piece::Code(code), marks }),
    }
}

fn shared<'a>(a: &'a [Mark], b: &[Mark]) -> &'a [Mark] {
    let count = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    &a[..count]
}
