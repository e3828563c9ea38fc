//! What a page says of itself in its head: read before cleaning.

use crate::html::{Dom, NodeId, is_space};
use crate::rules::Site;
use crate::rules::sites::{Entry, Saying};
use serde_json::Value;

/// What a page says of itself. Each field is empty when the page does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metadata {
    /// The title, white space collapsed.
    pub title: String,
    /// Who wrote it.
    pub author: String,
    /// When it was published, as the page writes it.
    pub date: String,
    /// The page's own idea of its address.
    pub canonical_url: String,
    /// A BCP 47 tag, from the `lang` of `<html>`.
    pub language: String,
}

/// Where a page says something.
enum Source {
    /// The `content` of a `<meta>` with this `name`, `property` or `itemprop`.
    Meta(&'static str),
    /// The text of the first element of this name.
    Text(&'static str),
    /// A path of keys in the JSON-LD of the page; lists are looked through.
    JsonLd(&'static [&'static str]),
    /// An attribute of the first element of this name that has it.
    Attribute(&'static str, &'static str),
    /// The `href` of a `<link>` with this `rel`.
    Link(&'static str),
}

use Source::{Attribute, JsonLd, Link, Meta, Text};

// Each list is in the order of trust: what a page says to other programs first, then what it shows.
// A `<title>` names the site too, and the first heading may be its name.
const TITLE: &[Source] =
    &[Meta("og:title"), Meta("twitter:title"), JsonLd(&["headline"]), Text("title"), Text("h1")];
const AUTHOR: &[Source] = &[
    Meta("author"),
    JsonLd(&["author", "name"]),
    Meta("article:author"),
    Meta("og:article:author"),
    Meta("dc.creator"),
    JsonLd(&["author"]),
];
const DATE: &[Source] = &[
    Meta("article:published_time"),
    Meta("og:published_time"),
    JsonLd(&["datePublished"]),
    Meta("datePublished"),
    Meta("date"),
    Meta("pubdate"),
    Meta("dc.date"),
    Attribute("time", "datetime"),
];
const CANONICAL_URL: &[Source] = &[Link("canonical"), Meta("og:url")];
const LANGUAGE: &[Source] =
    &[Attribute("html", "lang"), Attribute("html", "xml:lang"), Meta("content-language")];

/// Reads the metadata of a page.
pub(crate) fn read(dom: &Dom) -> Metadata {
    let facts = Facts::gather(dom);
    Metadata {
        title: facts.first(dom, TITLE),
        author: facts.first(dom, AUTHOR),
        date: facts.first(dom, DATE),
        canonical_url: facts.first(dom, CANONICAL_URL),
        language: facts.first(dom, LANGUAGE),
    }
}

/// Puts what the rules of its site find in place of what was found in general.
pub(crate) fn read_site(dom: &Dom, site: &Site<'_>, metadata: &mut Metadata) {
    let first = |sayings: fn(&Entry) -> &[Saying]| {
        site.entries.iter().flat_map(|entry| sayings(entry)).find_map(|saying| saying.read(dom))
    };
    let said = [
        (&mut metadata.title, first(|entry| &entry.title)),
        (&mut metadata.author, first(|entry| &entry.author)),
        (&mut metadata.date, first(|entry| &entry.date)),
    ];
    for (field, text) in said {
        if let Some(text) = text {
            *field = text;
        }
    }
}

/// The elements that may say something, found in one walk.
#[derive(Default)]
struct Facts {
    /// Names of `<meta>`, in lower case, with their content.
    metas: Vec<(String, String)>,
    /// `<link>`, `<html>`, `<time>`, `<title>` and headings.
    elements: Vec<NodeId>,
    json_ld: Vec<Value>,
}

impl Facts {
    fn gather(dom: &Dom) -> Self {
        let mut facts = Facts::default();
        for id in dom.descendants(dom.root()) {
            match dom.name(id) {
                "meta" => facts.add_meta(dom, id),
                "script"
                    if dom.attr(id, "type").is_some_and(|kind| kind.starts_with("application/ld+json")) =>
                {
                    facts.json_ld.extend(serde_json::from_str(&dom.text_content(id)).ok());
                }
                // A drawing has a title as well.
                "link" | "html" | "time" | "title" | "h1" if dom.is(id, dom.name(id)) => {
                    facts.elements.push(id)
                }
                _ => {}
            }
        }
        facts
    }

    fn add_meta(&mut self, dom: &Dom, id: NodeId) {
        let content = collapse(dom.attr(id, "content").unwrap_or(""));
        let names = ["name", "property", "itemprop", "http-equiv"];
        let names = names.iter().filter_map(|name| dom.attr(id, name));
        let found = names.map(|name| (name.to_ascii_lowercase(), content.clone()));
        self.metas.extend(found.filter(|(_, content)| !content.is_empty()));
    }

    /// What the first source says that says anything.
    fn first(&self, dom: &Dom, sources: &[Source]) -> String {
        sources.iter().find_map(|source| self.said(dom, source)).unwrap_or_default()
    }

    fn said(&self, dom: &Dom, source: &Source) -> Option<String> {
        let named = |name: &'static str| self.elements.iter().filter(move |&&id| dom.name(id) == name);
        let given = |text: String| (!text.is_empty()).then_some(text);
        match *source {
            Meta(name) => {
                let found = self.metas.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
                found.map(|(_, content)| content.clone())
            }
            Text(name) => named(name).find_map(|&id| given(collapse(&dom.text_content(id)))),
            Attribute(name, key) => named(name).find_map(|&id| given(collapse(dom.attr(id, key)?))),
            Link(rel) => {
                let is_rel = |id: NodeId| {
                    dom.attr(id, "rel")
                        .is_some_and(|own| own.split(is_space).any(|own| own.eq_ignore_ascii_case(rel)))
                };
                named("link").filter(|&&id| is_rel(id)).find_map(|&id| given(collapse(dom.attr(id, "href")?)))
            }
            JsonLd(path) => self.json_ld.iter().find_map(|value| given(collapse(value_at(value, path)?))),
        }
    }
}

/// The first text at a path of keys, also below lists and `@graph`. The depth of JSON is bounded by its parser.
fn value_at<'v>(value: &'v Value, path: &[&str]) -> Option<&'v str> {
    match (value, path) {
        (Value::String(text), []) => Some(text),
        (Value::Array(list), _) => list.iter().find_map(|item| value_at(item, path)),
        (Value::Object(map), [key, rest @ ..]) => {
            let own = map.get(*key).and_then(|inner| value_at(inner, rest));
            own.or_else(|| value_at(map.get("@graph")?, path))
        }
        _ => None,
    }
}

