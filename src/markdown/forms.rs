//! Other forms for links and images: their text, their words, nothing.

use super::tree::{Block, Document, Piece, Span};
use crate::visible;

/// Takes the links off their text.
pub(crate) fn links_to_text(document: &mut Document) {
    drop_empty_links(&mut document.blocks);
    each_run(&mut document.blocks, &mut |run| {
        for span in run {
            span.marks = span.marks.without_link();
        }
    });
}

/// Takes out the links without text, of which nothing is shown; tells whether there were any.
pub(super) fn drop_empty_links(blocks: &mut [Block]) -> bool {
    let mut found = false;
    each_run(blocks, &mut |run| {
        let before = run.len();
        run.retain(|span| !matches!(&span.piece, Piece::Text(text) if text.is_empty()));
        found |= run.len() < before;
    });
    found
}

/// Writes the words of images in their place; returns how many visible characters that are.
pub(crate) fn images_to_words(document: &mut Document) -> usize {
    let Document { blocks, texts, images, .. } = document;
    let mut added = 0;
    each_run(blocks, &mut |run| {
        for span in run {
            if let Piece::Image(id) = span.piece {
                let alt = &images[id.index()].alt;
                added += visible::count(alt);
                span.piece = Piece::Text(texts.add(alt));
            }
        }
    });
    added
}

/// Takes images out.
pub(crate) fn drop_images(document: &mut Document) {
    each_run(&mut document.blocks, &mut |run| run.retain(|span| !matches!(span.piece, Piece::Image(_))));
}

fn each_run(blocks: &mut [Block], change: &mut impl FnMut(&mut Vec<Span>)) {
    for block in blocks {
        match block {
            Block::Heading { content, .. } | Block::Paragraph(content) => change(content),
            Block::Quote { blocks, .. } | Block::Footnote { blocks, .. } => each_run(blocks, change),
            Block::List(list) => list.items.iter_mut().for_each(|item| each_run(&mut item.blocks, change)),
            Block::Table(table) => {
                table.cells.iter_mut().for_each(&mut *change);
            }
            Block::Rule | Block::Code { .. } | Block::Math(_) | Block::Verbatim(_) => {}
        }
    }
}
