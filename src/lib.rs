//! tamis turns scraped HTML into clean, normalized Markdown.
//!
//! ```
//! use tamis::{Cleaner, Page};
//!
//! let article = Cleaner::default().clean(&Page::new("<p>Hello, <b>world</b></p>"));
//! assert_eq!(article.to_string(), "Hello, **world**\n");
//! ```

mod article;
mod assets;
mod choices;
mod clean;
mod decode;
mod error;
mod front_matter;
mod html;
mod imprint;
mod ledger;
mod limits;
mod lower;
mod markdown;
mod metadata;
mod notes;
mod options;
mod page;
mod post;
mod rewrite;
mod rules;
#[cfg(feature = "stages")]
pub mod stages;
#[cfg(feature = "training")]
pub mod training;
mod visible;

pub use article::Article;
pub use assets::Asset;
pub use error::{Error, ErrorKind};
pub use ledger::Ledger;
pub use limits::Limits;
pub use markdown::tree::{Image, Link};
pub use metadata::Metadata;
pub use notes::{Action, Note};
pub use options::{
    Comments, FrontMatter, ImageStyle, LinkStyle, Options, Promo, Scope, Target, TitlePlace, UrlRewrite,
};
pub use page::{Page, PageKind};
#[cfg(feature = "cosmetic")]
pub use rules::filters::FilterList;
pub use rules::sites::{SiteRules, SiteTest};

use clean::Extent;
use html::Dom;
use limits::{Budget, Stop};
use markdown::tree::Block;
use rewrite::DataImages;
use rules::{Rules, Site};
use url::Url;

/// A post keeps it as part of its first bytes; in HTML it is no text.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// What is known of a page besides its tree.
#[derive(Clone, Copy)]
struct Known<'a> {
    url: Option<&'a Url>,
    metadata: Option<&'a Metadata>,
}

/// Cleans pages. Made once, used for any number of pages, from any number of threads.
#[derive(Clone, Debug)]
pub struct Cleaner {
    scope: Scope,
    rules: Rules,
    limits: Limits,
    target: Target,
    skip_metadata: bool,
    front_matter: FrontMatter,
    front_matter_keys: Vec<String>,
}

impl Default for Cleaner {
    fn default() -> Self {
        Cleaner::new(Options::default()).expect("the built-in rules compile")
    }
}

impl Cleaner {
    /// Compiles options. The only error is a CSS selector that does not parse.
    pub fn new(mut options: Options) -> Result<Self, Error> {
        imprint::check(&options.front_matter_keys)?;
        if options.title == TitlePlace::Auto {
            let is_written = imprint::writes_title(options.front_matter, &options.front_matter_keys);
            options.title = if is_written { TitlePlace::Metadata } else { TitlePlace::Heading };
        }
        Ok(Cleaner {
            scope: options.scope,
            rules: rules::compile(&options)?,
            limits: options.limits,
            target: options.target,
            skip_metadata: options.skip_metadata,
            front_matter: options.front_matter,
            front_matter_keys: options.front_matter_keys,
        })
    }

    /// Cleans one page. It always succeeds: what went wrong is in the notes.
    pub fn clean(&self, page: &Page<'_>) -> Article {
        let mut notes = Vec::new();
        let stop = page.stop.map(Stop::new).unwrap_or_default();
        let budget = Budget { limits: self.limits.clone(), stop };
        let (bytes, rest) = budget.affordable(page.bytes);
        let text = decode::decode(bytes, page.charset, &mut notes);
        let unread = unread_chars(rest, page, &budget.stop);
        if !rest.is_empty() {
            notes.push(limits::cut(rest.len(), unread));
        }
        let html = |extent, notes| {
            self.clean_html(text.trim_start_matches(BYTE_ORDER_MARK), extent, page, &budget, notes)
        };
        let mut article = match page.kind {
            PageKind::Html => html(None, notes),
            PageKind::WholePage => html(Some(Extent::Page), notes),
            PageKind::Fragment => html(Some(Extent::Fragment), notes),
            PageKind::Post => self.clean_post(&text, page, &budget, notes),
        };
        article.incoming += unread;
        imprint::set(&mut article, self.front_matter, &self.front_matter_keys, page.url);
        if budget.stop.is_set() { article.without_text(limits::stopped()) } else { article }
    }

