//! Phrases that are looked for anywhere in a text, inside of words too. All short texts of all pages are looked
//! through: at most places, three bytes in a row tell that no phrase begins there.

use super::word_hash::{ByHash, Starts};

/// Phrases, each with some bits.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    by_start: ByHash<Vec<(String, u32)>>,
    starts: Starts,
    /// Those that are shorter than a start.
    short: Vec<(String, u32)>,
}

/// How many bytes a start has.
const START: usize = 3;

impl Phrases {
    pub(super) fn of(phrases: impl IntoIterator<Item = (String, u32)>) -> Self {
        let mut found = Phrases::default();
        for (phrase, bits) in phrases {
            if let Some(start) = phrase.as_bytes().get(..START).map(hash) {
                found.starts.add(start);
                found.by_start.entry(start).or_default().push((phrase, bits));
            } else {
                found.short.push((phrase, bits));
            }
        }
        found
    }

    /// The bits of all phrases that are in a text, whatever the case of ASCII letters.
    pub(super) fn find(&self, text: &str) -> u32 {
        let bytes = text.as_bytes();
        let short = self.short.iter().filter(|(phrase, _)| text.contains(phrase));
        let mut found = short.fold(0, |all, (_, bits)| all | bits);
        for (at, start) in bytes.windows(START).map(hash).enumerate() {
            if self.starts.may_hold(start) {
                found |= self.find_at(start, &bytes[at..]);
            }
        }
        found
    }

    /// The bits of those with which a text begins.
    fn find_at(&self, start: u64, text: &[u8]) -> u32 {
        let phrases = self.by_start.get(&start).into_iter().flatten();
        let begins = |phrase: &str| {
            text.get(..phrase.len()).is_some_and(|text| text.eq_ignore_ascii_case(phrase.as_bytes()))
        };
        phrases.filter(|(phrase, _)| begins(phrase)).fold(0, |all, (_, bits)| all | bits)
    }
}

/// The hash of a start, the same for both cases of a letter.
#[inline]
fn hash(start: &[u8]) -> u64 {
    let word = start.iter().fold(0, |word, &byte| word << 8 | u64::from(byte | 0x20));
    let product = word.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    product ^ (product >> 32)
}

#[cfg(test)]
mod tests {
    use super::Phrases;

    #[test]
    fn phrases_are_found_anywhere_in_either_case() {
        let phrases = ["©", "by ", "share", "sharing", "版权"];
        let phrases =
            Phrases::of(phrases.iter().enumerate().map(|(bit, phrase)| (phrase.to_string(), 1 << bit)));
        for (text, found) in [
            ("", 0),
            ("b", 0),
            ("by", 0),
            ("By ", 2),
            ("© All", 1),
            ("timeSHARE", 4),
            ("sharer by sharing", 14),
            ("shar", 0),
            ("sharp [hare @y", 0),
            ("所有版权 ©", 17),
        ] {
            assert_eq!(phrases.find(text), found, "{text}");
        }
    }
}
