//! Tables. Markdown's have one header row and one line in each cell; for all others there is a ladder,
//! on which no step loses text:
//!
//! 1. every cell is a line: a table;
//! 2. cells have lines or paragraphs: a table, with spaces where the lines ended;
//! 3. cells have lists, code or tables: a list, in which each row is an item and each value stands after
//!    its header;
//! 4. there are no headers for that, or the table only places things on the page: blocks, in reading order.

use super::Lowering;
use super::cell::{Fit, fit, flatten};
use super::grid::{self, Grid};
use super::keyed::{Keyed, keyed};
use crate::html::NodeId;
use crate::markdown::texts::Texts;
use crate::markdown::tree::{Alignment, Block, List, Piece, Table};

/// A table without headers whose cells have more paragraphs than this only places text on the page.
const PARAGRAPHS: usize = 4;

/// A table whose grid is mostly holes is not written as one: it would be larger than any page.
const HOLES: usize = 20;

/// A row whose cells are lowered.
pub(super) struct Row {
    pub(super) in_head: bool,
    pub(super) cells: Vec<Cell>,
}

pub(super) struct Cell {
    pub(super) column: usize,
    pub(super) is_header: bool,
    alignment: Alignment,
    pub(super) blocks: Vec<Block>,
}

impl Lowering<'_> {
    pub(super) fn table(&mut self, id: NodeId) {
        if self.code_table(id) {
            return;
        }
        self.flush();
        let grid = grid::read(self.dom, id);
        for &part in grid.strays.iter().chain(&grid.captions) {
            self.node(part);
        }
        self.flush();
        let width = grid.width;
        let mut rows = self.lower_cells(grid);
        let (above, below) = take_rules(&mut rows);
        self.blocks.extend(above);
        let is_presentation =
            self.dom.attr(id, "role").is_some_and(|role| matches!(role, "presentation" | "none"));
        match form(&mut self.document.texts, rows, width, is_presentation) {
            Form::Nothing => {}
            Form::Table(table, Fit::Line) => self.blocks.push(Block::Table(Box::new(table))),
            Form::Table(table, _) => {
                self.blocks.push(Block::Table(Box::new(table)));
                let why = "a cell of a Markdown table is one line: line breaks became spaces";
                self.repaired("table-flattened", why, id);
            }
            Form::Keyed(Keyed { valueless, items, added }) => {
                if !valueless.is_empty() {
                    self.blocks.push(Block::Paragraph(valueless));
                }
                self.blocks.push(Block::List(Box::new(List { start: None, tight: true, items })));
                let why = "in a list, each value stands after its header";
                self.account.add_chars("repeated-header", why, added);
                let why = "cells hold lists, code or tables: each row became an item of a list";
                self.repaired("table-to-list", why, id);
            }
            Form::Blocks(blocks) => {
                self.blocks.extend(blocks);
                let why = "a table that only places things on the page became its content";
                self.repaired("layout-table", why, id);
            }
        }
        self.blocks.extend(below);
    }

    fn lower_cells(&mut self, grid: Grid) -> Vec<Row> {
        let mut rows = Vec::with_capacity(grid.rows.len());
        for row in grid.rows {
            let mut cells = Vec::with_capacity(row.cells.len());
            for grid::Cell { id, column, is_header, alignment } in row.cells {
                cells.push(Cell { column, is_header, alignment, blocks: self.nested(id) });
            }
            rows.push(Row { in_head: row.in_head, cells });
        }
        rows
    }
}

/// Takes out the rows that are nothing but a line across the table: between rows a line says what their
/// edge says already, at the edges of the table it stands above or below.
fn take_rules(rows: &mut Vec<Row>) -> (Option<Block>, Option<Block>) {
    let is_rule = |row: &Row| {
        let mut blocks = row.cells.iter().flat_map(|cell| &cell.blocks).peekable();
        blocks.peek().is_some() && blocks.all(|block| matches!(block, Block::Rule))
    };
    let edge = |row: Option<&Row>| row.filter(|row| is_rule(row)).map(|_| Block::Rule);
    let edges = (edge(rows.first()), edge(rows.last()).filter(|_| rows.len() > 1));
    rows.retain(|row| !is_rule(row));
    edges
}

/// What a table is written as.
enum Form {
    Nothing,
    Table(Table, Fit),
    Keyed(Keyed),
    Blocks(Vec<Block>),
}

