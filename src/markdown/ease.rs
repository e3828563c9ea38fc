//! Emphasis between letters: `前**后。**前` shows its asterisks, because a delimiter between punctuation and a
//! letter does not count (CommonMark 6.2, flanking). Here marks let go of what would make them show, as long
//! as a reader sees no difference.

use super::chars::{Class, class};
use super::marks::Marks;
use super::texts::Texts;
use super::tree::{Mark, Piece, Span};

/// Moves punctuation out of emphasis where the delimiter beside it would not count: before a letter,
/// `**管理服务。**依赖` shows its asterisks, `**管理服务**。依赖` does not (CommonMark 6.2, flanking).
/// A pair of quotation marks or brackets moves out together.
pub(super) fn ease_emphasis(texts: &mut Texts, content: &mut Vec<Span>) {
    mark_once(texts, content);
    emphasis_around_strong(content);
    ease_links_and_images(texts, content);
    // What moves out of an inner mark may have to move out of the one around it as well.
    for _ in 0..3 {
        let edges: Vec<(usize, usize)> =
            (0..content.len()).map(|at| loose_edges(texts, content, at)).collect();
        if edges.iter().all(|edges| *edges == (0, 0)) {
            return;
        }
        let spans = std::mem::take(content).into_iter().zip(edges);
        *content = super::normalize::run(texts, spans.flat_map(|(span, edges)| split(span, edges)).collect());
    }
}

/// Bold in bold is bold.
fn mark_once(texts: &mut Texts, content: &mut Vec<Span>) {
    let once = |marks: Marks| {
        let mut kept = Marks::NONE;
        marks.iter().for_each(|mark| {
            if !kept.contains(mark) {
                kept.push(mark)
            }
        });
        kept
    };
    if content.iter().all(|span| once(span.marks) == span.marks) {
        return;
    }
    content.iter_mut().for_each(|span| span.marks = once(span.marks));
    *content = super::normalize::run(texts, std::mem::take(content));
}

/// What is both strong and emphasized looks the same whichever is around the other. `***…***`, which is
/// emphasis around strong, may stand between letters; `**_…_**` may not.
fn emphasis_around_strong(content: &mut [Span]) {
    let is_pair = |marks: Marks, depth: usize| {
        marks.get(depth) == Some(Mark::Strong) && marks.get(depth + 1) == Some(Mark::Emphasis)
    };
    let mut start = 0;
    while start < content.len() {
        let marks = content[start].marks;
        let Some(depth) = (0..marks.len()).find(|&depth| is_pair(marks, depth)) else {
            start += 1;
            continue;
        };
        let (strong, both) = (marks.outer(depth + 1), marks.outer(depth + 2));
        let is_inside = |span: &&Span| span.marks.starts_with(strong);
        let length = content[start..].iter().take_while(is_inside).count();
        let begins = start.checked_sub(1).is_none_or(|before| !is_inside(&&content[before]));
        if begins && content[start..start + length].iter().all(|span| span.marks.starts_with(both)) {
            content[start..start + length].iter_mut().for_each(|span| span.marks.swap_with_next(depth));
        }
        start += length;
    }
}

/// Links and images begin and end in punctuation, so that `前**[链接](…)**后` shows its asterisks. There a
/// mark goes into the link, and lets go of an image, which looks the same without it.
fn ease_links_and_images(texts: &mut Texts, content: &mut Vec<Span>) {
    let mut eased = false;
    for at in 0..content.len() {
        while let Some(depth) = hard_mark(texts, content, at) {
            eased = true;
            let marks = content[at].marks;
            if marks.len() == depth + 1 {
                content[at].marks = marks.outer(depth);
                continue;
            }
            let link = marks.outer(depth + 2);
            let is_part = |span: &Span| span.marks.starts_with(link);
            let start = content[..at].iter().rposition(|span| !is_part(span)).map_or(0, |before| before + 1);
            for span in content[start..].iter_mut().take_while(|span| is_part(span)) {
                span.marks.swap_with_next(depth);
            }
        }
    }
    if eased {
        *content = super::normalize::run(texts, std::mem::take(content));
    }
}

/// The depth of a mark that begins or ends with this span, has a letter beside it, and holds a link or
/// an image there.
fn hard_mark(texts: &Texts, content: &[Span], at: usize) -> Option<usize> {
    let span = &content[at];
    let before = at.checked_sub(1).map(|before| &content[before]);
    let outside = [(before, before.and_then(|before| last_char(texts, before))), {
        let after = content.get(at + 1);
        (after, after.and_then(|after| first_char(texts, after)))
    }];
    let is_hard = |depth: usize| {
        let ends = |neighbour: Option<&Span>| {
            neighbour.is_none_or(|neighbour| !neighbour.marks.starts_with(span.marks.outer(depth + 1)))
        };
        outside.iter().any(|(neighbour, c)| class(*c) == Class::Letter && ends(*neighbour))
    };
    let holds = |depth: usize| match span.marks.get(depth + 1) {
        Some(inner) => matches!(inner, Mark::Link(_)),
        None => matches!(span.piece, Piece::Image(_)),
    };
    let is_delimited = |depth: usize| span.marks.get(depth).is_some_and(is_delimited);
    (0..span.marks.len()).rev().find(|&depth| is_delimited(depth) && holds(depth) && is_hard(depth))
}

