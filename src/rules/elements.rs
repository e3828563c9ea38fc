//! Rules about elements: what goes, and why. Compiled so that an element is looked up by its name, its
//! classes and the words in them: no rule is tried on an element that it says nothing of.

use super::conditions::Condition;
use super::index::Index;
use super::pattern::{Openings, Pattern};
use super::search::Search;
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
    pub(super) reach: Reach,
    /// Conditions, and whether each must hold or must not.
    checks: Vec<(Condition, bool)>,
}

/// Compiled rules, indexed.
#[derive(Debug, Default)]
pub(crate) struct ElementRules {
    pub(super) rules: Vec<ElementRule>,
    /// What is never content, which is known by its name.
    pub(super) never: Index,
    pub(super) by_selector: Index,
    /// Those that know an element by the words that it opens with, too.
    pub(super) by_opening: Index,
    openings: OnceLock<Openings>,
    /// The least reach of those of them that are about elements of a name, which are most elements.
    pub(super) openings_of_names: Option<Reach>,
    pub(super) by_word: WordTable,
    /// Elements that are never named by what their class says.
    pub(super) frame: ElementNames,
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
        Search::new(self, reach)
    }

    /// What the elements open with that such rules know.
    pub(super) fn openings(&self) -> &Openings {
        self.openings.get_or_init(|| Openings::of(self.rules.iter().filter_map(ElementRule::opening)))
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
    pub(super) fn applies(&self, dom: &Dom, id: NodeId, survey: &Survey) -> bool {
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
    use super::ElementRule;
    use crate::html::parse_fragment;
    use crate::rules::BUILT_IN;
    use crate::rules::survey::Survey;

    #[test]
    fn every_condition_can_be_asked() {
        let dom = parse_fragment("<p>Hello</p>", &mut Vec::new());
        let id = dom.descendants(dom.root()).find(|&id| dom.is(id, "p")).expect("a paragraph");
        let survey = Survey::default();
        let rules = &BUILT_IN.elements.rules;
        // Of what rules by openings must know, each must be known.
        assert!(rules.iter().filter_map(ElementRule::opening).all(|pattern| !pattern.may_match(None)));
        let checks: Vec<_> = rules.iter().flat_map(|rule| &rule.checks).collect();
        // Patterns are compiled now, which ends the test if one cannot be.
        for (condition, _) in &checks {
            condition.holds(&dom, id, &survey);
        }
        assert!(!checks.is_empty());
    }
}
