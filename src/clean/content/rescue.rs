//! What stays although the model would drop it: who wrote each post of a thread, and, for who wants them, the
//! comments of readers; a number beside what it counts; a heading above what stays, and a plain paragraph behind it;
//! and what has a structure. And what goes: links above a title, and the title where it stands again.

use super::element::heading_level;
use super::evidence;
use super::labels::Labels;
use super::outline::{Block, FAR, MAX_HEADING, Outline};
use crate::html::{Dom, NodeId, NodeMap, NodeSet, is_space};
use crate::rules::Vocabulary;
use std::collections::{HashMap, HashSet};

/// A name has so many words at most.
const MAX_NAME: f32 = 5.0;
/// And a line with a name and a date.
const MAX_BYLINE: f32 = 12.0;
/// So many elements above a text its class still tells that it is a name.
const NEAR: u8 = 1;

/// Keeps the name beside each post, where there are several posts alike.
pub(super) fn keep_authors(dom: &Dom, outline: &Outline, table: &Vocabulary, stays: &mut [bool]) {
    let groups: Vec<usize> = ["person", "meta"]
        .iter()
        .filter_map(|group| table.class_names().iter().position(|name| name == group))
        .collect();
    let kept = around_kept(dom, outline, stays);
    // With a date beside it, it is a name where others like it were found to be content.
    let kept_ways: HashSet<u64> = outline
        .blocks
        .iter()
        .zip(&*stays)
        .filter(|(_, stays)| **stays)
        .map(|(block, _)| block.above.signature)
        .collect();
    let has_kept_sibling = |block: &Block| kept_ways.contains(&block.above.signature);
    let is_name = |block: &Block| {
        let Block { facts, above, .. } = block;
        // With a name that is linked there may be a date: `by ada » 3 May`.
        let is_line = facts.links > 0 && facts.text.length() <= MAX_BYLINE;
        facts.text.stops == 0
            && facts.text.units > 0
            && (is_line && groups.first().is_some_and(|&person| above.words[person] <= NEAR)
                || facts.text.length() <= MAX_NAME
                    && (facts.text.digits == 0 || has_kept_sibling(block))
                    && groups.iter().any(|&group| above.words[group] <= NEAR))
    };
    let mut authors: NodeMap<usize> = NodeMap::default();
    for (at, block) in outline.blocks.iter().enumerate().filter(|(at, block)| !stays[*at] && is_name(block)) {
        let post = dom.ancestors(block.owner).find(|id| kept.contains(id));
        if let Some(post) = post.filter(|&post| post != outline.top) {
            let first = authors.entry(post).or_insert(at);
            *first = at.min(*first);
        }
    }
    let mut alike: HashMap<(Option<NodeId>, &str, String), Vec<usize>> = HashMap::new();
    for (&post, &at) in &authors {
        // Posts are numbered: `post-1`, `post-2`.
        let class = dom.classes(post).next().unwrap_or("").replace(|c: char| c.is_ascii_digit(), "");
        alike.entry((dom.parent(post), dom.name(post), class)).or_default().push(at);
    }
    for at in alike.into_values().filter(|posts| posts.len() > 1).flatten() {
        stays[at] = true;
    }
}

/// A text with more links than this share is a control of a comment, such as "Reply" or "Report".
const MAX_LINKS: f32 = 0.5;

/// Keeps what stands in boxes that call themselves comments, but for their controls.
pub(super) fn keep_comments(outline: &Outline, table: &Vocabulary, stays: &mut [bool]) {
    let group = |name: &str| table.class_names().iter().position(|own| own == name);
    let (Some(comment), Some(person)) = (group("comment"), group("person")) else { return };
    for (at, block) in outline.blocks.iter().enumerate() {
        let is_comment = block.above.words[comment] < FAR && block.facts.forms == 0;
        let is_text = block.facts.link_density() < MAX_LINKS || block.above.words[person] <= NEAR;
        stays[at] |= is_comment && is_text;
    }
}

/// A line that is linked to this share, above the title, leads through the site.
const MIN_LINKS_OF_NAVIGATION: f32 = 0.8;

