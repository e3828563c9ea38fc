//! What the model is asked about: numbers that describe one block, each with a name.

use super::element::PLACES;
use super::outline::Block;
use super::scene::{Alike, Around, Scene, View, log};
use super::text::Text;
use crate::html::ElementMap;
use crate::rules::{Groups, Table, Vocabulary};
use std::sync::LazyLock;

/// What the element of a block is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Other,
    Paragraph,
    TopHeading,
    SecondHeading,
    LowHeading,
    List,
    Item,
    Table,
    Cell,
    Code,
    Quote,
    Figure,
    Box,
}

#[rustfmt::skip]
const KINDS: &[(Kind, &[&str])] = &[
    (Kind::Paragraph, &["p"]),
    (Kind::List, &["ul", "ol", "dl"]),
    (Kind::Item, &["li", "dt", "dd"]),
    (Kind::Table, &["table"]),
    (Kind::Cell, &["td", "th"]),
    (Kind::Code, &["pre", "math", "xmp"]),
    (Kind::Quote, &["blockquote", "q"]),
    (Kind::Figure, &["figure", "figcaption", "caption"]),
    (Kind::Box, &["div", "section", "article", "main", "body", "center"]),
];

/// One block of a page.
struct Subject<'p> {
    scene: &'p Scene<'p>,
    at: usize,
    block: &'p Block,
    view: &'p View,
    kind: Kind,
}

impl Subject<'_> {
    fn text(&self) -> Text {
        self.block.facts.text
    }

    /// A share of the block's words.
    fn per_word(&self, count: u32) -> f32 {
        count as f32 / self.text().words.max(1) as f32
    }

    fn is(&self, kind: Kind) -> f32 {
        f32::from(u8::from(self.kind == kind))
    }

    /// The block so many places on, as 0 text when there is none.
    fn neighbour(&self, offset: isize) -> Option<&Block> {
        self.scene.outline.blocks.get(self.at.checked_add_signed(offset)?)
    }

    fn length_at(&self, offset: isize) -> f32 {
        let at = self.at.checked_add_signed(offset);
        at.and_then(|at| self.scene.views.get(at)).map_or(-1.0, |view| view.length)
    }

    fn links_at(&self, offset: isize) -> f32 {
        self.neighbour(offset).map_or(-1.0, |block| block.facts.link_density())
    }

    /// Whether a neighbour stands in the same element, one level up.
    fn is_sibling(&self, offset: isize) -> f32 {
        let parent = |block: &Block| self.scene.dom.parent(block.owner);
        let same = self.neighbour(offset).map(|other| parent(other) == parent(self.block));
        same.map_or(-1.0, |same| f32::from(u8::from(same)))
    }

    fn around(&self, level: usize) -> &Around {
        &self.scene.around[self.view.around[level]]
    }

    fn links_around(&self, level: usize) -> f32 {
        self.around(level).links
    }

    /// Words between a heading and the block; less than 0 above it.
    fn distance_to(&self, heading: Option<&usize>) -> f32 {
        let Some(&heading) = heading else { return -999.0 };
        let distance = self.scene.text_before(self.at) - self.scene.text_before(heading);
        log(distance.abs() / 5.0) * if self.at < heading { -1.0 } else { 1.0 }
    }

    fn alike(&self) -> &Alike {
        &self.scene.alike[self.view.way]
    }
}

type Feature = (&'static str, fn(&Subject<'_>) -> f32);

