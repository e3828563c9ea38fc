//! The referee of the tokenizer: html5ever's own. On every input both must give the same tokens, with
//! adjacent text merged and parse errors left out.
//! The pages of a folder are compared too, if `TAMIS_CORPUS` names one.

use super::inputs::{ENDS, NEXT, PIECES, STATES};
use super::{Progress, Tokenizer, normalize_newlines};
use crate::html::oracle::{config, corpus};
use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Doctype, TagKind, Token, TokenSink, TokenSinkResult, TokenizerOpts};
use proptest::prelude::*;
use std::cell::{Cell, RefCell};

/// Writes down what it is given, and answers as a tree builder might.
#[derive(Default)]
struct Record {
    tokens: RefCell<Vec<Written>>,
    foreign: Cell<bool>,
    ends: Cell<usize>,
}

#[derive(Clone, Debug, PartialEq)]
enum Written {
    Doctype(Doctype),
    Start(Element),
    End(Element),
    Comment(String),
    Text(String),
    Nul,
    EndOfFile,
}

#[derive(Clone, Debug, PartialEq)]
struct Element {
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

fn ours(html: &str) -> Vec<Written> {
    let normal = normalize_newlines(html);
    let mut tokenizer = Tokenizer::new(Record::default(), &normal);
    while tokenizer.run() == Progress::Paused {}
    assert_eq!(tokenizer.unread(), 0);
    tokenizer.end();
    assert_eq!(tokenizer.sink.ends.get(), 1);
    tokenizer.sink.tokens.take()
}

/// A byte order mark stays: html5ever would drop one after every pause.
fn theirs(html: &str) -> Vec<Written> {
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

fn assert_equal(html: &str) {
    assert_eq!(ours(html), theirs(html), "{html:?}");
}

#[test]
fn tokens_equal_in_every_state_whatever_comes_next() {
    for (_, texts) in STATES {
        for text in *texts {
            for next in NEXT {
                for end in ENDS {
                    assert_equal(&[*text, next, end].concat());
                }
            }
        }
    }
}

#[test]
fn tokens_equal_for_every_name_of_a_character_in_text_and_in_values() {
    for (name, _) in html5ever::data::NAMED_ENTITIES.entries() {
        for after in ["", ";", "=", "x", " "] {
            assert_equal(&format!("a&{name}{after}b<i t='&{name}{after}' u=&{name}{after}>"));
        }
    }
}

#[test]
fn tokens_equal_for_every_number_of_a_character_up_to_a_bound() {
    for number in (0..0x300).chain(0xd7f0..0xd810).chain(0xdff0..0xe010).chain(0xfdc0..0x1_0010) {
        assert_equal(&format!("&#{number};&#x{number:x}&#X{number:X};"));
    }
    for number in [0x1_fffd, 0x1_fffe, 0x10_fffd, 0x10_ffff, 0x11_0000, u32::MAX] {
        assert_equal(&format!("<a b='&#{number};&#x{number:X}'>&#000{number}"));
    }
}

#[test]
fn tokens_equal_across_the_windows_of_slices() {
    let words = "中文 words that make a run of text ";
    for len in [65_400, 65_500, 65_536, 65_600, 131_000, 200_000] {
        let filler: String = words.chars().cycle().take(len / 2).collect();
        for rest in
            ["<p class='a long value with &amp; in it'>x &lt; y", "<!-- c --><b>z", "<title>q</title>"]
        {
            assert_equal(&format!("{filler}{rest}{filler}{rest}"));
            assert_equal(&format!("<i t=\"{filler}\">{rest}<script>{filler}</script>{rest}"));
        }
    }
}

#[test]
fn tokens_equal_on_the_pages_of_a_folder() {
    for path in corpus() {
        let bytes = std::fs::read(&path).expect("the page can be read");
        let text = String::from_utf8_lossy(&bytes);
        assert!(ours(&text) == theirs(&text), "{}", path.display());
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn tokens_equal_on_soup(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..30)) {
        assert_equal(&pieces.concat());
    }

    #[test]
    fn tokens_equal_on_noise(html in "[<>/!?=&;#'\"`\\-\\[\\]a-cA-C0-2 \\n\\r\\x00é]{0,40}") {
        assert_equal(&html);
    }
}

#[test]
fn newlines_are_normalized_once() {
    for (written, normal) in [
        ("", ""),
        ("a\nb", "a\nb"),
        ("a\r\nb\rc\n\rd\r\r\n\r", "a\nb\nc\n\nd\n\n\n"),
        ("\r\n", "\n"),
        ("中\r文", "中\n文"),
    ] {
        assert_eq!(normalize_newlines(written), normal);
    }
}
