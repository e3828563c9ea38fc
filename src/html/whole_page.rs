//! Tells a whole page from a fragment by its tags, without parsing it.

use memchr::{memchr, memmem};

/// Whether a text is a page (it has a doctype, `html`, `head` or `body` tag) rather than a fragment.
///
/// What looks like such a tag in a comment, an attribute's value or the text of a script does not count.
pub(crate) fn is_whole_page(html: &str) -> bool {
    let bytes = html.as_bytes();
    let mut at = 0;
    while let Some(open) = memchr(b'<', &bytes[at..]).map(|found| at + found) {
        let after = &bytes[open + 1..];
        at = match after.first() {
            Some(b'!') if starts_with(after, b"!doctype") => return true,
            Some(b'!') if after.starts_with(b"!--") => past(bytes, open + 2, b"-->"),
            Some(b'!' | b'?') => past(bytes, open + 1, b">"),
            Some(letter) if letter.is_ascii_alphabetic() => {
                let name = tag_name(after);
                if is_any_of(name, PAGE_TAGS) {
                    return true;
                }
                let content = tag_end(bytes, open + 1 + name.len());
                if is_any_of(name, RAW_TEXT) { end_tag(bytes, content, name) } else { content }
            }
            _ => open + 1,
        };
    }
    false
}

const PAGE_TAGS: &[&[u8]] = &[b"html", b"head", b"body"];

/// Elements whose content is text up to their end tag.
const RAW_TEXT: &[&[u8]] =
    &[b"script", b"style", b"textarea", b"title", b"xmp", b"iframe", b"noembed", b"noframes"];

fn is_any_of(name: &[u8], names: &[&[u8]]) -> bool {
    names.iter().any(|own| own.eq_ignore_ascii_case(name))
}

fn starts_with(bytes: &[u8], lower: &[u8]) -> bool {
    bytes.get(..lower.len()).is_some_and(|start| start.eq_ignore_ascii_case(lower))
}

/// The name that a tag opens with; empty when the text ends in it, for then it is no tag.
fn tag_name(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|&byte| ends_name(byte));
    end.map_or(b"", |end| &bytes[..end])
}

fn ends_name(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\x0c' | b'\r' | b'/' | b'>')
}

/// Where the text goes on after `what`, looked for from `from` on.
fn past(bytes: &[u8], from: usize, what: &[u8]) -> usize {
    memmem::find(&bytes[from..], what).map_or(bytes.len(), |found| from + found + what.len())
}

/// Where a tag ends; a `>` in a quoted value does not end it.
fn tag_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'>' => return at,
            b'=' => {
                at += bytes[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
                if let Some(quote @ (b'"' | b'\'')) = bytes.get(at) {
                    at = past(bytes, at + 1, &[*quote]);
                }
            }
            _ => {}
        }
    }
    at
}

/// Where the end tag of a raw text element starts.
fn end_tag(bytes: &[u8], mut from: usize, name: &[u8]) -> usize {
    while let Some(open) = memmem::find(&bytes[from..], b"</").map(|found| from + found) {
        from = open + 2;
        let found = bytes.get(from..from + name.len()).is_some_and(|own| own.eq_ignore_ascii_case(name));
        if found && bytes.get(from + name.len()).copied().is_some_and(ends_name) {
            return open;
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::is_whole_page;

    #[test]
    fn a_doctype_or_a_frame_tag_makes_a_page() {
        for page in ["<!DOCTYPE html><p>x", " <HTML>", "x<head>", "<p>x<body class=a>", "<html/>", "<body\n>"]
        {
            assert!(is_whole_page(page), "{page}");
        }
    }

    #[test]
    fn what_only_looks_like_a_frame_tag_makes_none() {
        for fragment in [
            "",
            "<",
            "<html",
            "<p>x</p>",
            "<header>x</header>",
            "<bodywork>",
            "</body></html>",
            "&lt;html&gt;",
            "<!-- <html> --><p>",
            "<!--><p>",
            "<!-- <html>",
            "<script>'<html>'</script>",
            "<SCRIPT>'</scripty><html>'</Script >",
            "<title><body></title>",
            "<style><body>",
            "<a title='<body>'>x</a>",
            "<a title = \"<body>\">x</a>",
            "<?php <html ?>",
        ] {
            assert!(!is_whole_page(fragment), "{fragment}");
        }
    }

    #[test]
    fn a_frame_tag_after_what_is_skipped_counts() {
        for page in [
            "<!-- x --><html>",
            "<!--><html>",
            "<script>x</script><body>",
            "<p it's><body>",
            "<p a='>'><body>",
        ] {
            assert!(is_whole_page(page), "{page}");
        }
    }

    #[test]
    fn time_is_linear_in_the_text() {
        for piece in ["<script>", "</script", "<a title='", "<!--", "<title></", "</", "<", "<a"] {
            assert!(!is_whole_page(&piece.repeat(100_000)));
            assert!(!is_whole_page(&["<title>", &piece.repeat(100_000)].concat()));
        }
    }
}
