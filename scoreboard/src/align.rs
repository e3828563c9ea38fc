//! Which blocks of a page are in the text that was wanted of it.

use crate::metrics::{squeeze, words};
use crate::pages::Labelled;
use std::collections::HashMap;

/// What is known of a block: how much of it is content, from 0 to 1, and how much that matters.
#[derive(Clone, Copy, Default)]
pub struct Label {
    pub wanted: f32,
    pub weight: f32,
}

/// Shorter texts occur anywhere; they are content when they are a line of it, or stand beside content.
const SHORT: usize = 4;
/// A page whose labels weigh more than this many times its content is one of links; it counts as less.
const MAX_WEIGHT: f32 = 4.0;
const SNIPPET_WEIGHT: f32 = 0.3;

/// Labels for the blocks of a page, or none when the page does not hold what was wanted of it.
pub fn labels(page: &Labelled, texts: &[String]) -> Option<Vec<Label>> {
    match &page.gold {
        Some(gold) => by_text(gold, texts),
        None => Some(by_snippets(page, texts)),
    }
}

fn by_snippets(page: &Labelled, texts: &[String]) -> Vec<Label> {
    let squeezed: Vec<String> = texts.iter().map(|text| squeeze(text)).collect();
    let has = |text: &str, list: &[String]| list.iter().any(|snippet| text.contains(&squeeze(snippet)));
    let label = |text: &String| match (has(text, &page.with), has(text, &page.without)) {
        (true, false) => Label { wanted: 1.0, weight: SNIPPET_WEIGHT },
        (false, true) => Label { wanted: 0.0, weight: SNIPPET_WEIGHT },
        _ => Label::default(),
    };
    squeezed.iter().map(label).collect()
}

fn by_text(gold: &str, texts: &[String]) -> Option<Vec<Label>> {
    let wanted = words(gold);
    let mut grams: HashMap<&[String], usize> = HashMap::new();
    for length in 1..=SHORT {
        for row in wanted.windows(length) {
            *grams.entry(row).or_default() += 1;
        }
    }
    let lines: Vec<Vec<String>> = gold.lines().map(words).collect();
    let blocks: Vec<Vec<String>> = texts.iter().map(|text| words(text)).collect();
    let mut shares: Vec<f32> = blocks.iter().map(|block| share(block, &grams)).collect();
    let long = shares.clone();
    for (at, block) in blocks.iter().enumerate().filter(|(_, block)| block.len() < SHORT) {
        let is_line = lines.contains(block);
        let beside = beside(&long, &blocks, at);
        shares[at] = if grams.contains_key(&block[..]) && (is_line || beside > 0.6) { 1.0 } else { 0.0 };
    }
    leave_copies(&mut shares, &blocks, &grams);
    let found: f32 = blocks.iter().zip(&shares).map(|(block, share)| block.len() as f32 * share).sum();
    if wanted.is_empty() || found < 0.5 * wanted.len() as f32 {
        return None;
    }
    let whole = (wanted.len() as f32).powf(0.8);
    let mut labels: Vec<Label> = blocks
        .iter()
        .zip(shares)
        .map(|(block, wanted)| Label { wanted, weight: (block.len() as f32).powf(0.8) / whole })
        .collect();
    let sum: f32 = labels.iter().map(|label| label.weight).sum();
    labels.iter_mut().for_each(|label| label.weight /= (sum / MAX_WEIGHT).max(1.0));
    Some(labels)
}

/// The share of a block's words that stand in the wanted text with their neighbours.
fn share(block: &[String], grams: &HashMap<&[String], usize>) -> f32 {
    let mut covered = vec![false; block.len()];
    for (at, row) in block.windows(SHORT).enumerate() {
        if grams.contains_key(row) {
            covered[at..at + SHORT].fill(true);
        }
    }
    covered.iter().filter(|&&covered| covered).count() as f32 / block.len().max(1) as f32
}

/// How much of the long blocks next to this one is wanted.
fn beside(shares: &[f32], blocks: &[Vec<String>], at: usize) -> f32 {
    let is_long = |&at: &usize| blocks[at].len() >= SHORT;
    let before = (at.saturating_sub(4)..at).rev().find(is_long).map_or(0.0, |at| shares[at]);
    let after = (at + 1..blocks.len().min(at + 5)).find(is_long).map_or(0.0, |at| shares[at]);
    f32::max(before, after)
}

/// Of texts that a page has more often than wanted, those stay that stand among what is wanted.
fn leave_copies(shares: &mut [f32], blocks: &[Vec<String>], grams: &HashMap<&[String], usize>) {
    let mut places: HashMap<&[String], Vec<usize>> = HashMap::new();
    for (at, block) in blocks.iter().enumerate().filter(|(at, block)| shares[*at] > 0.5 && !block.is_empty())
    {
        places.entry(block).or_default().push(at);
    }
    let near = |at: usize, shares: &[f32]| -> f32 {
        let range = at.saturating_sub(4)..blocks.len().min(at + 5);
        range.map(|at| shares[at] * blocks[at].len() as f32).sum()
    };
    let before = shares.to_vec();
    for (block, mut own) in places.into_iter().filter(|(_, own)| own.len() > 1) {
        let wanted = grams.get(&block[..block.len().min(SHORT)]).copied().unwrap_or(0);
        own.sort_by(|&a, &b| near(b, &before).total_cmp(&near(a, &before)).then(a.cmp(&b)));
        own.into_iter().skip(wanted).for_each(|at| shares[at] = 0.0);
    }
}
