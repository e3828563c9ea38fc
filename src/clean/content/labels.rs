//! Which blocks stay: those that the model finds likely, evened out over the tree. A box is kept or dropped
//! as one, and each change of mind between a box and what it holds has a price.

use super::find::odds_to_share;
use super::outline::Outline;
use crate::html::{Dom, NodeId};

/// How the choice is made. The numbers were tuned together with the model.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tuning {
    /// A block counts as content when it is likelier than this part of how well the choice can be: on a page
    /// of short texts, where much that looks like chrome is content, and on a page of prose.
    pub(super) caution: [f32; 2],
    /// What a change of mind costs between two elements.
    pub(super) change: f32,
    /// Blocks longer than this many words weigh no more.
    pub(super) heaviest: f32,
}

/// What stays of a page.
pub(super) struct Labels {
    /// How well the choice can be, from 0 to 1: the mean of precision and recall that the scores promise.
    pub(super) confidence: f32,
    /// For each block.
    pub(super) stays: Vec<bool>,
    /// By [`NodeId::index`]: whether an element that holds text is kept.
    elements: Vec<bool>,
}

impl Labels {
    pub(super) fn choose(dom: &Dom, outline: &Outline, scores: &[f32], tuning: Tuning) -> Self {
        let confidence = expected_f1(outline, scores);
        let [in_lists, in_prose] = tuning.caution;
        let caution = in_lists + (in_prose - in_lists) * prose(outline, scores);
        let threshold = odds(caution * confidence);
        let gain = |at: usize| {
            let words = outline.blocks[at].facts.text.length();
            (scores[at] - threshold + protection(dom, outline.blocks[at].owner))
                * words.min(tuning.heaviest).sqrt()
        };
        let gains: Vec<f32> = (0..scores.len()).map(gain).collect();
        let best = vec![[0.0; 2]; outline.facts.len()];
        let mut search = Search { dom, outline, gains, change: tuning.change, best };
        let [dropped, kept] = search.weigh(outline.top);
        let (stays, elements) = (vec![false; scores.len()], vec![false; outline.facts.len()]);
        let mut labels = Labels { confidence, stays, elements };
        search.tell(outline.top, kept > dropped, &mut labels);
        labels
    }

    /// Whether an element is part of the content itself, so that an image in it is, too.
    pub(super) fn holds(&self, id: NodeId) -> bool {
        self.elements.get(id.index()) == Some(&true)
    }
}

/// The most that can be hoped for of a choice: its mean of precision and recall (F1), if the scores are right.
/// On a page where nothing is certain it is low, and then more is worth keeping: the best choice is known to
/// take all that is likelier than half of it (Lipton and others 2014, "Optimal thresholding of classifiers").
fn expected_f1(outline: &Outline, scores: &[f32]) -> f32 {
    let words = |at: usize| outline.blocks[at].facts.text.length();
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
    let wanted: f32 = order.iter().map(|&at| words(at) * odds_to_share(scores[at])).sum();
    let (mut taken, mut right, mut best) = (0.0, 0.0, 0.0_f32);
    for at in order {
        taken += words(at);
        right += words(at) * odds_to_share(scores[at]);
        best = best.max(2.0 * right / (taken + wanted).max(1.0));
    }
    best
}

/// A paragraph has at least so many words, and fewer links than this share of it.
const MIN_PARAGRAPH: f32 = 20.0;
const MAX_LINKS: f32 = 0.4;

/// The share of the likely text that stands in paragraphs, from 0 to 1.
pub(super) fn prose(outline: &Outline, scores: &[f32]) -> f32 {
    let (mut all, mut prose) = (0.0, 0.0);
    for (block, &score) in outline.blocks.iter().zip(scores) {
        let likely = block.facts.text.length() * odds_to_share(score);
        all += likely;
        if block.facts.text.length() >= MIN_PARAGRAPH && block.facts.link_density() < MAX_LINKS {
            prose += likely;
        }
    }
    if all > 0.0 { prose / all } else { 0.0 }
}

/// To lose code, a formula, a figure or a table is worse than to keep a share bar: so much is added to the
/// logarithm of the odds of what is taken as a whole.
fn protection(dom: &Dom, id: NodeId) -> f32 {
    match dom.name(id) {
        "pre" | "math" => 3.0,
        "figure" => 2.0,
        "table" => 1.5,
        _ => 0.0,
    }
}

/// From a share from 0 to 1 to the logarithm of the odds.
fn odds(share: f32) -> f32 {
    let share = share.clamp(0.01, 0.99);
    (share / (1.0 - share)).ln()
}

struct Search<'p> {
    dom: &'p Dom,
    outline: &'p Outline,
    gains: Vec<f32>,
    change: f32,
    /// The most that an element and all below it can gain when it is dropped, and when it is kept; by
    /// [`NodeId::index`].
    best: Vec<[f32; 2]>,
}

impl Search<'_> {
    fn weigh(&mut self, id: NodeId) -> [f32; 2] {
        let mut best = [0.0; 2];
        for at in self.outline.owned_by(id) {
            let part = self.part([0.0, self.gains[at]]);
            best = [best[0] + part[0], best[1] + part[1]];
        }
        let dom = self.dom;
        for child in dom.children(id) {
            if self.has_text(child) {
                let own = self.weigh(child);
                let part = self.part(own);
                best = [best[0] + part[0], best[1] + part[1]];
            }
        }
        self.best[id.index()] = best;
        best
    }

    /// What a part adds to a dropped whole, and to a kept one.
    fn part(&self, [dropped, kept]: [f32; 2]) -> [f32; 2] {
        [dropped.max(kept - self.change), kept.max(dropped - self.change)]
    }

    fn is_kept(&self, [dropped, kept]: [f32; 2], whole_is_kept: bool) -> bool {
        if whole_is_kept { kept >= dropped - self.change } else { kept - self.change > dropped }
    }

    fn tell(&self, id: NodeId, is_kept: bool, labels: &mut Labels) {
        labels.elements[id.index()] = is_kept;
        for at in self.outline.owned_by(id) {
            labels.stays[at] = self.is_kept([0.0, self.gains[at]], is_kept);
        }
        for child in self.dom.children(id).filter(|&child| self.has_text(child)) {
            let own = self.best[child.index()];
            self.tell(child, self.is_kept(own, is_kept), labels);
        }
    }

    /// Whether an element holds blocks; runs of text are told with their owner.
    fn has_text(&self, id: NodeId) -> bool {
        let facts = &self.outline.facts[id.index()];
        facts.is_block && facts.text.chars > 0
    }
}
