//! Bounds the size of a text: a few nested marks in a page can stand before each of a million lines.
//!
//! The tree is measured, not printed. When its text would be too large, quotes and lists are taken apart
//! from the inside out; then links that are written over and over keep their text only; what is still too
//! large ends before the block that does not fit.

use super::count::visible_chars;
use super::marks::Marks;
use super::tree::{Block, Document, Item, LinkId, Mark, Piece, Span};
use crate::notes::{Action, Note};
use std::collections::HashSet;

/// Levels of quotes and lists that are tried, one after the other.
const LEVELS: &[usize] = &[16, 8, 4, 2, 1, 0];

/// Makes sure that a tree's text has about `limit` bytes at most.
pub(crate) fn fit(document: &mut Document, limit: usize, notes: &mut Vec<Note>) {
    let is_too_large = |document: &Document| size(document, &document.blocks) > limit;
    if !is_too_large(document) {
        return;
    }
    for &level in LEVELS {
        flatten(&mut document.blocks, level);
        if !is_too_large(document) {
            break;
        }
    }
    if is_too_large(document) {
        unlink(&mut document.blocks, &mut HashSet::new());
    }
    let why = "a text many times as large as its page: quotes and lists were taken apart, links written once";
    notes.push(Note::new(Action::Repaired, "growth-limit", why));
    let cut = cut(document, limit);
    if !cut.is_empty() {
        let why =
            format!("a text many times as large as its page: its last {} blocks are missing", cut.len());
        notes.push(
            Note::new(Action::Dropped, "growth-limit", why).with_chars(visible_chars(&document.texts, &cut)),
        );
    }
}

fn size(document: &Document, blocks: &[Block]) -> usize {
    blocks.iter().map(|block| Measure { document, prefix: 0 }.block(block)).sum()
}

/// Adds up what a block's text will take.
struct Measure<'d> {
    document: &'d Document,
    /// Bytes before each line.
    prefix: usize,
}

impl Measure<'_> {
    fn block(&self, block: &Block) -> usize {
        let own = match block {
            Block::Heading { content, .. } => content_size(self.document, content, self.prefix) + 7,
            Block::Paragraph(content) => content_size(self.document, content, self.prefix),
            Block::Rule => 3,
            Block::Code { language, text } => language.len() + 8 + self.lines(&self.document.texts[*text]),
            Block::Math(text) => 6 + self.lines(&self.document.texts[*text]),
            Block::Verbatim(text) => 6 + self.lines(text),
            Block::Quote { blocks, .. } => return 2 + self.inside(2).blocks(blocks),
            Block::Footnote { label, blocks } => return label.len() + 5 + self.inside(4).blocks(blocks),
            Block::List(list) => {
                let last = |start: u32| (start as usize).saturating_add(list.items.len()).min(999_999_999);
                let marker = list.start.map_or(2, |start| last(start).to_string().len() + 2);
                let inside = self.inside(marker);
                return list.items.iter().map(|item| marker + 4 + inside.blocks(&item.blocks)).sum();
            }
            Block::Table(table) => {
                let cells = table.cells.iter();
                let content: usize = cells.map(|cell| 3 + content_size(self.document, cell, 0)).sum();
                content + table.columns.len() * 6 + (table.rows().count() + 1) * (self.prefix + 2)
            }
        };
        // A block ends its line, and there may be a blank one after it.
        own + 2 * (self.prefix + 1)
    }

    fn blocks(&self, blocks: &[Block]) -> usize {
        blocks.iter().map(|block| self.block(block)).sum::<usize>() + self.prefix + 1
    }

    fn lines(&self, text: &str) -> usize {
        text.len() + text.matches('\n').count() * self.prefix
    }

    fn inside(&self, more: usize) -> Self {
        Measure { document: self.document, prefix: self.prefix + more }
    }
}

fn content_size(document: &Document, content: &[Span], prefix: usize) -> usize {
    let mut open = Marks::NONE;
    let mut total = 0;
    for span in content {
        if span.marks != open {
            let shared = open.shared(span.marks).len();
            total += span.marks.iter().skip(shared).map(|mark| mark_size(document, mark)).sum::<usize>();
            open = span.marks;
        }
        total += match span.piece {
            Piece::Text(text) | Piece::Code(text) | Piece::Math(text) => text.len(),
            Piece::FootnoteReference(label) => label.len() + 3,
            Piece::Break => prefix + 2,
            Piece::Image(id) => {
                let image = &document.images[id.index()];
                image.url.len() + image.alt.len() + image.title.len() + 8
            }
        };
    }
    total
}

fn mark_size(document: &Document, mark: Mark) -> usize {
    match mark {
        Mark::Link(id) => {
            let link = &document.links[id.index()];
            link.url.len() + link.title.len() + 7
        }
        Mark::Emphasis => 2,
        Mark::Strong | Mark::Strike => 4,
    }
}

