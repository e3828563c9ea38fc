//! Rules about elements: what goes, and why. Compiled so that an element is looked up by its name, its
//! classes and the words in them: no rule is tried on an element that it says nothing of.

use super::conditions::Condition;
use super::dull::Dull;
use super::index::{Candidate, Index};
use super::pattern::{Openings, Pattern};
use super::survey::Survey;
use super::words::WordTable;
use crate::html::{Dom, ElementNames, Key, NodeId, Selector};
use serde::Deserialize;
use std::sync::OnceLock;

/// Elements that are never named by what their class says: it may speak of the whole page.
const FRAME: [&str; 3] = ["html", "body", "main"];

/// When a rule applies. A wider reach includes the narrower ones.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Reach {
    /// Always, also in a pure conversion: what it names is never content.
    Always,
    /// In pages, fragments and posts that are cleaned.
    Any,
    /// In whole pages only: in a fragment the same element is likely to be content.
    Page,
    /// In whole pages, but where an article is sought it is evidence and no verdict: some sites put their text there.
    Frame,
}

/// A family of rules, as a file holds it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Family {
    /// Conditions under which none of the family's rules removes anything.
    #[serde(default)]
    unless: Vec<String>,
    rule: Vec<Entry>,
}

/// A rule as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    why: String,
    /// CSS selectors of what goes.
    #[serde(default)]
    select: Vec<String>,
    /// Words in a class or id of what goes; see [`WordTable::add`].
    #[serde(default)]
    words: Vec<String>,
    scope: Reach,
    /// Whether a browser would not show it either.
    #[serde(default)]
    hidden: bool,
    /// It goes only when all of these hold.
    #[serde(default)]
    when: Vec<String>,
    /// It stays when one of these holds.
    #[serde(default)]
    unless: Vec<String>,
}

/// A compiled rule, without what it selects.
#[derive(Debug)]
pub(crate) struct ElementRule {
    pub(crate) name: String,
    pub(crate) why: String,
    pub(crate) hidden: bool,
    reach: Reach,
    /// Conditions, and whether each must hold or must not.
    checks: Vec<(Condition, bool)>,
}

/// Compiled rules, indexed.
#[derive(Debug, Default)]
pub(crate) struct ElementRules {
    rules: Vec<ElementRule>,
    /// What is never content, which is known by its name.
    never: Index,
    by_selector: Index,
    /// Those that know an element by the words that it opens with, too.
    by_opening: Index,
    openings: OnceLock<Openings>,
    /// The least reach of those of them that are about elements of a name, which are most elements.
    openings_of_names: Option<Reach>,
    by_word: WordTable,
    frame: ElementNames,
}

impl ElementRules {
    /// Compiles families; their order is that of the rules.
    pub(super) fn compile(families: impl IntoIterator<Item = Family>) -> Self {
        let mut rules = ElementRules { frame: ElementNames::of(&FRAME), ..ElementRules::default() };
        for family in families {
            for mut entry in family.rule {
                entry.unless.extend_from_slice(&family.unless);
                rules.add(entry);
            }
        }
        rules
    }

    /// Looks for the rules of this reach.
    pub(crate) fn search(&self, reach: Reach) -> Search<'_> {
        Search { rules: self, reach, survey: Survey::default(), dull: Dull::default() }
    }

    /// What the elements open with that such rules know.
    fn openings(&self) -> &Openings {
        self.openings.get_or_init(|| Openings::of(self.rules.iter().filter_map(ElementRule::opening)))
    }

    #[cfg(test)]
    pub(super) fn rules(&self) -> &[ElementRule] {
        &self.rules
    }

    fn add(&mut self, entry: Entry) {
        let number = self.rules.len();
        let rule = ElementRule::compile(&entry);
        for css in &entry.select {
            let selector = Selector::parse(css).unwrap_or_else(|error| fault(&entry.name, &error));
            let index = match (entry.scope, selector.key()) {
                (Reach::Always, Key::Name(_)) => &mut self.never,
                (Reach::Always, _) => fault(&entry.name, "what is never content has a name of its own"),
                (reach, Key::Name(_)) if rule.opening().is_some() => {
                    let least = self.openings_of_names.get_or_insert(reach);
                    *least = reach.min(*least);
                    &mut self.by_opening
                }
                (_, Key::Attribute(_)) if rule.opening().is_some() => &mut self.by_opening,
                _ => &mut self.by_selector,
            };
            index.add(&selector, number);
        }
        for pattern in &entry.words {
            let is_near = entry.scope <= Reach::Any;
            self.by_word.add(pattern, number, is_near).unwrap_or_else(|error| fault(&entry.name, &error));
        }
        self.rules.push(rule);
    }
}

