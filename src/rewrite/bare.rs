//! Addresses that stand in the text as text. Markdown's readers find them by themselves, but take
//! everything up to the next white space into them: where Chinese text or a bracket follows directly,
//! the address is made a link, so that its end is plain.

use super::Context;
use super::found::left;
use crate::html::{Dom, NodeId, is_space};
use crate::notes::{Action, Note};

/// Looks at texts that hold `://`.
pub(super) fn rewrite(dom: &mut Dom, texts: &[NodeId], context: &mut Context<'_>) {
    let texts: Vec<NodeId> = left(dom, texts).filter(|&id| !is_elsewhere(dom, id)).collect();
    let made: usize = texts.into_iter().map(|text| link_addresses(dom, text)).sum();
    if made > 0 {
        let why = "an address that runs into the text after it was made a link, so that its end is plain";
        let mut note = Note::new(Action::Repaired, "bare-url", why);
        note.text = format!("{made} of them");
        context.notes.push(note);
    }
}

/// Text in which an address is no link, or is one already.
fn is_elsewhere(dom: &Dom, id: NodeId) -> bool {
    const ELSEWHERE: &[&str] =
        &["a", "code", "pre", "kbd", "samp", "tt", "script", "svg", "math", "textarea"];
    dom.ancestors(id).any(|above| ELSEWHERE.contains(&dom.name(above)))
}

fn link_addresses(dom: &mut Dom, id: NodeId) -> usize {
    let text = dom.text(id).unwrap_or("").to_owned();
    let goes_on = goes_on(dom, id);
    let mut made = 0;
    let mut written = 0;
    for (start, end) in addresses(&text, goes_on) {
        let before = dom.create_text(&text[written..start]);
        let address = dom.create_text(&text[start..end]);
        let link = dom.create_element("a");
        dom.set_attr(link, "href", &text[start..end]);
        dom.append(link, address);
        dom.insert_before(id, before);
        dom.insert_before(id, link);
        (written, made) = (end, made + 1);
    }
    if made > 0 {
        dom.set_text(id, &text[written..]);
    }
    made
}

/// Where the addresses stand that a reader would find the wrong end of. `goes_on`: more text follows
/// on the same line, in another element.
fn addresses(text: &str, goes_on: bool) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let (mut from, mut run_end) = (0, 0);
    while let Some(at) = text[from..].find("://") {
        let colon = from + at;
        from = colon + 3;
        let Some(start) = start(text, colon) else { continue };
        if start >= run_end {
            let ends = |c: char| is_space(c) || c == '<';
            run_end = text[start..].find(ends).map_or(text.len(), |end| start + end);
        }
        let end = start + trim_end(&text[start..start + address_len(&text[start..run_end])]).len();
        let has_host = text[colon + 3..].starts_with(|c: char| c.is_ascii_alphanumeric());
        if !has_host || end <= colon + 3 {
            continue;
        }
        let runs_on = text[end..run_end].contains(|c| c != ')' && !is_of_sentence(c));
        if runs_on || (run_end == text.len() && goes_on) {
            found.push((start, end));
        }
        from = end;
    }
    found
}

/// The start of `http` or `https` before `://`.
fn start(text: &str, colon: usize) -> Option<usize> {
    ["https", "http"].iter().find_map(|scheme| {
        let start = colon.checked_sub(scheme.len())?;
        let own = text.get(start..colon)?;
        let is_word = text[..start].ends_with(|c: char| c.is_ascii_alphanumeric());
        (own.eq_ignore_ascii_case(scheme) && !is_word).then_some(start)
    })
}

/// How far the characters of an address go (RFC 3986, without the brackets of IPv6).
fn address_len(text: &str) -> usize {
    let is_of_address = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c);
    text.find(|c| !is_of_address(c)).unwrap_or(text.len())
}

/// Without the punctuation of the sentence around it (GFM, section 6.9); a parenthesis belongs to the
/// address that opens it.
fn trim_end(address: &str) -> &str {
    let count = |sign: char| address.matches(sign).count();
    let mut unopened = count(')').saturating_sub(count('('));
    let mut end = address.len();
    for (at, c) in address.char_indices().rev() {
        if c == ')' && unopened > 0 {
            unopened -= 1;
        } else if c == ')' || !is_of_sentence(c) {
            break;
        }
        end = at;
    }
    &address[..end]
}

fn is_of_sentence(c: char) -> bool {
    "?!.,:;*_~'\"".contains(c)
}

/// Whether something follows a text on its line without white space.
fn goes_on(dom: &Dom, id: NodeId) -> bool {
    let top = dom.root();
    let mut node = id;
    loop {
        // Up to the nearest element that has something after this one; the end of a block ends the line.
        while dom.next(node).is_none() {
            match dom.parent(node) {
                Some(parent) if parent != top && is_inline(dom.name(parent)) => node = parent,
                _ => return false,
            }
        }
        let Some(next) = dom.next(node) else { return false };
        node = next;
        loop {
            match dom.text(node) {
                Some("") => break,
                Some(text) => return !text.starts_with(is_space),
                // A hard break is written with a backslash, right behind the address.
                None if matches!(dom.name(node), "img" | "br") => return true,
                None if !is_inline(dom.name(node)) => return false,
                None => match dom.first_child(node) {
                    Some(child) => node = child,
                    None => break,
                },
            }
        }
    }
}

/// Elements that stand in a line of text.
fn is_inline(name: &str) -> bool {
    const INLINE: &[&str] = &[
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "mpchecktext",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
    ];
    INLINE.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::addresses;

    fn found(text: &str) -> Vec<&str> {
        addresses(text, false).into_iter().map(|(start, end)| &text[start..end]).collect()
    }

    #[test]
    fn addresses_that_run_into_text_are_found() {
        let cases: &[(&str, &[&str])] = &[
            ("见https://a.example/b。然后", &["https://a.example/b"]),
            ("https://a.example/b中文", &["https://a.example/b"]),
            ("http://a.example[1]", &["http://a.example"]),
            ("（http://a.example/x_y）和http://b.example，", &["http://a.example/x_y", "http://b.example"]),
            ("https://a.example/b.，然", &["https://a.example/b"]),
            ("https://a.example/(b)中", &["https://a.example/(b)"]),
            ("https://a.example/b", &[]),
            ("https://a.example/b, and", &[]),
            ("(https://a.example/b) and", &[]),
            ("https://a.example/b\u{3000}中", &["https://a.example/b"]),
            ("https://中文", &[]),
            ("xhttps://a.example中", &[]),
            ("ftp://a.example中", &[]),
            ("https://https://a.example中", &["https://https://a.example"]),
        ];
        for (text, expected) in cases {
            assert_eq!(found(text), *expected, "{text}");
        }
    }

    #[test]
    fn what_follows_in_another_element_counts() {
        assert_eq!(addresses("see http://a.example", true), [(4, 20)]);
        assert_eq!(addresses("http://a.example see", true), []);
    }
}
