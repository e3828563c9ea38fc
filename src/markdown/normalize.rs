//! The normal form of a tree: what can be said in one way only is said in that way, so that the
//! printer has nothing to decide. Nothing that a reader could see is changed.

use super::marks::Marks;
use super::print::needs_blank_line;
use super::texts::{Text, Texts};
use super::tree::{Block, Document, Item, Mark, Piece, Span};

/// Brings a whole tree into its normal form.
pub(crate) fn normalize(document: &mut Document) {
    blocks(&mut document.texts, &mut document.blocks);
}

fn blocks(texts: &mut Texts, list: &mut Vec<Block>) {
    list.iter_mut().for_each(|own| block(texts, own));
    let is_broken =
        |block: &Block| matches!(block, Block::Paragraph(content) if content.iter().any(is_break));
    if list.iter().any(is_broken) {
        let parts = list.drain(..).flat_map(|block| match block {
            Block::Paragraph(content) => {
                paragraphs(texts, content).into_iter().map(Block::Paragraph).collect()
            }
            other => vec![other],
        });
        *list = parts.collect();
    }
    list.retain(|block| !matches!(block, Block::Paragraph(content) if content.is_empty()));
}

/// Brings a block into its normal form, but for breaks that end a paragraph.
fn block(texts: &mut Texts, block: &mut Block) {
    match block {
        Block::Paragraph(content) if content.iter().any(is_break) => {}
        Block::Paragraph(content) => run_in_place(texts, content),
        Block::Heading { content, .. } => line(texts, content),
        Block::Quote { blocks: inner, .. } | Block::Footnote { blocks: inner, .. } => blocks(texts, inner),
        Block::List(list) => {
            list.items.iter_mut().for_each(|item| blocks(texts, &mut item.blocks));
            // Without paragraphs there is nothing to see of a list being loose.
            let has_paragraph = |item: &Item| item.blocks.iter().any(|b| matches!(b, Block::Paragraph(_)));
            list.tight |= !list.items.iter().any(has_paragraph);
            list.tight &= list.items.iter().all(can_be_tight);
        }
        Block::Table(table) => table.cells.iter_mut().for_each(|cell| line(texts, cell)),
        Block::Rule | Block::Code { .. } | Block::Math(_) | Block::Verbatim(_) => {}
    }
}

/// Whether an item's blocks can follow each other without a blank line, which would make the list loose.
fn can_be_tight(item: &Item) -> bool {
    item.blocks.windows(2).all(|pair| !needs_blank_line(&pair[0], &pair[1]))
}

fn is_break(span: &Span) -> bool {
    span.piece == Piece::Break
}

/// A run that must stand on one line: breaks become spaces.
fn line(texts: &mut Texts, content: &mut Vec<Span>) {
    for span in content.iter_mut().filter(|span| is_break(span)) {
        span.piece = Piece::Text(texts.add(" "));
    }
    run_in_place(texts, content);
}

fn run_in_place(texts: &mut Texts, content: &mut Vec<Span>) {
    if !is_normal(texts, content) {
        *content = run(texts, std::mem::take(content));
    }
}

/// Whether a run without breaks is in its normal form already, as most are.
fn is_normal(texts: &Texts, content: &[Span]) -> bool {
    let is_sound = |span: &Span| match span.piece {
        Piece::Text(text) => is_spaced_once(&texts[text]),
        Piece::Code(code) => !code.is_empty(),
        Piece::Break => false,
        _ => true,
    };
    let is_struck_once = |span: &Span| span.marks.count(Mark::Strike) < 2;
    let begins = content.first().is_none_or(|span| !text_of(texts, span).starts_with(is_space));
    let ends = content.last().is_none_or(|span| !text_of(texts, span).ends_with(is_space));
    begins
        && ends
        && content.iter().all(|span| is_sound(span) && is_struck_once(span))
        && content.windows(2).all(|pair| may_follow(texts, &pair[0], &pair[1]))
}

/// Whether there is more than white space in a text, and one space at most at each of its ends.
fn is_spaced_once(text: &str) -> bool {
    let core = text.trim_matches(is_space);
    let start = text.len() - text.trim_start_matches(is_space).len();
    let is_narrow = |edge: &str| matches!(edge, "" | " ");
    !core.is_empty() && is_narrow(&text[..start]) && is_narrow(&text[start + core.len()..])
}

/// Whether two sound spans can stand side by side: they are not one, and the space between them is where it belongs.
fn may_follow(texts: &Texts, a: &Span, b: &Span) -> bool {
    let is_one_kind =
        matches!((&a.piece, &b.piece), (Piece::Text(_), Piece::Text(_)) | (Piece::Code(_), Piece::Code(_)));
    let is_one = is_one_kind && a.marks == b.marks;
    let space_is_inside = match (text_of(texts, a).ends_with(' '), text_of(texts, b).starts_with(' ')) {
        (false, false) => true,
        (true, false) => b.marks.starts_with(a.marks),
        (false, true) => a.marks.starts_with(b.marks),
        (true, true) => false,
    };
    !is_one && space_is_inside
}

/// The text of a span; empty for every other piece.
fn text_of<'t>(texts: &'t Texts, span: &Span) -> &'t str {
    match span.piece {
        Piece::Text(text) => &texts[text],
        _ => "",
    }
}

