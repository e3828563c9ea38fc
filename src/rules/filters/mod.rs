//! Filter lists in EasyList's syntax: which elements they hide. Lines are read by the `adblock` crate; only
//! rules about elements count, and of these the ones that are plain CSS. A rule is found by the id, class,
//! attribute or name that its last part asks for, and compiled when an element first has that.

mod index;

use crate::error::{Error, ErrorKind};
use crate::html::{Dom, NodeId, Selector};
use adblock::filters::cosmetic::{CosmeticFilter, CosmeticFilterMask};
use adblock::resources::PermissionMask;
use adblock::utils::{Hash, fast_hash};
use index::{Index, Key, Keys, key, parts};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

/// A list of what to hide, such as EasyList, compiled. Cheap to clone.
///
/// ```
/// use tamis::{Cleaner, FilterList, Options, Page};
///
/// let list = FilterList::parse("! Our own\n##.ad\nexample.org##.promo\n")?;
/// let cleaner = Cleaner::new(Options { filter_lists: vec![list], ..Options::default() })?;
/// let article = cleaner.clean(&Page::new("<p>Salt<p class=ad>Buy<p class=promo>News"));
/// assert_eq!(article.to_string(), "Salt\n\nNews\n");
/// # Ok::<(), tamis::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct FilterList(Arc<Table>);

#[derive(Debug, Default)]
struct Table {
    rules: Vec<Rule>,
    /// Those that hold on all hosts, or on all but a few.
    generic: Index,
    /// By the hashes of hosts, or of hosts without their public ending: `example.*`.
    by_host: HashMap<Hash, Vec<usize>>,
    by_entity: HashMap<Hash, Vec<usize>>,
    exceptions: HashMap<Hash, Vec<String>>,
}

/// One selector of a list.
#[derive(Debug)]
struct Rule {
    css: String,
    /// Hosts and entities where it does not hold.
    elsewhere: Vec<Hash>,
    /// Compiled when it is first needed; nothing for what is no plain CSS.
    selector: OnceLock<Option<Selector>>,
}

impl FilterList {
    /// Reads a list. The error is about a text that is none; lines that a list may have but that hide no
    /// elements are passed over.
    pub fn parse(text: &str) -> Result<Self, Error> {
        check(text)?;
        let mut table = Table::default();
        for line in text.lines().map(str::trim_ascii).filter(|line| !is_comment(line)) {
            if let Ok(filter) = CosmeticFilter::parse(line, false, PermissionMask::default()) {
                table.add(&filter);
            }
        }
        if table.rules.is_empty() {
            return Err(Error::new(
                ErrorKind::FilterList,
                "no rule in it that hides elements, such as `##.ad`",
            ));
        }
        table.generic.close();
        Ok(FilterList(Arc::new(table)))
    }

    /// How many selectors it has.
    pub fn len(&self) -> usize {
        self.0.rules.len()
    }

    /// Whether it has none, which cannot be.
    pub fn is_empty(&self) -> bool {
        self.0.rules.is_empty()
    }

    /// What of it holds on the pages of a host; an empty one is not known.
    pub(crate) fn on<'l>(&'l self, host: &str) -> Active<'l> {
        let (hosts, entities) = hashes(host);
        let table = &*self.0;
        let listed = |map: &'l HashMap<Hash, Vec<usize>>, hashes: &[Hash]| -> Vec<usize> {
            hashes.iter().filter_map(|hash| map.get(hash)).flatten().copied().collect()
        };
        let mut own = listed(&table.by_host, &hosts);
        own.extend(listed(&table.by_entity, &entities));
        let mut here: HashSet<Hash> = hosts.iter().copied().collect();
        here.extend(entities);
        let exceptions: HashSet<&str> =
            here.iter().filter_map(|hash| table.exceptions.get(hash)).flatten().map(String::as_str).collect();
        own.retain(|&rule| !exceptions.contains(table.rules[rule].css.as_str()));
        let own = own.into_iter().map(|rule| (rule, key(&table.rules[rule].css))).collect();
        Active { table, own, here, exceptions }
    }
}

/// The rules that hold on a page.
pub(crate) struct Active<'l> {
    table: &'l Table,
    /// Those for its host.
    own: Vec<(usize, Key<'l>)>,
    here: HashSet<Hash>,
    exceptions: HashSet<&'l str>,
}

