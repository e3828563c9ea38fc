//! One page in, its Markdown out on stdout.

use crate::inputs;
use crate::report::{Failure, Report, path_name};
use crate::settings::Settings;
use crate::stdout::Stdout;
use std::path::Path;
use tamis::Note;

/// Cleans a file, or stdin for `-`, to stdout.
pub(crate) fn filter(settings: &Settings, path: &Path, mut report: Report) -> Report {
    match clean(settings, path) {
        Ok((text, notes)) => {
            report.done(&path_name(path), &notes);
            let mut stdout = Stdout::new();
            stdout.write(&text);
            stdout.flush();
        }
        Err(failure) => report.failed(&failure),
    }
    report
}

fn clean(settings: &Settings, path: &Path) -> Result<(String, Vec<Note>), Failure> {
    let input = inputs::named(path)?;
    let bytes = input.read()?;
    let page = settings.page(&bytes, input.kind(&bytes));
    settings
        .clean(&page, |article| (article.to_string(), article.notes().to_vec()))
        .map_err(|message| Failure::new(path, message))
}
