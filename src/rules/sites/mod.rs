//! Rules for sites: where a site keeps its article, title, author and date, and what else of its pages is
//! chrome. Ours are TOML files beside this one; a user's come as text. A site is found by the host of a
//! page's address, or by a mark that its software leaves in the head.
//! It reads rules and finds them; what they do to a tree is not known here.

mod built_in;
mod entry;
mod read;

pub(crate) use entry::{Entry, Saying};
pub use read::SiteTest;

use crate::error::Error;
use crate::html::{Dom, NodeId, Selector};
use crate::rules::UserSelector;
use std::collections::HashMap;
use std::sync::Arc;
use url::Url;

/// Rules for sites, compiled. Cheap to clone; thousands of sites cost other pages nothing.
///
/// ```
/// use tamis::{Cleaner, Options, Page, SiteRules};
///
/// let rules = SiteRules::parse("
///     [[site]]
///     match  = ['example.org/posts/*']
///     select = ['div.entry']
///     drop   = ['.promo']
///     author = '.byline a'
/// ")?;
/// let cleaner = Cleaner::new(Options { site_rules: vec![rules], ..Options::default() })?;
/// let html = "<html><body><p>Menu<div class=entry><p>Salt<p class=promo>Buy</div></body></html>";
/// let article = cleaner.clean(&Page::new(html).url("https://www.example.org/posts/1"));
/// assert_eq!(article.to_string(), "Salt\n");
/// # Ok::<(), tamis::Error>(())
/// ```
///
/// A `[[site]]` has these keys. All selectors are CSS; those of `title`, `author` and `date` may end in `@` and
/// the name of an attribute, whose value is then taken instead of the
/// text, or be a text in double quotes, for what is the same on all pages.
///
/// | key | what it says |
/// |---|---|
/// | `name` | how notes name it; the first host if it is missing |
/// | `match` | hosts, with all below them; each perhaps with a pattern of paths, in which `*` is anything |
/// | `subdomains` | `false`: `match` means the hosts themselves (and `www.`), not those below |
/// | `detect` | a selector of `html`, `body` or an element of the head, for software that runs on many hosts |
/// | `select` | where the content is: the first selector that matches is taken |
/// | `check` | `true`: where that holds less than half of what looks like the content, it is out of date and passed over; so is `drop` where nothing is selected |
/// | `drop`, `keep` | what goes, and what no built-in rule may remove |
/// | `title`, `author`, `date` | where the page says it; the first that matches and says something |
/// | `test` | tables with `url`, `html` or `file`, and what is expected; see [`SiteTest`] |
#[derive(Clone, Debug, Default)]
pub struct SiteRules(Arc<Table>);

#[derive(Debug, Default)]
struct Table {
    entries: Vec<Entry>,
    tests: Vec<SiteTest>,
    by_host: HashMap<String, Vec<usize>>,
    by_mark: Vec<usize>,
}

impl SiteRules {
    /// Reads a file of rules: `[[site]]` tables and nothing else. The error has the line.
    pub fn parse(toml: &str) -> Result<Self, Error> {
        read::read(toml, true).map(|(entries, tests)| SiteRules::index(entries, tests))
    }

    /// Reads the `[[site]]` tables of a file that says other things too, which are passed over.
    pub fn within(toml: &str) -> Result<Self, Error> {
        read::read(toml, false).map(|(entries, tests)| SiteRules::index(entries, tests))
    }

    /// The rules that come with tamis. They hold without being asked for; here they are to be tested.
    pub fn built_in() -> Self {
        built_in::RULES.clone()
    }

    /// How many sites there are.
    pub fn len(&self) -> usize {
        self.0.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.entries.is_empty()
    }

    /// The tests that stand beside the rules.
    pub fn tests(&self) -> &[SiteTest] {
        &self.0.tests
    }

