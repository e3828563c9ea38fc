//! Many pages into files. What is decided before the first is written is in `outputs/plan.rs`; here each page
//! is cleaned, compared with what is there, and written in its turn.

use crate::args::{Format, OnExists};
use crate::inputs::kinds::Kind;
use crate::inputs::{Input, Inputs, Record, keep_stdin, records};
use crate::manifest::{self, Manifest};
use crate::outputs::group::{self, Group, Page};
use crate::outputs::names::Template;
use crate::outputs::plan::{Plan, Planning, Target};
use crate::outputs::write::{Replaces, Text, folder_of, stage};
use crate::outputs::{diff, format, stale};
use crate::parallel::{self, Event};
use crate::report::{Failure, Report, Usage, path_name};
use crate::settings::Settings;
use crate::shard::Shard;
use crate::stdout::Stdout;
use crate::tally::{Cleaned, Details, End};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::iter::once;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use tamis::PageKind;

/// What is to be done with which files.
pub(crate) struct Job<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) inputs: Inputs,
    pub(crate) target: Target,
    pub(crate) format: Format,
    pub(crate) template: Option<Template>,
    pub(crate) on_exists: OnExists,
    pub(crate) backup: Option<OsString>,
    pub(crate) mode: Mode,
    pub(crate) resume: bool,
    pub(crate) shard: Shard,
    pub(crate) jobs: NonZeroUsize,
}

/// What becomes of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Write,
    /// Nothing is written; what would be is named.
    DryRun,
    /// Nothing is written; what is not as it would be is named.
    Check,
    /// Nothing is written; what would change is shown.
    Diff {
        is_coloured: bool,
    },
}

/// Does the job. The error is found before anything is written.
pub(crate) fn run(job: Job<'_>, mut report: Report) -> Result<Report, Usage> {
    if matches!(job.target, Target::Folder(_)) && job.inputs.found().any(|input| input.is_stdin()) {
        let advice = |error| format!("stdin could not be kept in the folder for temporary files: {error}");
        keep_stdin().map_err(|error| Usage::new(advice(error)))?;
    }
    let plan = Plan::new(Planning {
        target: &job.target,
        ending: format::ending(job.format),
        inputs: &job.inputs,
        settings: job.settings,
        template: job.template.as_ref(),
        jobs: job.jobs,
    })?;
    for remark in plan.only_in_case() {
        report.tell(&remark);
    }
    if job.on_exists == OnExists::Error && !job.resume {
        nothing_is_there(&plan)?;
    }
    let manifest = match prepare(&job, &plan, &report) {
        Ok(manifest) => manifest,
        Err(failure) => {
            report.failed(&failure);
            return Ok(report);
        }
    };
    report.expect(job.inputs.len());
    let works =
        Works { job: &job, plan: &plan, manifest: manifest.as_ref(), wants_details: report.wants_details() };
    let is_suspect = |input: &Input| works.manifest.is_some_and(|manifest| manifest.suspects(input));
    let others = job.inputs.iter().filter(|input| !input.as_ref().is_ok_and(is_suspect));
    works.off(others, job.jobs, &mut report);
    for suspect in job.inputs.found().filter(is_suspect) {
        let place = path_name(&suspect.path);
        report.tell(&format!("{place}: was in hand when an earlier run died: cleaned last, alone"));
        works.off(once(Ok(suspect)), NonZeroUsize::MIN, &mut report);
    }
    report.summarize(&words(&job));
    if let Some(manifest) = manifest {
        if report.stop.exit_code().is_some() {
            report.tell("interrupted: the same with --resume goes on from here");
        }
        let is_whole = report.tally.failed == 0 && !report.stop.is_set();
        manifest.close(job.resume || !is_whole);
    }
    Ok(report)
}

