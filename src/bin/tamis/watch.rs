//! Cleaning again whatever changes. Nothing is known here of how: each round is a run like any other.
//!
//! Inputs are looked at again and again. The system could tell of changes, but it tells of too many (of editors'
//! temporary files), of too few (when its queue is full, or on a network), and never which pages are meant:
//! so everything would have to be looked at anyhow.

use crate::args::Args;
use crate::inputs::{self, Input, Inputs, Wanted};
use crate::outputs::plan::Target;
use crate::report::{Failure, Report, Usage};
use crate::settings::Settings;
use crate::signals::Stop;
use crate::{files, job};
use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

/// How often is looked, at most.
const PAUSE: Duration = Duration::from_millis(300);
/// Looking may take such a part of the time.
const SHARE: u32 = 20;
/// How soon a signal is noticed.
const TICK: Duration = Duration::from_millis(50);

/// What an input looked like: nothing if it could not be looked at.
type Looks = HashMap<PathBuf, Option<(u64, SystemTime)>>;

/// Cleans all, and then again what changes, until a signal or a full disk ends it. The error is that of the
/// command line, found in the first round.
pub(crate) fn watch(
    args: &Args,
    settings: &Settings,
    wanted: &Wanted,
    target: &Target,
    mut report: Report,
) -> Result<Report, Usage> {
    let stop = report.stop.clone();
    let mut inputs = inputs::collect(wanted);
    let mut known = look(&inputs);
    let mut is_first = true;
    loop {
        // What is done is noted, so that a round does only what it must.
        report = match files::run(job(args, settings, inputs, target.clone(), true), report) {
            Err(usage) if !is_first => {
                // Two new files may want one name: whoever put them there can change that.
                usage.tell();
                args.control.report().until(&stop)
            }
            done => done?,
        };
        if is_first && !stop.is_set() {
            report.tell("watching for changes: Ctrl-C ends it");
        }
        is_first = false;
        let Some((all, looks)) = next_change(wanted, &known, &stop) else { return Ok(report) };
        inputs = match target {
            // The names of some depend on those of all, and what did not change is done before.
            Target::Folder(_) => all,
            Target::InPlace => all.iter().filter(|input| has_changed(input, &known, &looks)).collect(),
        };
        known = looks;
        report.end();
        report = args.control.report().until(&stop).of_changes();
    }
}

/// Waits until something is not as it was, and then until it stays as it is: whoever writes a file should have
/// written it. Nothing if it is time to stop.
fn next_change(wanted: &Wanted, known: &Looks, stop: &Stop) -> Option<(Inputs, Looks)> {
    let mut last: Option<Looks> = None;
    loop {
        let start = Instant::now();
        let inputs = inputs::collect(wanted);
        let looks = look(&inputs);
        if looks != *known && last.as_ref() == Some(&looks) {
            return Some((inputs, looks));
        }
        last = Some(looks);
        let end = Instant::now() + PAUSE.max(start.elapsed() * SHARE);
        while Instant::now() < end {
            if stop.is_set() {
                return None;
            }
            thread::sleep(TICK);
        }
    }
}

fn look(inputs: &Inputs) -> Looks {
    let path = |input: Result<Input, Failure>| input.map_or_else(|failure| failure.path, |input| input.path);
    let looks = |path: &PathBuf| {
        let metadata = fs::metadata(path).ok()?;
        Some((metadata.len(), metadata.modified().ok()?))
    };
    inputs.iter().map(path).map(|path| (path.clone(), looks(&path))).collect()
}

fn has_changed(input: &Result<Input, Failure>, known: &Looks, looks: &Looks) -> bool {
    match input {
        Ok(input) => known.get(&input.path) != looks.get(&input.path),
        Err(_) => true,
    }
}
