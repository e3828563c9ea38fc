//! Makes a tree pleasant to read where a page is cleaned rather than just converted: what has no
//! content goes, and emphasis is eased where its delimiters would show.

use super::ease::ease_emphasis;
use super::forms::drop_empty_links;
use super::normalize::normalize;
use super::texts::Texts;
use super::tree::{Block, Document, Item, Mark, Piece, Span};

/// Tidies a whole normalized tree.
pub(crate) fn tidy(document: &mut Document) {
    if drop_empty_links(&mut document.blocks) {
        // Spaces and breaks stand at edges now where there was a link.
        normalize(document);
    }
    blocks(&mut document.texts, &mut document.blocks);
}

fn blocks(texts: &mut Texts, list: &mut Vec<Block>) {
    for block in list.iter_mut() {
        match block {
            Block::Quote { blocks: inner, .. } | Block::Footnote { blocks: inner, .. } => {
                blocks(texts, inner)
            }
            Block::List(list) => {
                list.items.iter_mut().for_each(|item| blocks(texts, &mut item.blocks));
                list.items.retain(has_content);
            }
            Block::Heading { content, .. } => {
                plain_heading(content);
                ease_emphasis(texts, content);
            }
            Block::Paragraph(content) => ease_emphasis(texts, content),
            Block::Table(table) => table.cells.iter_mut().for_each(|cell| ease_emphasis(texts, cell)),
            _ => {}
        }
    }
    list.retain(|block| match block {
        Block::Heading { content, .. } | Block::Paragraph(content) => !content.is_empty(),
        Block::Quote { alert, blocks } => alert.is_some() || !blocks.is_empty(),
        Block::List(list) => !list.items.is_empty(),
        Block::Code { text, .. } => texts[*text].contains(|c: char| !matches!(c, ' ' | '\t' | '\n' | '\r')),
        _ => true,
    });
    images_out_of_headings(texts, list);
    list.dedup_by(|next, block| *next == Block::Rule && *block == Block::Rule);
}

fn has_content(item: &Item) -> bool {
    item.task.is_some() || !item.blocks.is_empty()
}

/// A heading is bold as it is: strong marks around all of it say nothing.
fn plain_heading(content: &mut [Span]) {
    let all = !content.is_empty() && content.iter().all(|span| span.marks.contains(Mark::Strong));
    if all {
        content.iter_mut().for_each(|span| span.marks.retain(|mark| mark != Mark::Strong));
    }
}

/// An image in a heading stands in a paragraph after it: tables of contents show the words only.
fn images_out_of_headings(texts: &mut Texts, list: &mut Vec<Block>) {
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
                let content = super::normalize::run(texts, words);
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