    /// Cleans a page that is already parsed, for callers that hold such a tree for other reasons; `url`
    /// is where it was fetched from. The tree is read, not changed. It is taken for a whole page.
    ///
    /// ```
    /// use html5ever::tendril::TendrilSink;
    ///
    /// let dom = html5ever::parse_document(markup5ever_rcdom::RcDom::default(), Default::default())
    ///     .one("<p>Hello, <b>world</b></p>");
    /// let article = tamis::Cleaner::default().clean_rcdom(&dom, None);
    /// assert_eq!(article.to_string(), "Hello, **world**\n");
    /// ```
    #[cfg(feature = "rcdom")]
    pub fn clean_rcdom(&self, dom: &markup5ever_rcdom::RcDom, url: Option<&str>) -> Article {
        let mut article = Article::default();
        let base = base_url(url, &mut article.notes);
        let mut dom = html::from_rcdom(dom, &mut article.notes);
        let page = Known { url: base.as_ref(), metadata: None };
        article.metadata = self.convert_dom(&mut dom, Extent::Page, page, &mut article);
        self.finish(&mut article, usize::MAX);
        article
    }

    fn clean_html(
        &self,
        html: &str,
        extent: Option<Extent>,
        page: &Page<'_>,
        budget: &Budget,
        mut notes: Vec<Note>,
    ) -> Article {
        let base = base_url(page.url, &mut notes);
        let mut article = Article { notes, ..Article::default() };
        let known = Known { url: base.as_ref(), metadata: page.known };
        article.metadata = self.convert(html, extent, known, budget, &mut article);
        self.finish(&mut article, budget.text(html.len()));
        article
    }

    fn clean_post(&self, text: &str, page: &Page<'_>, budget: &Budget, mut notes: Vec<Note>) -> Article {
        let (front_matter, body) = front_matter::split(text);
        let post = post::split(body, &mut notes);
        let base = base_url(page.url.or(post.url.as_deref()), &mut notes);
        let fields = front_matter::read(front_matter);
        let mut metadata = metadata::of_post(post.title.as_deref(), post.url.as_deref(), &fields);
        page.known.inspect(|known| metadata::take_known(&mut metadata, known, &mut notes));
        let is_apart = post.starts_as_written || !front_matter.ends_with('\n');
        let mut article = Article {
            front_matter: front_matter.to_owned(),
            separator: if is_apart { "" } else { "\n" },
            metadata,
            notes,
            ..Article::default()
        };
        for part in &post.parts {
            if let post::Part::Markdown(text) = part {
                article.document.footnote_labels.extend(post::footnote_labels(text));
            }
        }
        let ends_in_html = matches!(post.parts.last(), Some(post::Part::Html(_)));
        for part in post.parts {
            match part {
                post::Part::Markdown(text) => {
                    article.incoming += visible::count(&text);
                    article.document.blocks.push(Block::Verbatim(text));
                }
                post::Part::Html(html) => {
                    let page = Known { url: base.as_ref(), metadata: None };
                    self.convert(&html, None, page, budget, &mut article);
                }
            }
        }
        self.finish(&mut article, budget.text(text.len()));
        if let (true, Some(Block::Verbatim(text))) = (ends_in_html, article.document.blocks.last_mut()) {
            // What stood below was HTML of which nothing is left, such as `</details>`.
            text.truncate(text.trim_end_matches(['\n', '\r']).len());
            text.push('\n');
        }
        article
    }

