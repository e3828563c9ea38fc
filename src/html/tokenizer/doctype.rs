//! The doctype: sections 13.2.5.53 to 13.2.5.68 of the standard.
//!
//! <https://html.spec.whatwg.org/multipage/parsing.html#doctype-state>

use super::bytes::{SPACE, skip_spaces};
use super::{Flow, Tokenizer};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Doctype, Token, TokenSink};
use memchr::memchr;

/// The rest of a doctype that makes no sense is skipped; whether it costs the page its standards mode
/// depends on where the sense ended.
enum Rest {
    /// Read to its `>`, which is consumed.
    Closed(usize),
    /// 13.2.5.68 [Bogus DOCTYPE state].
    ///
    /// [Bogus DOCTYPE state]: https://html.spec.whatwg.org/multipage/parsing.html#bogus-doctype-state
    Bogus(usize),
}

impl<S: TokenSink> Tokenizer<'_, S> {
    /// 13.2.5.53 [DOCTYPE state], after `<!doctype`.
    ///
    /// [DOCTYPE state]: https://html.spec.whatwg.org/multipage/parsing.html#doctype-state
    pub(super) fn doctype(&mut self, at: usize) -> Flow {
        let mut doctype = Doctype::default();
        let rest = self.before_name(&mut doctype, at);
        self.at = match rest {
            Some(Rest::Closed(after)) => after,
            Some(Rest::Bogus(at)) => match memchr(b'>', &self.bytes()[at..]) {
                Some(len) => at + len + 1,
                None => self.html.len(),
            },
            None => {
                doctype.force_quirks = true;
                self.html.len()
            }
        };
        self.pass(Token::DoctypeToken(doctype));
        Flow::Continue
    }

    /// 13.2.5.54 [Before DOCTYPE name state] and 13.2.5.55, the name. None stands for the end of the page.
    ///
    /// [Before DOCTYPE name state]: https://html.spec.whatwg.org/multipage/parsing.html#before-doctype-name-state
    fn before_name(&mut self, doctype: &mut Doctype, at: usize) -> Option<Rest> {
        let bytes = self.bytes();
        let (start, first) = skip_spaces(bytes, at)?;
        if first == b'>' {
            doctype.force_quirks = true;
            return Some(Rest::Closed(start + 1));
        }
        let name_ends = |&byte: &u8| SPACE.has(byte) || byte == b'>';
        let len = bytes[start..].iter().position(name_ends);
        let end = len.map_or(bytes.len(), |len| start + len);
        let name = self.replaced(start, end).to_ascii_lowercase();
        doctype.name = Some(StrTendril::from(name));
        self.after_name(doctype, end)
    }

    /// 13.2.5.56 [After DOCTYPE name state].
    ///
    /// [After DOCTYPE name state]: https://html.spec.whatwg.org/multipage/parsing.html#after-doctype-name-state
    fn after_name(&mut self, doctype: &mut Doctype, at: usize) -> Option<Rest> {
        let (found, byte) = skip_spaces(self.bytes(), at)?;
        if byte == b'>' {
            return Some(Rest::Closed(found + 1));
        }
        let keyword = self.bytes().get(found..found + 6).unwrap_or_default();
        if keyword.eq_ignore_ascii_case(b"public") {
            return self.public_identifier(doctype, found + 6);
        }
        if keyword.eq_ignore_ascii_case(b"system") {
            return self.system_identifier(doctype, found + 6, Missing::ForcesQuirks);
        }
        doctype.force_quirks = true;
        Some(Rest::Bogus(found))
    }

    /// 13.2.5.57 [After DOCTYPE public keyword state] to 13.2.5.62: a public identifier, and perhaps a
    /// system identifier after it.
    ///
    /// [After DOCTYPE public keyword state]: https://html.spec.whatwg.org/multipage/parsing.html#after-doctype-public-keyword-state
    fn public_identifier(&mut self, doctype: &mut Doctype, at: usize) -> Option<Rest> {
        let (found, byte) = skip_spaces(self.bytes(), at)?;
        match byte {
            b'"' | b'\'' => {
                let (identifier, rest) = self.identifier(found);
                doctype.public_id = Some(identifier);
                match rest? {
                    Closing::Quote(after) => self.system_identifier(doctype, after, Missing::IsFine),
                    Closing::Abrupt(after) => {
                        doctype.force_quirks = true;
                        Some(Rest::Closed(after))
                    }
                }
            }
            b'>' => {
                doctype.force_quirks = true;
                Some(Rest::Closed(found + 1))
            }
            _ => {
                doctype.force_quirks = true;
                Some(Rest::Bogus(found))
            }
        }
    }

    /// 13.2.5.63 [After DOCTYPE system keyword state] to 13.2.5.67, and 13.2.5.62, between the identifiers.
    ///
    /// [After DOCTYPE system keyword state]: https://html.spec.whatwg.org/multipage/parsing.html#after-doctype-system-keyword-state
    fn system_identifier(&mut self, doctype: &mut Doctype, at: usize, missing: Missing) -> Option<Rest> {
        let (found, byte) = skip_spaces(self.bytes(), at)?;
        match byte {
            b'"' | b'\'' => {
                let (identifier, rest) = self.identifier(found);
                doctype.system_id = Some(identifier);
                match rest? {
                    Closing::Quote(after) => self.after_system_identifier(after),
                    Closing::Abrupt(after) => {
                        doctype.force_quirks = true;
                        Some(Rest::Closed(after))
                    }
                }
            }
            b'>' => {
                doctype.force_quirks |= missing == Missing::ForcesQuirks;
                Some(Rest::Closed(found + 1))
            }
            _ => {
                doctype.force_quirks = true;
                Some(Rest::Bogus(found))
            }
        }
    }

    /// 13.2.5.67 [After DOCTYPE system identifier state]: what else stands there forces no quirks.
    ///
    /// [After DOCTYPE system identifier state]: https://html.spec.whatwg.org/multipage/parsing.html#after-doctype-system-identifier-state
    fn after_system_identifier(&self, at: usize) -> Option<Rest> {
        let (found, byte) = skip_spaces(self.bytes(), at)?;
        Some(if byte == b'>' { Rest::Closed(found + 1) } else { Rest::Bogus(found) })
    }

    /// 13.2.5.59 [DOCTYPE public identifier (double-quoted) state] and the three like it: an identifier up
    /// to its quote, to `>`, or to the end of the page.
    ///
    /// [DOCTYPE public identifier (double-quoted) state]: https://html.spec.whatwg.org/multipage/parsing.html#doctype-public-identifier-(double-quoted)-state
    fn identifier(&mut self, open: usize) -> (StrTendril, Option<Closing>) {
        let bytes = self.bytes();
        let (quote, start) = (bytes[open], open + 1);
        let len = bytes[start..].iter().position(|&byte| byte == quote || byte == b'>');
        let end = len.map_or(bytes.len(), |len| start + len);
        let closing = self.byte(end).map(|byte| match byte {
            b'>' => Closing::Abrupt(end + 1),
            _ => Closing::Quote(end + 1),
        });
        (self.replaced(start, end), closing)
    }
}

/// What ended an identifier, and where to go on.
enum Closing {
    Quote(usize),
    Abrupt(usize),
}

/// Whether a doctype may do without a system identifier.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Missing {
    IsFine,
    ForcesQuirks,
}
