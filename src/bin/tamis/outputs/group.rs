//! Files get their names in groups, because waiting for the disk takes as long for many as for one.
//!
//! All texts of a group are on the disk under temporary names before the manifest names them, and named in
//! the manifest before the first gets its own name. So whatever has its name is known to a later run. That the
//! disk has the names themselves is waited for with the next group, and at the end.

use crate::manifest::{Done, Manifest};
use crate::outputs::plan::Key;
use crate::outputs::sync;
use crate::outputs::write::{Staged, folder_of};
use crate::report::{Failure, Report, reason};
use crate::tally::{Cleaned, End};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A group is not larger than this: what waits for its name is lost if the process is killed.
const MAX_SIZE: usize = 128;
/// Nor older, for the same reason.
const MAX_AGE: Duration = Duration::from_secs(1);
/// Open files that are not ours to use: streams, locks, the manifest, inputs.
const OTHERS: usize = 48;

/// A page that is cleaned.
pub(crate) struct Page {
    pub(crate) output: PathBuf,
    /// Its text beside its place; nothing if it is there already.
    pub(crate) staged: io::Result<Option<Staged>>,
    /// What the manifest is to know of it.
    pub(crate) done: Option<(Key, Done)>,
}

/// What waits for its turn: pages to be placed together, and what is to be told between them.
pub(crate) struct Group<'a> {
    manifest: Option<&'a Manifest>,
    waiting: Vec<Waiting>,
    /// When the first of them came.
    since: Instant,
    max_size: usize,
    /// The folders in which a file got its name.
    folders: BTreeSet<PathBuf>,
    is_broken: bool,
}

enum Waiting {
    Page {
        place: String,
        cleaned: Cleaned,
        output: PathBuf,
        staged: Option<Staged>,
        /// Its line in the manifest.
        line: Option<String>,
    },
    /// A page of which nothing is to be written.
    Ended {
        place: String,
        cleaned: Cleaned,
        end: End,
    },
    Failed(Failure),
    Unwritable(PathBuf, io::Error),
}

impl<'a> Group<'a> {
    pub(crate) fn new(manifest: Option<&'a Manifest>) -> Self {
        Group {
            manifest,
            waiting: Vec::new(),
            since: Instant::now(),
            max_size: room(),
            folders: BTreeSet::new(),
            is_broken: false,
        }
    }

    /// Whether nothing more can be written, such as on a full disk.
    pub(crate) fn is_broken(&self) -> bool {
        self.is_broken
    }

    /// Takes a page that is to be placed.
    pub(crate) fn add(&mut self, place: String, cleaned: Cleaned, page: Page, report: &mut Report) {
        let Page { output, staged, done } = page;
        match staged {
            Ok(staged) => {
                let line = self.manifest.zip(done);
                let line = line.map(|(manifest, (key, done))| manifest.line(key, done, &place, &output));
                self.wait(Waiting::Page { place, cleaned, output, staged, line }, report);
            }
            Err(error) => {
                self.waiting.push(Waiting::Unwritable(output, error));
                self.commit(report);
            }
        }
    }

    /// Takes a page of which nothing is to be written.
    pub(crate) fn end(&mut self, place: String, cleaned: Cleaned, end: End, report: &mut Report) {
        self.wait(Waiting::Ended { place, cleaned, end }, report);
    }

    /// Takes a failure. All that comes before it is written, and with --fail-fast nothing that comes after.
    pub(crate) fn fail(&mut self, failure: Failure, report: &mut Report) {
        self.wait(Waiting::Failed(failure), report);
        if report.fails_fast() {
            self.commit(report);
        }
    }

    /// Told is in the order of the inputs, whatever the moment: so all wait as soon as one does.
    fn wait(&mut self, waiting: Waiting, report: &mut Report) {
        let is_first = self.waiting.is_empty();
        if is_first {
            self.since = Instant::now();
        }
        let is_told_at_once = is_first && !matches!(waiting, Waiting::Page { .. });
        self.waiting.push(waiting);
        if is_told_at_once || self.waiting.len() >= self.max_size || self.since.elapsed() >= MAX_AGE {
            self.commit(report);
        }
    }

