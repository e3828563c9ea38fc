//! Tags in a piece of HTML, as far as one must see them to split a Markdown file: no tree is built.

/// Elements that fall apart when the HTML block that opens them is converted apart from the one
/// that closes them, and whether Markdown between is their text as it stands. A `<div>` or
/// `<details>` around Markdown is not among them: it loses nothing.
const HELD_TOGETHER: [(&str, Between); 10] = [
    ("a", Between::Markdown),
    ("blockquote", Between::Markdown),
    ("dl", Between::Markdown),
    ("ol", Between::Markdown),
    ("pre", Between::Text),
    ("script", Between::Text),
    ("style", Between::Text),
    ("table", Between::Markdown),
    ("textarea", Between::Text),
    ("ul", Between::Markdown),
];

/// Elements whose content has no tags in it.
const RAW_TEXT: [&str; 4] = ["script", "style", "textarea", "title"];

/// Elements that end without an end tag: void ones, and those whose end tag may be left out.
#[rustfmt::skip]
const WITHOUT_END: [&str; 32] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "body", "colgroup", "dd", "dt", "head", "html", "li", "optgroup", "option", "p", "rp", "rt", "tbody", "td",
    "tfoot", "th", "thead", "tr",
];

/// What stands between the tags of an element that is held together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Between {
    Markdown,
    Text,
}

/// A start or end tag of an element in [`HELD_TOGETHER`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) name: &'static str,
    pub(super) between: Between,
    pub(super) is_end: bool,
}

/// The tags that hold blocks together, in their order.
pub(super) fn tags(html: &str) -> Vec<Tag> {
    let held = |(name, is_end): (&str, bool)| {
        let row = HELD_TOGETHER.iter().find(|(held, _)| held.eq_ignore_ascii_case(name));
        row.map(|&(name, between)| Tag { name, between, is_end })
    };
    scan(html).into_iter().filter_map(held).collect()
}

/// How many elements are open after a piece of HTML, when some were before it. End tags may be in
/// any order: this only tells a page in the middle of something from one that is done.
pub(super) fn open_after(html: &str, before: usize) -> usize {
    scan(html).into_iter().fold(before, |open, (name, is_end)| match is_end {
        _ if contains(&WITHOUT_END, name) => open,
        true => open.saturating_sub(1),
        false => open + 1,
    })
}

/// Whether a text begins with a tag.
pub(super) fn starts_with_tag(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('<') else { return false };
    !tag_name(rest.strip_prefix('/').unwrap_or(rest)).is_empty()
}

/// The names of all tags, and which are end tags.
fn scan(html: &str) -> Vec<(&str, bool)> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        rest = &rest[at..];
        if rest.starts_with("<!--") {
            let Some(after) = after_comment(rest) else { break };
            rest = after;
            continue;
        }
        let is_end = rest.starts_with("</");
        let name = tag_name(&rest[if is_end { 2 } else { 1 }..]);
        if name.is_empty() {
            rest = &rest[1..];
            continue;
        }
        let Some(after) = after_tag(rest) else { break };
        found.push((name, is_end));
        rest = if !is_end && contains(&RAW_TEXT, name) { skip_raw_text(after, name) } else { after };
    }
    found
}

/// Whether there is nothing but comments and white space. Comments end where HTML's parser ends
/// them (`<!-->` is a whole one), so that no tag can hide in what looks like one.
pub(super) fn is_comments(html: &str) -> bool {
    let mut rest = skip_space(html);
    while rest.starts_with("<!--") {
        match after_comment(rest) {
            Some(after) => rest = skip_space(after),
            None => return true,
        }
    }
    rest.is_empty()
}

/// Whether a line is the comment `<!--more-->`, which ends the summary in Hugo, Jekyll and Hexo.
pub(super) fn is_more_comment(line: &str) -> bool {
    let comment = line.trim_ascii().strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
    comment.is_some_and(|text| text.trim_ascii() == "more")
}

fn after_comment(html: &str) -> Option<&str> {
    let inner = &html["<!--".len()..];
    if let Some(after) = inner.strip_prefix('>').or_else(|| inner.strip_prefix("->")) {
        return Some(after);
    }
    let ends = ["-->", "--!>"].map(|end| inner.find(end).map(|at| at + end.len()));
    let end = ends.into_iter().flatten().min()?;
    Some(&inner[end..])
}

fn tag_name(rest: &str) -> &str {
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return "";
    }
    let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>');
    &rest[..rest.find(ends).unwrap_or(rest.len())]
}

fn contains(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// What follows a tag's `>`. A quotation mark opens a value only after `=`.
fn after_tag(html: &str) -> Option<&str> {
    let mut quote = None;
    let mut before = b' ';
    for (at, &byte) in html.as_bytes().iter().enumerate() {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (Some(_), _) => continue,
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            (None, b'>') => return Some(&html[at + 1..]),
            (None, _) => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    None
}

fn skip_raw_text<'a>(html: &'a str, name: &str) -> &'a str {
    let is_its_end = |&(at, _): &(usize, &str)| {
        html[at + 2..].get(..name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name))
    };
    html.match_indices("</").find(is_its_end).map_or("", |(at, _)| &html[at..])
}

fn skip_space(html: &str) -> &str {
    html.trim_ascii_start()
}

#[cfg(test)]
mod tests {
    use super::{is_comments, is_more_comment, open_after, starts_with_tag, tags};

    fn names(html: &str) -> String {
        let written = |tag: &super::Tag| format!("{}{} ", if tag.is_end { "/" } else { "" }, tag.name);
        tags(html).iter().map(written).collect()
    }

    #[test]
    fn tags_that_are_there() {
        assert_eq!(names("<TABLE\nclass=x><tr><td>1</table >"), "table /table ");
        assert_eq!(names("<a href=\"u\",target=\"_blank\">x</a>"), "a /a ");
        assert_eq!(names("<ul/><abbr><article></ol"), "ul ");
    }

    #[test]
    fn tags_that_are_not() {
        assert_eq!(names("<p title='<table>' x = \"<ul>\">a < b <!-- <ol> -->"), "");
        assert_eq!(names("<script>if (a<b) '<table>'</SCRIPT><pre>"), "script /script pre ");
        assert_eq!(names("<style>never closed <table>"), "style ");
        assert_eq!(names("<p title=\"never closed <table>"), "");
    }

    #[test]
    fn what_is_left_open() {
        assert_eq!(open_after("<div><p>a<br><ul><li>b</ul><figure>", 0), 2);
        assert_eq!(open_after("</figure></div></div>", 2), 0);
        assert!(starts_with_tag("</td>") && starts_with_tag("<td") && !starts_with_tag("< td"));
    }

    #[test]
    fn comments_end_where_a_browser_ends_them() {
        assert!(is_comments(" <!-- a -->\n<!-- b --> "));
        assert!(is_comments("<!-- never closed <b>"));
        assert!(!is_comments("<!--><b>x</b>-->"));
        assert!(!is_comments("<!---><b>x</b>-->"));
        assert!(!is_comments("<!-- a --!><b>x</b>-->"));
        assert!(!is_comments("<!-- a --> text"));
        assert!(!is_comments("<!DOCTYPE html>"));
    }

    #[test]
    fn the_summary_mark() {
        assert!(is_more_comment("  <!-- more -->\r\n"));
        assert!(!is_more_comment("<!-- moreover -->\n"));
    }
}
