//! What conditions ask of a page: how many words stand where, in links and outside of them, and with which word an
//! element begins.
//!
//! The texts of a page are found in their order, from where a question begins to where it is settled, and so are their
//! words counted. What is found and counted is kept for the questions that follow: so any number of them, asked in the
//! order of the page, takes linear time. It knows no rules, and nothing that changes after it was made.

use super::word_count::halves;
use crate::html::{Dom, NodeId};
use std::cell::{Cell, RefCell};

/// So many words are no large part of any page.
const LITTLE: u32 = 20;

/// A stretch is extended to a node that comes so soon; a new one takes a look at all that is around it.
const NEAR: usize = 8;

/// So many nodes are looked at before what is found is remembered: most questions are settled by then. Few in tests,
/// whose pages are small.
const FEW: usize = if cfg!(test) { 4 } else { 300 };

/// What is known of a tree as it was when that was first asked for.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    texts: RefCell<Texts>,
    /// The words below the nodes that were asked for last.
    counted: RefCell<Counted>,
    of_page: RefCell<OfPage>,
    /// An element, and its first text, as the one who asks knows it.
    first: Cell<Option<(NodeId, NodeId)>>,
    /// What was found below the last node that was looked at as a whole: rules ask one after the other of the same.
    last: Cell<Option<(NodeId, Unlinked)>>,
}

/// What stands outside of links, if the node itself does.
#[derive(Clone, Copy, Debug, Default)]
struct Unlinked {
    halves: u32,
    chars: u32,
}

/// The texts of a stretch of a page, but for those in which there is nothing to be seen. What is below an element is a range of
/// them: from the first that stands not before it, to the first that stands behind. The stretch grows as far as questions
/// reach; one about a node that is not in it, nor comes next, begins another. So what nobody asks about is not read.
#[derive(Debug, Default)]
struct Texts {
    texts: Vec<Text>,
    /// The number of the first of them. No two texts ever have the same.
    base: usize,
    /// For each node that was reached, one more than the number that the next text had then; 0 for the others.
    places: Vec<u32>,
    walk: Walk,
}

#[derive(Clone, Copy, Debug)]
struct Text {
    id: NodeId,
    in_link: bool,
    /// Visible characters outside of links up to the end of it, from the beginning of the stretch.
    unlinked: u32,
}

/// A walk through a page that knows where it is in a link.
#[derive(Debug, Default)]
struct Walk {
    /// The node that comes next.
    next: Option<NodeId>,
    /// Whether that is in a link, and where the link ends, if more follows.
    in_link: bool,
    link_end: Option<NodeId>,
}

/// Words of texts that follow each other.
#[derive(Debug, Default)]
struct Counted {
    /// The number of the first text.
    from: usize,
    /// The words up to each of them.
    sums: Vec<Count>,
}

/// Halves of words: a character of Chinese or Japanese is half a word.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    all: u32,
    unlinked: u32,
}

/// The visible characters outside of links from the beginning of the page, as far as that was asked.
#[derive(Debug, Default)]
struct OfPage {
    is_begun: bool,
    next: Option<NodeId>,
    unlinked: u64,
}

impl Survey {
    /// Number of words below a node.
    pub(crate) fn words(&self, dom: &Dom, id: NodeId) -> u32 {
        self.count(dom, id, |_| false).all / 2
    }

    /// Number of words below a node that are not part of a link.
    pub(crate) fn unlinked(&self, dom: &Dom, id: NodeId) -> u32 {
        self.count(dom, id, |_| false).unlinked / 2
    }

    /// Whether a node holds more of the page's visible characters than so many percent, links left out; not when it
    /// holds little: on a page of one line, another line is half of it and means nothing.
    pub(super) fn has_share(&self, dom: &Dom, id: NodeId, percent: u32) -> bool {
        if !self.has_unlinked(dom, id, LITTLE) {
            return false;
        }
        let own = match self.unlinked_soon(dom, id, u32::MAX) {
            Some(Unlinked { chars, .. }) => u64::from(chars),
            None => self.texts.borrow_mut().unlinked_chars(dom, id),
        };
        !self.of_page.borrow_mut().has_unlinked(dom, own * 100 / (u64::from(percent) + 1))
    }

