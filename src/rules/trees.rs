//! Boosted decision trees as text: a sum of small trees is the logarithm of the odds that something holds.
//!
//! A model is a table that one can read: a line `tree` opens a tree, `name < number` asks a question (the
//! line below is for yes, indented; what follows that part is for no), and a lone number is an answer.
//!
//! Many rows are asked at a time, from the leaves to the roots: every question of a tree is put to all of them,
//! and each takes one of the two answers below. That is more questions than on the way from the root, but none
//! has to wait for another one, and processors do a few rows with one instruction.

use std::collections::HashMap;

/// A sum of trees over named features.
#[derive(Debug, Default)]
pub(crate) struct Trees {
    /// All trees, one after the other.
    steps: Vec<Step>,
    /// The most answers that wait at a time.
    waiting: usize,
}

/// What is to be done next. An answer that is not a number is the last one of those that wait.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// Asks whether a feature is below a number. The answer waits.
    Ask { feature: u8, below: f32, yes: Option<f32>, no: Option<f32> },
    /// Adds what a tree answers to the sum.
    Add(Option<f32>),
}

/// How many rows are asked at a time, and how many of few.
const LANES: usize = 32;
const FEW: usize = 8;

impl Trees {
    /// Reads a table whose questions are about these features.
    pub(crate) fn parse(text: &str, features: &[String]) -> Result<Self, String> {
        if features.len() > usize::from(u8::MAX) {
            return Err("too many features for one table".to_owned());
        }
        let features: HashMap<&str, u8> = features.iter().map(String::as_str).zip(0..u8::MAX).collect();
        let lines = text.lines().map(|line| line.trim_matches(' '));
        let mut lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let mut trees = Trees::default();
        while let Some(line) = lines.next() {
            if line != "tree" {
                return Err(format!("\"{line}\" stands where a tree should begin"));
            }
            let answer = trees.branch(&mut lines, &features, 0)?;
            trees.steps.push(Step::Add(answer));
        }
        Ok(trees)
    }

    /// Reads a question with both its branches, or an answer, which it gives; `waiting` answers wait before it.
    fn branch<'t>(
        &mut self,
        lines: &mut impl Iterator<Item = &'t str>,
        features: &HashMap<&str, u8>,
        waiting: usize,
    ) -> Result<Option<f32>, String> {
        let line = lines.next().ok_or("a tree is not finished")?;
        let number = |text: &str| text.parse().map_err(|_| format!("\"{text}\" is no number"));
        let Some((name, below)) = line.split_once(" < ") else {
            return number(line).map(Some);
        };
        let feature = *features.get(name).ok_or_else(|| format!("there is no feature \"{name}\""))?;
        let below = number(below)?;
        let yes = self.branch(lines, features, waiting)?;
        let no = self.branch(lines, features, waiting + usize::from(yes.is_none()))?;
        self.steps.push(Step::Ask { feature, below, yes, no });
        self.waiting = self.waiting.max(waiting + 1);
        Ok(None)
    }

    /// The sum of what the trees answer, for each of some rows of features. Features are numbers: none is missing.
    pub(crate) fn scores(&self, rows: &[Vec<f32>]) -> Vec<f32> {
        let mut scores = Vec::with_capacity(rows.len());
        for rows in rows.chunks(LANES) {
            match rows.len() {
                ..=FEW => scores.extend_from_slice(&self.sums::<FEW>(rows)[..rows.len()]),
                _ => scores.extend_from_slice(&self.sums::<LANES>(rows)[..rows.len()]),
            }
        }
        scores
    }

    /// The same for up to `N` rows.
    #[inline(never)]
    fn sums<const N: usize>(&self, rows: &[Vec<f32>]) -> [f32; N] {
        let columns = columns::<N>(rows);
        let mut waiting = vec![[0.0; N]; self.waiting];
        let mut sums = [0.0; N];
        // How many answers wait.
        let mut count = 0;
        for step in &self.steps {
            match *step {
                Step::Ask { feature, below, yes: Some(yes), no: Some(no) } => {
                    waiting[count] = pick(&columns[usize::from(feature)], below, &[yes; N], &[no; N]);
                    count += 1;
                }
                Step::Ask { feature, below, yes: Some(yes), no: None } => {
                    let no = &mut waiting[count - 1];
                    *no = pick(&columns[usize::from(feature)], below, &[yes; N], no);
                }
                Step::Ask { feature, below, yes: None, no: Some(no) } => {
                    let yes = &mut waiting[count - 1];
                    *yes = pick(&columns[usize::from(feature)], below, yes, &[no; N]);
                }
                Step::Ask { feature, below, yes: None, no: None } => {
                    count -= 1;
                    let (yes, no) = waiting.split_at_mut(count);
                    let yes = &mut yes[count - 1];
                    *yes = pick(&columns[usize::from(feature)], below, yes, &no[0]);
                }
                Step::Add(Some(answer)) => add(&mut sums, &[answer; N]),
                Step::Add(None) => {
                    count -= 1;
                    add(&mut sums, &waiting[count]);
                }
            }
        }
        sums
    }
}

