//! Many files, into a folder or as JSON lines. A file that fails is told of, and harms no other.

use crate::inputs::{self, Input};
use crate::outputs;
use crate::parallel::{self, Event};
use crate::report::{Failure, Report, Usage, path_name, reason};
use crate::row::{self, Row};
use crate::settings::Settings;
use crate::stdout::Stdout;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use tamis::{Article, Note};

/// Writes a file of Markdown for each input.
pub(crate) fn to_folder(
    settings: &Settings,
    paths: &[PathBuf],
    folder: &Path,
    jobs: NonZeroUsize,
    mut report: Report,
) -> Result<Report, Usage> {
    let found = inputs::collect(paths, Some(folder));
    let inputs: Vec<&Input> = found.iter().flatten().collect();
    outputs::check(&inputs, folder)?;
    let work = |found: Result<Input, Failure>| {
        let input = found?;
        let (text, notes) = clean(settings, &input, Article::to_string)?;
        let output = folder.join(&input.mirror);
        outputs::write(&output, &text)
            .map_err(|error| Failure::new(&output, format!("cannot be written: {}", reason(&error))))?;
        Ok::<_, Failure>((input, notes))
    };
    parallel::map_in_order(jobs, found.into_iter(), work, |event| match event {
        Event::Ready(Ok((input, notes))) => report.done(&path_name(&input.path), &notes),
        Event::Ready(Err(failure)) => report.failed(&failure),
        Event::Waiting => {}
    });
    report.summarize("file", &format!("written to {}", path_name(folder)));
    Ok(report)
}

/// Writes a JSON object a line for each input on stdout, in their order; one that failed has an `error`.
pub(crate) fn to_jsonl(
    settings: &Settings,
    paths: &[PathBuf],
    jobs: NonZeroUsize,
    mut report: Report,
) -> Report {
    let stdin = [PathBuf::from("-")];
    let found = inputs::collect(if paths.is_empty() { &stdin } else { paths }, None);
    let work = |found: Result<Input, Failure>| {
        let input = found?;
        let (fields, notes) = clean(settings, &input, row::fields)?;
        Ok::<_, Failure>((input, fields, notes))
    };
    let mut stdout = Stdout::new();
    parallel::map_in_order(jobs, found.into_iter(), work, |event| match event {
        Event::Ready(Ok((input, fields, notes))) => {
            let mut row = Row::of_file(&input.path);
            row.add(&fields);
            stdout.write(&row.to_line());
            report.done(&path_name(&input.path), &notes);
        }
        Event::Ready(Err(failure)) => {
            let mut row = Row::of_file(&failure.path);
            row.set("error", &failure.message);
            stdout.write(&row.to_line());
            report.failed(&failure);
        }
        Event::Waiting => stdout.flush(),
    });
    stdout.flush();
    report
}

fn clean<T>(
    settings: &Settings,
    input: &Input,
    write: impl FnOnce(&Article) -> T,
) -> Result<(T, Vec<Note>), Failure> {
    let bytes = input.read()?;
    let page = settings.page(&bytes, input.kind(&bytes));
    settings
        .clean(&page, |article| (write(article), article.notes().to_vec()))
        .map_err(|message| Failure::new(&input.path, message))
}
