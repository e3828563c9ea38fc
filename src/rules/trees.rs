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

/// A question, or an answer: then `yes` and `no` lead to the node itself.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// What the feature is compared with; of an answer, what it says.
    number: f32,
    feature: u16,
    /// The next node when the feature is below the number, and when it is not.
    yes: u16,
    no: u16,
}

/// How many trees are asked at a time: the next question of one need not wait for what another one answers.
const AT_A_TIME: usize = 8;

impl Trees {
    /// Reads a table whose questions are about these features.
    pub(crate) fn parse(text: &str, features: &[String]) -> Result<Self, String> {
        let features: HashMap<&str, u16> = features.iter().map(String::as_str).zip(0..).collect();
        let lines = text.lines().map(|line| line.trim_matches(' '));
        let mut lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let mut trees = Trees { roots: Vec::new(), nodes: Vec::new() };
        while let Some(line) = lines.next() {
            if line != "tree" {
                return Err(format!("\"{line}\" stands where a tree should begin"));
            }
            let root = trees.branch(&mut lines, &features)?;
            trees.roots.push(root);
        }
        Ok(trees)
    }

    /// Reads a question with both its branches, or an answer.
    fn branch<'t>(
        &mut self,
        lines: &mut impl Iterator<Item = &'t str>,
        features: &HashMap<&str, u16>,
    ) -> Result<u16, String> {
        let line = lines.next().ok_or("a tree is not finished")?;
        let number = |text: &str| text.parse().map_err(|_| format!("\"{text}\" is no number"));
        let at = u16::try_from(self.nodes.len()).map_err(|_| "too many questions for one table")?;
        let Some((name, below)) = line.split_once(" < ") else {
            self.nodes.push(Node { number: number(line)?, feature: 0, yes: at, no: at });
            return Ok(at);
        };
        let feature = *features.get(name).ok_or_else(|| format!("there is no feature \"{name}\""))?;
        self.nodes.push(Node { number: number(below)?, feature, yes: at, no: at });
        let yes = self.branch(lines, features)?;
        let no = self.branch(lines, features)?;
        let node = &mut self.nodes[usize::from(at)];
        (node.yes, node.no) = (yes, no);
        Ok(at)
    }

    /// The sum of what the trees answer.
    pub(crate) fn score(&self, features: &[f32]) -> f32 {
        let mut sum = 0.0;
        for roots in self.roots.chunks(AT_A_TIME) {
            let mut places = [0; AT_A_TIME];
            let places = &mut places[..roots.len()];
            places.copy_from_slice(roots);
            while self.step(places, features) {}
            sum = places.iter().fold(sum, |sum, &at| sum + self.nodes[usize::from(at)].number);
        }
        sum
    }

    /// Asks one question in each of some trees. False if all have answered.
    fn step(&self, places: &mut [u16], features: &[f32]) -> bool {
        let mut has_moved = false;
        for at in places {
            let node = self.nodes[usize::from(*at)];
            let next = if features[usize::from(node.feature)] < node.number { node.yes } else { node.no };
            has_moved |= next != *at;
            *at = next;
        }
        has_moved
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