fn is_delimited(mark: Mark) -> bool {
    !matches!(mark, Mark::Link(_))
}

/// Whether a mark ends after this span, on punctuation, with a letter right behind it.
fn stuck_end(texts: &Texts, content: &[Span], at: usize) -> bool {
    let Some(next) = content.get(at + 1) else { return false };
    ends_here(&content[at], next)
        && !is_in_brackets(&content[at], next)
        && stuck(last_char(texts, &content[at]), first_char(texts, next))
}

/// Whether a mark begins with this span, on punctuation, with a letter right before it.
fn stuck_start(texts: &Texts, content: &[Span], at: usize) -> bool {
    let Some(previous) = at.checked_sub(1).map(|before| &content[before]) else { return false };
    ends_here(&content[at], previous)
        && !is_in_brackets(&content[at], previous)
        && stuck(first_char(texts, &content[at]), last_char(texts, previous))
}

/// Whether the innermost mark of a span is one that its neighbour does not have.
fn ends_here(span: &Span, neighbour: &Span) -> bool {
    span.marks.last().is_some_and(is_delimited) && !neighbour.marks.starts_with(span.marks)
}

/// Whether a bracket of a link stands between the innermost mark of a span and its neighbour.
fn is_in_brackets(span: &Span, neighbour: &Span) -> bool {
    span.marks.has_link() && !span.marks.shared(neighbour.marks).has_link()
}

fn stuck(inside: Option<char>, outside: Option<char>) -> bool {
    matches!(class(inside), Class::Punctuation | Class::Symbol) && class(outside) == Class::Letter
}

fn first_char(texts: &Texts, span: &Span) -> Option<char> {
    match span.piece {
        Piece::Text(text) => texts[text].chars().next(),
        _ => None,
    }
}

fn last_char(texts: &Texts, span: &Span) -> Option<char> {
    match span.piece {
        Piece::Text(text) => texts[text].chars().next_back(),
        _ => None,
    }
}

/// How many bytes of punctuation at the start and at the end of a span must leave its innermost mark.
fn loose_edges(texts: &Texts, content: &[Span], at: usize) -> (usize, usize) {
    let Piece::Text(text) = content[at].piece else { return (0, 0) };
    let text = &texts[text];
    let is_mark = |c: char| matches!(class(Some(c)), Class::Punctuation | Class::Symbol);
    let (end, start) = (stuck_end(texts, content, at), stuck_start(texts, content, at));
    let tail = if end { text.len() - text.trim_end_matches(is_mark).len() } else { 0 };
    let head = if start { text.len() - text.trim_start_matches(is_mark).len() } else { 0 };
    let (head, tail) = with_partners(text, head, tail, begins(content, at), finishes(content, at));
    // A span of nothing but punctuation leaves the mark as a whole.
    if head + tail < text.len() { (head, tail) } else { (text.len(), 0) }
}

/// Gives the edges of a span to the marks around it.
fn split(span: Span, (head, tail): (usize, usize)) -> Vec<Span> {
    let (Piece::Text(text), true) = (span.piece, head + tail > 0) else { return vec![span] };
    let outer = span.marks.outer(span.marks.len() - 1);
    let piece = |part, marks| Span { piece: Piece::Text(text.part(part)), marks };
    let (start, end) = (head.min(text.len()), text.len() - tail);
    vec![piece(0..start, outer), piece(start..end, span.marks), piece(end..text.len(), outer)]
}

fn begins(content: &[Span], at: usize) -> bool {
    at.checked_sub(1).is_none_or(|before| ends_here(&content[at], &content[before]))
}

fn finishes(content: &[Span], at: usize) -> bool {
    content.get(at + 1).is_none_or(|next| ends_here(&content[at], next))
}

/// When one of a pair that wraps the whole text moves out, the other goes with it.
fn with_partners(text: &str, head: usize, tail: usize, begins: bool, finishes: bool) -> (usize, usize) {
    let first = text.chars().next();
    let last = text.chars().next_back();
    let paired = first.zip(last).is_some_and(|pair| PAIRS.contains(&pair));
    let width = |c: Option<char>| c.map_or(0, char::len_utf8);
    match (head, tail) {
        (0, tail) if tail > 0 && paired && begins && tail == width(last) => (width(first), tail),
        (head, 0) if head > 0 && paired && finishes && head == width(first) => (head, width(last)),
        both => both,
    }
}

/// Quotation marks and brackets that come in pairs.
const PAIRS: [(char, char); 16] = [
    ('“', '”'),
    ('‘', '’'),
    ('"', '"'),
    ('\'', '\''),
    ('「', '」'),
    ('『', '』'),
    ('（', '）'),
    ('(', ')'),
    ('【', '】'),
    ('《', '》'),
    ('〈', '〉'),
    ('〔', '〕'),
    ('[', ']'),
    ('«', '»'),
    ('［', '］'),
    ('〖', '〗'),
];
