//! Learns what the words of classes and ids are seen on.

use crate::align::Label;
use std::collections::{BTreeMap, BTreeSet};

/// A word counts when it is seen on so many sites.
const MIN_SITES: usize = 3;
/// Odds nearer to those of all words say nothing.
const LEAST: f32 = 0.3;
const MOST: f32 = 3.0;

/// What a word was seen on, each page counting once at most.
#[derive(Default)]
struct Seen<'p> {
    content: f32,
    other: f32,
    sites: BTreeSet<&'p str>,
}

/// A page's site, the words around each of its blocks, and what is known of the blocks.
pub type Page<'p> = (&'p str, &'p [Vec<String>], &'p [Label]);

/// The table that tamis reads: a word and the logarithm of its odds a line.
pub fn learn<'p>(pages: impl Iterator<Item = Page<'p>>) -> String {
    let mut words: BTreeMap<&str, Seen<'_>> = BTreeMap::new();
    let mut all = [0.0_f32; 2];
    for (site, names, labels) in pages {
        let mut own: BTreeMap<&str, [f32; 2]> = BTreeMap::new();
        for (names, label) in names.iter().zip(labels) {
            for name in names {
                let sums = own.entry(name).or_default();
                sums[0] += label.weight * label.wanted;
                sums[1] += label.weight * (1.0 - label.wanted);
            }
        }
        for (word, [content, other]) in own {
            let seen = words.entry(word).or_default();
            seen.content += content.min(1.0);
            seen.other += other.min(1.0);
            seen.sites.insert(site);
            all = [all[0] + content.min(1.0), all[1] + other.min(1.0)];
        }
    }
    let prior = ((all[0] + 1.0) / (all[1] + 1.0)).ln();
    let mut table = String::new();
    for (word, seen) in words.iter().filter(|(_, seen)| seen.sites.len() >= MIN_SITES) {
        let odds = ((seen.content + 0.5) / (seen.other + 0.5)).ln() - prior;
        if odds.abs() >= LEAST {
            table += &format!("{word} {:.1}\n", odds.clamp(-MOST, MOST));
        }
    }
    table
}