impl<'l> Active<'l> {
    /// The selector by which an element is hidden.
    pub(crate) fn find(&self, dom: &Dom, id: NodeId) -> Option<&'l str> {
        let keys = Keys::of(dom, id);
        let own = self.own.iter().filter(|(_, key)| keys.have(key)).map(|(rule, _)| *rule);
        let first = own.into_iter().find(|&rule| self.matches(rule, dom, id));
        let rule = first.or_else(|| {
            let holds = |rule: usize| {
                let rule = &self.table.rules[rule];
                !rule.elsewhere.iter().any(|hash| self.here.contains(hash))
                    && !self.exceptions.contains(rule.css.as_str())
            };
            self.table.generic.find(&keys, |rule| holds(rule) && self.matches(rule, dom, id))
        })?;
        Some(&self.table.rules[rule].css)
    }

    fn matches(&self, rule: usize, dom: &Dom, id: NodeId) -> bool {
        let rule = &self.table.rules[rule];
        let selector = rule.selector.get_or_init(|| Selector::parse(&rule.css).ok());
        selector.as_ref().is_some_and(|selector| selector.matches(dom, id))
    }
}

impl Table {
    fn add(&mut self, filter: &CosmeticFilter) {
        let is_script = filter.mask.contains(CosmeticFilterMask::SCRIPT_INJECT);
        let Some(css) = filter.plain_css_selector().filter(|_| filter.action.is_none() && !is_script) else {
            return;
        };
        let hashes = |list: &Option<Vec<Hash>>| list.clone().unwrap_or_default();
        let (hosts, entities) = (hashes(&filter.hostnames), hashes(&filter.entities));
        if filter.mask.contains(CosmeticFilterMask::UNHIDE) {
            for hash in hosts.into_iter().chain(entities) {
                self.exceptions.entry(hash).or_default().extend(parts(css).map(str::to_owned));
            }
            return;
        }
        let mut elsewhere = hashes(&filter.not_hostnames);
        elsewhere.extend(hashes(&filter.not_entities));
        for part in parts(css) {
            let rule = self.rules.len();
            let elsewhere = elsewhere.clone();
            self.rules.push(Rule { css: part.to_owned(), elsewhere, selector: OnceLock::new() });
            if hosts.is_empty() && entities.is_empty() {
                self.generic.add(rule, part);
            }
            for &hash in &hosts {
                self.by_host.entry(hash).or_default().push(rule);
            }
            for &hash in &entities {
                self.by_entity.entry(hash).or_default().push(rule);
            }
        }
    }
}

/// The hashes of a host and those above it; and of what is left of them without their last labels.
fn hashes(host: &str) -> (Vec<Hash>, Vec<Hash>) {
    let labels: Vec<&str> = host.split('.').filter(|label| !label.is_empty()).collect();
    let joined = |from: usize, to: usize| fast_hash(&labels[from..to].join("."));
    // No name has more labels than that; a longer one is no host.
    let count = labels.len().min(12);
    let hosts = (0..count).map(|from| joined(from, labels.len())).collect();
    let entities = (1..count).flat_map(|to| (0..to).map(move |from| (from, to)));
    (hosts, entities.map(|(from, to)| joined(from, to)).collect())
}

fn is_comment(line: &str) -> bool {
    line.is_empty()
        || line.starts_with('!')
        || line.starts_with('[')
        || (line.starts_with("# ") || line == "#")
}

/// Tells texts that are no lists: most of their lines are prose or markup. A heading of Markdown looks like a
/// rule, but for its space.
fn check(text: &str) -> Result<(), Error> {
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim_ascii()));
    let (mut rules, mut others, mut first) = (0usize, 0usize, None);
    for (number, line) in lines.filter(|(_, line)| !is_comment(line)) {
        let hides = ["##", "#@#", "#?#", "#$#"].iter().any(|sign| {
            line.split_once(sign)
                .is_some_and(|(before, after)| !before.contains(' ') && !after.starts_with([' ', '#']))
        });
        let blocks = !line.contains([' ', '<']);
        if (hides && !line.starts_with('<')) || blocks {
            rules += 1;
        } else {
            others += 1;
            first = first.or(Some(number));
        }
    }
    match first {
        Some(line) if others > rules => {
            Err(Error::new(ErrorKind::FilterList, "no filter list: no rule of EasyList's syntax stands here")
                .at_line(line))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
