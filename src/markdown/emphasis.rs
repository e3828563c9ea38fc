//! Which delimiters emphasis is written with, so that every CommonMark parser reads back what was meant.
//!
//! The delimiters of a run are matched by the standard's own algorithm ("process emphasis", CommonMark
//! appendix), and each mark that it would not find again moves one step up a short ladder: `*`, `_`, the
//! same with a character reference beside the delimiter, and at last no delimiter at all, since words
//! without emphasis are better than words with stray asterisks.

use super::chars::{Class, Edition, can_open_close, class};
use super::inline::{Kind, Run, Segment, Token, assemble};
use super::tree::Mark;
use std::collections::{HashMap, HashSet};

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

    /// The next step for a mark that fails for this cause: another delimiter cannot help a delimiter
    /// that its neighbours keep from counting.
    fn next(self, cause: Cause) -> Self {
        let step = match (self.step, cause) {
            (Step::AsIs, Cause::Pairing) => Step::OtherDelimiter,
            (Step::AsIs | Step::OtherDelimiter, _) => Step::References,
            (Step::References, _) => Step::OtherDelimiterAndReferences,
            (Step::OtherDelimiterAndReferences | Step::LeftOut, _) => Step::LeftOut,
        };
        Choice { step, ..self }
    }
}

/// Why a parser would not find a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cause {
    /// A delimiter can not open or close, for what stands beside it.
    Flanking,
    /// It is paired with another.
    Pairing,
}

