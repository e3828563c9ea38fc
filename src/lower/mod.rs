//! The bridge: HTML tree → Markdown tree. The only module that knows both.
//!
//! One walk over the HTML tree. Inline content gathers in a [`Run`]; a block ends the run, wherever it
//! stands, and takes along the marks that are open: `<a><h2>…</h2><p>…</p></a>` links both blocks, and
//! words never grow together where a block was. `elements` says what each element is, the other
//! modules how the harder ones are built. Nothing visible is lost: what Markdown cannot say keeps its text.
//!
//! It knows no rules and no options: what a reader does not want is gone before.
//!
//! The walk recurses, up to 512 deep, and a server may give its threads little stack. So what an element does
//! besides calling itself again stays out of the frames that wait: `#[inline(never)]` is on those functions.

mod account;
mod alert;
mod cell;
mod code;
mod elements;
mod embed;
mod facts;
mod footnote;
mod forum;
mod grid;
mod gutter;
mod inline;
mod keyed;
mod language;
mod list;
mod math;
mod mathml;
#[cfg(test)]
mod outline;
mod style;
mod svg;
mod table;
#[cfg(test)]
mod tests;
mod tex_image;
mod whitespace;

use crate::html::dom::Kind;
use crate::html::{Dom, NodeId, Space};
use crate::markdown::marks::Marks;
use crate::markdown::tree::{Block, Document, Mark, Piece, Span};
use crate::notes::{Action, Note};
use account::Account;
use elements::Role;
use facts::{Facts, Has};
use footnote::Footnotes;
use whitespace::Run;

/// Appends the content of `top` to a document.
pub(crate) fn lower(dom: &Dom, top: NodeId, document: &mut Document, notes: &mut Vec<Note>) {
    let mut facts = Facts::gather(dom, top);
    let account = Account::open(std::mem::take(&mut facts.texts));
    let footnotes =
        Footnotes::gather(dom, top, std::mem::take(&mut facts.note_marks), &mut document.footnote_labels);
    // Growing step by step would take up to twice the memory. The passes behind this one add a little.
    document.texts.reserve(facts.text_bytes + facts.text_bytes / 16);
    document.links.reserve(facts.links);
    let mut lowering = Lowering {
        dom,
        facts,
        footnotes,
        document,
        notes,
        noted: 0,
        account,
        blocks: Vec::new(),
        run: Run::default(),
        spare: Vec::new(),
        marks: Marks::NONE,
        in_code: false,
        in_box: false,
        level: 0,
        too_deep: false,
    };
    lowering.children(top);
    lowering.flush();
    lowering.write_footnotes();
    lowering.settle_account(top);
    let mut blocks = lowering.blocks;
    if document.blocks.is_empty() {
        document.blocks = blocks;
    } else {
        document.blocks.append(&mut blocks);
    }
}

/// The walk: where it is in the HTML tree, and what is open in the Markdown tree.
struct Lowering<'a> {
    dom: &'a Dom,
    facts: Facts,
    footnotes: Footnotes,
    document: &'a mut Document,
    notes: &'a mut Vec<Note>,
    /// Number of notes written with a place.
    noted: usize,
    account: Account,
    /// The finished blocks of the container that is open.
    blocks: Vec<Block>,
    /// The inline content that is not yet in a block.
    run: Run,
    /// Emptied, for the next container: what is finished is kept in lists that are just as long as they must be.
    spare: Vec<(Vec<Block>, Run)>,
    /// The marks that are open, outermost first.
    marks: Marks,
    /// Whether text is code.
    in_code: bool,
    /// Whether a newline in text ends the line.
    in_box: bool,
    /// Number of containers that are open.
    level: usize,
    /// Whether some were not opened because there were too many.
    too_deep: bool,
}

/// How often one mark stands around a word at most: more says nothing, and a page could make us store it.
const REPEATS: usize = 3;

/// Quotes and lists in each other, at most: nobody follows more, each writes its mark before each line, and
/// reading one takes more of the stack than other elements do.
const MOST_NESTED: usize = 32;

/// Finding a place costs time, and a thousand notes of one kind are not read.
const PLACED_NOTES: usize = 200;

