//! Footnotes: raised links to notes at the end, and the notes that they lead to.
//!
//! Only pairs count. A link that leads to no note stays a link, a note that no link leads to stays text.
//! Known are the forms of GitHub, Pandoc, Goldmark, Kramdown, MediaWiki, Word, Google Docs, Substack, WordPress and its Easy
//! Footnotes, Zola and mdBook, Project Gutenberg; and any mark behind words that leads to a block which begins with a link
//! back to it.

use super::Lowering;
use super::whitespace::collapse;
use crate::html::{Dom, NodeId, is_space};
use crate::markdown::tree::{Block, Piece};
use std::collections::{HashMap, HashSet};

/// Classes and attributes of links to notes.
#[rustfmt::skip]
const REFERENCES: &[&str] = &[
    "footnote-ref", "footnote-reference", "footnoteref", "footnote", "footnote-anchor", "noteref", "fnanchor",
];

/// Classes of what leads back from a note.
const BACKLINKS: &[&str] =
    &["footnote-backref", "footnote-back", "reversefootnote", "footnote-return", "mw-cite-backlink"];

/// Classes of what holds the notes.
#[rustfmt::skip]
const CONTAINERS: &[&str] = &[
    "footnotes", "footnote", "references", "reflist", "footnote-list", "endnotes", "wp-block-footnotes", "easy-footnotes-wrapper",
];

/// The class of a note that stands by itself, and that of the mark before its text.
const NOTE: &str = "footnote-definition";
const NOTE_LABEL: &str = "footnote-definition-label";

/// How identifiers of notes begin.
const PREFIXES: &[&str] =
    &["fn", "footnote", "note", "_ftn", "ftnt", "_edn", "cite_note", "user-content-fn", "endnote"];

/// Where a note begins, so many nodes are looked at.
const NEAR: usize = 12;

/// In a note, so many nodes are looked at for links of others.
const MOST_IN_NOTE: usize = 500;

/// A mark has so many bytes at most.
const LONGEST_MARK: usize = 12;

/// Elements that a mark may stand in, in its line.
const IN_LINE: &[&str] = &["a", "b", "em", "font", "i", "small", "span", "strong", "sup", "u"];

/// The pairs of a page.
#[derive(Default)]
pub(super) struct Footnotes {
    /// What stands for the mark in the text (`sup` or `a`), and its label.
    references: HashMap<NodeId, String>,
    /// The notes in document order, with their labels.
    notes: Vec<(NodeId, String)>,
    is_note: HashSet<NodeId>,
    /// What holds notes, and may have a rule and a label for machines in it.
    containers: HashSet<NodeId>,
    /// Where links back lead to.
    marks: HashSet<String>,
    /// Labels whose marks are in the text by now.
    used: HashSet<String>,
    /// Whether a note is being lowered.
    inside: bool,
}

impl Footnotes {
    /// Finds the notes that links lead to, which look like marks of notes.
    /// Their labels are none of those that are `taken`, and are so from now on.
    pub(super) fn gather(
        dom: &Dom,
        top: NodeId,
        links: Vec<NodeId>,
        taken: &mut HashSet<String>,
    ) -> Footnotes {
        let mut footnotes = Footnotes::default();
        if links.is_empty() {
            return footnotes;
        }
        let mut targets: HashMap<&str, NodeId> = HashMap::new();
        for node in dom.descendants(top) {
            let name = if dom.is(node, "a") { dom.attr(node, "name") } else { None };
            for own in dom.attr(node, "id").into_iter().chain(name) {
                targets.entry(own).or_insert(node);
            }
        }
        let mut labels: HashMap<NodeId, String> = HashMap::new();
        for link in links {
            let Some(id) = fragment(dom, link) else { continue };
            let Some(&target) = targets.get(id) else { continue };
            let note = if is_reference(dom, link) {
                note_of(dom, target, id)
            } else {
                note_that_leads_back(dom, target, link)
            };
            let Some(note) = note else { continue };
            if std::iter::once(link).chain(dom.ancestors(link)).take(8).any(|node| node == note) {
                continue;
            }
            let label = match labels.get(&note) {
                Some(label) => label.clone(),
                None => {
                    let label = new_label(taken, &dom.text_content(link), id);
                    footnotes
                        .containers
                        .extend(dom.ancestors(note).take(3).find(|&node| is_container(dom, node)));
                    labels.insert(note, label.clone());
                    label
                }
            };
            footnotes.add_reference(dom, link, label);
        }
        if !labels.is_empty() {
            let notes = dom.descendants(top).filter_map(|node| Some((node, labels.get(&node)?.clone())));
            footnotes.notes = notes.collect();
            footnotes.is_note = labels.into_keys().collect();
        }
        footnotes
    }

