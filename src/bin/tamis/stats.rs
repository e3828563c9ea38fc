//! Sums: what became of the text of one page, or of many.

use crate::row::Row;
use tamis::Ledger;

/// The sums in words.
pub(crate) fn sentence(ledger: &Ledger) -> String {
    let Ledger { incoming, kept, dropped, hidden, replaced, added, .. } = ledger;
    format!(
        "{incoming} visible characters came in: {kept} kept ({replaced} in another form), \
         {dropped} dropped, {hidden} hidden; {added} added"
    )
}

/// The sums as an object.
pub(crate) fn object(ledger: &Ledger) -> Row {
    let mut row = Row::default();
    row.set("incoming", &ledger.incoming);
    row.set("kept", &ledger.kept);
    row.set("dropped", &ledger.dropped);
    row.set("hidden", &ledger.hidden);
    row.set("replaced", &ledger.replaced);
    row.set("added", &ledger.added);
    row.set("written", &ledger.written);
    row
}