impl Lowering<'_> {
    fn children(&mut self, id: NodeId) {
        let mut next = self.dom.first_child(id);
        while let Some(child) = next.filter(|_| !self.dom.is_stopped()) {
            self.node(child);
            next = self.dom.next(child);
        }
    }

    fn node(&mut self, id: NodeId) {
        match self.dom.kind(id) {
            Kind::Text(slice) => {
                self.account.write(id);
                self.text(self.dom.str(*slice));
            }
            Kind::Element(_) => match self.dom.space(id) {
                Space::Html => self.element(id),
                Space::Svg => self.svg(id),
                Space::MathMl => self.mathml(id),
                Space::Other => self.children(id),
            },
            _ => {}
        }
    }

    /// `<output_dir>` in a text is a word of the author to every reader but the HTML parser. Custom
    /// elements have a hyphen (WHATWG HTML, "valid custom element name") and namespaced ones a colon.
    #[inline(never)]
    fn note_unknown(&mut self, id: NodeId) {
        let name = self.dom.name(id);
        if elements::is_known(self.dom, id) || name.contains(['-', ':']) || self.noted >= PLACED_NOTES {
            return;
        }
        self.noted += 1;
        let why = "HTML has no such element: its name may be a word that an author typed between < and >";
        let note = Note::new(Action::Suspected, "unknown-element", why);
        self.notes.push(note.with_place(self.dom.path(id)).with_text(&format!("<{name}>")));
    }

    fn element(&mut self, id: NodeId) {
        if self.special(id) {
            return;
        }
        let role = self.role(id);
        if role.is_in_line() && style::is_displayed(self.dom, id) {
            return self.displayed(id, role);
        }
        self.lower_as(id, role);
    }

    #[inline]
    fn lower_as(&mut self, id: NodeId, role: Role) {
        match role {
            Role::Block => self.block(id),
            Role::Inline => self.inline(id),
            Role::Spaced => self.spaced(id),
            Role::Either => {
                self.note_unknown(id);
                if self.facts.has(id, Has::BLOCK) { self.block(id) } else { self.children(id) }
            }
            Role::Skip | Role::Script => {}
            Role::Heading(level) => self.heading(id, level),
            Role::Label => self.label(id),
            Role::Marked(name) => self.marked(id, name),
            Role::Code => self.code_span(id),
            Role::Preformatted => self.preformatted(id),
            Role::Quote => self.quote(id),
            Role::Quotation => self.quotation(id),
            Role::List => self.list(id),
            Role::Table => self.table(id),
            Role::Rule => self.rule(),
            Role::Break => self.run.line_break(&self.document.texts, self.marks),
            Role::Link => self.link(id),
            Role::Image => self.image(id),
            Role::Superscript => self.superscript(id),
            Role::Subscript => self.subscript(id),
            Role::Reading => self.reading(id),
            Role::Embed => self.embed(id),
        }
    }

    /// What an element is here: deep in quotes and lists, another one is a block like any.
    fn role(&mut self, id: NodeId) -> Role {
        let role = elements::role(self.dom, id);
        if self.level < MOST_NESTED
            || !matches!(role, Role::Heading(_) | Role::Quote | Role::List | Role::Table)
        {
            return role;
        }
        self.note_nesting();
        Role::Block
    }

    #[cold]
    #[inline(never)]
    fn note_nesting(&mut self) {
        if !std::mem::replace(&mut self.too_deep, true) {
            let why =
                format!("quotes and lists were nested more than {MOST_NESTED} deep: the rest stands in one");
            self.notes.push(Note::new(Action::Repaired, "nesting-limit", why));
        }
    }

    /// What attributes make of an element, whatever its name is. Says whether that was all of it.
    fn special(&mut self, id: NodeId) -> bool {
        if self.footnote(id) {
            return true;
        }
        let is_bare = self.dom.attrs(id).next().is_none();
        !is_bare
            && (self.gutter_box(id)
                || self.formula(id)
                || self.level < MOST_NESTED && (self.alert(id) || self.forum(id)))
    }

    #[inline(never)]
    fn text(&mut self, text: &str) {
        if self.in_code {
            self.run.code(&mut self.document.texts, text, self.marks);
        } else if self.in_box {
            self.boxed_text(text);
        } else {
            self.run.text(&mut self.document.texts, text, self.marks);
        }
    }

    fn block(&mut self, id: NodeId) {
        self.flush();
        self.children(id);
        self.flush();
    }

    #[inline(never)]
    fn rule(&mut self) {
        self.flush();
        self.blocks.push(Block::Rule);
    }

    /// An inline element that its style makes a block.
    #[inline(never)]
    fn displayed(&mut self, id: NodeId, role: Role) {
        if role == Role::Code && self.dom.attr(id, "style").is_some_and(style::keeps_lines) {
            return self.preformatted(id);
        }
        self.flush();
        self.lower_as(id, role);
        self.flush();
    }

    fn quote(&mut self, id: NodeId) {
        self.flush();
        let blocks = self.nested(id);
        self.push_quote(blocks);
    }

    #[inline(never)]
    fn push_quote(&mut self, mut blocks: Vec<Block>) {
        let alert = self.typed_alert(&mut blocks);
        self.blocks.push(Block::Quote { alert, blocks });
    }

    /// A heading; paragraphs in it are its lines, and what no heading can hold comes after it.
    fn heading(&mut self, id: NodeId, level: u8) {
        self.flush();
        let blocks = self.nested(id);
        self.push_headings(level, blocks);
    }

    #[inline(never)]
    fn push_headings(&mut self, level: u8, blocks: Vec<Block>) {
        if blocks.is_empty() {
            self.blocks.push(Block::Heading { level, content: Vec::new() });
        }
        let mut content = Vec::new();
        for block in blocks {
            match block {
                Block::Paragraph(spans) => join_lines(&mut content, spans),
                other => {
                    self.push_heading(level, &mut content);
                    self.blocks.push(other);
                }
            }
        }
        self.push_heading(level, &mut content);
    }

    fn push_heading(&mut self, level: u8, content: &mut Vec<Span>) {
        if !content.is_empty() {
            self.blocks.push(Block::Heading { level, content: std::mem::take(content) });
        }
    }

    /// The text of an element as a line of its own in bold, unless a heading stands in it.
    fn label(&mut self, id: NodeId) {
        self.label_from(id, self.dom.first_child(id));
    }

    /// The same, of which only this child and those behind it are text.
    fn label_from(&mut self, id: NodeId, mut next: Option<NodeId>) {
        self.flush();
        let outside = self.marks;
        if !self.facts.has(id, Has::HEADING) {
            self.open_mark(Mark::Strong);
        }
        while let Some(child) = next.filter(|_| !self.dom.is_stopped()) {
            self.node(child);
            next = self.dom.next(child);
        }
        self.flush();
        self.marks = outside;
    }

    /// Ends the paragraph that is open.
    #[inline(never)]
    fn flush(&mut self) {
        let spans = self.run.take(&self.document.texts);
        if !spans.is_empty() {
            self.blocks.push(Block::Paragraph(spans));
        }
    }

    /// The blocks inside an element, as of a container of their own.
    fn nested(&mut self, id: NodeId) -> Vec<Block> {
        let outside = self.open_container();
        self.children(id);
        self.close_container(outside)
    }

    fn open_container(&mut self) -> (Vec<Block>, Run) {
        self.level += 1;
        let (blocks, run) = self.spare.pop().unwrap_or_default();
        (std::mem::replace(&mut self.blocks, blocks), std::mem::replace(&mut self.run, run))
    }

    fn close_container(&mut self, (blocks, run): (Vec<Block>, Run)) -> Vec<Block> {
        self.level -= 1;
        self.flush();
        let run = std::mem::replace(&mut self.run, run);
        let mut blocks = std::mem::replace(&mut self.blocks, blocks);
        let mut finished = Vec::with_capacity(blocks.len());
        finished.append(&mut blocks);
        self.spare.push((blocks, run));
        finished
    }

    fn open_mark(&mut self, mark: Mark) {
        if self.marks.count(mark) < REPEATS {
            self.marks.push(mark);
        }
    }

    fn repaired(&mut self, rule: &'static str, why: &'static str, id: NodeId) {
        let mut note = Note::new(Action::Repaired, rule, why);
        if self.noted < PLACED_NOTES {
            self.noted += 1;
            note = note.with_place(self.dom.path(id));
        }
        self.notes.push(note);
    }
}

/// Adds a paragraph to others as a line of its own.
fn join_lines(lines: &mut Vec<Span>, spans: Vec<Span>) {
    if !lines.is_empty() {
        lines.push(Span::bare(Piece::Break));
    }
    lines.extend(spans);
}