/// Makes ready for writing: clears away what dead runs left, and opens the manifest.
fn prepare(job: &Job<'_>, plan: &Plan<'_>, report: &Report) -> Result<Option<Manifest>, Failure> {
    if job.mode != Mode::Write {
        return Ok(None);
    }
    let folders: BTreeSet<PathBuf> = plan.outputs().map(|output| folder_of(&output).to_owned()).collect();
    stale::sweep(&folders);
    let Target::Folder(folder) = &job.target else { return Ok(None) };
    let said = format!("{}\n{:?}\n{:?}", job.settings.said, job.format, job.template);
    let scope = manifest::Scope {
        folder,
        shard: job.shard.suffix(),
        options: manifest::hash(said.as_bytes()),
        resume: job.resume,
    };
    let waiting =
        || report.tell(&format!("{}: another run writes there: waiting for its end", path_name(folder)));
    Manifest::open(&scope, &report.stop, waiting).map(Some)
}

/// The end of the summary.
fn words(job: &Job<'_>) -> String {
    let modal = if job.mode == Mode::Write { "" } else { "would be " };
    match (&job.target, job.mode) {
        (_, Mode::Check | Mode::Diff { .. }) => format!("{modal}changed"),
        (Target::Folder(folder), _) => format!("{modal}written to {}", path_name(folder)),
        (Target::InPlace, _) => format!("{modal}rewritten"),
    }
}

fn nothing_is_there(plan: &Plan<'_>) -> Result<(), Usage> {
    match plan.outputs().find(|output| fs::symlink_metadata(output).is_ok()) {
        Some(output) => Err(Usage::new(format_args!(
            "{}: is there already: choose another folder, or what to do with --on-exists",
            path_name(&output)
        ))),
        None => Ok(()),
    }
}

/// All that the work on a page needs.
struct Works<'a> {
    job: &'a Job<'a>,
    plan: &'a Plan<'a>,
    manifest: Option<&'a Manifest>,
    wants_details: bool,
}

/// What became of a page that did not fail.
struct Outcome {
    place: String,
    cleaned: Cleaned,
    what: What,
}

enum What {
    /// Nothing is to be written.
    Ended(End),
    /// A line or a diff for stdout.
    Shown(End, String),
    Write(Page),
}

