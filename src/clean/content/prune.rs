//! Takes away what was found not to be content. Each thing taken is in a note, with the evidence that tells
//! a reader most.

use super::element::leads_home;
use super::evidence::Evidence;
use super::find::{Finding, odds_to_share};
use super::outline::Block;
use crate::clean::removal::{Kept, Ledger, Reason, Run, remove};
use crate::html::{Dom, NodeId, NodeSet};
use crate::notes::Action;
use crate::rules::{Groups, Reach, Rules, Search, Vocabulary};

/// A reason for people: the first that fits is told. The model has looked at much more.
struct Sign {
    rule: &'static str,
    why: &'static str,
    /// Groups of class words on the element or the two above it, and of phrases in its text.
    class: &'static [&'static str],
    phrase: &'static [&'static str],
    /// Least share of the text that stands in links.
    links: f32,
}

const NO_LINKS: f32 = 2.0;

#[rustfmt::skip]
const SIGNS: &[Sign] = &[
    Sign { rule: "content-comments",   why: "readers' comments, or a form for them",        class: &["comment"],           phrase: &["comment"],    links: NO_LINKS },
    Sign { rule: "content-newsletter", why: "asks for a subscription, a login or a consent", class: &["overlay"],           phrase: &["newsletter"], links: NO_LINKS },
    Sign { rule: "content-related",    why: "leads to other articles",                      class: &["related"],           phrase: &["related"],    links: NO_LINKS },
    Sign { rule: "content-share",      why: "ways to share or print the page",              class: &["share"],             phrase: &["share"],      links: NO_LINKS },
    Sign { rule: "content-advert",     why: "advertises",                                   class: &["advert"],            phrase: &[],             links: NO_LINKS },
    Sign { rule: "content-labels",     why: "what the article is filed under",              class: &["labels"],            phrase: &["tags"],       links: NO_LINKS },
    Sign { rule: "content-legal",      why: "about rights and terms",                       class: &[],                    phrase: &["copyright"],  links: NO_LINKS },
    Sign { rule: "content-byline",     why: "about the article or its author, not part of its text", class: &["meta", "person"], phrase: &["byline"], links: NO_LINKS },
    Sign { rule: "content-links",      why: "mostly links",                                 class: &["navigation"],        phrase: &[],             links: 0.6 },
    Sign { rule: "content-frame",      why: "part of the site's frame or beside the text",  class: &["frame", "side"],     phrase: &[],             links: NO_LINKS },
];

const OTHER: (&str, &str) = ("content-other", "looks unlike the content of this page");

/// How many elements above a text a word still tells what it is.
const NEAR: u8 = 1;

/// In the box of a logo, so many nodes are looked at.
const MAX_NODES_OF_LOGO: usize = 20;

pub(super) fn prune(
    dom: &mut Dom,
    finding: &Finding,
    evidence: &Evidence,
    rules: &Rules,
    kept: &Kept,
    ledger: &mut Ledger<'_>,
) {
    let mut plan = Plan {
        dom,
        finding,
        host: evidence.host(),
        kept,
        search: rules.built_in.elements.search(Reach::Frame),
        signs: SIGNS.iter().map(|sign| Groupings::of(sign, &rules.built_in.vocabulary)).collect(),
        below: vec![Below::default(); dom.len()],
        doomed: Vec::new(),
    };
    plan.count(finding.outline.top);
    plan.visit(finding.outline.top, true);
    let doomed = plan.doomed;
    remove(dom, doomed, kept, ledger);
}

struct Plan<'p> {
    dom: &'p Dom,
    finding: &'p Finding,
    /// What the page says that its site is called by.
    host: Option<&'p str>,
    kept: &'p Kept,
    search: Search<'p>,
    /// Of [`SIGNS`], in their order.
    signs: Vec<Groupings>,
    /// By [`NodeId::index`].
    below: Vec<Below>,
    doomed: Vec<(Run, Reason)>,
}

/// The groups that a sign names.
struct Groupings {
    class: Groups,
    phrase: Groups,
}

impl Groupings {
    fn of(sign: &Sign, words: &Vocabulary) -> Self {
        let bits = |names: &[String], wanted: &[&str]| -> Groups {
            let own = names.iter().enumerate().filter(|(_, name)| wanted.contains(&name.as_str()));
            own.map(|(bit, _)| 1 << bit).sum()
        };
        Groupings {
            class: bits(words.class_names(), sign.class),
            phrase: bits(words.phrase_names(), sign.phrase),
        }
    }
}

/// The blocks of an element: which ones, and how many stay.
#[derive(Clone, Copy, Default)]
struct Below {
    first: u32,
    end: u32,
    stay: u32,
}

/// What is to be done in an element, in the order of the page.
enum Step {
    Drop(Box<(Run, Reason)>),
    /// A part of this child stays.
    Visit(NodeId),
}

