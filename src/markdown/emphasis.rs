//! Which delimiters emphasis is written with, so that every CommonMark parser reads back what was meant.
//!
//! The delimiters of a run are matched by the standard's own algorithm ("process emphasis", CommonMark
//! appendix), and each mark that it would not find again moves one step up a short ladder: `*`, `_`, the
//! same with a character reference beside the delimiter, and at last no delimiter at all, since words
//! without emphasis are better than words with stray asterisks.

use super::chars::{Class, Edition, can_open_close, class};
use super::inline::{Kind, Run, Token, assemble};
use super::tree::Mark;

/// An emphasis, strong or strike mark of a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Delimited {
    pub(super) kind: Mark,
    /// The mark around it.
    pub(super) parent: Option<usize>,
    /// The link that it stands in: parsers match the delimiters of each link text for itself.
    pub(super) link: Option<usize>,
}

/// How a mark is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    underscore: bool,
    step: Step,
}

/// How far up the ladder a mark has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    AsIs,
    OtherDelimiter,
    References,
    OtherDelimiterAndReferences,
    LeftOut,
}

impl Choice {
    /// The delimiter for a mark of this kind.
    pub(super) fn delimiter(self, kind: Mark) -> &'static str {
        let other = matches!(self.step, Step::OtherDelimiter | Step::OtherDelimiterAndReferences);
        match (kind, self.underscore != other) {
            _ if self.step == Step::LeftOut => "",
            (Mark::Emphasis, false) => "*",
            (Mark::Emphasis, true) => "_",
            (Mark::Strong, false) => "**",
            (Mark::Strong, true) => "__",
            (Mark::Strike, _) => "~~",
            (Mark::Link(_), _) => "",
        }
    }

    fn has_references(self) -> bool {
        matches!(self.step, Step::References | Step::OtherDelimiterAndReferences)
    }

    fn next(self) -> Self {
        let step = match self.step {
            Step::AsIs => Step::OtherDelimiter,
            Step::OtherDelimiter => Step::References,
            Step::References => Step::OtherDelimiterAndReferences,
            Step::OtherDelimiterAndReferences | Step::LeftOut => Step::LeftOut,
        };
        Choice { step, ..self }
    }
}

