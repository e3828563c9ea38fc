//! Names of tags and attributes, interned: equal names are one number, so that comparing them is cheap.

use super::REPLACEMENT;
use super::bytes::{CHANGES_IN_NAMES, find};
use html5ever::LocalName;

/// Names up to this many bytes are interned without a table.
const INLINE: usize = 7;

/// Names that are remembered, of the short ones and of the longer ones; a page uses few, again and again.
const REMEMBERED: usize = 256;

/// How often a page may use a long name that is nobody's vocabulary and not remembered. All such names are kept
/// in one table of a fixed size, so that looking up n of them takes n² steps.
const MOST_STRANGE: usize = 100_000;

/// What all names are called that are strange after that.
const STRANGE: &str = "strange";

/// Interns names, and remembers those that came last: looking a long one up among all names there are
/// takes a good hash, and a lock if the name is nobody's vocabulary.
pub(super) struct Names {
    /// Short names as they were written, each as a number.
    short: Vec<(u64, LocalName)>,
    recent: Vec<LocalName>,
    strange: usize,
}

impl Default for Names {
    fn default() -> Self {
        let empty = LocalName::default();
        let (short, recent) = (vec![(0, empty.clone()); REMEMBERED], vec![empty; REMEMBERED]);
        Names { short, recent, strange: 0 }
    }
}

impl Names {
    /// A name as a token has it: in lower case, and without NUL.
    pub(super) fn intern(&mut self, written: &str) -> LocalName {
        let Some(number) = number(written.as_bytes()) else { return self.long(written) };
        let place = (number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as usize % REMEMBERED;
        if self.short[place].0 != number {
            self.short[place] = (number, self.normal(written));
        }
        self.short[place].1.clone()
    }

    /// What is remembered is in lower case, so that most names need no closer look.
    fn long(&mut self, written: &str) -> LocalName {
        let recent = &self.recent[place(written.as_bytes())];
        if **recent == *written { recent.clone() } else { self.normal(written) }
    }

    fn normal(&mut self, written: &str) -> LocalName {
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
            *recent = match LocalName::try_static(name) {
                Some(known) => known,
                None if self.strange >= MOST_STRANGE => return LocalName::from(STRANGE),
                None => LocalName::from(name),
            };
            self.strange += usize::from(recent.is_dynamic());
        }
        recent.clone()
    }
}

/// A name of up to seven bytes as a number of its own, with its length in front; that of the empty name is 0.
#[inline]
fn number(name: &[u8]) -> Option<u64> {
    let bytes = match name {
        [] => 0,
        &[a] => u64::from(a),
        [a, .., b] if name.len() <= 3 => u64::from(*a) | u64::from(name[1]) << 8 | u64::from(*b) << 16,
        _ if name.len() <= INLINE => {
            let (first, last) = (name.first_chunk::<4>()?, name.last_chunk::<4>()?);
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << 24
        }
        _ => return None,
    };
    Some(bytes | (name.len() as u64) << 56)
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
    use super::{MOST_STRANGE, Names, STRANGE};
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
    fn short_names_are_told_apart() {
        let mut names = Names::default();
        let letters = ["", "a", "b", "A", "\0", "é"];
        let pairs: Vec<String> = letters.iter().flat_map(|a| letters.map(|b| format!("{a}{b}"))).collect();
        let all = || pairs.iter().flat_map(|a| pairs.iter().map(move |b| format!("{a}{b}")));
        for name in all().chain(all().map(|name| format!("{name}{name}"))).filter(|name| !name.is_empty()) {
            let normal = name.to_ascii_lowercase().replace('\0', "\u{fffd}");
            assert_eq!(&*names.intern(&name), normal, "{name:?}");
        }
    }

    #[test]
    fn names_without_end_are_one_name_in_the_end() {
        let mut names = Names::default();
        for n in 0..MOST_STRANGE {
            assert_eq!(&*names.intern(&format!("data-number-{n}")), format!("data-number-{n}"));
        }
        assert_eq!(&*names.intern("data-number-x"), STRANGE);
        assert_eq!(&*names.intern("blockquote"), "blockquote");
    }

    #[test]
    fn names_are_lower_case_in_ascii_only() {
        let mut names = Names::default();
        assert_eq!(&*names.intern("viewBox"), "viewbox");
        assert_eq!(&*names.intern("PreserveAspectRatioÉ"), "preserveaspectratioÉ");
        assert_eq!(&*names.intern("a\0b"), "a\u{fffd}b");
    }
}
