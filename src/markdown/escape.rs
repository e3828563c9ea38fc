//! Escapes: which characters of an author's text a parser would take for markup, and how they are
//! written instead. The knowledge is the table in `markup`; this is looking things up in it.
//!
//! `<` and `&` become character references, never `\<` or `\&`: where a bare URL or a destination
//! swallows the backslash, what follows would be live.

use super::chars::{Class, Edition, can_open_close, class};
use super::emphasis::{class_after, class_before};
use super::inline::{Kind, Place, Run, Setting};
use super::markup::{When, Where, is_row, rows};
use std::cell::{Cell, OnceCell};
use std::fmt::Write;

/// Whether a text reads as it stands, wherever it is a run by itself: most texts do.
pub(super) fn is_inert(text: &str) -> bool {
    let is_edge = |c: char| c.is_ascii() || !c.is_whitespace();
    text.bytes().all(|byte| JUDGED[byte as usize] != Judged::Always)
        && text.chars().next().is_none_or(is_edge)
        && text.chars().next_back().is_none_or(is_edge)
}

/// Writes a run with its text escaped.
pub(super) fn escape(run: &Run, setting: &Setting<'_>, out: &mut String) {
    let facts = Facts { run, setting, counts: OnceCell::new() };
    out.reserve(run.raw.len() + run.raw.len() / 16);
    let mut state = State::default();
    for segment in &run.segments {
        let text = &run.raw[segment.start..segment.end];
        match segment.kind {
            Kind::Text => escape_text(&facts, segment.start, text, false, &mut state, out),
            Kind::BracketText => escape_text(&facts, segment.start, text, true, &mut state, out),
            Kind::Syntax | Kind::Delimiter { .. } => out.push_str(text),
        }
        state.after_footnote = segment.kind == Kind::Syntax && text.starts_with("[^");
        if text.ends_with('\n') {
            state.line = segment.end;
        }
    }
}

