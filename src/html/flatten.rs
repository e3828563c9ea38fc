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
                if let Some(contents) = self.template(node) {
                    if depth + 1 < limit {
                        roots.push((contents, depth + 1));
                    } else {
                        self.hoist_children(contents, node);
                        self.forget_template(node);
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

#[cfg(test)]
mod tests {
    use crate::html::dom::{Dom, NodeId};

    /// A chain of elements with text at each level, each second one a template.
    fn chain(levels: usize) -> Dom {
        let mut dom = Dom::new();
        let mut parent = dom.root();
        for level in 0..levels {
            let name = if level % 2 == 0 { "div" } else { "template" };
            let element = dom.create_element(name);
            let text = dom.create_text(&format!("{level}."));
            dom.append(parent, element);
            dom.append(parent, text);
            parent = element;
            if name == "template" {
                parent = dom.create_fragment();
                dom.set_template(element, parent);
            }
        }
        dom
    }

    fn depth(dom: &Dom, id: NodeId) -> usize {
        let template = dom.template(id);
        let below = dom.children(id).chain(template).map(|child| depth(dom, child) + 1);
        below.max().unwrap_or(0)
    }

    #[test]
    fn nothing_is_left_below_the_limit() {
        for (levels, limit) in [(40, 10), (40, 11), (40, 1), (7, 100), (0, 5)] {
            let mut dom = chain(levels);
            let deep = depth(&dom, dom.root()) > limit;
            assert_eq!(dom.flatten(limit), deep);
            assert!(depth(&dom, dom.root()) <= limit, "{levels} {limit}");
            assert!(!dom.flatten(limit));
        }
    }

    #[test]
    fn what_was_deeper_follows_in_order() {
        let mut dom = Dom::new();
        let mut parent = dom.root();
        for name in ["a", "b", "c", "d"] {
            let (element, text) = (dom.create_element(name), dom.create_text(name));
            dom.append(parent, element);
            dom.append(element, text);
            let after = dom.create_text(&name.to_uppercase());
            dom.append(parent, after);
            parent = element;
        }
        assert!(dom.flatten(2));
        assert_eq!(dom.text_content(dom.root()), "abcdDCBA");
    }
}
