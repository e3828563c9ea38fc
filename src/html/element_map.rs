//! Tables keyed by names of elements. A name in a tree is interned, so that looking it up compares numbers.

use super::name_map::NameMap;
use super::{Dom, NodeId};
use html5ever::LocalName;

/// A few names of elements.
#[derive(Clone, Debug, Default)]
pub(crate) struct ElementNames(Vec<LocalName>);

impl ElementNames {
    pub(crate) fn of(names: &[&str]) -> Self {
        ElementNames(names.iter().map(|name| LocalName::from(*name)).collect())
    }

    /// Whether a node is an element of one of these names.
    #[inline]
    pub(crate) fn hold(&self, dom: &Dom, id: NodeId) -> bool {
        dom.element(id).is_some_and(|element| self.0.contains(&element.local))
    }

    pub(crate) fn add(&mut self, name: &str) {
        self.0.push(LocalName::from(name));
    }

    pub(crate) fn extend(&mut self, other: ElementNames) {
        for name in other.0 {
            if !self.0.contains(&name) {
                self.0.push(name);
            }
        }
    }
}

/// What is known of elements by their names. Only for names that come with the program.
#[derive(Debug)]
pub(crate) struct ElementMap<V> {
    values: NameMap<LocalName, V>,
    /// A bit for each of the names: of most elements nothing is known.
    marks: [u64; 8],
}

impl<V> ElementMap<V> {
    /// What is known of an element; nothing of any other node.
    #[inline]
    pub(crate) fn get(&self, dom: &Dom, id: NodeId) -> Option<&V> {
        let name = &dom.element(id)?.local;
        let (at, bit) = mark(name);
        if self.marks[at] & bit == 0 { None } else { self.find(name) }
    }

    #[inline(never)]
    fn find(&self, name: &LocalName) -> Option<&V> {
        self.values.get(name)
    }

    /// The names of which something is known.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(|name| &**name)
    }

    fn mark(&mut self, name: &LocalName) {
        let (at, bit) = mark(name);
        self.marks[at] |= bit;
    }
}

impl<V: Default> ElementMap<V> {
    /// What is known of the elements of a name, made if there is nothing.
    pub(crate) fn entry(&mut self, name: &str) -> &mut V {
        let name = LocalName::from(name);
        self.mark(&name);
        self.values.entry(name).or_default()
    }
}

impl<V> Default for ElementMap<V> {
    fn default() -> Self {
        ElementMap { values: NameMap::default(), marks: [0; 8] }
    }
}

/// The place of a name's bit.
#[inline]
fn mark(name: &LocalName) -> (usize, u64) {
    let hash = name.get_hash();
    ((hash >> 6) as usize % 8, 1 << (hash % 64))
}

impl<'a, V> FromIterator<(&'a str, V)> for ElementMap<V> {
    fn from_iter<T: IntoIterator<Item = (&'a str, V)>>(rows: T) -> Self {
        let mut map = ElementMap::default();
        for (name, known) in rows {
            let name = LocalName::from(name);
            map.mark(&name);
            map.values.insert(name, known);
        }
        map
    }
}
