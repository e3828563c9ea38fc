//! Rows of numbers, as a column for each feature, so that many rows are asked one question at a time.

/// Features of some rows.
#[derive(Debug)]
pub(crate) struct Table {
    rows: usize,
    columns: Vec<Column>,
    /// Of the columns whose rows differ, each made up to a multiple of [`LANES`].
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

/// Processors compare a few rows with one instruction; a number of rows that they divide has no rest.
const LANES: usize = 8;

/// So many features are not the same for all blocks of a page.
const USUAL_COLUMNS: usize = 128;

impl Table {
    /// A table without features.
    pub(crate) fn new(rows: usize) -> Self {
        let numbers = Vec::with_capacity(rows.next_multiple_of(LANES) * USUAL_COLUMNS);
        Table { rows, columns: Vec::new(), numbers }
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// Adds a feature: a number for each row.
    pub(crate) fn add(&mut self, numbers: impl Iterator<Item = f32>) {
        let start = self.numbers.len();
        self.numbers.extend(numbers);
        if let Some(&filling) = self.numbers.get(start) {
            self.numbers.resize(start + self.rows.next_multiple_of(LANES), filling);
        }
        let (least, most) = span(&self.numbers[start..]);
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
        let end = (start + ROWS).min(self.rows.next_multiple_of(LANES));
        let numbers = &self.numbers[column.start..][start..end];
        let (first, second) = numbers.split_at(numbers.len().min(BITS.len()));
        u64::from(bits_below(first, number)) | u64::from(bits_below(second, number)) << BITS.len()
    }
}

/// The least and the largest of some numbers, a multiple of [`LANES`]. Compilers look at a few at a time, as long as
/// this stands by itself.
#[inline(never)]
fn span(numbers: &[f32]) -> (f32, f32) {
    let (mut least, mut most) = ([f32::INFINITY; LANES], [f32::NEG_INFINITY; LANES]);
    for own in numbers.as_chunks::<LANES>().0 {
        least = std::array::from_fn(|lane| if own[lane] < least[lane] { own[lane] } else { least[lane] });
        most = std::array::from_fn(|lane| if own[lane] > most[lane] { own[lane] } else { most[lane] });
    }
    let least = least.into_iter().reduce(|a, b| if b < a { b } else { a });
    let most = most.into_iter().reduce(|a, b| if b > a { b } else { a });
    (least.unwrap_or(f32::INFINITY), most.unwrap_or(f32::NEG_INFINITY))
}

/// A bit for each of half of the rows.
pub(super) const BITS: [u32; ROWS / 2] = {
    let mut bits = [0; ROWS / 2];
    let mut at = 0;
    while at < bits.len() {
        bits[at] = 1 << at;
        at += 1;
    }
    bits
};

/// Which numbers are below another. Compilers make of this a few at a time, as long as they do not know how many
/// numbers there are.
#[inline(never)]
fn bits_below(numbers: &[f32], number: f32) -> u32 {
    let bits = numbers.iter().zip(&BITS).map(|(&own, &bit)| if own < number { bit } else { 0 });
    bits.fold(0, |all, bit| all | bit)
}

/// Rows by themselves: those that a trainer sees.
#[cfg(feature = "training")]
impl Table {
    pub(crate) fn into_rows(self) -> Vec<Vec<f32>> {
        let number = |column: &Column, row: usize| {
            if column.least == column.most { column.least } else { self.numbers[column.start + row] }
        };
        let row = |row| self.columns.iter().map(|column| number(column, row)).collect();
        (0..self.rows).map(row).collect()
    }
}

#[cfg(test)]
impl Table {
    pub(crate) fn of(rows: &[Vec<f32>]) -> Self {
        let mut table = Table::new(rows.len());
        for feature in 0..rows.first().map_or(0, Vec::len) {
            table.add(rows.iter().map(|row| row[feature]));
        }
        table
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