/// Chooses how each mark is written.
pub(super) fn choose(tokens: &[Token<'_>], marks: &[Delimited]) -> Vec<Choice> {
    if marks.is_empty() {
        return Vec::new();
    }
    let first = first_choices(tokens, marks);
    let (climbed, stands) = climb(tokens, marks, first.clone());
    let check = |choices: &[Choice]| failing(&assemble(tokens, marks, choices), marks);
    if (stands || check(&climbed).is_empty()) && !climbed.iter().any(|choice| choice.step == Step::LeftOut) {
        return climbed;
    }
    // Where single steps lead nowhere, what says nothing new goes, or all marks take a step together.
    let all = |step: Step| first.iter().map(|&choice| Choice { step, ..choice }).collect::<Vec<_>>();
    let others = [all(Step::References), all(Step::OtherDelimiterAndReferences)];
    let others = others.into_iter().map(|choices| climb(tokens, marks, choices).0);
    let (plain, _) = climb(tokens, marks, without_redundant(marks, &first));
    let cost = |choices: &Vec<Choice>| {
        let lost = |&mark: &usize| choices[mark].step == Step::LeftOut && !is_redundant(marks, mark);
        check(choices).len() + (0..marks.len()).filter(lost).count()
    };
    let mut best = [plain, climbed].into_iter().chain(others).min_by_key(cost).unwrap_or(first);
    for _ in 0..=marks.len().min(4) {
        for (mark, _) in check(&best) {
            best[mark].step = Step::LeftOut;
        }
    }
    best
}

/// Takes failing marks up the ladder, neighbours in turns: outer before inner in one round, inner
/// before outer in the next. The ladder has four steps, so a few rounds tell whether it leads anywhere. Tells whether
/// it was seen that none fails any more.
fn climb(tokens: &[Token<'_>], marks: &[Delimited], mut choices: Vec<Choice>) -> (Vec<Choice>, bool) {
    for round in 0..12 {
        let mut failing = failing(&assemble(tokens, marks, &choices), marks);
        if failing.is_empty() {
            return (choices, true);
        }
        if round % 2 == 1 {
            failing.reverse();
        }
        for (mark, cause) in take_turns(failing, marks) {
            choices[mark] = choices[mark].next(cause);
        }
    }
    (choices, false)
}

/// Leaves out what says nothing new: emphasis in emphasis, strong in strong.
fn without_redundant(marks: &[Delimited], first: &[Choice]) -> Vec<Choice> {
    let step = |mark: usize| if is_redundant(marks, mark) { Step::LeftOut } else { Step::AsIs };
    first.iter().enumerate().map(|(mark, &choice)| Choice { step: step(mark), ..choice }).collect()
}

fn is_redundant(marks: &[Delimited], mark: usize) -> bool {
    let mut around = std::iter::successors(marks[mark].parent, |&parent| marks[parent].parent);
    around.any(|parent| marks[parent].kind == marks[mark].kind)
}

/// `*` for all, but `_` where a mark in a mark would make one run of delimiters that reads otherwise:
/// the same kind twice, or emphasis that fills a strong mark. A strong mark that fills an emphasis
/// takes the delimiter of that: `***a***` is just this. A mark right behind another takes the other
/// delimiter, or the two would be one run.
fn first_choices(tokens: &[Token<'_>], marks: &[Delimited]) -> Vec<Choice> {
    let mut choices = vec![Choice { underscore: false, step: Step::AsIs }; marks.len()];
    let places = places(tokens, marks.len());
    let fills = |inner: usize, outer: usize| {
        places[inner].0 == places[outer].0 + 1 && places[inner].1 + 1 == places[outer].1
    };
    for (number, mark) in marks.iter().enumerate() {
        let before = places[number].0.checked_sub(1).map(|before| &tokens[before]);
        if let Some(&Token::Delimiter { mark: sibling, opens: false }) = before {
            choices[number].underscore = !choices[sibling].underscore;
            continue;
        }
        let around = std::iter::successors(mark.parent, |&parent| marks[parent].parent);
        let mut around = around.filter(|&parent| marks[parent].link == mark.link);
        let Some(parent) = around.find(|&parent| marks[parent].kind != Mark::Strike) else { continue };
        let around = choices[parent].underscore;
        choices[number].underscore = match (marks[parent].kind, mark.kind) {
            (Mark::Strong, Mark::Strong) | (Mark::Emphasis, Mark::Emphasis) => !around,
            (Mark::Strong, Mark::Emphasis) if fills(number, parent) => !around,
            (Mark::Emphasis, Mark::Strong) if fills(number, parent) => around,
            _ => false,
        };
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
        let before = run.segments[..index].iter().rev().find(|s| !is_tildes(run, s));
        if let Some(text) = before.filter(|s| is_text(s)) {
            let last = run.raw[..text.end].char_indices().next_back();
            places.extend(last.filter(|&(_, c)| hinders(c, !opens)).map(|(at, _)| at));
        }
        let after = run.segments[index + 1..].iter().find(|s| !is_tildes(run, s));
        if let Some(text) = after.filter(|s| is_text(s)) {
            let first = run.raw[text.start..].chars().next();
            places.extend(first.filter(|&c| hinders(c, opens)).map(|_| text.start));
        }
    }
    places.sort_unstable();
    places.dedup();
    places
}

/// Delimiters of strikethrough, which some parsers look past.
fn is_tildes(run: &Run, segment: &Segment) -> bool {
    matches!(segment.kind, Kind::Delimiter { .. }) && run.raw[segment.start..segment.end].starts_with('~')
}

fn is_text(segment: &Segment) -> bool {
    matches!(segment.kind, Kind::Text | Kind::BracketText)
}

fn hinders(c: char, inside: bool) -> bool {
    match class(Some(c)) {
        // Some parsers look past it, to what may be a space.
        _ if c == '~' => true,
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
    /// What each edition sees on the two sides.
    before: [Class; 3],
    after: [Class; 3],
    link: Option<usize>,
    /// Taken from the front as closer, and from the back as opener.
    closed: usize,
    opened: usize,
}

impl DelimiterRun {
    fn can_open_close(&self, edition: usize) -> (bool, bool) {
        can_open_close(self.delimiter, self.before[edition], self.after[edition], Edition::ALL[edition])
    }

    /// Whether the editions can differ on it.
    fn is_ambiguous(&self) -> bool {
        let unclear =
            |sides: &[Class; 3]| sides[0] == Class::Symbol || sides.iter().any(|side| *side != sides[0]);
        unclear(&self.before) || unclear(&self.after)
    }

    fn left(&self) -> usize {
        self.length - self.closed - self.opened
    }
}

/// Where a delimiter of a mark stands: in which run, and from which character of it.
type Spot = (usize, usize);

/// The marks that a parser would not find again, and why.
fn failing(run: &Run, marks: &[Delimited]) -> Vec<(usize, Cause)> {
    let (mut runs, spots) = delimiter_runs(run, marks);
    if runs.is_empty() {
        return Vec::new();
    }
    let editions = if runs.iter().any(DelimiterRun::is_ambiguous) { Edition::ALL.len() } else { 1 };
    let mut failing: Vec<(usize, Cause)> = Vec::new();
    for edition in 0..editions {
        let found = matches(&mut runs, edition);
        failing.extend(spots.iter().enumerate().filter_map(|(mark, spots)| {
            let &(open, close) = spots.as_ref()?;
            let wide = marks[mark].kind != Mark::Emphasis;
            if found.get(&open) == Some(&(close, wide)) {
                return None;
            }
            let counts = runs[open.0].can_open_close(edition).0 && runs[close.0].can_open_close(edition).1;
            Some((mark, if counts { Cause::Pairing } else { Cause::Flanking }))
        }));
    }
    failing.sort_unstable();
    failing.dedup_by_key(|(mark, _)| *mark);
    failing
}

/// Of failing marks that stand in each other, or right behind each other, only the first moves in a
/// round: if both did, they would collide again.
fn take_turns(failing: Vec<(usize, Cause)>, marks: &[Delimited]) -> Vec<(usize, Cause)> {
    let mut busy = HashSet::new();
    failing
        .into_iter()
        .filter(|(mark, cause)| {
            let around = marks[*mark].parent;
            let free = *cause == Cause::Flanking
                || !(busy.contains(mark) || around.is_some_and(|p| busy.contains(&p)));
            if free {
                busy.extend(around);
                busy.insert(*mark);
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
            let (length, after, closed, opened) = (0, [Class::Space; 3], 0, 0);
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

/// What each edition sees before a place; a character reference is punctuation to all of them.
pub(super) fn class_before(run: &Run, at: usize) -> [Class; 3] {
    Edition::ALL.map(|edition| {
        let mut seen = run.raw[..at].char_indices().rev();
        seen.find(|&(at, c)| !(edition.looks_past(c) && run.is_delimiter(at)))
            .map_or(Class::Space, |(at, c)| seen_as(run, at, c))
    })
}

/// What each edition sees from a place on.
pub(super) fn class_after(run: &Run, at: usize) -> [Class; 3] {
    Edition::ALL.map(|edition| {
        let mut seen = run.raw[at..].char_indices().map(|(offset, c)| (at + offset, c));
        seen.find(|&(at, c)| !(edition.looks_past(c) && run.is_delimiter(at)))
            .map_or(Class::Space, |(at, c)| seen_as(run, at, c))
    })
}

fn seen_as(run: &Run, at: usize, c: char) -> Class {
    if run.is_reference(at) { Class::Punctuation } else { class(Some(c)) }
}

/// What the parser pairs: the spot of an opener → the spot of its closer, and whether two characters
/// of each were used.
type Found = HashMap<Spot, (Spot, bool)>;

/// "Process emphasis" of the CommonMark appendix, over one run of inline content.
fn matches(runs: &mut [DelimiterRun], edition: usize) -> Found {
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

fn match_within(runs: &mut [DelimiterRun], link: Option<usize>, edition: usize, found: &mut Found) {
    let mut openers: Vec<usize> = Vec::new();
    // The run from which on openers may fit a closer of this kind ("openers_bottom").
    let mut bottoms = HashMap::new();
    for closer in 0..runs.len() {
        if runs[closer].link != link {
            continue;
        }
        let run = &runs[closer];
        let (can_open, can_close) = run.can_open_close(edition);
        let key = (run.delimiter, can_open, run.length % 3);
        while can_close && runs[closer].left() > 0 {
            let bottom = bottoms.get(&key).copied().unwrap_or(0);
            let mut candidates = openers.iter().rev().take_while(|&&opener| opener >= bottom);
            let fits = |&opener: &usize| can_pair(&runs[opener], &runs[closer], can_open, edition);
            let Some(place) = candidates.position(fits) else {
                bottoms.insert(key, closer);
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

fn can_pair(opener: &DelimiterRun, closer: &DelimiterRun, closer_can_open: bool, edition: usize) -> bool {
    if opener.delimiter != closer.delimiter {
        return false;
    }
    if opener.delimiter == '~' {
        return opener.left() == closer.left();
    }
    let (_, opener_can_close) = opener.can_open_close(edition);
    let of_three = (opener.length + closer.length).is_multiple_of(3);
    let both_of_three = opener.length.is_multiple_of(3) && closer.length.is_multiple_of(3);
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
