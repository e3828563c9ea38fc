//! The canonical printer: one tree, one text. Blocks ask for the lines between them; nothing is ever trimmed.

use super::count;
use super::inline::{self, Place, Run, Setting};
use super::references::References;
use super::tree::{Alert, Alignment, Block, Document, Item, List, Piece, Span, Table};
use std::borrow::Cow;

/// Writes a tree as Markdown, with one newline at its end; an empty tree is an empty text.
pub(crate) fn print(document: &Document) -> String {
    let references = document.reference_links.then(|| References::of(document));
    let mut printer = Printer {
        document,
        out: String::with_capacity(room(document)),
        prefix: String::new(),
        has_math: has_math(&document.blocks),
        references: references.as_ref(),
        run: Run::default(),
        text: String::new(),
    };
    let mut last_is_verbatim = true;
    let mut turn = false;
    for (index, block) in document.blocks.iter().enumerate() {
        let previous = index.checked_sub(1).map(|before| &document.blocks[before]);
        turn = takes_other_marker(previous, turn, block);
        if let Block::Verbatim(text) = block {
            printer.separate(leading_newlines(text));
            printer.out.push_str(text);
            last_is_verbatim = true;
        } else {
            printer.separate(0);
            printer.block(block, Position { previous, opens_item: false, tight: false }, turn);
            last_is_verbatim = false;
        }
    }
    if !last_is_verbatim {
        printer.out.push('\n');
    }
    let definitions = references.as_ref().map(References::definitions).unwrap_or_default();
    if !definitions.is_empty() {
        printer.separate(0);
        printer.out.push_str(&definitions);
    }
    printer.out
}

/// About as many bytes as a document takes, so that the text need not move while it grows: its texts, an eighth of
/// them for signs and lines, and its addresses.
fn room(document: &Document) -> usize {
    let text = count::bytes(&document.texts, &document.blocks);
    let links = document.links.iter().map(|link| link.url.len() + link.title.len());
    let images = document.images.iter().map(|image| image.url.len() + image.alt.len() + image.title.len());
    text + text / 8 + links.chain(images).sum::<usize>()
}

struct Printer<'a> {
    document: &'a Document,
    out: String,
    /// What begins each new line: the marks of the quotes and the indents of the lists around.
    prefix: String,
    has_math: bool,
    /// The labels of links, where addresses stand at the end.
    references: Option<&'a References>,
    /// Room to put a run together in, and to write it to.
    run: Run,
    text: String,
}

/// What stands before a block in its container.
#[derive(Clone, Copy)]
struct Position<'a> {
    /// The block before, in the same container.
    previous: Option<&'a Block>,
    opens_item: bool,
    tight: bool,
}

