//! Labelled pages: a folder with `<set>.jsonl`, one page a line, and the pages' bytes beside it.
//!
//! A line has `set`, `id`, `html` (a path in the folder, `.gz` or not), `page_type`, `url`, and either `gold_text`
//! or `with_snippets` and `without_snippets`: strings that the content has, and that it must not have.

use flate2::read::GzDecoder;
use serde_json::Value;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

/// A page and what its content is.
pub struct Labelled {
    pub set: String,
    pub id: String,
    pub url: String,
    pub kind: String,
    pub gold: Option<String>,
    pub with: Vec<String>,
    pub without: Vec<String>,
    pub bytes: Vec<u8>,
}

/// Reads all sets of a folder, or those named, in the order of their names.
pub fn read(folder: &Path, sets: &[String]) -> io::Result<Vec<Labelled>> {
    let mut files: Vec<_> = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    let mut pages = Vec::new();
    for path in files.iter().map(fs::DirEntry::path) {
        let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let is_set = path.extension().is_some_and(|extension| extension == "jsonl");
        if is_set && (sets.is_empty() || sets.iter().any(|own| own == name)) {
            for line in fs::read_to_string(&path)?.lines() {
                pages.extend(page(folder, line)?);
            }
        }
    }
    Ok(pages)
}

fn page(folder: &Path, line: &str) -> io::Result<Option<Labelled>> {
    let value: Value = serde_json::from_str(line)?;
    let truth = |key: &str| !matches!(value[key], Value::Null | Value::Bool(false));
    if truth("dup_of") || truth("gold_empty") {
        return Ok(None);
    }
    let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let list = |key: &str| -> Vec<String> {
        let items = value[key].as_array().into_iter().flatten();
        items.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let path = folder.join(text("html"));
    let mut bytes = fs::read(&path)?;
    if path.extension().is_some_and(|extension| extension == "gz") {
        let mut plain = Vec::new();
        GzDecoder::new(&bytes[..]).read_to_end(&mut plain)?;
        bytes = plain;
    }
    Ok(Some(Labelled {
        set: text("set"),
        id: text("id"),
        url: text("url"),
        kind: text("page_type"),
        gold: value["gold_text"].as_str().map(str::to_owned),
        with: list("with_snippets"),
        without: list("without_snippets"),
        bytes,
    }))
}

impl Labelled {
    /// Whether the page is kept aside: one of five, by its id. What is said of these pages is of tables that
    /// have not learned from them.
    pub fn is_held_out(&self) -> bool {
        hash(&self.id).is_multiple_of(5)
    }

    /// The host of the page.
    pub fn site(&self) -> &str {
        self.url.split('/').nth(2).filter(|host| !host.is_empty()).unwrap_or(&self.id)
    }

    /// Pages of one site are learned from together or not at all.
    pub fn fold(&self, folds: u64) -> u64 {
        (hash(self.site()) >> 8) % folds
    }
}

fn hash(text: &str) -> u64 {
    let mixed = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (mixed ^ (mixed >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20
}
