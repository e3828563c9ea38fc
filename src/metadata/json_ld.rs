//! JSON-LD as pages have it: broken, escaped, nested. Knows which thing in it is the page's subject.

use super::text;
use crate::html::{is_space, text_of};
use serde_json::{Map, Value};

/// The things that a page describes, the subject of the page first.
#[derive(Default)]
pub(super) struct JsonLd(Vec<Map<String, Value>>);

/// What a page is about, most telling first; a type counts that ends in one of these words. The last row is
/// the page itself; behind it come all things but those that stand around it.
const SUBJECTS: &[&[&str]] = &[
    &["Article", "Posting", "Report", "Question"],
    &[
        "Product",
        "Recipe",
        "Course",
        "Event",
        "Book",
        "Movie",
        "SoftwareApplication",
        "VideoObject",
        "Review",
    ],
    &["WebPage", "ItemPage", "CollectionPage", "AboutPage", "FAQPage", "ProfilePage", "CreativeWork"],
];

/// What stands around the subject of a page.
const AROUND: &[&str] = &[
    "WebSite",
    "Person",
    "Organization",
    "Corporation",
    "Business",
    "BreadcrumbList",
    "ItemList",
    "ImageObject",
    "Place",
    "Action",
    "SiteNavigationElement",
    "WPHeader",
    "WPFooter",
    "WPSideBar",
    "Brand",
    "Rating",
    "Offer",
    "Store",
];

/// Things that stand in each other deeper than this are not looked for.
const MAX_DEPTH: usize = 6;

impl JsonLd {
    /// Adds the content of a `<script type="application/ld+json">`.
    pub(super) fn add(&mut self, script: &str) {
        for value in parse(script) {
            self.add_things(value, 0);
        }
    }

    fn add_things(&mut self, value: Value, depth: usize) {
        match value {
            Value::Array(list) => list.into_iter().for_each(|item| self.add_things(item, depth)),
            Value::Object(mut thing) if depth < MAX_DEPTH => {
                let inner = ["@graph", "mainEntity", "mainEntityOfPage"].map(|key| thing.get(key).cloned());
                thing.remove("@graph");
                self.0.push(thing);
                inner.into_iter().flatten().for_each(|value| self.add_things(value, depth + 1));
            }
            _ => {}
        }
    }

    /// The texts at a path of keys in the subject of the page, or in the first thing behind it that has some.
    pub(super) fn subject(&self, path: &[&str]) -> Vec<String> {
        let ranked = SUBJECTS.iter().flat_map(|types| self.0.iter().filter(|thing| is_a(thing, types)));
        let others = self.0.iter().filter(|thing| !is_a(thing, AROUND));
        self.first_with(ranked.chain(others), path)
    }

    /// The texts at a path of keys in a thing of a type.
    pub(super) fn of_type(&self, kind: &str, path: &[&str]) -> Vec<String> {
        self.first_with(self.0.iter().filter(|thing| is_a(thing, &[kind])), path)
    }

    fn first_with<'t>(
        &self,
        things: impl Iterator<Item = &'t Map<String, Value>>,
        path: &[&str],
    ) -> Vec<String> {
        let texts = things.map(|thing| {
            let mut texts = Vec::new();
            self.texts_in(thing, path, 0, &mut texts);
            texts
        });
        texts.into_iter().find(|texts| !texts.is_empty()).unwrap_or_default()
    }

    fn texts_in(&self, thing: &Map<String, Value>, path: &[&str], depth: usize, texts: &mut Vec<String>) {
        let Some((key, rest)) = path.split_first() else { return };
        if let Some(value) = thing.get(*key) {
            self.texts(value, rest, depth, texts);
        }
    }

    fn texts(&self, value: &Value, path: &[&str], depth: usize, texts: &mut Vec<String>) {
        match value {
            _ if depth > MAX_DEPTH => {}
            Value::Array(list) => list.iter().for_each(|item| self.texts(item, path, depth + 1, texts)),
            // A thing that is only named here is described elsewhere.
            Value::Object(thing) => match self.referred(thing) {
                Some(other) => self.texts_in(other, path, depth + 1, texts),
                None => self.texts_in(thing, path, depth + 1, texts),
            },
            // A text in the place of a thing is its name, its address.
            Value::String(text) if path.len() <= 1 => {
                texts.extend(Some(text::plain(text)).filter(|text| !text.is_empty()));
            }
            Value::Number(number) if path.is_empty() => texts.push(number.to_string()),
            _ => {}
        }
    }

    fn referred(&self, thing: &Map<String, Value>) -> Option<&Map<String, Value>> {
        let id = thing.get("@id").filter(|_| !thing.contains_key("name"))?;
        self.0.iter().find(|other| other.get("@id") == Some(id) && other.contains_key("name"))
    }
}

fn is_a(thing: &Map<String, Value>, types: &[&str]) -> bool {
    let ends = |value: &Value| value.as_str().is_some_and(|own| types.iter().any(|kind| own.ends_with(kind)));
    match thing.get("@type") {
        Some(Value::Array(list)) => list.iter().any(ends),
        Some(value) => ends(value),
        None => false,
    }
}

