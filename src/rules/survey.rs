//! What conditions ask of a page: how many words stand where, in links and outside of them, and with which word an
//! element begins.
//!
//! The first questions are answered by a look below the node; when all looks together have gone on for as long as
//! counting takes, all is counted, once a tree, so that any number of questions takes linear time. It knows no
//! rules, and nothing that changes after it was made.

use super::letters::is_letter;
use crate::html::{Dom, NodeId, is_space_byte};
use std::cell::{Cell, OnceCell};

/// So many words are no large part of any page.
const LITTLE: u32 = 20;

/// The words of a tree as it was when they were first asked for.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    counts: OnceCell<Vec<Count>>,
    /// How much was looked at before all was counted, in bytes of text.
    looked_at: Cell<usize>,
    /// So many words at least are outside links.
    seen: Cell<u32>,
    /// The element that was last asked for its first word, and where that stands.
    opening: Cell<Option<(NodeId, Option<Place>)>>,
}

/// A piece of a text.
#[derive(Clone, Copy, Debug)]
struct Place {
    text: NodeId,
    start: usize,
    len: usize,
}

/// What looking at a node costs, in bytes of text that are counted in that time.
const NODE: usize = 16;

/// It is enough when so many bytes for each node of a tree were looked at: about what it costs to count all.
const ENOUGH: usize = 32;

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

    /// Whether a node holds more of the page's text than so many percent, links left out; not when it holds
    /// little: on a page of one line, another line is half of it and means nothing.
    pub(super) fn has_share(&self, dom: &Dom, id: NodeId, percent: u32) -> bool {
        if !self.has_unlinked(dom, id, LITTLE) {
            return false;
        }
        let all = u64::from(self.unlinked_up_to(dom, id, u32::MAX)) * 100 / (u64::from(percent) + 1);
        let all = u32::try_from(all).unwrap_or(u32::MAX);
        if self.seen.get() <= all {
            self.seen.set(self.unlinked_up_to(dom, dom.root(), all));
        }
        self.seen.get() <= all
    }

    /// The first word of an element's text, as far as it stands in one piece; `None` when there is no text.
    pub(super) fn first_word<'d>(&self, dom: &'d Dom, id: NodeId) -> Option<&'d str> {
        let place = match self.opening.get() {
            Some((last, place)) if last == id => place,
            // A box in a box begins with the same word, if that stands in both.
            Some((last, Some(place))) if stands_in(dom, place.text, id, last) => Some(place),
            _ => first_word(dom, id),
        };
        self.opening.set(Some((id, place)));
        let Place { text, start, len } = place?;
        dom.text(text)?.get(start..start + len)
    }

    /// Whether there are more words than so many below an element.
    pub(super) fn has_words(&self, dom: &Dom, id: NodeId, most: u32) -> bool {
        self.look(dom, id, most, |_| false).unwrap_or_else(|| self.words(dom, id)) > most
    }

    /// Whether there are more words than so many below an element that are not part of a link.
    pub(super) fn has_unlinked(&self, dom: &Dom, id: NodeId, most: u32) -> bool {
        self.unlinked_up_to(dom, id, most) > most
    }

    /// The number of words below an element that are not part of a link; when it is larger than `most`, it need
    /// not be the whole number.
    fn unlinked_up_to(&self, dom: &Dom, id: NodeId, most: u32) -> u32 {
        let is_link = |node| dom.name(node) == "a";
        match self.look(dom, id, most, is_link) {
            Some(words) if words > 0 && (is_link(id) || dom.ancestors(id).any(is_link)) => 0,
            Some(words) => words,
            None => self.unlinked(dom, id),
        }
    }

    /// Counts the words below an element, without what is passed over, until they are more than `most`; `None` when
    /// there was enough of looking, and it is better to count.
    fn look(&self, dom: &Dom, top: NodeId, most: u32, is_passed: impl Fn(NodeId) -> bool) -> Option<u32> {
        let (mut halves_seen, mut looked_at) = (0_u32, self.looked_at.get());
        let mut next = dom.first_child(top);
        while let Some(id) = next.filter(|_| halves_seen / 2 <= most && looked_at <= dom.len() * ENOUGH) {
            let text = dom.text(id).unwrap_or("");
            looked_at += NODE + text.len();
            halves_seen = halves_seen.saturating_add(halves(text));
            next = dom.first_child(id).filter(|_| !is_passed(id)).or_else(|| dom.after(id, top));
        }
        self.looked_at.set(looked_at);
        (next.is_none() || halves_seen / 2 > most).then_some(halves_seen / 2)
    }

    fn count(&self, dom: &Dom, id: NodeId) -> Count {
        self.counts.get_or_init(|| count(dom)).get(id.index()).copied().unwrap_or_default()
    }
}

