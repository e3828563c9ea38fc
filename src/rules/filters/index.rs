//! Finding the few selectors that an element could match among thousands, by what their last part asks for.

use crate::html::{Dom, NodeId};
use aho_corasick::AhoCorasick;
use std::collections::HashMap;

/// What an element must have so that a selector is worth a look.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Key<'c> {
    Id(&'c str),
    Class(&'c str),
    /// An attribute, and a text that must stand in it; an empty one for any.
    Attribute(&'c str, &'c str),
    Name(&'c str),
    Any,
}

/// What an element has.
pub(super) struct Keys<'d> {
    dom: &'d Dom,
    id: NodeId,
}

impl<'d> Keys<'d> {
    pub(super) fn of(dom: &'d Dom, id: NodeId) -> Self {
        Keys { dom, id }
    }

    pub(super) fn have(&self, key: &Key<'_>) -> bool {
        match *key {
            Key::Id(id) => self.dom.attr(self.id, "id") == Some(id),
            Key::Class(class) => self.dom.has_class(self.id, class),
            Key::Attribute(name, part) => {
                self.dom.attr(self.id, name).is_some_and(|value| value.contains(part))
            }
            Key::Name(name) => self.dom.name(self.id).eq_ignore_ascii_case(name),
            Key::Any => true,
        }
    }
}

/// Rules by their keys.
#[derive(Debug, Default)]
pub(super) struct Index {
    ids: HashMap<String, Vec<usize>>,
    classes: HashMap<String, Vec<usize>>,
    names: HashMap<String, Vec<usize>>,
    attributes: HashMap<String, Parts>,
    others: Vec<usize>,
}

/// The rules about one attribute.
#[derive(Debug, Default)]
struct Parts {
    /// Texts that stand in it, with their rules.
    texts: Vec<(String, Vec<usize>)>,
    automaton: Option<AhoCorasick>,
    /// Those that need no text.
    any: Vec<usize>,
}

impl Index {
    pub(super) fn add(&mut self, rule: usize, css: &str) {
        let list = match key(css) {
            Key::Id(id) => self.ids.entry(id.to_owned()).or_default(),
            Key::Class(class) => self.classes.entry(class.to_owned()).or_default(),
            Key::Name(name) => self.names.entry(name.to_ascii_lowercase()).or_default(),
            Key::Any => &mut self.others,
            Key::Attribute(name, part) => {
                let parts = self.attributes.entry(name.to_ascii_lowercase()).or_default();
                if part.is_empty() {
                    &mut parts.any
                } else {
                    parts.texts.push((part.to_owned(), Vec::new()));
                    &mut parts.texts.last_mut().expect("it was put there").1
                }
            }
        };
        list.push(rule);
    }

    /// Builds the automata, when all rules are there.
    pub(super) fn close(&mut self) {
        for parts in self.attributes.values_mut().filter(|parts| !parts.texts.is_empty()) {
            // Too many texts for an automaton cannot be: they came out of a file in memory.
            parts.automaton = AhoCorasick::new(parts.texts.iter().map(|(text, _)| text)).ok();
        }
    }

    /// The first rule of those that may match for which `matches` is true.
    pub(super) fn find(&self, keys: &Keys<'_>, matches: impl Fn(usize) -> bool) -> Option<usize> {
        let (dom, id) = (keys.dom, keys.id);
        let first = |list: &Vec<usize>| list.iter().copied().find(|&rule| matches(rule));
        dom.attr(id, "id")
            .and_then(|id| self.ids.get(id))
            .and_then(first)
            .or_else(|| dom.classes(id).filter_map(|class| self.classes.get(class)).find_map(first))
            .or_else(|| self.names.get(dom.name(id)).and_then(first))
            .or_else(|| first(&self.others))
            .or_else(|| {
                dom.attrs(id).find_map(|(name, value)| {
                    let parts = self.attributes.get(name)?;
                    first(&parts.any).or_else(|| {
                        let found = parts.automaton.as_ref()?.find_overlapping_iter(value);
                        let mut lists = found.map(|found| &parts.texts[found.pattern().as_usize()].1);
                        lists.find_map(first)
                    })
                })
            })
    }
}

/// The selectors of a list with commas.
pub(super) fn parts(css: &str) -> impl Iterator<Item = &str> {
    let mut ends: Vec<usize> = plain(css).filter(|&(_, c)| c == ',').map(|(at, _)| at).collect();
    ends.push(css.len());
    let mut start = 0;
    ends.into_iter().map(move |end| {
        let part = css[start..end].trim_ascii();
        start = (end + 1).min(css.len());
        part
    })
}

/// The rarest thing that the last part of a selector asks for, read from its text.
pub(super) fn key(css: &str) -> Key<'_> {
    let start =
        plain(css).filter(|&(_, c)| matches!(c, ' ' | '>' | '~' | '+')).last().map_or(0, |(at, _)| at + 1);
    let last = &css[start..];
    let after = |sign: char| {
        let (at, _) = plain(last).find(|&(_, c)| c == sign)?;
        Some(word(&last[at + 1..])).filter(|word| !word.is_empty())
    };
    // An escape makes a name that is not the text that stands there.
    if last.contains('\\') {
        return Key::Any;
    }
    if let Some(id) = after('#') {
        return Key::Id(id);
    }
    if let Some(class) = after('.') {
        return Key::Class(class);
    }
    if let Some(open) = last.find('[')
        && plain(last).all(|(at, c)| c != ':' || at > open)
    {
        return attribute(&last[open + 1..]);
    }
    match word(last) {
        "" => Key::Any,
        name => Key::Name(name),
    }
}

