//! The classes of a page that no rule says anything of. Nearly all are such, and pages repeat them over and over.

use crate::html::{Dom, NameHasher, Slice};
use std::cell::RefCell;
use std::hash::Hasher;

/// So many are remembered at most.
const PLACES: usize = 256;

/// Texts of `class` attributes that were looked up in vain. Of two that want the same place, the later has it: so a page
/// cannot choose classes that make it slow.
#[derive(Debug)]
pub(super) struct Dull(RefCell<[Slice; PLACES]>);

impl Default for Dull {
    fn default() -> Self {
        Dull(RefCell::new([Slice::default(); PLACES]))
    }
}

impl Dull {
    pub(super) fn holds(&self, dom: &Dom, classes: Slice) -> bool {
        let text = dom.str(classes);
        dom.str(self.0.borrow()[place(text)]) == text
    }

    pub(super) fn add(&self, dom: &Dom, classes: Slice) {
        self.0.borrow_mut()[place(dom.str(classes))] = classes;
    }
}

fn place(text: &str) -> usize {
    let mut hasher = NameHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish() as usize % PLACES
}

#[cfg(test)]
mod tests {
    use super::Dull;
    use crate::html::parse_fragment;

    #[test]
    fn classes_are_known_again_by_their_text() {
        let dom = parse_fragment("<p class='a b'><p class='b a'><p class='a b'><p class>", &mut Vec::new());
        let all: Vec<_> = dom.descendants(dom.root()).filter_map(|id| dom.class(id)).collect();
        let dull = Dull::default();
        let known = |dull: &Dull| all.iter().map(|&one| dull.holds(&dom, one)).collect::<Vec<_>>();
        assert_eq!(known(&dull), [false, false, false, true]);
        dull.add(&dom, all[0]);
        assert_eq!(known(&dull), [true, false, true, true]);
    }
}
