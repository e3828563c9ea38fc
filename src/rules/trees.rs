//! Boosted decision trees as text: a sum of small trees is the logarithm of the odds that something holds.
//!
//! A model is a table that one can read: a line `tree` opens a tree, `name < number` asks a question (the
//! line below is for yes, indented; what follows that part is for no), and a lone number is an answer.

use std::collections::HashMap;

/// A sum of trees over named features.
#[derive(Debug)]
pub(crate) struct Trees {
    roots: Vec<u32>,
    nodes: Vec<Node>,
}

#[derive(Clone, Copy, Debug)]
enum Node {
    /// Goes to the next node when the feature is below, else to `no`.
    Ask {
        feature: u16,
        below: f32,
        no: u32,
    },
    Answer(f32),
}

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
    ) -> Result<u32, String> {
        let line = lines.next().ok_or("a tree is not finished")?;
        let number = |text: &str| text.parse().map_err(|_| format!("\"{text}\" is no number"));
        let at = self.nodes.len();
        let Some((name, below)) = line.split_once(" < ") else {
            self.nodes.push(Node::Answer(number(line)?));
            return Ok(at as u32);
        };
        let feature = *features.get(name).ok_or_else(|| format!("there is no feature \"{name}\""))?;
        let below = number(below)?;
        self.nodes.push(Node::Ask { feature, below, no: 0 });
        self.branch(lines, features)?;
        let no = self.branch(lines, features)?;
        self.nodes[at] = Node::Ask { feature, below, no };
        Ok(at as u32)
    }

    /// The sum of what the trees answer.
    pub(crate) fn score(&self, features: &[f32]) -> f32 {
        self.roots.iter().map(|&root| self.answer(root, features)).sum()
    }

    fn answer(&self, mut at: u32, features: &[f32]) -> f32 {
        loop {
            match self.nodes[at as usize] {
                Node::Answer(value) => return value,
                Node::Ask { feature, below, no } => {
                    at = if features[feature as usize] < below { at + 1 } else { no };
                }
            }
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