/// `href^="https://ads."]` → the attribute and the text; without case, or as words, only the attribute.
fn attribute(text: &str) -> Key<'_> {
    let name = word(text);
    let rest = &text[name.len()..];
    let Some((sign, rest)) = rest.split_once('=') else { return Key::Attribute(name, "") };
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = quote.and_then(|quote| rest[1..].split_once(quote));
    match value {
        Some((value, after))
            if matches!(sign, "" | "^" | "*" | "$" | "~" | "|") && after.starts_with(']') =>
        {
            Key::Attribute(name, value)
        }
        _ => Key::Attribute(name, ""),
    }
}

/// The characters that stand in no brackets, parentheses or quotes.
fn plain(css: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut depth, mut quote, mut escaped) = (0usize, None, false);
    css.char_indices().filter(move |&(_, c)| {
        if std::mem::take(&mut escaped) {
            return false;
        }
        escaped = c == '\\';
        if let Some(open) = quote {
            if c == open {
                quote = None;
            }
            return false;
        }
        match c {
            '"' | '\'' => {
                quote = Some(c);
                false
            }
            '[' | '(' => {
                depth += 1;
                false
            }
            ']' | ')' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        }
    })
}

/// The name that a text begins with.
fn word(text: &str) -> &str {
    let end = text.find(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && c != '-' && c != '_');
    &text[..end.unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use super::{Key, key, parts};

    #[test]
    fn selectors_are_found_by_what_their_last_part_asks_for() {
        for (css, expected) in [
            (".ad", Key::Class("ad")),
            ("div#top.ad", Key::Id("top")),
            ("body > .main .ad-box", Key::Class("ad-box")),
            ("a[href^=\"https://ads.\"]", Key::Attribute("href", "https://ads.")),
            ("[id^='div-gpt-ad'][style]", Key::Attribute("id", "div-gpt-ad")),
            ("[data-ad]", Key::Attribute("data-ad", "")),
            ("[data-ad=\"x\" i]", Key::Attribute("data-ad", "")),
            ("amp-ad", Key::Name("amp-ad")),
            ("div:has(> .ad)", Key::Name("div")),
            (":is(.a, .b)", Key::Any),
            ("div:not([id=\"a.b\"])", Key::Name("div")),
            (".ad + p > *", Key::Any),
            (".md\\:ad", Key::Any),
        ] {
            assert_eq!(key(css), expected, "{css}");
        }
    }

    #[test]
    fn lists_are_cut_at_their_own_commas() {
        let cut: Vec<&str> = parts(".a, .b:is(.c, .d) ,[e=\"f,g\"]").collect();
        assert_eq!(cut, [".a", ".b:is(.c, .d)", "[e=\"f,g\"]"]);
    }
}
