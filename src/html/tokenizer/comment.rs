//! Comments, what is taken for one, and CDATA sections: sections 13.2.5.41 to 13.2.5.52 and 13.2.5.69 to
//! 13.2.5.71 of the standard.
//!
//! <https://html.spec.whatwg.org/multipage/parsing.html#markup-declaration-open-state>

use super::{Flow, Tokenizer};
use html5ever::tokenizer::{Token, TokenSink};
use memchr::{memchr, memmem};

impl<S: TokenSink> Tokenizer<'_, S> {
    /// 13.2.5.42 [Markup declaration open state], after `<!`.
    ///
    /// [Markup declaration open state]: https://html.spec.whatwg.org/multipage/parsing.html#markup-declaration-open-state
    pub(super) fn markup_declaration_open(&mut self, at: usize) -> Flow {
        let rest = &self.bytes()[at..];
        if rest.starts_with(b"--") {
            return self.comment_start(at + 2);
        }
        if rest.get(..7).is_some_and(|word| word.eq_ignore_ascii_case(b"doctype")) {
            return self.doctype(at + 7);
        }
        if rest.starts_with(b"[CDATA[") && self.sink.adjusted_current_node_present_but_not_in_html_namespace()
        {
            return self.cdata_section(at + 7);
        }
        self.bogus_comment(at)
    }

    /// 13.2.5.41 [Bogus comment state].
    ///
    /// [Bogus comment state]: https://html.spec.whatwg.org/multipage/parsing.html#bogus-comment-state
    pub(super) fn bogus_comment(&mut self, start: usize) -> Flow {
        match memchr(b'>', &self.bytes()[start..]) {
            Some(len) => self.comment(start, start + len, start + len + 1),
            None => self.comment(start, self.html.len(), self.html.len()),
        }
    }

    /// 13.2.5.43 [Comment start state] to 13.2.5.52: `-->` ends a comment, and so do `--!>`, and `>` or `->`
    /// right after its start.
    ///
    /// [Comment start state]: https://html.spec.whatwg.org/multipage/parsing.html#comment-start-state
    fn comment_start(&mut self, start: usize) -> Flow {
        let text = &self.bytes()[start..];
        let mut at = 0;
        while let Some(found) = memchr(b'>', &text[at..]).map(|found| at + found) {
            let before = &text[..found];
            let end = match before {
                b"" | b"-" => Some(0),
                [.., b'-', b'-'] => Some(found - 2),
                [.., b'-', b'-', b'!'] => Some(found - 3),
                _ => None,
            };
            if let Some(end) = end {
                return self.comment(start, start + end, start + found + 1);
            }
            at = found + 1;
        }
        // Cut off by the page's end: what may have been the start of the comment's end is not in it.
        let end = match text {
            [rest @ .., b'-', b'-', b'!'] | [rest @ .., b'-', b'-'] | [rest @ .., b'-'] => rest.len(),
            all => all.len(),
        };
        self.comment(start, start + end, self.html.len())
    }

    fn comment(&mut self, start: usize, end: usize, after: usize) -> Flow {
        self.at = after;
        let text = self.replaced(start, end);
        self.pass(Token::CommentToken(text));
        Flow::Continue
    }

    /// 13.2.5.69 [CDATA section state] to 13.2.5.71. NUL is passed on: the tree builder replaces it.
    ///
    /// [CDATA section state]: https://html.spec.whatwg.org/multipage/parsing.html#cdata-section-state
    fn cdata_section(&mut self, start: usize) -> Flow {
        let bytes = self.bytes();
        let end = memmem::find(&bytes[start..], b"]]>").map(|len| start + len);
        let (mut at, text_end) = (start, end.unwrap_or(bytes.len()));
        while let Some(nul) = memchr(0, &bytes[at..text_end]).map(|found| at + found) {
            let text = self.slices.take(at, nul);
            self.pass_text(text);
            self.pass(Token::NullCharacterToken);
            at = nul + 1;
        }
        let text = self.slices.take(at, text_end);
        self.pass_text(text);
        self.at = end.map_or(bytes.len(), |end| end + 3);
        Flow::Continue
    }
}
