//! Files are written in groups, because waiting for the disk takes as long for many as for one.
//!
//! All texts of a group are on the disk under temporary names before the manifest names them, and named in
//! the manifest before the first gets its own name. So whatever has its name is known to a later run.

use crate::manifest::{Done, Manifest};
use crate::outputs::plan::Key;
use crate::outputs::write::{Staged, Text, stage, sync_folders};
use crate::parallel::{self, Event};
use crate::report::{Failure, Report, reason};
use crate::tally::{Cleaned, End};
use std::io::{self, ErrorKind};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Each has an open file, and some systems allow no more than 64.
const SIZE: NonZeroUsize = NonZeroUsize::new(16).expect("not zero");

/// A page that is cleaned.
pub(crate) struct Page {
    pub(crate) output: PathBuf,
    /// Nothing if it is there already.
    pub(crate) text: Option<Text>,
    /// What the manifest is to know of it.
    pub(crate) done: Option<(Key, Done)>,
}

/// Pages that wait to be written together.
pub(crate) struct Group<'a> {
    manifest: Option<&'a Manifest>,
    waiting: Vec<(String, Cleaned, Page)>,
    is_broken: bool,
}

impl<'a> Group<'a> {
    pub(crate) fn new(manifest: Option<&'a Manifest>) -> Self {
        Group { manifest, waiting: Vec::new(), is_broken: false }
    }

    /// Whether nothing more can be written, such as on a full disk.
    pub(crate) fn is_broken(&self) -> bool {
        self.is_broken
    }

    pub(crate) fn add(&mut self, place: String, cleaned: Cleaned, page: Page, report: &mut Report) {
        self.waiting.push((place, cleaned, page));
        if self.waiting.len() >= SIZE.get() {
            self.commit(report);
        }
    }

    /// Writes what waits.
    pub(crate) fn commit(&mut self, report: &mut Report) {
        let mut texts = Vec::new();
        let mut pages = Vec::new();
        for (place, cleaned, mut page) in self.waiting.drain(..) {
            texts.push(page.text.take());
            pages.push((place, cleaned, page));
        }
        let mut written = Vec::new();
        for ((place, cleaned, page), staged) in pages.into_iter().zip(stage_all(texts)) {
            match staged {
                Ok(staged) => written.push((place, cleaned, page, staged)),
                Err(error) => self.fail(page.output, &error, report),
            }
        }
        let lines: String = written.iter().filter_map(|(place, _, page, _)| self.line(place, page)).collect();
        let noted = self.manifest.map_or(Ok(()), |manifest| manifest.note(&lines));
        if let (Err(error), false) = (noted, self.is_broken) {
            // Without it, a later run would do them again, and no harm is done.
            report.tell(&format!(
                "the manifest cannot be written, {}: --resume will not know all",
                reason(&error)
            ));
        }
        let mut placed = Vec::new();
        for (place, cleaned, _, staged) in written {
            match staged.map(Staged::place) {
                None => report.done(&place, End::Unchanged, &cleaned),
                Some(Ok(path)) => {
                    placed.push(path);
                    report.done(&place, End::Written, &cleaned);
                }
                Some(Err((path, error))) => self.fail(path, &error, report),
            }
        }
        sync_folders(&placed);
    }

    fn line(&self, place: &str, page: &Page) -> Option<String> {
        let (key, done) = page.done?;
        Some(self.manifest?.line(key, done, place, &page.output))
    }

    /// A file that cannot be written is a failure; a disk that cannot be written is the end.
    fn fail(&mut self, path: PathBuf, error: &io::Error, report: &mut Report) {
        if self.is_broken {
            return;
        }
        report.failed(&Failure::new(path, format!("cannot be written: {}", reason(error))));
        let no_further = [ErrorKind::StorageFull, ErrorKind::QuotaExceeded, ErrorKind::ReadOnlyFilesystem];
        if no_further.contains(&error.kind()) {
            self.is_broken = true;
            report.stop.set();
            report.tell("stopped here, for no other file could be written: run again with --resume");
        }
    }
}

/// Brings texts onto the disk, all at a time, as one wait of the disk serves them all.
fn stage_all(texts: Vec<Option<Text>>) -> Vec<Result<Option<Staged>, io::Error>> {
    let mut staged = Vec::with_capacity(texts.len());
    let work = |text: Option<Text>| text.map(|text| stage(text).map_err(|(_, error)| error)).transpose();
    parallel::map_in_order(SIZE, texts.into_iter(), work, |event| {
        if let Event::Ready(result) = event {
            staged.push(result);
        }
    });
    staged
}