    /// The mark is the whole `sup` when there is nothing else in it but brackets.
    fn add_reference(&mut self, dom: &Dom, link: NodeId, label: String) {
        let parent = dom.parent(link).filter(|&parent| dom.is(parent, "sup"));
        let around = |parent: NodeId| {
            let mut others = dom.children(parent).filter(|&child| child != link);
            others.all(|child| dom.text(child).is_some_and(|text| text.chars().all(is_bracket)))
        };
        let mark = parent.filter(|&parent| around(parent)).unwrap_or(link);
        self.marks.extend(places_of(dom, link).map(str::to_owned));
        self.references.insert(mark, label);
    }
}

/// The number that the page shows, or the end of the identifier; never one that is taken. Labels that differ in case only
/// are one.
fn new_label(taken: &mut HashSet<String>, shown: &str, id: &str) -> String {
    let shown = collapse(shown.trim_matches(is_bracket));
    let is_plain = |label: &str| {
        !label.is_empty() && label.len() <= 32 && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let tail: String = id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let wanted = if is_plain(&shown) { shown } else { tail.trim_matches('-').to_owned() };
    let mut label = wanted.clone();
    let mut number = taken.len() + 1;
    while label.is_empty() || taken.contains(&label.to_ascii_lowercase()) {
        label = format!("{wanted}-{number}");
        number += 1;
    }
    taken.insert(label.to_ascii_lowercase());
    label
}

impl Lowering<'_> {
    /// Lowers what belongs to footnotes. Says whether the element does.
    pub(super) fn footnote(&mut self, id: NodeId) -> bool {
        if self.footnotes.is_note.is_empty() {
            return false;
        }
        if let Some(label) = self.footnotes.references.get(&id) {
            self.footnotes.used.insert(label.clone());
            let label = self.document.texts.add(label);
            self.account.replace(id, "footnote", "a raised link to a note became Markdown's own mark", "");
            self.run.piece(Piece::FootnoteReference(label), self.marks);
            return true;
        }
        if self.is_note(id) {
            self.flush();
            return true;
        }
        if self.footnotes.containers.contains(&id) {
            self.notes_container(id);
            return true;
        }
        if self.footnotes.inside && self.dom.has_class(id, NOTE_LABEL) {
            let why = "the mark before a note; Markdown's readers make their own";
            self.account.leave_out_words(id, "footnote-label", why);
            return true;
        }
        let is_backlink = self.footnotes.inside && self.is_backlink(id);
        if is_backlink {
            let why = "a link from a note back to its mark; Markdown's readers make their own";
            self.account.leave_out(id, "footnote-backlink", why);
        }
        is_backlink
    }

    /// Whether an element is a note, which is written at the end.
    pub(super) fn is_note(&self, id: NodeId) -> bool {
        self.footnotes.is_note.contains(&id)
    }

    /// Writes the notes. One whose mark is not in the text would not be shown: it becomes text.
    pub(super) fn write_footnotes(&mut self) {
        self.footnotes.inside = true;
        let notes = std::mem::take(&mut self.footnotes.notes);
        let lowered: Vec<_> = notes.into_iter().map(|(note, label)| (self.nested(note), label)).collect();
        for (blocks, label) in lowered {
            if self.footnotes.used.contains(&label) {
                let label = self.document.texts.add(&label);
                self.blocks.push(Block::Footnote { label, blocks });
            } else {
                self.blocks.extend(blocks);
            }
        }
    }

    /// A container of notes: the rule above them and the heading for screen readers say nothing more.
    fn notes_container(&mut self, id: NodeId) {
        if matches!(self.dom.name(id), "ol" | "ul") {
            return self.list(id);
        }
        self.flush();
        let mut next = self.dom.first_child(id);
        while let Some(child) = next {
            next = self.dom.next(child);
            let is_label =
                ["sr-only", "visually-hidden"].iter().any(|class| self.dom.has_class(child, class));
            if is_label {
                let why = "a heading for screen readers; Markdown's footnotes have their own";
                self.account.leave_out(child, "footnote-label", why);
            } else if !self.dom.is(child, "hr") {
                self.node(child);
            }
        }
        self.flush();
    }

    fn is_backlink(&self, id: NodeId) -> bool {
        let named = self.dom.classes(id).any(|class| BACKLINKS.contains(&class));
        let role = self.dom.attr(id, "role") == Some("doc-backlink");
        let leads_back =
            || fragment(self.dom, id).is_some_and(|target| self.footnotes.marks.contains(target));
        named || role || self.dom.is(id, "a") && leads_back()
    }
}

