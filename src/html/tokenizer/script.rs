//! Script data, up to the end tag that is not in a comment of its own: sections 13.2.5.4 and 13.2.5.15 to
//! 13.2.5.31 of the standard.
//!
//! The standard's seventeen states tell three things apart: script; script in `<!-- … -->`
//! ("escaped"), where an end tag still ends it; and, in there, what stands between `<script` and `</script`
//! ("double escaped"), where none does. All of it is text, so only the place where it ends is looked for.
//!
//! <https://html.spec.whatwg.org/multipage/parsing.html#script-data-state>

use super::bytes::ENDS_TAG_NAME;
use super::{Flow, Tokenizer};
use html5ever::tokenizer::TokenSink;
use memchr::{memchr, memchr2};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    Escaped,
    DoubleEscaped,
}

impl<S: TokenSink> Tokenizer<'_, S> {
    /// 13.2.5.4 [Script data state].
    ///
    /// [Script data state]: https://html.spec.whatwg.org/multipage/parsing.html#script-data-state
    pub(super) fn script_data(&mut self) -> Flow {
        match self.end_of_script() {
            Some(end) => {
                let text = self.replaced(self.at, end);
                self.pass_text(text);
                self.appropriate_end_tag(end)
            }
            None => self.plaintext(),
        }
    }

    /// Where the end tag stands.
    fn end_of_script(&self) -> Option<usize> {
        let bytes = self.bytes();
        let mut at = self.at;
        loop {
            let found = at + memchr(b'<', &bytes[at..])?;
            if self.is_appropriate_end_tag(found) {
                return Some(found);
            }
            at = if bytes[found..].starts_with(b"<!--") {
                // The two dashes may be those of `-->` already.
                match self.escaped(found + 2)? {
                    Escape::ClosedAt(after) => after,
                    Escape::EndTagAt(end) => return Some(end),
                }
            } else {
                found + 1
            };
        }
    }

    /// 13.2.5.20 [Script data escaped state] to 13.2.5.31.
    ///
    /// [Script data escaped state]: https://html.spec.whatwg.org/multipage/parsing.html#script-data-escaped-state
    fn escaped(&self, start: usize) -> Option<Escape> {
        let bytes = self.bytes();
        let (mut depth, mut at) = (Depth::Escaped, start);
        loop {
            let found = at + memchr2(b'-', b'<', &bytes[at..])?;
            let rest = &bytes[found..];
            if rest.starts_with(b"-->") {
                return Some(Escape::ClosedAt(found + 3));
            }
            at = found + 1;
            if rest[0] == b'-' {
                continue;
            }
            match depth {
                Depth::Escaped if self.is_appropriate_end_tag(found) => return Some(Escape::EndTagAt(found)),
                Depth::Escaped if is_word_script(&rest[1..]) => depth = Depth::DoubleEscaped,
                Depth::DoubleEscaped if rest.get(1) == Some(&b'/') && is_word_script(&rest[2..]) => {
                    depth = Depth::Escaped;
                }
                _ => {}
            }
        }
    }
}

/// How a comment in a script ends.
enum Escape {
    ClosedAt(usize),
    EndTagAt(usize),
}

/// 13.2.5.26 [Script data double escape start state] and 13.2.5.31, its counterpart.
///
/// [Script data double escape start state]: https://html.spec.whatwg.org/multipage/parsing.html#script-data-double-escape-start-state
fn is_word_script(text: &[u8]) -> bool {
    text.split_at_checked(6).is_some_and(|(word, rest)| {
        word.eq_ignore_ascii_case(b"script") && rest.first().is_some_and(|&byte| ENDS_TAG_NAME.has(byte))
    })
}