/// Writes the alternative text of an image: the same for every place, since parsers differ in what they read in it.
pub(super) fn alternative_text(alt: &str, out: &mut String) {
    let intraword = |at: usize| {
        let beside = [alt[..at].chars().next_back(), alt[at + 1..].chars().next()];
        beside.iter().all(|c| class(*c) == Class::Letter)
    };
    for (at, c) in alt.char_indices() {
        match c {
            '<' => out.push_str("&lt;"),
            '&' if is_reference(&alt[at..]) => out.push_str("&amp;"),
            '\n' | '\r' => out.push(' '),
            '_' if intraword(at) => out.push('_'),
            // Template languages do not look for a backslash before the brace, but for both characters.
            '%' | '#' if alt[..at].ends_with('{') => out.extend(['\\', c]),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '|' | '{' | '$' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
}

/// `&CounterClockwiseContourIntegral;` is the longest name in HTML.
const LONGEST_REFERENCE: usize = 34;

/// Whether a text, which begins with `&`, begins with what a parser could read as a character reference (CommonMark 2.5);
/// any name counts, known or not.
pub(super) fn is_reference(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some(end) = bytes.iter().take(LONGEST_REFERENCE).position(|&b| b == b';') else { return false };
    let all = |body: &[u8], most: usize, ok: fn(&u8) -> bool| {
        (1..=most).contains(&body.len()) && body.iter().all(ok)
    };
    match &bytes[1..end] {
        [b'#', b'x' | b'X', digits @ ..] => all(digits, 6, u8::is_ascii_hexdigit),
        [b'#', digits @ ..] => all(digits, 7, u8::is_ascii_digit),
        name => name.first().is_some_and(u8::is_ascii_alphabetic) && all(name, 32, u8::is_ascii_alphanumeric),
    }
}

/// What is known of a run before its text is walked.
struct Facts<'a> {
    run: &'a Run,
    setting: &'a Setting<'a>,
    /// Counted when the first of them is judged: few runs have any in their text.
    counts: OnceCell<Counts>,
}

/// How many runs of some characters there are, wherever they stand.
#[derive(Default)]
struct Counts {
    backtick_runs: usize,
    /// Runs of `*`, `_` and `~` that could open or close something.
    delimiters: [usize; 3],
}

/// Where the walk is.
#[derive(Default)]
struct State {
    /// Where the line began.
    line: usize,
    /// The brackets of the text that are open, each with whether it opened its line.
    brackets: Vec<bool>,
    after_footnote: bool,
    /// The end of the run of delimiters that the walk is in, and whether it can delimit.
    delimiters_end: usize,
    delimits: bool,
    stretch: Cell<Option<Stretch>>,
}

impl State {
    /// Judges a run of `*`, `_` or `~` once, at its first character.
    fn enter_delimiters(&mut self, facts: &Facts<'_>, at: usize, end: usize, byte: u8) {
        let Some(kind) = DELIMITERS.iter().position(|&d| d == byte) else { return };
        if at < self.delimiters_end {
            return;
        }
        self.delimiters_end = at + run_length(&facts.run.raw.as_bytes()[at..end]);
        self.delimits = facts.counts().delimiters[kind] > 1 && facts.flanks(at, self.delimiters_end);
    }
}

const DELIMITERS: [u8; 3] = *b"*_~";

impl<'a> Facts<'a> {
    fn counts(&self) -> &Counts {
        self.counts.get_or_init(|| {
            let mut counts = Counts::default();
            for segment in &self.run.segments {
                let bytes = &self.run.raw.as_bytes()[..segment.end];
                let mut at = segment.start;
                while let Some(found) = bytes[at..].iter().position(|&byte| is_counted(byte)) {
                    let start = at + found;
                    at = start + run_length(&bytes[start..]);
                    match DELIMITERS.iter().position(|&d| d == bytes[start]) {
                        Some(kind) => counts.delimiters[kind] += usize::from(self.flanks(start, at)),
                        None => counts.backtick_runs += 1,
                    }
                }
            }
            counts
        })
    }

    fn flanks(&self, start: usize, end: usize) -> bool {
        let delimiter = char::from(self.run.raw.as_bytes()[start]);
        let (before, after) = (class_before(self.run, start), class_after(self.run, end));
        Edition::ALL.iter().zip(before.into_iter().zip(after)).any(|(&edition, (before, after))| {
            let (open, close) = can_open_close(delimiter, before, after, edition);
            open || close
        })
    }

    /// Where the next character stands that may be unsafe: those of the table, a newline, a Unicode space at the
    /// edge of a line, and all of them where some must be references.
    fn next_to_judge(&self, text: &[u8], from: usize, has_lines: bool) -> Option<usize> {
        let all = !self.run.references.is_empty();
        // A line begins and ends where a piece does, unless there is a newline in the text.
        let at_edge = |at: usize| has_lines || at == 0 || at + 3 >= text.len();
        let mut rest = text[from..].iter().zip(from..);
        rest.find_map(|(&byte, at)| {
            let may_be = match JUDGED[byte as usize] {
                Judged::Always => true,
                Judged::AtEdge => all || at_edge(at),
                Judged::Never => all && !(0x80..=0xbf).contains(&byte),
            };
            may_be.then_some(at)
        })
    }

    /// The rest of the line from a place; the backslash of a hard break counts as part of it.
    fn line_rest(&self, at: usize) -> &str {
        let rest = &self.run.raw[at..];
        rest.split('\n').next().unwrap_or(rest)
    }
}

/// When a character must be judged, by its first byte.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Judged {
    Never,
    /// It may be a Unicode space, which matters at the edge of a line: all of them begin with one of four bytes.
    AtEdge,
    Always,
}

static JUDGED: [Judged; 256] = {
    let mut table = [Judged::Never; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            0xc2 | 0xe1..=0xe3 => Judged::AtEdge,
            b'\n' => Judged::Always,
            other if is_row(other) => Judged::Always,
            _ => Judged::Never,
        };
        byte += 1;
    }
    table
};

fn is_counted(byte: u8) -> bool {
    matches!(byte, b'`' | b'*' | b'_' | b'~')
}

fn run_length(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|&&b| b == bytes[0]).count()
}

fn escape_text(
    facts: &Facts<'_>,
    start: usize,
    text: &str,
    bracketed: bool,
    state: &mut State,
    out: &mut String,
) {
    let mut done = 0;
    let mut next = 0;
    let has_lines = memchr::memchr(b'\n', text.as_bytes()).is_some();
    while let Some(found) = facts.next_to_judge(text.as_bytes(), next, has_lines) {
        let Some(c) = text[found..].chars().next() else { break };
        let (offset, at) = (found, start + found);
        next = found + c.len_utf8();
        let Some(write) = written(facts, at, start + text.len(), c, bracketed, state) else { continue };
        out.push_str(&text[done..offset]);
        done = offset + c.len_utf8();
        match write {
            Written::Backslash => out.extend(['\\', c]),
            Written::Named(name) => out.push_str(name),
            Written::Number => write!(out, "&#x{:X};", u32::from(c)).expect("a String takes everything"),
        }
    }
    out.push_str(&text[done..]);
}

