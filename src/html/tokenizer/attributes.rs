//! The attributes of a tag that is being read: of several with one name, the first counts.

use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName, ns};
use std::cell::Cell;
use std::collections::HashSet;
use std::rc::Rc;

/// As many are compared one by one; with more, looking a name up is quicker, and a tag with a hundred
/// thousand attributes takes no longer than many tags.
const FEW: usize = 16;

/// The room of a list that was read, for the list of the next tag: whoever takes the attributes of a tag can give it back.
#[derive(Clone, Default)]
pub(in crate::html) struct Room(Rc<Cell<Vec<Attribute>>>);

impl Room {
    pub(in crate::html) fn give_back(&self, mut list: Vec<Attribute>) {
        if list.capacity() > 0 {
            list.clear();
            self.0.set(list);
        }
    }
}

pub(super) struct Attributes<'a> {
    room: &'a Room,
    list: Vec<Attribute>,
    /// The names of the list, once there are more than a few.
    names: Option<HashSet<LocalName>>,
    pub(super) had_duplicates: bool,
}

impl<'a> Attributes<'a> {
    pub(super) fn new(room: &'a Room) -> Self {
        Attributes { room, list: Vec::new(), names: None, had_duplicates: false }
    }

    pub(super) fn push(&mut self, name: LocalName, value: StrTendril) {
        if self.holds(&name) {
            self.had_duplicates = true;
        } else {
            if self.list.capacity() == 0 {
                self.list = self.room.0.take();
            }
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
        let all = || self.list.iter().map(|own| own.name.local.clone()).collect();
        !self.names.get_or_insert_with(all).insert(name.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::{Attributes, Room};

    #[test]
    fn the_first_of_a_name_counts_among_few_and_among_many() {
        let room = Room::default();
        for count in [1, 15, 16, 17, 18, 40, 1_000] {
            let mut attributes = Attributes::new(&room);
            for round in ["first", "second"] {
                for n in 0..count {
                    attributes.push(format!("a{n}").as_str().into(), round.into());
                }
                assert_eq!(attributes.had_duplicates, round == "second");
            }
            let list = attributes.into_list();
            assert_eq!(list.len(), count);
            assert!(list.iter().all(|own| &*own.value == "first"));
            room.give_back(list);
        }
    }
}
