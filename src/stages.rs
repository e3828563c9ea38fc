//! The stages one by one, for measuring: each is run on what the one before it left. Not part of the
//! public interface, and only there with the feature `stages`.

use crate::clean::{self, Extent};
use crate::html::{self, Dom};
use crate::limits::Budget;
use crate::markdown::{self, tree::Document};
use crate::notes::Note;
use crate::options::{Options, Scope};
use crate::rules::{self, Rules, Site};
use crate::{lower, metadata, rewrite};
use std::hint::black_box;

/// A page on its way through the stages.
#[derive(Clone, Debug)]
pub struct Stages {
    scope: Scope,
    rules: Rules,
    dom: Dom,
    document: Document,
    notes: Vec<Note>,
}

impl Stages {
    /// Before the first stage.
    pub fn new(scope: Scope) -> Self {
        let rules = rules::compile(&Options::default()).expect("there are no selectors in it");
        Stages { scope, rules, dom: Dom::new(), document: Document::default(), notes: Vec::new() }
    }

    /// Text → tree.
    pub fn parse(&mut self, html: &str) {
        self.dom = html::read_page(html, &Budget::default(), &mut self.notes);
    }

    /// Reads what the page says of itself.
    pub fn read_metadata(&self) {
        black_box(metadata::read(&self.dom));
    }

    /// Takes out what is not the text.
    pub fn clean(&mut self) {
        let site = Site::of(&self.dom, None, &[]);
        clean::clean(&mut self.dom, self.scope, Extent::Page, &self.rules, &site, &mut self.notes);
    }

    /// Gives links and images their addresses.
    pub fn rewrite(&mut self) {
        rewrite::rewrite(&mut self.dom, None, &self.rules, &mut self.notes);
    }

    /// HTML tree → Markdown tree.
    pub fn lower(&mut self) {
        lower::lower(&self.dom, self.dom.root(), &mut self.document, &mut self.notes);
    }

    /// Makes the Markdown tree normal.
    pub fn normalize(&mut self) {
        markdown::normalize(&mut self.document);
        if self.scope != Scope::Everything {
            markdown::tidy(&mut self.document);
        }
    }

    /// Markdown tree → text.
    pub fn print(&self) -> String {
        markdown::print(&self.document)
    }
}