fn fragment(dom: &Dom, link: NodeId) -> Option<&str> {
    dom.attr(link, "href")?.strip_prefix('#').filter(|id| !id.is_empty())
}

/// Whether a link looks like the mark of a note: raised, or named so.
pub(super) fn is_reference(dom: &Dom, link: NodeId) -> bool {
    let Some(id) = fragment(dom, link) else { return false };
    let is_back =
        dom.classes(link).any(|class| BACKLINKS.contains(&class)) || dom.attr(link, "rev").is_some();
    let in_sup = dom.ancestors(link).take(2).any(|node| dom.is(node, "sup"));
    let around_sup = dom.first_child(link).is_some_and(|child| dom.is(child, "sup"));
    let named = dom.classes(link).any(|class| REFERENCES.contains(&class))
        || dom.attr(link, "role") == Some("doc-noteref")
        || dom.attr(link, "data-footnote-ref").is_some();
    let of_word = id.starts_with("_ftn") && !id.starts_with("_ftnref");
    !is_back && (in_sup || around_sup || named || of_word)
}

/// Whether a link may be the mark of a note by its text, though nothing else says so.
pub(super) fn may_be_reference(dom: &Dom, link: NodeId) -> bool {
    fragment(dom, link).is_some() && is_mark(dom, link)
}

/// Whether a link is a number or a sign of notes, in brackets or not.
fn is_mark(dom: &Dom, link: NodeId) -> bool {
    if dom.visible_chars(link) > LONGEST_MARK {
        return false;
    }
    let text = dom.text_content(link);
    let mark = text.trim_matches(is_bracket);
    let is_number = mark.len() <= 3 && mark.chars().all(|c| c.is_ascii_digit());
    !mark.is_empty() && (is_number || mark.chars().all(|c| matches!(c, '*' | '†' | '‡' | '§')))
}

/// The names of the places where a link back may lead: the mark, what is around it, an empty anchor before it.
fn places_of(dom: &Dom, link: NodeId) -> impl Iterator<Item = &str> {
    let sup = dom.parent(link).filter(|&parent| dom.is(parent, "sup"));
    let anchor =
        dom.previous(link).filter(|&before| dom.is(before, "a") && dom.attr(before, "href").is_none());
    let places = [Some(link), sup, sup.and_then(|sup| dom.parent(sup)), anchor];
    places
        .into_iter()
        .flatten()
        .flat_map(|node| dom.attr(node, "id").into_iter().chain(dom.attr(node, "name")))
}

