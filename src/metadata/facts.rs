//! Where a page says something of itself: one walk over its tree, before it is cleaned. Knows places, not
//! what they mean.

use super::json_ld::JsonLd;
use super::shown::{self, Named};
use super::text::{self, collapse};
use crate::html::{AttrNames, Dom, NodeId, NodeSet, is_space};
use std::cell::OnceCell;
use url::Url;

/// What elements are called by.
const NAMES: AttrNames = AttrNames::of(&["class", "id"]);

/// The elements that may say something, in document order.
pub(super) struct Facts<'d> {
    pub(super) dom: &'d Dom,
    /// Where the page was fetched from.
    url: Option<&'d Url>,
    /// Names of `<meta>`, in lower case, with their content.
    metas: Vec<(String, String)>,
    /// `<link>`.
    links: Vec<NodeId>,
    /// `<a rel=author>`.
    pub(super) author_links: Vec<NodeId>,
    /// Elements with `itemprop` (microdata) or, outside of `<meta>`, with `property` (RDFa).
    items: Vec<(String, NodeId)>,
    /// `<html>`, `<title>`, `<time>`, and headings up to the fourth level.
    elements: Vec<NodeId>,
    /// Elements with a class or an id.
    named_elements: Vec<NodeId>,
    pub(super) json_ld: JsonLd,
    /// All that stands around the first `<h1>`.
    around_title: OnceCell<NodeSet>,
    /// What [`Facts::named`] found: several fields ask for it.
    named: OnceCell<Vec<Named>>,
    /// What [`Facts::shown_texts`] found.
    shown_texts: OnceCell<Vec<(NodeId, &'d str)>>,
}

impl<'d> Facts<'d> {
    pub(super) fn gather(dom: &'d Dom, url: Option<&'d Url>) -> Self {
        let mut facts = Facts {
            dom,
            url,
            metas: Vec::new(),
            links: Vec::new(),
            author_links: Vec::new(),
            items: Vec::new(),
            elements: Vec::new(),
            named_elements: Vec::new(),
            json_ld: JsonLd::default(),
            around_title: OnceCell::new(),
            named: OnceCell::new(),
            shown_texts: OnceCell::new(),
        };
        for id in dom.descendants(dom.root()) {
            // A drawing has a title as well.
            match dom.name(id) {
                "" => continue,
                "meta" => facts.add_meta(id),
                "link" => facts.links.push(id),
                "a" if dom.attr(id, "rel").is_some_and(|rel| has_word(rel, "author")) => {
                    facts.author_links.push(id);
                }
                "script" if is_json_ld(dom, id) => facts.json_ld.add(&dom.text_content(id)),
                name @ ("html" | "title" | "h1" | "h2" | "h3" | "h4" | "time") if dom.is(id, name) => {
                    facts.elements.push(id)
                }
                _ => {}
            }
            facts.add_items(id);
            if dom.may_have(id, NAMES) {
                facts.named_elements.push(id);
            }
        }
        facts
    }

    fn add_meta(&mut self, id: NodeId) {
        let content = self.dom.attr(id, "content").or_else(|| self.dom.attr(id, "value")).unwrap_or("");
        let content = text::plain(content);
        if content.is_empty() {
            return;
        }
        for key in ["name", "property", "http-equiv"] {
            if let Some(name) = self.dom.attr(id, key) {
                self.metas.push((name.to_ascii_lowercase(), content.clone()));
            }
        }
    }

    fn add_items(&mut self, id: NodeId) {
        let names = self.dom.attr(id, "itemprop");
        let names = names.or_else(|| self.dom.attr(id, "property").filter(|_| self.dom.name(id) != "meta"));
        let Some(names) = names else { return };
        for name in names.split(is_space).filter(|name| !name.is_empty()) {
            // The vocabulary before the colon is schema.org's or Dublin Core's.
            let name = name.rsplit_once(':').map_or(name, |(_, name)| name);
            self.items.push((name.to_ascii_lowercase(), id));
        }
    }

    /// Whether the first `<h1>` stands in an element.
    pub(super) fn holds_title(&self, id: NodeId) -> bool {
        let around =
            || self.elements("h1").next().into_iter().flat_map(|title| self.dom.ancestors(title)).collect();
        self.around_title.get_or_init(around).contains(&id)
    }

