//! What stands in a cell of a table, and how much of it one line can hold.

use crate::markdown::texts::Texts;
use crate::markdown::tree::{Block, Piece, Span};

/// How well the content of a cell fits into one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// Nothing, or one line.
    Line,
    /// Several lines or paragraphs, which read well one after the other.
    Lines,
    /// Lists, code, quotes, tables: a line would not say what they are.
    Blocks,
}

/// How well blocks fit.
pub(super) fn fit(texts: &Texts, blocks: &[Block]) -> Fit {
    let widest = blocks.iter().map(|block| fit_of(texts, block)).max().unwrap_or(Fit::Line);
    if blocks.len() > 1 { widest.max(Fit::Lines) } else { widest }
}

fn fit_of(texts: &Texts, block: &Block) -> Fit {
    match block {
        Block::Paragraph(spans) if spans.iter().any(|span| span.piece == Piece::Break) => Fit::Lines,
        Block::Paragraph(_) | Block::Math(_) => Fit::Line,
        Block::Heading { .. } | Block::Rule => Fit::Lines,
        Block::Code { text, .. } if !texts[*text].contains('\n') => Fit::Lines,
        Block::List(list) if list.items.len() == 1 => fit(texts, &list.items[0].blocks).max(Fit::Lines),
        _ => Fit::Blocks,
    }
}

/// Puts blocks that fit into one line, with spaces where lines and paragraphs ended.
pub(super) fn flatten(texts: &mut Texts, mut blocks: Vec<Block>) -> Vec<Span> {
    if let [Block::Paragraph(spans)] = blocks.as_mut_slice()
        && !spans.iter().any(|span| span.piece == Piece::Break)
    {
        return std::mem::take(spans);
    }
    let mut line = Vec::new();
    for block in blocks {
        let spans = match block {
            Block::Paragraph(spans) | Block::Heading { content: spans, .. } => spans,
            Block::Math(tex) => vec![Span::bare(Piece::Math(tex))],
            Block::Code { text, .. } => vec![Span::bare(Piece::Code(text))],
            Block::List(list) => {
                list.items.into_iter().flat_map(|item| flatten(texts, item.blocks)).collect()
            }
            _ => continue,
        };
        if !line.is_empty() && !spans.is_empty() {
            let space = Span::bare(Piece::Text(texts.add(" ")));
            push(texts, &mut line, space);
        }
        for span in spans {
            let is_break = span.piece == Piece::Break;
            let piece = if is_break { Piece::Text(texts.add(" ")) } else { span.piece };
            push(texts, &mut line, Span { piece, marks: span.marks });
        }
    }
    line
}

/// Text goes on in the span before it when the marks are the same.
fn push(texts: &mut Texts, line: &mut Vec<Span>, span: Span) {
    if let (Some(Span { piece: Piece::Text(before), marks }), Piece::Text(text)) =
        (line.last_mut(), span.piece)
        && *marks == span.marks
    {
        return texts.join(before, text);
    }
    line.push(span);
}
