//! What a trainer of the model needs to see of a page: the text of each block and its features.

use super::evidence::Evidence;
use super::features;
use super::find::{TUNING, even_out, outline};
use super::labels::{Labels, Tuning};
use super::outline::Outline;
use super::scene::Scene;
use crate::clean::prepare;
use crate::clean::removal::Ledger;
use crate::html::{Dom, NodeId};
use crate::options::Options;
use crate::rules::{self, Lexicon};

/// How many elements above a block its names are learned from.
const NEAR: usize = 6;

/// A page, ready for the finder of its content.
pub struct Sample {
    dom: Dom,
    evidence: Evidence,
    outline: Outline,
}

/// How the blocks are chosen, to be tuned: caution in lists and in prose, change, and how much blocks that are alike
/// are judged together.
pub type Choice = [f32; 4];

impl Sample {
    /// Cleans a page as the cleaner does, up to the point where its content is looked for.
    pub(crate) fn of(mut dom: Dom) -> Self {
        let rules = rules::compile(&Options::default()).expect("the built-in rules compile");
        let mut notes = Vec::new();
        let evidence = prepare(&mut dom, &rules, &mut Ledger::new(&mut notes));
        let outline = outline(&dom, super::top(&dom), &rules.built_in.vocabulary, &Lexicon::default());
        Sample { dom, evidence, outline }
    }

    /// Looks at the classes and ids of the page with this table: a word and its odds a line.
    pub fn learn_names(&mut self, table: &str) {
        let lexicon = Lexicon::parse(table).unwrap_or_default();
        self.outline = outline(&self.dom, self.outline.top, words(), &lexicon);
    }

    /// The words of the classes and ids near above each block.
    pub fn names(&self) -> Vec<Vec<String>> {
        let of = |owner: NodeId| {
            let mut found: Vec<String> = Vec::new();
            for id in std::iter::once(owner).chain(self.dom.ancestors(owner)).take(NEAR) {
                for value in [self.dom.attr(id, "class"), self.dom.attr(id, "id")].into_iter().flatten() {
                    found.extend(rules::name_parts(value));
                }
            }
            found.sort();
            found.dedup();
            found
        };
        self.outline.blocks.iter().map(|block| of(block.owner)).collect()
    }

    /// The text of each block.
    pub fn texts(&self) -> Vec<String> {
        (0..self.outline.blocks.len()).map(|at| self.outline.text(at).to_owned()).collect()
    }

    /// The features of each block.
    pub fn features(&self) -> Vec<Vec<f32>> {
        features::describe(&self.scene(), words()).into_rows()
    }

    fn scene(&self) -> Scene<'_> {
        Scene::of(&self.dom, &self.outline, &self.evidence, words())
    }

    /// Which blocks stay, by their scores, and how well the choice can be.
    pub fn choose(&self, scores: &[f32], [in_lists, in_prose, change, even]: Choice) -> (Vec<bool>, f32) {
        let mut scores = scores.to_vec();
        even_out(&self.scene(), &mut scores, even);
        let tuning = Tuning { caution: [in_lists, in_prose], change, ..TUNING };
        let labels = Labels::choose(&self.dom, &self.outline, &scores, tuning);
        (labels.stays, labels.confidence)
    }
}

/// The names of the features.
pub fn names() -> Vec<String> {
    features::names(words())
}

fn words() -> &'static rules::Vocabulary {
    rules::vocabulary()
}
