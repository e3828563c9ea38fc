//! A part of the pages, so that several machines can share them. Which part a page is in depends on its name alone.

use crate::inputs::Record;
use crate::report::Failure;
use std::path::Path;

/// The part I of N.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shard {
    /// From 1.
    number: u64,
    of: u64,
}

impl Default for Shard {
    fn default() -> Self {
        Shard { number: 1, of: 1 }
    }
}

impl Shard {
    /// Reads `2/8`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let parsed =
            text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match parsed {
            Some((number, of)) if 0 < number && number <= of => Ok(Shard { number, of }),
            _ => Err("give a part and how many there are, such as 1/4".to_owned()),
        }
    }

    /// Whether a page is in this part. What failed before it was known to be one is told by each.
    pub(crate) fn has(self, record: &Result<Record, Failure>) -> bool {
        match record {
            Ok(record) => self.has_page(&record.input.name, record.number),
            Err(_) => true,
        }
    }

    fn has_page(self, name: &Path, number: usize) -> bool {
        if self.of == 1 {
            return true;
        }
        let mut hasher = blake3::Hasher::new();
        hasher.update(name.as_os_str().as_encoded_bytes());
        hasher.update(&number.to_le_bytes());
        let hash =
            u64::from_le_bytes(*hasher.finalize().as_bytes().first_chunk().expect("a hash has 32 bytes"));
        hash % self.of == self.number - 1
    }

    /// Tells the files of this part from those of others; empty if there is only one.
    pub(crate) fn suffix(self) -> String {
        if self.of == 1 { String::new() } else { format!("-{}-of-{}", self.number, self.of) }
    }
}

#[cfg(test)]
mod tests {
    use super::Shard;
    use std::path::Path;

    #[test]
    fn each_page_is_in_one_part() {
        let parts: Vec<Shard> =
            (1..=3).map(|number| Shard::parse(&format!("{number}/3")).expect("a part")).collect();
        let mut sizes = [0; 3];
        for page in 0..300 {
            let name = format!("{page}.html");
            let in_parts: Vec<usize> =
                (0..3).filter(|&part| parts[part].has_page(Path::new(&name), 0)).collect();
            assert_eq!(in_parts.len(), 1);
            sizes[in_parts[0]] += 1;
        }
        assert!(sizes.iter().all(|size| *size > 70), "{sizes:?}");
    }

    #[test]
    fn what_is_no_part_is_an_error() {
        for text in ["0/3", "4/3", "3", "a/b", "1/"] {
            assert!(Shard::parse(text).is_err(), "{text}");
        }
    }
}
