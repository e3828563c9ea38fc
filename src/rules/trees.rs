//! Boosted decision trees as text: a sum of small trees is the logarithm of the odds that something holds.
//!
//! A model is a table that one can read: a line `tree` opens a tree, `name < number` asks a question (the
//! line below is for yes, indented; what follows that part is for no), and a lone number is an answer.

use std::collections::HashMap;

/// A sum of trees over named features.
#[derive(Debug)]
pub(crate) struct Trees {
    roots: Vec<u16>,
    nodes: Vec<Node>,
}

/// A question, or an answer. Each of an answer leads to itself: it asks whether [`NEVER`] is below it.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// What the feature is compared with; of an answer, what it says.
    number: f32,
    /// The next node when the feature is below the number; the one behind it when it is not.
    yes: u16,
    feature: u8,
}

/// The feature that is below every number: no other has this place.
const NEVER: u8 = u8::MAX;

/// A place for each feature, so that looking one up needs no check.
const PLACES: usize = 256;

/// How many trees are asked at a time: the next question of one need not wait for what another one answers.
const AT_A_TIME: usize = 8;

/// For fewer blocks than this it is not worth while to look for questions that all of them answer alike.
const FEW: usize = 8;

impl Trees {
    /// Reads a table whose questions are about these features.
    pub(crate) fn parse(text: &str, features: &[String]) -> Result<Self, String> {
        if features.len() > usize::from(NEVER) {
            return Err("too many features for one table".to_owned());
        }
        let features: HashMap<&str, u8> = features.iter().map(String::as_str).zip(0..NEVER).collect();
        let lines = text.lines().map(|line| line.trim_matches(' '));
        let mut lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let mut trees = Trees { roots: Vec::new(), nodes: Vec::new() };
        while let Some(line) = lines.next() {
            if line != "tree" {
                return Err(format!("\"{line}\" stands where a tree should begin"));
            }
            let root = trees.places(1)?;
            trees.roots.push(root);
            trees.branch(&mut lines, &features, root)?;
        }
        Ok(trees)
    }

    /// Makes so many nodes, which stand side by side, and gives the first.
    fn places(&mut self, count: usize) -> Result<u16, String> {
        let first = self.nodes.len();
        self.nodes.resize(first + count, Node { number: 0.0, yes: 0, feature: NEVER });
        // The last one has a place, too.
        match u16::try_from(self.nodes.len()) {
            Ok(_) => Ok(first as u16),
            Err(_) => Err("too many questions for one table".to_owned()),
        }
    }

    /// Reads a question with both its branches, or an answer, into a place.
    fn branch<'t>(
        &mut self,
        lines: &mut impl Iterator<Item = &'t str>,
        features: &HashMap<&str, u8>,
        at: u16,
    ) -> Result<(), String> {
        let line = lines.next().ok_or("a tree is not finished")?;
        let number = |text: &str| text.parse().map_err(|_| format!("\"{text}\" is no number"));
        let Some((name, below)) = line.split_once(" < ") else {
            self.nodes[usize::from(at)] = Node { number: number(line)?, yes: at, feature: NEVER };
            return Ok(());
        };
        let feature = *features.get(name).ok_or_else(|| format!("there is no feature \"{name}\""))?;
        let yes = self.places(2)?;
        self.nodes[usize::from(at)] = Node { number: number(below)?, yes, feature };
        self.branch(lines, features, yes)?;
        self.branch(lines, features, yes + 1)
    }

    /// The sum of what the trees answer, for each of some rows of features.
    pub(crate) fn scores(&self, rows: &[Vec<f32>]) -> Vec<f32> {
        if rows.len() < FEW {
            return rows.iter().map(|row| self.score(row)).collect();
        }
        let own = self.left_open_by(rows);
        rows.iter().map(|row| own.score(row)).collect()
    }

    fn score(&self, features: &[f32]) -> f32 {
        let mut row = [f32::NEG_INFINITY; PLACES];
        row[..features.len()].copy_from_slice(features);
        let mut sum = 0.0;
        for roots in self.roots.chunks(AT_A_TIME) {
            let mut places = [roots[0]; AT_A_TIME];
            places[..roots.len()].copy_from_slice(roots);
            while self.step(&mut places, &row) {}
            let answers = places[..roots.len()].iter();
            sum = answers.fold(sum, |sum, &at| sum + self.nodes[usize::from(at)].number);
        }
        sum
    }

    /// Asks one question in each of some trees. False if all have answered.
    #[inline]
    fn step(&self, places: &mut [u16; AT_A_TIME], row: &[f32; PLACES]) -> bool {
        let mut moved = 0;
        for at in places {
            let node = self.nodes[usize::from(*at)];
            let is_below = row[usize::from(node.feature)] < node.number;
            let next = node.yes + u16::from(!is_below);
            moved |= next ^ *at;
            *at = next;
        }
        moved != 0
    }

    /// The same trees without the questions that all of these rows answer alike: on one page, these are many.
    fn left_open_by(&self, rows: &[Vec<f32>]) -> Trees {
        let ranges = Ranges::of(rows);
        let mut own = Trees {
            roots: Vec::with_capacity(self.roots.len()),
            nodes: Vec::with_capacity(self.nodes.len()),
        };
        for &root in &self.roots {
            let at = own.nodes.len() as u16;
            own.roots.push(at);
            own.nodes.push(self.nodes[usize::from(root)]);
            self.copy(root, &ranges, &mut own, at);
        }
        own
    }

    /// Writes what is left open of a branch into a place of other trees, which have no more nodes than these.
    fn copy(&self, mut from: u16, ranges: &Ranges, to: &mut Trees, at: u16) {
        let node = loop {
            let node = self.nodes[usize::from(from)];
            if node.feature == NEVER {
                to.nodes[usize::from(at)] = Node { yes: at, ..node };
                return;
            }
            match ranges.are_below(node.feature, node.number) {
                Some(true) => from = node.yes,
                Some(false) => from = node.yes + 1,
                None => break node,
            }
        };
        let yes = to.nodes.len() as u16;
        to.nodes.push(node);
        to.nodes.push(node);
        to.nodes[usize::from(at)] = Node { yes, ..node };
        self.copy(node.yes, ranges, to, yes);
        self.copy(node.yes + 1, ranges, to, yes + 1);
    }
}

