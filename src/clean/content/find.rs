//! The stages of finding, in order: cut the page into blocks, describe each, judge it, and choose what stays.

use super::evidence::Evidence;
use super::features;
use super::labels::{self, Labels, Tuning};
use super::outline::{self, Outline};
use super::scene::Scene;
use crate::html::{Dom, NodeId, NodeSet};
use crate::rules::{CONTENT_TREES, LEXICON, Lexicon, Trees, Vocabulary};
use std::sync::OnceLock;

/// A page with its blocks and what is likely of each.
pub(super) struct Finding {
    pub(super) outline: Outline,
    /// Logarithm of the odds that each block is content.
    pub(super) scores: Vec<f32>,
    pub(super) labels: Labels,
}

pub(super) const TUNING: Tuning = Tuning { caution: [0.36, 0.64], change: 1.0, heaviest: 100.0 };

/// How much blocks that are alike are judged together where all of the content is short texts; where it is prose,
/// not at all.
pub(super) const EVEN: f32 = 1.5;

/// What the word of a site's rules adds to the logarithm of the odds: what they select stays unless it is
/// twenty times likelier to be something else.
const TRUST: f32 = 3.0;

impl Finding {
    /// How much of the text that looks like content stands below some elements, from 0 to 1.
    pub(super) fn share_below(&self, dom: &Dom, above: &[NodeId]) -> f32 {
        let units =
            |at: usize| if self.labels.stays[at] { self.outline.blocks[at].facts.text.units } else { 0 };
        let all: u32 = (0..self.scores.len()).map(units).sum();
        let inside: u32 = self.blocks_below(dom, above).map(units).sum();
        inside as f32 / all.max(1) as f32
    }

    /// Judges again, now that a site's rules have said where the content is.
    pub(super) fn trust(&mut self, dom: &Dom, above: &[NodeId]) {
        for at in self.blocks_below(dom, above).collect::<Vec<_>>() {
            self.scores[at] += TRUST;
        }
        self.labels = Labels::choose(dom, &self.outline, &self.scores, TUNING);
    }

    /// Keeps all that stands below some elements.
    pub(super) fn keep_below(&mut self, dom: &Dom, above: &[NodeId]) {
        for at in self.blocks_below(dom, above).collect::<Vec<_>>() {
            self.labels.stays[at] = true;
        }
    }

    fn blocks_below(&self, dom: &Dom, above: &[NodeId]) -> impl Iterator<Item = usize> {
        let above: NodeSet = above.iter().copied().collect();
        let is_below = move |id| above.contains(&id) || dom.ancestors(id).any(|id| above.contains(&id));
        self.outline
            .blocks
            .iter()
            .enumerate()
            .filter(move |(_, block)| is_below(block.first))
            .map(|(at, _)| at)
    }
}

/// The model, and what it knows of names.
struct Model {
    lexicon: Lexicon,
    trees: Trees,
}

impl Model {
    fn read(words: &Vocabulary) -> Self {
        let lexicon =
            Lexicon::parse(LEXICON).unwrap_or_else(|error| panic!("the lexicon is not valid: {error}"));
        let trees = Trees::parse(CONTENT_TREES, &features::names(words))
            .unwrap_or_else(|error| panic!("the content model is not valid: {error}"));
        Model { lexicon, trees }
    }
}

pub(super) fn find(dom: &Dom, top: NodeId, evidence: &Evidence, words: &Vocabulary) -> Finding {
    static MODEL: OnceLock<Model> = OnceLock::new();
    let model = MODEL.get_or_init(|| Model::read(words));
    let outline = outline(dom, top, words, &model.lexicon);
    let scene = Scene::of(dom, &outline, evidence, words);
    let mut scores = model.trees.scores(&features::describe(&scene, words));
    even_out(&scene, &mut scores, EVEN);
    let labels = Labels::choose(dom, &outline, &scores, TUNING);
    drop(scene);
    Finding { outline, scores, labels }
}

/// Evens the scores of blocks that are alike out, as far as the content is lists.
pub(super) fn even_out(scene: &Scene<'_>, scores: &mut [f32], even: f32) {
    let lists = 1.0 - labels::prose(scene.outline, scores);
    scene.even_out(scores, (even * lists).min(1.0));
}

pub(super) fn outline(dom: &Dom, top: NodeId, words: &Vocabulary, lexicon: &Lexicon) -> Outline {
    let mut outline = Outline::of(dom, top, words, lexicon);
    outline::find_phrases(&mut outline, words);
    outline
}

/// From the logarithm of the odds to a share from 0 to 1.
pub(super) fn odds_to_share(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}
