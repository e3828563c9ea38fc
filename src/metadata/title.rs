//! The title of a page: what its head and its headings agree upon, without the name of the site.

use super::facts::Facts;
use super::shown::{MOST_NODES, is_foreign};
use super::text::{collapse, squash};
use crate::html::NodeId;
use regex::Regex;
use std::iter;
use std::ops::Range;
use std::sync::LazyLock;

/// What parts a title from the name of its site.
static SEPARATOR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\s+(?:[|·•»«›‹~/-]|–|—|::|>>|<<|:)\s+|\s*[|｜丨]\s*|[_＿]")
        .expect("the pattern of separators compiles")
});

/// Where the separators of a title are. An underscore is one in Chinese titles; elsewhere it is part of a word.
fn separators(title: &str) -> Vec<Range<usize>> {
    let is_wide = |c: Option<char>| c.is_some_and(|c| c > '\u{2e80}');
    let parts = |range: &Range<usize>| {
        let is_underscore = &title[range.clone()] == "_";
        !is_underscore
            || is_wide(title[..range.start].chars().next_back())
            || is_wide(title[range.end..].chars().next())
    };
    SEPARATOR.find_iter(title).map(|found| found.range()).filter(parts).collect()
}

/// The title and where it was found.
pub(super) fn title(facts: &Facts<'_>, site: &str) -> Option<(String, &'static str)> {
    let said = said(facts);
    let sites = Sites::new(facts, site);
    let headings = headings(facts);
    let head = said.first();

    // A heading that the head confirms is the title as its readers see it.
    let confirmed = |heading: &&String| said.iter().any(|(title, _)| confirms(title, heading, &sites));
    if let Some(heading) = headings.iter().filter(|heading| !sites.has(heading)).find(confirmed) {
        return Some((heading.clone(), "h1"));
    }
    // A part of the head's title that the page shows by itself is what its readers see, too.
    if let Some((title, source)) = head
        && let Some(part) = shown_part(facts, title, &sites)
    {
        let has_other_words = |heading: &str| !squash(heading).contains(&squash(part));
        return match headings.as_slice() {
            [only] if !sites.are(only) && shares_words(part, only) && has_other_words(only) => {
                Some((only.clone(), "h1"))
            }
            _ => Some((part.to_owned(), source)),
        };
    }
    let (title, source) = match head {
        Some((title, source)) => (sites.cut(title), *source),
        None => return headings.into_iter().next().map(|heading| (heading, "h1")),
    };
    // The only heading tells more than a head that says the same on every page.
    match headings.as_slice() {
        [only] if !sites.has(only) && (sites.has(&title) || shares_words(&title, only)) => {
            Some((only.clone(), "h1"))
        }
        _ => Some((title, source)),
    }
}

/// What the head says, the most telling first.
fn said(facts: &Facts<'_>) -> Vec<(String, &'static str)> {
    let mut said = Vec::new();
    let mut add =
        |values: Vec<String>, source| said.extend(values.into_iter().next().map(|value| (value, source)));
    add(facts.json_ld.subject(&["headline"]), "JSON-LD headline");
    for (name, source) in METAS {
        add(facts.metas(name), source);
    }
    add(facts.items("headline"), "itemprop headline");
    add(facts.texts("title"), "title");
    said
}

/// The names of `<meta>` that have the title, in the order of trust.
const METAS: &[(&str, &str)] = &[
    ("og:title", "meta og:title"),
    ("twitter:title", "meta twitter:title"),
    ("parsely-title", "meta parsely-title"),
    ("sailthru.title", "meta sailthru.title"),
    ("dc.title", "meta dc.title"),
    ("dcterms.title", "meta dcterms.title"),
    ("citation_title", "meta citation_title"),
    ("headline", "meta headline"),
    ("title", "meta title"),
];

/// The texts of the headings of the first level, without the links to themselves.
fn headings(facts: &Facts<'_>) -> Vec<String> {
    let dom = facts.dom;
    let has_letters = |text: &str| text.contains(char::is_alphanumeric);
    let is_permalink = |id: NodeId| {
        dom.name(id) == "a" && !dom.descendants(id).filter_map(|id| dom.text(id)).any(has_letters)
    };
    let text = |heading: NodeId| {
        let mut texts = String::new();
        let mut next = dom.first_child(heading);
        while let Some(id) = next {
            let is_passed = is_permalink(id);
            texts += if dom.name(id) == "br" { " " } else { dom.text(id).unwrap_or("") };
            next = dom.first_child(id).filter(|_| !is_passed).or_else(|| dom.after(id, heading));
        }
        collapse(&texts)
    };
    facts.elements("h1").map(text).filter(|text| !text.is_empty()).collect()
}

/// Whether a title is this heading, perhaps with the name of the site before or behind it.
fn confirms(title: &str, heading: &str, sites: &Sites) -> bool {
    let (whole, part) = (squash(title), squash(heading));
    if part.is_empty() {
        return false;
    }
    if whole == part || squash(&sites.cut(title)) == part {
        return true;
    }
    // The first of several parts; the last is more often the site than the title.
    let first = separators(title).first().map_or(title, |found| &title[..found.start]);
    squash(first) == part || (whole.starts_with(&part) && part.chars().count() * 2 > whole.chars().count())
}

