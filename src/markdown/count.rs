//! How many visible characters of text a tree has. The words of images, URLs and the signs of Markdown
//! itself are no text.

use super::tree::{Block, Piece, Span};
use crate::visible;

/// The visible characters of blocks.
pub(crate) fn visible_chars(blocks: &[Block]) -> usize {
    blocks.iter().map(of_block).sum()
}

/// The visible characters of a run.
pub(crate) fn visible_chars_of_run(content: &[Span]) -> usize {
    content.iter().map(of_span).sum()
}

fn of_block(block: &Block) -> usize {
    match block {
        Block::Heading { content, .. } | Block::Paragraph(content) => visible_chars_of_run(content),
        Block::Rule => 0,
        Block::Code { text, .. } | Block::Math(text) | Block::Verbatim(text) => visible::count(text),
        Block::Quote { blocks, .. } | Block::Footnote { blocks, .. } => visible_chars(blocks),
        Block::List(list) => list.items.iter().map(|item| visible_chars(&item.blocks)).sum(),
        Block::Table(table) => {
            let cells = table.header.iter().chain(table.rows.iter().flatten());
            cells.map(|cell| visible_chars_of_run(cell)).sum()
        }
    }
}

fn of_span(span: &Span) -> usize {
    match &span.piece {
        Piece::Text(text) | Piece::Code(text) | Piece::Math(text) => visible::count(text),
        Piece::Image(_) | Piece::Break | Piece::FootnoteReference(_) => 0,
    }
}
