//! The second look: how likely the blocks around a block are content, by the first look. It tells the
//! paragraph in a list of teasers from the paragraph in an article.

use super::scene::Scene;
use crate::rules::Table;

/// What is known of a page after the first look.
pub(super) struct Context<'p> {
    scene: &'p Scene<'p>,
    /// How likely each block is content, from 0 to 1.
    first: &'p [f32],
    /// Units before each block, and of those the likely content.
    units_before: Vec<f32>,
    likely_before: Vec<f32>,
    /// The same for all that stands below an element, and for blocks that are alike.
    below: Vec<[f32; 2]>,
    alike: Vec<[f32; 2]>,
    most_before: Vec<f32>,
    most_after: Vec<f32>,
}

type Feature = (&'static str, fn(&Context<'_>, usize) -> f32);

/// The features of the second look.
#[rustfmt::skip]
const FEATURES: &[Feature] = &[
    ("likely",            |c, at| c.first[at]),
    ("likely-1",          |c, at| c.at(at, -1)),
    ("likely-2",          |c, at| c.at(at, -2)),
    ("likely-3",          |c, at| c.at(at, -3)),
    ("likely+1",          |c, at| c.at(at, 1)),
    ("likely+2",          |c, at| c.at(at, 2)),
    ("likely+3",          |c, at| c.at(at, 3)),
    ("likely-before-4",   |c, at| c.near(at, -4, 0)),
    ("likely-after-4",    |c, at| c.near(at, 1, 5)),
    ("likely-before-10",  |c, at| c.near(at, -10, 0)),
    ("likely-after-10",   |c, at| c.near(at, 1, 11)),
    ("likely-before-30",  |c, at| c.near(at, -30, 0)),
    ("likely-after-30",   |c, at| c.near(at, 1, 31)),
    ("likely-around-0",   |c, at| c.around(at, 0)),
    ("likely-around-1",   |c, at| c.around(at, 1)),
    ("likely-around-2",   |c, at| c.around(at, 2)),
    ("likely-around-3",   |c, at| c.around(at, 3)),
    ("likely-around-4",   |c, at| c.around(at, 4)),
    ("likely-alike",      |c, at| c.alike(at)),
    ("most-likely-before", |c, at| c.most_before[at]),
    ("most-likely-after",  |c, at| c.most_after[at]),
    ("share-before",      |c, at| c.likely_before[at] / c.in_all().max(1.0)),
    ("page-likely",       |c, _| c.in_all() / c.scene.text_in_all().max(1.0)),
    ("page-likely-words", |c, _| (1.0 + c.in_all() / 5.0).ln()),
];

impl<'p> Context<'p> {
    pub(super) fn of(scene: &'p Scene<'p>, first: &'p [f32]) -> Self {
        let (mut units_before, mut likely_before) = (vec![0.0], vec![0.0]);
        let mut below = vec![[0.0; 2]; scene.around.len()];
        let mut alike = vec![[0.0; 2]; scene.alike.len()];
        let (mut all, mut likely) = (0.0, 0.0);
        for (at, block) in scene.outline.blocks.iter().enumerate() {
            let units = block.facts.text.units as f32;
            let own = [units, units * first[at]];
            all += own[0];
            likely += own[1];
            units_before.push(all);
            likely_before.push(likely);
            let mut last = None;
            for place in scene.views[at].around {
                if last != Some(place) {
                    add(&mut below[place], own);
                }
                last = Some(place);
            }
            add(&mut alike[scene.views[at].way], own);
        }
        let weights =
            || scene.outline.blocks.iter().zip(first).map(|(block, p)| weight(block.facts.text.length()) * p);
        let running = |numbers: &mut dyn Iterator<Item = f32>| -> Vec<f32> {
            let most = numbers.scan(0.0_f32, |most, number| Some(std::mem::replace(most, most.max(number))));
            most.collect()
        };
        let most_before = running(&mut weights());
        let backwards: Vec<f32> = weights().collect();
        let mut most_after = running(&mut backwards.into_iter().rev());
        most_after.reverse();
        Context { scene, first, units_before, likely_before, below, alike, most_before, most_after }
    }

    /// How likely the block so many places on is content; -1 when there is none.
    fn at(&self, at: usize, offset: isize) -> f32 {
        at.checked_add_signed(offset).and_then(|at| self.first.get(at)).copied().unwrap_or(-1.0)
    }

    /// The likely share of the text in blocks from `from` to before `to`, counted from `at`.
    fn near(&self, at: usize, from: isize, to: isize) -> f32 {
        let clamp = |offset: isize| at.saturating_add_signed(offset).min(self.first.len());
        let (from, to) = (clamp(from), clamp(to));
        if from >= to {
            return -1.0;
        }
        let units = self.units_before[to] - self.units_before[from];
        (self.likely_before[to] - self.likely_before[from]) / units.max(1.0)
    }

    fn around(&self, at: usize, level: usize) -> f32 {
        let [units, likely] = self.below[self.scene.views[at].around[level]];
        likely / units.max(1.0)
    }

    fn alike(&self, at: usize) -> f32 {
        let [units, likely] = self.alike[self.scene.views[at].way];
        likely / units.max(1.0)
    }

    fn in_all(&self) -> f32 {
        self.likely_before.last().copied().unwrap_or(0.0)
    }
}

fn add(sum: &mut [f32; 2], own: [f32; 2]) {
    sum[0] += own[0];
    sum[1] += own[1];
}

/// A short text says little, however likely it is.
fn weight(words: f32) -> f32 {
    (words / 20.0).min(1.0)
}

/// The names of the features, in the order of [`describe`].
pub(super) fn names() -> impl Iterator<Item = String> {
    FEATURES.iter().map(|(name, _)| (*name).to_owned())
}

/// Adds the features of all blocks to those of the first look.
pub(super) fn describe(context: &Context<'_>, found: &mut Table) {
    for (_, feature) in FEATURES {
        found.add((0..context.first.len()).map(|at| feature(context, at)));
    }
}
