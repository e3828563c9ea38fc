//! The selectors that rules are mostly made of, such as `nav`, `.ad`, `div#footer` and `a[href^='#']`:
//! compared directly, because a page asks them thousands of times. All others are CSS selectors.

use crate::html::{Dom, NodeId, Selector};

/// A selector without a comma.
#[derive(Debug)]
pub(super) enum Simple {
    Plain { name: Option<String>, test: Option<Test> },
    Css(Selector),
}

/// What a plain selector asks of an attribute.
#[derive(Debug)]
pub(super) enum Test {
    Class(String),
    Attribute { name: String, value: Value },
}

#[derive(Debug)]
pub(super) enum Value {
    Any,
    Is(String),
    Starts(String),
    Ends(String),
    Contains(String),
}

/// What an element must have to be worth matching.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Key<'a> {
    Name(&'a str),
    Class(&'a str),
    Id(&'a str),
    Attribute(&'a str),
    Any,
}

impl Simple {
    /// Reads one selector, or several with commas between them.
    pub(super) fn parse_list(css: &str) -> Result<Vec<Self>, String> {
        if css.contains(['(', '"']) {
            return Ok(vec![Simple::Css(Selector::parse(css)?)]);
        }
        css.split(',').map(|one| Simple::parse(one.trim_ascii())).collect()
    }

    pub(super) fn parse(css: &str) -> Result<Self, String> {
        // Also what is plain is read as CSS, so that nothing passes that is no selector.
        let selector = Selector::parse(css)?;
        Ok(plain(css).unwrap_or(Simple::Css(selector)))
    }

    pub(super) fn matches(&self, dom: &Dom, id: NodeId) -> bool {
        match self {
            Simple::Plain { name, test } => {
                dom.is_element(id)
                    && name.as_ref().is_none_or(|name| dom.name(id) == name)
                    && test.as_ref().is_none_or(|test| test.holds(dom, id))
            }
            Simple::Css(selector) => selector.matches(dom, id),
        }
    }

    /// The rarest thing that it asks for.
    pub(super) fn key(&self) -> Key<'_> {
        match self {
            Simple::Plain { test: Some(Test::Class(class)), .. } => Key::Class(class),
            Simple::Plain { test: Some(Test::Attribute { name, value }), .. } => match value {
                Value::Is(id) if name == "id" => Key::Id(id),
                _ => Key::Attribute(name),
            },
            Simple::Plain { name: Some(name), test: None } => Key::Name(name),
            Simple::Plain { name: None, test: None } | Simple::Css(_) => Key::Any,
        }
    }

    /// Whether the key says all that there is to say.
    pub(super) fn is_its_key(&self) -> bool {
        match self {
            Simple::Plain { name: Some(_), test: None } => true,
            Simple::Plain { name: None, test: Some(_) } => matches!(self.key(), Key::Class(_) | Key::Id(_)),
            _ => false,
        }
    }
}

impl Test {
    fn holds(&self, dom: &Dom, id: NodeId) -> bool {
        match self {
            Test::Class(class) => dom.has_class(id, class),
            Test::Attribute { name, value } => dom.attr(id, name).is_some_and(|own| match value {
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
fn plain(css: &str) -> Option<Simple> {
    let end = css.find(['.', '#', '[']).unwrap_or(css.len());
    let (name, rest) = css.split_at(end);
    if !name.is_empty() && !is_word(name) {
        return None;
    }
    let test = match rest.split_at_checked(1) {
        None => None,
        Some((".", class)) if is_word(class) => Some(Test::Class(class.to_owned())),
        Some(("#", id)) if is_word(id) => {
            Some(Test::Attribute { name: "id".to_owned(), value: Value::Is(id.to_owned()) })
        }
        Some(("[", rest)) => Some(attribute(rest.strip_suffix(']')?)?),
        Some(_) => return None,
    };
    Some(Simple::Plain { name: (!name.is_empty()).then(|| name.to_owned()), test })
}

/// What stands in brackets: `href`, `role=search`, `href^='#'`.
fn attribute(text: &str) -> Option<Test> {
    let Some((name, value)) = text.split_once('=') else {
        return is_word(text).then(|| Test::Attribute { name: text.to_owned(), value: Value::Any });
    };
    let quoted = value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    let value = quoted.or_else(|| is_word(value).then_some(value))?.to_owned();
    let (name, value) = match name.split_at(name.len().saturating_sub(1)) {
        (name, "^") => (name, Value::Starts(value)),
        (name, "$") => (name, Value::Ends(value)),
        (name, "*") => (name, Value::Contains(value)),
        _ => (name, Value::Is(value)),
    };
    is_word(name).then(|| Test::Attribute { name: name.to_owned(), value })
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::{Key, Simple};
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
            ("main > nav", Key::Any),
            ("p:empty", Key::Any),
        ];
        for (css, expected) in cases {
            assert_eq!(Simple::parse(css).expect("a selector").key(), expected, "{css}");
        }
    }

    #[test]
    fn plain_selectors_match_what_css_says() {
        let html =
            "<div id=x class='a b'><a href='#y' title>1</a><a href='/z#y' title=t>2</a><svg><a/></svg></div>";
        let dom = parse_page(html, &mut Vec::new());
        for css in [
            "a",
            ".a",
            "div.b",
            "div#x",
            "#x",
            "a[href]",
            "[title]",
            "[title=t]",
            "a[href^='#']",
            "a[href$='#y']",
            "a[href*='z#']",
            "p.a",
            "[class=a]",
        ] {
            let (plain, selector) = (Simple::parse(css).expect("plain"), Selector::parse(css).expect("CSS"));
            assert!(matches!(plain, Simple::Plain { .. }), "{css} is not taken for plain");
            for id in dom.descendants(dom.root()) {
                assert_eq!(plain.matches(&dom, id), selector.matches(&dom, id), "{css} on {}", dom.path(id));
            }
        }
    }

    #[test]
    fn all_else_is_left_to_css() {
        for css in ["a > b", "a b", "a.b.c", "[role=x i]", "a:not(.b)", "[a~=b]", "*", "a[b][c]", "[a|=b]"] {
            assert!(matches!(Simple::parse(css), Ok(Simple::Css(_))), "{css}");
        }
        assert!(Simple::parse("a[").is_err());
    }
}
