//! Which part of a page is its text: what the user selected, or what is found to be its content.
//!
//! The stages of finding: the page is cut into blocks (`outline`, on sums of `facts`); each is described by
//! numbers (`features`, which look at a `scene`) and judged by the model; the tree evens the verdicts out (`labels`);
//! what is left over goes, with the reason (`prune`). `find` names them in order.

mod chosen;
mod container;
mod element;
mod evidence;
mod facts;
mod features;
mod find;
mod frames;
mod labels;
mod layout;
mod lead;
mod outline;
mod prune;
mod rescue;
mod scene;
mod text;
mod title;
#[cfg(feature = "training")]
pub(crate) mod training;

pub(crate) use evidence::Evidence;
pub(super) use frames::{drop_frames, open_dead_players};
pub(super) use title::{Title, find as title_below};

use super::removal::{Kept, Ledger};
use super::site::Claim;
use super::{Extent, drop_by_rules};
use crate::html::{Dom, NodeId};
use crate::notes::{Action, Note};
use crate::options::{Comments, TitlePlace};
use crate::rules::{Reach, Rules};
use std::borrow::Cow;

/// Makes what the user selected the only content, in the order of the page; a match in a match is part of it.
pub(super) fn select(dom: &mut Dom, rules: &Rules, kept: &Kept, ledger: &mut Ledger<'_>) {
    let selectors = &rules.user.select;
    if selectors.is_empty() {
        return;
    }
    let top = top(dom);
    let selects = |id| selectors.iter().any(|own| own.selector.matches(dom, id));
    if !dom.descendants(top).any(selects) {
        let why = "the user's selectors match nothing on this page, so nothing of it is left";
        ledger.write(Note::new(Action::Suspected, "user-select", why));
    }
    let wanted = outermost(dom, top, |id| selects(id) || kept.holds(id));
    isolate(dom, top, &wanted, "user-select", "not in what the user selected", ledger);
}

/// A page with fewer words gives the model too little to judge by.
const MIN_WORDS: f32 = 60.0;

/// A choice that promises less, as the mean of precision and recall, is worse than all that is not chrome;
/// one that promises less than the other is told of.
const MIN_CONFIDENCE: f32 = 0.4;
const GOOD_CONFIDENCE: f32 = 0.6;

/// How much of what looks like the content a site's rules must select, or they are out of date.
const MIN_SHARE: f32 = 0.5;

/// Finds the content of a page and drops the rest. `claim` is where it should be.
pub(super) fn keep_article(
    dom: &mut Dom,
    extent: Extent,
    evidence: &Evidence,
    rules: &Rules,
    claim: Option<Claim<'_>>,
    kept: &Kept,
    ledger: &mut Ledger<'_>,
) {
    let top = top(dom);
    let mut finding = find::find(dom, top, evidence, &rules.built_in.vocabulary);
    let text = finding.outline.facts[top.index()].text;
    let sure = finding.labels.confidence;
    let is_found =
        text.length() >= MIN_WORDS && sure >= MIN_CONFIDENCE && finding.labels.stays.contains(&true);
    if let Some(claim) = claim {
        let share = if is_found { finding.share_below(dom, &claim.nodes) } else { 1.0 };
        if share >= MIN_SHARE {
            if is_found {
                finding.trust(dom, &claim.nodes);
            }
            correct(dom, &mut finding, evidence, rules);
            let title = claim.title(dom, evidence);
            finding.keep_below(dom, title.as_slice());
            claim.isolate(dom, title, kept, ledger);
            if extent == Extent::Page {
                drop_by_rules(dom, Reach::Frame, rules, kept, ledger);
            }
            if is_found {
                prune::prune(dom, &finding, evidence, rules, kept, ledger);
            }
            return;
        }
        ledger.write(claim.doubt(share));
    }
    if !is_found {
        let has_text = dom.visible_chars(top) > 0;
        if has_text && extent == Extent::Page && is_all_frame(dom, top, rules) {
            let why = "all the text of the page stands in what frames other pages, so it stays";
            return ledger.write(Note::new(Action::Suspected, "all-frame", why));
        }
        if extent == Extent::Page {
            drop_by_rules(dom, Reach::Frame, rules, kept, ledger);
        }
        if !has_text {
            let why = "the page itself holds no text: a script or another page brings it";
            return ledger.write(Note::new(Action::Suspected, "nothing-shown", why));
        }
        return keep_marked(dom, kept, ledger);
    }
    if sure < GOOD_CONFIDENCE {
        let why = format!(
            "what the content of this page is was not clear: {:.0} % of it may be right",
            sure * 100.0
        );
        ledger.write(Note::new(Action::Suspected, "uncertain-content", why));
    }
    if let Some(note) = chosen::note(dom, &finding) {
        ledger.write(note);
    }
    correct(dom, &mut finding, evidence, rules);
    let title = if rules.user.title == TitlePlace::Heading {
        keep_unmarked_title(&mut finding, evidence)
    } else {
        None
    };
    let lead = lead::find(dom, evidence, &finding);
    prune::prune(dom, &finding, evidence, rules, kept, ledger);
    if let Some(title) = title {
        title::mark(dom, &finding.outline, title, ledger);
    }
    if extent == Extent::Page {
        drop_by_rules(dom, Reach::Page, rules, kept, ledger);
    }
    layout::open_lists_around_all(dom, top, ledger);
    if let Some(lead) = lead {
        lead::restore(dom, lead, ledger);
    }
}

