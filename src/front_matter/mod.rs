//! Front matter: found, and kept byte for byte.
//!
//! Three kinds, as Hugo and Jekyll know them: YAML between `---` lines (`...` also closes it), TOML
//! between `+++` lines, and a JSON object. YAML is never parsed: many real files have front matter
//! that no YAML parser accepts, and they keep it. So the shape alone must tell it from a text that
//! begins with a thematic break. `read` tells what stands in it, as far as that can be read; `write`
//! sets keys, and leaves all bytes that were there.

mod read;
mod write;

pub(crate) use read::read;
pub(crate) use write::{Value, add, fresh};

/// The kinds of front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Yaml,
    Toml,
    Json,
}

/// Which kind this is; none when there is no more than a byte order mark.
fn form(front_matter: &str) -> Option<Form> {
    let opening = bare(front_matter);
    match opening.as_bytes().first()? {
        b'-' => Some(Form::Yaml),
        b'+' => Some(Form::Toml),
        _ => Some(Form::Json),
    }
}

/// Without a byte order mark and blank lines before it.
fn bare(front_matter: &str) -> &str {
    skip_blank_lines(front_matter.strip_prefix('\u{feff}').unwrap_or(front_matter))
}

/// Whether there is any, besides a byte order mark.
pub(crate) fn is_there(front_matter: &str) -> bool {
    form(front_matter).is_some()
}

/// Splits a text into its front matter (with fences and what stands before them) and the rest.
///
/// The front matter ends with the line end of its closing fence. A text without front matter is
/// all rest; only a byte order mark stays apart, because what follows it starts the first line.
pub(crate) fn split(text: &str) -> (&str, &str) {
    let after_mark = text.strip_prefix('\u{feff}').unwrap_or(text);
    let opening = skip_blank_lines(after_mark);
    let length = yaml(opening).or_else(|| toml(opening)).or_else(|| json(opening));
    match length {
        Some(length) => text.split_at(text.len() - opening.len() + length),
        None => text.split_at(text.len() - after_mark.len()),
    }
}

fn skip_blank_lines(text: &str) -> &str {
    let blank: usize = text.split_inclusive('\n').take_while(|line| is_blank(line)).map(str::len).sum();
    &text[blank..]
}

/// `---`, keys, and `---` or `...`. A line right after the opening fence that is blank, or no line
/// at all with a key, is what follows a thematic break.
fn yaml(text: &str) -> Option<usize> {
    let block = fenced(text, "---", &["---", "..."])?;
    let mut lines = block.content.lines();
    let is_front_matter = match lines.next() {
        None => true,
        Some(first) => !is_blank(first) && block.content.lines().any(is_yaml_key),
    };
    is_front_matter.then_some(block.length)
}

fn toml(text: &str) -> Option<usize> {
    let block = fenced(text, "+++", &["+++"])?;
    let is_front_matter = block.content.is_empty()
        || block.content.lines().any(|line| line.contains('=') || line.starts_with('['));
    is_front_matter.then_some(block.length)
}

/// An object that is valid JSON and has nothing behind it on its last line. An empty one says
/// nothing, and is more likely text.
fn json(text: &str) -> Option<usize> {
    if !text.starts_with('{') {
        return None;
    }
    let mut objects =
        serde_json::Deserializer::from_str(text).into_iter::<serde_json::Map<String, serde_json::Value>>();
    let object = objects.next()?.ok()?;
    let end = objects.byte_offset();
    let line = text[end..].split_inclusive('\n').next().unwrap_or("");
    (!object.is_empty() && is_blank(line)).then_some(end + line.len())
}

struct Fenced<'a> {
    content: &'a str,
    /// From the opening fence to the line end of the closing one, in bytes.
    length: usize,
}

/// The lines from an opening to the next closing fence. Fences stand at the start of their lines.
fn fenced<'a>(text: &'a str, open: &str, close: &[&str]) -> Option<Fenced<'a>> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().filter(|line| is_fence(line, open))?;
    let mut end = first.len();
    for line in lines {
        let content = &text[first.len()..end];
        end += line.len();
        if close.iter().any(|fence| is_fence(line, fence)) {
            return Some(Fenced { content, length: end });
        }
    }
    None
}

fn is_fence(line: &str, fence: &str) -> bool {
    line.strip_prefix(fence).is_some_and(is_blank)
}

fn is_blank(line: &str) -> bool {
    line.bytes().all(|byte| byte.is_ascii_whitespace())
}

