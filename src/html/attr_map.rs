//! Tables keyed by names of attributes: an element is looked up by all that it has at once.

use super::dom::AttrName;
use super::{Dom, NodeId};

/// What is known of attributes by their names.
#[derive(Debug)]
pub(crate) struct AttrMap<V> {
    /// By the marks of the names.
    rows: [Vec<(AttrName, V)>; u32::BITS as usize],
    /// A bit for each row that is not empty.
    marks: u32,
}

impl<V: Default> AttrMap<V> {
    /// What is known of the attributes of a name, made if there is nothing.
    pub(crate) fn entry(&mut self, name: &str) -> &mut V {
        let name = AttrName::new(name);
        self.marks |= name.bit();
        let row = &mut self.rows[name.bit().trailing_zeros() as usize];
        let at = row.iter().position(|(own, _)| own.as_str() == name.as_str()).unwrap_or_else(|| {
            row.push((name, V::default()));
            row.len() - 1
        });
        &mut row[at].1
    }
}

impl<V> AttrMap<V> {
    /// Tells what is known of each attribute of an element.
    #[inline]
    pub(crate) fn each(&self, dom: &Dom, id: NodeId, mut tell: impl FnMut(&V)) {
        let mut marks = dom.attr_marks(id) & self.marks;
        while marks != 0 {
            for (name, known) in &self.rows[marks.trailing_zeros() as usize] {
                if dom.attr_named(id, name).is_some() {
                    tell(known);
                }
            }
            marks &= marks - 1;
        }
    }
}

impl<V> Default for AttrMap<V> {
    fn default() -> Self {
        AttrMap { rows: [const { Vec::new() }; u32::BITS as usize], marks: 0 }
    }
}
