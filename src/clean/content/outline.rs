//! A page as a list of blocks: the runs of text that are taken or left as a whole, each with what is
//! above it in the tree.

use super::element::{PLACES, class, heading_level, place, signature};
use super::facts::{self, Facts, Gathered};
use crate::html::{Dom, NodeId, is_space};
use crate::rules::{Groups, Lexicon, Vocabulary, each_name_part};
use std::collections::HashMap;

/// What is farther above than this is as good as absent.
pub(super) const FAR: u8 = 16;
/// Number of groups of class words.
pub(super) const WORD_GROUPS: usize = 21;

/// A page, cut into blocks.
pub(super) struct Outline {
    pub(super) top: NodeId,
    /// In the order of the page.
    pub(super) blocks: Vec<Block>,
    /// By [`NodeId::index`].
    pub(super) facts: Vec<Facts>,
    /// How many `article` the page has.
    pub(super) articles: usize,
    owned: Owned,
    texts: Texts,
}

/// The texts of all blocks, one after the other.
struct Texts {
    all: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Texts {
    fn of(dom: &Dom, blocks: &[Block]) -> Self {
        let chars: usize = blocks.iter().map(|block| block.facts.text.chars as usize).sum();
        // A quarter more for the spaces between words.
        let all = String::with_capacity(chars + chars / 4);
        let mut texts = Texts { all, ends: Vec::with_capacity(blocks.len()) };
        for block in blocks {
            block.nodes(dom).for_each(|id| push_text(dom, id, &mut texts.all));
            texts.ends.push(texts.all.len());
        }
        texts
    }
}

/// The blocks of each element: the first one by [`NodeId::index`], and for each block the next one.
struct Owned {
    first: Vec<Option<usize>>,
    next: Vec<Option<usize>>,
}

impl Owned {
    fn of(blocks: &[Block], nodes: usize) -> Self {
        let mut owned = Owned { first: vec![None; nodes], next: vec![None; blocks.len()] };
        for (at, block) in blocks.iter().enumerate().rev() {
            owned.next[at] = owned.first[block.owner.index()].replace(at);
        }
        owned
    }
}

/// A run of text that is taken or left as a whole.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// The element that begins its line; for what is taken as a whole, that element itself.
    pub(super) owner: NodeId,
    /// The first and last node of the run: children of the owner, or the owner itself.
    pub(super) first: NodeId,
    pub(super) last: NodeId,
    pub(super) facts: Facts,
    /// The level of the heading that it is, or a part of; 0 for none.
    pub(super) heading: u8,
    pub(super) phrases: Groups,
    /// What the heading before it is about, and how many blocks ago that was.
    pub(super) under: Groups,
    pub(super) from_heading: u16,
    pub(super) above: Above,
}

/// What is above a block: how many elements up, or [`FAR`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Above {
    pub(super) depth: u16,
    pub(super) words: [u8; WORD_GROUPS],
    pub(super) places: [u8; PLACES.len()],
    /// The nearest element that has siblings like it.
    pub(super) repeated: u8,
    pub(super) repeats: u32,
    /// What the names of classes and ids have been seen on.
    pub(super) names: Names,
    /// Names and classes on the way from the top.
    pub(super) signature: u64,
    /// The level of the nearest heading, 0 for none, and how deep it lies.
    heading: (u8, u16),
}

impl Above {
    /// Whether it is in one of these places.
    pub(super) fn is_in(&self, places: &[&str]) -> bool {
        PLACES.iter().zip(&self.places).any(|(place, levels)| *levels < FAR && places.contains(place))
    }

    const NOTHING: Above = Above {
        depth: 0,
        words: [FAR; WORD_GROUPS],
        places: [FAR; PLACES.len()],
        repeated: FAR,
        repeats: 0,
        names: Names { near: 0.0, sum: 0.0, least: 0.0, most: 0.0 },
        signature: 0,
        heading: (0, 0),
    };
}

/// Logarithms of the odds that what has such a class or id is content.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names {
    /// Of the nearest element whose names are known.
    pub(super) near: f32,
    /// Of all together, the nearest with most weight.
    pub(super) sum: f32,
    pub(super) least: f32,
    pub(super) most: f32,
}

/// How much of the sum the elements above an element have.
const FADING: f32 = 0.75;

impl Names {
    fn add(&mut self, own: f32) {
        self.sum = self.sum * FADING + own;
        self.least = self.least.min(own);
        self.most = self.most.max(own);
        if own != 0.0 {
            self.near = own;
        }
    }
}

/// What stands in a box in a heading, `<h2><div>`, is the heading if it has so many words at most.
pub(super) const MAX_HEADING: f32 = 20.0;

