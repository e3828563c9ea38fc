//! Inline content → text: the tokens of a run, its links, images and code spans, put together.
//!
//! A run is assembled unescaped, with a note of which bytes are text and which are syntax; emphasis
//! chooses its delimiters on that; and `escape` then writes the final text, looking at the joined
//! run, so that markup cannot hide in two neighbouring pieces.

use super::calls;
use super::emphasis::{self, Choice, Delimited};
use super::escape;
use super::marks::Marks;
use super::references::References;
use super::texts::Text;
use super::tree::{Document, ImageId, LinkId, Mark, Piece, Span};
use super::url;
use crate::options::Target;
use std::borrow::Cow;

/// Where a run stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting<'a> {
    pub(super) document: &'a Document,
    /// The labels of links, where addresses stand at the end of the text.
    pub(super) references: Option<&'a References>,
    pub(super) place: Place,
    /// Whether the run is the first thing in the text: what looks like front matter there would be read as such.
    pub(super) opens_document: bool,
    /// Whether the run is the first thing in a list item, where `[ ]` makes a check box.
    pub(super) opens_item: bool,
    /// Whether the document has formulas, so that its readers take `$` for markup.
    pub(super) has_math: bool,
}

/// The kinds of places that a run can stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Paragraph,
    Heading,
    Cell,
}

/// What a run is made of, before anything is escaped.
#[derive(Debug)]
pub(super) enum Token<'a> {
    /// Text of the author; `bracketed` inside the brackets of a link or image.
    Text { text: &'a str, bracketed: bool },
    /// Finished Markdown.
    Syntax(String),
    /// Where the mark of this number begins or ends.
    Delimiter { mark: usize, opens: bool },
}

/// Writes a run of spans. Hard breaks are `\` and a newline; there is no other newline.
pub(super) fn print(spans: &[Span], setting: &Setting<'_>, scratch: &mut Run, out: &mut String) {
    let texts = &setting.document.texts;
    if let [Span { piece: Piece::Text(text), marks: Marks::NONE }] = *spans
        && escape::is_inert(&texts[text])
    {
        return out.push_str(&texts[text]);
    }
    if spans.iter().any(|span| span.marks.has_delimiters()) {
        let (tokens, marks) = tokens(spans, setting);
        let choices = emphasis::choose(&tokens, &marks);
        escape::escape(&assemble(&tokens, &marks, &choices), setting, out);
    } else {
        scratch.clear();
        write_pieces(spans, setting, &mut *scratch);
        escape::escape(scratch, setting, out);
    }
}

/// A run put together but not escaped. The segments cover `raw` without gaps.
#[derive(Debug, Default)]
pub(super) struct Run {
    pub(super) raw: String,
    pub(super) segments: Vec<Segment>,
    /// Places in `raw` of characters that must be written as character references, ascending.
    pub(super) references: Vec<usize>,
}

impl Run {
    fn clear(&mut self) {
        self.raw.clear();
        self.segments.clear();
        self.references.clear();
    }

    /// Ends a piece that began at `start`.
    fn push(&mut self, start: usize, kind: Kind) {
        let end = self.raw.len();
        if end > start {
            self.segments.push(Segment { start, end, kind });
        }
    }

    /// Whether the character at this place is to be written as a character reference.
    pub(super) fn is_reference(&self, at: usize) -> bool {
        self.references.binary_search(&at).is_ok()
    }

    /// Whether the character at this place is a delimiter of ours, not text.
    pub(super) fn is_delimiter(&self, at: usize) -> bool {
        let index = self.segments.partition_point(|segment| segment.end <= at);
        self.segments.get(index).is_some_and(|segment| matches!(segment.kind, Kind::Delimiter { .. }))
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Segment {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// Text inside the brackets of a link or image.
    BracketText,
    Syntax,
    Delimiter {
        mark: usize,
        opens: bool,
    },
}

/// No delimiter has more bytes than `**`.
const LONGEST_DELIMITER: usize = 2;

/// Puts tokens together with the delimiters chosen for each mark.
pub(super) fn assemble(tokens: &[Token<'_>], marks: &[Delimited], choices: &[Choice]) -> Run {
    let mut run = Run::default();
    run.segments.reserve(tokens.len());
    let len = |token: &Token<'_>| match token {
        Token::Text { text, .. } => text.len(),
        Token::Syntax(text) => text.len(),
        Token::Delimiter { .. } => LONGEST_DELIMITER,
    };
    run.raw.reserve(tokens.iter().map(len).sum());
    for token in tokens {
        let start = run.raw.len();
        let kind = match token {
            Token::Text { text, bracketed } => {
                run.raw.push_str(text);
                if *bracketed { Kind::BracketText } else { Kind::Text }
            }
            Token::Syntax(text) => {
                run.raw.push_str(text);
                Kind::Syntax
            }
            &Token::Delimiter { mark, opens } => {
                run.raw.push_str(choices[mark].delimiter(marks[mark].kind));
                Kind::Delimiter { mark, opens }
            }
        };
        run.push(start, kind);
    }
    run.references = emphasis::references(&run, choices);
    run
}

/// Where the pieces of a run are written to.
trait Pieces<'a> {
    fn text(&mut self, text: &'a str, bracketed: bool);
    /// Finished Markdown.
    fn syntax(&mut self, write: impl FnOnce(&mut String));
    fn delimiter(&mut self, mark: usize, opens: bool);
}

/// Tokens, of which a run is assembled once the delimiters are chosen.
impl<'a> Pieces<'a> for Vec<Token<'a>> {
    fn text(&mut self, text: &'a str, bracketed: bool) {
        self.push(Token::Text { text, bracketed });
    }

    fn syntax(&mut self, write: impl FnOnce(&mut String)) {
        let mut text = String::new();
        write(&mut text);
        self.push(Token::Syntax(text));
    }

    fn delimiter(&mut self, mark: usize, opens: bool) {
        self.push(Token::Delimiter { mark, opens });
    }
}

/// The run itself, where there is nothing to choose.
impl<'a> Pieces<'a> for &mut Run {
    fn text(&mut self, text: &'a str, bracketed: bool) {
        let start = self.raw.len();
        self.raw.push_str(text);
        self.push(start, if bracketed { Kind::BracketText } else { Kind::Text });
    }