/// Reads a script as it is, then mended, then with its character references read.
fn parse(script: &str) -> Vec<Value> {
    let text = bare(script);
    let attempts: [&dyn Fn() -> String; 3] =
        [&|| text.to_owned(), &|| mended(text), &|| mended(&text_of(&text.replace('<', "&lt;")))];
    attempts.iter().map(|attempt| read(&attempt())).find(|found| !found.is_empty()).unwrap_or_default()
}

/// All values that stand one after the other; what follows something broken is lost.
fn read(text: &str) -> Vec<Value> {
    let values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    values.map_while(Result::ok).filter(|value| value.is_object() || value.is_array()).collect()
}

/// Without what hides scripts from old readers: `<!-- … -->`, `//<![CDATA[ … //]]>`, and a last `;`.
fn bare(script: &str) -> &str {
    let start = script.find(['{', '[']).unwrap_or(0);
    // The bracket of `<![CDATA[` opens nothing.
    let start = match script[start..].strip_prefix("[CDATA[") {
        Some(rest) => script.len() - rest.len() + rest.find(['{', '[']).unwrap_or(0),
        None => start,
    };
    let text = &script[start..];
    let is_closing = |c: char| is_space(c) || matches!(c, ';' | '/' | '*' | '>' | '-');
    let text = text.trim_end_matches(is_closing);
    text.strip_suffix("]]")
        .filter(|_| script.contains("<![CDATA["))
        .unwrap_or(text)
        .trim_end_matches(is_closing)
}

/// Escapes the control characters in strings, drops the commas before a closing bracket, and comments.
fn mended(text: &str) -> String {
    let mut mended = String::with_capacity(text.len());
    let (mut in_string, mut escaped) = (false, false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            _ if escaped => {
                escaped = false;
                // JSON knows few escapes: `\'` is a quote mark with a stroke too many.
                if !matches!(c, '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u') {
                    mended.pop();
                }
                mended.push(c);
            }
            '\\' if in_string => {
                escaped = true;
                mended.push(c);
            }
            '"' => {
                in_string = !in_string;
                mended.push(c);
            }
            _ if in_string && c.is_control() => mended.push(' '),
            '/' if !in_string && chars.peek() == Some(&'*') => {
                let mut last = ' ';
                chars
                    .by_ref()
                    .take_while(|&c| !(std::mem::replace(&mut last, c) == '*' && c == '/'))
                    .for_each(drop);
            }
            '}' | ']' if !in_string => {
                let end = mended.trim_end_matches(is_space).len();
                if mended[..end].ends_with(',') {
                    mended.truncate(end - 1);
                }
                mended.push(c);
            }
            _ => mended.push(c),
        }
    }
    mended
}

#[cfg(test)]
mod tests {
    use super::JsonLd;

    fn headline(script: &str) -> String {
        let mut json_ld = JsonLd::default();
        json_ld.add(script);
        json_ld.subject(&["headline"]).concat()
    }

    #[test]
    fn scripts_that_are_wrapped_or_broken_are_read() {
        for script in [
            r#" {"@type":"Article","headline":"A b"} "#,
            "<!--\n{\"@type\":\"Article\",\"headline\":\"A b\"}\n-->",
            "//<![CDATA[\n{\"@type\":\"Article\",\"headline\":\"A b\"}\n//]]>",
            "/* <![CDATA[ */[{\"@type\":\"Article\",\"headline\":\"A b\"}]/* ]]> */",
            "{\"@type\":\"Article\",\"headline\":\"A\nb\",};",
            "{&quot;@type&quot;:&quot;Article&quot;,&quot;headline&quot;:&quot;A b&quot;}",
            "{\"@type\":[\"Thing\",\"NewsArticle\"], /* x */ \"headline\":\"A b\"}",
            "{\"@type\":\"WebSite\",\"headline\":\"no\"}{\"@type\":\"BlogPosting\",\"headline\":\"A b\"}",
            "{\"@graph\":[{\"@type\":\"WebPage\",\"headline\":\"no\"},{\"@type\":\"Article\",\"headline\":\"A b\"}]}",
            "{\"@type\":\"WebPage\",\"mainEntity\":{\"@type\":\"Article\",\"headline\":\"A &amp; b\"}}",
        ] {
            assert_eq!(headline(script).replace("& ", ""), "A b", "{script}");
        }
        for script in
            ["", "{", "[[[", "null", "\"headline\"", "{\"@type\":\"WebSite\",\"headline\":\"x\"}", "//]]>"]
        {
            assert_eq!(headline(script), "", "{script}");
        }
    }

    #[test]
    fn things_that_are_described_elsewhere_are_found() {
        let mut json_ld = JsonLd::default();
        json_ld.add(
            r##"{"@graph":[{"@type":"Article","author":[{"@id":"#1"},{"name":"B"},"C"]},{"@id":"#1","@type":"Person","name":"A"}]}"##,
        );
        assert_eq!(json_ld.subject(&["author", "name"]), ["A", "B", "C"]);
        json_ld.add(r##"{"@type":"Review","@id":"#2","author":{"@id":"#2"}}"##);
    }
}
