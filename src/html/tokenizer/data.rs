//! Text between tags, and raw text up to its end tag: sections 13.2.5.1 to 13.2.5.5 and 13.2.5.9 to
//! 13.2.5.14 of the standard. Script data has a file of its own.
//!
//! <https://html.spec.whatwg.org/multipage/parsing.html#data-state>

use super::bytes::ENDS_TAG_NAME;
use super::reference::{Place, reference};
use super::tag::{Markup, open};
use super::{Flow, REPLACEMENT, Tokenizer};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{TagKind, Token, TokenSink};
use memchr::{memchr, memchr2, memchr3};

/// Text that is being read: a stretch of the page, and what stood before it if that is not one stretch.
struct Run {
    text: StrTendril,
    start: usize,
}

impl<S: TokenSink> Tokenizer<'_, S> {
    /// 13.2.5.1 [Data state]: text up to the next tag, comment or the like, and that too.
    ///
    /// [Data state]: https://html.spec.whatwg.org/multipage/parsing.html#data-state
    pub(super) fn data(&mut self) -> Flow {
        let bytes = self.bytes();
        let mut run = Run { text: StrTendril::new(), start: self.at };
        let mut at = self.at;
        while let Some(found) = find_in_text(bytes, at, self.has_nul) {
            at = match bytes[found] {
                b'&' => self.reference_in_text(&mut run, found),
                0 => {
                    self.pass_run(run, found);
                    self.pass(Token::NullCharacterToken);
                    run = Run { text: StrTendril::new(), start: found + 1 };
                    found + 1
                }
                _ => match open(&bytes[found + 1..]) {
                    Markup::Text => found + 1,
                    Markup::Nothing => self.skip(&mut run, found, found + 3),
                    markup => {
                        self.pass_run(run, found);
                        return self.markup(markup, found);
                    }
                },
            };
        }
        self.pass_run(run, bytes.len());
        self.end_of_file()
    }

    fn markup(&mut self, markup: Markup, found: usize) -> Flow {
        match markup {
            Markup::StartTag => self.tag_name(TagKind::StartTag, found + 1),
            Markup::EndTag => self.tag_name(TagKind::EndTag, found + 2),
            Markup::Declaration => self.markup_declaration_open(found + 2),
            Markup::BogusComment if self.byte(found + 1) == Some(b'?') => self.bogus_comment(found + 1),
            Markup::BogusComment => self.bogus_comment(found + 2),
            Markup::Nothing | Markup::Text => Flow::Continue,
        }
    }

    /// 13.2.5.2 [RCDATA state]: text with character references up to the end tag of `title` or `textarea`.
    ///
    /// [RCDATA state]: https://html.spec.whatwg.org/multipage/parsing.html#rcdata-state
    pub(super) fn rcdata(&mut self) -> Flow {
        let bytes = self.bytes();
        let mut run = Run { text: StrTendril::new(), start: self.at };
        let mut at = self.at;
        while let Some(found) = find_in_text(bytes, at, self.has_nul) {
            at = match bytes[found] {
                b'&' => self.reference_in_text(&mut run, found),
                0 => {
                    let after = self.skip(&mut run, found, found + 1);
                    run.text.push_slice(REPLACEMENT);
                    after
                }
                _ if self.is_appropriate_end_tag(found) => {
                    self.pass_run(run, found);
                    return self.appropriate_end_tag(found);
                }
                _ => found + 1,
            };
        }
        self.pass_run(run, bytes.len());
        self.end_of_file()
    }

    /// 13.2.5.3 [RAWTEXT state]: text up to the end tag of `style`, `iframe` and the like.
    ///
    /// [RAWTEXT state]: https://html.spec.whatwg.org/multipage/parsing.html#rawtext-state
    pub(super) fn rawtext(&mut self) -> Flow {
        let bytes = self.bytes();
        let (start, mut at) = (self.at, self.at);
        while let Some(found) = memchr(b'<', &bytes[at..]).map(|found| at + found) {
            if self.is_appropriate_end_tag(found) {
                let text = self.replaced(start, found);
                self.pass_text(text);
                return self.appropriate_end_tag(found);
            }
            at = found + 1;
        }
        self.plaintext()
    }

    /// 13.2.5.5 [PLAINTEXT state]: all the rest.
    ///
    /// [PLAINTEXT state]: https://html.spec.whatwg.org/multipage/parsing.html#plaintext-state
    pub(super) fn plaintext(&mut self) -> Flow {
        let text = self.replaced(self.at, self.html.len());
        self.pass_text(text);
        self.end_of_file()
    }

    /// Whether the `<` at `found` begins the end tag that the current raw text waits for: 13.2.5.9
    /// [RCDATA less-than sign state] to 13.2.5.11, the same for RAWTEXT and for script data.
    ///
    /// [RCDATA less-than sign state]: https://html.spec.whatwg.org/multipage/parsing.html#rcdata-less-than-sign-state
    pub(super) fn is_appropriate_end_tag(&self, found: usize) -> bool {
        let name = self.last_start_tag.as_bytes();
        let after = &self.bytes()[found + 1..];
        let Some(after) = after.strip_prefix(b"/") else { return false };
        let Some((own, rest)) = after.split_at_checked(name.len()) else { return false };
        own.eq_ignore_ascii_case(name) && rest.first().is_some_and(|&byte| ENDS_TAG_NAME.has(byte))
    }

    /// Reads that end tag.
    pub(super) fn appropriate_end_tag(&mut self, found: usize) -> Flow {
        let name = self.last_start_tag.clone();
        let end_of_name = found + 2 + name.len();
        self.before_attribute_name(TagKind::EndTag, name, end_of_name)
    }

    /// Reads a character reference in text; gives where to go on.
    fn reference_in_text(&mut self, run: &mut Run, ampersand: usize) -> usize {
        let Some(reference) = reference(&self.html[ampersand..], Place::Text) else { return ampersand + 1 };
        let after = self.skip(run, ampersand, ampersand + reference.len);
        for c in reference.characters() {
            run.text.push_char(c);
        }
        after
    }

    /// Leaves a part of the page out of a run.
    fn skip(&mut self, run: &mut Run, start: usize, end: usize) -> usize {
        run.text.push_slice(&self.html[run.start..start]);
        run.start = end;
        end
    }

    fn pass_run(&mut self, run: Run, end: usize) {
        if run.text.is_empty() {
            let text = self.slices.take(run.start, end);
            return self.pass_text(text);
        }
        let mut text = run.text;
        text.push_slice(&self.html[run.start..end]);
        self.pass_text(text);
    }
}

/// The next `<`, `&` or, where there are any, NUL.
fn find_in_text(bytes: &[u8], at: usize, has_nul: bool) -> Option<usize> {
    let rest = &bytes[at..];
    let found = if has_nul { memchr3(b'<', b'&', 0, rest) } else { memchr2(b'<', b'&', rest) };
    found.map(|found| at + found)
}