fn form(texts: &mut Texts, mut rows: Vec<Row>, mut width: usize, is_presentation: bool) -> Form {
    let has_headers = rows.iter().any(|row| row.in_head || row.cells.iter().any(|cell| cell.is_header));
    if !has_headers {
        width = drop_empty(&mut rows, width);
    }
    rows.retain(|row| !row.cells.is_empty());
    if rows.iter().all(|row| row.cells.iter().all(|cell| cell.blocks.is_empty())) && !has_headers {
        return Form::Nothing;
    }
    let cells = || rows.iter().flat_map(|row| &row.cells);
    let fits = cells().map(|cell| fit(texts, &cell.blocks)).max().unwrap_or(Fit::Line);
    let is_sparse = rows.len().saturating_mul(width) > HOLES * cells().count() + 1000;
    let is_placing = || match rows.as_slice() {
        [row] if row.cells.iter().any(|cell| !has_words(texts, cell)) => true,
        rows => rows.iter().all(has_one_cell),
    };
    let is_layout =
        is_presentation || !has_headers && (is_placing() || cells().any(|cell| is_page_like(texts, cell)));
    if is_layout || is_sparse {
        Form::Blocks(in_reading_order(rows))
    } else if fits < Fit::Blocks {
        Form::Table(table(texts, rows, width), fits)
    } else {
        keyed(texts, rows, width).map_or_else(|rows| Form::Blocks(in_reading_order(rows)), Form::Keyed)
    }
}

/// Whether there is nothing beside the one cell of a row that has content.
fn has_one_cell(row: &Row) -> bool {
    row.cells.iter().filter(|cell| !cell.blocks.is_empty()).count() < 2
}

/// Whether a cell of one line says something: a picture or a sign beside a text is no data.
fn has_words(texts: &Texts, cell: &Cell) -> bool {
    cell.blocks.iter().any(|block| match block {
        Block::Paragraph(spans) => spans.iter().any(|span| match span.piece {
            Piece::Text(text) | Piece::Code(text) => texts[text].contains(char::is_alphanumeric),
            Piece::Math(_) => true,
            _ => false,
        }),
        _ => true,
    })
}

/// Whether a cell is used for a part of a page.
fn is_page_like(texts: &Texts, cell: &Cell) -> bool {
    let is_structure = |block: &Block| !matches!(block, Block::Paragraph(_) | Block::Math(_));
    cell.blocks.len() > PARAGRAPHS
        || fit(texts, &cell.blocks) == Fit::Blocks
        || cell.blocks.iter().any(is_structure)
}

/// Removes the rows and columns without any content; returns the number of columns that stay.
fn drop_empty(rows: &mut Vec<Row>, width: usize) -> usize {
    rows.retain(|row| row.cells.iter().any(|cell| !cell.blocks.is_empty()));
    let mut place = vec![0; width];
    for cell in rows.iter().flat_map(|row| &row.cells).filter(|cell| !cell.blocks.is_empty()) {
        place[cell.column] = 1;
    }
    let mut kept = 0;
    for row in rows.iter_mut() {
        row.cells.retain(|cell| place[cell.column] == 1);
    }
    for place in &mut place {
        let used = std::mem::replace(place, kept);
        kept += used;
    }
    for cell in rows.iter_mut().flat_map(|row| &mut row.cells) {
        cell.column = place[cell.column];
    }
    kept
}

fn in_reading_order(rows: Vec<Row>) -> Vec<Block> {
    rows.into_iter().flat_map(|row| row.cells).flat_map(|cell| cell.blocks).collect()
}

/// The first row is the header, as Markdown has no table without one.
fn table(texts: &mut Texts, rows: Vec<Row>, width: usize) -> Table {
    let columns = alignments(&rows, width);
    let mut cells = vec![Vec::new(); rows.len() * width];
    for (number, row) in rows.into_iter().enumerate() {
        for cell in row.cells {
            cells[number * width + cell.column] = flatten(texts, cell.blocks);
        }
    }
    Table { columns, cells }
}

/// The alignment of a column is its header's, else the one that most of its cells have.
fn alignments(rows: &[Row], width: usize) -> Vec<Alignment> {
    let mut votes = vec![[0_usize; 4]; width];
    for (number, row) in rows.iter().enumerate() {
        for cell in &row.cells {
            let weight = if number == 0 && cell.alignment != Alignment::None { rows.len() } else { 1 };
            votes[cell.column][cell.alignment as usize] += weight;
        }
    }
    let all = [Alignment::None, Alignment::Left, Alignment::Center, Alignment::Right];
    let winner = |votes: &[usize; 4]| {
        all.into_iter().rev().max_by_key(|alignment| votes[*alignment as usize]).unwrap_or_default()
    };
    votes.iter().map(winner).collect()
}
