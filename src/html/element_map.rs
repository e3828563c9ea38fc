//! Tables keyed by names of elements. A name in a tree is interned, so that looking it up compares numbers.

use super::name_map::NameMap;
use super::{Dom, NodeId};
use html5ever::LocalName;

/// What is known of elements by their names. Only for names that come with the program.
#[derive(Debug)]
pub(crate) struct ElementMap<V>(NameMap<LocalName, V>);

impl<V> ElementMap<V> {
    /// What is known of an element; nothing of any other node.
    #[inline]
    pub(crate) fn get(&self, dom: &Dom, id: NodeId) -> Option<&V> {
        self.0.get(&dom.element(id)?.local)
    }
}

impl<'a, V> FromIterator<(&'a str, V)> for ElementMap<V> {
    fn from_iter<T: IntoIterator<Item = (&'a str, V)>>(rows: T) -> Self {
        ElementMap(rows.into_iter().map(|(name, known)| (LocalName::from(name), known)).collect())
    }
}
