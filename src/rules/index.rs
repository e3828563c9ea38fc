//! Selectors, indexed by the rarest thing that each asks for: none is tried on an element that it says
//! nothing of.

use super::word_map::WordMap;
use crate::html::{AttrName, AttrNames, Dom, ElementMap, Key, NodeId, Selector};

/// Selectors, each with a number.
#[derive(Debug, Default)]
pub(super) struct Index {
    by_name: ElementMap<Vec<Candidate>>,
    by_class: WordMap<Vec<Candidate>>,
    by_id: WordMap<Vec<Candidate>>,
    /// There are few.
    by_attribute: Vec<OfAttribute>,
    /// Their names.
    attributes: AttrNames,
    others: Vec<Candidate>,
}

/// What may fit an element that has an attribute.
#[derive(Debug)]
struct OfAttribute {
    name: AttrName,
    candidates: Vec<Candidate>,
}

/// What may fit an element; without a selector the look-up has said enough.
#[derive(Debug)]
struct Candidate {
    number: usize,
    selector: Option<Selector>,
}

impl Index {
    pub(super) fn add(&mut self, selector: &Selector, number: usize) {
        let list = match selector.key() {
            Key::Name(name) => self.by_name.entry(name),
            Key::Class(class) => self.by_class.entry(class),
            Key::Id(id) => self.by_id.entry(id),
            Key::Attribute(name) => attribute(&mut self.by_attribute, name),
            Key::Any => &mut self.others,
        };
        let selector = (!selector.is_its_key()).then(|| selector.clone());
        list.push(Candidate { number, selector });
        self.attributes = self.by_attribute.iter().map(|own| &own.name).collect();
    }

    /// Tells the numbers of the selectors that match an element.
    pub(super) fn matching(&self, dom: &Dom, id: NodeId, found: &mut impl FnMut(usize)) {
        self.matching_by_name(dom, id, found);
        for class in dom.classes(id) {
            self.matching_by_class(dom, id, class, found);
        }
        if let Some(own) = dom.attr(id, "id") {
            self.matching_by_id(dom, id, own, found);
        }
        self.matching_by_other(dom, id, found);
    }

    /// The same for those only that ask for an element's name.
    pub(super) fn matching_by_name(&self, dom: &Dom, id: NodeId, found: &mut impl FnMut(usize)) {
        try_all(self.by_name.get(dom, id), dom, id, found);
    }

    /// The same for those only that ask for a class, which the element has; tells whether there are any.
    pub(super) fn matching_by_class(
        &self,
        dom: &Dom,
        id: NodeId,
        class: &str,
        found: &mut impl FnMut(usize),
    ) -> bool {
        let candidates = self.by_class.get(class);
        try_all(candidates, dom, id, found);
        candidates.is_some()
    }

    /// The same for those only that ask for an id, which is the element's.
    pub(super) fn matching_by_id(&self, dom: &Dom, id: NodeId, own: &str, found: &mut impl FnMut(usize)) {
        try_all(self.by_id.get(own), dom, id, found);
    }

    /// The same for those only that ask for neither name nor class nor id.
    #[inline]
    pub(super) fn matching_by_other(&self, dom: &Dom, id: NodeId, found: &mut impl FnMut(usize)) {
        if dom.may_have(id, self.attributes) {
            for own in &self.by_attribute {
                if dom.attr_named(id, &own.name).is_some() {
                    try_each(&own.candidates, dom, id, found);
                }
            }
        }
        if !self.others.is_empty() {
            try_each(&self.others, dom, id, found);
        }
    }
}

fn attribute<'l>(lists: &'l mut Vec<OfAttribute>, name: &str) -> &'l mut Vec<Candidate> {
    let at = lists.iter().position(|own| own.name.as_str() == name).unwrap_or_else(|| {
        lists.push(OfAttribute { name: AttrName::new(name), candidates: Vec::new() });
        lists.len() - 1
    });
    &mut lists[at].candidates
}

#[inline]
fn try_all(candidates: Option<&Vec<Candidate>>, dom: &Dom, id: NodeId, found: &mut impl FnMut(usize)) {
    if let Some(candidates) = candidates {
        try_each(candidates, dom, id, found);
    }
}

fn try_each(candidates: &[Candidate], dom: &Dom, id: NodeId, found: &mut impl FnMut(usize)) {
    for candidate in candidates {
        if candidate.selector.as_ref().is_none_or(|selector| selector.matches(dom, id)) {
            found(candidate.number);
        }
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
            index.matching(&dom, id, &mut |number| found.push(number));
            found.sort_unstable();
            let expected: Vec<usize> = (0..all.len()).filter(|&at| selectors[at].matches(&dom, id)).collect();
            assert_eq!(found, expected, "{}", dom.path(id));
        }
    }
}