/// Chooses how each mark is written.
pub(super) fn choose(tokens: &[Token<'_>], marks: &[Delimited]) -> Vec<Choice> {
    let mut choices = first_choices(tokens, marks);
    // Each round takes every failing mark one step up; the ladder has four, and neighbours take turns.
    for _ in 0..12 {
        let failing = failing(&assemble(tokens, marks, &choices), marks);
        if failing.is_empty() {
            return choices;
        }
        for mark in failing {
            choices[mark] = choices[mark].next();
        }
    }
    for mark in failing(&assemble(tokens, marks, &choices), marks) {
        choices[mark].step = Step::LeftOut;
    }
    choices
}

/// `*` for all, but `_` where a mark in a mark would make one run of delimiters that reads otherwise:
/// the same kind twice, or emphasis that fills a strong mark.
fn first_choices(tokens: &[Token<'_>], marks: &[Delimited]) -> Vec<Choice> {
    let mut choices = vec![Choice { underscore: false, step: Step::AsIs }; marks.len()];
    let places = places(tokens, marks.len());
    let fills = |inner: usize, outer: usize| {
        places[inner].0 == places[outer].0 + 1 && places[inner].1 + 1 == places[outer].1
    };
    for (number, mark) in marks.iter().enumerate() {
        let Some(parent) = mark.parent.filter(|&parent| marks[parent].link == mark.link) else { continue };
        let same = marks[parent].kind == mark.kind;
        let fills = marks[parent].kind == Mark::Strong && fills(number, parent);
        choices[number].underscore = (same || fills) && !choices[parent].underscore;
    }
    choices
}

/// At which tokens each mark begins and ends.
fn places(tokens: &[Token<'_>], marks: usize) -> Vec<(usize, usize)> {
    let mut places = vec![(0, 0); marks];
    for (at, token) in tokens.iter().enumerate() {
        match *token {
            Token::Delimiter { mark, opens: true } => places[mark].0 = at,
            Token::Delimiter { mark, opens: false } => places[mark].1 = at,
            _ => {}
        }
    }
    places
}

/// The characters beside delimiters that must be written as references, for the marks that chose so:
/// letters outside, which keep a delimiter from counting, and spaces and symbols inside.
pub(super) fn references(run: &Run, choices: &[Choice]) -> Vec<usize> {
    let mut places = Vec::new();
    for (index, segment) in run.segments.iter().enumerate() {
        let Kind::Delimiter { mark, opens } = segment.kind else { continue };
        if !choices[mark].has_references() {
            continue;
        }
        let is_text = |index: usize| {
            run.segments.get(index).is_some_and(|s| matches!(s.kind, Kind::Text | Kind::BracketText))
        };
        if index > 0 && is_text(index - 1) {
            let before = run.raw[..segment.start].char_indices().next_back();
            places.extend(before.filter(|&(_, c)| hinders(c, !opens)).map(|(at, _)| at));
        }
        if is_text(index + 1) {
            let after = run.raw[segment.end..].chars().next();
            places.extend(after.filter(|&c| hinders(c, opens)).map(|_| segment.end));
        }
    }
    places.sort_unstable();
    places.dedup();
    places
}

fn hinders(c: char, inside: bool) -> bool {
    match class(Some(c)) {
        Class::Letter => !inside,
        Class::Symbol => true,
        Class::Space => inside,
        Class::Punctuation => false,
    }
}

/// A run of equal delimiters, as a parser sees it.
#[derive(Debug)]
struct DelimiterRun {
    delimiter: char,
    length: usize,
    before: Class,
    after: Class,
    link: Option<usize>,
    /// Taken from the front as closer, and from the back as opener.
    closed: usize,
    opened: usize,
}

impl DelimiterRun {
    fn left(&self) -> usize {
        self.length - self.closed - self.opened
    }
}

/// Where a delimiter of a mark stands: in which run, and from which character of it.
type Spot = (usize, usize);

/// The marks that a parser would not find again.
fn failing(run: &Run, marks: &[Delimited]) -> Vec<usize> {
    let (mut runs, spots) = delimiter_runs(run, marks);
    if runs.is_empty() {
        return Vec::new();
    }
    let ambiguous = runs.iter().any(|r| r.before == Class::Symbol || r.after == Class::Symbol);
    let editions = if ambiguous { &Edition::ALL[..] } else { &Edition::ALL[..1] };
    let mut failing: Vec<usize> = Vec::new();
    for &edition in editions {
        let found = matches(&mut runs, edition);
        failing.extend(spots.iter().enumerate().filter_map(|(mark, spots)| {
            let &(open, close) = spots.as_ref()?;
            let wide = marks[mark].kind != Mark::Emphasis;
            (found.get(&open) != Some(&(close, wide))).then_some(mark)
        }));
    }
    failing.sort_unstable();
    failing.dedup();
    take_turns(failing, &spots)
}

/// Of failing marks that touch each other only the first moves in a round: if both did, they would collide again.
fn take_turns(failing: Vec<usize>, spots: &[Option<(Spot, Spot)>]) -> Vec<usize> {
    let mut busy = std::collections::HashSet::new();
    failing
        .into_iter()
        .filter(|&mark| {
            let Some((open, close)) = spots[mark] else { return false };
            let free = !busy.contains(&open.0) && !busy.contains(&close.0);
            if free {
                busy.extend([open.0, close.0]);
            }
            free
        })
        .collect()
}

/// Groups the delimiters of a run as a parser does, and says where each mark's delimiters are in them.
fn delimiter_runs(run: &Run, marks: &[Delimited]) -> (Vec<DelimiterRun>, Vec<Option<(Spot, Spot)>>) {
    let mut runs: Vec<DelimiterRun> = Vec::new();
    let mut opens: Vec<Option<Spot>> = vec![None; marks.len()];
    let mut spots = vec![None; marks.len()];
    let mut end_of_last = usize::MAX;
    for segment in &run.segments {
        let Kind::Delimiter { mark, opens: is_open } = segment.kind else { continue };
        let text = &run.raw[segment.start..segment.end];
        let delimiter = text.chars().next().unwrap_or('*');
        let joins = end_of_last == segment.start && runs.last().is_some_and(|r| r.delimiter == delimiter);
        if !joins {
            let (before, link) = (class_before(run, segment.start), marks[mark].link);
            let (length, after, closed, opened) = (0, Class::Space, 0, 0);
            runs.push(DelimiterRun { delimiter, length, before, after, link, closed, opened });
        }
        let index = runs.len() - 1;
        let spot = (index, runs[index].length);
        runs[index].length += text.len();
        runs[index].after = class_after(run, segment.end);
        end_of_last = segment.end;
        if is_open {
            opens[mark] = Some(spot);
        } else {
            spots[mark] = opens[mark].map(|open| (open, spot));
        }
    }
    (runs, spots)
}

fn class_before(run: &Run, at: usize) -> Class {
    let Some((start, c)) = run.raw[..at].char_indices().next_back() else { return Class::Space };
    if run.references.binary_search(&start).is_ok() { Class::Punctuation } else { class(Some(c)) }
}

fn class_after(run: &Run, at: usize) -> Class {
    if run.references.binary_search(&at).is_ok() {
        Class::Punctuation
    } else {
        class(run.raw[at..].chars().next())
    }
}

/// What the parser pairs: the spot of an opener → the spot of its closer, and whether two characters
/// of each were used.
type Found = std::collections::HashMap<Spot, (Spot, bool)>;

/// "Process emphasis" of the CommonMark appendix, over one run of inline content.
fn matches(runs: &mut [DelimiterRun], edition: Edition) -> Found {
    let mut found = Found::new();
    let mut links: Vec<Option<usize>> = runs.iter().map(|r| r.link).collect();
    links.sort_unstable();
    links.dedup();
    for run in runs.iter_mut() {
        (run.closed, run.opened) = (0, 0);
    }
    for link in links {
        match_within(runs, link, edition, &mut found);
    }
    found
}

fn match_within(runs: &mut [DelimiterRun], link: Option<usize>, edition: Edition, found: &mut Found) {
    let mut openers: Vec<usize> = Vec::new();
    // How many of the openers are known not to fit a closer of this kind ("openers_bottom").
    let mut bottoms = std::collections::HashMap::new();
    for closer in 0..runs.len() {
        if runs[closer].link != link {
            continue;
        }
        let run = &runs[closer];
        let (can_open, can_close) = can_open_close(run.delimiter, run.before, run.after, edition);
        let key = (run.delimiter, can_open, run.length % 3);
        while can_close && runs[closer].left() > 0 {
            let bottom = bottoms.get(&key).copied().unwrap_or(0).min(openers.len());
            let fits = |&&opener: &&usize| can_pair(&runs[opener], &runs[closer], can_open, edition);
            let Some(place) = openers[bottom..].iter().rev().position(|opener| fits(&opener)) else {
                bottoms.insert(key, openers.len());
                break;
            };
            openers.truncate(openers.len() - place);
            let opener = openers[openers.len() - 1];
            pair(runs, opener, closer, found);
            if runs[opener].left() == 0 {
                openers.pop();
            }
        }
        if can_open && runs[closer].left() > 0 {
            openers.push(closer);
        }
    }
}

fn can_pair(opener: &DelimiterRun, closer: &DelimiterRun, closer_can_open: bool, edition: Edition) -> bool {
    if opener.delimiter != closer.delimiter {
        return false;
    }
    if opener.delimiter == '~' {
        return opener.left() == closer.left();
    }
    let (_, opener_can_close) = can_open_close(opener.delimiter, opener.before, opener.after, edition);
    let of_three = (opener.length + closer.length) % 3 == 0;
    let both_of_three = opener.length % 3 == 0 && closer.length % 3 == 0;
    !((opener_can_close || closer_can_open) && of_three && !both_of_three)
}

fn pair(runs: &mut [DelimiterRun], opener: usize, closer: usize, found: &mut Found) {
    let wide = runs[opener].left() >= 2 && runs[closer].left() >= 2;
    let width = if wide { 2 } else { 1 };
    let from = runs[opener].length - runs[opener].opened - width;
    found.insert((opener, from), ((closer, runs[closer].closed), wide));
    runs[opener].opened += width;
    runs[closer].closed += width;
}
