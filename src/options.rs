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
    /// Who reads the Markdown.
    pub target: Target,
    /// What becomes of promotion that an author typed.
    pub promo: Promo,
    /// Where the title of an article stands.
    pub title: TitlePlace,
    /// What becomes of readers' comments below an article.
    pub comments: Comments,
    /// How links are written.
    pub links: LinkStyle,
    /// How images are written.
    pub images: ImageStyle,
    /// Whether images that a page holds in itself, as `data:` URLs, are handed out ([`Article::assets`](crate::Article::assets))
    /// under a file name; without it they are dropped, with a note.
    pub extract_images: bool,
    /// What becomes of the addresses of links, after all built-in rules; each applies to what the one before made.
    pub link_rewrites: Vec<UrlRewrite>,
    /// What becomes of the addresses of images.
    pub image_rewrites: Vec<UrlRewrite>,
    /// What one page may cost.
    pub limits: Limits,
    /// Rules for sites, beside the built-in ones; of two for the same site the later one comes first.
    pub site_rules: Vec<SiteRules>,
    /// Filter lists in EasyList's syntax: what they hide is dropped.
    #[cfg(feature = "cosmetic")]
    pub filter_lists: Vec<FilterList>,
    /// Whether a page is not asked what it says of itself: [`Article::metadata`](crate::Article::metadata) stays empty, and
    /// so do keys that front matter would get from it. It saves about a fifth of the time of a pure conversion.
    pub skip_metadata: bool,
    /// What becomes of front matter.
    pub front_matter: FrontMatter,
    /// The keys that may be set in front matter: title, author, date, modified, site, language, source,
    /// description, image, tags. None named are all that the page has something for.
    pub front_matter_keys: Vec<String>,
}

/// Who reads the Markdown: it says which text there must be protected from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Target {
    /// Any reader of CommonMark or GFM. In text, template calls are escaped; code is left as it is.
    #[default]
    Markdown,
    /// A Hugo site, which runs template calls (`{{< … >}}`) in code too: there they are commented out.
    Hugo,
}

/// A rule for addresses: what the pattern matches is replaced, everywhere in the address.
///
/// ```
/// use tamis::{Cleaner, Options, Page, UrlRewrite};
///
/// let rewrite = UrlRewrite {
///     pattern: r"^https://img\.example\.org/.*$".to_owned(),
///     replace: "assets/{name}-{sha256}.{ext}".to_owned(),
/// };
/// let cleaner = Cleaner::new(Options { image_rewrites: vec![rewrite], ..Options::default() })?;
/// let article = cleaner.clean(&Page::new("<img src='https://img.example.org/mill.png?w=300'>"));
/// let url = &article.images()[0].url;
/// assert!(url.starts_with("assets/mill-") && url.ends_with(".png"));
/// assert_eq!(article.images()[0].source, "https://img.example.org/mill.png?w=300");
/// # Ok::<(), tamis::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UrlRewrite {
    /// A regular expression, in the syntax of the crate `regex`. It may match any part of the address.
    pub pattern: String,
    /// What is written instead: `$1` or `${name}` is a group of the pattern. Of the whole address, as it
    /// was before any rewriting, `{sha256}` is the hash in hexadecimal, `{name}` the name of the file without its
    /// ending, and `{ext}` the ending of an image (`img`, if the address does not tell).
    pub replace: String,
}

/// How links are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LinkStyle {
    /// `[text](address)`.
    #[default]
    Inline,
    /// `[text][1]`, with the addresses at the end of the text.
    Reference,
    /// The text alone.
    Text,
}

/// How images are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ImageStyle {
    /// `![words](address)`.
    #[default]
    Inline,
    /// The words that stand for the image.
    Alt,
    /// Not at all.
    None,
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

/// Where the title of an article stands, when its metadata have it and a heading of the page says the same. Fragments, posts
/// and other scopes keep their headings as they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TitlePlace {
    /// Once: in front matter where that is written with a title, else in the text.
    #[default]
    Auto,
    /// In the text, as the heading that it is on the page.
    Heading,
    /// In [`Article::metadata`](crate::Article::metadata) alone: its heading goes, with a note.
    Metadata,
}

/// What becomes of readers' comments below an article. The posts of a thread are its content in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Comments {
    /// They go with what else stands around the article.
    #[default]
    Drop,
    /// They stay, with the names of who wrote them.
    Keep,
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
