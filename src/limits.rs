//! What one page may cost, and the flag by which a caller ends the work on it: plain data.
//!
//! The limits lie far above what real pages need, so that only pages made to do harm meet them. Two more are
//! no options, because the rest of the program relies on them: elements nest 512 deep at most, and the
//! numbers of spans and lists are clamped to what HTML and Markdown can say.

use crate::notes::{Action, Note};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What one page may cost. Whatever meets a limit is told in the notes.
///
/// ```
/// use tamis::{Limits, Options};
/// let options = Options { limits: Limits { bytes: 1 << 20, ..Limits::default() }, ..Options::default() };
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a page that are read; the rest is not. 32 MiB.
    pub bytes: usize,
    /// Nodes of a page's tree, a hundred bytes each or so; the page is read up to there. Two million.
    pub nodes: usize,
    /// Bytes of an address, those of images in `data:` apart; a longer one leads nowhere. 64 KiB.
    pub url: usize,
    /// Bytes of Markdown for each byte of a page; 64 KiB are free. What repeats in more gives way. 8.
    pub growth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { bytes: 32 << 20, nodes: 2_000_000, url: 64 << 10, growth: 8 }
    }
}

/// What is left to spend on one page, for the stages: its limits, and its flag.
#[derive(Clone, Debug, Default)]
pub(crate) struct Budget {
    pub(crate) limits: Limits,
    pub(crate) stop: Stop,
}

/// Bytes that any text may have, however small its page is.
const SPARE: usize = 64 << 10;

impl Budget {
    /// How long the text of a page of so many bytes may be.
    pub(crate) fn text(&self, page: usize) -> usize {
        page.saturating_mul(self.limits.growth).saturating_add(SPARE)
    }

    /// The part of a page that may be read, and the rest.
    pub(crate) fn affordable<'p>(&self, bytes: &'p [u8]) -> (&'p [u8], &'p [u8]) {
        let most = self.limits.bytes;
        if bytes.len() <= most {
            return (bytes, &[]);
        }
        // Not amid a character of UTF-8.
        let is_inside = |at: &usize| bytes[*at] & 0xc0 == 0x80;
        let start = (most.saturating_sub(3)..=most).rev().find(|at| !is_inside(at)).unwrap_or(most);
        bytes.split_at(start)
    }
}

/// Tells that a page was cut, before so many bytes with so many visible characters.
pub(crate) fn cut(bytes: usize, chars: usize) -> Note {
    let why = format!("the page is larger than is allowed: its last {bytes} bytes were not read");
    Note::new(Action::Dropped, "byte-limit", why).with_chars(chars)
}

/// Tells that a page has no text because its caller ended the work on it.
pub(crate) fn stopped() -> Note {
    Note::new(
        Action::Dropped,
        "stopped",
        "the work on the page was ended before it was done, so its text is missing",
    )
}

/// A flag that another thread may set to end the work on a page. Nobody can set the default one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stop(Option<Arc<AtomicBool>>);

impl Stop {
    pub(crate) fn new(flag: &Arc<AtomicBool>) -> Self {
        Stop(Some(Arc::clone(flag)))
    }

    /// Whether the work is to end. Cheap enough for every step of a loop.
    #[inline]
    pub(crate) fn is_set(&self) -> bool {
        self.0.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::Limits;
    use crate::notes::Note;
    use crate::{Cleaner, Options, Page};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    fn rules(notes: &[Note]) -> Vec<&str> {
        notes.iter().map(|note| &*note.rule).collect()
    }

    fn limited(limits: Limits) -> Cleaner {
        Cleaner::new(Options { limits, ..Options::default() }).expect("there are no selectors in it")
    }

    #[test]
    fn a_page_is_read_up_to_its_limit() {
        let cleaner = limited(Limits { bytes: 8, ..Limits::default() });
        let article = cleaner.clean(&Page::new("<p>Salt <b>and</b> pepper"));
        assert_eq!(article.to_string(), "Salt\n");
        assert_eq!(rules(article.notes()), ["byte-limit"]);
        let ledger = article.ledger();
        assert_eq!((ledger.incoming, ledger.kept, ledger.dropped), (13, 4, 9));
        assert_eq!(rules(cleaner.clean(&Page::new("<p>Salt!")).notes()), [""; 0]);
    }

    #[test]
    fn a_page_is_not_cut_amid_a_character() {
        let html = "<p>Roggenbrötchen <b>面包</b>";
        for bytes in 0..=html.len() {
            let cleaner = limited(Limits { bytes, ..Limits::default() });
            for page in [Page::new(html), Page::post(html)] {
                let article = cleaner.clean(&page);
                let text = article.to_string();
                assert!(!text.contains('\u{fffd}') && !text.contains('Ã'), "{bytes}: {text}");
                let ledger = article.ledger();
                assert_eq!(ledger.kept + ledger.dropped, ledger.incoming, "{bytes}");
            }
        }
    }

    #[test]
    fn a_tree_grows_up_to_its_limit() {
        let cleaner = limited(Limits { nodes: 1_000, ..Limits::default() });
        let article = cleaner.clean(&Page::new(&"<p>x".repeat(2_000)));
        assert_eq!(rules(article.notes()), ["node-limit"]);
        assert!((400..600).contains(&article.to_string().matches('x').count()));
        let ledger = article.ledger();
        assert_eq!((ledger.incoming, ledger.kept + ledger.dropped), (2_000, 2_000));
    }

    #[test]
    fn a_flag_that_is_set_while_a_page_is_cleaned_ends_the_work() {
        let html = "<div><p>Some words <b>in bold</b></p></div>".repeat(400_000);
        let flag = Arc::new(AtomicBool::new(false));
        let setter = Arc::clone(&flag);
        let thread = std::thread::spawn(move || setter.store(true, Ordering::Relaxed));
        let article = Cleaner::default().clean(&Page::new(&html).stop(&flag));
        thread.join().expect("it only sets a flag");
        assert_eq!(article.to_string(), "");
        assert_eq!(article.notes().last().map(|note| &*note.rule), Some("stopped"));
    }
}