/// Lets go of the links above the first heading of the page that stays: they lead through the site.
pub(super) fn leave_links_above_title(outline: &Outline, stays: &mut [bool]) {
    let is_title = |at: usize| stays[at] && outline.blocks[at].heading == 1;
    let Some(title) = (0..stays.len()).find(|&at| is_title(at)) else { return };
    let text: f32 = (0..title).filter(|&at| stays[at]).map(|at| outline.blocks[at].facts.text.length()).sum();
    let linked = |at: usize| outline.blocks[at].facts.link_density() >= MIN_LINKS_OF_NAVIGATION;
    let links: f32 = (0..title)
        .filter(|&at| stays[at] && linked(at))
        .map(|at| outline.blocks[at].facts.text.length())
        .sum();
    if links * 2.0 > text {
        (0..title).filter(|&at| linked(at)).for_each(|at| stays[at] = false);
    }
}

/// So many words after a title, the same heading is the title once more, and not a section that is called like it.
const MAX_WORDS_TO_SECOND_TITLE: f32 = 30.0;

/// Lets go of the title where it stands a second time, as on pages that have a head for small screens too; of two
/// with text between them, the one above it stays.
pub(super) fn leave_second_title(outline: &Outline, stays: &mut [bool]) {
    let is_title = |at: usize| outline.blocks[at].heading == 1;
    let hash = |at: usize| evidence::hash(&evidence::words(outline.text(at)));
    let Some(kept) = (0..stays.len()).find(|&at| stays[at] && is_title(at)) else { return };
    let title = hash(kept);
    let words =
        |at: usize, stays: &[bool]| if stays[at] { outline.blocks[at].facts.text.length() } else { 0.0 };
    let mut between = 0.0;
    for at in (0..kept).rev() {
        between += words(at, stays);
        if between > MAX_WORDS_TO_SECOND_TITLE {
            break;
        }
        if between > 0.0 && is_title(at) && hash(at) == title {
            (stays[at], stays[kept]) = (true, false);
            break;
        }
    }
    let mut since = 0.0;
    for at in kept + 1..stays.len() {
        if since > MAX_WORDS_TO_SECOND_TITLE {
            return;
        }
        since += words(at, stays);
        if stays[at] && matches!(outline.blocks[at].heading, 1 | 2) && hash(at) == title {
            stays[at] = false;
        }
    }
}

/// Keeps code, formulas, figures and tables of data that stand right beside something that stays, in the same box:
/// to lose one of them is worse than to keep one too many. What a table with headers says of a thing stands beside the
/// box in which it is described.
pub(super) fn keep_structure(dom: &Dom, outline: &Outline, labels: &mut Labels) {
    for (at, block) in outline.blocks.iter().enumerate() {
        let name = dom.name(block.owner);
        let is_whole = block.first == block.owner && matches!(name, "pre" | "math" | "figure" | "table");
        let parent = dom.parent(block.owner).filter(|&parent| parent != outline.top);
        let has_headers = || name == "table" && dom.descendants(block.owner).any(|id| dom.is(id, "th"));
        let is_in_content = || parent.is_some_and(|parent| labels.holds(parent));
        let levels = if is_whole && has_headers() { 2 } else { 1 };
        let is_beside = |other: usize, stays: &[bool]| {
            let other = outline.blocks.get(other).filter(|_| stays[other]);
            other.is_some_and(|other| dom.ancestors(other.owner).take(levels).any(|id| Some(id) == parent))
        };
        if is_whole && (levels > 1 || is_in_content()) && block.facts.link_density() < MAX_LINKS {
            let is_beside = is_beside(at.wrapping_sub(1), &labels.stays) || is_beside(at + 1, &labels.stays);
            labels.stays[at] |= is_beside;
        }
    }
}

/// Keeps the heading right above a text that stays, in the midst of what stays. One that is a link stays where another
/// on the same way from the top does.
pub(super) fn keep_headings(dom: &Dom, outline: &Outline, stays: &mut [bool]) {
    let Some(first) = stays.iter().position(|stays| *stays) else { return };
    let kept = outline.blocks.iter().zip(&*stays).filter(|(block, stays)| **stays && block.heading > 0);
    let kept: HashSet<u64> = kept.map(|(block, _)| block.above.signature).collect();
    for at in (first + 1..stays.len().saturating_sub(1)).rev() {
        let block = &outline.blocks[at];
        let is_heading = block.heading > 1
            && block.facts.text.length() <= MAX_HEADING
            && (block.facts.link_density() < MAX_LINKS || kept.contains(&block.above.signature))
            && block.phrases == 0;
        let is_above_text = || {
            let heading = std::iter::once(block.owner)
                .chain(dom.ancestors(block.owner))
                .find(|&id| heading_level(dom, id) > 0);
            let around = heading.and_then(|heading| dom.parent(heading));
            stays[at + 1] && dom.ancestors(outline.blocks[at + 1].owner).any(|id| Some(id) == around)
        };
        if !stays[at] && is_heading && is_above_text() {
            stays[at] = true;
        }
    }
}

