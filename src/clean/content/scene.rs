//! What the features look at: the blocks of a page with sums, so that each question takes constant time.

use super::container::Containers;
use super::evidence::{self, Evidence};
use super::facts::Facts;
use super::outline::{Block, Outline};
use crate::html::{Dom, NodeId};
use crate::rules::{Groups, Vocabulary};

/// How many elements above a block are looked at.
const LEVELS: usize = 5;

/// A page, ready for questions.
pub(super) struct Scene<'p> {
    pub(super) dom: &'p Dom,
    pub(super) outline: &'p Outline,
    pub(super) evidence: &'p Evidence,
    pub(super) containers: Containers,
    /// Units of text and of linked text before each block, and in all.
    text_before: Vec<f32>,
    linked_before: Vec<f32>,
    pub(super) views: Vec<View>,
    /// By [`View::way`].
    pub(super) alike: Vec<Alike>,
    /// The elements around blocks, by [`View::around`].
    pub(super) around: Vec<Around>,
    pub(super) headings: Vec<usize>,
    pub(super) paragraphs: usize,
    /// What the words of its address tell.
    pub(super) address: Groups,
}

/// Logarithms of the sums over an element: many blocks ask for them.
pub(super) struct Around {
    pub(super) length: f32,
    /// Share of the text that stands in links.
    pub(super) links: f32,
    /// Length for each element in it.
    pub(super) density: f32,
    pub(super) prices: f32,
    pub(super) images: f32,
    pub(super) controls: f32,
}

impl Around {
    fn of(facts: &Facts) -> Self {
        let length = facts.text.length();
        Around {
            length: log(length),
            links: facts.link_density(),
            density: log(length / facts.elements.max(1) as f32),
            prices: log(facts.text.prices as f32),
            images: log(facts.images as f32),
            controls: log(facts.forms as f32),
        }
    }
}

/// The elements around blocks, as they are met.
struct Arounds<'p> {
    facts: &'p [Facts],
    /// By [`NodeId::index`] where each stands, counted from 1, or 0.
    places: Vec<u32>,
    all: Vec<Around>,
}

impl Arounds<'_> {
    fn place(&mut self, id: NodeId) -> usize {
        let place = &mut self.places[id.index()];
        if *place == 0 {
            self.all.push(Around::of(&self.facts[id.index()]));
            *place = self.all.len() as u32;
        }
        *place as usize - 1
    }
}

/// So many blocks on the same way are alike and not there by chance, and none of them says more than so much.
const MANY: u32 = 3;
const MOST_SAID: f32 = 5.0;

impl Scene<'_> {
    /// Brings the score of each block nearer to the mean of those that are alike, the longer ones counting more:
    /// of a list, one item goes as the others do. `share` is how far, from 0 to 1.
    pub(super) fn even_out(&self, scores: &mut [f32], share: f32) {
        let weight = |view: &View| view.length.max(0.1);
        let mut sums = vec![[0.0_f32; 2]; self.alike.len()];
        for (view, score) in self.views.iter().zip(scores.iter()) {
            let sum = &mut sums[view.way];
            sum[0] += score.clamp(-MOST_SAID, MOST_SAID) * weight(view);
            sum[1] += weight(view);
        }
        for (view, score) in self.views.iter().zip(scores) {
            let [sum, weight] = sums[view.way];
            if self.alike[view.way].count >= MANY {
                *score += share * (sum / weight - *score);
            }
        }
    }
}

/// Blocks on the same way from the top.
#[derive(Clone, Copy, Default)]
pub(super) struct Alike {
    pub(super) count: u32,
    pub(super) units: u32,
    pub(super) linked: u32,
}

/// What is asked of one block more than once.
pub(super) struct View {
    /// The elements around, from the owner up, in [`Scene::around`]; the last one is repeated.
    pub(super) around: [usize; LEVELS],
    /// Levels from the owner to the first element that holds the best container too.
    pub(super) to_best: u8,
    pub(super) is_in_best: bool,
    pub(super) best_points_around: f32,
    pub(super) title: f32,
    pub(super) description: f32,
    pub(super) body: f32,
    /// Logarithm of the length in words.
    pub(super) length: f32,
    /// The way from the top, in [`Scene::alike`].
    pub(super) way: usize,
    /// The text itself, how often it is on the page, and how often it was before.
    hash: u64,
    pub(super) copies: u32,
    pub(super) copies_before: u32,
}

impl<'p> Scene<'p> {
    pub(super) fn of(dom: &'p Dom, outline: &'p Outline, evidence: &'p Evidence, words: &Vocabulary) -> Self {
        let containers = Containers::of(dom, outline);
        let (ways, count) = ways(&outline.blocks);
        let mut alike = vec![Alike::default(); count];
        let mut views: Vec<View> = Vec::with_capacity(outline.blocks.len());
        let around_best = around_best(dom, containers.best);
        let mut arounds =
            Arounds { facts: &outline.facts, places: vec![0; outline.facts.len()], all: Vec::new() };
        let (mut text_before, mut linked_before) = (vec![0.0], vec![0.0]);
        let (mut text, mut linked) = (0.0, 0.0);
        for (at, block) in outline.blocks.iter().enumerate() {
            text += block.facts.text.units as f32;
            linked += block.facts.linked as f32;
            text_before.push(text);
            linked_before.push(linked);
            let way = ways[at];
            let own = &mut alike[way];
            own.count += 1;
            own.units += block.facts.text.units;
            own.linked += block.facts.linked;
            let mut view = View::of(dom, outline, at, evidence, &containers, &around_best, &mut arounds);
            view.way = way;
            views.push(view);
        }
        count_copies(&mut views);
        let blocks = outline.blocks.iter();
        let headings = blocks.clone().enumerate().filter(|(_, block)| block.heading == 1);
        let is_paragraph =
            |block: &&Block| block.facts.text.length() > 15.0 && block.facts.link_density() < 0.3;
        Scene {
            dom,
            outline,
            evidence,
            text_before,
            linked_before,
            around: arounds.all,
            address: words.of_address(&evidence.address),
            views,
            alike,
            headings: headings.map(|(at, _)| at).collect(),
            paragraphs: blocks.filter(is_paragraph).count(),
            containers,
        }
    }

