//! Selectors, indexed by the rarest thing that each asks for: none is tried on an element that it says
//! nothing of.

use super::word_map::WordMap;
use crate::html::{AttrMap, Dom, ElementMap, Key, NodeId, Selector};

/// Selectors, each with a number.
#[derive(Debug, Default)]
pub(super) struct Index {
    by_name: ElementMap<Vec<Candidate>>,
    by_class: WordMap<Vec<Candidate>>,
    by_id: WordMap<Vec<Candidate>>,
    by_attribute: AttrMap<Vec<Candidate>>,
    others: Vec<Candidate>,
}

/// What may match an element; without a selector the look-up has said enough.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) number: usize,
    selector: Option<Selector>,
}

impl Candidate {
    /// Whether the element for which it was told matches.
    #[inline]
    pub(super) fn matches(&self, dom: &Dom, id: NodeId) -> bool {
        self.selector.as_ref().is_none_or(|selector| selector.matches(dom, id))
    }
}

impl Index {
    pub(super) fn add(&mut self, selector: &Selector, number: usize) {
        let list = match selector.key() {
            Key::Name(name) => self.by_name.entry(name),
            Key::Class(class) => self.by_class.entry(class),
            Key::Id(id) => self.by_id.entry(id),
            Key::Attribute(name) => self.by_attribute.entry(name),
            Key::Any => &mut self.others,
        };
        let selector = (!selector.is_its_key()).then(|| selector.clone());
        list.push(Candidate { number, selector });
    }

    /// Tells the selectors that may match an element: who has no need of one need not ask whether it does.
    pub(super) fn each(&self, dom: &Dom, id: NodeId, tell: &mut impl FnMut(&Candidate)) {
        self.of_name(dom, id).iter().for_each(&mut *tell);
        for class in dom.classes(id) {
            self.of_class(class).iter().for_each(&mut *tell);
        }
        if let Some(own) = dom.attr(id, "id") {
            self.of_id(own).iter().for_each(&mut *tell);
        }
        self.each_other(dom, id, tell);
    }

    /// Those that ask for an element's name.
    #[inline]
    pub(super) fn of_name(&self, dom: &Dom, id: NodeId) -> &[Candidate] {
        self.by_name.get(dom, id).map_or(&[], Vec::as_slice)
    }

    /// Those that ask for a class.
    pub(super) fn of_class(&self, class: &str) -> &[Candidate] {
        self.by_class.get(class).map_or(&[], Vec::as_slice)
    }

    /// Those that ask for an id.
    pub(super) fn of_id(&self, id: &str) -> &[Candidate] {
        self.by_id.get(id).map_or(&[], Vec::as_slice)
    }

    /// Tells those that ask for neither name nor class nor id.
    #[inline]
    pub(super) fn each_other(&self, dom: &Dom, id: NodeId, tell: &mut impl FnMut(&Candidate)) {
        self.by_attribute.each(dom, id, |candidates| candidates.iter().for_each(&mut *tell));
        self.others.iter().for_each(tell);
    }
}

#[cfg(test)]
mod tests {
    use super::Index;
    use crate::html::{Selector, parse_page};

    #[test]
    fn each_selector_is_found_that_matches() {
        let all =
            ["p", ".a", "div.a", "#x", "[title]", "a[href^='/']", "div > p", "p:empty", ":empty", "p, a"];
        let selectors = all.map(|css| Selector::parse(css).expect("a selector"));
        let mut index = Index::default();
        selectors.iter().enumerate().for_each(|(number, selector)| index.add(selector, number));
        let html =
            "<div id=x class='a b'><p></p><p class=a>1</p><a href=/ title>2</a></div><a href=x class=a></a>";
        let dom = parse_page(html, &mut Vec::new());
        for id in dom.descendants(dom.root()).filter(|&id| dom.is_element(id)) {
            let mut found = Vec::new();
            index.each(&dom, id, &mut |own| found.extend(own.matches(&dom, id).then_some(own.number)));
            found.sort_unstable();
            let expected: Vec<usize> = (0..all.len()).filter(|&at| selectors[at].matches(&dom, id)).collect();
            assert_eq!(found, expected, "{}", dom.path(id));
        }
    }
}
