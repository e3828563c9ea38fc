//! Call-outs: the boxes of notes, tips and warnings that sites and generators have, as GitHub writes them.

use super::Lowering;
use super::whitespace::collapse;
use crate::html::{NodeId, is_space};
use crate::markdown::texts::Texts;
use crate::markdown::tree::{Alert, Block, Piece, Span};
use crate::notes::{Action, Note};
use crate::visible;

/// Words for the five kinds: as class names, as types, and as titles.
#[rustfmt::skip]
const KINDS: &[(Alert, &[&str])] = &[
    (Alert::Note,      &["note", "info", "abstract", "summary", "tldr", "todo", "seealso", "question", "example", "quote", "secondary"]),
    (Alert::Tip,       &["tip", "hint", "success", "check", "done"]),
    (Alert::Important, &["important", "special"]),
    (Alert::Warning,   &["warning", "attention"]),
    (Alert::Caution,   &["caution", "danger", "error", "failure", "bug"]),
];

/// Class names with the kind at their end: GitHub, Docusaurus (two generations), VitePress; Starlight; Bootstrap; AWS.
#[rustfmt::skip]
const PREFIXES: &[&str] = &[
    "markdown-alert-", "admonition-", "theme-admonition-", "alert--", "starlight-aside--", "bd-callout-", "awsdocs-",
];

/// A class that AWS has beside those of other kinds.
const PLAIN: &str = "awsdocs-note";

/// Classes that make the class beside them a kind: Sphinx, MkDocs and Asciidoctor; VitePress; MDN.
const COMPANIONS: &[&str] = &["admonition", "admonitionblock", "custom-block", "callout", "notecard"];

/// How Quarto writes the kind beside `callout`.
const COMPANION_PREFIX: &str = "callout-";

/// Each of those classes has one of these in it.
pub(super) const CLASS_PARTS: &[&str] =
    &["alert-", "admonition", "custom-block", "callout", "starlight-aside", "notecard", "awsdocs-"];

/// Classes that make an `aside` a call-out, by themselves: those of Google's documentation. A summary may be any `aside`.
const ASIDES: &[&str] = &["note", "tip", "success", "important", "special", "warning", "caution"];

/// Classes of the element that holds the title.
const TITLES: &[&str] = &[
    "markdown-alert-title",
    "admonition-title",
    "admonition-heading",
    "custom-block-title",
    "callout-title",
    "callout-title-container",
    "starlight-aside__title",
    "awsdocs-note-title",
];

/// In the box around a title, so many nodes are looked at.
const MOST_AROUND_TITLE: usize = 10;

