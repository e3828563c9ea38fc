//! Names of tags and attributes, interned: equal names are one number, so that comparing them is cheap.

use super::REPLACEMENT;
use super::bytes::{CHANGES_IN_NAMES, find};
use html5ever::LocalName;

/// Names up to this many bytes are interned without a table.
const INLINE: usize = 7;

/// Longer names that are remembered; a page uses few, again and again.
const REMEMBERED: usize = 256;

/// Interns names, and remembers the long ones that came last: looking one up among all names there are
/// takes a good hash, and a lock if the name is nobody's vocabulary.
pub(super) struct Names {
    recent: Vec<LocalName>,
}

impl Default for Names {
    fn default() -> Self {
        Names { recent: vec![LocalName::default(); REMEMBERED] }
    }
}

impl Names {
    /// A name as a token has it: in lower case, and without NUL.
    pub(super) fn intern(&mut self, written: &str) -> LocalName {
        if find(written.as_bytes(), 0, CHANGES_IN_NAMES).is_some() {
            self.of_lower_case(&written.to_ascii_lowercase().replace('\0', REPLACEMENT))
        } else {
            self.of_lower_case(written)
        }
    }

    fn of_lower_case(&mut self, name: &str) -> LocalName {
        if name.len() <= INLINE {
            return LocalName::from(name);
        }
        let recent = &mut self.recent[place(name.as_bytes())];
        if **recent != *name {
            *recent = LocalName::from(name);
        }
        recent.clone()
    }
}

/// Where a name is remembered: its length and its ends tell most names apart.
fn place(name: &[u8]) -> usize {
    let ends = (name.first_chunk::<8>(), name.last_chunk::<8>());
    let (Some(first), Some(last)) = ends else { return 0 };
    let ends = u64::from_le_bytes(*first) ^ u64::from_le_bytes(*last).rotate_left(20);
    let mixed = (ends ^ name.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 56) as usize % REMEMBERED
}

#[cfg(test)]
mod tests {
    use super::Names;
    use html5ever::LocalName;

    #[test]
    fn names_are_equal_whether_or_not_they_are_remembered() {
        let mut names = Names::default();
        for round in 0..2 {
            for name in ["p", "section", "blockquote", "x-long-custom-element", "data-é"] {
                assert_eq!(names.intern(name), LocalName::from(name), "round {round}");
            }
            for n in 0..5_000 {
                let name = format!("data-number-{n}");
                assert_eq!(&*names.intern(&name), name, "round {round}");
            }
        }
    }

    #[test]
    fn names_are_lower_case_in_ascii_only() {
        let mut names = Names::default();
        assert_eq!(&*names.intern("viewBox"), "viewbox");
        assert_eq!(&*names.intern("PreserveAspectRatioÉ"), "preserveaspectratioÉ");
        assert_eq!(&*names.intern("a\0b"), "a\u{fffd}b");
    }
}
