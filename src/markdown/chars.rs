//! What a character is to CommonMark's emphasis rules (section 6.2, "left-flanking", "right-flanking").

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// How a character beside a delimiter run counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Space,
    Punctuation,
    /// Punctuation since CommonMark 0.31, a letter to parsers that follow an earlier version.
    Symbol,
    Letter,
}

/// The class of a character; the edge of a line counts as a space. So do the vertical tab and U+0085, which are
/// spaces to pulldown-cmark alone: no delimiter stands beside them then.
pub(super) fn class(c: Option<char>) -> Class {
    let Some(c) = c else { return Class::Space };
    if c.is_whitespace() {
        return Class::Space;
    }
    if c.is_ascii() {
        return match c {
            _ if c.is_ascii_punctuation() => Class::Punctuation,
            _ => Class::Letter,
        };
    }
    match c.general_category_group() {
        GeneralCategoryGroup::Punctuation => Class::Punctuation,
        GeneralCategoryGroup::Symbol => Class::Symbol,
        GeneralCategoryGroup::Separator => Class::Space,
        _ => Class::Letter,
    }
}

/// How a parser judges what stands beside a delimiter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edition {
    /// CommonMark 0.31 and later: Unicode P and S are punctuation.
    Current,
    /// The same, by a parser with strikethrough that looks past tildes (comrak).
    CurrentPastTildes,
    /// GFM: ASCII punctuation and Unicode P, and tildes are looked past (cmark-gfm).
    Gfm,
}

impl Edition {
    pub(super) const ALL: [Edition; 3] = [Edition::Current, Edition::CurrentPastTildes, Edition::Gfm];

    fn read(self, class: Class) -> Class {
        match (class, self) {
            (Class::Symbol, Edition::Current | Edition::CurrentPastTildes) => Class::Punctuation,
            (Class::Symbol, Edition::Gfm) => Class::Letter,
            (class, _) => class,
        }
    }

    /// Whether this reading looks at what is behind a character, rather than at the character.
    pub(super) fn looks_past(self, c: char) -> bool {
        c == '~' && self != Edition::Current
    }
}

/// Whether a delimiter run can open and can close emphasis, by what stands on its two sides.
pub(super) fn can_open_close(delimiter: char, before: Class, after: Class, edition: Edition) -> (bool, bool) {
    let (before, after) = (edition.read(before), edition.read(after));
    let flanks = |inside: Class, outside: Class| match inside {
        Class::Space => false,
        Class::Punctuation => outside != Class::Letter,
        _ => true,
    };
    let (left, right) = (flanks(after, before), flanks(before, after));
    if delimiter == '_' {
        let open = left && (!right || before == Class::Punctuation);
        let close = right && (!left || after == Class::Punctuation);
        (open, close)
    } else {
        (left, right)
    }
}