fn is_yaml_key(line: &str) -> bool {
    yaml_key(line).is_some()
}

/// The key and the value of a line like `key:` or `key: value`. Keys are words in any script; a URL is no key.
fn yaml_key(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let ends_key = value.is_empty() || value.starts_with([' ', '\t', '\r']);
    let starts_key = key.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '"' | '\''));
    (ends_key && starts_key).then(|| (key.trim_matches(|c| matches!(c, ' ' | '\t' | '"' | '\'')), value))
}

#[cfg(test)]
mod tests {
    use super::split;

    fn front(text: &str) -> &str {
        let (front, rest) = split(text);
        assert_eq!(format!("{front}{rest}"), text);
        front
    }

    #[test]
    fn yaml_with_either_closing_fence() {
        assert_eq!(front("---\ntitle: a\n---\nText\n"), "---\ntitle: a\n---\n");
        assert_eq!(front("---\ntitle: a\n...\nText\n"), "---\ntitle: a\n...\n");
        assert_eq!(front("---  \ntitle: a\n---\t\n\nText\n"), "---  \ntitle: a\n---\t\n");
        assert_eq!(front("---\ntitle: a\n---"), "---\ntitle: a\n---");
        assert_eq!(front("---\n---\nText"), "---\n---\n");
    }

    #[test]
    fn yaml_that_no_parser_accepts() {
        let text = "---\ntitle: \"the \"word\" of\\ it\"\n\ttags: [\n  \"a\n---\n";
        assert_eq!(front(text), text);
        assert_eq!(front("---\n# a comment\n标题: 名\n---\n<p>"), "---\n# a comment\n标题: 名\n---\n");
        assert_eq!(front("---\ntitle: a\n\n---\n"), "---\ntitle: a\n\n---\n");
    }

    #[test]
    fn other_line_ends_and_what_stands_before() {
        assert_eq!(front("---\r\na: b\r\n---\r\nText"), "---\r\na: b\r\n---\r\n");
        assert_eq!(front("\u{feff}---\na: b\n---\nText"), "\u{feff}---\na: b\n---\n");
        assert_eq!(front("\n \n---\na: b\n---\nText"), "\n \n---\na: b\n---\n");
        assert_eq!(front("\u{feff}\r\n---\na:\n---\nText"), "\u{feff}\r\n---\na:\n---\n");
    }

    #[test]
    fn a_fence_inside_a_value() {
        let text = "---\na: |\n  ---\n  b\n----\nc: d\n---\n";
        assert_eq!(front(&format!("{text}Text")), text);
    }

    #[test]
    fn a_thematic_break_is_no_front_matter() {
        assert_eq!(front("---\n\nText: more\n\n---\n\nText\n"), "");
        assert_eq!(front("---\n# Heading\n---\nText\n"), "");
        assert_eq!(front("---\njust a line\nhttps://example.org/\n---\nText\n"), "");
        assert_eq!(front("---\ntitle: never closed\n\nText\n"), "");
        assert_eq!(front("----\na: b\n----\n"), "");
        assert_eq!(front(" ---\na: b\n ---\n"), "");
        assert_eq!(front("Text\n---\na: b\n---\n"), "");
    }

    #[test]
    fn toml() {
        assert_eq!(front("+++\ntitle = \"a\"\n+++\n\nText"), "+++\ntitle = \"a\"\n+++\n");
        assert_eq!(front("+++\nno key\n+++\nText"), "");
    }

    #[test]
    fn json() {
        assert_eq!(front("{\n  \"title\": \"a\"\n}\n\nText"), "{\n  \"title\": \"a\"\n}\n");
        assert_eq!(front("{\"a\": {\"b\": [1]}} \r\nText"), "{\"a\": {\"b\": [1]}} \r\n");
        assert_eq!(front("{\"a\": 1}"), "{\"a\": 1}");
        assert_eq!(front("{\"a\": 1} is JSON\n"), "");
        assert_eq!(front("{}\nText"), "");
        assert_eq!(front("{{< figure >}}\n"), "");
        assert_eq!(front(&"{\"a\":".repeat(10_000)), "");
    }

    #[test]
    fn a_byte_order_mark_stays_apart_from_text() {
        assert_eq!(front("\u{feff}<p>Text"), "\u{feff}");
        assert_eq!(front(""), "");
        assert_eq!(front("\n\nText"), "");
    }
}
