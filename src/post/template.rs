//! Template calls in Markdown: Hugo's shortcodes, Jekyll's and Hexo's tags.
//!
//! Where an author wrote one, the site's generator reads the bytes, so they must stay as they are,
//! and so must all between an opening call and its closing one.

use std::collections::HashMap;
use std::ops::Range;

/// The forms of a call: how it begins and how it ends. Longer beginnings come first.
const FORMS: [(&str, &str); 4] = [
    ("{{<", ">}}"), // Hugo
    ("{{%", "%}}"), // Hugo, with Markdown inside
    ("{{", "}}"),   // a value in Liquid, Nunjucks, Handlebars
    ("{%", "%}"),   // a tag in Liquid, Nunjucks
];

/// The calls in a text, in their order.
pub(super) fn calls(text: &str) -> Vec<Range<usize>> {
    scan(text).into_iter().map(|call| call.range).collect()
}

/// The stretches from an opening call at the start of a line to its closing call; nested ones are
/// part of the outermost.
pub(super) fn pairs(text: &str) -> Vec<Range<usize>> {
    let mut open: HashMap<(usize, &str), Vec<usize>> = HashMap::new();
    let mut found = Vec::new();
    for call in scan(text) {
        let name = Name::of(call.inner);
        if !name.is_closing {
            open.entry((call.form, name.word)).or_default().push(call.range.start);
        } else if let Some(start) = open.get_mut(&(call.form, name.word)).and_then(Vec::pop)
            && starts_line(text, start)
        {
            found.push(start..call.range.end);
        }
    }
    outermost(found)
}

struct Call<'a> {
    range: Range<usize>,
    form: usize,
    inner: &'a str,
}

fn scan(text: &str) -> Vec<Call<'_>> {
    let mut found = Vec::new();
    // Once a form has no further ending, its beginnings are passed over: the scan stays linear.
    let mut is_exhausted = [false; FORMS.len()];
    let mut at = 0;
    while let Some(offset) = memchr::memchr(b'{', &text.as_bytes()[at..]) {
        let start = at + offset;
        at = start + 1;
        let Some(form) = FORMS.iter().position(|(begin, _)| text[start..].starts_with(begin)) else {
            continue;
        };
        let (begin, end) = FORMS[form];
        if is_exhausted[form] {
            continue;
        }
        match text[start + begin.len()..].find(end) {
            Some(length) => {
                let inner = &text[start + begin.len()..][..length];
                at = start + begin.len() + length + end.len();
                found.push(Call { range: start..at, form, inner });
            }
            None => is_exhausted[form] = true,
        }
    }
    found
}

struct Name<'a> {
    word: &'a str,
    is_closing: bool,
}

impl<'a> Name<'a> {
    /// `highlight go`, `/highlight`, `- if x -`, `endif`: the word, and whether it closes.
    fn of(inner: &'a str) -> Self {
        let inner = inner.trim_start_matches(['-', ' ', '\t', '\r', '\n']);
        let (inner, has_slash) = match inner.strip_prefix('/') {
            Some(rest) => (rest.trim_start_matches([' ', '\t']), true),
            None => (inner, false),
        };
        let ends = |c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'));
        let word = &inner[..inner.find(ends).unwrap_or(inner.len())];
        match word.strip_prefix("end") {
            Some(opened) if !has_slash && !opened.is_empty() => Name { word: opened, is_closing: true },
            _ => Name { word, is_closing: has_slash },
        }
    }
}

fn starts_line(text: &str, at: usize) -> bool {
    text[..at].bytes().rev().find(|&b| b != b' ' && b != b'\t').is_none_or(|b| b == b'\n')
}

fn outermost(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut found: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match found.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => found.push(range),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{calls, pairs};

    fn texts(text: &str, ranges: Vec<std::ops::Range<usize>>) -> Vec<&str> {
        ranges.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn calls_of_every_form() {
        let text = "a {{< x \"}\" >}} b {{% y %}} c {{ z }} d {% if q %} e {{< never";
        assert_eq!(texts(text, calls(text)), ["{{< x \"}\" >}}", "{{% y %}}", "{{ z }}", "{% if q %}"]);
    }

    #[test]
    fn pairs_nest_and_must_start_a_line() {
        let text = "{{< tabs >}}\n{{< tab >}}<b>{{< /tab >}}\n{{</ tabs >}}\nx {{< a >}}y{{< /a >}}\n";
        assert_eq!(texts(text, pairs(text)), ["{{< tabs >}}\n{{< tab >}}<b>{{< /tab >}}\n{{</ tabs >}}"]);
        let text = "{%- highlight html -%}\n<p>\n\n<p>\n{% endhighlight %} after";
        assert_eq!(texts(text, pairs(text)), ["{%- highlight html -%}\n<p>\n\n<p>\n{% endhighlight %}"]);
        assert!(pairs("{{< figure >}}\n{{% /figure %}}\n{% end %}").is_empty());
    }

    #[test]
    fn many_openings_without_an_end() {
        assert!(calls(&"{{< {{% {% {{ ".repeat(20_000)).is_empty());
    }
}
