//! The selectors that are met most, such as `nav`, `.ad`, `div#footer` and `a[href^='#']`: compared directly,
//! because a page asks them thousands of times. Any other selector asks something of this kind too, which
//! is its gate: what does not pass it need not be looked at closer.

use super::dom::{AttrName, AttrNames, Dom, NodeId};
use html5ever::LocalName;

/// A name, and one class, id or attribute; what is missing is not asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Plain {
    name: Option<LocalName>,
    test: Option<Test>,
}

/// What a plain selector asks of an attribute.
#[derive(Clone, Debug)]
enum Test {
    Class(String),
    Attribute { name: AttrName, value: Value },
}

#[derive(Clone, Debug)]
enum Value {
    Any,
    Is(String),
    Starts(String),
    Ends(String),
    Contains(String),
}

/// What an element must have to be worth matching.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Key<'a> {
    Name(&'a str),
    Class(&'a str),
    Id(&'a str),
    Attribute(&'a str),
    Any,
}

impl Plain {
    /// What a selector asks of the element itself, as far as it is plain (of `main > nav.top:empty`, it is
    /// `nav.top`), and whether that is all.
    pub(super) fn of(css: &str) -> (Self, bool) {
        match plain(css) {
            Some(plain) => (plain, true),
            None => (gate(css).unwrap_or_default(), false),
        }
    }

    #[inline]
    pub(super) fn matches(&self, dom: &Dom, id: NodeId) -> bool {
        self.may_match(dom, id) && self.holds(dom, id)
    }

    /// A quick look before the rest is asked: at most elements, it tells that the attribute is not there.
    #[inline]
    fn may_match(&self, dom: &Dom, id: NodeId) -> bool {
        match &self.test {
            Some(test) => dom.may_have(id, test.attribute()),
            None => true,
        }
    }

    fn holds(&self, dom: &Dom, id: NodeId) -> bool {
        dom.element(id).is_some_and(|element| {
            self.name.as_ref().is_none_or(|name| element.local == *name)
                && self.test.as_ref().is_none_or(|test| test.holds(dom, id))
        })
    }

    /// The rarest thing that it asks for.
    pub(super) fn key(&self) -> Key<'_> {
        match self {
            Plain { test: Some(Test::Class(class)), .. } => Key::Class(class),
            Plain { test: Some(Test::Attribute { name, value }), .. } => match value {
                Value::Is(id) if name.as_str() == "id" => Key::Id(id),
                _ => Key::Attribute(name.as_str()),
            },
            Plain { name: Some(name), test: None } => Key::Name(name),
            Plain { name: None, test: None } => Key::Any,
        }
    }

    /// Whether the key says all that there is to say.
    pub(super) fn is_its_key(&self) -> bool {
        match self {
            Plain { name: Some(_), test: None } => true,
            Plain { name: None, test: Some(_), .. } => matches!(self.key(), Key::Class(_) | Key::Id(_)),
            _ => false,
        }
    }
}

impl Test {
    /// The attribute that it asks.
    #[inline]
    fn attribute(&self) -> AttrNames {
        match self {
            Test::Class(_) => const { AttrNames::of(&["class"]) },
            Test::Attribute { name, .. } => name.alone(),
        }
    }

    fn holds(&self, dom: &Dom, id: NodeId) -> bool {
        match self {
            Test::Class(class) => dom.has_class(id, class),
            Test::Attribute { name, value } => dom.attr_named(id, name).is_some_and(|own| match value {
                Value::Any => true,
                Value::Is(value) => own == value,
                Value::Starts(value) => own.starts_with(value),
                Value::Ends(value) => own.ends_with(value),
                Value::Contains(value) => own.contains(value),
            }),
        }
    }
}

/// A name, and one class, id or attribute; `None` for anything else.
fn plain(css: &str) -> Option<Plain> {
    let end = css.find(['.', '#', '[']).unwrap_or(css.len());
    let (name, rest) = css.split_at(end);
    if !name.is_empty() && !is_name(name) {
        return None;
    }
    let test = match rest.split_at_checked(1) {
        None => None,
        Some((".", class)) if is_word(class) => Some(Test::Class(class.to_owned())),
        Some(("#", id)) if is_word(id) => {
            Some(Test::Attribute { name: AttrName::new("id"), value: Value::Is(id.to_owned()) })
        }
        Some(("[", rest)) => Some(attribute(rest.strip_suffix(']')?)?),
        Some(_) => return None,
    };
    Some(Plain { name: (!name.is_empty()).then(|| LocalName::from(name)), test })
}

/// The plain part of what stands last.
fn gate(css: &str) -> Option<Plain> {
    // In strings, functions, namespaces and lists the signs below mean something else.
    if css.contains(['(', '"', '\\', '|', ',']) {
        return None;
    }
    let mut in_brackets = false;
    let last = css.rfind(|c: char| {
        in_brackets = c == ']' || (in_brackets && c != '[');
        !in_brackets && matches!(c, ' ' | '>' | '+' | '~')
    });
    let own = &css[last.map_or(0, |last| last + 1)..];
    let name_end = own.find(['.', '#', '[', ':']).unwrap_or(own.len());
    let test_end = match own[name_end..].chars().next() {
        Some('[') => own.find(']')? + 1,
        Some('.' | '#') => {
            own[name_end + 1..].find(['.', '#', '[', ':']).map_or(own.len(), |end| name_end + 1 + end)
        }
        _ => name_end,
    };
    plain(&own[..test_end]).or_else(|| plain(&own[..name_end]))
}

/// What stands in brackets: `href`, `role=search`, `href^='#'`.
fn attribute(text: &str) -> Option<Test> {
    let Some((name, value)) = text.split_once('=') else {
        return is_name(text).then(|| Test::Attribute { name: AttrName::new(text), value: Value::Any });
    };
    let quoted = value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    let quoted = quoted.filter(|value| !value.contains(['\'', '\\']));
    let value = quoted.or_else(|| is_word(value).then_some(value))?.to_owned();
    let (name, value) = match name.split_at(name.len().saturating_sub(1)) {
        (name, "^") => (name, Value::Starts(value)),
        (name, "$") => (name, Value::Ends(value)),
        (name, "*") => (name, Value::Contains(value)),
        _ => (name, Value::Is(value)),
    };
    let compares = is_name(name) && !LOOSE.contains(&name);
    compares.then(|| Test::Attribute { name: AttrName::new(name), value })
}

/// Attributes whose values compare without case in HTML (WHATWG HTML, section 4.16.2).
#[rustfmt::skip]
const LOOSE: &[&str] = &[
    "accept", "accept-charset", "align", "alink", "axis", "bgcolor", "charset", "checked", "clear", "codetype",
    "color", "compact", "declare", "defer", "dir", "direction", "disabled", "enctype", "face", "frame",
    "hreflang", "http-equiv", "lang", "language", "link", "media", "method", "multiple", "nohref", "noresize",
    "noshade", "nowrap", "readonly", "rel", "rev", "rules", "scope", "scrolling", "selected", "shape", "target",
    "text", "type", "valign", "valuetype", "vlink",
];

/// The name of an element or attribute as the tree has it: written in another case, it is left to CSS.
fn is_name(text: &str) -> bool {
    is_word(text) && !text.contains(|c: char| c.is_ascii_uppercase())
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::{Key, Plain};
    use crate::html::{Selector, parse_page};

    #[test]
    fn selectors_are_found_by_their_rarest_part() {
        let cases = [
            ("nav", Key::Name("nav")),
            ("mp-style-type", Key::Name("mp-style-type")),
            (".ad", Key::Class("ad")),
            ("div.ad-slot", Key::Class("ad-slot")),
            ("div#header", Key::Id("header")),
            ("[role=search]", Key::Attribute("role")),
            ("[popover]", Key::Attribute("popover")),
            ("main > nav", Key::Name("nav")),
            ("p:empty", Key::Name("p")),
            ("main nav.top.x:empty", Key::Class("top")),
            ("[data-a='b > c'] ~ #x.y", Key::Id("x")),
            ("a[href='x y']:empty", Key::Attribute("href")),
            ("body > *", Key::Any),
            ("p:not(.a b)", Key::Any),
            ("a, b", Key::Any),
        ];
        for (css, expected) in cases {
            assert_eq!(Plain::of(css).0.key(), expected, "{css}");
        }
    }

    #[test]
    fn some_selectors_are_plain_and_all_else_is_left_to_css() {
        for css in [
            "a",
            ".a",
            "div.b",
            "#x",
            "a[href]",
            "[title=t]",
            "a[href^='#']",
            "a[href$='#y']",
            "a[href*='z#']",
        ] {
            assert!(Plain::of(css).1, "{css}");
        }
        let others = [
            "a > b",
            "a b",
            "a.b.c",
            "[role=x i]",
            "a:not(.b)",
            "[a~=b]",
            "*",
            "a[b][c]",
            "[a|=b]",
            "P",
            "[rel=next]",
        ];
        for css in others {
            assert!(!Plain::of(css).1, "{css}");
        }
    }

    #[test]
    fn what_is_plain_says_what_css_says() {
        let html = "<main id=x><p class='a b' data-k='x y'>1<p class=b><a rel=NEXT type=A href='#x y'>2</a>\
                    <svg><a class=a title=t /></svg></p></main><p lang=en title></p><a href='/z#y'></a>";
        let dom = parse_page(html, &mut Vec::new());
        for css in [
            "a",
            ".a",
            "p.b",
            "main#x",
            "#x",
            "a[href]",
            "[title]",
            "[title=t]",
            "a[href^='#']",
            "a[href$='#y']",
            "a[href*='z#']",
            "[class=a]",
            "main > p",
            "p.a.b",
            "p + p",
            "main p.b:not(.a)",
            "[rel=next][href]",
            "a[type=a]",
            "[data-k='x y']",
            "a[href*='x y'][rel]",
            "#x > .b",
            "p:empty",
            "*",
            "[lang|=en]",
            "P.a",
            "svg .a",
            "main p:first-child",
            "a, main",
            "[LANG=en]",
            "[class*='b'] [href*='x']",
        ] {
            // Behind a function there is no gate.
            let (own, css_alone) = (Selector::parse(css), Selector::parse(&format!(":is({css})")));
            let (own, css_alone) = (own.expect("CSS"), css_alone.expect("CSS"));
            assert!(!css_alone.select(&dom, dom.root()).is_empty(), "{css} matches nothing");
            for id in dom.descendants(dom.root()) {
                assert_eq!(own.matches(&dom, id), css_alone.matches(&dom, id), "{css} on {}", dom.path(id));
            }
        }
    }
}
