//! `tamis rules import ftr`: a folder of FiveFilters' site configurations becomes one file of site rules.
//! What cannot be translated is told with its file, line and reason.

mod condition;
mod css;
mod directives;
#[cfg(test)]
mod tests;
mod xpath;

use crate::outputs::write::write_now;
use crate::report::{Failure, Report, Usage, path_name, reason};
use crate::stdout::Stdout;
use directives::{Rules, read};
use std::fs;
use std::path::{Path, PathBuf};

/// How much was there, and how much of it was translated.
#[derive(Debug, Default)]
struct Tally {
    files: usize,
    sites: usize,
    expressions: usize,
    translated: usize,
}

/// Translates all files of a folder; the rules go to a file or to stdout, the rest is told on stderr.
pub(crate) fn import(folder: &Path, output: Option<&Path>, mut report: Report) -> Result<Report, Usage> {
    let mut tally = Tally::default();
    let mut text =
        String::from("# Made by `tamis rules import ftr`. Load it with --site-rules or from tamis.toml.\n");
    for path in files(folder)? {
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                report.failed(&Failure::new(&path, reason(&error)));
                continue;
            }
        };
        let rules = read(&String::from_utf8_lossy(&bytes));
        for fault in &rules.faults {
            report.tell(&format!("{}:{}: {}", path_name(&path), fault.line, fault.message));
        }
        tally.files += 1;
        tally.expressions += rules.expressions;
        tally.translated += rules.translated;
        if let Some((host, subdomains)) = host(&path)
            && !rules.is_empty()
        {
            tally.sites += 1;
            text += &site(host, subdomains, &rules);
        }
    }
    match output {
        Some(path) => write_now(path, text.into_bytes()).map_err(|error| {
            Usage::new(format!("{}: cannot be written: {}", path_name(path), reason(&error)))
        })?,
        None => {
            let mut stdout = Stdout::new();
            stdout.write(&text);
            stdout.flush();
        }
    }
    report.tell(&tally.told());
    Ok(report)
}

impl Tally {
    fn told(&self) -> String {
        let share = if self.expressions == 0 {
            100.0
        } else {
            self.translated as f64 * 100.0 / self.expressions as f64
        };
        format!(
            "{} files, {} sites: {} of {} expressions translated ({share:.1} %)",
            self.files, self.sites, self.translated, self.expressions
        )
    }
}

/// The files of a folder that are named as a host and `.txt`, sorted.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Usage> {
    let entries = fs::read_dir(folder)
        .map_err(|error| Usage::new(format!("{}: {}", path_name(folder), reason(&error))))?;
    let mut files: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| host(path).is_some()).collect();
    files.sort();
    if files.is_empty() {
        let advice = "no site configuration in it: give a clone of ftr-site-config, with files such as example.org.txt";
        return Err(Usage::new(format!("{}: {advice}", path_name(folder))));
    }
    Ok(files)
}

/// `example.org.txt` is about example.org and www.example.org, `.example.org.txt` about what is below.
fn host(path: &Path) -> Option<(&str, bool)> {
    let name = path.file_name()?.to_str()?.strip_suffix(".txt")?;
    let (host, below) = match name.strip_prefix('.') {
        Some(host) => (host, true),
        None => (name, false),
    };
    let is_host =
        host.contains('.') && !host.contains(|c: char| !c.is_ascii_alphanumeric() && !"-._".contains(c));
    is_host.then_some((host, below))
}

/// A `[[site]]` with what was translated.
fn site(host: &str, subdomains: bool, rules: &Rules) -> String {
    let mut text = format!("\n[[site]]\nmatch = {}\n", quoted(host));
    if !subdomains {
        text += "subdomains = false\n";
    }
    let lists = [
        ("select", &rules.select),
        ("drop", &rules.drop),
        ("title", &rules.title),
        ("author", &rules.author),
        ("date", &rules.date),
    ];
    for (key, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        let items: Vec<String> = list.iter().map(|item| quoted(item)).collect();
        text += &format!("{key} = [{}]\n", items.join(", "));
    }
    if !rules.select.is_empty() {
        text += "check = true\n";
    }
    text
}

/// A text as TOML writes it, on one line.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