/// The paragraphs of a run: two breaks in a row end one, as they look in a browser.
fn paragraphs(texts: &mut Texts, content: Vec<Span>) -> Vec<Vec<Span>> {
    let spans = run(texts, content);
    let mut paragraphs: Vec<Vec<Span>> = vec![Vec::new()];
    let mut breaks: Vec<Span> = Vec::new();
    for span in spans {
        if is_break(&span) {
            breaks.push(span);
            continue;
        }
        let current = paragraphs.last_mut().expect("there is always one");
        match breaks.len() {
            _ if current.is_empty() => breaks.clear(),
            0 | 1 => current.append(&mut breaks),
            _ => {
                breaks.clear();
                paragraphs.push(Vec::new());
            }
        }
        paragraphs.last_mut().expect("there is always one").push(span);
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    for paragraph in &mut paragraphs {
        mark_breaks(paragraph);
    }
    paragraphs
}

/// Takes from each break the marks that the spans on its two sides do not share.
fn mark_breaks(spans: &mut [Span]) {
    for at in 1..spans.len().saturating_sub(1) {
        if spans[at].piece == Piece::Break {
            let around = spans[at - 1].marks.shared(spans[at + 1].marks);
            spans[at].marks = around.shared(spans[at].marks);
        }
    }
}

/// The normal form of a run: white space is a single space between two pieces, never at the edge of
/// the run, of a line or of a mark; neighbours with the same marks are one span.
pub(super) fn run(texts: &mut Texts, content: Vec<Span>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::with_capacity(content.len());
    // White space that waits for the next piece, with the marks around all of it.
    let mut space: Option<Marks> = None;
    for Span { piece, mut marks } in content {
        strike_once(&mut marks);
        match piece {
            Piece::Text(text) if text.is_empty() => {
                if marks.has_link() {
                    join(texts, &mut out, space.take(), marks);
                    out.push(Span { piece: Piece::Text(text), marks });
                }
            }
            Piece::Text(text) => {
                let core = trimmed(texts, text);
                if core.is_empty() || texts[text].starts_with(is_space) {
                    narrow(&mut space, marks);
                }
                if !core.is_empty() {
                    join(texts, &mut out, space.take(), marks);
                    if texts[text].ends_with(is_space) {
                        narrow(&mut space, marks);
                    }
                    push_text(texts, &mut out, core, marks);
                }
            }
            Piece::Break => {
                space = None;
                out.push(Span { piece, marks });
            }
            Piece::Code(code) if code.is_empty() => {}
            Piece::Code(code) => {
                join(texts, &mut out, space.take(), marks);
                push_code(texts, &mut out, code, marks);
            }
            _ => {
                join(texts, &mut out, space.take(), marks);
                out.push(Span { piece, marks });
            }
        }
    }
    drop_idle_links(out)
}

/// Text cannot be struck through twice: the tildes of a mark in a mark would be one run.
fn strike_once(marks: &mut Marks) {
    if marks.count(Mark::Strike) > 1 {
        let mut struck = false;
        marks.retain(|mark| mark != Mark::Strike || !std::mem::replace(&mut struck, true));
    }
}

/// An empty link stays only where no neighbour has the same link: there it is all there is of it.
fn drop_idle_links(spans: Vec<Span>) -> Vec<Span> {
    let empty = |span: &Span| matches!(span.piece, Piece::Text(text) if text.is_empty());
    if !spans.iter().any(empty) {
        return spans;
    }
    let inside = |at: usize, other: Option<usize>| {
        other.and_then(|other| spans.get(other)).is_some_and(|other| other.marks.starts_with(spans[at].marks))
    };
    let idle: Vec<bool> = (0..spans.len())
        .map(|at| empty(&spans[at]) && (inside(at, at.checked_sub(1)) || inside(at, Some(at + 1))))
        .collect();
    spans.into_iter().zip(idle).filter(|(_, idle)| !idle).map(|(span, _)| span).collect()
}

/// Takes from waiting white space the marks that do not stand around more of it.
fn narrow(space: &mut Option<Marks>, marks: Marks) {
    *space = Some(space.map_or(marks, |own| own.shared(marks)));
}

/// A text without the white space at its edges.
fn trimmed(texts: &Texts, text: Text) -> Text {
    let own = &texts[text];
    let start = own.len() - own.trim_start_matches(is_space).len();
    text.part(start..own.trim_end_matches(is_space).len().max(start))
}

/// The white space that lower leaves in text; every other space is a character like any.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\t' | '\r' | '\u{c}')
}

/// Puts waiting white space between what is there and what comes, inside the marks that all have.
fn join(texts: &mut Texts, out: &mut Vec<Span>, space: Option<Marks>, marks: Marks) {
    let Some((last, space)) = out.last().filter(|last| last.piece != Piece::Break).zip(space) else { return };
    let common = last.marks.shared(marks).shared(space);
    match out.last_mut() {
        Some(Span { piece: Piece::Text(before), marks }) if *marks == common => texts.extend(before, " "),
        _ => out.push(Span { piece: Piece::Text(texts.add(" ")), marks: common }),
    }
}

fn push_text(texts: &mut Texts, out: &mut Vec<Span>, text: Text, marks: Marks) {
    match out.last_mut() {
        Some(Span { piece: Piece::Text(before), marks: own }) if *own == marks => texts.join(before, text),
        _ => out.push(Span { piece: Piece::Text(text), marks }),
    }
}

/// Two code spans side by side would be read as one long delimiter: they are one.
fn push_code(texts: &mut Texts, out: &mut Vec<Span>, code: Text, marks: Marks) {
    match out.last_mut() {
        Some(Span { piece: Piece::Code(before), marks: own }) if *own == marks => texts.join(before, code),
        _ => out.push(Span { piece: Piece::Code(code), marks }),
    }
}