/// Whether a node stands in an element that stands in another.
fn stands_in(dom: &Dom, node: NodeId, inner: NodeId, outer: NodeId) -> bool {
    let mut above = dom.ancestors(node).take_while(|&id| id != outer);
    above.any(|id| id == inner) && dom.ancestors(inner).any(|id| id == outer)
}

fn first_word(dom: &Dom, top: NodeId) -> Option<Place> {
    for id in dom.descendants(top) {
        let bytes = dom.text(id).unwrap_or("").as_bytes();
        if let Some(start) = bytes.iter().position(|&byte| !is_space_byte(byte)) {
            let word = &bytes[start..];
            let len = word.iter().position(|&byte| is_space_byte(byte)).unwrap_or(word.len());
            return Some(Place { text: id, start, len });
        }
    }
    None
}

fn count(dom: &Dom) -> Vec<Count> {
    let mut counts = vec![Count::default(); dom.len()];
    let mut order: Vec<NodeId> = Vec::with_capacity(dom.len());
    // Whether the walk is in a link, and where it leaves it again, if more follows.
    let (mut in_link, mut end) = (false, None);
    for id in dom.descendants(dom.root()) {
        in_link &= end != Some(id);
        if let Some(text) = dom.text(id) {
            let all = halves(text);
            counts[id.index()] = Count { all, linked: if in_link { all } else { 0 } };
        } else if !in_link && dom.name(id) == "a" {
            (in_link, end) = (true, dom.after(id, dom.root()));
        }
        order.push(id);
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
    // Half of all texts are nothing but white space.
    let text = text.trim_ascii_start();
    if text.is_ascii() {
        return words_of_ascii(text.as_bytes()) * 2;
    }
    let (mut halves, mut in_word) = (0, false);
    let bytes = text.as_bytes();
    let mut at = 0;
    // Most text is ASCII or Han, and all of it is counted on every page.
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii() {
            let is_letter = byte.is_ascii_alphanumeric();
            halves += u32::from(is_letter & !in_word) * 2;
            // `don't` and `e-mail` are one word.
            in_word = is_letter | (in_word & matches!(byte, b'\'' | b'-'));
            at += 1;
        } else if matches!(byte, 0xe5..=0xe9) {
            // U+5000 to U+9FFF: letters all.
            (halves, in_word, at) = (halves + 1, false, at + 3);
        } else {
            let Some(c) = text[at..].chars().next() else { break };
            let is_letter = is_letter(c);
            if is_ideographic(c) {
                halves += u32::from(is_letter);
                in_word = false;
            } else {
                halves += u32::from(is_letter & !in_word) * 2;
                in_word = is_letter || (in_word && c == '’');
            }
            at += c.len_utf8();
        }
    }
    halves
}

