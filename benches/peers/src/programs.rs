//! What is measured: each program, as its documentation says to call it.

use tamis::{Cleaner, Options, Page, Scope};

/// What a program is for. Only programs of one kind are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// All of a page becomes Markdown or text.
    Everything,
    /// The article of a page is found.
    Article,
}

pub struct Program {
    pub name: &'static str,
    pub kind: Kind,
    /// Converts a page; the number of bytes that come out.
    pub convert: Box<dyn Fn(&str) -> usize>,
}

/// tamis first of each kind: the others are compared with it.
pub fn all() -> Vec<Program> {
    let mut programs = Vec::new();
    let mut add =
        |name, kind, convert: Box<dyn Fn(&str) -> usize>| programs.push(Program { name, kind, convert });
    // The others of this kind read no metadata.
    let everything = tamis(Options { scope: Scope::Everything, skip_metadata: true, ..Options::default() });
    add(
        "tamis",
        Kind::Everything,
        Box::new(move |html| everything.clean(&Page::new(html)).to_string().len()),
    );
    let with_metadata = tamis(Options { scope: Scope::Everything, ..Options::default() });
    add(
        "tamis, metadata too",
        Kind::Everything,
        Box::new(move |html| with_metadata.clean(&Page::new(html)).to_string().len()),
    );
    add(
        "mdream",
        Kind::Everything,
        Box::new(|html| mdream::html_to_markdown(html, Default::default()).len()),
    );
    add("fast_html2md", Kind::Everything, Box::new(|html| html2md::rewrite_html(html, false).len()));
    add("htmd", Kind::Everything, Box::new(|html| htmd::convert(html).map_or(0, |text| text.len())));
    add("mdka", Kind::Everything, Box::new(|html| mdka::html_to_markdown(html).len()));
    add("html-to-markdown-rs", Kind::Everything, Box::new(html_to_markdown));
    add(
        "html2text",
        Kind::Everything,
        Box::new(|html| html2text::from_read(html.as_bytes(), 80).map_or(0, |text| text.len())),
    );
    let article = tamis(Options { scope: Scope::Article, ..Options::default() });
    add("tamis", Kind::Article, Box::new(move |html| article.clean(&Page::new(html)).to_string().len()));
    add("dom_smoothie", Kind::Article, Box::new(dom_smoothie));
    add(
        "rs-trafilatura",
        Kind::Article,
        Box::new(|html| rs_trafilatura::extract(html).map_or(0, |found| found.content_text.len())),
    );
    programs
}

pub fn tamis(options: Options) -> Cleaner {
    Cleaner::new(options).expect("there are no selectors in them")
}

fn html_to_markdown(html: &str) -> usize {
    html_to_markdown_rs::convert(html, None).map_or(0, |found| found.content.map_or(0, |text| text.len()))
}

fn dom_smoothie(html: &str) -> usize {
    let reader = dom_smoothie::Readability::new(html, None, None);
    reader.and_then(|mut reader| reader.parse()).map_or(0, |article| article.text_content.len())
}