/// Takes the title out of the text where the user wants it in the metadata alone.
pub(super) fn leave_title(
    dom: &mut Dom,
    evidence: &Evidence,
    rules: &Rules,
    kept: &Kept,
    ledger: &mut Ledger<'_>,
) {
    if rules.user.title == TitlePlace::Metadata {
        title::leave(dom, &evidence.own_title, kept, ledger);
    }
}

/// Corrects the model where a rule knows better.
fn correct(dom: &Dom, finding: &mut find::Finding, evidence: &Evidence, rules: &Rules) {
    let vocabulary = &rules.built_in.vocabulary;
    if rules.user.title == TitlePlace::Heading {
        title::keep(&finding.outline, evidence, &mut finding.labels.stays);
    }
    rescue::leave_links_above_title(&finding.outline, &mut finding.labels.stays);
    rescue::leave_second_title(&finding.outline, &mut finding.labels.stays);
    rescue::keep_paragraphs(dom, &finding.outline, &mut finding.labels.stays);
    rescue::keep_headings(dom, &finding.outline, &mut finding.labels.stays);
    rescue::keep_note_marks(dom, &finding.outline, &mut finding.labels.stays);
    rescue::keep_numbers(dom, &finding.outline, &mut finding.labels.stays);
    rescue::keep_structure(dom, &finding.outline, &mut finding.labels);
    rescue::keep_authors(dom, &finding.outline, vocabulary, &mut finding.labels.stays);
    if rules.user.comments == Comments::Keep {
        rescue::keep_comments(&finding.outline, vocabulary, &mut finding.labels.stays);
    }
}

/// Keeps the title as a heading where it is marked up as none, and tells which block it is.
fn keep_unmarked_title(finding: &mut find::Finding, evidence: &Evidence) -> Option<usize> {
    let title = title::keep_unmarked(&finding.outline, evidence, &mut finding.labels.stays)?;
    finding.outline.blocks[title].heading = 1;
    Some(title)
}

/// Whether no text would be left without the frame of the page.
fn is_all_frame(dom: &Dom, top: NodeId, rules: &Rules) -> bool {
    let search = rules.built_in.elements.search(Reach::Frame);
    let is_frame = |id| search.find(dom, id).is_some();
    let mut next = dom.first_child(top);
    while let Some(id) = next {
        let is_passed = dom.is_element(id) && is_frame(id);
        if !is_passed && dom.is_seen_text(id) {
            return false;
        }
        next = dom.first_child(id).filter(|_| !is_passed).or_else(|| dom.after(id, top));
    }
    true
}

/// Keeps the one `article`, or else the one `main`, that holds most of the text.
fn keep_marked(dom: &mut Dom, kept: &Kept, ledger: &mut Ledger<'_>) {
    let top = top(dom);
    let total = dom.visible_chars(top);
    let is_article = |id| dom.is(id, "article");
    let is_main = |id| dom.is(id, "main") || dom.attr(id, "role") == Some("main");
    let articles = outermost(dom, top, is_article);
    let mains = outermost(dom, top, is_main);
    let sole = |found: &[NodeId]| match found {
        [one] if dom.visible_chars(*one) * 2 > total => Some(*one),
        _ => None,
    };
    let (article, main) = (sole(&articles), sole(&mains));
    // A title often stands above the article, and then inside of main.
    let has_title = |id: &NodeId| dom.descendants(*id).any(|below| dom.is(below, "h1"));
    let found = article.filter(|id| has_title(id) || !has_title(&top)).or(main).or(article);
    let Some(found) = found else {
        let why = "the page has no single article or main element, so all that is not chrome was kept";
        return ledger.write(Note::new(Action::Suspected, "no-article", why));
    };
    let wanted = outermost(dom, top, |id| id == found || kept.holds(id));
    isolate(dom, top, &wanted, "outside-article", "outside of the page's article", ledger);
}

/// Where content stands: `body`, or the root of a fragment.
pub(super) fn top(dom: &Dom) -> NodeId {
    let root = dom.root();
    let html = dom.children(root).find(|&id| dom.is(id, "html")).unwrap_or(root);
    dom.children(html).find(|&id| dom.is(id, "body")).unwrap_or(html)
}

/// The matching nodes that stand in no other matching node, in document order.
pub(super) fn outermost(dom: &Dom, top: NodeId, matches: impl Fn(NodeId) -> bool) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut next = dom.first_child(top);
    while let Some(id) = next {
        let is_match = matches(id);
        if is_match {
            found.push(id);
        }
        next = dom.first_child(id).filter(|_| !is_match).or_else(|| dom.after(id, top));
    }
    found
}

/// Leaves nothing below `top` but the wanted nodes.
pub(super) fn isolate(
    dom: &mut Dom,
    top: NodeId,
    wanted: &[NodeId],
    rule: &'static str,
    why: impl Into<Cow<'static, str>>,
    ledger: &mut Ledger<'_>,
) {
    let before = dom.visible_chars(top);
    for &id in wanted {
        dom.detach(id);
    }
    while let Some(child) = dom.first_child(top) {
        dom.detach(child);
    }
    for &id in wanted {
        dom.append(top, id);
        // What stood apart must not run together.
        let space = dom.create_text("\n");
        dom.append(top, space);
    }
    let chars = before.saturating_sub(dom.visible_chars(top));
    if chars > 0 {
        ledger.write(Note::new(Action::Dropped, rule, why).with_place(dom.path(top)).with_chars(chars));
    }
}