    fn syntax(&mut self, write: impl FnOnce(&mut String)) {
        let start = self.raw.len();
        write(&mut self.raw);
        self.push(start, Kind::Syntax);
    }

    fn delimiter(&mut self, mark: usize, opens: bool) {
        self.push(self.raw.len(), Kind::Delimiter { mark, opens });
    }
}

/// Turns spans into tokens.
fn tokens<'a>(spans: &[Span], setting: &Setting<'a>) -> (Vec<Token<'a>>, Vec<Delimited>) {
    write_pieces(spans, setting, Vec::new())
}

/// Turns spans into pieces: a mark opens where the path of marks grows and closes where it shrinks.
fn write_pieces<'a, P: Pieces<'a>>(spans: &[Span], setting: &Setting<'a>, pieces: P) -> (P, Vec<Delimited>) {
    let mut writer =
        Writer { setting: *setting, pieces, marks: Vec::new(), open: Marks::NONE, numbers: [0; Marks::MOST] };
    let mut rest = spans;
    while let Some(span) = rest.first() {
        writer.turn_to(span.marks);
        let taken = writer.autolink(rest).unwrap_or_else(|| {
            writer.open_all(span.marks);
            writer.piece(span.piece);
            1
        });
        rest = &rest[taken..];
    }
    writer.turn_to(Marks::NONE);
    (writer.pieces, writer.marks)
}

struct Writer<'a, P> {
    setting: Setting<'a>,
    pieces: P,
    marks: Vec<Delimited>,
    /// The marks that are open.
    open: Marks,
    /// By depth, the number of an open mark in `marks`; links have none.
    numbers: [usize; Marks::MOST],
}

impl<'a, P: Pieces<'a>> Writer<'a, P> {
    /// Closes every open mark that is not in the path.
    fn turn_to(&mut self, path: Marks) {
        let shared = self.open.shared(path);
        for depth in (shared.len()..self.open.len()).rev() {
            match self.open.get(depth) {
                Some(Mark::Link(id)) => self.link_end(id),
                _ => self.pieces.delimiter(self.numbers[depth], false),
            }
        }
        self.open = shared;
    }

    fn open_all(&mut self, path: Marks) {
        for (depth, mark) in path.iter().enumerate().skip(self.open.len()) {
            if let Mark::Link(_) = mark {
                self.syntax("[");
            } else {
                let is_delimited = |&depth: &usize| !matches!(self.open.get(depth), Some(Mark::Link(_)));
                let parent = (0..depth).rev().find(is_delimited).map(|depth| self.numbers[depth]);
                let link = self.open.link().map(LinkId::index);
                self.numbers[depth] = self.marks.len();
                self.marks.push(Delimited { kind: mark, parent, link });
                self.pieces.delimiter(self.numbers[depth], true);
            }
            self.open.push(mark);
        }
    }

    /// Writes `<url>` when a link that begins here is nothing but its own address; returns the spans taken.
    fn autolink(&mut self, rest: &[Span]) -> Option<usize> {
        let [span, after @ ..] = rest else { return None };
        let (Some(Mark::Link(id)), Piece::Text(text)) = (span.marks.last(), span.piece) else {
            return None;
        };
        let text = self.text(text);
        let path = span.marks.outer(span.marks.len() - 1);
        let fresh = self.open.len() <= path.len();
        let alone = after.first().is_none_or(|next| !next.marks.starts_with(span.marks));
        let link = &self.setting.document.links[id.index()];
        if !(fresh && alone && link.title.is_empty() && url::is_autolink(text, &link.url)) {
            return None;
        }
        self.open_all(path);
        self.pieces.syntax(|out| out.extend(["<", text, ">"]));
        Some(1)
    }

    fn text(&self, text: Text) -> &'a str {
        &self.setting.document.texts[text]
    }

    fn piece(&mut self, piece: Piece) {
        let bracketed = self.open.link().is_some();
        match piece {
            Piece::Text(text) => self.pieces.text(self.text(text), bracketed),
            Piece::Code(code) => {
                let code = protected(self.text(code), self.setting.document.target);
                self.syntax(&code_span(&code, self.setting.place));
            }
            Piece::Break => self.syntax("\\\n"),
            Piece::Math(tex) => {
                self.syntax(&format!("${}$", in_cell(&formula(self.text(tex)), self.setting.place)))
            }
            Piece::FootnoteReference(label) => self.syntax(&format!("[^{}]", self.text(label))),
            Piece::Image(id) => self.image(id),
        }
    }

    fn syntax(&mut self, text: &str) {
        self.pieces.syntax(|out| out.push_str(text));
    }

    fn link_end(&mut self, id: LinkId) {
        let link = &self.setting.document.links[id.index()];
        match self.setting.references {
            Some(references) => self.syntax(&format!("][{}]", references.label(link))),
            None => self.pieces.syntax(|out| resource(&link.url, &link.title, out)),
        }
    }

    fn image(&mut self, id: ImageId) {
        let image = &self.setting.document.images[id.index()];
        self.pieces.syntax(|out| {
            out.push_str("![");
            escape::alternative_text(&image.alt, out);
            resource(&image.url, &image.title, out);
        });
    }
}

