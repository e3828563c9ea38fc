//! What one element says of what it is for: by its name, its role, what it is a property of.

use crate::html::{Dom, NodeId};

/// Kinds of elements that say what they are for.
pub(super) const PLACES: [&str; 16] = [
    "article",
    "main",
    "section",
    "aside",
    "nav",
    "header",
    "footer",
    "form",
    "table",
    "list",
    "blockquote",
    "details",
    "figure",
    "link",
    "body-property",
    "other-property",
];

/// The level of a heading, from 1 to 6; 0 for what is none.
pub(super) fn heading_level(dom: &Dom, id: NodeId) -> u8 {
    match dom.name(id).as_bytes() {
        [b'h', level @ b'1'..=b'6'] => level - b'0',
        _ => 0,
    }
}

/// The place in [`PLACES`] that an element is.
pub(super) fn place(dom: &Dom, id: NodeId) -> Option<usize> {
    let name = match (dom.name(id), dom.attr(id, "role")) {
        _ if dom.attr(id, "itemprop").is_some_and(is_body_property) => "body-property",
        _ if dom.attr(id, "itemprop").is_some() => "other-property",
        (_, Some("main")) => "main",
        (_, Some("article")) => "article",
        (_, Some("navigation")) => "nav",
        (_, Some("complementary")) => "aside",
        (_, Some("banner")) => "header",
        (_, Some("contentinfo")) => "footer",
        ("ul" | "ol" | "dl", _) => "list",
        ("a", _) => "link",
        (name, _) => name,
    };
    PLACES.iter().position(|own| *own == name)
}

/// Properties of schema.org that hold the content of a thing.
fn is_body_property(name: &str) -> bool {
    matches!(
        name,
        "articleBody"
            | "text"
            | "description"
            | "recipeInstructions"
            | "mainContentOfPage"
            | "acceptedAnswer"
    )
}

/// Name and classes of an element; the digits of generated classes do not count.
pub(super) fn signature(dom: &Dom, id: NodeId) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in dom.name(id).bytes().chain([b' ']).chain(class(dom, id).bytes()) {
        if !byte.is_ascii_digit() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

pub(super) fn class(dom: &Dom, id: NodeId) -> &str {
    dom.attr(id, "class").unwrap_or("")
}

/// Whether an address leads to the first page of a site that is called `host`, if it names one.
pub(super) fn leads_home(href: &str, host: Option<&str>) -> bool {
    let href = href.trim_ascii();
    let Some((_, rest)) =
        href.split_once("//").filter(|(scheme, _)| matches!(*scheme, "" | "http:" | "https:"))
    else {
        return matches!(href, "/" | "./" | "/index.html" | "/index.php");
    };
    let (own, path) = rest.split_once('/').unwrap_or((rest, ""));
    path.is_empty() && host.is_some_and(|host| own.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::leads_home;

    #[test]
    fn a_logo_leads_home() {
        let own = Some("example.org");
        for href in ["/", " ./ ", "https://example.org", "//EXAMPLE.org/"] {
            assert!(leads_home(href, own), "{href}");
        }
        for href in ["", "#", "/a", "https://example.org/a", "https://other.example/", "a"] {
            assert!(!leads_home(href, own), "{href}");
        }
        assert!(!leads_home("https://example.org/", None));
    }
}
