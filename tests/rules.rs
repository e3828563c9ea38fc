//! Every rule about elements has a case that shows what it does and what it must leave alone.
//!
//! The case of a rule is `tests/cases/rules/<name>.html`. What the rule removes says `goes` there; at
//! least one look-alike says `stays`. A rule for whole pages only has a case that opens with a doctype.
//! The same holds for rules about promotion, in `tests/cases/promo/`, when it is to be stripped.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use tamis::{Article, Cleaner, Options, Page, Promo, Scope};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const DOCTYPE: &str = "<!doctype html>";

#[test]
fn each_rule_removes_what_goes_and_leaves_what_stays() {
    let fault = |rule: &Rule| fault(rule, Promo::Keep);
    let faults: Vec<String> = rules().iter().filter_map(fault).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn each_rule_about_promotion_removes_what_goes_when_asked() {
    let faults: Vec<String> = promo().iter().filter_map(|rule| fault(rule, Promo::Strip)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    for rule in promo() {
        let article = clean(&rule.case(), Scope::Body, Promo::Keep);
        assert!(article.to_string().contains("goes"), "{}: promotion is kept unless asked", rule.name);
    }
}

/// What is wrong with the case of a rule, or with the rule.
fn fault(rule: &Rule, promo: Promo) -> Option<String> {
    let html = rule.case();
    let article = clean(&html, Scope::Body, promo);
    let text = article.to_string();
    let (before, after) = (html.matches("stays").count(), text.matches("stays").count());
    let fault = if !html.contains("goes") || before == 0 {
        "its case needs something that `goes` and a look-alike that `stays`".to_owned()
    } else if !rule.fires(&article) {
        "no case fires it, or an earlier rule takes what goes".to_owned()
    } else if text.contains("goes") {
        format!("what is to go is still there:\n{text}")
    } else if after < before {
        format!("a look-alike went too:\n{text}")
    } else {
        return None;
    };
    Some(format!("{}: {fault}", rule.name))
}

#[test]
fn each_rule_has_the_reach_that_it_says() {
    for rule in rules() {
        let html = rule.case();
        let fragment = html.strip_prefix(DOCTYPE);
        assert_eq!(
            fragment.is_some(),
            ["page", "frame"].contains(&rule.scope.as_str()),
            "{}: the case of a rule for whole pages, and no other, begins with {DOCTYPE}",
            rule.name
        );
        if let Some(fragment) = fragment {
            let fires = rule.fires(&clean(fragment, Scope::Body, Promo::Keep));
            assert!(!fires, "{} is for whole pages and fires in a fragment", rule.name);
        }
        let fires = rule.fires(&clean(&html, Scope::Everything, Promo::Keep));
        assert_eq!(fires, rule.scope == "always", "{}: is it never content, or chrome?", rule.name);
    }
}

#[test]
fn each_case_of_a_rule_belongs_to_one() {
    for (area, rules) in [("rules", rules()), ("promo", promo())] {
        let names: BTreeSet<String> = rules.into_iter().map(|rule| rule.name).collect();
        for file in fs::read_dir(Path::new(ROOT).join("tests/cases").join(area)).unwrap() {
            let path = file.unwrap().path();
            let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
            assert!(names.contains(&stem), "{} is the case of no rule: name it after one", path.display());
        }
    }
}

/// What these tests need to know of a rule.
struct Rule {
    name: String,
    /// How far it reaches; empty for rules about promotion.
    scope: String,
    /// Where its case lies.
    area: &'static str,
}

impl Rule {
    fn case(&self) -> String {
        let path =
            Path::new(ROOT).join("tests/cases").join(self.area).join(&self.name).with_extension("html");
        fs::read_to_string(&path).unwrap_or_else(|_| {
            panic!("the rule {} has no case: write {}, see CONTRIBUTING.md", self.name, path.display())
        })
    }

    fn fires(&self, article: &Article) -> bool {
        article.notes().iter().any(|note| note.rule == self.name.as_str())
    }
}

fn clean(html: &str, scope: Scope, promo: Promo) -> Article {
    Cleaner::new(Options { scope, promo, ..Options::default() }).unwrap().clean(&Page::new(html))
}

/// All rules about elements, of all families.
fn rules() -> Vec<Rule> {
    let mut found = Vec::new();
    for file in fs::read_dir(Path::new(ROOT).join("src/rules/chrome")).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            found.extend(read(&path, "rules"));
        }
    }
    found
}

/// All rules about promotion.
fn promo() -> Vec<Rule> {
    read(&Path::new(ROOT).join("src/rules/promo.toml"), "promo")
}

fn read(path: &Path, area: &'static str) -> Vec<Rule> {
    let file: toml::Table = fs::read_to_string(path).unwrap().parse().unwrap();
    let word = |rule: &toml::Value, key: &str| {
        rule.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned()
    };
    let rules = file["rule"].as_array().unwrap().iter();
    rules.map(|rule| Rule { name: word(rule, "name"), scope: word(rule, "scope"), area }).collect()
}