impl Lowering<'_> {
    /// Lowers a call-out. Says whether the element is one.
    pub(super) fn alert(&mut self, id: NodeId) -> bool {
        let Some(alert) = self.alert_kind(id) else { return false };
        self.flush();
        let outside = self.open_container();
        let mut next = self.dom.first_child(id);
        while let Some(child) = next {
            if self.is_title(child) || self.is_around_title(child) {
                self.alert_title(child, alert);
            } else {
                self.node(child);
            }
            next = self.dom.next(child);
        }
        let blocks = self.close_container(outside);
        if !blocks.is_empty() {
            self.blocks.push(Block::Quote { alert: Some(alert), blocks });
        }
        true
    }

    /// Takes the `[!NOTE]` off a quote that somebody typed so.
    pub(super) fn typed_alert(&mut self, blocks: &mut Vec<Block>) -> Option<Alert> {
        let (alert, word) = typed(&self.document.texts, blocks)?;
        let why = "a typed mark made the quote a call-out, which has the mark by itself";
        let note = Note::new(Action::Rewritten, "typed-call-out", why);
        self.notes.push(note.with_chars(visible::count(&word)).with_change(&word, ""));
        Some(alert)
    }

    fn alert_kind(&self, id: NodeId) -> Option<Alert> {
        if !matches!(self.dom.name(id), "div" | "aside" | "blockquote" | "section" | "details" | "p") {
            return None;
        }
        if let Some(kind) = self.dom.attr(id, "data-callout") {
            return Some(kind_of(kind).unwrap_or(Alert::Note));
        }
        if self.dom.is(id, "aside") && self.dom.classes(id).any(|class| ASIDES.contains(&class)) {
            return self.dom.classes(id).find_map(kind_of);
        }
        if !self.facts.calls_out {
            return None;
        }
        let suffix = |class: &str| {
            let rest = PREFIXES.iter().find_map(|prefix| class.strip_prefix(prefix))?;
            kind_of(rest)
        };
        let mut others = self.dom.classes(id).filter(|&class| class != PLAIN);
        if let Some(kind) = others.find_map(suffix).or_else(|| self.dom.classes(id).find_map(suffix)) {
            return Some(kind);
        }
        let companion = |class: &str| kind_of(class.strip_prefix(COMPANION_PREFIX).unwrap_or(class));
        let boxed = self.dom.classes(id).any(|class| COMPANIONS.contains(&class));
        if boxed { self.dom.classes(id).find_map(companion) } else { None }
    }

    fn is_title(&self, id: NodeId) -> bool {
        self.dom.is_element(id)
            && self.dom.classes(id).any(|class| {
                // Docusaurus hashes its class names: `admonitionHeading_Gvgb`.
                TITLES.contains(&class) || class.starts_with("admonitionHeading")
            })
    }

    /// Whether an element holds a title and no other text.
    fn is_around_title(&self, id: NodeId) -> bool {
        let mut near = self.dom.descendants(id).take(MOST_AROUND_TITLE);
        let title = near.find(|&below| self.is_title(below));
        title.is_some_and(|title| self.dom.visible_chars(title) == self.dom.visible_chars(id))
    }

    /// The title, unless it only says the kind, which `[!NOTE]` says too.
    fn alert_title(&mut self, id: NodeId, alert: Alert) {
        let title = collapse(&self.dom.text_content(id));
        let word = title.trim_end_matches([':', '：', '!']);
        if kind_of(word) == Some(alert) {
            let why = "the title only says the kind of call-out";
            return self.account.leave_out(id, "call-out-title", why);
        }
        let mut near = std::iter::once(id).chain(self.dom.descendants(id).take(MOST_AROUND_TITLE));
        let said = near.find(|&node| self.is_title(node)).and_then(|title| self.dom.first_child(title));
        match said.filter(|&first| self.says_kind(first, alert)) {
            Some(said) => {
                let why = "the kind of call-out, said to screen readers";
                self.account.leave_out(said, "call-out-title", why);
                self.label_from(id, self.dom.next(said));
            }
            None => self.label(id),
        }
    }

    /// Whether what stands before a title says the kind to screen readers, as Quarto has it.
    fn says_kind(&self, id: NodeId, alert: Alert) -> bool {
        self.dom.is_element(id)
            && self.dom.has_class(id, "screen-reader-only")
            && kind_of(&collapse(&self.dom.text_content(id))) == Some(alert)
    }
}

fn kind_of(word: &str) -> Option<Alert> {
    let found = KINDS.iter().find(|(_, words)| words.iter().any(|own| own.eq_ignore_ascii_case(word)));
    found.map(|(alert, _)| *alert)
}

/// The call-out that is typed at the start of a quote, and what was taken off.
fn typed(texts: &Texts, blocks: &mut Vec<Block>) -> Option<(Alert, String)> {
    let Some(Block::Paragraph(spans)) = blocks.first_mut() else { return None };
    let Some(Span { piece: Piece::Text(text), marks }) = spans.first_mut() else { return None };
    let own = &texts[*text];
    let (word, rest) = own.strip_prefix("[!")?.split_once(']')?;
    let alert = match word {
        "NOTE" => Alert::Note,
        "TIP" => Alert::Tip,
        "IMPORTANT" => Alert::Important,
        "WARNING" => Alert::Warning,
        "CAUTION" => Alert::Caution,
        _ => return None,
    };
    if !marks.is_empty() || !(rest.is_empty() || rest.starts_with(is_space)) {
        return None;
    }
    let word = format!("[!{word}]");
    *text = text.part(own.len() - rest.trim_start_matches(is_space).len()..own.len());
    if text.is_empty() {
        spans.remove(0);
    }
    while spans.first().is_some_and(|span| span.piece == Piece::Break) {
        spans.remove(0);
    }
    if spans.is_empty() {
        blocks.remove(0);
    }
    Some((alert, word))
}

#[cfg(test)]
mod tests {
    use super::{CLASS_PARTS, COMPANIONS, PREFIXES};

    #[test]
    fn every_class_of_a_call_out_has_a_known_part() {
        for class in PREFIXES.iter().chain(COMPANIONS) {
            assert!(CLASS_PARTS.iter().any(|part| class.contains(part)), "{class}");
        }
    }
}
