//! A table by words of which most that are asked for are not in it: one bit tells.

use crate::html::NameMap;

/// Values by a name, a class, an id or a host.
#[derive(Debug)]
pub(super) struct WordMap<V> {
    values: NameMap<String, V>,
    /// A bit for each of the words.
    marks: [u64; 16],
}

impl<V> Default for WordMap<V> {
    fn default() -> Self {
        WordMap { values: NameMap::default(), marks: [0; 16] }
    }
}

impl<V: Default> WordMap<V> {
    /// The value of a word, made if there is none.
    pub(super) fn entry(&mut self, word: &str) -> &mut V {
        let (at, bit) = mark(word);
        self.marks[at] |= bit;
        self.values.entry(word.to_owned()).or_default()
    }

    #[inline]
    pub(super) fn get(&self, word: &str) -> Option<&V> {
        let (at, bit) = mark(word);
        if self.marks[at] & bit == 0 { None } else { self.values.get(word) }
    }
}

/// The place of a word's bit, by its length and three of its bytes.
#[inline]
fn mark(word: &str) -> (usize, u64) {
    let (first, middle, last) = match word.as_bytes() {
        [] => return (0, 1),
        bytes @ [first, ..] => (*first, bytes[bytes.len() / 2], bytes[bytes.len() - 1]),
    };
    let byte = usize::from;
    let mixed = word.len() * 31 + byte(first) * 7 + byte(middle) * 67 + byte(last) * 131;
    (mixed / 64 % 16, 1 << (mixed % 64))
}

#[cfg(test)]
mod tests {
    use super::WordMap;

    #[test]
    fn words_are_found_that_were_put_in() {
        let mut map: WordMap<usize> = WordMap::default();
        let words = ["", "a", "nav", "van", "navigation", "übersicht"];
        words.iter().enumerate().for_each(|(number, word)| *map.entry(word) = number);
        for (number, word) in words.iter().enumerate() {
            assert_eq!(map.get(word), Some(&number), "{word}");
        }
        assert_eq!((map.get("n"), map.get("nvv")), (None, None));
    }
}
