//! What holds for every page, tried on a corpus of real ones that is not part of this project.
//!
//! `TAMIS_CORPUS=DIR cargo test --release --test corpus -- --nocapture` reads every page, post and feed below DIR, and the
//! `html` of every line of its JSONL files, packed by gzip or not. Without the variable the test says that it was skipped.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use tamis::{Cleaner, Options, Page, PageKind, Scope};

const SCOPES: [Scope; 4] = [Scope::Auto, Scope::Article, Scope::Body, Scope::Everything];

#[test]
fn the_ledger_adds_up_on_every_document() {
    let Some(corpus) = std::env::var_os("TAMIS_CORPUS") else {
        return println!("skipped: set TAMIS_CORPUS to a folder of pages");
    };
    let cleaners = SCOPES.map(|scope| Cleaner::new(Options { scope, ..Options::default() }).unwrap());
    let (mut documents, mut wrong) = (0, Vec::new());
    for file in files(Path::new(&corpus)) {
        for (number, (bytes, kind)) in documents_of(&file).into_iter().enumerate() {
            documents += 1;
            for (cleaner, scope) in cleaners.iter().zip(SCOPES) {
                let page = if kind == PageKind::Post { Page::post(&bytes) } else { Page::new(&bytes) };
                let ledger = cleaner.clean(&page).ledger();
                if ledger.kept + ledger.dropped + ledger.hidden != ledger.incoming {
                    wrong.push(format!("{} #{number} {scope:?}: {ledger:?}", file.display()));
                }
            }
        }
    }
    println!("{documents} documents, {} sums that are wrong", wrong.len());
    assert!(documents > 0, "there is no page, post or feed below {}", Path::new(&corpus).display());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The documents in a file: one, or those of its lines.
fn documents_of(file: &Path) -> Vec<(Vec<u8>, PageKind)> {
    let mut bytes = fs::read(file).unwrap();
    let mut name = file.to_owned();
    if name.extension().is_some_and(|extension| extension == "gz") {
        let packed = std::mem::take(&mut bytes);
        flate2::read::MultiGzDecoder::new(&packed[..]).read_to_end(&mut bytes).unwrap();
        name.set_extension("");
    }
    match name.extension().and_then(|extension| extension.to_str()) {
        Some("html" | "htm" | "xhtml" | "xml") => vec![(bytes, PageKind::Html)],
        Some("md" | "markdown" | "Rmd") => vec![(bytes, PageKind::Post)],
        Some("jsonl") => bytes.split(|&byte| byte == b'\n').filter_map(html_of_line).collect(),
        _ => Vec::new(),
    }
}

fn html_of_line(line: &[u8]) -> Option<(Vec<u8>, PageKind)> {
    let value: serde_json::Value = serde_json::from_slice(line).ok()?;
    Some((value.get("html")?.as_str()?.as_bytes().to_vec(), PageKind::Html))
}

fn files(top: &Path) -> Vec<PathBuf> {
    let (mut waiting, mut found) = (vec![top.to_owned()], Vec::new());
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { waiting.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}