    /// The beginning of an element's text, as far as it stands in one piece, without white space in front; `None`
    /// when there is no text. A text of unseen characters alone is passed over: no rule speaks of one that begins so.
    pub(super) fn beginning<'d>(&self, dom: &'d Dom, id: NodeId) -> Option<&'d str> {
        let first = match self.first.get() {
            Some((element, text)) if element == id => text,
            _ => self.texts.borrow_mut().first_below(dom, id)?,
        };
        Some(dom.text(first)?.trim_ascii_start())
    }

    /// Takes note that this is the first text of an element, for the questions that follow.
    pub(super) fn know_first(&self, id: NodeId, text: NodeId) {
        self.first.set(Some((id, text)));
    }

    /// Whether there are more words than so many below an element.
    pub(super) fn has_words(&self, dom: &Dom, id: NodeId, most: u32) -> bool {
        let is_more = |count: Count| count.all / 2 > most;
        is_more(self.count(dom, id, is_more))
    }

    /// Whether there are more words than so many below an element that are not part of a link.
    pub(super) fn has_unlinked(&self, dom: &Dom, id: NodeId, most: u32) -> bool {
        let is_more = |count: Count| count.unlinked / 2 > most;
        match self.unlinked_soon(dom, id, most) {
            Some(Unlinked { halves, .. }) => {
                halves / 2 > most && !dom.ancestors(id).any(|above| dom.is_anchor(above))
            }
            None => is_more(self.count(dom, id, is_more)),
        }
    }

    /// What is below a node, counted until it is more than so many words; `None` where it holds many nodes.
    fn unlinked_soon(&self, dom: &Dom, id: NodeId, most: u32) -> Option<Unlinked> {
        if let Some((_, known)) = self.last.get().filter(|(last, _)| *last == id) {
            return Some(known);
        }
        let (mut found, mut next) = (Unlinked::default(), Some(id));
        for _ in 0..FEW {
            let Some(node) = next else {
                self.last.set(Some((id, found)));
                return Some(found);
            };
            let chars = dom.text_chars(node);
            if chars > 0 {
                found.halves += dom.text(node).map_or(0, halves);
                found.chars += chars;
                if found.halves / 2 > most {
                    return Some(found);
                }
            }
            next = after_outside_links(dom, node, id);
        }
        None
    }

    /// Counts what is below a node, until it is enough.
    fn count(&self, dom: &Dom, id: NodeId, is_enough: impl Fn(Count) -> bool) -> Count {
        self.counted.borrow_mut().count(dom, id, &mut self.texts.borrow_mut(), is_enough)
    }
}

impl Texts {
    /// The number of the first text that does not stand before a node, if there is one; `None` when the work is to end.
    fn before(&mut self, dom: &Dom, id: NodeId) -> Option<usize> {
        if self.places.is_empty() {
            self.places = vec![0; dom.len()];
        }
        if self.place(id).is_none() {
            for _ in 0..NEAR {
                if self.walk.next == Some(id) || !self.step(dom) {
                    break;
                }
            }
            if self.walk.next != Some(id) {
                // What was reached has lower numbers, so that it is known no more.
                (self.base, self.walk) = (self.end() + 1, Walk::from(dom, id));
                self.texts.clear();
            }
            self.step(dom);
        }
        self.place(id)
    }

    fn first_below(&mut self, dom: &Dom, id: NodeId) -> Option<NodeId> {
        let first = self.before(dom, id)?;
        let end = dom.after(id, dom.root());
        while self.end() == first && self.walk.next != end && self.step(dom) {}
        let text = self.get(first)?;
        end.and_then(|end| self.place(end)).is_none_or(|end| first < end).then_some(text.id)
    }

