//! Asking the rules about elements: by which of them is an element to go? All that may apply are considered, and the
//! first in their order gives the reason.

use super::dull::Dull;
use super::elements::{ElementRule, ElementRules, Reach};
use super::index::Candidate;
use super::survey::Survey;
use crate::html::{AttrNames, Dom, NodeId};

/// A question that is asked about many elements of a tree, in their order: by which rule is it to go? The tree may change
/// only when all answers are given.
pub(crate) struct Search<'r> {
    rules: &'r ElementRules,
    reach: Reach,
    survey: Survey,
    dull: Dull,
}

impl<'r> Search<'r> {
    pub(super) fn new(rules: &'r ElementRules, reach: Reach) -> Self {
        Search { rules, reach, survey: Survey::default(), dull: Dull::default() }
    }

    /// The first rule of those that always apply by which an element is to go.
    pub(crate) fn find_never(&self, dom: &Dom, id: NodeId) -> Option<&'r ElementRule> {
        let mut first = First::of(self, dom, id);
        self.rules.never.of_name(dom, id).iter().for_each(|own| first.consider_selector(own));
        first.rule()
    }

    /// The first rule of the others, in their order, by which an element is to go: what is never content is gone when
    /// they are asked.
    pub(crate) fn find(&self, dom: &Dom, id: NodeId) -> Option<&'r ElementRule> {
        let mut first = First::of(self, dom, id);
        self.find_at_once(&mut first);
        self.find_opening(&mut first);
        first.rule()
    }

    /// The same for all elements of a tree that are `wanted`, with their rules: those that stand in no other that goes.
    /// Most elements have a rule that knows what they open with. So they wait for their first text, and most texts tell
    /// at once that none of those who wait for them has to be looked at.
    pub(crate) fn find_all(
        &self,
        dom: &Dom,
        wanted: impl Fn(NodeId) -> bool,
    ) -> Vec<(NodeId, &'r ElementRule)> {
        let top = dom.root();
        let waits = self.asks_all_for_openings();
        let mut found: Vec<(NodeId, &ElementRule)> = Vec::new();
        // Each with the number of those that were found before it.
        let mut waiting: Vec<(NodeId, usize)> = Vec::new();
        let mut next = dom.first_child(top);
        while let Some(id) = next.filter(|_| !dom.is_stopped()) {
            let mut rule = None;
            let mut text = Some(id).filter(|&id| dom.is_seen_text(id));
            let is_asked = dom.is_element(id) && wanted(id);
            if is_asked {
                let mut first = First::of(self, dom, id);
                self.find_at_once(&mut first);
                if first.found.is_some() {
                    text = dom.descendants(id).find(|&below| dom.is_seen_text(below));
                    first.text = text;
                }
                if !waits || first.text.is_some_and(|text| self.may_open(dom, text)) {
                    self.find_opening(&mut first);
                }
                rule = first.rule();
            }
            if let Some((outer, before, rule)) =
                text.and_then(|text| self.find_waiting(dom, &mut waiting, text))
            {
                found.truncate(before);
                found.push((outer, rule));
                next = dom.after(outer, top);
                continue;
            }
            next = dom.first_child(id).filter(|_| rule.is_none()).or_else(|| dom.after(id, top));
            match rule {
                Some(rule) => found.push((id, rule)),
                None if waits && is_asked => waiting.push((id, found.len())),
                None => {}
            }
        }
        found
    }

    /// The first of the elements that wait for this text which is to go by what it opens with. None waits any longer.
    #[inline]
    fn find_waiting(
        &self,
        dom: &Dom,
        waiting: &mut Vec<(NodeId, usize)>,
        text: NodeId,
    ) -> Option<(NodeId, usize, &'r ElementRule)> {
        if waiting.is_empty() {
            return None;
        }
        let mut found = None;
        if self.may_open(dom, text) {
            found = waiting.iter().find_map(|&(id, before)| {
                let mut first = First { text: Some(text), ..First::of(self, dom, id) };
                self.find_opening(&mut first);
                Some((id, before, first.rule()?))
            });
        }
        waiting.clear();
        found
    }

    /// Whether any rule may know how a text opens.
    fn may_open(&self, dom: &Dom, text: NodeId) -> bool {
        let text = dom.text(text).map(str::trim_ascii_start);
        text.is_some_and(|text| self.rules.openings().may_begin(text))
    }

    /// Considers the rules that do not know how the text opens.
    fn find_at_once(&self, first: &mut First<'_, 'r>) {
        let (by_selector, dom, id) = (&self.rules.by_selector, first.dom, first.id);
        by_selector.of_name(dom, id).iter().for_each(|own| first.consider_selector(own));
        self.find_words(first);
        by_selector.each_other(dom, id, &mut |own| first.consider_selector(own));
    }

    /// Considers the others.
    fn find_opening(&self, first: &mut First<'_, 'r>) {
        let (by_opening, dom, id) = (&self.rules.by_opening, first.dom, first.id);
        if self.asks_all_for_openings() {
            by_opening.of_name(dom, id).iter().for_each(|own| first.consider_opening(own));
        }
        by_opening.each_other(dom, id, &mut |own| first.consider_opening(own));
    }

    /// Considers rules by the classes and the id of an element, and by the words in them.
    fn find_words(&self, first: &mut First<'_, 'r>) {
        const NAMES: AttrNames = AttrNames::of(&["class", "id"]);
        let (ElementRules { by_selector, by_word, frame, .. }, dom, id) = (self.rules, first.dom, first.id);
        if !dom.may_have(id, NAMES) {
            return;
        }
        let (is_named, is_near) = (!frame.hold(dom, id), self.reach <= Reach::Any);
        if let Some(classes) = dom.class(id).filter(|&classes| !self.dull.holds(dom, classes)) {
            let mut is_dull = is_named;
            for class in dom.classes(id) {
                for own in by_selector.of_class(class) {
                    is_dull &= !self.is_in_reach(own.number);
                    first.consider_selector(own);
                }
                if is_named {
                    by_word.rules(class, is_near, &mut |rule| {
                        is_dull &= !self.is_in_reach(rule);
                        first.consider(rule);
                    });
                }
            }
            if is_dull {
                self.dull.add(dom, classes);
            }
        }
        if let Some(own) = dom.attr(id, "id") {
            by_selector.of_id(own).iter().for_each(|own| first.consider_selector(own));
            if is_named {
                by_word.rules(own, is_near, &mut |rule| first.consider(rule));
            }
        }
    }

    /// Whether there are rules that know what elements of a name open with: most elements have such a name.
    fn asks_all_for_openings(&self) -> bool {
        self.rules.openings_of_names.is_some_and(|least| least <= self.reach)
    }

    fn is_in_reach(&self, number: usize) -> bool {
        self.rules.rules[number].reach <= self.reach
    }
}