/// Most pages have fewer classes and ids on elements that begin a line, and about as many blocks.
const USUAL_NAMES: usize = 200;
const USUAL_BLOCKS: usize = 128;

impl Outline {
    pub(super) fn of(dom: &Dom, top: NodeId, table: &Vocabulary, lexicon: &Lexicon) -> Self {
        let Gathered { facts, articles } = facts::gather(dom, top);
        let mut walk = Walk {
            dom,
            table,
            lexicon,
            facts: &facts,
            known: HashMap::with_capacity(USUAL_NAMES),
            above: vec![Above::NOTHING],
            blocks: Vec::with_capacity(USUAL_BLOCKS),
        };
        walk.enter(top, signature(dom, top), 1);
        walk.children(top);
        let blocks = walk.blocks;
        let owned = Owned::of(&blocks, facts.len());
        let texts = Texts::of(dom, &blocks);
        Outline { top, blocks, facts, articles, owned, texts }
    }

    /// The blocks that an element owns, in the order of the page; none for one that is new.
    pub(super) fn owned_by(&self, id: NodeId) -> impl Iterator<Item = usize> + '_ {
        let first = self.owned.first.get(id.index()).copied().flatten();
        std::iter::successors(first, |&at| self.owned.next[at])
    }

    /// The nodes of a block, from first to last.
    pub(super) fn nodes<'d>(&self, dom: &'d Dom, at: usize) -> impl Iterator<Item = NodeId> + 'd {
        self.blocks[at].nodes(dom)
    }

    /// The text of a block.
    pub(super) fn text(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.texts.ends[at - 1] };
        &self.texts.all[start..self.texts.ends[at]]
    }
}

impl Block {
    fn nodes<'d>(&self, dom: &'d Dom) -> impl Iterator<Item = NodeId> + use<'d> {
        let (first, last) = (self.first, self.last);
        std::iter::successors(Some(first), move |&id| if id == last { None } else { dom.next(id) })
    }
}

/// Text with a space where a line ends.
fn push_text(dom: &Dom, id: NodeId, out: &mut String) {
    if let Some(text) = dom.text(id) {
        out.push_str(text);
        return;
    }
    for child in dom.children(id) {
        push_text(dom, child, out);
    }
    if matches!(dom.name(id), "br" | "p" | "div" | "li" | "td" | "th" | "tr" | "dt" | "dd") {
        out.push(' ');
    }
}

struct Walk<'d> {
    dom: &'d Dom,
    table: &'d Vocabulary,
    lexicon: &'d Lexicon,
    facts: &'d [Facts],
    /// What classes and ids say, each read once.
    known: HashMap<&'d str, (Groups, f32)>,
    /// What is above the children of each element on the way to here: pages nest deep, and stacks are small.
    above: Vec<Above>,
    blocks: Vec<Block>,
}

impl<'d> Walk<'d> {
    /// What is above the children of the element that was entered last.
    fn above(&self) -> Above {
        self.above.last().copied().unwrap_or(Above::NOTHING)
    }

    #[inline(never)]
    fn enter(&mut self, id: NodeId, signature: u64, repeats: u32) {
        let (dom, mut above) = (self.dom, self.above());
        above.depth += 1;
        above.words.iter_mut().for_each(|distance| *distance = (*distance + 1).min(FAR));
        above.places.iter_mut().for_each(|distance| *distance = (*distance + 1).min(FAR));
        above.repeated = (above.repeated + 1).min(FAR);
        let (mut groups, mut odds) = (0, 0.0);
        for value in [dom.attr(id, "class"), dom.attr(id, "id")].into_iter().flatten() {
            let (table, lexicon) = (self.table, self.lexicon);
            let (own, own_odds) =
                *self.known.entry(value).or_insert_with(|| read_name(value, table, lexicon));
            groups |= own;
            odds += own_odds;
        }
        above.names.add(odds);
        while groups != 0 {
            above.words[groups.trailing_zeros() as usize] = 0;
            groups &= groups - 1;
        }
        if let Some(place) = place(dom, id) {
            above.places[place] = 0;
        }
        let level = heading_level(dom, id);
        if level > 0 {
            above.heading = (level, above.depth);
        }
        if repeats > 2 {
            (above.repeated, above.repeats) = (0, repeats);
        }
        above.signature = (above.signature.rotate_left(5) ^ signature).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.above.push(above);
    }