/// The block that begins with a mark which leads back to a link behind words. Headings and the entries of a table of contents
/// lead to each other, too, and are no notes.
fn note_that_leads_back(dom: &Dom, target: NodeId, link: NodeId) -> Option<NodeId> {
    let is_heading = |node: NodeId| matches!(dom.name(node), "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    let mut around = std::iter::once(target).chain(dom.ancestors(target)).take(4);
    let note = around.find(|&node| matches!(dom.name(node), "li" | "p" | "div" | "aside" | "dd"))?;
    let mut inside = dom.descendants(note).take(NEAR).take_while(|&node| !is_heading(node));
    // Nothing but the link stands before its text.
    let text = inside.find(|&node| dom.is_seen_text(node))?;
    let back = dom.ancestors(text).take(3).find(|&node| dom.is(node, "a"))?;
    let leads_back = fragment(dom, back).is_some_and(|id| places_of(dom, link).any(|place| place == id));
    let goes_on = dom.next(back).and_then(|after| dom.text(after));
    let is_apart = goes_on.is_none_or(|text| text.starts_with(|c: char| is_space(c) || c.is_alphanumeric()));
    (leads_back && is_mark(dom, back) && is_apart && is_behind_words(dom, link)).then_some(note)
}

/// Whether words stand before a link in its block, which is no heading.
fn is_behind_words(dom: &Dom, link: NodeId) -> bool {
    let mut node = link;
    for _ in 0..NEAR {
        match dom.previous(node) {
            Some(before) if dom.visible_chars(before) > 0 => return true,
            Some(before) => node = before,
            None => match dom.parent(node).filter(|&above| IN_LINE.contains(&dom.name(above))) {
                Some(above) => node = above,
                None => return false,
            },
        }
    }
    false
}

/// The note that an identifier is in: the item of a list, or a block that says that it is a note.
fn note_of(dom: &Dom, target: NodeId, id: &str) -> Option<NodeId> {
    let starts =
        |prefix: &&str| id.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let is_named = PREFIXES.iter().any(starts) && !id.contains("ref") && !id.contains("anchor");
    let mut around = std::iter::once(target).chain(dom.ancestors(target)).take(4);
    let note =
        around.find(|&node| matches!(dom.name(node), "li" | "p" | "div" | "aside" | "dd" | "section"))?;
    let held = || dom.ancestors(note).take(3).any(|node| is_container(dom, node));
    // A box of one note has its mark right in it.
    let is_one = note == target || !is_container(dom, note) || dom.parent(target) == Some(note);
    let found = is_one && (is_named || held() || dom.has_class(note, NOTE));
    found.then(|| box_of(dom, note).unwrap_or(note))
}

/// The box that holds a note of several paragraphs and no other, as Project Gutenberg has it.
fn box_of(dom: &Dom, note: NodeId) -> Option<NodeId> {
    let around = dom.parent(note).filter(|&above| dom.is(note, "p") && dom.has_class(above, "footnote"))?;
    let mut links = dom.descendants(around).take(MOST_IN_NOTE).filter(|&node| fragment(dom, node).is_some());
    let is_first = dom.children(around).find(|&child| dom.is_element(child)) == Some(note);
    (is_first && links.nth(1).is_none()).then_some(around)
}

fn is_container(dom: &Dom, id: NodeId) -> bool {
    dom.classes(id).any(|class| CONTAINERS.contains(&class))
        || dom.attr(id, "data-footnotes").is_some()
        || dom.attr(id, "role").is_some_and(|role| matches!(role, "doc-endnotes" | "doc-footnotes"))
}

fn is_bracket(c: char) -> bool {
    matches!(c, '[' | ']' | '(' | ')' | '〔' | '〕' | '［' | '］') || is_space(c)
}
