//! A table as a list: each row is an item, and each value stands after its header. The third step of the
//! ladder of tables, for cells that no line can hold.

use super::cell::{Fit, fit, flatten};
use super::table::Row;
use crate::markdown::texts::Texts;
use crate::markdown::tree::{Block, Item, Mark, Piece, Span};
use crate::markdown::visible_chars_of_run;

/// Keys that would be repeated more than this are written once, before the list.
const LARGEST: usize = 1_000_000;

/// A table as a list.
pub(super) struct Keyed {
    /// Headers without values, which the list would lose.
    pub(super) valueless: Vec<Span>,
    pub(super) items: Vec<Item>,
    /// Visible characters that the table does not have: headers that are repeated, and colons.
    pub(super) added: usize,
}

/// The headers of the columns, and what of them has been written.
#[derive(Default)]
struct Keys {
    columns: Vec<Vec<Span>>,
    uses: Vec<usize>,
    colons: usize,
}

/// A list with an item for each row. The header of a value is that of its column, or of its row when
/// the first row is no header row. Gives the rows back when they have no headers for that.
pub(super) fn keyed(texts: &mut Texts, mut rows: Vec<Row>, width: usize) -> Result<Keyed, Vec<Row>> {
    let by_column =
        rows.first().is_some_and(|row| row.in_head || row.cells.iter().all(|cell| cell.is_header));
    let keys_fit = |row: &Row| {
        row.cells.iter().filter(|cell| cell.is_header).all(|cell| fit(texts, &cell.blocks) < Fit::Blocks)
    };
    if !rows.iter().all(keys_fit) || by_column && rows.len() < 2 {
        return Err(rows);
    }
    let mut keys = Keys { columns: vec![Vec::new(); width], uses: vec![0; width], colons: 0 };
    let mut valueless = Vec::new();
    if by_column {
        for cell in rows.remove(0).cells {
            keys.columns[cell.column] = strong(flatten(texts, cell.blocks));
        }
        let size: usize = keys.columns.iter().flatten().map(size).sum();
        if size.saturating_mul(rows.len()) > LARGEST {
            keys.columns.iter_mut().for_each(|key| add_line(&mut valueless, std::mem::take(key)));
        }
    }
    let items =
        rows.into_iter().map(|row| Item { task: None, blocks: row_blocks(texts, row, &mut keys) }).collect();
    let mut added = keys.colons;
    for (key, uses) in keys.columns.into_iter().zip(keys.uses) {
        match uses {
            0 => add_line(&mut valueless, key),
            _ => added += (uses - 1) * visible_chars_of_run(texts, &key),
        }
    }
    Ok(Keyed { valueless, items, added })
}

fn size(span: &Span) -> usize {
    let text = match span.piece {
        Piece::Text(text) | Piece::Code(text) | Piece::Math(text) => text.len(),
        _ => 1,
    };
    text + span.marks.len()
}

fn row_blocks(texts: &mut Texts, row: Row, keys: &mut Keys) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines: Vec<Span> = Vec::new();
    let mut after_key = false;
    for cell in row.cells.into_iter().filter(|cell| !cell.blocks.is_empty()) {
        if !lines.is_empty() && !after_key {
            lines.push(Span::bare(Piece::Break));
        }
        if cell.is_header {
            lines.extend(strong(flatten(texts, cell.blocks)));
            keys.colon(texts, &mut lines);
            after_key = true;
            continue;
        }
        if !after_key && !keys.columns[cell.column].is_empty() {
            lines.extend_from_slice(&keys.columns[cell.column]);
            keys.uses[cell.column] += 1;
            keys.colon(texts, &mut lines);
        }
        after_key = false;
        // In an item there is room for blocks: several are no line.
        if cell.blocks.len() == 1 && fit(texts, &cell.blocks) < Fit::Blocks {
            lines.extend(flatten(texts, cell.blocks));
        } else {
            end_lines(texts, &mut lines, &mut blocks);
            blocks.extend(cell.blocks);
        }
    }
    end_lines(texts, &mut lines, &mut blocks);
    blocks
}

impl Keys {
    /// Ends a key; one that ends in a colon of its own needs no other.
    fn colon(&mut self, texts: &mut Texts, lines: &mut Vec<Span>) {
        let has_colon = match lines.last() {
            Some(Span { piece: Piece::Text(text), .. }) => texts[*text].ends_with([':', '：']),
            _ => false,
        };
        lines.push(Span::bare(Piece::Text(texts.add(if has_colon { " " } else { ": " }))));
        self.colons += usize::from(!has_colon);
    }
}

/// Ends the paragraph; nothing comes after a key at its end, on its line.
fn end_lines(texts: &Texts, lines: &mut Vec<Span>, blocks: &mut Vec<Block>) {
    if let Some(Span { piece: Piece::Text(text), .. }) = lines.last_mut() {
        match &texts[*text] {
            ": " => *text = text.part(0..1),
            " " => drop(lines.pop()),
            _ => {}
        }
    }
    if !lines.is_empty() {
        blocks.push(Block::Paragraph(std::mem::take(lines)));
    }
}

fn add_line(lines: &mut Vec<Span>, line: Vec<Span>) {
    if !lines.is_empty() && !line.is_empty() {
        lines.push(Span::bare(Piece::Break));
    }
    lines.extend(line);
}

fn strong(mut spans: Vec<Span>) -> Vec<Span> {
    for span in &mut spans {
        if !span.marks.contains(Mark::Strong) {
            span.marks = std::iter::once(Mark::Strong).chain(span.marks.iter()).collect();
        }
    }
    spans
}