/// Keeps a paragraph that nothing tells apart from the text which it follows in the same box: it has no class, no links
/// and none of the words of chrome.
pub(super) fn keep_paragraphs(dom: &Dom, outline: &Outline, stays: &mut [bool]) {
    for at in 1..stays.len() {
        let block = &outline.blocks[at];
        let is_plain = dom.is(block.owner, "p")
            && dom.attrs(block.owner).next().is_none()
            && block.facts.links == 0
            && block.facts.forms == 0
            && block.phrases | block.under == 0;
        let is_behind = || {
            let parent = dom.parent(block.owner);
            dom.ancestors(outline.blocks[at - 1].owner).any(|id| Some(id) == parent)
        };
        if !stays[at] && stays[at - 1] && is_plain && is_behind() {
            stays[at] = true;
        }
    }
}

/// The mark of a note has so many characters at most: `[12]`, `*`, `↩`.
const MAX_MARK: u32 = 4;

/// The text of a note stands so many elements below the box of its mark at most, which holds not many nodes.
const NEAR_MARK: usize = 3;
const MAX_NODES: usize = 20;

/// Keeps the mark of a note that stays: a few signs above it that lead to another place of the page.
pub(super) fn keep_note_marks(dom: &Dom, outline: &Outline, stays: &mut [bool]) {
    for at in 0..stays.len().saturating_sub(1) {
        let block = &outline.blocks[at];
        let is_mark = !stays[at] && block.facts.text.chars <= MAX_MARK && block.facts.links == 1;
        let leads_back = || {
            let below = outline.nodes(dom, at).flat_map(|id| std::iter::once(id).chain(dom.descendants(id)));
            below.take(MAX_NODES).any(|id| {
                dom.is_anchor(id)
                    && dom.attr(id, "href").is_some_and(|href| href.starts_with('#') && href != "#")
            })
        };
        let is_above_text = || {
            let mut above = dom.ancestors(outline.blocks[at + 1].owner).take(NEAR_MARK);
            stays[at + 1] && above.any(|id| id == block.owner)
        };
        if is_mark && is_above_text() && leads_back() {
            stays[at] = true;
        }
    }
}

/// A box of a number and what it counts has so many blocks at most. It lies so many elements above the number, and not
/// much more above the rest.
const MOST_IN_BOX: usize = 4;
const NEAR_BOX: usize = 4;

/// A number has so many characters at most, its unit among them: `60,000+`, `€ 1.2 bn`.
const MAX_NUMBER: usize = 10;

/// Keeps a number of whose box all else stays: `members in nine countries` is nothing without `60,000+`.
pub(super) fn keep_numbers(dom: &Dom, outline: &Outline, stays: &mut [bool]) {
    let is_below = |at: usize, above: NodeId| {
        let block = outline.blocks.get(at);
        block.is_some_and(|block| dom.ancestors(block.owner).take(2 * NEAR_BOX).any(|id| id == above))
    };
    let model = stays.to_vec();
    for (at, block) in outline.blocks.iter().enumerate().filter(|(at, _)| !model[*at]) {
        if block.facts.link_density() > 0.0 || block.facts.forms > 0 || !is_number(outline.text(at)) {
            continue;
        }
        let mut around = dom.ancestors(block.owner).take(NEAR_BOX).take_while(|&id| id != outline.top);
        let has_other = |&id: &NodeId| is_below(at.wrapping_sub(1), id) || is_below(at + 1, id);
        let Some(own) = around.find(has_other) else { continue };
        let in_own = |other: &usize| is_below(*other, own);
        let before = (0..at).rev().take(MOST_IN_BOX).take_while(in_own).count();
        let after = (at + 1..model.len()).take(MOST_IN_BOX).take_while(in_own).count();
        let mut others = (at - before..=at + after).filter(|&other| other != at);
        stays[at] = before + after < MOST_IN_BOX && others.all(|other| model[other]);
    }
}

