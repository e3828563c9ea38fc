//! The title, where it stands in the metadata too: as a heading of the text, or there alone. The model has no say in
//! it, for some pages that it learned from count the title as text and some do not.

use super::evidence::{Evidence, hash, words};
use super::outline::Outline;
use super::top;
use crate::clean::removal::{self, Kept, Ledger, Reason, Run};
use crate::html::{Dom, NodeId};
use crate::notes::{Action, Note};

/// After so many words a heading of a lower level that says the same is that of a section.
const MAX_WORDS_BEFORE: usize = 30;

/// Of a heading that is like the title, so many words at least are the title's, and so great a share of them.
const MIN_WORDS_ALIKE: usize = 3;
const MIN_SHARE_ALIKE: f32 = 0.75;

/// Keeps the first heading that is the title, unless one stays already: one of the first level, else one of a lower level
/// near the beginning, above which stands the name of the site; where there is none, a heading that is like it.
pub(super) fn keep(outline: &Outline, evidence: &Evidence, stays: &mut [bool]) {
    let blocks = || outline.blocks.iter().enumerate().filter(|(_, block)| block.heading > 0);
    let is_title = |at: &usize| evidence.own_title.is(outline.text(*at));
    let top: Vec<usize> = blocks().filter(|(_, block)| block.heading == 1).map(|(at, _)| at).collect();
    let mut titles: Vec<usize> = top.iter().copied().filter(is_title).collect();
    if titles.is_empty() && !top.iter().any(|&at| stays[at]) {
        let words = |at: usize| if stays[at] { outline.blocks[at].facts.text.words as usize } else { 0 };
        let is_near = |at: &usize| (0..*at).map(words).sum::<usize>() <= MAX_WORDS_BEFORE;
        titles.extend(blocks().map(|(at, _)| at).find(is_title).filter(is_near));
    }
    if titles.is_empty() && !top.iter().any(|&at| stays[at]) {
        titles = top.into_iter().filter(|&at| is_like_title(outline.text(at), evidence)).collect();
    }
    if let Some(&first) = titles.first().filter(|_| !titles.iter().any(|&at| stays[at])) {
        stays[first] = true;
    }
}

/// A shorter text that is the title may be a label.
const MIN_WORDS: usize = 3;

/// Keeps the title where none of the headings that stay is it, but a line near the beginning that is no heading, and
/// tells which.
pub(super) fn keep_unmarked(outline: &Outline, evidence: &Evidence, stays: &mut [bool]) -> Option<usize> {
    let is_title = |at: usize| evidence.own_title.is(outline.text(at));
    let is_titled = |at: usize| stays[at] && outline.blocks[at].heading > 0 && is_title(at);
    let has_top = (0..stays.len()).any(|at| stays[at] && outline.blocks[at].heading == 1);
    if has_top || (0..stays.len()).any(is_titled) {
        return None;
    }
    let (mut lines, mut before) = (Vec::new(), 0);
    for (at, block) in outline.blocks.iter().enumerate() {
        let is_line = block.first != block.owner
            && block.facts.links == 0
            && !block.above.is_in(&["nav", "aside", "footer", "list"]);
        if is_line && is_title(at) && words(outline.text(at)).len() >= MIN_WORDS {
            lines.push(at);
        }
        before += if stays[at] { block.facts.text.words as usize } else { 0 };
        if before > MAX_WORDS_BEFORE {
            break;
        }
    }
    // The way to the page may end with its title, too.
    let title = lines.pop()?;
    lines.into_iter().for_each(|at| stays[at] = false);
    stays[title] = true;
    Some(title)
}

/// Makes a line the heading of the page.
pub(super) fn mark(dom: &mut Dom, outline: &Outline, at: usize, ledger: &mut Ledger<'_>) {
    let nodes: Vec<NodeId> = outline.nodes(dom, at).collect();
    let Some(&first) = nodes.first().filter(|&&first| dom.parent(first).is_some()) else { return };
    let heading = dom.create_element("h1");
    dom.insert_before(first, heading);
    for id in nodes {
        dom.detach(id);
        dom.append(heading, id);
    }
    let why = "the title of the page, which stood there as no heading";
    ledger.write(Note::new(Action::Repaired, "title-heading", why).with_place(dom.path(heading)));
}

fn is_like_title(text: &str, evidence: &Evidence) -> bool {
    let words = words(text);
    let own = words.iter().filter(|&&word| evidence.title.hold(word)).count();
    own >= MIN_WORDS_ALIKE && own as f32 >= MIN_SHARE_ALIKE * words.len() as f32
}

/// Takes the heading that is the title out of the text, unless it is all that there is.
pub(super) fn leave(dom: &mut Dom, title: &Title, kept: &Kept, ledger: &mut Ledger<'_>) {
    let Some(id) = find(dom, top(dom), title) else { return };
    let is_all = dom.visible_chars(id) == dom.visible_chars(top(dom));
    let shows_more = dom.descendants(id).any(|below| matches!(dom.name(below), "img" | "picture" | "svg"));
    if is_all || shows_more || kept.holds(id) {
        return;
    }
    let why = "the title, which the metadata have";
    let reason = Reason { action: Action::Dropped, rule: "title".into(), why: why.into() };
    removal::remove(dom, vec![(Run::of(id), reason)], kept, ledger);
}

/// The heading below an element that is the title.
pub(in crate::clean) fn find(dom: &Dom, top: NodeId, title: &Title) -> Option<NodeId> {
    let mut before = 0;
    let mut next = dom.first_child(top);
    while let Some(id) = next {
        let is_heading = match dom.name(id) {
            "h1" => true,
            "h2" | "h3" => before <= MAX_WORDS_BEFORE,
            _ => false,
        };
        if is_heading && title.is(&dom.text_content(id)) {
            return Some(id);
        }
        if let Some(text) = dom.text(id).filter(|_| before <= MAX_WORDS_BEFORE) {
            before += words(text).len();
        }
        next = dom.first_child(id).or_else(|| dom.after(id, top));
    }
    None
}

/// The words of a title, if it has any: case, punctuation and soft hyphens differ from place to place.
#[derive(Debug, Default)]
pub(in crate::clean) struct Title(Option<u64>);

const SOFT_HYPHEN: char = '\u{ad}';

impl Title {
    pub(in crate::clean) fn of(text: &str) -> Self {
        let words = words(&text.replace(SOFT_HYPHEN, ""));
        Title((!words.is_empty()).then(|| hash(&words)))
    }

    pub(in crate::clean) fn is(&self, text: &str) -> bool {
        self.0.is_some() && Title::of(text).0 == self.0
    }
}
