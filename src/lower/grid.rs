//! The grid of a table: which cell stands where, after `colspan` and `rowspan`
//! ([WHATWG HTML, section 4.9.12](https://html.spec.whatwg.org/multipage/tables.html#forming-a-table)).
//!
//! Spans are clamped and rows are kept sparse, so that a number in an attribute costs nothing.

use super::list::integer;
use crate::html::{Dom, NodeId, is_space};
use crate::markdown::tree::Alignment;

/// A span reaches no further than this column (HTML's own limit for `colspan`).
const WIDEST: usize = 1000;

/// Rows in the order in which they are read: header, body, footer.
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub(super) captions: Vec<NodeId>,
    pub(super) rows: Vec<Row>,
    /// What stands between the parts of a table; browsers show it before the table.
    pub(super) strays: Vec<NodeId>,
    /// Number of columns in which a cell begins.
    pub(super) width: usize,
}

#[derive(Debug)]
pub(super) struct Row {
    pub(super) in_head: bool,
    pub(super) cells: Vec<Cell>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    pub(super) id: NodeId,
    pub(super) column: usize,
    pub(super) is_header: bool,
    pub(super) alignment: Alignment,
}

/// Reads the parts of a table.
pub(super) fn read(dom: &Dom, table: NodeId) -> Grid {
    let mut grid = Grid::default();
    let (mut head, mut body, mut foot) = (Vec::new(), Vec::new(), Vec::new());
    for part in dom.children(table) {
        match dom.name(part) {
            "caption" => grid.captions.push(part),
            "thead" => part_rows(dom, part, &mut head, &mut grid.strays),
            "tbody" => part_rows(dom, part, &mut body, &mut grid.strays),
            "tfoot" => part_rows(dom, part, &mut foot, &mut grid.strays),
            "tr" => body.push(part),
            _ => grid.strays.push(part),
        }
    }
    let head_rows = head.len();
    let mut taken = Vec::new();
    for (index, row) in head.into_iter().chain(body).chain(foot).enumerate() {
        let cells = row_cells(dom, row, index, &mut taken, &mut grid.strays);
        grid.rows.push(Row { in_head: index < head_rows, cells });
    }
    close_gaps(&mut grid);
    grid
}

fn part_rows(dom: &Dom, part: NodeId, rows: &mut Vec<NodeId>, strays: &mut Vec<NodeId>) {
    for child in dom.children(part) {
        if dom.is(child, "tr") { rows.push(child) } else { strays.push(child) }
    }
}

/// The cells of one row. `taken` says for each column up to which row a cell above reaches.
fn row_cells(
    dom: &Dom,
    row: NodeId,
    index: usize,
    taken: &mut Vec<usize>,
    strays: &mut Vec<NodeId>,
) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut column = 0;
    for child in dom.children(row) {
        if !matches!(dom.name(child), "td" | "th") {
            strays.push(child);
            continue;
        }
        while taken.get(column).is_some_and(|&until| until > index) {
            column += 1;
        }
        let alignment = alignment(dom, child).or_else(|| alignment(dom, row)).unwrap_or_default();
        cells.push(Cell { id: child, column, is_header: dom.is(child, "th"), alignment });
        let end = (column + span(dom, child, "colspan")).min(WIDEST).max(column + 1);
        if taken.len() < end.min(WIDEST) {
            taken.resize(end.min(WIDEST), 0);
        }
        let until = index + span(dom, child, "rowspan");
        for place in taken.iter_mut().take(end).skip(column) {
            *place = until;
        }
        column = end;
    }
    cells
}

/// How many rows or columns a cell takes; `rowspan=0` reaches to the end.
fn span(dom: &Dom, cell: NodeId, name: &str) -> usize {
    match dom.attr(cell, name).and_then(integer) {
        Some(0) if name == "rowspan" => usize::from(u16::MAX),
        Some(n) => usize::try_from(n).unwrap_or(1).clamp(1, usize::from(u16::MAX)),
        None => 1,
    }
}

/// Removes the columns in which no cell begins: nothing would stand in them.
fn close_gaps(grid: &mut Grid) {
    let columns = || grid.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.column);
    let mut place = vec![0; columns().max().map_or(0, |last| last + 1)];
    columns().for_each(|column| place[column] = 1);
    let mut width = 0;
    for place in &mut place {
        let used = std::mem::replace(place, width);
        width += used;
    }
    grid.width = width;
    for cell in grid.rows.iter_mut().flat_map(|row| &mut row.cells) {
        cell.column = place[cell.column];
    }
}

/// What `align` or the style of an element says.
fn alignment(dom: &Dom, id: NodeId) -> Option<Alignment> {
    let style = dom.attr(id, "style").unwrap_or("");
    let mut declared = style.split(';').filter_map(|declaration| declaration.split_once(':'));
    let trim = |text: &str| text.trim_matches(is_space).to_ascii_lowercase();
    let styled = declared.rfind(|(name, _)| trim(name) == "text-align").map(|(_, value)| trim(value));
    let value = styled.or_else(|| dom.attr(id, "align").map(trim))?;
    match value.trim_end_matches("!important").trim_end_matches(is_space) {
        "left" | "start" => Some(Alignment::Left),
        "center" | "middle" | "-webkit-center" => Some(Alignment::Center),
        "right" | "end" => Some(Alignment::Right),
        _ => None,
    }
}
