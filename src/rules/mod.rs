//! Knowledge as data: which elements are chrome, where lazy images hide their URL, which parameters
//! only track. The tables are TOML files beside this one, compiled once; a user's selectors join them.
//! It knows elements and URLs, and does nothing to a tree.

mod codings;
mod conditions;
mod dull;
mod elements;
mod embeds;
#[cfg(feature = "cosmetic")]
pub(crate) mod filters;
mod frames;
mod hosts;
mod images;
mod index;
mod letters;
mod lexicon;
mod pattern;
mod phrases;
mod promo;
mod redirectors;
mod rewrites;
mod search;
mod sentence;
pub(crate) mod sites;
mod survey;
mod table;
mod trackers;
mod trees;
mod urls;
mod vocabulary;
mod word_count;
mod word_hash;
mod word_map;
mod words;

pub(crate) use elements::{ElementRule, ElementRules, Reach};
pub(crate) use embeds::EmbedTable;
pub(crate) use frames::FrameTable;
pub(crate) use images::{ImageTable, trim};
pub(crate) use letters::{is_letter, is_number, is_surely_small};
pub(crate) use lexicon::Lexicon;
pub(crate) use promo::{Follows, PromoRule, PromoTable};
pub(crate) use redirectors::RedirectorTable;
pub(crate) use rewrites::{Rewrites, sha256};
pub(crate) use search::Search;
pub(crate) use sites::{Entry, Site};
pub(crate) use survey::Survey;
pub(crate) use table::Table;
pub(crate) use trackers::TrackerTable;
pub(crate) use trees::Trees;
pub(crate) use urls::{Replaced, WebAddress};
#[cfg(feature = "training")]
pub(crate) use vocabulary::parts as name_parts;
pub(crate) use vocabulary::{Groups, Vocabulary, each_part as each_name_part};

use crate::error::{Error, ErrorKind};
use crate::html::Selector;
use crate::options::{Comments, ImageStyle, LinkStyle, Options, Promo, TitlePlace};
use serde::de::DeserializeOwned;
use sites::SiteRules;
use std::sync::{Arc, LazyLock};

/// The model that finds the content.
pub(crate) const CONTENT_TREES: &str = include_str!("content-trees.txt");
pub(crate) const LEXICON: &str = include_str!("content-lexicon.txt");

/// All rules that a [`Cleaner`](crate::Cleaner) works by, compiled. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    pub(crate) built_in: &'static BuiltIn,
    pub(crate) user: Arc<UserRules>,
}

/// The rules that come with tamis.
#[derive(Debug)]
pub(crate) struct BuiltIn {
    pub(crate) elements: ElementRules,
    pub(crate) images: ImageTable,
    pub(crate) promo: PromoTable,
    pub(crate) trackers: TrackerTable,
    pub(crate) redirectors: RedirectorTable,
    pub(crate) embeds: EmbedTable,
    pub(crate) frames: FrameTable,
    pub(crate) vocabulary: Vocabulary,
}

/// What a user asked for, compiled.
#[derive(Debug, Default)]
pub(crate) struct UserRules {
    pub(crate) select: Vec<UserSelector>,
    pub(crate) drop: Vec<UserSelector>,
    pub(crate) keep: Vec<UserSelector>,
    pub(crate) promo: Promo,
    pub(crate) title: TitlePlace,
    pub(crate) comments: Comments,
    pub(crate) sites: Vec<SiteRules>,
    #[cfg(feature = "cosmetic")]
    pub(crate) filter_lists: Vec<filters::FilterList>,
    pub(crate) links: LinkStyle,
    pub(crate) images: ImageStyle,
    pub(crate) extract_images: bool,
    pub(crate) link_rewrites: Rewrites,
    pub(crate) image_rewrites: Rewrites,
}

/// A selector and how the user wrote it.
#[derive(Debug)]
pub(crate) struct UserSelector {
    pub(crate) css: String,
    pub(crate) selector: Selector,
}

/// Compiles the user's selectors beside the built-in rules.
pub(crate) fn compile(options: &Options) -> Result<Rules, Error> {
    let user = UserRules {
        select: compile_selectors("select", &options.select)?,
        drop: compile_selectors("drop", &options.drop)?,
        keep: compile_selectors("keep", &options.keep)?,
        promo: options.promo,
        title: options.title,
        comments: options.comments,
        sites: options.site_rules.clone(),
        #[cfg(feature = "cosmetic")]
        filter_lists: options.filter_lists.clone(),
        links: options.links,
        images: options.images,
        extract_images: options.extract_images,
        link_rewrites: Rewrites::compile("links.rewrite", &options.link_rewrites)?,
        image_rewrites: Rewrites::compile("images.rewrite", &options.image_rewrites)?,
    };
    Ok(Rules { built_in: &BUILT_IN, user: Arc::new(user) })
}

