//! Boosted decision trees as text: a sum of small trees is the logarithm of the odds that something holds.
//!
//! A model is a table that one can read: a line `tree` opens a tree, `name < number` asks a question (the
//! line below is for yes, indented; what follows that part is for no), and a lone number is an answer.
//!
//! Many rows go down a tree together, as a set of bits. The blocks of a page are alike: most questions have the
//! same answer for all of them, and most branches are reached by none.

use super::table::{BITS, ROWS, Table};
use std::collections::HashMap;

/// A sum of trees over named features.
#[derive(Debug, Default)]
pub(crate) struct Trees {
    questions: Vec<Question>,
    /// All trees, one after the other.
    steps: Vec<Step>,
    /// Where each begins.
    roots: Vec<usize>,
}

/// Whether a feature is below a number. Trees have many in common.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Question {
    feature: usize,
    below: f32,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    /// Asks a question. After it stands the step for yes, and at `no` the one for no.
    Ask { question: u16, no: u32 },
    /// What the tree answers.
    Answer(f32),
}

impl Trees {
    /// Reads a table whose questions are about these features.
    pub(crate) fn parse(text: &str, features: &[String]) -> Result<Self, String> {
        let features: HashMap<&str, usize> = features.iter().map(String::as_str).zip(0..).collect();
        let lines = text.lines().map(|line| line.trim_matches(' '));
        let mut lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let mut trees = Trees::default();
        let mut known = HashMap::new();
        while let Some(line) = lines.next() {
            if line != "tree" {
                return Err(format!("\"{line}\" stands where a tree should begin"));
            }
            trees.roots.push(trees.steps.len());
            trees.branch(&mut lines, &features, &mut known)?;
        }
        Ok(trees)
    }

    /// Reads an answer, or a question with both its branches.
    fn branch<'t>(
        &mut self,
        lines: &mut impl Iterator<Item = &'t str>,
        features: &HashMap<&str, usize>,
        known: &mut HashMap<&'t str, u16>,
    ) -> Result<(), String> {
        let line = lines.next().ok_or("a tree is not finished")?;
        let number = |text: &str| text.parse().map_err(|_| format!("\"{text}\" is no number"));
        let Some((name, below)) = line.split_once(" < ") else {
            self.steps.push(Step::Answer(number(line)?));
            return Ok(());
        };
        let question = match known.get(line) {
            Some(&question) => question,
            None => {
                let feature = *features.get(name).ok_or_else(|| format!("there is no feature \"{name}\""))?;
                let question = u16::try_from(known.len()).map_err(|_| "too many questions for one table")?;
                self.questions.push(Question { feature, below: number(below)? });
                known.insert(line, question);
                question
            }
        };
        let ask = self.steps.len();
        self.steps.push(Step::Ask { question, no: 0 });
        self.branch(lines, features, known)?;
        let no = u32::try_from(self.steps.len()).map_err(|_| "too many questions for one table")?;
        self.steps[ask] = Step::Ask { question, no };
        self.branch(lines, features, known)
    }

    /// The sum of what the trees answer, for each row of a table. Features are numbers: none is missing.
    pub(crate) fn scores(&self, table: &Table) -> Vec<f32> {
        let mut scores = Vec::with_capacity(table.rows());
        let mut answers = Answers::of(self.questions.len());
        for start in (0..table.rows()).step_by(ROWS) {
            let count = ROWS.min(table.rows() - start);
            scores.extend_from_slice(&self.sums(table, start, count, &mut answers)[..count]);
            answers.asked.fill(false);
        }
        scores
    }

    /// The same for so many rows as go down together; `answers` are those to the questions asked before.
    fn sums(&self, table: &Table, start: usize, count: usize, answers: &mut Answers) -> [f32; ROWS] {
        let mut sums = [0.0; ROWS];
        // Steps that some rows have still to go to, and which these are.
        let mut waiting = Vec::new();
        for &root in &self.roots {
            let mut next = Some((root, u64::MAX >> (ROWS - count)));
            while let Some((at, here)) = next {
                match self.steps[at] {
                    Step::Ask { question, no } => {
                        let question = usize::from(question);
                        let yes = answers.to(question, || {
                            let Question { feature, below } = self.questions[question];
                            table.below(feature, below, start)
                        });
                        let (go, stay) = (here & !yes, here & yes);
                        if stay == 0 {
                            next = Some((no as usize, go));
                        } else {
                            next = Some((at + 1, stay));
                            if go != 0 {
                                waiting.push((no as usize, go));
                            }
                        }
                    }
                    Step::Answer(answer) => {
                        add(&mut sums, here, answer);
                        next = waiting.pop();
                    }
                }
            }
        }
        sums
    }
}

/// What was answered to the questions that were asked.
struct Answers {
    asked: Vec<bool>,
    yes: Vec<u64>,
}

impl Answers {
    fn of(questions: usize) -> Self {
        Answers { asked: vec![false; questions], yes: vec![0; questions] }
    }

    #[inline]
    fn to(&mut self, question: usize, ask: impl FnOnce() -> u64) -> u64 {
        let yes = &mut self.yes[question];
        if !std::mem::replace(&mut self.asked[question], true) {
            *yes = ask();
        }
        *yes
    }
}

/// Adds an answer to the sums of some rows. To add nothing changes no sum, so of many rows none is left out.
#[inline]
fn add(sums: &mut [f32; ROWS], mut rows: u64, answer: f32) {
    if rows.count_ones() > MANY {
        return add_to_many(sums, rows, answer);
    }
    while rows != 0 {
        sums[rows.trailing_zeros() as usize % ROWS] += answer;
        rows &= rows - 1;
    }
}

/// For more rows than this, to ask each row of a table is less work than to look for those that are meant.
const MANY: u32 = 16;

#[inline(never)]
fn add_to_many(sums: &mut [f32; ROWS], rows: u64, answer: f32) {
    let (low, high) = sums.split_at_mut(BITS.len());
    for (half, rows) in [(low, rows as u32), (high, (rows >> BITS.len()) as u32)] {
        for (sum, &bit) in half.iter_mut().zip(&BITS) {
            *sum += if rows & bit == 0 { 0.0 } else { answer };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Table, Trees};

    #[test]
    fn a_model_is_the_sum_of_its_trees() {
        let text =
            "# two trees\ntree\n  length < 2.5\n    -1\n    links < 0.5\n      2\n      0.25\ntree\n  0.5\n";
        let trees = Trees::parse(text, &["length", "links"].map(str::to_owned)).expect("the table is valid");
        let scores = trees.scores(&Table::of(&[vec![1.0, 0.0], vec![3.0, 0.0], vec![3.0, 1.0]]));
        assert_eq!(scores, [-0.5, 2.5, 0.75]);
    }

    #[test]
    fn every_tree_counts_however_many_there_are() {
        let one = "tree\nlength < 1\n 1\n length < 2\n  10\n  length < 3\n   100\n   1000\n";
        for count in [1, 7, 8, 9, 30] {
            let trees = Trees::parse(&one.repeat(count), &["length".to_owned()]).expect("the table is valid");
            let scores = trees.scores(&Table::of(&[0.0, 1.0, 2.0, 3.0].map(|length| vec![length])));
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
        for count in [1, 4, 15, 16, 17, 63, 64, 65, 200] {
            let (rows, wanted): (Vec<Vec<f32>>, Vec<f32>) =
                answers.iter().cycle().take(count).map(|(row, answer)| (row.to_vec(), *answer)).unzip();
            assert_eq!(trees.scores(&Table::of(&rows)), wanted, "{count} rows");
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
