//! What authors write to be followed, shared and paid: lines known by their words. Where such a line stands
//! is not known here.

use super::conditions::said;
use crate::html::{Dom, NodeId};
use regex::RegexSet;
use serde::Deserialize;
use std::sync::OnceLock;

/// The table `promo.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PromoTable {
    #[serde(rename = "rule")]
    pub(crate) rules: Vec<PromoRule>,
    /// All expressions at once, compiled when first asked: few users want promotion gone.
    #[serde(skip)]
    compiled: OnceLock<Compiled>,
}

/// A rule about lines.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PromoRule {
    pub(crate) name: String,
    pub(crate) why: String,
    says: Vec<String>,
    #[serde(default)]
    pub(crate) then: Follows,
}

/// What after a line belongs to it.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Follows {
    #[default]
    Nothing,
    /// Pictures: most are codes to be scanned.
    Images,
    /// Links to other texts, and their pictures.
    Links,
}

#[derive(Debug)]
struct Compiled {
    all: RegexSet,
    /// The rule of each expression.
    rules: Vec<usize>,
}

impl PromoTable {
    /// The first rule whose words the text of a node has; none for a long text.
    pub(crate) fn find(&self, dom: &Dom, id: NodeId) -> Option<&PromoRule> {
        let text = said(dom, id).filter(|text| !text.is_empty())?;
        let Compiled { all, rules } = self.compiled.get_or_init(|| self.compile());
        all.matches(&text).iter().next().map(|first| &self.rules[rules[first]])
    }

    fn compile(&self) -> Compiled {
        let numbered = self.rules.iter().enumerate();
        let all = numbered.flat_map(|(rule, entry)| entry.says.iter().map(move |regex| (rule, regex)));
        let (rules, regexes): (Vec<usize>, Vec<&String>) = all.unzip();
        let all = RegexSet::new(regexes).unwrap_or_else(|error| panic!("the table promo.toml: {error}"));
        Compiled { all, rules }
    }
}
