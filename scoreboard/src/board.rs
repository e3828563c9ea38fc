//! The table: how well the Markdown of each page holds what was wanted of it.

use crate::metrics::{Fit, Snippets, fit, rows_of_four, words};
use crate::pages::Labelled;
use pulldown_cmark::{Event, Options as Markdown, Parser, TagEnd};
use std::collections::BTreeMap;
use tamis::{Cleaner, Options, Page, Scope, TitlePlace};

/// The scores of some pages.
#[derive(Default)]
struct Line {
    words: Vec<Fit>,
    rows: Vec<Fit>,
    snippets: Snippets,
}

/// Cleans every page and prints a line for each set, and for each page type of a set that has several: all
/// pages, and those that are never learned from.
pub fn print(pages: &[Labelled]) {
    let cleaner =
        Cleaner::new(Options { scope: Scope::Article, title: TitlePlace::Metadata, ..Options::default() });
    let cleaner = cleaner.expect("there are no selectors that could fail");
    let mut lines: BTreeMap<String, [Line; 2]> = BTreeMap::new();
    for page in pages {
        let input = Page::new(&page.bytes);
        let input = if page.url.is_empty() { input } else { input.url(&page.url) };
        let text = text_of(&cleaner.clean(&input).to_string());
        for name in [page.set.clone(), format!("{} {}", page.set, page.kind)] {
            let [all, held_out] = lines.entry(name).or_default();
            all.add(page, &text);
            if page.is_held_out() {
                held_out.add(page, &text);
            }
        }
    }
    println!("{:<32} {:>26}  {:>26}", "", "all pages", "held out");
    println!(
        "{:<32} {:>5} {:>6} {:>6} {:>6}  {:>5} {:>6} {:>6} {:>6}",
        "set", "n", "words", "rows", "snip", "n", "words", "rows", "snip"
    );
    for (name, [all, held_out]) in &lines {
        println!("{name:<32} {}  {}", all.cells(), held_out.cells());
    }
}

impl Line {
    fn add(&mut self, page: &Labelled, text: &str) {
        if let Some(gold) = &page.gold {
            let (wanted, found) = (words(gold), words(text));
            self.words.push(fit(&wanted, &found));
            self.rows.push(fit(&rows_of_four(&wanted), &rows_of_four(&found)));
        }
        self.snippets.add(Snippets::of(text, &page.with, &page.without));
    }

    /// Pages, mean F1 of words, mean F1 of rows of four words, F1 of snippets.
    fn cells(&self) -> String {
        let mean = |fits: &[Fit]| match fits.len() {
            0 => "-".to_owned(),
            count => format!("{:.3}", fits.iter().map(|fit| fit.f1).sum::<f32>() / count as f32),
        };
        let snippets = self.snippets.found + self.snippets.missing + self.snippets.unwanted;
        let snippets = if snippets == 0 { "-".to_owned() } else { format!("{:.3}", self.snippets.f1()) };
        format!("{:>5} {:>6} {:>6} {snippets:>6}", self.words.len(), mean(&self.words), mean(&self.rows))
    }
}

/// What a reader sees of a Markdown text.
fn text_of(markdown: &str) -> String {
    let mut text = String::new();
    let mut in_image = 0;
    for event in Parser::new_ext(markdown, Markdown::ENABLE_TABLES | Markdown::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(pulldown_cmark::Tag::Image { .. }) => in_image += 1,
            Event::End(TagEnd::Image) => in_image -= 1,
            Event::Text(own) | Event::Code(own) if in_image == 0 => text.push_str(&own),
            Event::SoftBreak | Event::HardBreak => text.push('\n'),
            Event::End(end) if !is_inline(end) => text.push('\n'),
            _ => {}
        }
    }
    text
}

fn is_inline(end: TagEnd) -> bool {
    matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}