impl Printer<'_> {
    /// Makes sure that the text so far ends in a blank line, counting newlines that are to come.
    fn separate(&mut self, to_come: usize) {
        if self.out.is_empty() {
            return;
        }
        let lines = self.out.bytes().rev().filter(|&b| b != b'\r').take_while(|&b| b == b'\n').count();
        for _ in lines + to_come..2 {
            self.out.push('\n');
        }
    }

    /// The blocks of a container, each but the first on a new line.
    fn blocks(&mut self, blocks: &[Block], is_item: bool, tight: bool) {
        let mut turn = false;
        for (index, block) in blocks.iter().enumerate() {
            let previous = index.checked_sub(1).map(|before| &blocks[before]);
            if let Some(previous) = previous {
                if !tight || needs_blank_line(previous, block) {
                    self.blank_line();
                }
                self.new_line();
            }
            let position = Position { previous, opens_item: is_item && index == 0, tight };
            turn = takes_other_marker(previous, turn, block);
            self.block(block, position, turn);
        }
    }

    fn block(&mut self, block: &Block, position: Position<'_>, turn: bool) {
        let texts = &self.document.texts;
        match block {
            Block::Heading { level, content } => self.heading(*level, content),
            Block::Paragraph(content) => self.inline(content, Place::Paragraph, position.opens_item),
            Block::Rule => self.rule(position),
            Block::Code { language, text } => self.code(&texts[*language], &texts[*text]),
            Block::Quote { alert, blocks } => self.quote(*alert, blocks),
            Block::List(list) => self.list(list, turn),
            Block::Table(table) => self.table(table),
            Block::Math(tex) => self.math(&texts[*tex]),
            Block::Footnote { label, blocks } => self.footnote(&texts[*label], blocks),
            Block::Verbatim(text) => self.lines(text),
        }
    }

    fn new_line(&mut self) {
        self.out.push('\n');
        self.out.push_str(&self.prefix);
    }

    fn blank_line(&mut self) {
        self.out.push('\n');
        self.out.push_str(self.prefix.trim_end_matches(' '));
    }

    /// Writes lines as they are, each after the prefix; empty ones without spaces at their end.
    fn lines(&mut self, text: &str) {
        let mut rest = text;
        while let Some(end) = memchr::memchr(b'\n', rest.as_bytes()) {
            self.out.push_str(&rest[..end]);
            rest = &rest[end + 1..];
            if rest.is_empty() || rest.starts_with('\n') { self.blank_line() } else { self.new_line() }
        }
        self.out.push_str(rest);
    }

    fn inline(&mut self, content: &[Span], place: Place, opens_item: bool) {
        let setting = Setting {
            document: self.document,
            references: self.references,
            place,
            opens_document: self.out.is_empty(),
            opens_item,
            has_math: self.has_math,
        };
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        inline::print(content, &setting, &mut self.run, &mut text);
        self.lines(&text);
        self.text = text;
    }

    fn heading(&mut self, level: u8, content: &[Span]) {
        self.out.extend(std::iter::repeat_n('#', usize::from(level)));
        if !content.is_empty() {
            self.out.push(' ');
            self.inline(content, Place::Heading, false);
        }
    }

    /// `---`, but `___` where dashes would be read as something else: front matter, a setext heading, a bullet.
    fn rule(&mut self, position: Position<'_>) {
        let under_text = position.tight && matches!(position.previous, Some(Block::Paragraph(_)));
        let rule = if self.out.is_empty() || position.opens_item || under_text { "___" } else { "---" };
        self.out.push_str(rule);
    }

    fn code(&mut self, language: &str, text: &str) {
        let text = match text.contains('\r') {
            true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
            false => Cow::Borrowed(text),
        };
        let text = inline::protected(&text, self.document.target);
        // An info string behind backticks must not hold one (CommonMark 4.5).
        let mark = if language.contains('`') { '~' } else { '`' };
        let longest = text.split(|c| c != mark).map(str::len).max().unwrap_or(0);
        let fence = String::from(mark).repeat(3.max(longest + 1));
        self.out.push_str(&fence);
        inline::info_string(language, &mut self.out);
        if !text.is_empty() {
            self.new_line_for(&text);
            self.lines(&text);
        }
        self.new_line();
        self.out.push_str(&fence);
    }

    fn new_line_for(&mut self, text: &str) {
        if text.starts_with('\n') { self.blank_line() } else { self.new_line() }
    }

    fn quote(&mut self, alert: Option<Alert>, blocks: &[Block]) {
        let outer = self.prefix.len();
        self.prefix.push_str("> ");
        self.out.push('>');
        if let Some(alert) = alert {
            self.out.push(' ');
            self.out.push_str(label(alert));
            if !blocks.is_empty() {
                self.new_line();
            }
        } else if !blocks.is_empty() {
            self.out.push(' ');
        }
        self.blocks(blocks, false, false);
        self.prefix.truncate(outer);
    }

    /// `turn` chooses the other kind of marker, which keeps two lists apart that follow each other.
    fn list(&mut self, list: &List, turn: bool) {
        for (index, item) in list.items.iter().enumerate() {
            if index > 0 {
                if !list.tight {
                    self.blank_line();
                }
                self.new_line();
            }
            let marker = marker(list.start, index, turn);
            self.item(item, &marker, list.tight);
        }
    }

    fn item(&mut self, item: &Item, marker: &str, tight: bool) {
        let outer = self.prefix.len();
        self.prefix.push_str(&" ".repeat(marker.len() + 1));
        self.out.push_str(marker);
        match item.task {
            Some(true) => self.out.push_str(" [x]"),
            Some(false) => self.out.push_str(" [ ]"),
            None => {}
        }
        if let Some(first) = item.blocks.first() {
            if item.task.is_some() && !matches!(first, Block::Paragraph(_)) {
                self.new_line();
            } else {
                self.out.push(' ');
            }
            self.blocks(&item.blocks, item.task.is_none(), tight);
        }
        self.prefix.truncate(outer);
    }

    fn table(&mut self, table: &Table) {
        let mut rows = table.rows();
        self.row(rows.next().unwrap_or_default());
        self.new_line();
        self.out.push('|');
        for column in &table.columns {
            self.out.push_str(match column {
                Alignment::None => " --- |",
                Alignment::Left => " :--- |",
                Alignment::Center => " :---: |",
                Alignment::Right => " ---: |",
            });
        }
        for row in rows {
            self.new_line();
            self.row(row);
        }
    }

    fn row(&mut self, cells: &[Vec<Span>]) {
        self.out.push('|');
        for cell in cells {
            self.out.push(' ');
            if !cell.is_empty() {
                self.inline(cell, Place::Cell, false);
                self.out.push(' ');
            }
            self.out.push('|');
        }
    }

    fn math(&mut self, tex: &str) {
        self.out.push_str("$$");
        for line in inline::formula(tex).lines().filter(|line| !line.is_empty()) {
            self.new_line();
            self.out.push_str(line);
        }
        self.new_line();
        self.out.push_str("$$");
    }

    fn footnote(&mut self, label: &str, blocks: &[Block]) {
        let outer = self.prefix.len();
        self.prefix.push_str("    ");
        self.out.push_str("[^");
        self.out.push_str(label);
        self.out.push_str("]:");
        if !blocks.is_empty() {
            self.out.push(' ');
        }
        self.blocks(blocks, false, false);
        self.prefix.truncate(outer);
    }
}