    /// Units of text that is not linked, in blocks from `from` to before `to`, both counted from `at`.
    pub(super) fn plain_near(&self, at: usize, from: isize, to: isize) -> f32 {
        let (text, linked) = self.near(at, from, to);
        text - linked
    }

    /// Share of linked text there.
    pub(super) fn links_near(&self, at: usize, from: isize, to: isize) -> f32 {
        let (text, linked) = self.near(at, from, to);
        linked / text.max(1.0)
    }

    fn near(&self, at: usize, from: isize, to: isize) -> (f32, f32) {
        let clamp = |offset: isize| at.saturating_add_signed(offset).min(self.outline.blocks.len());
        let (from, to) = (clamp(from), clamp(to));
        (self.text_before[to] - self.text_before[from], self.linked_before[to] - self.linked_before[from])
    }

    pub(super) fn text_before(&self, at: usize) -> f32 {
        self.text_before[at]
    }

    pub(super) fn text_in_all(&self) -> f32 {
        self.text_before.last().copied().unwrap_or(0.0)
    }

    pub(super) fn linked_in_all(&self) -> f32 {
        self.linked_before.last().copied().unwrap_or(0.0)
    }
}

/// For each block a number that those on the same way from the top share, and how many of these there are.
fn ways(blocks: &[Block]) -> (Vec<usize>, usize) {
    let (mut ways, mut count) = (vec![0; blocks.len()], 0);
    for same in sorted(blocks.iter().map(|block| block.above.signature)).chunk_by(|a, b| a.0 == b.0) {
        same.iter().for_each(|&(_, at)| ways[at] = count);
        count += 1;
    }
    (ways, count)
}

/// Counts for each block how often its text is on the page.
fn count_copies(views: &mut [View]) {
    for same in sorted(views.iter().map(|view| view.hash)).chunk_by(|a, b| a.0 == b.0) {
        for (before, &(_, at)) in same.iter().enumerate() {
            (views[at].copies, views[at].copies_before) = (same.len() as u32, before as u32);
        }
    }
}

/// Hashes with the places where they stand, equal ones side by side: whoever writes pages could choose some that meet
/// in a table.
fn sorted(hashes: impl Iterator<Item = u64>) -> Vec<(u64, usize)> {
    let mut sorted: Vec<(u64, usize)> = hashes.zip(0..).collect();
    sorted.sort_unstable();
    sorted
}

/// Numbers of any size, so that trees can tell small ones apart.
pub(super) fn log(value: f32) -> f32 {
    (1.0 + value.max(0.0)).ln()
}

/// The best container and what stands around it, by the index of each node.
fn around_best(dom: &Dom, best: Option<NodeId>) -> Vec<bool> {
    let mut around = vec![false; dom.len()];
    for id in best.into_iter().chain(best.into_iter().flat_map(|best| dom.ancestors(best))) {
        around[id.index()] = true;
    }
    around
}

impl View {
    fn of(
        dom: &Dom,
        outline: &Outline,
        at: usize,
        evidence: &Evidence,
        containers: &Containers,
        around_best: &[bool],
        arounds: &mut Arounds<'_>,
    ) -> Self {
        let owner = outline.blocks[at].owner;
        let mut around_ids = [owner; LEVELS];
        for level in 1..LEVELS {
            let below = around_ids[level - 1];
            let above = dom.parent(below).filter(|_| below != outline.top);
            around_ids[level] = above.unwrap_or(below);
        }
        let mut line = std::iter::once(owner).chain(dom.ancestors(owner)).enumerate();
        let near_best = line.find(|(_, id)| around_best[id.index()]);
        let words = evidence::words(outline.text(at));
        let points = around_ids.iter().map(|&id| containers.points(id)).fold(0.0, f32::max);
        View {
            around: around_ids.map(|id| arounds.place(id)),
            to_best: near_best.map_or(u8::MAX, |(levels, _)| levels.min(255) as u8),
            is_in_best: near_best.is_some_and(|(_, id)| Some(id) == containers.best),
            best_points_around: points / containers.best.map_or(1.0, |best| containers.points(best).max(1.0)),
            length: log(outline.blocks[at].facts.text.length()),
            way: 0,
            hash: evidence::hash(&words),
            copies: 0,
            copies_before: 0,
            title: evidence.title.share_of_words(&words),
            description: evidence.description.share_of_passages(&words),
            body: if evidence.body.is_empty() { -1.0 } else { evidence.body.share_of_passages(&words) },
        }
    }
}