    /// The place of a node, if it is in the stretch.
    fn place(&self, id: NodeId) -> Option<usize> {
        (*self.places.get(id.index())? as usize).checked_sub(1).filter(|&place| place >= self.base)
    }

    fn get(&self, number: usize) -> Option<Text> {
        self.texts.get(number.checked_sub(self.base)?).copied()
    }

    /// The number that the next text will have.
    fn end(&self) -> usize {
        self.base + self.texts.len()
    }

    /// Reaches the next node; tells whether there was one.
    fn step(&mut self, dom: &Dom) -> bool {
        let Some((id, in_link)) = self.walk.step(dom) else { return false };
        self.places[id.index()] = self.end() as u32 + 1;
        let chars = dom.text_chars(id);
        if chars > 0 {
            let unlinked = self.unlinked() + if in_link { 0 } else { chars };
            self.texts.push(Text { id, in_link, unlinked });
        }
        true
    }

    /// Visible characters outside of links in the stretch.
    fn unlinked(&self) -> u32 {
        self.texts.last().map_or(0, |text| text.unlinked)
    }

    /// Those below a node.
    fn unlinked_chars(&mut self, dom: &Dom, id: NodeId) -> u64 {
        let Some(first) = self.before(dom, id) else { return 0 };
        let end = dom.after(id, dom.root());
        while end.is_none_or(|end| self.place(end).is_none()) && self.step(dom) {}
        let end = end.and_then(|end| self.place(end)).unwrap_or(self.end());
        let up_to = |number: usize| self.get(number.wrapping_sub(1)).map_or(0, |text| text.unlinked);
        u64::from(up_to(end) - up_to(first))
    }
}

impl Walk {
    fn from(dom: &Dom, id: NodeId) -> Self {
        let link = dom.ancestors(id).filter(|&id| dom.is_anchor(id)).last();
        let link_end = link.and_then(|link| dom.after(link, dom.root()));
        Walk { next: Some(id), in_link: link.is_some(), link_end }
    }

    /// The next node, and whether it is in a link.
    #[inline(always)]
    fn step(&mut self, dom: &Dom) -> Option<(NodeId, bool)> {
        let id = self.next.filter(|_| !dom.is_stopped())?;
        self.next = dom.first_child(id).or_else(|| dom.after(id, dom.root()));
        self.in_link &= self.link_end != Some(id);
        let in_link = self.in_link;
        if !in_link && dom.is_anchor(id) {
            (self.in_link, self.link_end) = (true, dom.after(id, dom.root()));
        }
        Some((id, in_link))
    }
}

/// The node that comes next in `top`, what stands in links passed over.
fn after_outside_links(dom: &Dom, node: NodeId, top: NodeId) -> Option<NodeId> {
    let inner = if dom.is_anchor(node) { None } else { dom.first_child(node) };
    inner.or_else(|| dom.after(node, top))
}

impl OfPage {
    /// Whether there are more than so many.
    fn has_unlinked(&mut self, dom: &Dom, most: u64) -> bool {
        if !std::mem::replace(&mut self.is_begun, true) {
            self.next = dom.first_child(dom.root());
        }
        while self.unlinked <= most {
            let Some(node) = self.next.filter(|_| !dom.is_stopped()) else { return false };
            self.unlinked += u64::from(dom.text_chars(node));
            self.next = after_outside_links(dom, node, dom.root());
        }
        true
    }
}

impl Counted {
    /// Counts what is below a node, until it is enough.
    fn count(
        &mut self,
        dom: &Dom,
        id: NodeId,
        texts: &mut Texts,
        is_enough: impl Fn(Count) -> bool,
    ) -> Count {
        let Some(first) = texts.before(dom, id) else { return Count::default() };
        if first < self.from || first > self.end() {
            self.from = first;
            self.sums.clear();
        }
        let end = dom.after(id, dom.root());
        let before = self.up_to(first);
        loop {
            let end = end.and_then(|end| texts.place(end)).unwrap_or(usize::MAX);
            let count = self.up_to(self.end().min(end)).without(before);
            if self.end() >= end || is_enough(count) {
                return count;
            }
            match texts.get(self.end()) {
                Some(text) => self.add(dom, text),
                None if texts.step(dom) => {}
                None => return count,
            }
        }
    }