/// The part of the head's title that the page shows by itself, in a lesser heading or in what is called a title:
/// without the site, its sections and its motto, wherever they stand. The longest there is.
fn shown_part<'t>(facts: &Facts<'_>, title: &'t str, sites: &Sites) -> Option<&'t str> {
    let parts = telling_parts(title);
    let most = parts.iter().map(|(squashed, _)| squashed.len()).max()?;
    let shown = |id: NodeId| {
        let text = squashed_text(facts, id, most)?;
        let (_, part) = parts.iter().find(|(squashed, part)| *squashed == text && !sites.are(part))?;
        (!is_foreign(facts, id)).then_some(*part)
    };
    facts.titles().filter_map(shown).max_by_key(|part| part.len())
}

/// The parts of a title that are more than a section or a site, squashed and as they are: of one segment or of
/// several in a row, the first or the longest one among them.
fn telling_parts(title: &str) -> Vec<(String, &str)> {
    let separators = separators(title);
    let starts: Vec<usize> = iter::once(0).chain(separators.iter().map(|found| found.end)).collect();
    let ends: Vec<usize> =
        separators.iter().map(|found| found.start).chain(iter::once(title.len())).collect();
    if starts.len() > MOST_SEGMENTS {
        return Vec::new();
    }
    let longest = (0..starts.len()).max_by_key(|&at| ends[at].saturating_sub(starts[at])).unwrap_or(0);
    let runs = (0..starts.len()).flat_map(|from| (from..starts.len()).map(move |to| (from, to)));
    let telling = runs
        .filter(|&(from, to)| (from == 0 || (from..=to).contains(&longest)) && to - from + 1 < starts.len());
    telling
        .map(|(from, to)| &title[starts[from]..ends[to]])
        .map(|part| (squash(part), part))
        .filter(|(squashed, _)| weight(squashed) >= LEAST_WEIGHT)
        .collect()
}

/// More segments than this are no title.
const MOST_SEGMENTS: usize = 10;
/// What is shorter may be the name of a section, in letters; one of Chinese weighs as much as two others.
const LEAST_WEIGHT: usize = 12;

fn weight(text: &str) -> usize {
    text.chars().map(|c| if c > '\u{2e80}' { 2 } else { 1 }).sum()
}

/// The text of an element, squashed; nothing if it has more than so many bytes. Elements may be nested, so that of
/// each only so much is looked at as a heading has.
fn squashed_text(facts: &Facts<'_>, id: NodeId, most: usize) -> Option<String> {
    let (mut squashed, mut bytes) = (String::new(), 0);
    for node in facts.dom.descendants(id).take(MOST_NODES) {
        let Some(text) = facts.dom.text(node) else { continue };
        bytes += text.len();
        if bytes > MOST_BYTES {
            return None;
        }
        squashed += &squash(text);
        if squashed.len() > most {
            return None;
        }
    }
    Some(squashed)
}

const MOST_BYTES: usize = 4096;

fn shares_words(title: &str, heading: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        words.filter(|word| word.chars().count() > 3).collect()
    };
    let (title, heading) = (words(title), words(heading));
    let shared = heading.iter().filter(|word| title.contains(word)).count();
    // One word tells less than the head.
    shared * 2 >= heading.len() && heading.len() > 1
}

/// The names that the site of a page goes by.
pub(super) struct Sites(Vec<String>);

impl Sites {
    pub(super) fn new(facts: &Facts<'_>, site: &str) -> Self {
        let mut names = vec![squash(site)];
        names.extend(facts.metas("application-name").iter().map(|name| squash(name)));
        names.extend(facts.json_ld.of_type("WebSite", &["name"]).iter().map(|name| squash(name)));
        if let Some(host) = facts.host() {
            names.push(squash(&host));
            let labels = host.rsplit('.').skip(1);
            names.extend(labels.map(squash).filter(|label| label.len() > 3));
        }
        names.retain(|name| !name.is_empty());
        Sites(names)
    }

    /// Whether a text is a name of the site, whole or shortened, and nothing more: products have it in theirs.
    fn are(&self, text: &str) -> bool {
        let text = squash(text);
        self.0.iter().any(|name| *name == text || text.len() > 3 && name.starts_with(&text))
    }

    /// Whether a text is a name of the site, perhaps with a word or two behind it.
    pub(super) fn has(&self, text: &str) -> bool {
        let text = squash(text);
        self.0.iter().any(|name| {
            *name == text
                || (text.len() > 3
                    && name.len() > 3
                    && (name.starts_with(&text)
                        || text.starts_with(name.as_str()) && text.len() < name.len() * 3))
        })
    }

    /// A title without the name of the site at its end or at its beginning. Something is left of it: before
    /// the first separator of `| pipe` there is nothing that it could part.
    pub(super) fn cut(&self, title: &str) -> String {
        let whole = collapse(title);
        let (mut title, mut was_cut) = (whole.as_str(), false);
        while let Some(last) = last_separator(title).filter(|last| self.has(&title[last.end..])) {
            (title, was_cut) = (&title[..last.start], true);
        }
        if let Some(first) = separators(title).first().filter(|first| self.are(&title[..first.start])) {
            (title, was_cut) = (&title[first.end..], true);
        }
        // A stroke stands before the name of a site, known or not.
        let is_stroke = |range: &Range<usize>| {
            !was_cut && title[range.clone()].contains(['|', '｜', '丨', '»', '«', '·', '•', '_'])
        };
        let last = last_separator(title).filter(is_stroke);
        last.map_or(title, |last| &title[..last.start]).to_owned()
    }
}

fn last_separator(title: &str) -> Option<Range<usize>> {
    separators(title).pop().filter(|last| last.start > 0)
}
