//! What a user may choose: plain data.

use crate::limits::Limits;
#[cfg(feature = "cosmetic")]
use crate::rules::filters::FilterList;
use crate::rules::sites::SiteRules;

/// How pages are to be cleaned.
///
/// ```
/// use tamis::{Options, Scope};
/// let options = Options { scope: Scope::Body, drop: vec![".promo".to_owned()], ..Options::default() };
/// ```
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How much of a page is wanted.
    pub scope: Scope,
    /// CSS selectors: when there are any, only what they match is converted.
    pub select: Vec<String>,
    /// CSS selectors of what to remove.
    pub drop: Vec<String>,
    /// CSS selectors of what no rule may remove; wins over `drop`.
    pub keep: Vec<String>,
    /// What becomes of promotion that an author typed.
    pub promo: Promo,
    /// What one page may cost.
    pub limits: Limits,
    /// Rules for sites, beside the built-in ones; of two for the same site the later one comes first.
    pub site_rules: Vec<SiteRules>,
    /// Filter lists in EasyList's syntax: what they hide is dropped.
    #[cfg(feature = "cosmetic")]
    pub filter_lists: Vec<FilterList>,
}

/// How much of a page is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The article of a whole page; all of a fragment or post, without chrome.
    #[default]
    Auto,
    /// The main content.
    Article,
    /// Everything visible, without chrome such as navigation and ads.
    Body,
    /// A pure conversion: nothing goes but what is never content (scripts, styles), and no URL is touched
    /// but those that could run a script.
    Everything,
}

/// What becomes of promotion that an author typed: "follow us", "subscribe to our newsletter", lists of
/// other texts. Promotion that the site adds is chrome and goes in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Promo {
    /// It is text like any other.
    #[default]
    Keep,
    /// It goes where place and words agree: known words in a line at the head or the tail of the text.
    Strip,
}