/// How an unsafe character is written.
enum Written {
    Backslash,
    Named(&'static str),
    Number,
}

fn written(
    facts: &Facts<'_>,
    at: usize,
    end: usize,
    c: char,
    bracketed: bool,
    state: &mut State,
) -> Option<Written> {
    let must = facts.run.is_reference(at) || is_edge_space(facts, at, c, state);
    if must {
        return Some(match c {
            '\u{a0}' => Written::Named("&nbsp;"),
            _ => Written::Number,
        });
    }
    match c {
        '\n' => return Some(Written::Named(" ")),
        _ if !c.is_ascii() => return None,
        _ => {}
    }
    let byte = c as u8;
    state.enter_delimiters(facts, at, end, byte);
    let site = Site { facts, at, segment_end: end, bracketed };
    let unsafe_here = rows(byte).any(|row| site.is_at(row.place, state) && site.holds(row.when, state));
    if !bracketed {
        track_brackets(byte, at, state);
    }
    unsafe_here.then_some(match byte {
        b'<' => Written::Named("&lt;"),
        b'&' => Written::Named("&amp;"),
        _ => Written::Backslash,
    })
}

/// Parsers trim Unicode spaces at the edges of a line, though the standard names only ASCII ones.
fn is_edge_space(facts: &Facts<'_>, at: usize, c: char, state: &State) -> bool {
    let after = &facts.run.raw[at + c.len_utf8()..];
    !c.is_ascii() && c.is_whitespace() && (at == state.line || after.is_empty() || after.starts_with("\\\n"))
}

fn track_brackets(byte: u8, at: usize, state: &mut State) {
    match byte {
        b'[' => state.brackets.push(at == state.line),
        b']' => {
            state.brackets.pop();
        }
        _ => {}
    }
}

/// A character of the text and what stands around it.
struct Site<'a> {
    facts: &'a Facts<'a>,
    at: usize,
    /// Where the piece of text ends that it stands in.
    segment_end: usize,
    bracketed: bool,
}