impl Plan<'_> {
    fn count(&mut self, id: NodeId) -> Below {
        let mut sum = Below { first: u32::MAX, end: 0, stay: 0 };
        let mut add = |other: Below| {
            sum.first = sum.first.min(other.first);
            sum.end = sum.end.max(other.end);
            sum.stay += other.stay;
        };
        for at in self.finding.outline.owned_by(id) {
            let first = at as u32;
            add(Below { first, end: first + 1, stay: u32::from(self.finding.labels.stays[at]) });
        }
        let dom = self.dom;
        for child in dom.children(id).filter(|&child| dom.is_element(child)) {
            add(self.count(child));
        }
        self.below[id.index()] = sum;
        sum
    }

    /// Decides on all that stands in an element that stays. It recurses as deep as pages nest, so that all
    /// that takes stack is done by [`Plan::steps`].
    fn visit(&mut self, id: NodeId, is_content: bool) {
        for step in self.steps(id, is_content) {
            match step {
                Step::Drop(doomed) => self.doomed.push(*doomed),
                Step::Visit(child) => self.visit(child, self.finding.labels.holds(child)),
            }
        }
    }

    #[inline(never)]
    fn steps(&self, id: NodeId, is_content: bool) -> Vec<Step> {
        let own: Vec<usize> = self.finding.outline.owned_by(id).collect();
        // What is part of a run of text goes or stays with it.
        let in_a_run: NodeSet = own.iter().flat_map(|&at| self.finding.outline.nodes(self.dom, at)).collect();
        let goes =
            |&at: &usize| !self.finding.labels.stays[at] && self.finding.outline.blocks[at].first != id;
        let runs: Vec<usize> = own.into_iter().filter(goes).collect();
        let mut steps = Vec::new();
        for at in runs {
            let nodes = self.finding.outline.nodes(self.dom, at).collect();
            let reason = self.reason(at, at + 1);
            steps.push(Step::Drop(Box::new((Run { owner: id, nodes }, reason))));
        }
        let children: Vec<NodeId> =
            self.dom.children(id).filter(|&child| self.dom.is_element(child)).collect();
        // An image beside the box that holds all of the content belongs to the frame of the page.
        let all = self.below[self.finding.outline.top.index()].stay;
        let is_around = children.iter().any(|child| self.below[child.index()].stay == all);
        for child in children {
            if self.kept.holds(child) || in_a_run.contains(&child) {
                continue;
            }
            let below = self.below[child.index()];
            if below.stay == 0 && (below.end > 0 || !is_content || is_around) {
                let reason = self.reason_of_element(child, below);
                steps.push(Step::Drop(Box::new((Run::of(child), reason))));
            } else if below.end == 0 && self.is_logo(child) {
                let why = "an image that leads to the first page of the site";
                let reason = Reason { action: Action::Dropped, rule: "logo".into(), why: why.into() };
                steps.push(Step::Drop(Box::new((Run::of(child), reason))));
            } else if below.stay > 0 && below.stay < below.end - below.first {
                steps.push(Step::Visit(child));
            }
        }
        steps
    }

    /// Whether an element without text holds a link to the first page of the site.
    fn is_logo(&self, id: NodeId) -> bool {
        let leads_home = |id: NodeId| {
            let href = self.dom.attr(id, "href").filter(|_| self.dom.is_anchor(id));
            href.is_some_and(|href| leads_home(href, self.host))
        };
        leads_home(id) || self.dom.descendants(id).take(MAX_NODES_OF_LOGO).any(leads_home)
    }

    fn reason_of_element(&self, id: NodeId, below: Below) -> Reason {
        if let Some(rule) = self.search.find(self.dom, id) {
            return Reason {
                action: Action::Dropped,
                rule: rule.name.clone().into(),
                why: rule.why.clone().into(),
            };
        }
        if below.end == 0 {
            return Reason {
                action: Action::Dropped,
                rule: OTHER.0.into(),
                why: "beside the content".into(),
            };
        }
        self.reason(below.first as usize, below.end as usize)
    }

    /// The sign that most of the text shows.
    fn reason(&self, first: usize, end: usize) -> Reason {
        let blocks = &self.finding.outline.blocks[first..end];
        let all: u32 = blocks.iter().map(|block| block.facts.text.chars).sum();
        let shown = |(sign, groups): &(&Sign, &Groupings)| {
            let shows = blocks.iter().filter(|block| sign.is_shown_by(block, groups));
            shows.map(|block| block.facts.text.chars).sum::<u32>() * 2 > all
        };
        let mut signs = SIGNS.iter().zip(&self.signs);
        let (rule, why) = signs.find(shown).map_or(OTHER, |(sign, _)| (sign.rule, sign.why));
        let scores = self.finding.scores[first..end].iter().zip(blocks);
        let likely: f32 =
            scores.map(|(&score, block)| odds_to_share(score) * block.facts.text.chars as f32).sum();
        let why = format!("{why} ({:.0} % likely to be content)", 100.0 * likely / all.max(1) as f32);
        Reason { action: Action::Dropped, rule: rule.into(), why: why.into() }
    }
}

impl Sign {
    fn is_shown_by(&self, block: &Block, groups: &Groupings) -> bool {
        let near = block.above.words.iter().enumerate().filter(|(_, levels)| **levels <= NEAR);
        let near: Groups = near.map(|(bit, _)| 1 << bit).sum();
        near & groups.class != 0
            || block.phrases & groups.phrase != 0
            || block.facts.link_density() >= self.links
    }
}
