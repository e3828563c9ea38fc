//! Reference links: `[text][1]`, with the addresses at the end of the text (CommonMark 4.7 and 6.3).
//!
//! A label is a number in the order of the text. One that stands in brackets anywhere in the text is passed
//! over: `[1]` typed by an author would become a link.

use super::texts::Texts;
use super::tree::{Block, Document, Link, Piece, Span};
use super::url;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::fmt::Write;

/// The labels that are given out while a text is written.
#[derive(Debug, Default)]
pub(super) struct References {
    taken: HashSet<usize>,
    given: RefCell<Given>,
}

#[derive(Debug, Default)]
struct Given {
    labels: HashMap<Link, usize>,
    order: Vec<(usize, Link)>,
    last: usize,
}

impl References {
    /// Looks for what cannot be a label.
    pub(super) fn of(document: &Document) -> References {
        let mut taken = HashSet::new();
        of_blocks(&document.texts, &document.blocks, &mut taken);
        References { taken, given: RefCell::default() }
    }

    /// The label of an address and its title.
    pub(super) fn label(&self, link: &Link) -> usize {
        let mut given = self.given.borrow_mut();
        if let Some(label) = given.labels.get(link) {
            return *label;
        }
        let label = (given.last + 1..).find(|label| !self.taken.contains(label)).unwrap_or(usize::MAX);
        given.last = label;
        given.labels.insert(link.clone(), label);
        given.order.push((label, link.clone()));
        label
    }

    /// The definitions of the labels that were given out, a line each; empty for none.
    pub(super) fn definitions(&self) -> String {
        let mut text = String::new();
        for (label, Link { url, title }) in &self.given.borrow().order {
            write!(text, "[{label}]: ").expect("a String takes everything");
            url::destination(url, &mut text);
            url::title(title, &mut text);
            text.push('\n');
        }
        text
    }
}

fn of_blocks(texts: &Texts, blocks: &[Block], taken: &mut HashSet<usize>) {
    for block in blocks {
        match block {
            Block::Heading { content, .. } | Block::Paragraph(content) => of_run(texts, content, taken),
            Block::Quote { blocks, .. } | Block::Footnote { blocks, .. } => of_blocks(texts, blocks, taken),
            Block::List(list) => list.items.iter().for_each(|item| of_blocks(texts, &item.blocks, taken)),
            Block::Table(table) => {
                table.cells.iter().for_each(|cell| of_run(texts, cell, taken));
            }
            Block::Verbatim(text) => of_text(text, taken),
            Block::Rule | Block::Code { .. } | Block::Math(_) => {}
        }
    }
}

/// Text and marks may meet in any way, so the whole run is looked at, without its marks.
fn of_run(texts: &Texts, content: &[Span], taken: &mut HashSet<usize>) {
    let words = content.iter().filter_map(|span| match span.piece {
        Piece::Text(text) => Some(&texts[text]),
        _ => None,
    });
    of_text(&words.collect::<String>(), taken);
}

fn of_text(text: &str, taken: &mut HashSet<usize>) {
    for (at, _) in text.match_indices('[') {
        let inner = text[at + 1..].split(']').next().unwrap_or("");
        taken.extend(inner.trim_matches([' ', '\t', '\n', '\\']).parse::<usize>());
    }
}
