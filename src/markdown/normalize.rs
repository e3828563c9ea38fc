//! The normal form of a tree: what can be said in one way only is said in that way, so that the
//! printer has nothing to decide. Nothing that a reader could see is changed.

use super::tree::{Block, Document, Mark, Piece, Span};

/// Brings a whole tree into its normal form.
pub(crate) fn normalize(document: &mut Document) {
    blocks(&mut document.blocks);
}

fn blocks(list: &mut Vec<Block>) {
    let mut normal = Vec::with_capacity(list.len());
    for mut block in list.drain(..) {
        match &mut block {
            Block::Paragraph(content) => {
                normal.extend(paragraphs(std::mem::take(content)).into_iter().map(Block::Paragraph));
                continue;
            }
            Block::Heading { content, .. } => *content = line(std::mem::take(content)),
            Block::Quote { blocks: inner, .. } | Block::Footnote { blocks: inner, .. } => blocks(inner),
            Block::List(list) => list.items.iter_mut().for_each(|item| blocks(&mut item.blocks)),
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

/// A run that must stand on one line: breaks become spaces.
fn line(content: Vec<Span>) -> Vec<Span> {
    let spaced = content.into_iter().map(|span| match span.piece {
        Piece::Break => Span { piece: Piece::Text(" ".to_owned()), marks: span.marks },
        _ => span,
    });
    run(spaced.collect())
}

/// The paragraphs of a run: two breaks in a row end one, as they look in a browser.
fn paragraphs(content: Vec<Span>) -> Vec<Vec<Span>> {
    let spans = run(content);
    let is_break = |span: &Span| span.piece == Piece::Break;
    let mut paragraphs: Vec<Vec<Span>> = vec![Vec::new()];
    let mut breaks = 0;
    for span in spans {
        if is_break(&span) {
            breaks += 1;
            continue;
        }
        let current = paragraphs.last_mut().expect("there is always one");
        if breaks > 1 && !current.is_empty() {
            paragraphs.push(Vec::new());
        } else if breaks == 1 && !current.is_empty() {
            current.push(Span { piece: Piece::Break, marks: Vec::new() });
        }
        breaks = 0;
        paragraphs.last_mut().expect("there is always one").push(span);
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    for paragraph in &mut paragraphs {
        mark_breaks(paragraph);
    }
    paragraphs
}

/// Gives each break the marks that the spans on its two sides share.
fn mark_breaks(spans: &mut [Span]) {
    for at in 1..spans.len().saturating_sub(1) {
        if spans[at].piece == Piece::Break {
            spans[at].marks = shared(&spans[at - 1].marks, &spans[at + 1].marks).to_vec();
        }
    }
}

/// The normal form of a run: white space is a single space between two pieces, never at the edge of
/// the run, of a line or of a mark; neighbours with the same marks are one span.
pub(super) fn run(content: Vec<Span>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::with_capacity(content.len());
    let mut space = false;
    for span in content {
        let Span { piece, marks } = span;
        match piece {
            Piece::Text(text) => {
                let core = text.trim_matches(is_space);
                if core.is_empty() {
                    space |= !text.is_empty();
                    continue;
                }
                join(&mut out, space || text.starts_with(is_space), &marks);
                space = text.ends_with(is_space);
                push_text(&mut out, core, marks);
            }
            Piece::Break => {
                space = false;
                out.push(Span { piece, marks });
            }
            Piece::Code(code) if code.is_empty() => {}
            Piece::Code(code) => {
                join(&mut out, std::mem::take(&mut space), &marks);
                push_code(&mut out, code, marks);
            }
            _ => {
                join(&mut out, std::mem::take(&mut space), &marks);
                out.push(Span { piece, marks });
            }
        }
    }
    out
}

/// The white space that lower leaves in text; every other space is a character like any.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\t' | '\r' | '\u{c}')
}

/// Puts a space between what is there and what comes, inside the marks that both have.
fn join(out: &mut Vec<Span>, space: bool, marks: &[Mark]) {
    let Some(last) = out.last().filter(|last| space && last.piece != Piece::Break) else { return };
    let common = shared(&last.marks, marks).to_vec();
    push_text(out, " ", common);
}

fn push_text(out: &mut Vec<Span>, text: &str, marks: Vec<Mark>) {
    match out.last_mut() {
        Some(Span { piece: Piece::Text(before), marks: own }) if *own == marks => before.push_str(text),
        _ => out.push(Span { piece: Piece::Text(text.to_owned()), marks }),
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
