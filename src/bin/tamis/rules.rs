//! Site rules: reading their files, and `tamis rules test`, which tries them on the small pages beside them.

use crate::config::{ConfigFile, shown};
use crate::panics;
use crate::report::{Failure, Report, Usage, reason};
use crate::stdout::Stdout;
use std::fs;
use std::path::{Path, PathBuf};
use tamis::{Action, Article, Cleaner, Note, Options, Page, SiteRules, SiteTest};

/// Reads a file of site rules; the error has its line.
pub(crate) fn read(path: &Path) -> Result<SiteRules, Usage> {
    let text = fs::read_to_string(path)
        .map_err(|error| Usage::new(format!("{}: {}", shown(path), reason(&error))))?;
    let rules = SiteRules::parse(&text).map_err(|error| fault(path, &error))?;
    if rules.is_empty() {
        return Err(Usage::new(format!("{}: no [[site]] in it", shown(path))));
    }
    Ok(rules)
}

/// Reads a filter list; the error is about a file that is none.
#[cfg(feature = "cosmetic")]
pub(crate) fn read_filter_list(path: &Path) -> Result<tamis::FilterList, Usage> {
    let bytes = fs::read(path).map_err(|error| Usage::new(format!("{}: {}", shown(path), reason(&error))))?;
    tamis::FilterList::parse(&String::from_utf8_lossy(&bytes)).map_err(|error| fault(path, &error))
}

/// An error in a file that was read.
pub(crate) fn fault(path: &Path, error: &tamis::Error) -> Usage {
    match error.line() {
        Some(line) => Usage::new(format!("{}:{line}: {error}", shown(path))),
        None => Usage::new(format!("{}: {error}", shown(path))),
    }
}

/// Rules with the place that they came from; ours have none.
type Source = (Option<PathBuf>, SiteRules);

/// Tries the tests of a file, or those of tamis and of the configuration.
pub(crate) fn test(
    files: &[PathBuf],
    configured: Option<ConfigFile>,
    mut report: Report,
) -> Result<Report, Usage> {
    let mut sources: Vec<Source> = Vec::new();
    for path in files {
        sources.push((Some(path.clone()), read(path)?));
    }
    if files.is_empty() {
        sources.push((None, SiteRules::built_in()));
        sources.extend(configured.map(|file| (Some(file.path), file.sites)));
    }
    let site_rules = sources.iter().filter(|(path, _)| path.is_some()).map(|(_, rules)| rules.clone());
    let options = Options { site_rules: site_rules.collect(), ..Options::default() };
    let cleaner = Cleaner::new(options).map_err(Usage::new)?;
    let mut passed = 0;
    for (path, rules) in &sources {
        for test in rules.tests() {
            let place =
                path.as_ref().map_or("built in".to_owned(), |path| format!("{}:{}", shown(path), test.line));
            let faults = run(&cleaner, test, path.as_deref());
            passed += usize::from(faults.is_empty());
            for fault in faults {
                report.failed(&Failure::new(&place, format!("{}: {fault}", test.site)));
            }
        }
    }
    let all: usize = sources.iter().map(|(_, rules)| rules.tests().len()).sum();
    let sites: usize = sources.iter().map(|(_, rules)| rules.len()).sum();
    let mut stdout = Stdout::new();
    stdout.write(&format!("{passed} of {all} tests of {sites} sites passed\n"));
    stdout.flush();
    Ok(report)
}

/// What is wrong with what the rules make of a page.
fn run(cleaner: &Cleaner, test: &SiteTest, file: Option<&Path>) -> Vec<String> {
    let html = if test.file.is_empty() {
        test.html.clone().into_bytes()
    } else {
        let beside = file.and_then(Path::parent).unwrap_or(Path::new("")).join(&test.file);
        match fs::read(&beside) {
            Ok(bytes) => bytes,
            Err(error) => return vec![format!("{}: {}", shown(&beside), reason(&error))],
        }
    };
    let mut page = Page::new(&html);
    if !test.url.is_empty() {
        page = page.url(&test.url);
    }
    panics::catch(|| faults(test, &cleaner.clean(&page))).unwrap_or_else(|message| vec![message])
}

fn faults(test: &SiteTest, article: &Article) -> Vec<String> {
    let markdown = article.markdown();
    let missing = test.expect_contains.iter().filter(|text| !markdown.contains(text.as_str()));
    let present = test.expect_absent.iter().filter(|text| markdown.contains(text.as_str()));
    let missing = missing.map(|text| format!("\"{text}\" is not in the text"));
    let present = present.map(|text| format!("\"{text}\" is in the text"));
    let metadata = article.metadata();
    let author = metadata.author();
    let said = [
        ("title", &test.expect_title, &metadata.title),
        ("author", &test.expect_author, &author),
        ("date", &test.expect_date, &metadata.date),
    ];
    let said = said.into_iter().filter(|(_, wanted, found)| !wanted.is_empty() && wanted != found);
    let said = said.map(|(name, wanted, found)| format!("the {name} is \"{found}\", not \"{wanted}\""));
    let is_doubt = |note: &&Note| note.action == Action::Suspected && note.rule == "site-select";
    let doubts = article.notes().iter().filter(is_doubt).map(|note| note.why.to_string());
    doubts.chain(missing).chain(present).chain(said).collect()
}