    /// The headings, and the elements whose class or id says that they are a title.
    pub(super) fn titles(&self) -> impl Iterator<Item = NodeId> + '_ {
        let is_heading = |&id: &NodeId| self.dom.name(id).starts_with('h') && self.dom.name(id) != "html";
        let says_title = |&id: &NodeId| {
            let names = [self.dom.attr(id, "class"), self.dom.attr(id, "id")];
            names.into_iter().flatten().any(shown::says_title)
        };
        let named = self.named_elements.iter().copied().filter(says_title);
        self.elements.iter().copied().filter(is_heading).chain(named)
    }

    /// The elements whose class or id says that they show an author or a date, and what it says.
    pub(super) fn named(&self) -> &[Named] {
        self.named.get_or_init(|| shown::named(self.dom, &self.named_elements))
    }

    /// The texts that the page shows.
    pub(super) fn shown_texts(&self) -> &[(NodeId, &'d str)] {
        self.shown_texts.get_or_init(|| shown::texts_below(self.dom, self.dom.root()).collect())
    }

    /// An address on the web, made whole with the page's own.
    pub(super) fn absolute(&self, url: &str) -> Option<String> {
        let url = match self.url {
            Some(base) => base.join(url).ok()?,
            None => Url::parse(url).ok()?,
        };
        matches!(url.scheme(), "http" | "https").then(|| url.to_string())
    }

    /// The addresses that the page may have, the one it was fetched from first.
    pub(super) fn urls(&self) -> Vec<String> {
        let fetched = self.url.map(|url| url.to_string());
        fetched.into_iter().chain(self.links("canonical")).chain(self.metas("og:url")).collect()
    }

    /// The host of the page, without `www.`.
    pub(super) fn host(&self) -> Option<String> {
        let urls = self.urls();
        let host = urls.iter().find_map(|url| Url::parse(url).ok()?.host_str().map(str::to_owned))?;
        Some(host.strip_prefix("www.").map_or(host.clone(), str::to_owned))
    }

    /// The contents of all `<meta>` of a name.
    pub(super) fn metas(&self, name: &str) -> Vec<String> {
        let named = self.metas.iter().filter(|(own, _)| own == name);
        named.map(|(_, content)| content.clone()).collect()
    }

    /// The values of a property in microdata and RDFa, of the first thing that has it; comments have their own.
    pub(super) fn items(&self, name: &str) -> Vec<String> {
        let named = self.items.iter().filter(|(own, id)| own == name && !self.is_in_comment(*id));
        let mut values = named
            .map(|&(_, id)| (self.thing(id), self.item_value(id)))
            .filter(|(_, value)| !value.is_empty());
        let Some((first, value)) = values.next() else { return Vec::new() };
        let more = values.filter(|(thing, _)| *thing == first).map(|(_, value)| value);
        std::iter::once(value).chain(more).collect()
    }

    /// The thing that a property is of: the next element above that opens one.
    fn thing(&self, id: NodeId) -> Option<NodeId> {
        let opens =
            |&above: &NodeId| ["itemscope", "typeof"].iter().any(|key| self.dom.attr(above, key).is_some());
        self.dom.ancestors(id).find(opens)
    }

    fn is_in_comment(&self, id: NodeId) -> bool {
        const FOREIGN: &[&str] =
            &["comment", "suggestedanswer", "acceptedanswer", "review", "publisher", "isrelatedto"];
        let is_foreign = |above: NodeId| {
            let names = self.dom.attr(above, "itemprop").unwrap_or("");
            names.split(is_space).any(|name| FOREIGN.iter().any(|own| own.eq_ignore_ascii_case(name)))
        };
        self.dom.ancestors(id).any(is_foreign)
    }

    /// As HTML's microdata defines it: an attribute, or else the text. A thing in a property has a name.
    fn item_value(&self, id: NodeId) -> String {
        let dom = self.dom;
        // `<abbr title="2024-05-01">` is how dates were written before there was `<time>`.
        let title = if dom.name(id) == "abbr" { "title" } else { "content" };
        for key in ["content", "datetime", title] {
            if let Some(value) = dom.attr(id, key).map(text::plain).filter(|value| !value.is_empty()) {
                return value;
            }
        }
        let name = self.items.iter().find(|(own, inner)| {
            own == "name" && *inner != id && dom.ancestors(*inner).any(|above| above == id)
        });
        match name {
            Some(&(_, inner)) => self.item_value(inner),
            None => {
                match dom.attr(id, "src").or_else(|| dom.attr(id, "href").filter(|_| dom.name(id) == "link"))
                {
                    Some(url) => collapse(url),
                    None => collapse(&dom.text_content(id)),
                }
            }
        }
    }

    /// The `href` of the `<link>` elements with a relation.
    pub(super) fn links(&self, rel: &str) -> Vec<String> {
        let has_rel = |id: &&NodeId| self.dom.attr(**id, "rel").is_some_and(|own| has_word(own, rel));
        let found = self.links.iter().filter(has_rel).filter_map(|&id| self.dom.attr(id, "href"));
        found.map(collapse).filter(|href| !href.is_empty()).collect()
    }

    /// The elements of a name: `html`, `title`, `time`, or `h1` to `h4`.
    pub(super) fn elements(&self, name: &'static str) -> impl Iterator<Item = NodeId> + '_ {
        self.elements.iter().copied().filter(move |&id| self.dom.name(id) == name)
    }

    /// The values of an attribute of those elements.
    pub(super) fn attributes(&self, name: &'static str, key: &str) -> Vec<String> {
        let values = self.elements(name).filter_map(|id| self.dom.attr(id, key)).map(collapse);
        values.filter(|value| !value.is_empty()).collect()
    }

    /// The texts of those elements.
    pub(super) fn texts(&self, name: &'static str) -> Vec<String> {
        let texts = self.elements(name).map(|id| collapse(&self.dom.text_content(id)));
        texts.filter(|value| !value.is_empty()).collect()
    }
}

fn is_json_ld(dom: &Dom, id: NodeId) -> bool {
    let kind = dom.attr(id, "type").unwrap_or("");
    kind.get(..19).is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json"))
}

/// Whether a list of words has this one in it.
fn has_word(words: &str, word: &str) -> bool {
    words.split(is_space).any(|own| own.eq_ignore_ascii_case(word))
}