    fn index(entries: Vec<Entry>, tests: Vec<SiteTest>) -> Self {
        let mut table = Table { entries, tests, ..Table::default() };
        for (index, entry) in table.entries.iter().enumerate() {
            for own in &entry.matches {
                table.by_host.entry(own.host.clone()).or_default().push(index);
            }
            if entry.detect.is_some() {
                table.by_mark.push(index);
            }
        }
        SiteRules(Arc::new(table))
    }

    /// The rules for a page: those of the longest host first, those found by a mark last.
    fn find<'r>(&'r self, page: &PageFacts<'_>, found: &mut Vec<&'r Entry>) {
        let table = &*self.0;
        for host in page.hosts() {
            for &index in table.by_host.get(host).into_iter().flatten() {
                let entry = &table.entries[index];
                if entry.is_for(host, page.host, page.path) {
                    found.push(entry);
                }
            }
        }
        for entry in table.by_mark.iter().map(|&index| &table.entries[index]) {
            let has_mark = |mark: &Selector| page.marks.iter().any(|&id| mark.matches(page.dom, id));
            if entry.detect.as_ref().is_some_and(has_mark) {
                found.push(entry);
            }
        }
    }
}

/// What a site can be known by.
struct PageFacts<'p> {
    dom: &'p Dom,
    /// Without `www.`; empty when the address is not known.
    host: &'p str,
    path: &'p str,
    /// `html`, `body` and the elements of the head.
    marks: Vec<NodeId>,
}

impl<'p> PageFacts<'p> {
    fn of(dom: &'p Dom, url: Option<&'p Url>) -> Self {
        let (host, path) = url.map_or(("", ""), place);
        PageFacts { dom, host, path, marks: marks(dom) }
    }

    fn hosts(&self) -> impl Iterator<Item = &'p str> {
        hosts(self.host)
    }
}

/// Host and path of an address, without `www.`.
fn place(url: &Url) -> (&str, &str) {
    let host = url.host_str().unwrap_or("");
    (host.strip_prefix("www.").unwrap_or(host), url.path())
}

/// `a.b.example.org`, `b.example.org`, `example.org`, `org`.
fn hosts(host: &str) -> impl Iterator<Item = &str> {
    let whole = (!host.is_empty()).then_some(host);
    std::iter::successors(whole, |host| host.split_once('.').map(|(_, above)| above))
}

/// `html`, its children and those of the head; nothing when there is no head, as in a fragment.
fn marks(dom: &Dom) -> Vec<NodeId> {
    let Some(html) = dom.children(dom.root()).find(|&id| dom.is(id, "html")) else { return Vec::new() };
    let parts: Vec<NodeId> = dom.children(html).filter(|&id| dom.is_element(id)).collect();
    let Some(head) = parts.iter().copied().find(|&id| dom.is(id, "head")) else { return Vec::new() };
    let inner = dom.children(head).filter(|&id| dom.is_element(id));
    std::iter::once(html).chain(parts.iter().copied()).chain(inner).collect()
}

/// The rules that hold for one page, the nearest first: the user's before ours.
#[derive(Clone, Debug, Default)]
pub(crate) struct Site<'r> {
    pub(crate) entries: Vec<&'r Entry>,
    /// The host of the page, without `www.`; empty when it is not known. Filter lists ask for it.
    #[cfg(feature = "cosmetic")]
    pub(crate) host: String,
}

impl<'r> Site<'r> {
    /// Finds the rules for a page of this address, with its head still there.
    pub(crate) fn of(dom: &Dom, url: Option<&Url>, user: &'r [SiteRules]) -> Self {
        let page = PageFacts::of(dom, url);
        let mut entries = Vec::new();
        for rules in user.iter().rev() {
            rules.find(&page, &mut entries);
        }
        built_in::RULES.find(&page, &mut entries);
        Site {
            entries,
            #[cfg(feature = "cosmetic")]
            host: page.host.to_owned(),
        }
    }

    /// What no rule of ours may drop.
    pub(crate) fn keep(&self) -> impl Iterator<Item = &UserSelector> {
        self.entries.iter().flat_map(|entry| &entry.keep)
    }
}

#[cfg(test)]
mod tests;
