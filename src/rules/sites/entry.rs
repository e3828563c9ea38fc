//! What is known of one site, compiled.

use super::{hosts, place};
use crate::html::{Dom, NodeId, Selector, is_space};
use crate::rules::UserSelector;
use crate::rules::index::Index;
use regex::Regex;
use url::Url;

/// The rules for one site.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(super) matches: Vec<Match>,
    /// Whether hosts below those of `matches` are meant too.
    pub(super) subdomains: bool,
    pub(super) detect: Option<Selector>,
    pub(crate) select: Vec<UserSelector>,
    /// Whether what `select` finds must agree with what looks like the content.
    pub(crate) check: bool,
    pub(crate) drop: Drops,
    pub(crate) keep: Vec<UserSelector>,
    pub(crate) title: Vec<Saying>,
    pub(crate) author: Vec<Saying>,
    pub(crate) date: Vec<Saying>,
}

impl Entry {
    /// Whether `match` names a host, that of a page or one above it, and the page's path.
    pub(super) fn is_for(&self, host: &str, own_host: &str, path: &str) -> bool {
        self.matches.iter().any(|own| {
            own.host == host
                && (self.subdomains || own_host == host)
                && own.path.as_ref().is_none_or(|pattern| pattern.is_match(path))
        })
    }

    /// Whether `match` names the page of an address.
    pub(super) fn names(&self, url: &Url) -> bool {
        let (own_host, path) = place(url);
        hosts(own_host).any(|host| self.is_for(host, own_host, path))
    }
}

/// What goes, found by the first selector that matches.
#[derive(Debug, Default)]
pub(crate) struct Drops {
    selectors: Vec<UserSelector>,
    index: Index,
}

impl Drops {
    pub(super) fn new(selectors: Vec<UserSelector>) -> Self {
        let mut index = Index::default();
        selectors.iter().enumerate().for_each(|(number, own)| index.add(&own.selector, number));
        Drops { selectors, index }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.selectors.is_empty()
    }

    /// The first selector that an element is dropped by.
    pub(crate) fn find(&self, dom: &Dom, id: NodeId) -> Option<&UserSelector> {
        let mut first: Option<usize> = None;
        self.index.each(dom, id, &mut |own| {
            if first.is_none_or(|first| own.number < first) && own.matches(dom, id) {
                first = Some(own.number);
            }
        });
        first.map(|number| &self.selectors[number])
    }
}

/// A host, and perhaps which of its paths.
#[derive(Debug)]
pub(super) struct Match {
    pub(super) host: String,
    pub(super) path: Option<Regex>,
}

impl Match {
    /// Reads `example.org` or `example.org/posts/*`, in which `*` stands for any characters.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (host, path) = match text.find('/') {
            Some(slash) => (&text[..slash], Some(&text[slash..])),
            None => (text, None),
        };
        let host = host.strip_prefix("www.").unwrap_or(host).to_lowercase();
        if host.is_empty() || host.contains(|c: char| is_space(c) || "*:@?#\"'".contains(c)) {
            let advice = "needs a host, and perhaps a path: example.org, or example.org/posts/*";
            return Err(format!("\"{text}\" {advice}"));
        }
        let pattern = |path: &str| {
            let parts: Vec<String> = path.split('*').map(regex::escape).collect();
            Regex::new(&format!("^{}$", parts.join(".*"))).map_err(|error| error.to_string())
        };
        Ok(Match { host, path: path.filter(|path| *path != "/*").map(pattern).transpose()? })
    }
}

/// Where a page says its title, author or date.
#[derive(Debug)]
pub(crate) enum Saying {
    /// In the text of an element, or in an attribute of it.
    Element(Selector, Option<String>),
    /// Nowhere: it is the same for all pages of the site.
    Known(String),
}

impl Saying {
    /// Reads a selector that may end in `@attribute`, or a text in double quotes.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if let Some(known) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            return Ok(Saying::Known(collapse(known)));
        }
        let is_name = |name: &str| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_:".contains(&b))
        };
        let (css, attribute) = match text.rsplit_once('@') {
            Some((css, name)) if is_name(name) => (css, Some(name.to_owned())),
            _ => (text, None),
        };
        Ok(Saying::Element(Selector::parse(css)?, attribute))
    }

    /// The elements below `top` whose text says it.
    pub(crate) fn elements(&self, dom: &Dom, top: NodeId) -> Vec<NodeId> {
        match self {
            Saying::Element(selector, None) => selector.select(dom, top),
            Saying::Element(_, Some(_)) | Saying::Known(_) => Vec::new(),
        }
    }

    /// What the first element says that says anything, white space collapsed. A `meta` says its `content`.
    pub(crate) fn read(&self, dom: &Dom) -> Option<String> {
        match self {
            Saying::Known(text) => Some(text.clone()).filter(|text| !text.is_empty()),
            Saying::Element(selector, attribute) => {
                let found = selector.matching(dom, dom.root());
                let mut texts = found.map(|id| text(dom, id, attribute.as_deref()));
                texts.find(|text| !text.is_empty())
            }
        }
    }
}

fn text(dom: &Dom, id: NodeId, attribute: Option<&str>) -> String {
    let attribute = match attribute {
        Some(name) => Some(name),
        None if dom.is(id, "meta") => Some("content"),
        None if dom.is(id, "time") && dom.attr(id, "datetime").is_some() => Some("datetime"),
        None => None,
    };
    match attribute {
        Some(name) => collapse(dom.attr(id, name).unwrap_or("")),
        None => collapse(&dom.text_content(id)),
    }
}

fn collapse(text: &str) -> String {
    text.split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
