//! Phrases that are looked for anywhere in a text, inside of words too. All short texts of all pages are looked
//! through: at most places, four bytes in a row tell that no phrase begins there.

use super::word_hash::ByHash;

/// Phrases, each with some bits.
#[derive(Debug)]
pub(super) struct Phrases {
    by_start: ByHash<Vec<(String, u32)>>,
    /// By the place of a start: a bit for each byte that may follow it.
    next: Box<[u8; 1 << PLACE]>,
    /// Those that are shorter than a start.
    short: Vec<(String, u32)>,
}

/// How many bytes a start has.
const START: usize = 3;

/// How many bits the place of a start has.
const PLACE: u32 = 14;

impl Default for Phrases {
    fn default() -> Self {
        Phrases { by_start: ByHash::default(), next: Box::new([0; 1 << PLACE]), short: Vec::new() }
    }
}

impl Phrases {
    pub(super) fn of(phrases: impl IntoIterator<Item = (String, u32)>) -> Self {
        let mut found = Phrases::default();
        for (phrase, bits) in phrases {
            let Some(&start) = phrase.as_bytes().first_chunk::<START>() else {
                found.short.push((phrase, bits));
                continue;
            };
            let next = phrase.as_bytes().get(START).map_or(u8::MAX, |&next| 1 << (next & 7));
            let [a, b, c] = start;
            found.next[place([a, b, c, 0])] |= next;
            found.by_start.entry(hash(start)).or_default().push((phrase, bits));
        }
        found
    }

    /// The bits of all phrases that are in a text, whatever the case of ASCII letters.
    pub(super) fn find(&self, text: &str) -> u32 {
        let bytes = text.as_bytes();
        let stands_here = |phrase: &str| {
            let first = phrase.as_bytes().first();
            let mut starts = first.into_iter().flat_map(|&byte| memchr::memchr_iter(byte, bytes));
            starts.any(|at| bytes[at..].starts_with(phrase.as_bytes()))
        };
        let short = self.short.iter().filter(|(phrase, _)| stands_here(phrase));
        let mut found = short.fold(0, |all, (_, bits)| all | bits);
        for (at, four) in bytes.windows(START + 1).enumerate() {
            let &[a, b, c, next] = four else { continue };
            let known = self.next[place([a, b, c, next])];
            if known != 0 && known >> (next & 7) & 1 != 0 {
                found |= self.find_at(&bytes[at..]);
            }
        }
        found | bytes.last_chunk::<START>().map_or(0, |last| self.find_at(last))
    }

    /// The bits of those with which a text begins.
    fn find_at(&self, text: &[u8]) -> u32 {
        let phrases = text.first_chunk().and_then(|&start| self.by_start.get(&hash(start)));
        let begins = |phrase: &str| {
            text.get(..phrase.len()).is_some_and(|text| text.eq_ignore_ascii_case(phrase.as_bytes()))
        };
        let phrases = phrases.into_iter().flatten();
        phrases.filter(|(phrase, _)| begins(phrase)).fold(0, |all, (_, bits)| all | bits)
    }
}

/// The place of the first three of four bytes, the same for both cases of a letter.
#[inline]
fn place(four: [u8; START + 1]) -> usize {
    // The last byte is multiplied away.
    let word = (u32::from_le_bytes(four) | 0x20_2020).wrapping_mul(0x3779_b100);
    (word >> (u32::BITS - PLACE)) as usize
}

/// The hash of a start, the same for both cases of a letter.
fn hash(start: [u8; START]) -> u64 {
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
