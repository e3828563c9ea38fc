//! Rules about elements: what goes, and why. Compiled so that an element is looked up by its name, its
//! classes and the words in them: no rule is tried on an element that it says nothing of.

use super::conditions::Condition;
use super::survey::Survey;
use super::words::WordTable;
use crate::html::{Dom, NodeId, Selector};
use serde::Deserialize;
use std::collections::HashMap;

/// Elements that are never named by what their class says: it may speak of the whole page.
const FRAME: [&str; 3] = ["html", "body", "main"];

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

/// A family of rules, as a file holds it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Family {
    /// Conditions under which none of the family's rules removes anything.
    #[serde(default)]
    unless: Vec<String>,
    rule: Vec<Entry>,
}

/// A rule as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    why: String,
    /// CSS selectors of what goes.
    #[serde(default)]
    select: Vec<String>,
    /// Words in a class or id of what goes; see [`WordTable::add`].
    #[serde(default)]
    words: Vec<String>,
    scope: Reach,
    /// Whether a browser would not show it either.
    #[serde(default)]
    hidden: bool,
    /// It goes only when all of these hold.
    #[serde(default)]
    when: Vec<String>,
    /// It stays when one of these holds.
    #[serde(default)]
    unless: Vec<String>,
}

/// A compiled rule, without what it selects.
#[derive(Debug)]
pub(crate) struct ElementRule {
    pub(crate) name: String,
    pub(crate) why: String,
    pub(crate) hidden: bool,
    reach: Reach,
    when: Vec<Condition>,
    unless: Vec<Condition>,
}

/// Compiled rules, indexed.
#[derive(Debug, Default)]
pub(crate) struct ElementRules {
    rules: Vec<ElementRule>,
    by_name: HashMap<String, Vec<Candidate>>,
    by_class: HashMap<String, Vec<Candidate>>,
    by_attribute: HashMap<String, Vec<Candidate>>,
    by_word: WordTable,
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
    /// Compiles families; their order is that of the rules.
    pub(super) fn compile(families: impl IntoIterator<Item = Family>) -> Self {
        let mut rules = ElementRules::default();
        for family in families {
            for mut entry in family.rule {
                entry.unless.extend_from_slice(&family.unless);
                rules.add(entry);
            }
        }
        rules
    }

    /// The first rule, in their order, by which an element is to go.
    pub(crate) fn find(&self, dom: &Dom, id: NodeId, reach: Reach, survey: &Survey) -> Option<&ElementRule> {
        let mut first: Option<usize> = None;
        let mut consider = |rule: usize| {
            if first.is_none_or(|first| rule < first) && self.rules[rule].applies(dom, id, reach, survey) {
                first = Some(rule);
            }
        };
        let name = dom.name(id);
        let named = self.by_name.get(name).into_iter().flatten();
        let classed = dom.classes(id).filter_map(|class| self.by_class.get(class)).flatten();
        let attributed = dom.attrs(id).filter_map(|(name, _)| self.by_attribute.get(name)).flatten();
        for candidate in named.chain(classed).chain(attributed).chain(&self.others) {
            if candidate.css.as_ref().is_none_or(|css| css.matches(dom, id)) {
                consider(candidate.rule);
            }
        }
        if !FRAME.contains(&name) {
            let names = dom.classes(id).chain(dom.attr(id, "id"));
            self.by_word.rules(names, consider);
        }
        first.map(|rule| &self.rules[rule])
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
        for pattern in &entry.words {
            self.by_word.add(pattern, rule).unwrap_or_else(|error| fault(&entry.name, &error));
        }
        let (when, unless) = (conditions(&entry.name, &entry.when), conditions(&entry.name, &entry.unless));
        let Entry { name, why, hidden, scope: reach, .. } = entry;
        self.rules.push(ElementRule { name, why, hidden, reach, when, unless });
    }
}

impl ElementRule {
    fn applies(&self, dom: &Dom, id: NodeId, reach: Reach, survey: &Survey) -> bool {
        self.reach <= reach
            && self.when.iter().all(|condition| condition.holds(dom, id, survey))
            && !self.unless.iter().any(|condition| condition.holds(dom, id, survey))
    }
}

fn conditions(rule: &str, sentences: &[String]) -> Vec<Condition> {
    let compile = |sentence: &String| Condition::parse(sentence).unwrap_or_else(|error| fault(rule, &error));
    sentences.iter().map(compile).collect()
}

/// A built-in rule is part of the program, so a fault in it is a fault of the program.
fn fault(rule: &str, error: &str) -> ! {
    panic!("the built-in rule {rule}: {error}")
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
    Selector::parse(css).unwrap_or_else(|error| fault(rule, &error))
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
