//! The account of a page's text: what came in, and what became of it. It knows sums, not reasons: those
//! are in the notes.

use crate::notes::{Action, Note};

/// The account of a page's text, in visible characters.
///
/// A visible character is one that is neither white space, nor a control character, nor a format
/// character that shows nothing, such as a zero-width space. Counted is *text*: what stands between the
/// tags, in HTML as it was parsed (scripts and styles too, before they are dropped), and in the Markdown of
/// a post. What a limit leaves unread counts as it is written, without its tags. Attributes, such as the words that stand for an image, are no text, and front matter is not part of it.
///
/// What came in is counted on the HTML tree before anything is done to it, and what is written on the
/// finished Markdown tree. The rest is the sum of the [notes](crate::Article::notes). So
/// `kept + dropped + hidden == incoming` says that there is a note for each character that is missing.
///
/// ```
/// use tamis::{Cleaner, Page};
///
/// let article = Cleaner::default().clean(&Page::new("<p>Hello <q>you</q></p><script>x()</script><p hidden>psst"));
/// let ledger = article.ledger();
/// assert_eq!((ledger.incoming, ledger.kept, ledger.dropped, ledger.hidden), (15, 8, 3, 4));
/// assert_eq!(ledger.kept + ledger.dropped + ledger.hidden, ledger.incoming);
/// assert_eq!((ledger.written, ledger.added), (10, 2)); // the quotation marks
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ledger {
    /// What the page holds.
    pub incoming: usize,
    /// What of it is in the text, as it was or in another form.
    pub kept: usize,
    /// What was removed.
    pub dropped: usize,
    /// What was removed because the page does not show it.
    pub hidden: usize,
    /// What of `kept` is written in another form: formulas as TeX, the marks of footnotes.
    pub replaced: usize,
    /// What is written that the page has not, such as TeX, and quotation marks that a browser would draw.
    pub added: usize,
    /// What is written: `kept - replaced + added`.
    pub written: usize,
}

impl Ledger {
    /// Sums up notes between what came in and what is written.
    pub(crate) fn sum(incoming: usize, written: usize, notes: &[Note]) -> Ledger {
        let mut ledger = Ledger { incoming, written, ..Ledger::default() };
        for note in notes {
            ledger.added += note.added;
            match note.action {
                Action::Dropped => ledger.dropped += note.chars,
                Action::Hidden => ledger.hidden += note.chars,
                _ => ledger.replaced += note.chars,
            }
        }
        ledger.kept = (written + ledger.replaced).saturating_sub(ledger.added);
        ledger
    }
}
