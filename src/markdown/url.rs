//! URLs as Markdown can hold them: destinations, titles, autolinks.

use super::escape::is_reference;
use std::fmt::Write;

/// Schemes that may stand in an autolink. Some renderers make `<javascript:…>` live, so this is short.
const AUTOLINK_SCHEMES: [&str; 4] = ["http:", "https:", "ftp:", "mailto:"];

/// Writes a link destination (CommonMark 6.3): characters that would end it, start another construct
/// or hide from a reader are percent-encoded; everything else stays as the author wrote it.
pub(super) fn destination(url: &str, out: &mut String) {
    if url.is_empty() {
        out.push_str("<>");
    }
    let mut rest = url;
    let mut balanced = None;
    while let Some(found) = rest.bytes().position(|byte| !is_plain(byte)) {
        let (before, from) = rest.split_at(found);
        out.push_str(before);
        let Some(c) = from.chars().next() else { break };
        match c {
            '&' if is_reference(from) => out.push_str("&amp;"),
            '(' | ')' if *balanced.get_or_insert_with(|| has_balanced_parentheses(url)) => out.push(c),
            _ if must_be_encoded(c) => percent_encode(c, out),
            _ => out.push(c),
        }
        rest = &from[c.len_utf8()..];
    }
    out.push_str(rest);
}

/// Whether a byte stands for itself in a destination; the others are looked at as characters.
fn is_plain(byte: u8) -> bool {
    static PLAIN: [bool; 256] = {
        let mut plain = [false; 256];
        let bytes = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#[]@!$'*+,;=%";
        let mut at = 0;
        while at < bytes.len() {
            plain[bytes[at] as usize] = true;
            at += 1;
        }
        plain
    };
    PLAIN[byte as usize]
}

fn must_be_encoded(c: char) -> bool {
    matches!(c, ' ' | '<' | '>' | '"' | '\\' | '`' | '|' | '{' | '}' | '^' | '(' | ')')
        || c.is_control()
        || (!c.is_ascii() && (c.is_whitespace() || is_invisible(c)))
}

/// Characters that show nothing or turn the direction of the text around.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn percent_encode(c: char, out: &mut String) {
    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
        write!(out, "%{byte:02X}").expect("a String takes everything");
    }
}

/// CommonMark reads 32 levels of parentheses at most; nobody needs more than three.
fn has_balanced_parentheses(url: &str) -> bool {
    let mut depth = 0;
    for c in url.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if !(0..=3).contains(&depth) {
            return false;
        }
    }
    depth == 0
}

/// Writes ` "title"`, or nothing for an empty title.
pub(super) fn title(title: &str, out: &mut String) {
    if title.is_empty() {
        return;
    }
    out.push_str(" \"");
    for (at, c) in title.char_indices() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '<' => out.push_str("&lt;"),
            '&' if is_reference(&title[at..]) => out.push_str("&amp;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '|' => out.push_str("&#124;"),
            '`' => out.push_str("&#96;"),
            '{' => out.push_str("\\{"),
            _ => out.push(c),
        }
    }
    out.push('"');
}

/// Whether a link with this text and address can be written as `<address>` (CommonMark 6.5). Parsers
/// disagree on character references in there, so an address with one cannot.
pub(super) fn is_autolink(text: &str, url: &str) -> bool {
    if !url.ends_with(text) {
        return false;
    }
    let head = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    let known = AUTOLINK_SCHEMES.iter().any(|scheme| head.starts_with(scheme));
    let same =
        text == url || (head.starts_with("mailto:") && text == &url["mailto:".len()..] && is_mail(text));
    let plain = !has_reference(url) && !url.chars().any(|c| must_be_encoded(c) && !matches!(c, '(' | ')'));
    known && same && plain
}

fn has_reference(url: &str) -> bool {
    url.match_indices('&').any(|(at, _)| is_reference(&url[at..]))
}

/// A plain address that CommonMark's autolink grammar takes.
fn is_mail(text: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || "._-+".contains(c);
    let Some((local, host)) = text.split_once('@') else { return false };
    let label = |l: &str| {
        !l.is_empty()
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    !local.is_empty() && local.chars().all(word) && host.split('.').all(label)
}
