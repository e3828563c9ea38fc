//! What a user may choose: plain data.

use crate::limits::Limits;
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
    /// What becomes of front matter.
    pub front_matter: FrontMatter,
    /// The keys that may be set in front matter: title, author, date, modified, site, language, source,
    /// description, image, tags. None named are all that the page has something for.
    pub front_matter_keys: Vec<String>,
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

/// What becomes of front matter. Values that are written are quoted, so that no page can break out of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FrontMatter {
    /// It stays as it came, byte for byte.
    #[default]
    Keep,
    /// It stays as it came, and keys that are missing are added from the metadata; a page without any gets YAML.
    Add,
    /// A page without any gets YAML, from its metadata; other front matter stays as it came.
    Yaml,
    /// A page without any gets TOML.
    Toml,
    /// A page without any gets a JSON object.
    Json,
    /// It is dropped.
    None,
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
