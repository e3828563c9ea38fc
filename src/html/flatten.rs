//! Bounds the depth of a tree, so that whoever walks it may recurse.

use super::dom::{Dom, NodeId};

impl Dom {
    /// Moves everything deeper than `limit` up to that level, in document order: what was an element's
    /// content follows it. Tells whether anything was that deep. Contents of a template lie below it.
    pub(crate) fn flatten(&mut self, limit: usize) -> bool {
        let mut flattened = false;
        let mut roots = vec![(self.root(), 0)];
        while let Some((root, depth_of_root)) = roots.pop() {
            let (mut node, mut depth) = (root, depth_of_root);
            loop {
                if let Some(template) = self.element(node).and_then(|element| element.template) {
                    if depth + 1 < limit {
                        roots.push((template, depth + 1));
                    } else if self.first_child(template).is_some() {
                        self.hoist_children(template, node);
                        flattened = true;
                    }
                }
                if depth >= limit && node != root && self.first_child(node).is_some() {
                    self.hoist_children(node, node);
                    flattened = true;
                }
                match self.step_within(node, root, depth) {
                    Some((next, its_depth)) => (node, depth) = (next, its_depth),
                    None => break,
                }
            }
        }
        flattened
    }

    /// Moves the children of `from` to right after `place`.
    fn hoist_children(&mut self, from: NodeId, place: NodeId) {
        let mut last = place;
        while let Some(child) = self.first_child(from) {
            self.insert_after(last, child);
            last = child;
        }
    }

    /// The next node in document order within `root`, and its depth.
    fn step_within(&self, mut node: NodeId, root: NodeId, mut depth: usize) -> Option<(NodeId, usize)> {
        if let Some(child) = self.first_child(node) {
            return Some((child, depth + 1));
        }
        while node != root {
            if let Some(next) = self.next(node) {
                return Some((next, depth));
            }
            node = self.parent(node)?;
            depth -= 1;
        }
        None
    }
}