/// Whether a text is a number with its unit, and no date or time.
fn is_number(text: &str) -> bool {
    let text = text.trim_matches(is_space);
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let parts = text.split(|c| !is_part(c)).filter(|part| part.contains(|c: char| c.is_ascii_digit()));
    text.chars().nth(MAX_NUMBER).is_none() && parts.count() == 1 && !is_year(text)
}

/// `2024`
fn is_year(text: &str) -> bool {
    text.len() == 4
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text.starts_with("19") || text.starts_with("20"))
}

/// All elements that hold something that stays.
fn around_kept(dom: &Dom, outline: &Outline, stays: &[bool]) -> NodeSet {
    let mut around = NodeSet::default();
    for (block, _) in outline.blocks.iter().zip(stays).filter(|(_, stays)| **stays) {
        for id in std::iter::once(block.owner).chain(dom.ancestors(block.owner)) {
            if !around.insert(id) {
                break;
            }
        }
    }
    around
}

#[cfg(test)]
mod tests {
    use super::{keep_headings, keep_numbers, keep_paragraphs};
    use crate::clean::content::find::outline;
    use crate::clean::content::outline::Outline;
    use crate::clean::content::top;
    use crate::html::{Dom, parse_page};
    use crate::options::Options;
    use crate::rules::{Lexicon, compile};

    /// The texts that stay after a rescue, if the model kept `kept`.
    fn rescued(html: &str, kept: &[&str], rescue: impl Fn(&Dom, &Outline, &mut [bool])) -> Vec<String> {
        let dom = parse_page(html, &mut Vec::new());
        let rules = compile(&Options::default()).expect("the built-in rules compile");
        let outline = outline(&dom, top(&dom), &rules.built_in.vocabulary, &Lexicon::default());
        let texts: Vec<&str> = (0..outline.blocks.len()).map(|at| outline.text(at).trim_ascii()).collect();
        let mut stays: Vec<bool> = texts.iter().map(|text| kept.contains(text)).collect();
        rescue(&dom, &outline, &mut stays);
        texts.iter().zip(&stays).filter_map(|(text, stays)| stays.then_some((*text).to_owned())).collect()
    }

    #[test]
    fn a_heading_above_what_stays_stays() {
        let html = "<body><h2>Menu</h2><p>1</p><h2>Mix</h2><p>2</p><h2>Shape</h2><h3>Fold</h3><p>3</p>\
                    <h2><a href=x>Other loaves</a></h2><p>4</p><h2>Related posts</h2><p>5</p><h2>Bake</h2><p>6</p>";
        let kept = rescued(html, &["1", "2", "3", "4", "5"], keep_headings);
        assert_eq!(kept, ["1", "Mix", "2", "Shape", "Fold", "3", "4", "5"]);
    }

    #[test]
    fn a_heading_is_one_also_with_a_box_in_it() {
        let html = "<body><p>1</p><h2><div>2</div><div><span>Mix</span></div></h2><p>3</p>";
        assert_eq!(rescued(html, &["1", "3"], keep_headings), ["1", "2", "Mix", "3"]);
    }

    #[test]
    fn a_heading_that_is_a_link_stays_where_another_like_it_does() {
        let html = "<body><p>1</p><h2><a href=a>Rye</a></h2><p>2</p><h2><a href=b>Spelt</a></h2><p>3</p>";
        assert_eq!(rescued(html, &["1", "2", "3"], keep_headings), ["1", "2", "3"]);
        assert_eq!(rescued(html, &["1", "Rye", "2", "3"], keep_headings), ["1", "Rye", "2", "Spelt", "3"]);
    }

    #[test]
    fn a_plain_paragraph_stays_behind_text_of_its_box() {
        let html = "<body><div><p>1</p><p>2</p><p>3</p><p class=x>4</p><p>5</p></div><p>6</p>\
                    <div><p>7</p><p><a href=x>8</a></p></div><div><p>9</p><p>© 2024 Mill</p></div>";
        let kept = rescued(html, &["1", "7", "9"], keep_paragraphs);
        assert_eq!(kept, ["1", "2", "3", "7", "9"]);
    }

    #[test]
    fn a_number_stays_with_what_it_counts() {
        let html = "<body><p>1</p><div><div>15M</div><p>rolls a year</p></div><div><div>2024</div><p>founded</p></div>\
                    <div><div>7 km</div><p>of paths</p></div>";
        let kept = rescued(html, &["1", "rolls a year", "founded"], keep_numbers);
        assert_eq!(kept, ["1", "15M", "rolls a year", "founded"]);
    }
}
