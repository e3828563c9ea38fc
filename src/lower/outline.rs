//! Test only: a page's Markdown tree as an outline, one line a block, marks written out.

use super::lower;
use crate::html::parse_fragment;
use crate::markdown::tree::{Block, Document, Item, Mark, Piece, Span};
use std::fmt::Write;

/// Parses and lowers a fragment. Blocks are lines, nested ones are indented; a span with marks is
/// `[b e: text]` (`b` strong, `e` emphasis, `s` strike, `a=URL` link), `/` is a line break.
pub(super) fn outline(html: &str) -> String {
    outline_and_rules(html).0
}

/// The same, and the rules in the notes.
pub(super) fn outline_and_rules(html: &str) -> (String, Vec<String>) {
    let mut notes = Vec::new();
    let dom = parse_fragment(html, &mut notes);
    notes.clear();
    let mut document = Document::default();
    lower(&dom, dom.root(), &mut document, &mut notes);
    let mut out = String::new();
    blocks(&document, &document.blocks, 0, &mut out);
    (out.trim_end_matches('\n').to_owned(), notes.iter().map(|note| note.rule.to_string()).collect())
}

fn blocks(document: &Document, list: &[Block], depth: usize, out: &mut String) {
    let texts = &document.texts;
    let pad = "  ".repeat(depth);
    let inline = |spans: &[Span]| spans.iter().map(|span| self::span(document, span)).collect::<String>();
    let line = |out: &mut String, text: &str| {
        writeln!(out, "{pad}{}", text.trim_end_matches(' ')).expect("a string takes all");
    };
    for block in list {
        match block {
            Block::Heading { level, content } => line(out, &format!("h{level} {}", inline(content))),
            Block::Paragraph(spans) => line(out, &format!("p {}", inline(spans))),
            Block::Rule => line(out, "hr"),
            Block::Code { language, text } => {
                line(out, &format!("code({}) {:?}", &texts[*language], &texts[*text]));
            }
            Block::Math(tex) => line(out, &format!("math {:?}", &texts[*tex])),
            Block::Verbatim(text) => line(out, &format!("verbatim {text:?}")),
            Block::Table(table) => {
                line(out, &format!("table {:?}", table.columns));
                for row in table.rows() {
                    let cells: Vec<String> = row.iter().map(|cell| inline(cell)).collect();
                    line(out, &format!("| {} |", cells.join(" | ")));
                }
            }
            Block::Quote { alert, blocks: inner } => {
                line(out, &alert.map_or("quote".to_owned(), |alert| format!("quote {alert:?}")));
                blocks(document, inner, depth + 1, out);
            }
            Block::Footnote { label, blocks: inner } => {
                line(out, &format!("footnote {}", &texts[*label]));
                blocks(document, inner, depth + 1, out);
            }
            Block::List(list) => {
                let kind = list.start.map_or("ul".to_owned(), |start| format!("ol {start}"));
                line(out, &format!("{kind}{}", if list.tight { "" } else { " loose" }));
                for Item { task, blocks: inner } in &list.items {
                    line(out, &format!("- {}", task.map_or("", |done| if done { "[x]" } else { "[ ]" })));
                    blocks(document, inner, depth + 1, out);
                }
            }
        }
    }
}

fn span(document: &Document, span: &Span) -> String {
    let texts = &document.texts;
    let piece = match span.piece {
        Piece::Text(text) => texts[text].to_owned(),
        Piece::Code(code) => format!("`{}`", &texts[code]),
        Piece::Image(id) => {
            format!("!({}|{})", document.images[id.index()].url, document.images[id.index()].alt)
        }
        Piece::Break => "/".to_owned(),
        Piece::Math(tex) => format!("${}$", &texts[tex]),
        Piece::FootnoteReference(label) => format!("^{}", &texts[label]),
    };
    if span.marks.is_empty() {
        return piece;
    }
    let mark = |mark: Mark| match mark {
        Mark::Emphasis => "e".to_owned(),
        Mark::Strong => "b".to_owned(),
        Mark::Strike => "s".to_owned(),
        Mark::Link(id) => format!("a={}", document.links[id.index()].url),
    };
    let marks: Vec<String> = span.marks.iter().map(mark).collect();
    format!("[{}: {piece}]", marks.join(" "))
}