fn collapse(text: &str) -> String {
    let words: Vec<&str> = text.split(is_space).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::html::parse_page;

    #[test]
    fn a_head_is_read_in_the_order_of_trust() {
        let html = "<html lang='zh-Hans'><head><title>T |\n Site</title>\
            <meta property='og:title' content=' The  title '><meta name=Author content=Li>\
            <link rel='x canonical' href='https://a.example/1'>\
            <script type='application/ld+json'>{\"@graph\":[{\"@type\":\"WebSite\"},\
            {\"author\":[{\"name\":\"Wang\"}],\"datePublished\":\"2024-05-06\"}]}</script></head><h1>H</h1>";
        let metadata = read(&parse_page(html, &mut Vec::new()));
        assert_eq!(metadata.title, "The title");
        assert_eq!(metadata.author, "Li");
        assert_eq!(metadata.date, "2024-05-06");
        assert_eq!(metadata.canonical_url, "https://a.example/1");
        assert_eq!(metadata.language, "zh-Hans");
    }

    #[test]
    fn a_bare_page_says_what_it_shows() {
        let html = "<svg><title>drawing</title></svg><title> </title><h1>The <i>heading</i></h1>\
            <time>yesterday</time><time datetime=2024-01-02>today</time><script type='application/ld+json'>{</script>";
        let metadata = read(&parse_page(html, &mut Vec::new()));
        assert_eq!((metadata.title.as_str(), metadata.date.as_str()), ("The heading", "2024-01-02"));
        assert_eq!((metadata.author.as_str(), metadata.canonical_url.as_str()), ("", ""));
    }
}