    /// The number of the text that is counted next.
    fn end(&self) -> usize {
        self.from + self.sums.len()
    }

    /// The words of the texts before one of them.
    fn up_to(&self, text: usize) -> Count {
        (text - self.from).checked_sub(1).map_or(Count::default(), |last| self.sums[last])
    }

    fn add(&mut self, dom: &Dom, text: Text) {
        self.sums.push(self.up_to(self.end()).with(dom, text));
    }
}

impl Count {
    fn with(self, dom: &Dom, text: Text) -> Count {
        let words = dom.text(text.id).map_or(0, halves);
        Count { all: self.all + words, unlinked: self.unlinked + if text.in_link { 0 } else { words } }
    }

    fn without(self, other: Count) -> Count {
        Count { all: self.all - other.all, unlinked: self.unlinked - other.unlinked }
    }
}

#[cfg(test)]
mod tests {
    use super::Survey;
    use crate::html::parse_fragment;

    #[test]
    fn words_in_links_are_told_apart() {
        let dom =
            parse_fragment("<p>one two</p><div>three <a href=x>four <b>five</b></a></div>", &mut Vec::new());
        let survey = Survey::default();
        let div = dom.descendants(dom.root()).find(|&id| dom.is(id, "div")).expect("a div");
        assert_eq!((survey.words(&dom, div), survey.unlinked(&dom, div)), (3, 1));
        assert!(!survey.has_share(&dom, div, 0));
        let words = "word ".repeat(30);
        let many = format!("<i>{words}</i> <a href=x>{words}</a> <i></i> <b> <i>{words}</i> </b>");
        for twice in [format!("{words}{words}"), many] {
            let dom = parse_fragment(&format!("<p>{words}</p><div>{twice}</div>"), &mut Vec::new());
            let div = dom.descendants(dom.root()).find(|&id| dom.is(id, "div")).expect("a div");
            let survey = Survey::default();
            assert!(survey.has_share(&dom, div, 65) && !survey.has_share(&dom, div, 66), "{twice}");
        }
    }

    #[test]
    fn a_box_in_a_box_begins_with_its_own_word() {
        let html = "<div> <p><b>one</b> two</p><p> </p></div><div><i>three</i> <p>four</p></div><p>five</p>";
        let dom = parse_fragment(html, &mut Vec::new());
        let survey = Survey::default();
        // The first is the `html` around all.
        let elements = dom.descendants(dom.root()).filter(|&id| dom.is_element(id));
        let texts: Vec<_> = elements.map(|id| survey.beginning(&dom, id).unwrap_or("-")).collect();
        assert_eq!(texts.join(" "), "one one one one - three three four five");
    }

    #[test]
    fn what_is_counted_does_not_depend_on_what_was_asked_before() {
        let html = "<p>one <i>two</i> <a href=x>three <b>four</b></a> 五六七</p><a href=y><p>eight <a>nine</a></p></a><br>";
        let dom = parse_fragment(html, &mut Vec::new());
        let of = |survey: &Survey, id| (survey.words(&dom, id), survey.unlinked(&dom, id));
        let all = Survey::default();
        assert_eq!(of(&all, dom.root()), (7, 3));
        for (id, most) in dom.descendants(dom.root()).flat_map(|id| (0..8).map(move |most| (id, most))) {
            let (words, unlinked) = of(&all, id);
            let place = dom.path(id);
            for survey in [&Survey::default(), &all] {
                assert_eq!(survey.has_words(&dom, id, most), words > most, "{place} {most}");
                assert_eq!(survey.has_unlinked(&dom, id, most), unlinked > most, "{place} {most}");
            }
            assert_eq!(of(&Survey::default(), id), (words, unlinked), "{place}");
        }
    }
}