/// The least and the most that each feature is in some rows. Features are numbers: none is infinite or missing.
struct Ranges {
    least: [f32; PLACES],
    most: [f32; PLACES],
}

impl Ranges {
    fn of(rows: &[Vec<f32>]) -> Self {
        let mut ranges = Ranges { least: [f32::INFINITY; PLACES], most: [f32::NEG_INFINITY; PLACES] };
        let Ranges { least, most } = &mut ranges;
        for row in rows {
            for (least, &number) in least.iter_mut().zip(row) {
                *least = if number < *least { number } else { *least };
            }
            for (most, &number) in most.iter_mut().zip(row) {
                *most = if number > *most { number } else { *most };
            }
        }
        ranges
    }

    /// Whether a feature is below a number in all rows, or in none.
    fn are_below(&self, feature: u8, number: f32) -> Option<bool> {
        let feature = usize::from(feature);
        match () {
            () if self.most[feature] < number => Some(true),
            () if self.least[feature] >= number => Some(false),
            () => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Trees;

    #[test]
    fn a_model_is_the_sum_of_its_trees() {
        let text =
            "# two trees\ntree\n  length < 2.5\n    -1\n    links < 0.5\n      2\n      0.25\ntree\n  0.5\n";
        let trees = Trees::parse(text, &["length", "links"].map(str::to_owned)).expect("the table is valid");
        let scores = [[1.0, 0.0], [3.0, 0.0], [3.0, 1.0]].map(|features| trees.score(&features));
        assert_eq!(scores, [-0.5, 2.5, 0.75]);
    }

    #[test]
    fn every_tree_counts_however_many_there_are() {
        let one = "tree\nlength < 1\n 1\n length < 2\n  10\n  length < 3\n   100\n   1000\n";
        for count in [1, 7, 8, 9, 30] {
            let trees = Trees::parse(&one.repeat(count), &["length".to_owned()]).expect("the table is valid");
            let scores = [0.0, 1.0, 2.0, 3.0].map(|length| trees.score(&[length]));
            assert_eq!(scores, [1.0, 10.0, 100.0, 1000.0].map(|score| score * count as f32));
        }
    }

    #[test]
    fn what_all_rows_answer_alike_need_not_be_asked() {
        let text = "tree\na < 1\n b < 2\n  1\n  c < 3\n   10\n   100\n a < 5\n  1000\n  10000\ntree\nb < 9\n 0.5\n 7\n";
        let trees = Trees::parse(text, &["a", "b", "c"].map(str::to_owned)).expect("the table is valid");
        for [a, b, c] in [[0.0, 1.0, 2.0], [0.0, 2.0, 3.0], [2.0, 9.0, 0.0], [9.0, 1.0, 3.0]] {
            let row = |at: usize| vec![a, if at.is_multiple_of(2) { b } else { 2.5 }, c * (at % 3) as f32];
            let rows: Vec<Vec<f32>> = (0..12).map(row).collect();
            let one_by_one: Vec<f32> = rows.iter().map(|row| trees.score(row)).collect();
            assert_eq!(trees.scores(&rows), one_by_one);
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