/// `](destination "title")`.
fn resource(url: &str, title: &str, out: &mut String) {
    out.push_str("](");
    if !(url.is_empty() && title.is_empty()) {
        url::destination(url, out);
    }
    url::title(title, out);
    out.push(')');
}

/// Code as its reader may see it.
pub(super) fn protected(code: &str, target: Target) -> Cow<'_, str> {
    match target {
        Target::Hugo => calls::quieted(code),
        _ => Cow::Borrowed(code),
    }
}

/// A code span (CommonMark 6.1): the shortest fence that the code does not hold, padded where a
/// parser would strip a space or take a backtick for the fence.
fn code_span(code: &str, place: Place) -> String {
    let code = code.replace(['\n', '\r'], " ");
    let fence = "`".repeat(shortest_absent_run(&code));
    let stripped = code.starts_with(' ') && code.ends_with(' ') && code.contains(|c| c != ' ');
    let pad = if code.starts_with('`') || code.ends_with('`') || stripped { " " } else { "" };
    let code = in_cell(&code, place);
    format!("{fence}{pad}{code}{pad}{fence}")
}

/// The smallest number of backticks that no run of backticks in the code has.
fn shortest_absent_run(code: &str) -> usize {
    let runs: std::collections::HashSet<usize> =
        code.split(|c| c != '`').filter(|run| !run.is_empty()).map(str::len).collect();
    (1..).find(|length| !runs.contains(length)).expect("a text has finitely many runs")
}

/// A formula without what a reader that knows no formulas would take for a tag, a link to an address with
/// a scheme, or a template call: `\lt` is TeX for `<`, and neither a space nor `{}` shows.
pub(super) fn formula(tex: &str) -> String {
    let mut out = String::with_capacity(tex.len());
    for (at, c) in tex.char_indices() {
        let after = &tex[at + c.len_utf8()..];
        let next = after.chars().next();
        if c == '<' && next.is_some_and(|c| c.is_ascii_alphabetic() || "/!?".contains(c)) {
            out.push_str("\\lt ");
            continue;
        }
        out.push(c);
        if c == ']' && after.strip_prefix('(').is_some_and(may_be_address) {
            out.push_str("{}");
        } else if c == '{' && ["{<", "{%", "%", "#"].iter().any(|call| after.starts_with(call)) {
            out.push(' ');
        }
    }
    out
}

/// Whether what stands behind `](` can have a scheme; a parenthesis ends it, and so does its length.
fn may_be_address(text: &str) -> bool {
    const LONGEST: usize = 200;
    text.chars().take(LONGEST).take_while(|&c| c != ')').any(|c| c == ':' || c == '&')
}

/// Writes the info string of a fence: a parser reads escapes and character references in it (CommonMark 4.5).
pub(super) fn info_string(language: &str, out: &mut String) {
    for (at, c) in language.char_indices() {
        match c {
            '&' if escape::is_reference(&language[at..]) => out.push_str("&amp;"),
            '\\' => out.push_str("\\\\"),
            '\n' | '\r' => out.push(' '),
            _ => out.push(c),
        }
    }
}

/// In a table cell every pipe is escaped, in code and formulas too (GFM 4.10).
fn in_cell(text: &str, place: Place) -> String {
    if place == Place::Cell { text.replace('|', "\\|") } else { text.to_owned() }
}
