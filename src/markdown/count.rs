//! How much text a tree has. The words of images, URLs and the signs of Markdown itself are no text.

use super::texts::{Text, Texts};
use super::tree::{Block, Piece, Span};
use crate::visible;

/// The visible characters of blocks.
pub(crate) fn visible_chars(texts: &Texts, blocks: &[Block]) -> usize {
    of_blocks(blocks, Measure { texts, of_text: visible::count })
}

/// The visible characters of a run.
pub(crate) fn visible_chars_of_run(texts: &Texts, content: &[Span]) -> usize {
    of_run(content, Measure { texts, of_text: visible::count })
}

/// The bytes of blocks.
pub(super) fn bytes(texts: &Texts, blocks: &[Block]) -> usize {
    of_blocks(blocks, Measure { texts, of_text: str::len })
}

/// How much there is in a text.
#[derive(Clone, Copy)]
struct Measure<'a> {
    texts: &'a Texts,
    of_text: fn(&str) -> usize,
}

impl Measure<'_> {
    fn text(self, text: Text) -> usize {
        (self.of_text)(&self.texts[text])
    }
}

fn of_blocks(blocks: &[Block], measure: Measure<'_>) -> usize {
    blocks.iter().map(|block| of_block(block, measure)).sum()
}

fn of_block(block: &Block, measure: Measure<'_>) -> usize {
    match block {
        Block::Heading { content, .. } | Block::Paragraph(content) => of_run(content, measure),
        Block::Rule => 0,
        Block::Code { text, .. } | Block::Math(text) => measure.text(*text),
        Block::Verbatim(text) => (measure.of_text)(text),
        Block::Quote { blocks, .. } | Block::Footnote { blocks, .. } => of_blocks(blocks, measure),
        Block::List(list) => list.items.iter().map(|item| of_blocks(&item.blocks, measure)).sum(),
        Block::Table(table) => table.cells.iter().map(|cell| of_run(cell, measure)).sum(),
    }
}

fn of_run(content: &[Span], measure: Measure<'_>) -> usize {
    let of_span = |span: &Span| match span.piece {
        Piece::Text(text) | Piece::Code(text) | Piece::Math(text) => measure.text(text),
        Piece::Image(_) | Piece::Break | Piece::FootnoteReference(_) => 0,
    };
    content.iter().map(of_span).sum()
}