/// For each row, one answer when its number is below another, or else the other answer. Bits are taken, and no
/// branch: compilers make of this a few rows at a time.
#[inline(always)]
fn pick<const N: usize>(column: &[f32; N], below: f32, yes: &[f32; N], no: &[f32; N]) -> [f32; N] {
    let mut out = [0.0; N];
    for row in 0..N {
        let mask = u32::from(column[row] < below).wrapping_neg();
        out[row] = f32::from_bits(yes[row].to_bits() & mask | no[row].to_bits() & !mask);
    }
    out
}

#[inline(always)]
fn add<const N: usize>(sums: &mut [f32; N], answers: &[f32; N]) {
    for (sum, answer) in sums.iter_mut().zip(answers) {
        *sum += answer;
    }
}

/// Some rows, no more than `N`, as a column for each feature.
fn columns<const N: usize>(rows: &[Vec<f32>]) -> Vec<[f32; N]> {
    let mut columns = vec![[0.0; N]; rows.first().map_or(0, Vec::len)];
    for (at, row) in rows.iter().enumerate() {
        for (column, &number) in columns.iter_mut().zip(row) {
            column[at] = number;
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::Trees;

    #[test]
    fn a_model_is_the_sum_of_its_trees() {
        let text =
            "# two trees\ntree\n  length < 2.5\n    -1\n    links < 0.5\n      2\n      0.25\ntree\n  0.5\n";
        let trees = Trees::parse(text, &["length", "links"].map(str::to_owned)).expect("the table is valid");
        let scores = trees.scores(&[vec![1.0, 0.0], vec![3.0, 0.0], vec![3.0, 1.0]]);
        assert_eq!(scores, [-0.5, 2.5, 0.75]);
    }

    #[test]
    fn every_tree_counts_however_many_there_are() {
        let one = "tree\nlength < 1\n 1\n length < 2\n  10\n  length < 3\n   100\n   1000\n";
        for count in [1, 7, 8, 9, 30] {
            let trees = Trees::parse(&one.repeat(count), &["length".to_owned()]).expect("the table is valid");
            let scores = trees.scores(&[0.0, 1.0, 2.0, 3.0].map(|length| vec![length]));
            assert_eq!(scores, [1.0, 10.0, 100.0, 1000.0].map(|score| score * count as f32));
        }
    }

    #[test]
    fn each_row_is_asked_for_itself() {
        let text = "tree\na < 1\n b < 2\n  1\n  c < 3\n   10\n   100\n a < 5\n  1000\n  10000\ntree\nb < 9\n 0.5\n 7\n";
        let trees = Trees::parse(text, &["a", "b", "c"].map(str::to_owned)).expect("the table is valid");
        let [low, middle, high] = [0.0, 2.0, 9.0];
        let answers = [
            ([low, low, low], 1.5),
            ([low, middle, low], 10.5),
            ([low, middle, high], 100.5),
            ([middle, low, low], 1000.5),
            ([high, high, high], 10007.0),
        ];
        for count in [1, 4, 15, 16, 17, 40] {
            let (rows, wanted): (Vec<Vec<f32>>, Vec<f32>) =
                answers.iter().cycle().take(count).map(|(row, answer)| (row.to_vec(), *answer)).unzip();
            assert_eq!(trees.scores(&rows), wanted, "{count} rows");
        }
    }

    #[test]
    fn a_table_that_is_wrong_says_where() {
        for (text, error) in [
            ("0.5", "\"0.5\" stands where a tree should begin"),
            ("tree\nlength < 2\n1", "a tree is not finished"),
            ("tree\nwidth < 2\n1\n2", "there is no feature \"width\""),
            ("tree\nmany", "\"many\" is no number"),
        ] {
            assert_eq!(Trees::parse(text, &["length".to_owned()]).map(|_| ()), Err(error.to_owned()));
        }
    }
}