fn label(alert: Alert) -> &'static str {
    match alert {
        Alert::Note => "[!NOTE]",
        Alert::Tip => "[!TIP]",
        Alert::Important => "[!IMPORTANT]",
        Alert::Warning => "[!WARNING]",
        Alert::Caution => "[!CAUTION]",
    }
}

/// `-` and `1.`, or `*` and `1)` on the other turn. A number has nine digits at most (CommonMark 5.2).
fn marker(start: Option<u32>, index: usize, turn: bool) -> String {
    match (start, turn) {
        (None, false) => "-".to_owned(),
        (None, true) => "*".to_owned(),
        (Some(start), _) => {
            let number = (start as usize).saturating_add(index).min(999_999_999);
            format!("{number}{}", if turn { ')' } else { '.' })
        }
    }
}

/// Whether a list must take the other marker: every second one of lists of a kind that follow each other;
/// `turn` is the answer for the block before.
fn takes_other_marker(previous: Option<&Block>, turn: bool, block: &Block) -> bool {
    match (previous, block) {
        (Some(Block::List(before)), Block::List(list)) => {
            before.start.is_some() == list.start.is_some() && !turn
        }
        _ => false,
    }
}

/// Whether the second of two blocks would be read as part of the first without a blank line between them.
pub(super) fn needs_blank_line(previous: &Block, next: &Block) -> bool {
    match (previous, next) {
        (Block::Heading { .. } | Block::Rule | Block::Code { .. }, _) => false,
        (Block::Paragraph(_), Block::List(list)) => !interrupts_paragraph(list),
        (Block::Quote { .. }, Block::Quote { .. }) => true,
        (
            _,
            Block::Heading { .. } | Block::Rule | Block::Code { .. } | Block::Quote { .. } | Block::List(_),
        ) => false,
        _ => true,
    }
}

/// CommonMark 5.2: a list that interrupts a paragraph starts at 1 and with text.
fn interrupts_paragraph(list: &List) -> bool {
    list.start.is_none_or(|start| start == 1)
        && list.items.first().is_some_and(|item| !item.blocks.is_empty())
}

fn leading_newlines(text: &str) -> usize {
    text.bytes().filter(|&b| b != b'\r').take_while(|&b| b == b'\n').count()
}

fn has_math(blocks: &[Block]) -> bool {
    let inline = |spans: &[Span]| spans.iter().any(|span| matches!(span.piece, Piece::Math(_)));
    blocks.iter().any(|block| match block {
        Block::Math(_) => true,
        Block::Heading { content, .. } | Block::Paragraph(content) => inline(content),
        Block::Quote { blocks, .. } | Block::Footnote { blocks, .. } => has_math(blocks),
        Block::List(list) => list.items.iter().any(|item| has_math(&item.blocks)),
        Block::Table(table) => table.cells.iter().any(|cell| inline(cell)),
        Block::Rule | Block::Code { .. } | Block::Verbatim(_) => false,
    })
}
