//! Which element the content was found in, for people who ask: its score, and that of its rivals.

use super::find::{Finding, odds_to_share};
use super::outline::Outline;
use crate::html::{Dom, NodeId};
use crate::notes::{Action, Note};

/// How many other elements are named.
const RIVALS: usize = 3;

/// So many of the best elements are looked through for rivals.
const MOST_COMPARED: usize = 100;

/// An element with its score: words that are likely content, less the words that are likely not.
#[derive(Clone, Copy)]
struct Candidate {
    id: NodeId,
    score: f32,
}

/// A note that names the element that holds the content; none where nothing is more likely to be content than not.
pub(super) fn note(dom: &Dom, finding: &Finding) -> Option<Note> {
    let mut scores = vec![0.0; dom.len()];
    for (block, &score) in finding.outline.blocks.iter().zip(&finding.scores) {
        scores[block.owner.index()] += block.facts.text.length() * (2.0 * odds_to_share(score) - 1.0);
    }
    let mut candidates = Vec::new();
    add_up(dom, &finding.outline, finding.outline.top, &mut scores, &mut candidates);
    candidates.retain(|candidate| candidate.score > 0.0);
    // Of elements with the same text, the innermost comes first, and wins.
    let best =
        candidates.iter().copied().reduce(|best, next| if next.score > best.score { next } else { best })?;
    let mut rivals: Vec<Candidate> = Vec::new();
    candidates.retain(|candidate| candidate.id != best.id);
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
    for candidate in candidates.into_iter().take(MOST_COMPARED) {
        let overlaps =
            |other: NodeId| is_within(dom, candidate.id, other) || is_within(dom, other, candidate.id);
        if rivals.len() < RIVALS && !overlaps(best.id) && !rivals.iter().any(|rival| overlaps(rival.id)) {
            rivals.push(candidate);
        }
    }
    let mut why = format!("most of the content stands here: score {:.0}, in words", best.score);
    for (at, rival) in rivals.iter().enumerate() {
        why += if at == 0 { "; rivals: " } else { ", " };
        why += &format!("{} with {:.0}", dom.path(rival.id), rival.score);
    }
    Some(Note::new(Action::Chosen, "content", why).with_place(dom.path(best.id)))
}

/// Adds to each element with text what stands below it. Children come before what they stand in.
fn add_up(
    dom: &Dom,
    outline: &Outline,
    id: NodeId,
    scores: &mut [f32],
    candidates: &mut Vec<Candidate>,
) -> f32 {
    let has_text = |&child: &NodeId| dom.is_element(child) && outline.facts[child.index()].text.chars > 0;
    let children: f32 =
        dom.children(id).filter(has_text).map(|child| add_up(dom, outline, child, scores, candidates)).sum();
    scores[id.index()] += children;
    let score = scores[id.index()];
    candidates.push(Candidate { id, score });
    score
}

fn is_within(dom: &Dom, id: NodeId, other: NodeId) -> bool {
    id == other || dom.ancestors(id).any(|above| above == other)
}