/// Takes quotes and lists apart that lie deeper than `level`; their blocks stand in their place.
fn flatten(blocks: &mut Vec<Block>, level: usize) {
    let mut flat = Vec::with_capacity(blocks.len());
    for mut block in blocks.drain(..) {
        match &mut block {
            Block::Quote { blocks, .. } => {
                flatten(blocks, level.saturating_sub(1));
                if level == 0 {
                    flat.append(blocks);
                    continue;
                }
            }
            Block::List(list) => {
                for Item { blocks, .. } in &mut list.items {
                    flatten(blocks, level.saturating_sub(1));
                }
                if level == 0 {
                    flat.extend(std::mem::take(&mut list.items).into_iter().flat_map(|item| item.blocks));
                    continue;
                }
            }
            Block::Footnote { blocks, .. } => flatten(blocks, level.saturating_sub(1)),
            _ => {}
        }
        flat.push(block);
    }
    *blocks = flat;
}

/// Takes links away that stand in more than one block: once is enough to follow them.
fn unlink(blocks: &mut [Block], seen: &mut HashSet<LinkId>) {
    for block in blocks {
        match block {
            Block::Heading { content, .. } | Block::Paragraph(content) => unlink_run(content, seen),
            Block::Footnote { blocks, .. } | Block::Quote { blocks, .. } => unlink(blocks, seen),
            Block::List(list) => list.items.iter_mut().for_each(|item| unlink(&mut item.blocks, seen)),
            Block::Table(table) => {
                table.cells.iter_mut().for_each(|cell| unlink_run(cell, seen));
            }
            Block::Rule | Block::Code { .. } | Block::Math(_) | Block::Verbatim(_) => {}
        }
    }
}

fn unlink_run(content: &mut [Span], seen: &mut HashSet<LinkId>) {
    let mut here = HashSet::new();
    for span in content.iter_mut() {
        span.marks.retain(|mark| match mark {
            Mark::Link(id) => here.contains(&id) || seen.insert(id) && here.insert(id),
            _ => true,
        });
    }
}

/// Takes off the blocks at the end that do not fit.
fn cut(document: &mut Document, limit: usize) -> Vec<Block> {
    let mut total = 0;
    let fits = document.blocks.iter().take_while(|block| {
        total += size(document, std::slice::from_ref(block));
        total <= limit
    });
    let fits = fits.count();
    document.blocks.split_off(fits)
}

#[cfg(test)]
mod tests {
    use super::{fit, size};
    use crate::markdown::marks::Marks;
    use crate::markdown::print;
    use crate::markdown::tree::{Block, Document, Item, List, Mark, Piece, Span};

    fn paragraph(document: &mut Document, text: &str) -> Block {
        Block::Paragraph(vec![Span::bare(Piece::Text(document.texts.add(text)))])
    }

    fn fitted(document: &mut Document, limit: usize) -> Vec<&'static str> {
        let mut notes = Vec::new();
        fit(document, limit, &mut notes);
        notes.iter().map(|note| note.action.as_str()).collect()
    }

    fn nested(levels: usize, blocks: Vec<Block>) -> Vec<Block> {
        (0..levels).fold(blocks, |blocks, level| {
            vec![if level % 2 == 0 {
                Block::Quote { alert: None, blocks }
            } else {
                let items = vec![Item { task: None, blocks }];
                Block::List(Box::new(List { start: Some(1), tight: false, items }))
            }]
        })
    }

    #[test]
    fn what_is_small_stays_as_it_is() {
        let mut document = Document::default();
        document.blocks = nested(30, vec![paragraph(&mut document, "x")]);
        let before = document.clone();
        assert_eq!(fitted(&mut document, 10_000), [""; 0]);
        assert_eq!(document, before);
    }

    #[test]
    fn deep_nesting_gives_way_and_keeps_its_text() {
        let mut document = Document::default();
        let lines: Vec<Block> = (0..1_000).map(|n| paragraph(&mut document, &n.to_string())).collect();
        document.blocks = nested(40, lines);
        assert_eq!(fitted(&mut document, 60_000), ["repaired"]);
        let text = print(&document);
        assert!(text.len() <= 60_000 && text.contains("999") && text.contains("> "), "{}", text.len());
    }

    #[test]
    fn a_long_address_is_written_once() {
        let mut document = Document::default();
        let link = document.link(&format!("https://example.org/{}", "x".repeat(2_000)), "");
        let piece = Piece::Text(document.texts.add("word"));
        let span = Span { piece, marks: Marks::NONE.with(Mark::Link(link)) };
        document.blocks = vec![Block::Paragraph(vec![span]); 500];
        assert_eq!(fitted(&mut document, 10_000), ["repaired"]);
        let text = print(&document);
        assert_eq!((text.matches("example.org").count(), text.matches("word").count()), (1, 500));
    }

    #[test]
    fn what_cannot_be_made_smaller_is_cut_between_blocks() {
        let mut document = Document::default();
        document.blocks = vec![paragraph(&mut document, "word"); 1_000];
        assert_eq!(fitted(&mut document, 600), ["repaired", "dropped"]);
        assert!((60..=100).contains(&document.blocks.len()) && print(&document).len() <= 600);
    }

    #[test]
    fn the_measure_is_about_what_is_printed() {
        let mut document = Document::default();
        let words = ["one", "two"].map(|word| paragraph(&mut document, word));
        document.blocks = nested(9, words.into_iter().chain([Block::Rule]).collect());
        let (measured, printed) = (size(&document, &document.blocks), print(&document).len());
        assert!(measured >= printed && measured < printed * 3, "{measured} {printed}");
    }
}