    fn children(&mut self, owner: NodeId) {
        let dom = self.dom;
        let siblings = self.signatures(owner);
        let mut in_order = siblings.iter().copied();
        let mut sorted = siblings.clone();
        sorted.sort_unstable();
        let alike = |signature: u64| {
            let before = |other: &u64| *other < signature;
            let alike = &sorted[sorted.partition_point(before)..];
            alike.partition_point(|&other| other == signature) as u32
        };
        let mut run: Option<(NodeId, NodeId)> = None;
        let mut next = dom.first_child(owner);
        while let Some(child) = next {
            next = dom.next(child);
            let own = if dom.is_element(child) { in_order.next() } else { None };
            let is_block = self.facts[child.index()].is_block;
            if is_block || self.ends_paragraph(child) {
                self.push_run(owner, run.take());
                if is_block {
                    let own = own.unwrap_or_else(|| signature(dom, child));
                    self.block(child, own, alike(own));
                }
            } else {
                run = Some((run.map_or(child, |(first, _)| first), child));
            }
        }
        self.push_run(owner, run);
    }

    /// The signatures of the elements in an element; of fewer than three, and where none is a block, nobody asks
    /// which are alike.
    fn signatures(&self, owner: NodeId) -> Vec<u64> {
        let dom = self.dom;
        let elements = || dom.children(owner).filter(|&id| dom.is_element(id));
        if elements().nth(2).is_none() || !elements().any(|id| self.facts[id.index()].is_block) {
            return Vec::new();
        }
        let mut before: Option<(NodeId, u64)> = None;
        let signatures = elements().map(|id| {
            let is_like =
                |other: NodeId| dom.name(id) == dom.name(other) && class(dom, id) == class(dom, other);
            let known = before.filter(|&(other, _)| is_like(other));
            let own = known.map_or_else(|| signature(dom, id), |(_, signature)| signature);
            before = Some((id, own));
            own
        });
        signatures.collect()
    }

    fn block(&mut self, id: NodeId, signature: u64, repeats: u32) {
        let facts = self.facts[id.index()];
        self.enter(id, signature, repeats);
        if facts.is_whole {
            self.push(id, id, id, facts);
        } else {
            self.children(id);
        }
        self.above.pop();
    }

    /// A `br` before another: what old pages write between paragraphs.
    fn ends_paragraph(&self, id: NodeId) -> bool {
        let dom = self.dom;
        let is_blank = |&id: &NodeId| dom.text(id).is_some_and(|text| text.chars().all(is_space));
        let after = || std::iter::successors(dom.next(id), |&id| dom.next(id)).find(|id| !is_blank(id));
        dom.is(id, "br") && after().is_some_and(|next| dom.is(next, "br"))
    }

    #[inline(never)]
    fn push_run(&mut self, owner: NodeId, run: Option<(NodeId, NodeId)>) {
        let Some((first, last)) = run else { return };
        let mut facts = Facts::default();
        let mut next = Some(first);
        while let Some(id) = next {
            facts += self.facts[id.index()];
            next = if id == last { None } else { self.dom.next(id) };
        }
        self.push(owner, first, last, facts);
    }

    fn push(&mut self, owner: NodeId, first: NodeId, last: NodeId, facts: Facts) {
        if facts.text.chars > 0 {
            let above = self.above();
            let (level, depth) = above.heading;
            // A heading that nobody closed has all that follows in it.
            let is_heading = above.depth == depth || facts.text.length() <= MAX_HEADING;
            self.blocks.push(Block {
                owner,
                first,
                last,
                facts,
                heading: if is_heading { level } else { 0 },
                phrases: 0,
                under: 0,
                from_heading: 0,
                above,
            });
        }
    }
}

/// Longer texts are not looked through for phrases.
const MAX_PHRASE_UNITS: u32 = 150 * 5;

/// Looks for phrases in the short blocks, and carries those of each heading on to the next.
pub(super) fn find_phrases(outline: &mut Outline, table: &Vocabulary) {
    let (mut under, mut from_heading) = (0, u16::MAX);
    for at in 0..outline.blocks.len() {
        let is_short = outline.blocks[at].facts.text.units <= MAX_PHRASE_UNITS;
        let phrases = if is_short { table.of_text(outline.text(at)) } else { 0 };
        let block = &mut outline.blocks[at];
        if block.heading > 0 {
            (under, from_heading) = (phrases, 0);
        }
        block.phrases = phrases;
        block.under = under;
        block.from_heading = from_heading;
        from_heading = from_heading.saturating_add(1);
    }
}

/// The groups of the words in a class or id, and the mean of their odds; 0 when none is known.
fn read_name(value: &str, table: &Vocabulary, lexicon: &Lexicon) -> (Groups, f32) {
    let (mut groups, mut sum, mut count) = (0, 0.0, 0_usize);
    each_name_part(value, |part| {
        groups |= table.of_part(part);
        if let Some(odds) = lexicon.odds(part) {
            (sum, count) = (sum + odds, count + 1);
        }
    });
    (groups, sum / count.max(1) as f32)
}
