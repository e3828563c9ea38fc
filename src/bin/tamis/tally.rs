//! What became of the pages, in numbers.

use crate::stats;
use serde_json::json;
use std::collections::BTreeMap;
use std::time::Instant;
use tamis::{Article, Ledger, Note};

/// How a page ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// It was written, to a file or stdout.
    Written,
    /// What is there is what would be written.
    Unchanged,
    /// There is a file already, and it was to be left alone.
    Kept,
    /// An earlier run had done it.
    DoneBefore,
    /// It is not what it would be, and nothing was to be written.
    WouldChange,
}

/// What cleaning a page was like.
#[derive(Debug, Default)]
pub(crate) struct Cleaned {
    pub(crate) details: Details,
    pub(crate) bytes_in: usize,
    pub(crate) bytes_out: usize,
}

/// What was done to the text of a page; empty where nobody wants to know.
#[derive(Debug, Default)]
pub(crate) struct Details {
    pub(crate) notes: Vec<Note>,
    ledger: Ledger,
}

impl Details {
    pub(crate) fn of(article: &Article, are_wanted: bool) -> Self {
        if !are_wanted {
            return Details::default();
        }
        Details { notes: article.notes().to_vec(), ledger: article.ledger() }
    }
}

/// How statistics are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum StatsForm {
    /// A table for people
    #[default]
    Text,
    /// One JSON object
    Json,
}

/// The numbers of a run.
#[derive(Debug)]
pub(crate) struct Tally {
    pub(crate) written: usize,
    pub(crate) unchanged: usize,
    pub(crate) kept: usize,
    pub(crate) done_before: usize,
    pub(crate) would_change: usize,
    pub(crate) failed: usize,
    pub(crate) bytes_in: u64,
    pub(crate) bytes_out: u64,
    /// Notes and removed characters, by what was done.
    notes: BTreeMap<&'static str, (usize, usize)>,
    ledger: Ledger,
    start: Instant,
}

impl Default for Tally {
    fn default() -> Self {
        Tally {
            written: 0,
            unchanged: 0,
            kept: 0,
            done_before: 0,
            would_change: 0,
            failed: 0,
            bytes_in: 0,
            bytes_out: 0,
            notes: BTreeMap::new(),
            ledger: Ledger::default(),
            start: Instant::now(),
        }
    }
}

impl Tally {
    pub(crate) fn add(&mut self, end: End, cleaned: &Cleaned) {
        *match end {
            End::Written => &mut self.written,
            End::Unchanged => &mut self.unchanged,
            End::Kept => &mut self.kept,
            End::DoneBefore => &mut self.done_before,
            End::WouldChange => &mut self.would_change,
        } += 1;
        self.bytes_in += cleaned.bytes_in as u64;
        self.bytes_out += cleaned.bytes_out as u64;
        stats::add(&mut self.ledger, &cleaned.details.ledger);
        for note in &cleaned.details.notes {
            let (count, chars) = self.notes.entry(note.action.as_str()).or_default();
            *count += 1;
            *chars += note.chars;
        }
    }

    /// `3 files written to out, 2 unchanged, 1 failed`, for the words `written to out`.
    pub(crate) fn summary(&self, done: &str) -> String {
        let count = if self.would_change > 0 { self.would_change } else { self.written };
        let plural = if count == 1 { "" } else { "s" };
        let mut summary = format!("{count} file{plural} {done}");
        let further = [
            (self.unchanged, "unchanged"),
            (self.done_before, "done before"),
            (self.kept, "left as they are"),
            (self.failed, "failed"),
        ];
        for (count, words) in further.into_iter().filter(|(count, _)| *count > 0) {
            summary += &format!(", {count} {words}");
        }
        summary
    }

    pub(crate) fn pages(&self) -> usize {
        self.written + self.unchanged + self.kept + self.done_before + self.would_change + self.failed
    }

    /// All numbers.
    pub(crate) fn statistics(&self, form: StatsForm) -> String {
        let seconds = self.start.elapsed().as_secs_f64();
        let rows = [
            ("pages", self.pages()),
            ("written", self.written),
            ("unchanged", self.unchanged),
            ("kept", self.kept),
            ("done_before", self.done_before),
            ("would_change", self.would_change),
            ("failed", self.failed),
        ];
        if form == StatsForm::Json {
            let mut object: serde_json::Map<_, _> =
                rows.into_iter().map(|(name, count)| (name.to_owned(), json!(count))).collect();
            object.insert("bytes_in".to_owned(), json!(self.bytes_in));
            object.insert("bytes_out".to_owned(), json!(self.bytes_out));
            let notes = self.notes.iter().map(|(action, (count, chars))| {
                ((*action).to_owned(), json!({"notes": count, "chars": chars}))
            });
            object.insert("notes".to_owned(), notes.collect());
            let sums = stats::sums(&self.ledger).map(|(name, sum)| (name.to_owned(), json!(sum)));
            object.insert("ledger".to_owned(), sums.into_iter().collect());
            object.insert("seconds".to_owned(), json!((seconds * 1000.0).round() / 1000.0));
            return format!("{}\n", serde_json::Value::Object(object));
        }
        let mut lines: Vec<(String, String)> =
            rows.into_iter().map(|(name, count)| (name.replace('_', " "), count.to_string())).collect();
        lines.push(("bytes in".to_owned(), self.bytes_in.to_string()));
        lines.push(("bytes out".to_owned(), self.bytes_out.to_string()));
        for (action, (count, chars)) in &self.notes {
            lines.push(((*action).to_owned(), format!("{count}, {chars} characters")));
        }
        lines.push(("seconds".to_owned(), format!("{seconds:.2}")));
        let table: String = lines.iter().map(|(name, value)| format!("{name:13}{value}\n")).collect();
        table + &stats::sentence(&self.ledger)
    }
}
