//! The referee of the tokenizer: html5ever's own. On every input both must give the same tokens, with
//! adjacent text merged and parse errors left out. The tests call it, and so does a fuzz target, which
//! takes this file and the tokenizer in by their paths.

use super::tokenizer::{Progress, Tokenizer, normalize_newlines};
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Doctype, TagKind, Token, TokenSink, TokenSinkResult, TokenizerOpts};
use std::cell::{Cell, RefCell};

/// Panics where the two do not agree.
pub(super) fn assert_equal(html: &str) {
    assert_eq!(ours(html), theirs(html), "{html:?}");
}

pub(super) fn ours(html: &str) -> Vec<Written> {
    let normal = normalize_newlines(html);
    let mut tokenizer = Tokenizer::new(Record::default(), &normal);
    while tokenizer.run() == Progress::Paused {}
    assert_eq!(tokenizer.unread(), 0);
    tokenizer.end();
    assert_eq!(tokenizer.sink.ends.get(), 1);
    tokenizer.sink.tokens.take()
}

/// A byte order mark stays: html5ever would drop one after every pause.
pub(super) fn theirs(html: &str) -> Vec<Written> {
    let options = TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() };
    let tokenizer = html5ever::tokenizer::Tokenizer::new(Record::default(), options);
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    tokenizer.sink.tokens.take()
}

/// Writes down what it is given, and answers as a tree builder might.
#[derive(Default)]
struct Record {
    tokens: RefCell<Vec<Written>>,
    foreign: Cell<bool>,
    ends: Cell<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Written {
    Doctype(Doctype),
    Start(Element),
    End(Element),
    Comment(String),
    Text(String),
    Nul,
    EndOfFile,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    self_closing: bool,
    had_duplicates: bool,
}

impl TokenSink for Record {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut tokens = self.tokens.borrow_mut();
        let mut answer = TokenSinkResult::Continue;
        match token {
            Token::ParseError(_) => {}
            Token::DoctypeToken(doctype) => tokens.push(Written::Doctype(doctype)),
            Token::CommentToken(text) => tokens.push(Written::Comment(text.to_string())),
            Token::NullCharacterToken => tokens.push(Written::Nul),
            Token::EOFToken => tokens.push(Written::EndOfFile),
            Token::CharacterTokens(more) => match tokens.last_mut() {
                Some(Written::Text(text)) => text.push_str(&more),
                _ if more.is_empty() => {}
                _ => tokens.push(Written::Text(more.to_string())),
            },
            Token::TagToken(tag) => {
                let is_start = tag.kind == TagKind::StartTag;
                if &*tag.name == "svg" {
                    self.foreign.set(is_start);
                }
                answer = answer_to(&tag.name, is_start);
                let attributes = tag.attrs.iter().map(|a| (a.name.local.to_string(), a.value.to_string()));
                let element = Element {
                    name: tag.name.to_string(),
                    attributes: attributes.collect(),
                    self_closing: tag.self_closing,
                    had_duplicates: tag.had_duplicate_attributes,
                };
                tokens.push(if is_start { Written::Start(element) } else { Written::End(element) });
            }
        }
        answer
    }

    fn end(&self) {
        self.ends.set(self.ends.get() + 1);
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.foreign.get()
    }
}

fn answer_to(name: &str, is_start: bool) -> TokenSinkResult<()> {
    match (name, is_start) {
        ("title" | "textarea", true) => TokenSinkResult::RawData(RawKind::Rcdata),
        ("style" | "xmp" | "iframe", true) => TokenSinkResult::RawData(RawKind::Rawtext),
        ("script", true) => TokenSinkResult::RawData(RawKind::ScriptData),
        ("plaintext", true) => TokenSinkResult::Plaintext,
        ("script", false) => TokenSinkResult::Script(()),
        ("meta", true) => TokenSinkResult::EncodingIndicator(StrTendril::from("utf-8")),
        _ => TokenSinkResult::Continue,
    }
}
