//! Template calls in code. In text an escape takes them apart; code has no escapes, and Hugo looks for calls
//! before anything reads Markdown: one in a code block runs, and an unknown one stops the whole site.

use std::borrow::Cow;

/// What opens a call, and what closes it.
const CALLS: &[(&str, &str)] = &[("{{<", ">}}"), ("{{%", "%}}")];

/// Invisible, and no part of any delimiter: where a call cannot be commented out, it parts its braces.
const WORD_JOINER: char = '\u{2060}';

/// Code in which Hugo finds no call. A whole call is written as Hugo's own comment (`{{</* figure */>}}`), which is
/// shown as the call; what only begins like one gets a word joiner between its braces.
pub(super) fn quieted(code: &str) -> Cow<'_, str> {
    if !CALLS.iter().any(|(open, _)| code.contains(open)) {
        return Cow::Borrowed(code);
    }
    let mut out = String::with_capacity(code.len() + 16);
    let mut rest = code;
    while let Some((at, open, close)) = next_call(rest) {
        out.push_str(&rest[..at]);
        let inside = &rest[at + open.len()..];
        match inside.find(close).filter(|&end| is_whole(&inside[..end])) {
            Some(end) => {
                out.extend([open, "/*", &inside[..end], "*/", close]);
                rest = &inside[end + close.len()..];
            }
            None => {
                out.push('{');
                out.push(WORD_JOINER);
                out.push_str(&open[1..]);
                rest = inside;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn next_call(text: &str) -> Option<(usize, &'static str, &'static str)> {
    CALLS.iter().filter_map(|&(open, close)| Some((text.find(open)?, open, close))).min()
}

/// What Hugo reads as the inside of a call; a comment in it would end ours.
fn is_whole(inside: &str) -> bool {
    const LONGEST: usize = 1_000;
    let name = inside.trim_ascii_start().trim_start_matches('/').trim_ascii_start();
    inside.len() <= LONGEST
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && !inside.contains(['\n', '{', '}'])
        && !inside.contains("/*")
        && !inside.contains("*/")
}

#[cfg(test)]
mod tests {
    use super::quieted;

    #[test]
    fn calls_become_comments() {
        let cases = [
            ("{{< figure src=a >}}", "{{</* figure src=a */>}}"),
            ("a {{% note %}} b {{% /note %}}", "a {{%/* note */%}} b {{%/* /note */%}}"),
            ("{{ .Title }}", "{{ .Title }}"),
            ("{{<", "{\u{2060}{<"),
            ("{{< >}} {{% x", "{\u{2060}{< >}} {\u{2060}{% x"),
            ("{{</* x */>}}", "{\u{2060}{</* x */>}}"),
            ("{{< a {{< b >}}", "{\u{2060}{< a {{</* b */>}}"),
            ("{{{< x >}}", "{{{</* x */>}}"),
        ];
        for (code, quiet) in cases {
            assert_eq!(quieted(code), quiet, "{code}");
        }
    }
}
