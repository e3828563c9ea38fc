//! The forms in which an article is written. All but JSON are made of its Markdown.

use crate::args::Format;
use crate::outputs::plain;
use crate::row::{self, Row};
use pulldown_cmark::{Options, Parser, html};
use tamis::Article;

/// What of Markdown tamis writes.
pub(crate) const DIALECT: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_MATH)
    .union(Options::ENABLE_GFM);

/// The ending of a file in this format.
pub(crate) fn ending(format: Format) -> &'static str {
    match format {
        Format::Md => "md",
        Format::Json | Format::Jsonl => "json",
        Format::Html => "html",
        Format::Text => "txt",
    }
}

/// The text of a file in this format; `row` is what is known of its input.
pub(crate) fn write(format: Format, article: &Article, row: &Row) -> String {
    match format {
        Format::Md => article.to_string(),
        Format::Json | Format::Jsonl => {
            let mut row = row.clone();
            row.add(&row::fields(article));
            row.to_line()
        }
        Format::Html => {
            let mut text = String::new();
            html::push_html(&mut text, Parser::new_ext(&article.markdown(), DIALECT));
            text
        }
        Format::Text => plain::text(&article.markdown()),
    }
}
