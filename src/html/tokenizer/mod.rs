//! Text → tokens: the tokenizer of the HTML standard (WHATWG HTML, section 13.2.5) over one string that
//! is there as a whole.
//!
//! Runs of text, attribute values and comments are found by searching for what ends them, and are passed
//! on as slices. The states of the standard are functions here, those of a group in one file, so that
//! the two can be read side by side. What the tokens mean is the tree builder's business: it is html5ever's
//! own, behind html5ever's own interface. Parse errors are not reported. The judge is html5ever's tokenizer,
//! in the tests.
//!
//! <https://html.spec.whatwg.org/multipage/parsing.html#tokenization>

mod attributes;
mod bytes;
mod comment;
mod data;
mod doctype;
#[cfg(test)]
mod inputs;
mod names;
mod reference;
mod script;
mod slices;
mod tag;
#[cfg(test)]
mod tests;

pub(super) use attributes::Room;
use html5ever::LocalName;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use memchr::memchr;
use names::Names;
use slices::Slices;
use std::borrow::Cow;

/// A sink is told in which line a token stands. Ours does not ask.
const LINE: u64 = 1;

/// Bytes after which there is a pause, so that whoever waits for a long page can end the work.
const STRETCH: usize = 16 << 10;

/// What NUL becomes in names, values, comments and raw text.
const REPLACEMENT: &str = "\u{fffd}";

/// Reads one page and gives its tokens to a sink.
pub(super) struct Tokenizer<'html, S> {
    pub(super) sink: S,
    html: &'html str,
    /// The next byte to read; between tokens.
    at: usize,
    content: Content,
    /// What an end tag must be named to end raw text.
    last_start_tag: LocalName,
    /// Whether there is a NUL anywhere: hardly any page has one, and then none needs to be looked for.
    has_nul: bool,
    slices: Slices<'html>,
    names: Names,
    room: Room,
}

/// What is read between two tokens: the states that a sink can switch to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    Data,
    Rcdata,
    Rawtext,
    Script,
    Plaintext,
}

/// How far a page was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progress {
    /// The sink asked for a pause, as it does after a script, or a stretch was read; there may be more.
    Paused,
    /// To its end.
    Done,
}

/// What follows upon a token.
enum Flow {
    Continue,
    Pause,
    /// The page ended, perhaps amid a tag, which then is none.
    End,
}

impl<'html, S: TokenSink> Tokenizer<'html, S> {
    /// A tokenizer at the start of a page, whose newlines are [normalized](normalize_newlines).
    pub(super) fn new(sink: S, html: &'html str) -> Self {
        Tokenizer::with_room(sink, html, Room::default())
    }

    /// The same, for a sink that gives back the room of the attributes that it took.
    pub(super) fn with_room(sink: S, html: &'html str, room: Room) -> Self {
        Tokenizer {
            sink,
            html,
            at: 0,
            content: Content::Data,
            last_start_tag: LocalName::default(),
            has_nul: memchr(0, html.as_bytes()).is_some(),
            slices: Slices::new(html),
            names: Names::default(),
            room,
        }
    }

    /// Reads on, until the sink wants a pause, a stretch is read, or the page ends.
    pub(super) fn run(&mut self) -> Progress {
        let pause = self.at.saturating_add(STRETCH);
        loop {
            let flow = match self.content {
                Content::Data => self.data(),
                Content::Rcdata => self.rcdata(),
                Content::Rawtext => self.rawtext(),
                Content::Script => self.script_data(),
                Content::Plaintext => self.plaintext(),
            };
            match flow {
                Flow::Continue if self.at < pause => {}
                Flow::Continue | Flow::Pause => return Progress::Paused,
                Flow::End => return Progress::Done,
            }
        }
    }

    /// Tells the sink that there is nothing more, wherever reading stopped.
    pub(super) fn end(&mut self) {
        self.pass(Token::EOFToken);
        self.sink.end();
    }

    /// Number of bytes not read.
    pub(super) fn unread(&self) -> usize {
        self.html.len() - self.at
    }

    fn bytes(&self) -> &'html [u8] {
        self.html.as_bytes()
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes().get(at).copied()
    }

    /// Gives up a token that the page's end cuts off.
    fn end_of_file(&mut self) -> Flow {
        self.at = self.html.len();
        Flow::End
    }

    /// Passes a token on that cannot change how to go on.
    fn pass(&self, token: Token) {
        let _ = self.sink.process_token(token, LINE);
    }

    fn pass_text(&self, text: StrTendril) {
        if !text.is_empty() {
            self.pass(Token::CharacterTokens(text));
        }
    }

    /// Passes a tag on. Content after it is data, unless the sink knows better.
    fn pass_tag(&mut self, tag: Tag) -> Flow {
        if tag.kind == TagKind::StartTag {
            self.last_start_tag = tag.name.clone();
        }
        self.content = Content::Data;
        match self.sink.process_token(Token::TagToken(tag), LINE) {
            TokenSinkResult::Continue | TokenSinkResult::EncodingIndicator(_) => Flow::Continue,
            TokenSinkResult::Script(_) => Flow::Pause,
            TokenSinkResult::Plaintext => {
                self.content = Content::Plaintext;
                Flow::Continue
            }
            TokenSinkResult::RawData(kind) => {
                self.content = match kind {
                    RawKind::Rcdata => Content::Rcdata,
                    RawKind::Rawtext => Content::Rawtext,
                    RawKind::ScriptData | RawKind::ScriptDataEscaped(_) => Content::Script,
                };
                Flow::Continue
            }
        }
    }

    /// A part of the page in which NUL is a replacement character: a value, a comment, raw text.
    fn replaced(&mut self, start: usize, end: usize) -> StrTendril {
        if self.has_nul && memchr(0, &self.bytes()[start..end]).is_some() {
            StrTendril::from(self.html[start..end].replace('\0', REPLACEMENT))
        } else {
            self.slices.take(start, end)
        }
    }
}

/// Makes all newlines LF, which the standard wants done before a page is tokenized: section 13.2.3.5,
/// "Preprocessing the input stream".
pub(super) fn normalize_newlines(html: &str) -> Cow<'_, str> {
    let Some(mut next) = memchr(b'\r', html.as_bytes()) else { return Cow::Borrowed(html) };
    let mut normal = String::with_capacity(html.len());
    let mut rest = html;
    loop {
        let (before, from_return) = rest.split_at(next);
        normal.push_str(before);
        normal.push('\n');
        rest = from_return.strip_prefix("\r\n").unwrap_or_else(|| from_return.get(1..).unwrap_or(""));
        match memchr(b'\r', rest.as_bytes()) {
            Some(found) => next = found,
            None => break,
        }
    }
    normal.push_str(rest);
    Cow::Owned(normal)
}
