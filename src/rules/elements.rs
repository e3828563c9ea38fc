//! Rules about elements: what goes, and why. Compiled so that an element is looked up by its name and
//! classes first: most rules are one word, and only the few others are matched as selectors.

use crate::html::{Dom, NodeId, Selector};
use serde::Deserialize;
use std::collections::HashMap;

/// When a rule applies. A wider reach includes the narrower ones.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Reach {
    /// Always, also in a pure conversion: what it names is never content.
    Always,
    /// In pages, fragments and posts that are cleaned.
    Any,
    /// In whole pages only: in a fragment the same element is likely to be content.
    Page,
}

/// The rules of a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    rule: Vec<Entry>,
}

/// A rule as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    why: String,
    /// CSS selectors of what goes.
    select: Vec<String>,
    scope: Reach,
    /// Whether a browser would not show it either.
    #[serde(default)]
    hidden: bool,
    /// It stays when it matches this.
    unless: Option<String>,
    /// It stays when it stands in one of these.
    outside: Option<String>,
    /// It stays when it holds one of these.
    without: Option<String>,
}

/// A compiled rule, without what it selects.
#[derive(Debug)]
pub(crate) struct ElementRule {
    pub(crate) name: String,
    pub(crate) why: String,
    pub(crate) hidden: bool,
    reach: Reach,
    unless: Option<Selector>,
    outside: Option<Selector>,
    without: Option<Selector>,
}

/// Compiled rules, indexed.
#[derive(Debug, Default)]
pub(crate) struct ElementRules {
    rules: Vec<ElementRule>,
    by_name: HashMap<String, Vec<Candidate>>,
    by_class: HashMap<String, Vec<Candidate>>,
    by_attribute: HashMap<String, Vec<Candidate>>,
    others: Vec<Candidate>,
}

/// A rule that may fit an element; without a selector the look-up has said enough.
#[derive(Debug)]
struct Candidate {
    rule: usize,
    css: Option<Selector>,
}

/// What an element must have to be worth matching with a selector.
#[derive(Debug, PartialEq, Eq)]
enum Key<'a> {
    Name(&'a str),
    Class(&'a str),
    Attribute(&'a str),
    Any,
}

impl ElementRules {
    pub(super) fn compile(file: File) -> Self {
        let mut rules = ElementRules::default();
        for entry in file.rule {
            rules.add(entry);
        }
        rules
    }

    /// The first rule, in the order of the file, by which an element is to go.
    pub(crate) fn find(&self, dom: &Dom, id: NodeId, reach: Reach) -> Option<&ElementRule> {
        let named = self.by_name.get(dom.name(id)).into_iter().flatten();
        let classed = dom.classes(id).filter_map(|class| self.by_class.get(class)).flatten();
        let attributed = dom.attrs(id).filter_map(|(name, _)| self.by_attribute.get(name)).flatten();
        let candidates = named.chain(classed).chain(attributed).chain(&self.others);
        let fits = |candidate: &&Candidate| {
            candidate.css.as_ref().is_none_or(|css| css.matches(dom, id))
                && self.rules[candidate.rule].applies(dom, id, reach)
        };
        let first = candidates.filter(fits).map(|candidate| candidate.rule).min()?;
        Some(&self.rules[first])
    }

    #[cfg(test)]
    pub(super) fn rules(&self) -> &[ElementRule] {
        &self.rules
    }

    fn add(&mut self, entry: Entry) {
        let rule = self.rules.len();
        for css in &entry.select {
            let key = key(css);
            let plain = is_word(css.strip_prefix('.').unwrap_or(css));
            let candidate = Candidate { rule, css: (!plain).then(|| selector(&entry.name, css)) };
            match key {
                Key::Name(name) => self.by_name.entry(name.to_owned()).or_default().push(candidate),
                Key::Class(class) => self.by_class.entry(class.to_owned()).or_default().push(candidate),
                Key::Attribute(name) => self.by_attribute.entry(name.to_owned()).or_default().push(candidate),
                Key::Any => self.others.push(candidate),
            }
        }
        let condition = |css: &Option<String>| css.as_ref().map(|css| selector(&entry.name, css));
        let (unless, outside) = (condition(&entry.unless), condition(&entry.outside));
        let without = condition(&entry.without);
        let Entry { name, why, hidden, scope: reach, .. } = entry;
        self.rules.push(ElementRule { name, why, hidden, reach, unless, outside, without });
    }
}

impl ElementRule {
    fn applies(&self, dom: &Dom, id: NodeId, reach: Reach) -> bool {
        let is =
            |condition: &Option<Selector>, id| condition.as_ref().is_some_and(|css| css.matches(dom, id));
        self.reach <= reach
            && !is(&self.unless, id)
            && !(self.outside.is_some() && dom.ancestors(id).any(|above| is(&self.outside, above)))
            && !(self.without.is_some() && dom.descendants(id).any(|below| is(&self.without, below)))
    }
}

/// The rarest thing that a selector asks for, read from its text; combinators are not looked into.
fn key(css: &str) -> Key<'_> {
    if is_word(css) {
        return Key::Name(css);
    }
    if css.contains([' ', '>', '+', ',', ':']) {
        return Key::Any;
    }
    let after = |sign: char| css.split_once(sign).map(|(_, rest)| word(rest));
    match (after('['), after('.'), css.contains('#')) {
        (Some(attribute), _, _) => Key::Attribute(attribute),
        (None, Some(class), _) => Key::Class(class),
        (None, None, true) => Key::Attribute("id"),
        (None, None, false) => Key::Any,
    }
}

fn is_word(css: &str) -> bool {
    !css.is_empty() && word(css) == css
}

/// The name that a text begins with.
fn word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
    &text[..end.unwrap_or(text.len())]
}

fn selector(rule: &str, css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|error| panic!("the built-in rule {rule}: \"{css}\": {error}"))
}

#[cfg(test)]
mod tests {
    use super::{Key, key};

    #[test]
    fn selectors_are_found_by_their_rarest_part() {
        let cases = [
            ("nav", Key::Name("nav")),
            ("mp-style-type", Key::Name("mp-style-type")),
            (".ad", Key::Class("ad")),
            ("div.ad-slot", Key::Class("ad-slot")),
            ("div#header", Key::Attribute("id")),
            ("[role=search]", Key::Attribute("role")),
            ("[popover]", Key::Attribute("popover")),
            ("main > nav", Key::Any),
            ("p:empty", Key::Any),
        ];
        for (css, expected) in cases {
            assert_eq!(key(css), expected, "{css}");
        }
    }
}
