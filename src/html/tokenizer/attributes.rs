//! The attributes of a tag that is being read: of several with one name, the first counts.

use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName, ns};
use std::collections::HashSet;

/// As many are compared one by one; with more, looking a name up is quicker, and a tag with a hundred
/// thousand attributes takes no longer than many tags.
const FEW: usize = 16;

#[derive(Default)]
pub(super) struct Attributes {
    list: Vec<Attribute>,
    /// The names of the list, once there are more than a few.
    names: HashSet<LocalName>,
    pub(super) had_duplicates: bool,
}

impl Attributes {
    pub(super) fn push(&mut self, name: LocalName, value: StrTendril) {
        if self.holds(&name) {
            self.had_duplicates = true;
        } else {
            self.list.push(Attribute { name: QualName::new(None, ns!(), name), value });
        }
    }

    pub(super) fn into_list(self) -> Vec<Attribute> {
        self.list
    }

    /// Whether there is such an attribute already; beyond a few, it remembers that it was asked.
    fn holds(&mut self, name: &LocalName) -> bool {
        if self.list.len() < FEW {
            return self.list.iter().any(|own| own.name.local == *name);
        }
        if self.names.is_empty() {
            self.names.extend(self.list.iter().map(|own| own.name.local.clone()));
        }
        !self.names.insert(name.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::Attributes;

    #[test]
    fn the_first_of_a_name_counts_among_few_and_among_many() {
        for count in [1, 15, 16, 17, 18, 40, 1_000] {
            let mut attributes = Attributes::default();
            for round in ["first", "second"] {
                for n in 0..count {
                    attributes.push(format!("a{n}").as_str().into(), round.into());
                }
                assert_eq!(attributes.had_duplicates, round == "second");
            }
            let list = attributes.into_list();
            assert_eq!(list.len(), count);
            assert!(list.iter().all(|own| &*own.value == "first"));
        }
    }
}
