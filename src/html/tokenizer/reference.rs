//! Character references: sections 13.2.5.72 to 13.2.5.80 of the standard.
//!
//! <https://html.spec.whatwg.org/multipage/parsing.html#character-reference-state>

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};

/// Where a reference stands. In attributes `&copy=1` is part of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Text,
    Attribute,
}

/// What a reference stands for, and how long it is in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reference {
    first: char,
    second: Option<char>,
    pub(super) len: usize,
}

impl Reference {
    pub(super) fn characters(self) -> impl Iterator<Item = char> {
        std::iter::once(self.first).chain(self.second)
    }
}

/// No name is longer.
const LONGEST_NAME: usize = 32;

/// No name is longer that may stand without a semicolon, for historical reasons.
const LONGEST_BARE_NAME: usize = 6;

/// The names that pages use most, in the order of how often they do.
const COMMON: &[(&[u8], char)] =
    &[(b"nbsp;", '\u{a0}'), (b"amp;", '&'), (b"quot;", '"'), (b"lt;", '<'), (b"gt;", '>')];

/// 13.2.5.72 [Character reference state], at the ampersand. None if it is none: then `&` is text.
///
/// [Character reference state]: https://html.spec.whatwg.org/multipage/parsing.html#character-reference-state
pub(super) fn reference(text: &str, place: Place) -> Option<Reference> {
    let after = text.as_bytes().get(1..)?;
    match after.first()? {
        b'#' => numeric(&after[1..]),
        byte if byte.is_ascii_alphabetic() => named(&text[1..], place),
        _ => None,
    }
}

/// 13.2.5.73 [Named character reference state]: the longest name that is in the table.
///
/// [Named character reference state]: https://html.spec.whatwg.org/multipage/parsing.html#named-character-reference-state
fn named(text: &str, place: Place) -> Option<Reference> {
    let bytes = text.as_bytes();
    if let Some((name, c)) = COMMON.iter().find(|(name, _)| bytes.starts_with(name)) {
        return Some(Reference { first: *c, second: None, len: 1 + name.len() });
    }
    let run = bytes.iter().take(LONGEST_NAME).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    if bytes.get(run) == Some(&b';')
        && let Some(found) = look_up(&text[..=run])
    {
        return Some(found);
    }
    let found = (2..=run.min(LONGEST_BARE_NAME)).rev().find_map(|len| look_up(&text[..len]))?;
    let next = bytes.get(found.len - 1);
    let is_text = |byte: &u8| *byte == b'=' || byte.is_ascii_alphanumeric();
    (place == Place::Text || !next.is_some_and(is_text)).then_some(found)
}

/// The table has the beginnings of names too, which stand for nothing.
fn look_up(name: &str) -> Option<Reference> {
    let &(first, second) = NAMED_ENTITIES.get(name)?;
    let first = char::from_u32(first).filter(|&c| c != '\0')?;
    let second = char::from_u32(second).filter(|&c| c != '\0');
    Some(Reference { first, second, len: 1 + name.len() })
}

/// 13.2.5.75 [Numeric character reference state] to 13.2.5.79, after `&#`.
///
/// [Numeric character reference state]: https://html.spec.whatwg.org/multipage/parsing.html#numeric-character-reference-state
fn numeric(text: &[u8]) -> Option<Reference> {
    let (digits, prefix, base) = match text {
        [b'x' | b'X', digits @ ..] => (digits, 3, 16),
        digits => (digits, 2, 10),
    };
    let mut number = 0_u32;
    let mut count = 0;
    while let Some(digit) = digits.get(count).and_then(|&byte| char::from(byte).to_digit(base)) {
        number = number.saturating_mul(base).saturating_add(digit);
        count += 1;
    }
    if count == 0 {
        return None;
    }
    let semicolon = usize::from(digits.get(count) == Some(&b';'));
    Some(Reference { first: character(number), second: None, len: prefix + count + semicolon })
}

/// 13.2.5.80 [Numeric character reference end state]: the character that a number stands for.
///
/// [Numeric character reference end state]: https://html.spec.whatwg.org/multipage/parsing.html#numeric-character-reference-end-state
fn character(number: u32) -> char {
    match number {
        0 => char::REPLACEMENT_CHARACTER,
        // Written by software that took Windows' characters for Unicode's.
        0x80..=0x9f => {
            let replacement = C1_REPLACEMENTS.get(number as usize - 0x80).copied().flatten();
            replacement.or(char::from_u32(number)).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        // Neither surrogates nor numbers beyond Unicode are characters.
        _ => char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

#[cfg(test)]
mod tests {
    use super::{COMMON, LONGEST_BARE_NAME, LONGEST_NAME, Place, look_up, reference};
    use html5ever::data::NAMED_ENTITIES;

    #[test]
    fn every_name_of_the_table_is_found() {
        let mut names = 0;
        for (name, &(first, second)) in NAMED_ENTITIES.entries().filter(|(_, chars)| chars.0 != 0) {
            let expected: String =
                [first, second].into_iter().filter(|&n| n != 0).filter_map(char::from_u32).collect();
            for place in [Place::Text, Place::Attribute] {
                for after in ["", " ", "\u{e9}"] {
                    let found = reference(&format!("&{name}{after}"), place).expect("it is a reference");
                    assert_eq!(found.characters().collect::<String>(), expected, "{name}");
                    assert_eq!(found.len, 1 + name.len(), "{name}");
                }
            }
            names += 1;
        }
        assert_eq!(names, 2231);
    }

    #[test]
    fn the_longest_names_are_as_long_as_is_said() {
        let names = || NAMED_ENTITIES.entries().filter(|(_, chars)| chars.0 != 0).map(|(name, _)| *name);
        assert!(names().all(|name| name.len() <= LONGEST_NAME + 1));
        let bare = names().filter(|name| !name.ends_with(';'));
        assert_eq!(bare.map(str::len).max(), Some(LONGEST_BARE_NAME));
        assert!(names().all(|name| name.trim_end_matches(';').bytes().all(|b| b.is_ascii_alphanumeric())));
    }

    #[test]
    fn common_names_mean_what_the_table_says() {
        for (name, c) in COMMON {
            let name = std::str::from_utf8(name).expect("names are ASCII");
            let found = look_up(name).expect("the name is in the table");
            assert_eq!(found.characters().collect::<Vec<_>>(), [*c]);
        }
    }
}
