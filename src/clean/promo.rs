//! Promotion that an author typed. It is text, so it goes only when the user says so, and only where place
//! and words agree: at the head or the tail of the text, in a line that is known by its words.

use super::characters::starts_line;
use super::removal::{self, Kept, Ledger, Reason};
use crate::html::{Dom, NodeId, is_space};
use crate::notes::Action;
use crate::rules::{Follows, PromoRule, Rules, Survey};
use std::collections::HashMap;

/// Lines that are the head of a text.
const HEAD: usize = 5;

/// Lines of text, such as an editor's name, that may stand among the promotion at the tail; and how many
/// words such a line has at most.
const TAIL_TEXTS: usize = 5;
const TAIL_WORDS: u32 = 12;

/// A longer line tells something, whatever words it uses.
const PROMO_WORDS: u32 = 25;

/// What a line is.
enum Line<'r> {
    Promo(&'r PromoRule),
    Links,
    Images,
    Text {
        words: u32,
    },
    /// A rule across the page, after which something new begins.
    Break,
}

/// Removes what the rules of `promo.toml` know, at head and tail.
pub(super) fn drop_promotion(dom: &mut Dom, rules: &Rules, kept: &Kept, ledger: &mut Ledger<'_>) {
    let survey = Survey::default();
    let lines: Vec<(NodeId, Line<'_>)> =
        lines(dom).into_iter().filter_map(|id| Some((id, line(dom, id, rules, &survey)?))).collect();
    let mut doomed: HashMap<NodeId, &PromoRule> = HashMap::new();
    for (id, line) in lines.iter().take(HEAD) {
        match line {
            Line::Promo(rule) if rule.then != Follows::Links => _ = doomed.insert(*id, rule),
            _ => {}
        }
    }
    let mut last: Option<&PromoRule> = None;
    for (id, line) in &lines[tail(&lines)..] {
        last = match (line, last) {
            (Line::Promo(rule), _) => Some(rule),
            (Line::Images, Some(rule)) if rule.then != Follows::Nothing => Some(rule),
            (Line::Links, Some(rule)) if rule.then == Follows::Links => Some(rule),
            _ => None,
        };
        doomed.extend(last.map(|rule| (*id, rule)));
    }
    removal::sweep(dom, kept, ledger, |_, id| {
        let rule = doomed.get(&id)?;
        let (rule, why) = (rule.name.clone().into(), rule.why.clone().into());
        Some(Reason { action: Action::Dropped, rule, why })
    });
}

/// The number of the line at which the tail begins: its first line of promotion, after which there is no
/// longer text.
fn tail(lines: &[(NodeId, Line<'_>)]) -> usize {
    let (mut start, mut texts) = (lines.len(), 0);
    for (number, (_, line)) in lines.iter().enumerate().rev() {
        match line {
            Line::Promo(_) => start = number,
            Line::Text { words } if *words > TAIL_WORDS => break,
            Line::Text { .. } => texts += 1,
            Line::Links | Line::Images | Line::Break => {}
        }
        if texts > TAIL_TEXTS {
            break;
        }
    }
    start
}

/// What is a line each: elements that start one while nothing in them does, and text beside such.
fn lines(dom: &Dom) -> Vec<NodeId> {
    let all: Vec<NodeId> = dom.descendants(dom.root()).collect();
    let mut holds_line = vec![false; dom.len()];
    for &id in all.iter().rev() {
        let starts = starts_line(dom.name(id)) && !dom.is(id, "br");
        if let Some(parent) = dom.parent(id).filter(|_| starts || holds_line[id.index()]) {
            holds_line[parent.index()] = true;
        }
    }
    let mut in_line = vec![false; dom.len()];
    let mut found = Vec::new();
    for &id in &all {
        let above = dom.parent(id).is_some_and(|parent| in_line[parent.index()]);
        let starts = starts_line(dom.name(id)) && !dom.is(id, "br") && !holds_line[id.index()];
        let is_loose = dom.text(id).is_some_and(|text| !text.chars().all(is_space));
        in_line[id.index()] = above || starts;
        if !above && (starts || is_loose) {
            found.push(id);
        }
    }
    found
}

/// What a line is; `None` when nothing is in it.
fn line<'r>(dom: &Dom, id: NodeId, rules: &'r Rules, survey: &Survey) -> Option<Line<'r>> {
    if dom.is(id, "hr") {
        return Some(Line::Break);
    }
    let words = survey.words(dom, id);
    if words == 0 {
        return dom.descendants(id).any(|node| dom.is(node, "img")).then_some(Line::Images);
    }
    if !dom.is_element(id) || words > PROMO_WORDS {
        return Some(Line::Text { words });
    }
    match rules.built_in.promo.find(dom, id) {
        Some(rule) => Some(Line::Promo(rule)),
        None if survey.unlinked(dom, id) == 0 => Some(Line::Links),
        None => Some(Line::Text { words }),
    }
}
