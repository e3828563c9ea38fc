//! What was done to a page and why: every removal, rewrite and repair names its rule.

use std::borrow::Cow;

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
    /// How many characters that are not white space were removed; 0 when nothing was.
    pub chars: usize,
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

    /// Keeps the first 40 characters, white space collapsed.
    pub(crate) fn with_text(mut self, text: &str) -> Self {
        let words: Vec<&str> = text.split_ascii_whitespace().take(40).collect();
        let line = words.join(" ");
        self.text = line.chars().take(40).collect();
        if line.chars().nth(40).is_some() {
            self.text.push('…');
        }
        self
    }
}