    /// Places what waits, and tells what became of it.
    fn commit(&mut self, report: &mut Report) {
        self.wait_for_the_disk();
        self.note(report);
        for waiting in std::mem::take(&mut self.waiting) {
            match waiting {
                Waiting::Page { place, cleaned, staged: None, .. } => {
                    report.done(&place, End::Unchanged, &cleaned)
                }
                Waiting::Page { place, cleaned, output, staged: Some(staged), .. } => match staged.place() {
                    Ok(()) => {
                        self.remember_folder(&output);
                        report.done(&place, End::Written, &cleaned);
                    }
                    Err(error) => self.cannot_write(output, &error, report),
                },
                Waiting::Ended { place, cleaned, end } => report.done(&place, end, &cleaned),
                Waiting::Failed(failure) => report.failed(&failure),
                Waiting::Unwritable(output, error) => self.cannot_write(output, &error, report),
            }
        }
    }

    /// Places what waits, and waits until the disk has all names.
    pub(crate) fn finish(mut self, report: &mut Report) {
        self.commit(report);
        sync::folders(self.folders.iter().map(PathBuf::as_path));
    }

    fn wait_for_the_disk(&mut self) {
        let files: Vec<_> = self.waiting.iter().filter_map(Waiting::file).collect();
        let mut answers = sync::files(&files).into_iter();
        for waiting in &mut self.waiting {
            let answer = waiting.file().and_then(|_| answers.next());
            if let (Some(Err(error)), Waiting::Page { output, .. }) = (answer, &mut *waiting) {
                *waiting = Waiting::Unwritable(std::mem::take(output), error);
            }
        }
    }

    fn note(&self, report: &Report) {
        let Some(manifest) = self.manifest else { return };
        let lines: String = self.waiting.iter().filter_map(Waiting::line).collect();
        let noted = if lines.is_empty() { Ok(()) } else { manifest.note(&lines) };
        // On a full disk one line is enough, and it is about a page.
        let is_told = self.waiting.iter().any(|waiting| matches!(waiting, Waiting::Unwritable(..)));
        if let (Err(error), false) = (noted, self.is_broken || is_told) {
            // Without it, a later run would do them again, and no harm is done.
            report.tell(&format!(
                "the manifest cannot be written, {}: --resume will not know all",
                reason(&error)
            ));
        }
    }

    fn remember_folder(&mut self, output: &Path) {
        let folder = folder_of(output);
        if !self.folders.contains(folder) {
            self.folders.insert(folder.to_owned());
        }
    }

    /// A file that cannot be written is a failure; a disk that cannot be written is the end.
    fn cannot_write(&mut self, path: PathBuf, error: &io::Error, report: &mut Report) {
        if self.is_broken {
            return;
        }
        report.failed(&Failure::new(path, format!("cannot be written: {}", reason(error))));
        let no_further = [ErrorKind::StorageFull, ErrorKind::QuotaExceeded, ErrorKind::ReadOnlyFilesystem];
        if no_further.contains(&error.kind()) {
            self.is_broken = true;
            report.stop.set();
            let advice = if self.manifest.is_some() { "run again with --resume" } else { "run again" };
            report.tell(&format!("stopped here, for no other file could be written: {advice}"));
        }
    }
}

impl Waiting {
    fn file(&self) -> Option<&File> {
        if let Waiting::Page { staged: Some(staged), .. } = self { Some(staged.file()) } else { None }
    }

    fn line(&self) -> Option<&str> {
        if let Waiting::Page { line, .. } = self { line.as_deref() } else { None }
    }
}

/// How many files may wait in a group, and how many may come before it, as each is an open one.
pub(crate) fn room() -> usize {
    (open_files().saturating_sub(OTHERS) / 3).clamp(1, MAX_SIZE)
}

/// How many files this process may have open.
#[cfg(unix)]
fn open_files() -> usize {
    use rustix::process::{Resource, getrlimit};
    getrlimit(Resource::Nofile).current.and_then(|limit| limit.try_into().ok()).unwrap_or(usize::MAX)
}

#[cfg(not(unix))]
fn open_files() -> usize {
    usize::MAX
}