/// A question that is asked about many elements of a tree, in their order: by which rule is it to go? The tree may change
/// only when all answers are given.
pub(crate) struct Search<'r> {
    rules: &'r ElementRules,
    reach: Reach,
    survey: Survey,
    dull: Dull,
}

impl<'r> Search<'r> {
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
        let openings = self.rules.openings();
        dom.text(text).is_some_and(|text| openings.may_begin(text.trim_ascii_start()))
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
        let (ElementRules { by_selector, by_word, frame, .. }, dom, id) = (self.rules, first.dom, first.id);
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
            None => survey.may_open(self.dom, self.id, rules.openings()),
        };
        *self.opens.get_or_insert_with(ask)
    }
}

impl ElementRule {
    fn compile(entry: &Entry) -> Self {
        let wanted = conditions(&entry.name, &entry.when).map(|condition| (condition, true));
        let mut unwanted: Vec<Condition> = Vec::new();
        for condition in conditions(&entry.name, &entry.unless) {
            // What looks at the same elements looks once for all that it is about.
            let left = unwanted.iter_mut().try_fold(condition, |condition, own| own.or(condition));
            unwanted.extend(left);
        }
        let unwanted = unwanted.into_iter().map(|condition| (condition, false));
        let mut checks: Vec<_> = wanted.chain(unwanted).collect();
        checks.sort_by_key(|(condition, _)| condition.cost());
        let Entry { name, why, hidden, scope: reach, .. } = entry;
        ElementRule { name: name.clone(), why: why.clone(), hidden: *hidden, reach: *reach, checks }
    }

    /// What the text of an element must match, if the rule asks for that.
    fn opening(&self) -> Option<&Pattern> {
        self.checks.iter().find_map(|(condition, wanted)| condition.opening().filter(|_| *wanted))
    }

    /// Whether its conditions hold.
    fn applies(&self, dom: &Dom, id: NodeId, survey: &Survey) -> bool {
        self.checks.iter().all(|(condition, wanted)| condition.holds(dom, id, survey) == *wanted)
    }
}

fn conditions(rule: &str, sentences: &[String]) -> impl Iterator<Item = Condition> {
    sentences
        .iter()
        .map(move |sentence| Condition::parse(sentence).unwrap_or_else(|error| fault(rule, &error)))
}

/// A built-in rule is part of the program, so a fault in it is a fault of the program.
fn fault(rule: &str, error: &str) -> ! {
    panic!("the built-in rule {rule}: {error}")
}

#[cfg(test)]
mod tests {
    use super::{ElementRule, Reach};
    use crate::html::parse_fragment;
    use crate::rules::BUILT_IN;
    use crate::rules::survey::Survey;

    #[test]
    fn every_condition_can_be_asked() {
        let dom = parse_fragment("<p>Hello</p>", &mut Vec::new());
        let id = dom.descendants(dom.root()).find(|&id| dom.is(id, "p")).expect("a paragraph");
        let survey = Survey::default();
        let rules = BUILT_IN.elements.rules();
        // Of what rules by openings must know, each must be known.
        assert!(rules.iter().filter_map(ElementRule::opening).all(|pattern| !pattern.may_match(None)));
        let checks: Vec<_> = rules.iter().flat_map(|rule| &rule.checks).collect();
        // Patterns are compiled now, which ends the test if one cannot be.
        for (condition, _) in &checks {
            condition.holds(&dom, id, &survey);
        }
        assert!(!checks.is_empty());
    }

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
