//! The text of a part of a page of which no tree is made, because a limit was met: how much of it there is.
//! It knows tags, but not what they do: text between them counts as it would in a tree, scripts too.

use super::tokenizer::{Progress, Tokenizer, normalize_newlines};
use crate::limits::Stop;
use crate::visible;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use std::cell::Cell;

/// Number of visible characters between the tags.
pub(crate) fn visible_chars_unread(html: &str, stop: &Stop) -> usize {
    let html = normalize_newlines(html);
    let mut tokenizer = Tokenizer::new(Count::default(), &html);
    while tokenizer.run() == Progress::Paused && !stop.is_set() {}
    tokenizer.sink.chars.get()
}

/// Counts text, and tells the tokenizer as a tree builder would which elements hold no tags.
#[derive(Default)]
struct Count {
    chars: Cell<usize>,
}

impl TokenSink for Count {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(text) => self.chars.set(self.chars.get() + visible::count(&text)),
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return content(&tag),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn content(tag: &Tag) -> TokenSinkResult<()> {
    match &*tag.name {
        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(RawKind::Rawtext),
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "plaintext" => TokenSinkResult::Plaintext,
        _ => TokenSinkResult::Continue,
    }
}

#[cfg(test)]
mod tests {
    use super::visible_chars_unread;
    use crate::html::parse_fragment;
    use crate::limits::Stop;

    #[test]
    fn text_counts_as_it_does_in_a_tree() {
        for html in [
            "",
            "a &amp; b<p title='x > y'>面包<!-- x -->",
            "<script>if (a < b) '<p>'</script><style>p {}</style>x<textarea><b></textarea>",
            "cut amid a ta<g",
            "<p>x\r\ny",
        ] {
            let dom = parse_fragment(html, &mut Vec::new());
            let counted = visible_chars_unread(html, &Stop::default());
            assert_eq!(counted, dom.visible_chars(dom.root()), "{html}");
        }
    }
}
