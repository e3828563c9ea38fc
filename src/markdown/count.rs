//! How much text a tree has. The words of images, URLs and the signs of Markdown itself are no text.

use super::tree::{Block, Piece, Span};
use crate::visible;

/// The visible characters of blocks.
pub(crate) fn visible_chars(blocks: &[Block]) -> usize {
    of_blocks(blocks, visible::count)
}

/// The visible characters of a run.
pub(crate) fn visible_chars_of_run(content: &[Span]) -> usize {
    of_run(content, visible::count)
}

/// The bytes of blocks.
pub(super) fn bytes(blocks: &[Block]) -> usize {
    of_blocks(blocks, str::len)
}

/// How much there is in a text.
type Measure = fn(&str) -> usize;

fn of_blocks(blocks: &[Block], measure: Measure) -> usize {
    blocks.iter().map(|block| of_block(block, measure)).sum()
}

fn of_block(block: &Block, measure: Measure) -> usize {
    match block {
        Block::Heading { content, .. } | Block::Paragraph(content) => of_run(content, measure),
        Block::Rule => 0,
        Block::Code { text, .. } | Block::Math(text) | Block::Verbatim(text) => measure(text),
        Block::Quote { blocks, .. } | Block::Footnote { blocks, .. } => of_blocks(blocks, measure),
        Block::List(list) => list.items.iter().map(|item| of_blocks(&item.blocks, measure)).sum(),
        Block::Table(table) => {
            let cells = table.header.iter().chain(table.rows.iter().flatten());
            cells.map(|cell| of_run(cell, measure)).sum()
        }
    }
}

fn of_run(content: &[Span], measure: Measure) -> usize {
    let of_span = |span: &Span| match &span.piece {
        Piece::Text(text) | Piece::Code(text) | Piece::Math(text) => measure(text),
        Piece::Image(_) | Piece::Break | Piece::FootnoteReference(_) => 0,
    };
    content.iter().map(of_span).sum()
}
