//! Which element holds the article, as a first guess: each paragraph gives points to the elements that it
//! stands in, the nearest the most, and links take points away.

use super::outline::Outline;
use crate::html::{Dom, NodeId, NodeMap};

/// How much of a paragraph's points goes to the element that holds it, the one above, and so on.
const SHARES: [f32; 3] = [1.0, 0.5, 0.33];
const MIN_WORDS: f32 = 8.0;
/// A paragraph with more links than this share of its text gives no points.
const MAX_LINK_DENSITY: f32 = 0.5;

/// The points of every element that has any.
pub(super) struct Containers {
    points: NodeMap<f32>,
    pub(super) best: Option<NodeId>,
}

impl Containers {
    pub(super) fn of(dom: &Dom, outline: &Outline) -> Self {
        let mut points: NodeMap<f32> = NodeMap::default();
        for block in &outline.blocks {
            let text = block.facts.text;
            if text.length() < MIN_WORDS || block.facts.link_density() > MAX_LINK_DENSITY {
                continue;
            }
            let own = 1.0 + text.commas as f32 + (text.length() / 15.0).min(4.0);
            for (id, share) in holders(dom, block.owner).zip(SHARES) {
                *points.entry(id).or_default() += own * share;
            }
        }
        for (id, points) in &mut points {
            *points *= 1.0 - outline.facts[id.index()].link_density();
        }
        let order = |(a, x): &(NodeId, f32), (b, y): &(NodeId, f32)| x.total_cmp(y).then(b.cmp(a));
        let best = points.iter().map(|(&id, &points)| (id, points)).max_by(order);
        Containers { points, best: best.map(|(id, _)| id) }
    }

    pub(super) fn points(&self, id: NodeId) -> f32 {
        self.points.get(&id).copied().unwrap_or(0.0)
    }
}

/// The elements around a block: what holds a paragraph is the element above it.
pub(super) fn holders(dom: &Dom, owner: NodeId) -> impl Iterator<Item = NodeId> + '_ {
    let is_text = matches!(dom.name(owner), "p" | "h1" | "h2" | "h3" | "h4" | "pre" | "ul" | "ol" | "figure");
    let own = (!is_text).then_some(owner);
    own.into_iter().chain(dom.ancestors(owner)).filter(|&id| dom.is_element(id))
}