impl Site<'_> {
    fn next(&self) -> Option<char> {
        self.facts.run.raw[self.at + 1..].chars().next()
    }

    fn is_at(&self, place: Where, state: &State) -> bool {
        let setting = self.facts.setting;
        match place {
            Where::Anywhere => true,
            Where::LineStart => self.at == state.line && setting.place == Place::Paragraph,
            Where::DocumentStart => {
                self.at == 0 && setting.opens_document && setting.place == Place::Paragraph
            }
            Where::ItemStart => self.at == 0 && setting.opens_item,
            Where::Brackets => self.bracketed,
            Where::Cell => setting.place == Place::Cell,
            Where::Heading => setting.place == Place::Heading,
            Where::AfterFootnote => state.after_footnote && self.starts_segment(),
        }
    }

    fn starts_segment(&self) -> bool {
        self.facts.run.raw[..self.at].ends_with(']')
    }

    fn holds(&self, when: When, state: &State) -> bool {
        let rest = &self.facts.run.raw[self.at..];
        let blank = |c: Option<char>| matches!(c, None | Some(' ' | '\n'));
        match when {
            When::Always => true,
            When::Before(set) => self.next().is_some_and(|c| set.contains(c)),
            When::After(c) => self.facts.run.raw[..self.at].ends_with(c),
            When::GreedyUrl(words, tail) => !self.bracketed && self.is_greedy_url(words, tail, state),
            When::BeforeLetterOr(set) => {
                self.next().is_some_and(|c| c.is_ascii_alphabetic() || set.contains(c))
            }
            When::BeforePunctuationOrEnd => {
                let reference = self.facts.run.is_reference(self.at + 1);
                let next =
                    |c: char| c.is_ascii_punctuation() || c == '\n' || (!c.is_ascii() && c.is_whitespace());
                reference || self.next().is_none_or(next)
            }
            When::BeforeBlank => blank(self.next()),
            When::RunThenBlank(most) => {
                let length = run_length(rest.as_bytes());
                length <= most && blank(rest[length..].chars().next())
            }
            When::RunOfThree => run_length(rest.as_bytes()) >= 3,
            When::LineIsOnly(set) => self.facts.line_rest(self.at).chars().all(|c| set.contains(c)),
            When::IsDelimiterRow => {
                let line = self.facts.line_rest(self.at);
                self.at > 0 && line.contains('-') && line.chars().all(|c| "|-: ".contains(c))
            }
            When::AfterNumber => {
                let line = &self.facts.run.raw[state.line..self.at];
                self.facts.setting.place == Place::Paragraph
                    && (1..=9).contains(&line.len())
                    && line.bytes().all(|b| b.is_ascii_digit())
                    && blank(self.next())
            }
            When::IsReference => is_reference(rest),
            When::CanDelimit => state.delimits,
            When::AtPieceEdge => self.is_at_piece_edge(),
            When::CanFence => self.facts.counts().backtick_runs > 1,
            When::ClosesBracketBefore(set) => {
                !state.brackets.is_empty() && self.next().is_some_and(|c| set.contains(c))
            }
            When::ClosesFirstBracketBefore(set) => {
                state.brackets.last() == Some(&true) && self.next().is_some_and(|c| set.contains(c))
            }
            When::IsCheckBox => {
                ["[ ]", "[x]", "[X]"].iter().any(|b| rest.starts_with(b)) && blank(rest[3..].chars().next())
            }
            When::IsClosingSequence => {
                rest.bytes().all(|b| b == b'#')
                    && matches!(self.facts.run.raw[..self.at].bytes().next_back(), None | Some(b' '))
            }
            When::RunEndsWith(c) => rest.ends_with(c),
            When::HasMath => self.facts.setting.has_math,
        }
    }

    fn is_at_piece_edge(&self) -> bool {
        let run = self.facts.run;
        let begins = self.at > 0 && run.is_delimiter(self.at - 1);
        begins || (self.at + 1 == self.segment_end && run.is_delimiter(self.at + 1))
    }

    fn is_greedy_url(&self, words: &[&str], tail: &str, state: &State) -> bool {
        let (before, rest) = (&self.facts.run.raw[..self.at], &self.facts.run.raw[self.at + 1..]);
        if !rest.starts_with(tail) || !words.iter().any(|word| before.ends_with(word)) {
            return false;
        }
        let known = state.stretch.get().filter(|known| (known.start..known.end).contains(&self.at));
        let mut stretch = known.unwrap_or_else(|| Stretch::from(&self.facts.run.raw, self.at));
        if stretch.read_to != self.segment_end {
            stretch.read_marks(&self.facts.run.raw, self.at, self.segment_end);
        }
        state.stretch.set(Some(stretch));
        let is_cut = stretch.url_end > self.segment_end;
        is_cut || stretch.last_mark.is_some_and(|mark| mark > self.at)
    }
}

/// Text without a space in it: what a bare URL that begins in it swallows. Looked at once for all of them.
#[derive(Clone, Copy)]
struct Stretch {
    start: usize,
    end: usize,
    /// Punctuation at its end is not part of a bare URL.
    url_end: usize,
    /// The end of the piece of text in which marks were looked for.
    read_to: usize,
    /// The last character in it that the URL must not swallow.
    last_mark: Option<usize>,
}

impl Stretch {
    fn from(raw: &str, start: usize) -> Self {
        let text = &raw[start..];
        let tag =
            |at: usize| text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
        let ends = |(at, c): &(usize, char)| matches!(c, ' ' | '\n') || (*c == '<' && !tag(*at));
        let text = &text[..text.char_indices().find(ends).map_or(text.len(), |(at, _)| at)];
        let url = text.trim_end_matches(['*', '_', '~', '.', ',', ':', '!', '?', ')', '"', '\'']);
        Stretch { start, end: start + text.len(), url_end: start + url.len(), read_to: 0, last_mark: None }
    }

    fn read_marks(&mut self, raw: &str, start: usize, segment_end: usize) {
        let url = &raw[start..self.end.min(segment_end)];
        let intraword = |at: usize| {
            url[at + 1..].starts_with(|c: char| c.is_ascii_alphanumeric())
                && url[..at].ends_with(|c: char| c.is_ascii_alphanumeric())
        };
        let marked = |&(at, c): &(usize, char)| match c {
            '*' | '~' | '`' | '[' | ']' | '\\' | '{' | '|' | '<' => true,
            '_' => !intraword(at),
            '&' => is_reference(&url[at..]),
            _ => c.is_whitespace(),
        };
        self.read_to = segment_end;
        self.last_mark = url.char_indices().rfind(marked).map(|(at, _)| start + at);
    }
}