impl Works<'_> {
    /// Works off these inputs, and writes in their order.
    fn off(
        &self,
        inputs: impl Iterator<Item = Result<Input, Failure>> + Send,
        jobs: NonZeroUsize,
        report: &mut Report,
    ) {
        let stop = report.stop.clone();
        let records = records(inputs, &self.job.settings.reading)
            .filter(|record| self.job.shard.has(record))
            .take_while(|_| !stop.is_set());
        let mut group = Group::new(self.manifest);
        let mut stdout = (self.job.mode != Mode::Write).then(Stdout::new);
        parallel::map_in_order(
            jobs,
            group::room().div_ceil(jobs.get()),
            records,
            |record| self.outcome(record?),
            |event| {
                let Event::Ready(outcome) = event else { return };
                if report.has_given_up() || group.is_broken() {
                    return;
                }
                match outcome {
                    Ok(Outcome { place, cleaned, what: What::Ended(end) }) => {
                        group.end(place, cleaned, end, report)
                    }
                    Ok(Outcome { place, cleaned, what: What::Shown(end, text) }) => {
                        stdout.iter_mut().for_each(|stdout| stdout.write(&text));
                        group.end(place, cleaned, end, report);
                    }
                    Ok(Outcome { place, cleaned, what: What::Write(page) }) => {
                        group.add(place, cleaned, page, report)
                    }
                    Err(failure) => group.fail(failure, report),
                }
            },
        );
        group.finish(report);
        stdout.iter_mut().for_each(Stdout::flush);
    }

    fn outcome(&self, mut record: Record) -> Result<Outcome, Failure> {
        let place = record.place();
        let ended =
            |end| Ok(Outcome { place: place.clone(), cleaned: Cleaned::default(), what: What::Ended(end) });
        if matches!(self.job.target, Target::InPlace) {
            can_be_replaced(&record)?;
        }
        let output = self.plan.output(&record);
        if self.is_to_be_left(&record, &output) {
            return ended(End::Kept);
        }
        let key = self.manifest.map(|manifest| (manifest, manifest.key(&record, &output)));
        if let Some((manifest, key)) = key {
            manifest.start(key, &record.input);
        }
        let bytes = record.bytes(&self.job.settings.reading)?;
        if matches!(self.job.target, Target::InPlace) && !self.is_plain(&bytes) {
            let advice = "not all of it is UTF-8, and in its place a file is not guessed at: say its charset with \
                          --encoding, or write it to a folder with -o";
            return Err(record.failure(advice));
        }
        let input = manifest::hash(&bytes);
        if key.is_some_and(|(manifest, key)| manifest.has(key, input, &output)) {
            return ended(End::DoneBefore);
        }
        let (text, details) = self.clean(&record, &bytes)?;
        let cleaned = Cleaned { details, bytes_in: bytes.len(), bytes_out: text.len() };
        let old = match self.job.target {
            Target::InPlace => Some(bytes),
            Target::Folder(_) => regular_bytes(&output),
        };
        let is_same = old.as_deref() == Some(text.as_bytes());
        let done =
            key.map(|(_, key)| (key, manifest::Done { input, output: manifest::hash(text.as_bytes()) }));
        let what = match self.job.mode {
            _ if is_same && done.is_none() => What::Ended(End::Unchanged),
            Mode::Write => {
                let staged = (!is_same).then(|| stage(self.text(&output, text))).transpose();
                What::Write(Page { output, staged, done })
            }
            Mode::DryRun => What::Shown(End::Written, format!("{}\n", path_name(&output))),
            Mode::Check => What::Shown(End::WouldChange, format!("{}\n", shown_name(&record, &output))),
            Mode::Diff { is_coloured } => {
                let name = shown_name(&record, &output);
                let diff = diff::unified(&name, &old.unwrap_or_default(), &text, is_coloured);
                What::Shown(End::WouldChange, diff)
            }
        };
        Ok(Outcome { place, cleaned, what })
    }

    /// Whether nothing has to be guessed to read a text.
    fn is_plain(&self, bytes: &[u8]) -> bool {
        let is_told = self.job.settings.charset.is_some();
        is_told
            || std::str::from_utf8(bytes).is_ok()
            || bytes.starts_with(b"\xff\xfe")
            || bytes.starts_with(b"\xfe\xff")
    }

    fn clean(&self, record: &Record, bytes: &[u8]) -> Result<(String, Details), Failure> {
        let cleaned = self.job.settings.clean(record, bytes, |article| {
            (format::write(self.job.format, article, &record.row), Details::of(article, self.wants_details))
        });
        cleaned.map_err(|message| record.failure(message))
    }

    fn text(&self, output: &Path, text: String) -> Text {
        let replaces = match self.job.target {
            Target::Folder(_) => Replaces::AnOutput,
            Target::InPlace => Replaces::AnInput { backup: self.job.backup.clone() },
        };
        Text { path: output.to_owned(), bytes: text.into_bytes(), replaces }
    }

    /// Whether a file that is there is not to be touched.
    fn is_to_be_left(&self, record: &Record, output: &Path) -> bool {
        match self.job.on_exists {
            OnExists::Overwrite | OnExists::Error => false,
            OnExists::Skip => fs::symlink_metadata(output).is_ok(),
            OnExists::Newer => {
                let time = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
                matches!((time(&record.input.path), time(output)), (Some(input), Some(output)) if output >= input)
            }
        }
    }
}

/// Only what is a Markdown file already, plain on the disk, stays one.
fn can_be_replaced(record: &Record) -> Result<(), Failure> {
    let is_post = record.kind == Kind::Page(PageKind::Post);
    let is_packed = crate::inputs::kinds::is_packed(record.input.known_name());
    if record.input.is_stdin() && record.number == 0 || is_post && !is_packed {
        return Ok(());
    }
    Err(record.failure("only a Markdown file can be cleaned in its place: write others to a folder with -o"))
}

/// What stands at an output: nothing if it is a link, for that will be replaced.
fn regular_bytes(path: &Path) -> Option<Vec<u8>> {
    let is_file = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file());
    if is_file { fs::read(path).ok() } else { None }
}

fn shown_name(record: &Record, output: &Path) -> String {
    if record.input.is_stdin() { record.place() } else { path_name(output) }
}