    /// Parses, cleans, rewrites and lowers one piece of HTML. What it is of a page is seen, unless that is known.
    fn convert(
        &self,
        html: &str,
        extent: Option<Extent>,
        page: Known<'_>,
        budget: &Budget,
        article: &mut Article,
    ) -> Metadata {
        let told = article.notes.len();
        let seen = || if html::is_whole_page(html) { Extent::Page } else { Extent::Fragment };
        let extent = extent.unwrap_or_else(seen);
        let mut dom = match extent {
            Extent::Page => html::read_page(html, budget, &mut article.notes),
            Extent::Fragment => html::read_fragment(html, budget, &mut article.notes),
        };
        // What the parser left unread came in, too.
        article.incoming += article.notes[told..].iter().map(|note| note.chars).sum::<usize>();
        self.convert_dom(&mut dom, extent, page, article)
    }

    fn convert_dom(&self, dom: &mut Dom, extent: Extent, page: Known<'_>, article: &mut Article) -> Metadata {
        let Article { document, notes, incoming, .. } = article;
        *incoming += dom.visible_chars(dom.root());
        let (mut metadata, site) = self.read_head(dom, page.url);
        page.metadata.inspect(|known| metadata::take_known(&mut metadata, known, notes));
        let base = if self.scope == Scope::Everything { None } else { rewrite::base_url(dom, page.url) };
        clean::clean(dom, self.scope, extent, &self.rules, &site, &metadata.title, notes);
        if self.scope == Scope::Everything {
            rewrite::refuse(dom, DataImages::Raster, self.limits.url, notes);
        } else {
            let whole = page.url.filter(|_| extent == Extent::Page);
            rewrite::rewrite(dom, whole, base.as_ref(), self.limits.url, &self.rules, notes);
        }
        lower::lower(dom, dom.root(), document, notes);
        metadata
    }

    /// What a page says of itself, and the rules for its site. A pure conversion needs neither.
    fn read_head(&self, dom: &Dom, page: Option<&Url>) -> (Metadata, Site<'_>) {
        let site = |address: Option<&Url>| Site::of(dom, page.or(address), &self.rules.user.sites);
        if !self.skip_metadata {
            let mut metadata = metadata::read(dom, page);
            let site = site(Url::parse(&metadata.canonical_url).ok().as_ref());
            metadata::read_site(dom, &site, &mut metadata);
            return (metadata, site);
        }
        let site = match (self.scope, page) {
            (Scope::Everything, _) => Site::default(),
            (_, Some(_)) => site(None),
            (_, None) => site(metadata::address(dom).as_ref()),
        };
        (Metadata::default(), site)
    }

    /// Brings the text into its normal form, of at most about so many bytes.
    fn finish(&self, article: &mut Article, bytes: usize) {
        let Article { document, notes, .. } = article;
        article.assets = choices::carry_out(document, &self.rules.user, notes);
        markdown::normalize(document);
        if self.scope != Scope::Everything {
            markdown::tidy(document);
        }
        markdown::fit(document, bytes, notes);
        document.target = self.target;
        // Whoever collects articles keeps no more than what is in them.
        document.texts.give_room_back();
        document.links.shrink_to_fit();
    }
}

/// The visible characters of the part of a page that is not read, as far as they can be told without a tree.
/// It is decoded piece by piece, so that it takes no memory.
fn unread_chars(rest: &[u8], page: &Page<'_>, stop: &Stop) -> usize {
    let pieces = rest.chunks(UNREAD_PIECE).map(|piece| decode::decode(piece, page.charset, &mut Vec::new()));
    let count = |text: &str| match page.kind {
        PageKind::Post => visible::count(text),
        _ => html::visible_chars_unread(text, stop),
    };
    pieces.map(|piece| count(&piece)).sum()
}

/// Bytes that are decoded at a time where only characters are counted.
const UNREAD_PIECE: usize = 1 << 20;

fn base_url(url: Option<&str>, notes: &mut Vec<Note>) -> Option<Url> {
    let url = url?;
    let parsed = Url::parse(url);
    if parsed.is_err() {
        let why = "the page's URL cannot be parsed, so relative URLs stay relative";
        notes.push(Note::new(Action::Suspected, "page-url", why).with_text(url));
    }
    parsed.ok()
}