/// The first rule that applies to an element, of those that were considered.
struct First<'s, 'r> {
    search: &'s Search<'r>,
    dom: &'s Dom,
    id: NodeId,
    found: Option<usize>,
    /// A text that may open as such rules know, before which none stands in the element.
    text: Option<NodeId>,
    /// Whether the text of the element may open so, once that was asked.
    opens: Option<bool>,
}

impl<'s, 'r> First<'s, 'r> {
    fn of(search: &'s Search<'r>, dom: &'s Dom, id: NodeId) -> Self {
        First { search, dom, id, found: None, text: None, opens: None }
    }

    fn rule(&self) -> Option<&'r ElementRule> {
        self.found.map(|number| &self.search.rules.rules[number])
    }

    /// Whether a rule would be the first and is in reach: if not, no more needs to be asked.
    fn is_wanted(&self, number: usize) -> bool {
        self.found.is_none_or(|found| number < found) && self.search.is_in_reach(number)
    }

    fn consider(&mut self, number: usize) {
        let Search { rules, survey, .. } = self.search;
        if self.is_wanted(number) && rules.rules[number].applies(self.dom, self.id, survey) {
            self.found = Some(number);
        }
    }

    fn consider_selector(&mut self, own: &Candidate) {
        if self.is_wanted(own.number) && own.matches(self.dom, self.id) {
            self.consider(own.number);
        }
    }

    /// The same for a rule that knows how the element's text opens.
    fn consider_opening(&mut self, own: &Candidate) {
        if self.is_wanted(own.number) && self.may_open() {
            self.consider_selector(own);
        }
    }

    fn may_open(&mut self) -> bool {
        let Search { rules, survey, .. } = self.search;
        let ask = || match self.text {
            Some(text) => {
                let is_its_own = self.dom.ancestors(text).any(|above| above == self.id);
                if is_its_own {
                    survey.know_first(self.id, text);
                }
                is_its_own
            }
            None => {
                let beginning = survey.beginning(self.dom, self.id);
                beginning.is_some_and(|text| rules.openings().may_begin(text))
            }
        };
        *self.opens.get_or_insert_with(ask)
    }
}

#[cfg(test)]
mod tests {
    use crate::html::parse_fragment;
    use crate::rules::{BUILT_IN, ElementRule, Reach};

    /// To ask about all elements at once is to ask about each that stands in none that goes.
    #[test]
    fn all_are_found_that_would_be_one_by_one() {
        let mut count = 0;
        for html in [
            "<div><p>Advertisement</p><p>Text</p></div>",
            "<div><div><span></span><b>Related posts</b></div><ul><li><a href=x>One</a></ul></div><p>Text",
            "<div class=share-bar><p>Share</div><div><p></p><p>Advertisement</p></div>",
            "<div><div class=share-bar>Advertisement</div>Advertisement</div>",
            "<div><div class=share-bar><br></div><div class=ad></div>Advertisement</div><p>Text",
            "<section><h2>Related articles</h2><ul><li><a href=x>One</a><li>Advertisement</ul></section>",
            "<p>Text</p><nav><a href=x>Back to top</a></nav><a href=#>Back to top</a>",
            "<div><aside></aside><header><h1>Title</h1></header><p>– Advertisement –</p></div>",
        ] {
            let dom = parse_fragment(html, &mut Vec::new());
            for reach in [Reach::Any, Reach::Page, Reach::Frame] {
                let all = BUILT_IN.elements.search(reach).find_all(&dom, |_| true);
                let search = BUILT_IN.elements.search(reach);
                let mut one_by_one = Vec::new();
                let mut next = dom.first_child(dom.root());
                while let Some(id) = next {
                    let rule = if dom.is_element(id) { search.find(&dom, id) } else { None };
                    one_by_one.extend(rule.map(|rule| (id, rule)));
                    let inner = dom.first_child(id).filter(|_| rule.is_none());
                    next = inner.or_else(|| dom.after(id, dom.root()));
                }
                let named = |found: &[(_, &ElementRule)]| -> Vec<_> {
                    found.iter().map(|&(id, rule)| (dom.path(id), rule.name.clone())).collect()
                };
                assert_eq!(named(&all), named(&one_by_one), "{html} {reach:?}");
                count += all.len();
            }
        }
        assert!(count > 12, "{count}");
    }
}