/// A word begins at each letter behind another sign; those that a hyphen or an apostrophe joins were counted
/// twice. Summed up in bytes, so that many are looked at in one step.
fn words_of_ascii(text: &[u8]) -> u32 {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric();
    let Some((&first, after)) = text.split_first() else { return 0 };
    let starts = |(here, before): (&[u8], &[u8])| {
        let pairs = here.iter().zip(before);
        u32::from(pairs.map(|(&here, &before)| u8::from(is_letter(here) & !is_letter(before))).sum::<u8>())
    };
    let part = usize::from(u8::MAX);
    let starts: u32 = after.chunks(part).zip(text[..after.len()].chunks(part)).map(starts).sum();
    let joined = |at: usize| {
        // Of several such signs in a row, the last speaks.
        let rest = text[..at].iter().rev().find(|&&byte| !matches!(byte, b'\'' | b'-'));
        rest.is_some_and(|&byte| is_letter(byte)) && text.get(at + 1).is_some_and(|&byte| is_letter(byte))
    };
    let joined = memchr::memchr2_iter(b'\'', b'-', text).filter(|&at| joined(at)).count();
    u32::from(is_letter(first)) + starts - joined as u32
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
            ("-a--b '' c'd- 'e' f-", 8),
            ("相关阅读", 4),
            ("看 iPhone 15 吧", 6),
            ("한국어 문장", 4),
            ("Über 3,5 Liter", 8),
            ("x-中y", 5),
            ("слово, ещё слово", 6),
            ("٣ أيام «a»", 6),
        ] {
            assert_eq!(halves(text), expected, "{text}");
        }
    }

    #[test]
    fn han_are_letters_all() {
        assert!(('\u{5000}'..='\u{9fff}').all(|c| super::is_ideographic(c) && c.is_alphanumeric()));
    }

    #[test]
    fn words_in_links_are_told_apart() {
        let dom =
            parse_fragment("<p>one two</p><div>three <a href=x>four <b>five</b></a></div>", &mut Vec::new());
        let survey = Survey::default();
        let div = dom.descendants(dom.root()).find(|&id| dom.is(id, "div")).expect("a div");
        assert_eq!((survey.words(&dom, div), survey.unlinked(&dom, div)), (3, 1));
        assert!(!survey.has_share(&dom, div, 0));
        let words = "word ".repeat(30);
        let dom = parse_fragment(&format!("<p>{words}</p><div>{words}{words}</div>"), &mut Vec::new());
        let div = dom.descendants(dom.root()).find(|&id| dom.is(id, "div")).expect("a div");
        let survey = Survey::default();
        assert!(survey.has_share(&dom, div, 65) && !survey.has_share(&dom, div, 66));
    }

    #[test]
    fn a_box_in_a_box_begins_with_its_own_word() {
        let html = "<div> <p><b>one</b> two</p><p> </p></div><div><i>three</i> <p>four</p></div><p>five</p>";
        let dom = parse_fragment(html, &mut Vec::new());
        let survey = Survey::default();
        // The first is the `html` around all.
        let elements = dom.descendants(dom.root()).filter(|&id| dom.is_element(id));
        let words: Vec<_> = elements.map(|id| survey.first_word(&dom, id).unwrap_or("-")).collect();
        assert_eq!(words.join(" "), "one one one one - three three four five");
    }

    #[test]
    fn a_look_says_what_counting_says() {
        let html = "<p>one <i>two</i> <a href=x>three <b>four</b></a> 五六七</p><a href=y><p>eight <a>nine</a></p></a><br>";
        let dom = parse_fragment(html, &mut Vec::new());
        let counting = Survey::default();
        counting.looked_at.set(usize::MAX);
        for (id, most) in dom.descendants(dom.root()).flat_map(|id| (0..8).map(move |most| (id, most))) {
            let looking = Survey::default();
            let of =
                |survey: &Survey| (survey.has_words(&dom, id, most), survey.has_unlinked(&dom, id, most));
            let is_element = dom.is_element(id);
            assert!(!is_element || of(&looking) == of(&counting), "{} {most}", dom.path(id));
            assert!(looking.counts.get().is_none());
        }
        assert!(counting.counts.get().is_some());
    }
}
