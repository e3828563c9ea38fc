//! For the package `benches/stages`: the stages of the pipeline one by one, on one page. No part of what is promised to users of
//! the library; `Cleaner::clean` says how the stages belong together.

use crate::clean::{self, Extent};
use crate::html::{self, Dom};
use crate::limits::Budget;
use crate::markdown::tree::Document;
use crate::metadata::{self, Metadata};
use crate::notes::Note;
use crate::options::{Options, Scope};
use crate::rewrite::{self, DataImages};
use crate::rules::{self, Reach, Rules, Site};
use crate::{lower, markdown};

/// What the stages need to know: compiled options.
#[derive(Debug)]
pub struct Stages {
    options: Options,
    rules: Rules,
}

/// A parsed page, and what was told of it: to throw that away is no part of a stage.
#[derive(Clone, Debug)]
pub struct Tree(Dom, Vec<Note>);

/// A page as a Markdown tree.
#[derive(Clone, Debug)]
pub struct Text(Document);

impl Stages {
    /// Compiles options, whose selectors must be CSS.
    pub fn new(options: Options) -> Self {
        let rules = rules::compile(&options).expect("the options of a bench compile");
        Stages { options, rules }
    }

    /// Text → tree.
    pub fn parse(&self, html: &str) -> Tree {
        let mut notes = Vec::new();
        Tree(html::read_page(html, &Budget::default(), &mut notes), notes)
    }

    /// Number of visible characters that come in.
    pub fn count(&self, tree: &Tree) -> usize {
        tree.0.visible_chars(tree.0.root())
    }

    /// What the page says of itself.
    pub fn metadata(&self, tree: &Tree) -> Metadata {
        metadata::read(&tree.0, None)
    }

    /// Takes away what the scope does not want, by the rules for all pages and those of the page's site.
    pub fn clean(&self, tree: &mut Tree) {
        let site = Site::of(&tree.0, None, &self.rules.user.sites);
        clean::clean(&mut tree.0, self.options.scope, Extent::Page, &self.rules, &site, "", &mut tree.1);
    }

    /// The first part of [`clean`](Stages::clean): what comes before the rules.
    pub fn clean_up_to_rules(&self, tree: &mut Tree) {
        clean::clean_up_to_rules(&mut tree.0, &self.rules, &mut tree.1);
    }

    /// The next part of it: the rules about elements, and finding and applying those of the page's site.
    pub fn drop_by_rules(&self, tree: &mut Tree) {
        let site = Site::of(&tree.0, None, &self.rules.user.sites);
        let reach = if self.options.scope == Scope::Body { Reach::Frame } else { Reach::Any };
        clean::drop_by_all_rules(&mut tree.0, reach, &self.rules, &site, &mut tree.1);
    }

    /// Refuses addresses that could run something, as a pure conversion does.
    pub fn refuse(&self, tree: &mut Tree) {
        rewrite::refuse(&mut tree.0, DataImages::Raster, self.options.limits.url, &mut tree.1);
    }

    /// Refuses such addresses, and gives links, images and players the address that a reader wants.
    pub fn rewrite(&self, tree: &mut Tree) {
        rewrite::rewrite(&mut tree.0, None, None, self.options.limits.url, &self.rules, &mut tree.1);
    }

    /// HTML tree → Markdown tree.
    pub fn lower(&self, tree: &Tree) -> Text {
        let mut document = Document::default();
        lower::lower(&tree.0, tree.0.root(), &mut document, &mut Vec::new());
        Text(document)
    }

    /// Brings the Markdown tree into its normal form.
    pub fn normalize(&self, text: &mut Text) {
        markdown::normalize(&mut text.0);
    }

    /// Writes it.
    pub fn print(&self, text: &Text) -> String {
        markdown::print(&text.0)
    }
}
