//! Tags and their attributes: sections 13.2.5.6 to 13.2.5.8 and 13.2.5.32 to 13.2.5.40 of the standard.
//!
//! <https://html.spec.whatwg.org/multipage/parsing.html#tag-open-state>

use super::attributes::Attributes;
use super::bytes::{ENDS_ATTRIBUTE_NAME, ENDS_TAG_NAME, ENDS_UNQUOTED, find, skip_spaces};
use super::reference::{Place, reference};
use super::{Flow, Tokenizer};
use html5ever::LocalName;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, TokenSink};
use memchr::memchr2;

/// What `<` begins, by the characters after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Markup {
    /// `<` and a letter.
    StartTag,
    /// `</` and a letter.
    EndTag,
    /// `</>`, which is nothing at all.
    Nothing,
    /// `<!`.
    Declaration,
    /// `<?`, or `</` and neither a letter nor `>`: a comment.
    BogusComment,
    /// Text: `<` before a space, a digit, the end.
    Text,
}

/// 13.2.5.6 [Tag open state] and 13.2.5.7 [End tag open state].
///
/// [Tag open state]: https://html.spec.whatwg.org/multipage/parsing.html#tag-open-state
/// [End tag open state]: https://html.spec.whatwg.org/multipage/parsing.html#end-tag-open-state
pub(super) fn open(after: &[u8]) -> Markup {
    match after {
        [b'a'..=b'z' | b'A'..=b'Z', ..] => Markup::StartTag,
        [b'/', b'a'..=b'z' | b'A'..=b'Z', ..] => Markup::EndTag,
        [b'/', b'>', ..] => Markup::Nothing,
        [b'!', ..] => Markup::Declaration,
        [b'?', ..] | [b'/', _, ..] => Markup::BogusComment,
        _ => Markup::Text,
    }
}

/// Where a value ended: before what must still be read, or with the page.
type Value = Option<(StrTendril, usize)>;

impl<S: TokenSink> Tokenizer<'_, S> {
    /// 13.2.5.8 [Tag name state], at the name's first letter.
    ///
    /// [Tag name state]: https://html.spec.whatwg.org/multipage/parsing.html#tag-name-state
    pub(super) fn tag_name(&mut self, kind: TagKind, start: usize) -> Flow {
        let Some(end) = find(self.bytes(), start + 1, ENDS_TAG_NAME) else { return self.end_of_file() };
        let name = self.names.intern(&self.html[start..end]);
        self.before_attribute_name(kind, name, end)
    }

    /// 13.2.5.32 [Before attribute name state], and 13.2.5.40 [Self-closing start tag state] upon `/`.
    ///
    /// [Before attribute name state]: https://html.spec.whatwg.org/multipage/parsing.html#before-attribute-name-state
    /// [Self-closing start tag state]: https://html.spec.whatwg.org/multipage/parsing.html#self-closing-start-tag-state
    pub(super) fn before_attribute_name(&mut self, kind: TagKind, name: LocalName, mut at: usize) -> Flow {
        let room = self.room.clone();
        let mut attributes = Attributes::new(&room);
        let mut self_closing = false;
        loop {
            let Some((found, byte)) = skip_spaces(self.bytes(), at) else { return self.end_of_file() };
            at = match byte {
                b'/' if self.byte(found + 1) == Some(b'>') => {
                    self_closing = true;
                    found + 1
                }
                b'/' => found + 1,
                b'>' => {
                    self.at = found + 1;
                    let had_duplicate_attributes = attributes.had_duplicates;
                    let attrs = attributes.into_list();
                    return self.pass_tag(Tag { kind, name, self_closing, attrs, had_duplicate_attributes });
                }
                _ => match self.attribute_name(found, &mut attributes) {
                    Some(after) => after,
                    None => return self.end_of_file(),
                },
            };
        }
    }

    /// 13.2.5.33 [Attribute name state], 13.2.5.34 [After attribute name state] and 13.2.5.35
    /// [Before attribute value state], at the name's first character, which may be `=`.
    /// Gives where to go on; nothing if the page ends before.
    ///
    /// [Attribute name state]: https://html.spec.whatwg.org/multipage/parsing.html#attribute-name-state
    /// [After attribute name state]: https://html.spec.whatwg.org/multipage/parsing.html#after-attribute-name-state
    /// [Before attribute value state]: https://html.spec.whatwg.org/multipage/parsing.html#before-attribute-value-state
    fn attribute_name(&mut self, start: usize, attributes: &mut Attributes<'_>) -> Option<usize> {
        let end = find(self.bytes(), start + 1, ENDS_ATTRIBUTE_NAME)?;
        let (after, byte) = skip_spaces(self.bytes(), end)?;
        let (value, rest) = match byte {
            b'=' => match skip_spaces(self.bytes(), after + 1)? {
                (quote, b'"' | b'\'') => self.quoted_value(quote)?,
                // The value is missing.
                (close, b'>') => (StrTendril::new(), close),
                (first, _) => self.unquoted_value(first)?,
            },
            _ => (StrTendril::new(), after),
        };
        let name = self.names.intern(&self.html[start..end]);
        attributes.push(name, value);
        Some(rest)
    }

    /// 13.2.5.36 [Attribute value (double-quoted) state] and 13.2.5.37, single-quoted.
    ///
    /// [Attribute value (double-quoted) state]: https://html.spec.whatwg.org/multipage/parsing.html#attribute-value-(double-quoted)-state
    fn quoted_value(&mut self, open: usize) -> Value {
        let (bytes, start) = (self.bytes(), open + 1);
        let quote = bytes[open];
        let mut found = start + memchr2(quote, b'&', &bytes[start..])?;
        if bytes[found] == quote {
            return Some((self.replaced(start, found), found + 1));
        }
        let (mut value, mut copied) = (String::new(), start);
        while bytes[found] != quote {
            let after = self.reference_in_value(&mut value, &mut copied, found);
            found = after + memchr2(quote, b'&', &bytes[after..])?;
        }
        self.push_replaced(&mut value, copied, found);
        Some((StrTendril::from(value), found + 1))
    }

    /// 13.2.5.38 [Attribute value (unquoted) state].
    ///
    /// [Attribute value (unquoted) state]: https://html.spec.whatwg.org/multipage/parsing.html#attribute-value-(unquoted)-state
    fn unquoted_value(&mut self, start: usize) -> Value {
        let bytes = self.bytes();
        let mut found = find(bytes, start, ENDS_UNQUOTED)?;
        if bytes[found] != b'&' {
            return Some((self.replaced(start, found), found));
        }
        let (mut value, mut copied) = (String::new(), start);
        while bytes[found] == b'&' {
            let after = self.reference_in_value(&mut value, &mut copied, found);
            found = find(bytes, after, ENDS_UNQUOTED)?;
        }
        self.push_replaced(&mut value, copied, found);
        Some((StrTendril::from(value), found))
    }

    /// Reads a character reference in a value; `copied` is how far the page stands in the value already.
    /// Gives where to go on.
    fn reference_in_value(&self, value: &mut String, copied: &mut usize, ampersand: usize) -> usize {
        let Some(reference) = reference(&self.html[ampersand..], Place::Attribute) else {
            return ampersand + 1;
        };
        self.push_replaced(value, *copied, ampersand);
        value.extend(reference.characters());
        *copied = ampersand + reference.len;
        *copied
    }

    fn push_replaced(&self, value: &mut String, start: usize, end: usize) {
        let part = &self.html[start..end];
        if self.has_nul {
            value.push_str(&part.replace('\0', super::REPLACEMENT));
        } else {
            value.push_str(part);
        }
    }
}
