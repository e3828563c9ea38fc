//! What conditions ask of a page: how many words stand where, in links and outside of them.
//!
//! Counted once a tree, when first asked, so that any number of questions takes linear time. It knows
//! no rules, and nothing that changes after it was made.

use crate::html::{Dom, NodeId};
use std::cell::OnceCell;

/// So many words are no large part of any page.
const LITTLE: u64 = 20;

/// The words of a tree as it was when they were first asked for.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    counts: OnceCell<Vec<Count>>,
}

/// Halves of words below a node: a character of Chinese or Japanese is half a word.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    all: u32,
    linked: u32,
}

impl Survey {
    /// Number of words below a node.
    pub(crate) fn words(&self, dom: &Dom, id: NodeId) -> u32 {
        self.count(dom, id).all / 2
    }

    /// Number of words below a node that are not part of a link.
    pub(crate) fn unlinked(&self, dom: &Dom, id: NodeId) -> u32 {
        let count = self.count(dom, id);
        (count.all - count.linked) / 2
    }

    /// How much of the page's text a node holds, links left out, in percent; 0 when it holds little: on a
    /// page of one line, another line is half of it and means nothing.
    pub(super) fn share(&self, dom: &Dom, id: NodeId) -> u32 {
        let unlinked = |id| u64::from(self.unlinked(dom, id));
        if unlinked(id) <= LITTLE {
            return 0;
        }
        let percent = (unlinked(id) * 100).checked_div(unlinked(dom.root())).unwrap_or(0);
        u32::try_from(percent).unwrap_or(100)
    }

    fn count(&self, dom: &Dom, id: NodeId) -> Count {
        self.counts.get_or_init(|| count(dom)).get(id.index()).copied().unwrap_or_default()
    }
}

fn count(dom: &Dom) -> Vec<Count> {
    let mut counts = vec![Count::default(); dom.len()];
    let mut is_linked = vec![false; dom.len()];
    let order: Vec<NodeId> = dom.descendants(dom.root()).collect();
    for &id in &order {
        let above = dom.parent(id).is_some_and(|parent| is_linked[parent.index()]);
        is_linked[id.index()] = above || dom.name(id) == "a";
        if let Some(text) = dom.text(id) {
            let all = halves(text);
            counts[id.index()] = Count { all, linked: if above { all } else { 0 } };
        }
    }
    for &id in order.iter().rev() {
        if let Some(parent) = dom.parent(id) {
            let own = counts[id.index()];
            let sum = &mut counts[parent.index()];
            sum.all = sum.all.saturating_add(own.all);
            sum.linked = sum.linked.saturating_add(own.linked);
        }
    }
    counts
}

/// A word is a run of letters and digits, or two characters of a script that sets no spaces.
fn halves(text: &str) -> u32 {
    let (mut halves, mut in_word) = (0, false);
    let mut rest = text;
    while let Some(&byte) = rest.as_bytes().first() {
        // Most text is ASCII, and all of it is counted on every page.
        if byte.is_ascii() {
            let is_letter = byte.is_ascii_alphanumeric();
            halves += if is_letter && !in_word { 2 } else { 0 };
            // `don't` and `e-mail` are one word.
            in_word = is_letter || (in_word && matches!(byte, b'\'' | b'-'));
            rest = &rest[1..];
            continue;
        }
        let Some(c) = rest.chars().next() else { break };
        if is_ideographic(c) {
            halves += u32::from(c.is_alphanumeric());
            in_word = false;
        } else if c.is_alphanumeric() {
            halves += if in_word { 0 } else { 2 };
            in_word = true;
        } else {
            in_word = in_word && c == '’';
        }
        rest = &rest[c.len_utf8()..];
    }
    halves
}

/// Han, kana and Thai; Hangul has spaces between words.
fn is_ideographic(c: char) -> bool {
    c >= '\u{e00}'
        && matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}' | '\u{e00}'..='\u{e7f}')
}

#[cfg(test)]
mod tests {
    use super::{Survey, halves};
    use crate::html::parse_fragment;

    #[test]
    fn words_are_counted_in_any_script() {
        for (text, expected) in [
            ("", 0),
            (" — … ", 0),
            ("one two", 4),
            ("don't e-mail", 4),
            ("相关阅读", 4),
            ("看 iPhone 15 吧", 6),
            ("한국어 문장", 4),
            ("Über 3,5 Liter", 8),
        ] {
            assert_eq!(halves(text), expected, "{text}");
        }
    }

    #[test]
    fn words_in_links_are_told_apart() {
        let dom =
            parse_fragment("<p>one two</p><div>three <a href=x>four <b>five</b></a></div>", &mut Vec::new());
        let survey = Survey::default();
        let div = dom.descendants(dom.root()).find(|&id| dom.is(id, "div")).expect("a div");
        assert_eq!((survey.words(&dom, div), survey.unlinked(&dom, div)), (3, 1));
        assert_eq!(survey.share(&dom, div), 0);
        let words = "word ".repeat(30);
        let dom = parse_fragment(&format!("<p>{words}</p><div>{words}{words}</div>"), &mut Vec::new());
        let div = dom.descendants(dom.root()).find(|&id| dom.is(id, "div")).expect("a div");
        assert_eq!(Survey::default().share(&dom, div), 66);
    }
}