/// A family of rules about elements: the name of its file, and what stands in it.
macro_rules! family {
    ($name:literal) => {
        (concat!("chrome/", $name, ".toml"), include_str!(concat!("chrome/", $name, ".toml")))
    };
}

/// The families. Where two rules fit an element, the first gives the reason.
#[rustfmt::skip]
const CHROME: [(&str, &str); 12] = [
    family!("never"),
    family!("ads"),
    family!("consent"),
    family!("share"),
    family!("newsletter"),
    family!("related"),
    family!("tools"),
    family!("comments"),
    family!("author"),
    family!("wechat"),
    family!("residue"),
    family!("frame"),
];

static BUILT_IN: LazyLock<BuiltIn> = LazyLock::new(|| BuiltIn {
    elements: ElementRules::compile(CHROME.map(|(file, text)| read(file, text))),
    images: read("images.toml", include_str!("images.toml")),
    promo: read("promo.toml", include_str!("promo.toml")),
    trackers: read("trackers.toml", include_str!("trackers.toml")),
    redirectors: read("redirectors.toml", include_str!("redirectors.toml")),
    embeds: read("embeds.toml", include_str!("embeds.toml")),
    frames: read("frames.toml", include_str!("frames.toml")),
    vocabulary: read("content-words.toml", include_str!("content-words.toml")),
});

/// The words that the finder of the content knows.
#[cfg(feature = "training")]
pub(crate) fn vocabulary() -> &'static Vocabulary {
    &BUILT_IN.vocabulary
}

/// Reads a built-in table: it is part of the program, so a fault in it is a fault of the program.
fn read<T: DeserializeOwned>(file: &str, text: &str) -> T {
    toml::from_str(text).unwrap_or_else(|error| panic!("the built-in table {file} is not valid: {error}"))
}

fn compile_selectors(option: &str, list: &[String]) -> Result<Vec<UserSelector>, Error> {
    let compile = |css: &String| match Selector::parse(css) {
        Ok(selector) => Ok(UserSelector { css: css.clone(), selector }),
        Err(why) => Err(Error::new(ErrorKind::Selector, format!("{option} selector \"{css}\": {why}"))),
    };
    list.iter().map(compile).collect()
}

#[cfg(test)]
mod tests {
    use super::{BUILT_IN, compile};
    use crate::error::ErrorKind;
    use crate::options::Options;
    use std::collections::HashSet;

    #[test]
    fn rules_are_sent_between_threads() {
        fn check<T: Send + Sync>() {}
        check::<super::Rules>();
    }

    #[test]
    fn every_rule_has_a_name_of_its_own_and_a_reason() {
        let built_in = &*BUILT_IN;
        let names = built_in.elements.rules.iter().map(|rule| (&rule.name, &rule.why));
        let trackers = built_in.trackers.rules.iter().map(|rule| (&rule.name, &rule.why));
        let redirectors = built_in.redirectors.rules.iter().map(|rule| (&rule.name, &rule.why));
        let embeds = built_in.embeds.rules.iter().map(|rule| (&rule.name, &rule.why));
        let promo = built_in.promo.rules.iter().map(|rule| (&rule.name, &rule.why));
        let mut seen = HashSet::new();
        for (name, why) in names.chain(trackers).chain(redirectors).chain(embeds).chain(promo) {
            let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(!name.is_empty() && name.chars().all(kebab), "{name} is not in kebab case");
            assert!(seen.insert(name), "two rules are called {name}");
            assert!(why.contains(' ') && !why.ends_with('.'), "{name}: say why, without a full stop: {why}");
        }
    }

    #[test]
    fn a_selector_that_does_not_parse_is_named() {
        let options = Options { drop: vec!["p".to_owned(), "a[".to_owned()], ..Options::default() };
        let error = compile(&options).map(|_| ()).expect_err("`a[` is no selector");
        assert_eq!(error.kind(), ErrorKind::Selector);
        assert!(error.to_string().starts_with("drop selector \"a[\": "), "{error}");
    }
}
