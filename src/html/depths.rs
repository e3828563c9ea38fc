//! How deep the nodes of a growing tree lie, remembered, so that each new node is one step from a known one.

use super::dom::NodeId;

/// Depths that hold until a part of the tree moves: only misnested tags make it move.
#[derive(Default)]
pub(super) struct Depths {
    /// By node: the depth, and the era that it was found in. A fresh entry is of no era.
    known: Vec<(u32, u32)>,
    /// Number of times that depths were forgotten.
    era: u32,
}

impl Depths {
    /// Nothing that is known of any node counts from now on.
    pub(super) fn forget(&mut self) {
        self.era += 1;
    }

    /// Number of nodes above a node.
    pub(super) fn of(&mut self, id: NodeId, above: impl Fn(NodeId) -> Option<NodeId>) -> usize {
        let mut unknown = 0;
        let mut from = Some(id);
        let known = loop {
            match from {
                None => break 0,
                Some(node) => match self.get(node) {
                    Some(depth) => break depth + 1,
                    None => (unknown, from) = (unknown + 1, above(node)),
                },
            }
        };
        // Those on the way, from the deepest on.
        let deepest = known + unknown;
        let mut node = Some(id);
        for depth in (known..deepest).rev() {
            let Some(own) = node else { break };
            self.set(own, depth);
            node = above(own);
        }
        (deepest as usize).saturating_sub(1)
    }

    fn get(&self, node: NodeId) -> Option<u32> {
        let &(depth, era) = self.known.get(node.index())?;
        (era == self.era + 1).then_some(depth)
    }

    fn set(&mut self, node: NodeId, depth: u32) {
        if self.known.len() <= node.index() {
            self.known.resize(node.index() + 1, (0, 0));
        }
        self.known[node.index()] = (depth, self.era + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::Depths;
    use crate::html::{Dom, NodeId};

    #[test]
    fn depths_are_found_again_after_a_move() {
        let mut dom = Dom::new();
        let mut depths = Depths::default();
        let chain: Vec<NodeId> = (0..100).map(|_| dom.create_element("b")).collect();
        let mut parent = dom.root();
        for (above, &node) in chain.iter().enumerate() {
            dom.append(parent, node);
            assert_eq!(depths.of(node, |node| dom.parent(node)), above + 1);
            parent = node;
        }
        assert_eq!(depths.of(dom.root(), |node| dom.parent(node)), 0);
        depths.forget();
        dom.append(chain[10], chain[50]);
        for (place, depth) in [(99, 61), (50, 12), (49, 50), (0, 1)] {
            assert_eq!(depths.of(chain[place], |node| dom.parent(node)), depth);
        }
    }
}
