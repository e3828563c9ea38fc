//! What was done to a page and why: every removal, rewrite and repair names its rule.

use std::borrow::Cow;
use std::collections::HashMap;

/// One thing that was done to a page, or that looks wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Note {
    /// What was done.
    pub action: Action,
    /// The name of the rule that did it, such as `never-content` or `lazy-image`.
    pub rule: Cow<'static, str>,
    /// The reason, in words for people.
    pub why: Cow<'static, str>,
    /// Where: a CSS path such as `body > div#main > p:nth-child(3)`, or empty for the whole page.
    pub place: String,
    /// How many visible characters were removed, or replaced by others ([`Ledger`](crate::Ledger) says
    /// what is counted).
    pub chars: usize,
    /// How many visible characters were written that the page does not have there.
    pub added: usize,
    /// What a rewrite found, up to a length; empty for all else.
    pub before: String,
    /// The first words of what was removed, or what was written in its place.
    pub text: String,
}

/// What a [`Note`] tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Action {
    /// Content was removed.
    Dropped,
    /// Content was removed that the page does not show to a reader.
    Hidden,
    /// A URL, an attribute or a name was replaced by a better one.
    Rewritten,
    /// Something broken was mended, such as nesting that is too deep.
    Repaired,
    /// A choice was made between possible readings, such as the charset.
    Chosen,
    /// Nothing was changed, but somebody should look.
    Suspected,
}

impl Action {
    /// The word for it in reports: `dropped`, `hidden`, …
    pub fn as_str(self) -> &'static str {
        match self {
            Action::Dropped => "dropped",
            Action::Hidden => "hidden",
            Action::Rewritten => "rewritten",
            Action::Repaired => "repaired",
            Action::Chosen => "chosen",
            Action::Suspected => "suspected",
        }
    }
}

impl Note {
    /// A note without a place or text; `with_…` adds them.
    pub(crate) fn new(
        action: Action,
        rule: impl Into<Cow<'static, str>>,
        why: impl Into<Cow<'static, str>>,
    ) -> Self {
        Note {
            action,
            rule: rule.into(),
            why: why.into(),
            place: String::new(),
            chars: 0,
            added: 0,
            before: String::new(),
            text: String::new(),
        }
    }

    pub(crate) fn with_place(mut self, place: String) -> Self {
        self.place = place;
        self
    }

    pub(crate) fn with_chars(mut self, chars: usize) -> Self {
        self.chars = chars;
        self
    }

    pub(crate) fn with_added(mut self, added: usize) -> Self {
        self.added = added;
        self
    }

    /// Keeps the first 40 characters, white space collapsed.
    pub(crate) fn with_text(self, text: &str) -> Self {
        self.with_texts(std::iter::once(text))
    }

    /// The same of texts that follow each other.
    pub(crate) fn with_texts<'t>(mut self, texts: impl Iterator<Item = &'t str>) -> Self {
        self.text = first_words(texts, 40);
        self
    }

    /// What a rewrite found and what it left. An address is of use as a whole, so much is kept.
    pub(crate) fn with_change(mut self, before: &str, after: &str) -> Self {
        self.before = first_words(std::iter::once(before), 200);
        self.text = first_words(std::iter::once(after), 200);
        self
    }
}

fn first_words<'t>(texts: impl Iterator<Item = &'t str>, limit: usize) -> String {
    let mut line = Line { text: String::with_capacity(48), left: limit, is_apart: false, is_full: false };
    for text in texts {
        line.push(text);
        if line.is_full {
            break;
        }
    }
    line.text
}

/// The beginning of a text, white space collapsed.
struct Line {
    text: String,
    /// So many characters may follow.
    left: usize,
    /// White space stands between the last word and the next.
    is_apart: bool,
    /// More followed than is kept.
    is_full: bool,
}

impl Line {
    fn push(&mut self, text: &str) {
        let mut rest = text;
        while let Some(start) = rest.bytes().position(|byte| !byte.is_ascii_whitespace()) {
            self.is_apart |= start > 0;
            rest = &rest[start..];
            let len = rest.bytes().position(|byte| byte.is_ascii_whitespace()).unwrap_or(rest.len());
            if self.is_apart && !self.text.is_empty() {
                self.keep(" ");
            }
            self.keep(&rest[..len]);
            (self.is_apart, rest) = (false, &rest[len..]);
            if self.is_full {
                return;
            }
        }
        self.is_apart |= !rest.is_empty();
    }

    fn keep(&mut self, word: &str) {
        if self.is_full {
            return;
        }
        match word.char_indices().nth(self.left) {
            Some((end, _)) => {
                self.text.push_str(&word[..end]);
                self.text.push('…');
                self.is_full = true;
            }
            None => {
                self.text.push_str(word);
                self.left -= word.chars().count();
            }
        }
    }
}

/// Notes of one rule that are told one by one; the ones after are told together. Telling the place of a
/// node takes time in proportion to its siblings, and a thousand notes of one kind are not read.
const TOLD_ONE_BY_ONE: usize = 100;

/// Tells of many things that were done by few rules.
#[derive(Debug, Default)]
pub(crate) struct Teller {
    told: HashMap<Cow<'static, str>, Told>,
}

#[derive(Debug, Default)]
struct Told {
    times: usize,
    rest: Option<(Note, usize)>,
}

impl Teller {
    /// Writes a note, with what `describe` adds to it, or adds it to those that are told together.
    pub(crate) fn tell(&mut self, notes: &mut Vec<Note>, note: Note, describe: impl FnOnce(Note) -> Note) {
        let told = self.told.entry(note.rule.clone()).or_default();
        told.times += 1;
        if told.times <= TOLD_ONE_BY_ONE {
            notes.push(describe(note));
        } else if let Some((rest, times)) = &mut told.rest {
            rest.chars += note.chars;
            rest.added += note.added;
            *times += 1;
        } else {
            told.rest = Some((note, 1));
        }
    }

    /// Writes what was told together.
    pub(crate) fn close(self, notes: &mut Vec<Note>) {
        let mut rests: Vec<(Note, usize)> = self.told.into_values().filter_map(|told| told.rest).collect();
        rests.sort_by(|(a, _), (b, _)| a.rule.cmp(&b.rule));
        for (mut note, times) in rests {
            note.text = format!("{times} more");
            notes.push(note);
        }
    }
}
