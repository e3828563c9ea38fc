//! The marks around a piece as one small value, which is copied: a page has a span for every few words.

use super::tree::{LinkId, Mark};
use std::fmt;

/// The marks around a piece, outermost first: ten at most, and one link among them.
///
/// Of each mark the kind stands in three bits of one number, the outermost in the lowest. So what paths of marks share
/// is what their numbers share at that end.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    kinds: u32,
    /// Where the link goes; zero without one, so that equal paths are equal values.
    link: u32,
}

const BITS: usize = 3;

/// The lowest bit of each mark, which only links have.
const LINKS: u32 = 0o1_111_111_111;

impl Marks {
    pub(crate) const NONE: Marks = Marks { kinds: 0, link: 0 };

    /// Emphasis, strong and struck through, three times each, and a link.
    pub(crate) const MOST: usize = 10;

    pub(crate) fn len(self) -> usize {
        (u32::BITS - self.kinds.leading_zeros()).div_ceil(BITS as u32) as usize
    }

    pub(crate) fn is_empty(self) -> bool {
        self.kinds == 0
    }

    /// The mark at a depth; the outermost one is at zero.
    pub(crate) fn get(self, depth: usize) -> Option<Mark> {
        match self.kinds.checked_shr((depth * BITS) as u32)? & 0b111 {
            0b001 => Some(Mark::Link(LinkId(self.link))),
            0b010 => Some(Mark::Emphasis),
            0b100 => Some(Mark::Strong),
            0b110 => Some(Mark::Strike),
            _ => None,
        }
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Mark> {
        (0..Marks::MOST).map_while(move |depth| self.get(depth))
    }

    /// The innermost mark.
    pub(crate) fn last(self) -> Option<Mark> {
        self.get(self.len().checked_sub(1)?)
    }

    pub(crate) fn contains(self, mark: Mark) -> bool {
        self.iter().any(|own| own == mark)
    }

    pub(crate) fn count(self, mark: Mark) -> usize {
        self.iter().filter(|own| *own == mark).count()
    }

    pub(crate) fn link(self) -> Option<LinkId> {
        self.has_link().then_some(LinkId(self.link))
    }

    pub(crate) fn has_link(self) -> bool {
        self.kinds & LINKS != 0
    }

    /// Whether there is any mark that is not a link.
    pub(crate) fn has_delimiters(self) -> bool {
        self.kinds & !LINKS != 0
    }

    /// So many marks from the outside.
    pub(crate) fn outer(self, count: usize) -> Marks {
        let kinds = self.kinds & !u32::MAX.checked_shl((count * BITS) as u32).unwrap_or(0);
        Marks { kinds, link: if kinds & LINKS == 0 { 0 } else { self.link } }
    }

    /// Whether all of the other marks are here, from the outside.
    pub(crate) fn starts_with(self, other: Marks) -> bool {
        self.outer(other.len()) == other
    }

    /// The marks that both have, from the outside.
    pub(crate) fn shared(self, other: Marks) -> Marks {
        let differ =
            (self.kinds ^ other.kinds) | if self.link == other.link { 0 } else { self.kinds & LINKS };
        self.outer(differ.trailing_zeros() as usize / BITS)
    }

    /// Adds a mark inside of the others, unless there are as many as there can be.
    pub(crate) fn push(&mut self, mark: Mark) {
        let depth = self.len();
        if depth == Marks::MOST || matches!(mark, Mark::Link(_)) && self.has_link() {
            return;
        }
        let kind = match mark {
            Mark::Link(LinkId(link)) => {
                self.link = link;
                0b001
            }
            Mark::Emphasis => 0b010,
            Mark::Strong => 0b100,
            Mark::Strike => 0b110,
        };
        self.kinds |= kind << (depth * BITS);
    }

    /// The same with another mark inside of them.
    pub(crate) fn with(mut self, mark: Mark) -> Marks {
        self.push(mark);
        self
    }

    pub(crate) fn retain(&mut self, mut keep: impl FnMut(Mark) -> bool) {
        *self = self.iter().filter(|mark| keep(*mark)).collect();
    }

    pub(crate) fn without_link(self) -> Marks {
        if self.has_link() {
            self.iter().filter(|mark| !matches!(mark, Mark::Link(_))).collect()
        } else {
            self
        }
    }

    /// Makes the marks at a depth and the next one change places.
    pub(crate) fn swap_with_next(&mut self, depth: usize) {
        let pair = self.get(depth + 1).into_iter().chain(self.get(depth));
        *self = self.iter().take(depth).chain(pair).chain(self.iter().skip(depth + 2)).collect();
    }
}

impl FromIterator<Mark> for Marks {
    fn from_iter<T: IntoIterator<Item = Mark>>(marks: T) -> Self {
        marks.into_iter().fold(Marks::NONE, Marks::with)
    }
}

impl fmt::Debug for Marks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Marks;
    use crate::markdown::tree::{LinkId, Mark};

    const LINK: Mark = Mark::Link(LinkId(7));
    const OTHER: Mark = Mark::Link(LinkId(8));

    fn marks(list: &[Mark]) -> Marks {
        list.iter().copied().collect()
    }

    /// All paths of so many marks.
    fn paths() -> Vec<Vec<Mark>> {
        let mut paths = vec![Vec::new()];
        for _ in 0..3 {
            for path in paths.clone() {
                for mark in [Mark::Emphasis, Mark::Strong, Mark::Strike, LINK, OTHER] {
                    let has_link = path.iter().any(|own| matches!(own, Mark::Link(_)));
                    if !(has_link && matches!(mark, Mark::Link(_))) {
                        paths.push([&path[..], &[mark]].concat());
                    }
                }
            }
        }
        paths
    }

    #[test]
    fn they_are_what_a_list_would_be() {
        let paths = paths();
        for a in &paths {
            assert_eq!(marks(a).iter().collect::<Vec<_>>(), *a);
            assert_eq!((marks(a).len(), marks(a).last()), (a.len(), a.last().copied()));
            assert_eq!(marks(a).has_delimiters(), a.iter().any(|mark| !matches!(mark, Mark::Link(_))));
            for b in paths.iter().step_by(7) {
                let shared = a.iter().zip(b).take_while(|(a, b)| a == b).count();
                assert_eq!(marks(a).shared(marks(b)), marks(&a[..shared]), "{a:?} {b:?}");
                assert_eq!(marks(a).starts_with(marks(b)), a.starts_with(b), "{a:?} {b:?}");
                assert_eq!(marks(a) == marks(b), a == b);
            }
        }
    }

    #[test]
    fn neighbours_change_places_and_links_go() {
        let mut path = marks(&[Mark::Strong, LINK, Mark::Emphasis]);
        path.swap_with_next(0);
        assert_eq!(path, marks(&[LINK, Mark::Strong, Mark::Emphasis]));
        assert_eq!(path.without_link(), marks(&[Mark::Strong, Mark::Emphasis]));
        path.retain(|mark| mark != Mark::Emphasis);
        assert_eq!(path, marks(&[LINK, Mark::Strong]));
    }

    #[test]
    fn there_is_room_for_all_that_a_page_can_open() {
        let each = [Mark::Emphasis, Mark::Strong, Mark::Strike];
        let all: Vec<Mark> = each.iter().cycle().take(9).copied().chain([LINK]).collect();
        assert_eq!(marks(&all).iter().collect::<Vec<_>>(), all);
        assert_eq!(marks(&all).with(Mark::Strong), marks(&all));
    }
}