/// The features, but for those of words and places above.
#[rustfmt::skip]
const FEATURES: &[Feature] = &[
    // The text itself.
    ("length",             |s| s.view.length),
    ("links",              |s| s.block.facts.link_density()),
    ("link-count",         |s| log(s.block.facts.links as f32)),
    ("link-length",        |s| s.block.facts.linked as f32 / 5.0 / s.block.facts.links.max(1) as f32),
    ("commas",             |s| log(s.text().commas as f32)),
    ("stops",              |s| log(s.text().stops as f32)),
    ("commas-per-word",    |s| s.per_word(s.text().commas)),
    ("stops-per-word",     |s| s.per_word(s.text().stops)),
    ("capitals",           |s| s.per_word(s.text().capitals)),
    ("digits",             |s| s.text().digits as f32 / s.text().chars.max(1) as f32),
    ("separators",         |s| s.per_word(s.text().separators)),
    ("word-length",        |s| s.text().chars as f32 / s.text().words.max(1) as f32),
    ("prices",             |s| log(s.text().prices as f32)),
    ("images",             |s| s.block.facts.images as f32),
    ("controls",           |s| s.block.facts.forms as f32),
    // What element it is.
    ("is-p",               |s| s.is(Kind::Paragraph)),
    ("is-h1",              |s| s.is(Kind::TopHeading)),
    ("is-h2",              |s| s.is(Kind::SecondHeading)),
    ("is-h3",              |s| s.is(Kind::LowHeading)),
    ("is-list",            |s| s.is(Kind::List)),
    ("is-item",            |s| s.is(Kind::Item)),
    ("is-table",           |s| s.is(Kind::Table)),
    ("is-cell",            |s| s.is(Kind::Cell)),
    ("is-code",            |s| s.is(Kind::Code)),
    ("is-quote",           |s| s.is(Kind::Quote)),
    ("is-figure",          |s| s.is(Kind::Figure)),
    ("is-div",             |s| s.is(Kind::Box)),
    // Where it stands.
    ("depth",              |s| f32::from(s.block.above.depth)),
    ("position",           |s| s.scene.text_before(s.at) / s.scene.text_in_all().max(1.0)),
    ("words-before",       |s| log(s.scene.text_before(s.at) / 5.0)),
    ("words-after",        |s| log((s.scene.text_in_all() - s.scene.text_before(s.at)) / 5.0)),
    ("from-first-heading", |s| s.distance_to(s.scene.headings.first())),
    ("from-last-heading",  |s| s.distance_to(s.scene.headings.last())),
    ("in-best",            |s| f32::from(u8::from(s.view.is_in_best))),
    ("to-best",            |s| f32::from(s.view.to_best)),
    ("points-around",      |s| s.view.best_points_around),
    ("repeated",           |s| f32::from(s.block.above.repeated)),
    ("repeats",            |s| log(s.block.above.repeats as f32)),
    ("alike",              |s| log(s.alike().count as f32)),
    ("alike-length",       |s| log(s.alike().units as f32 / 5.0 / s.alike().count.max(1) as f32)),
    ("alike-all",          |s| s.alike().units as f32 / s.scene.text_in_all().max(1.0)),
    ("alike-links",        |s| s.alike().linked as f32 / s.alike().units.max(1) as f32),
    ("copies",             |s| log(s.view.copies as f32)),
    ("copies-before",      |s| log(s.view.copies_before as f32)),
    // What the classes and ids above it have been seen on.
    ("names-near",         |s| s.block.above.names.near),
    ("names-sum",          |s| s.block.above.names.sum),
    ("names-least",        |s| s.block.above.names.least),
    ("names-most",         |s| s.block.above.names.most),
    ("from-heading",       |s| log(f32::from(s.block.from_heading))),
    // Its neighbours.
    ("length-1",           |s| s.length_at(-1)),
    ("length-2",           |s| s.length_at(-2)),
    ("length+1",           |s| s.length_at(1)),
    ("length+2",           |s| s.length_at(2)),
    ("links-1",            |s| s.links_at(-1)),
    ("links-2",            |s| s.links_at(-2)),
    ("links+1",            |s| s.links_at(1)),
    ("links+2",            |s| s.links_at(2)),
    ("sibling-1",          |s| s.is_sibling(-1)),
    ("sibling+1",          |s| s.is_sibling(1)),
    ("plain-before-3",     |s| log(s.scene.plain_near(s.at, -3, 0) / 5.0)),
    ("plain-after-3",      |s| log(s.scene.plain_near(s.at, 1, 4) / 5.0)),
    ("plain-before-10",    |s| log(s.scene.plain_near(s.at, -10, 0) / 5.0)),
    ("plain-after-10",     |s| log(s.scene.plain_near(s.at, 1, 11) / 5.0)),
    ("links-before-10",    |s| s.scene.links_near(s.at, -10, 0)),
    ("links-after-10",     |s| s.scene.links_near(s.at, 1, 11)),
    // What it stands in.
    ("around-0",           |s| s.around(0).length),
    ("around-1",           |s| s.around(1).length),
    ("around-2",           |s| s.around(2).length),
    ("around-3",           |s| s.around(3).length),
    ("around-4",           |s| s.around(4).length),
    ("links-around-1",     |s| s.links_around(1)),
    ("links-around-2",     |s| s.links_around(2)),
    ("links-around-3",     |s| s.links_around(3)),
    ("links-around-4",     |s| s.links_around(4)),
    ("density-around-1",   |s| s.around(1).density),
    ("density-around-2",   |s| s.around(2).density),
    ("density-around-3",   |s| s.around(3).density),
    ("prices-around-1",    |s| s.around(1).prices),
    ("prices-around-3",    |s| s.around(3).prices),
    ("images-around-2",    |s| s.around(2).images),
    ("controls-around-2",  |s| s.around(2).controls),
    // What the page says of itself.
    ("title",              |s| s.view.title),
    ("description",        |s| s.view.description),
    ("article-body",       |s| s.view.body),
];

type PageFeature = (&'static str, fn(&Scene<'_>) -> f32);

