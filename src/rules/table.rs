//! Rows of numbers, as a column for each feature, so that many rows are asked one question at a time.

/// Features of some rows.
#[derive(Debug)]
pub(crate) struct Table {
    rows: usize,
    columns: Vec<Column>,
    /// Of the columns whose rows differ, each in the order of [`place`].
    numbers: Vec<f32>,
}

/// One feature: its least and its largest number, and where all of them begin.
#[derive(Debug)]
struct Column {
    least: f32,
    most: f32,
    start: usize,
}

/// How many rows are asked at a time: a bit each.
pub(super) const ROWS: usize = u64::BITS as usize;

/// Of these, so many stand side by side: as many as processors compare with one instruction.
const LANES: usize = 4;

impl Table {
    /// A table without features.
    pub(crate) fn new(rows: usize) -> Self {
        Table { rows, columns: Vec::new(), numbers: Vec::new() }
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// Adds a feature: a number for each row.
    pub(crate) fn add(&mut self, numbers: impl Iterator<Item = f32>) {
        let start = self.numbers.len();
        self.numbers.resize(start + self.rows.next_multiple_of(ROWS), 0.0);
        let (mut least, mut most) = (f32::INFINITY, f32::NEG_INFINITY);
        for (row, number) in numbers.enumerate() {
            self.numbers[start + place(row)] = number;
            least = if number < least { number } else { least };
            most = if number > most { number } else { most };
        }
        if least == most {
            self.numbers.truncate(start);
        }
        self.columns.push(Column { least, most, start });
    }

    /// Adds a feature that is the same for all rows.
    pub(crate) fn add_same(&mut self, number: f32) {
        self.columns.push(Column { least: number, most: number, start: 0 });
    }

    /// Which rows have a feature below a number: the bits of those from `start` on, a multiple of [`ROWS`]. What
    /// stands in the bits of rows that are not there means nothing.
    pub(super) fn below(&self, feature: usize, number: f32, start: usize) -> u64 {
        let column = &self.columns[feature];
        if column.most < number {
            return u64::MAX;
        }
        if column.least >= number {
            return 0;
        }
        let mut bits = [0_u32; LANES];
        let numbers = &self.numbers[column.start + start..][..ROWS];
        for (at, side_by_side) in numbers.chunks_exact(LANES).enumerate() {
            for (bits, &own) in bits.iter_mut().zip(side_by_side) {
                *bits |= if own < number { 1 << at } else { 0 };
            }
        }
        bits.iter().rev().fold(0, |all, &bits| all << (ROWS / LANES) | u64::from(bits))
    }
}

/// Where the number of a row stands in its column, so that [`Table::below`] finds it at its bit.
fn place(row: usize) -> usize {
    let (part, row) = (row / ROWS, row % ROWS);
    part * ROWS + row % (ROWS / LANES) * LANES + row / (ROWS / LANES)
}

/// Rows by themselves: those that a trainer sees.
#[cfg(any(test, feature = "training"))]
impl Table {
    pub(crate) fn of(rows: &[Vec<f32>]) -> Self {
        let mut table = Table::new(rows.len());
        for feature in 0..rows.first().map_or(0, Vec::len) {
            table.add(rows.iter().map(|row| row[feature]));
        }
        table
    }

    #[cfg(feature = "training")]
    pub(crate) fn into_rows(self) -> Vec<Vec<f32>> {
        let number = |column: &Column, row: usize| {
            if column.least == column.most { column.least } else { self.numbers[column.start + place(row)] }
        };
        let row = |row| self.columns.iter().map(|column| number(column, row)).collect();
        (0..self.rows).map(row).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn each_row_has_its_bit() {
        let mut table = Table::new(150);
        table.add((0..150).map(|row| row as f32));
        table.add_same(7.0);
        let rows = |bits: u64| (0..64).filter(|row| bits >> row & 1 == 1).collect::<Vec<u32>>();
        assert_eq!(rows(table.below(0, 5.0, 0)), [0, 1, 2, 3, 4]);
        assert_eq!(rows(table.below(0, 67.0, 64)), [0, 1, 2]);
        assert_eq!(rows(table.below(0, 66.0, 0)).len(), 64);
        assert_eq!([7.0, 7.5].map(|number| table.below(1, number, 64)), [0, u64::MAX]);
        assert_eq!([0.0, 150.0].map(|number| table.below(0, number, 64)), [0, u64::MAX]);
    }
}
