//! Sums: what became of the text of one page, or of many.

use tamis::Ledger;

/// The sums in words.
pub(crate) fn sentence(ledger: &Ledger) -> String {
    let Ledger { incoming, kept, dropped, hidden, replaced, added, .. } = ledger;
    format!(
        "{incoming} visible characters came in: {kept} kept ({replaced} in another form), \
         {dropped} dropped, {hidden} hidden; {added} added"
    )
}

/// The sums by their names.
pub(crate) fn sums(ledger: &Ledger) -> [(&'static str, usize); 7] {
    [
        ("incoming", ledger.incoming),
        ("kept", ledger.kept),
        ("dropped", ledger.dropped),
        ("hidden", ledger.hidden),
        ("replaced", ledger.replaced),
        ("added", ledger.added),
        ("written", ledger.written),
    ]
}

/// Adds the sums of a further page.
pub(crate) fn add(total: &mut Ledger, page: &Ledger) {
    total.incoming += page.incoming;
    total.kept += page.kept;
    total.dropped += page.dropped;
    total.hidden += page.hidden;
    total.replaced += page.replaced;
    total.added += page.added;
    total.written += page.written;
}