/// Those that are the same for all blocks of a page.
#[rustfmt::skip]
const PAGE_FEATURES: &[PageFeature] = &[
    ("says-article",       |s| f32::from(u8::from(s.evidence.kinds.article))),
    ("says-product",       |s| f32::from(u8::from(s.evidence.kinds.product))),
    ("says-thread",        |s| f32::from(u8::from(s.evidence.kinds.thread))),
    ("says-list",          |s| f32::from(u8::from(s.evidence.kinds.list))),
    ("says-organization",  |s| f32::from(u8::from(s.evidence.kinds.organization))),
    // The page as a whole.
    ("page-length",        |s| log(s.text_in_all() / 5.0)),
    ("page-links",         |s| s.linked_in_all() / s.text_in_all().max(1.0)),
    ("page-blocks",        |s| log(s.outline.blocks.len() as f32)),
    ("page-paragraphs",    |s| log(s.paragraphs as f32)),
    ("page-headings",      |s| s.headings.len() as f32),
    ("page-prices",        |s| log(s.outline.facts[s.outline.top.index()].text.prices as f32)),
    ("page-articles",      |s| s.outline.articles as f32),
    ("best-share",         |s| best_share(s)),
];

fn best_share(s: &Scene<'_>) -> f32 {
    let best = s.containers.best.map_or(0, |id| s.outline.facts[id.index()].text.units);
    best as f32 / s.text_in_all().max(1.0)
}

/// The names of all features, in the order of [`describe`].
pub(super) fn names(table: &Vocabulary) -> Vec<String> {
    let page = PAGE_FEATURES.iter().map(|(name, _)| (*name).to_owned());
    let addresses = table.address_names().iter().map(|name| format!("address-{name}"));
    let own = FEATURES.iter().map(|(name, _)| (*name).to_owned());
    let words = table.class_names().iter().map(|name| format!("up-to-{name}"));
    let places = PLACES.iter().map(|name| format!("up-to-<{name}>"));
    let phrases = table.phrase_names().iter().map(|name| format!("says-\"{name}\""));
    let under = table.phrase_names().iter().map(|name| format!("under-\"{name}\""));
    own.chain(page).chain(words).chain(places).chain(phrases).chain(under).chain(addresses).collect()
}

/// The features of all blocks of a page.
pub(super) fn describe(scene: &Scene<'_>, table: &Vocabulary) -> Table {
    static BY_NAME: LazyLock<ElementMap<Kind>> = LazyLock::new(|| {
        KINDS.iter().flat_map(|&(kind, names)| names.iter().map(move |name| (*name, kind))).collect()
    });
    let blocks = &scene.outline.blocks;
    let mut found = Table::new(blocks.len());
    let subjects = blocks.iter().zip(&scene.views).enumerate();
    let subjects: Vec<Subject<'_>> = subjects
        .map(|(at, (block, view))| {
            let kind = match block.heading {
                0 => BY_NAME.get(scene.dom, block.owner).copied().unwrap_or_default(),
                1 => Kind::TopHeading,
                2 => Kind::SecondHeading,
                _ => Kind::LowHeading,
            };
            Subject { scene, at, block, view, kind }
        })
        .collect();
    for (_, feature) in FEATURES {
        found.add(subjects.iter().map(feature));
    }
    for (_, feature) in PAGE_FEATURES {
        found.add_same(feature(scene));
    }
    add_levels(blocks, &mut found, |block| &block.above.words);
    add_levels(blocks, &mut found, |block| &block.above.places);
    let phrases = table.phrase_names().len();
    add_bits(blocks, &mut found, phrases, |block| block.phrases);
    add_bits(blocks, &mut found, phrases, |block| block.under);
    for word in 0..table.address_names().len() {
        found.add_same(bit(scene.address, word));
    }
    found
}

/// Adds how far above blocks some things are. Most are nowhere on a page, which is told of all at once.
fn add_levels<const N: usize>(blocks: &[Block], found: &mut Table, levels: fn(&Block) -> &[u8; N]) {
    let (mut least, mut most) = ([u8::MAX; N], [0; N]);
    for own in blocks.iter().map(levels) {
        least = std::array::from_fn(|at| least[at].min(own[at]));
        most = std::array::from_fn(|at| most[at].max(own[at]));
    }
    for at in 0..N {
        if least[at] == most[at] {
            found.add_same(f32::from(least[at]));
        } else {
            found.add(blocks.iter().map(|block| f32::from(levels(block)[at])));
        }
    }
}

/// Adds which bits are set. Most are set in no block.
fn add_bits(blocks: &[Block], found: &mut Table, count: usize, groups: fn(&Block) -> Groups) {
    let any = blocks.iter().map(groups).fold(0, |any, own| any | own);
    let all = blocks.iter().map(groups).fold(Groups::MAX, |all, own| all & own);
    for at in 0..count {
        if (any ^ all) >> at & 1 == 0 {
            found.add_same(bit(any, at));
        } else {
            found.add(blocks.iter().map(|block| bit(groups(block), at)));
        }
    }
}

/// Whether a bit is set, as a number.
fn bit(groups: Groups, at: usize) -> f32 {
    (groups >> at & 1) as f32
}
