//! What a run into a folder has done so far, so that a later one can go on where it ended, however it ended.
//!
//! The manifest is `.tamis/manifest.jsonl` in the output folder: a line that says how pages are cleaned, a
//! line before a page is cleaned, a line before its file gets its name, and one at the end. It is only added
//! to. A line that was cut off says nothing. Beside it lies a lock: two runs into one folder wait for each other, unless they
//! are shards, which have manifests of their own.

use crate::inputs::{Input, Record};
use crate::lock;
use crate::outputs::plan::{Key, first_half};
use crate::outputs::write::write_now;
use crate::regular;
use crate::report::{Failure, reason};
use crate::signals::Stop;
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

const FOLDER: &str = ".tamis";
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The manifest of this run.
pub(crate) struct Manifest {
    output_folder: PathBuf,
    path: PathBuf,
    lock: PathBuf,
    file: Mutex<File>,
    done: HashMap<Key, Done>,
    suspects: HashSet<Key>,
    /// Closing it unlocks.
    _locked: File,
}

/// What was made of which bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Done {
    pub(crate) input: Key,
    pub(crate) output: Key,
}

/// A line of the manifest: the fields that are there tell which.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Line {
    /// The first: the version of tamis, and a hash of all options that change an output.
    #[serde(skip_serializing_if = "Option::is_none")]
    tamis: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    options: Option<String>,
    /// A worker takes a page into its hand …
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    worker: Option<u32>,
    /// … of this input.
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<String>,
    /// A page is about to get its name; these are for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    done: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    /// Hashes of the bytes that came in and went out.
    #[serde(skip_serializing_if = "Option::is_none")]
    input: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<String>,
    /// The run is over: nothing is in anybody's hand any more.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    over: bool,
}

/// What a manifest is for.
pub(crate) struct Scope<'a> {
    pub(crate) folder: &'a Path,
    /// Tells shards apart; empty for the only one.
    pub(crate) shard: String,
    /// A hash of all options that change an output.
    pub(crate) options: Key,
    /// Whether what an earlier run did is to be believed.
    pub(crate) resume: bool,
}

impl Manifest {
    /// Makes the manifest of this run, once no other run works there.
    pub(crate) fn open(scope: &Scope<'_>, stop: &Stop, waiting: impl FnOnce()) -> Result<Self, Failure> {
        let home = scope.folder.join(FOLDER);
        let failed =
            |error: io::Error| Failure::new(scope.folder, format!("cannot be written: {}", reason(&error)));
        fs::create_dir_all(&home).map_err(failed)?;
        let lock = home.join(format!("lock{}", scope.shard));
        let locked = lock::wait_for(&lock, stop, waiting).map_err(failed)?;
        let path = home.join(format!("manifest{}.jsonl", scope.shard));
        let (done, suspects) = if scope.resume { earlier(&path, scope.options) } else { Default::default() };
        let first =
            Line { tamis: Some(VERSION.to_owned()), options: Some(hex(scope.options)), ..Line::default() };
        let mut lines = to_line(&first);
        for (key, done) in &done {
            lines += &done_line(*key, *done, None, None);
        }
        write_now(&path, lines.into_bytes()).map_err(failed)?;
        let file = regular::open(OpenOptions::new().append(true), &path).map_err(failed)?;
        Ok(Manifest {
            output_folder: scope.folder.to_owned(),
            path,
            lock,
            file: Mutex::new(file),
            done,
            suspects,
            _locked: locked,
        })
    }

    /// Which page this is, in any run from these inputs into this folder.
    pub(crate) fn key(&self, record: &Record, output: &Path) -> Key {
        let output = output.strip_prefix(&self.output_folder).unwrap_or(output);
        let mut hasher = blake3::Hasher::new();
        hasher.update(record.input.name.as_os_str().as_encoded_bytes());
        hasher.update(&[0]);
        hasher.update(&record.number.to_le_bytes());
        hasher.update(output.as_os_str().as_encoded_bytes());
        first_half(&hasher.finalize())
    }

    /// Whether an earlier run made this output of these bytes, and it is still there as it was made.
    pub(crate) fn has(&self, key: Key, input: Key, output: &Path) -> bool {
        let Some(done) = self.done.get(&key) else { return false };
        done.input == input && fs::read(output).is_ok_and(|bytes| hash(&bytes) == done.output)
    }

    /// Whether a run died with a page of this input in its hand. That page may do it again.
    pub(crate) fn suspects(&self, input: &Input) -> bool {
        self.suspects.contains(&input_key(input))
    }

    /// Notes that this thread takes a page into its hand.
    pub(crate) fn start(&self, key: Key, input: &Input) {
        let line = Line {
            start: Some(hex(key)),
            worker: Some(worker()),
            of: Some(hex(input_key(input))),
            ..Line::default()
        };
        // Only a help for a later run: it must not keep this one from its work.
        let _ = self.write(&to_line(&line));
    }

    /// Notes, before files get their names, which they are.
    pub(crate) fn note(&self, lines: &str) -> io::Result<()> {
        self.write(lines)
    }

    /// The line for a page that is about to get its name.
    pub(crate) fn line(&self, key: Key, done: Done, page: &str, output: &Path) -> String {
        let output = output.strip_prefix(&self.output_folder).unwrap_or(output);
        done_line(key, done, Some(page.to_owned()), Some(output.to_string_lossy().into_owned()))
    }

    /// The run is over. When all is done and nobody wants to go on from here, nothing is left of the manifest.
    pub(crate) fn close(self, is_to_be_kept: bool) {
        if is_to_be_kept {
            // What failed did not kill the run.
            let _ = self.write(&to_line(&Line { over: true, ..Line::default() }));
            let _ = self.file.lock().unwrap_or_else(PoisonError::into_inner).sync_all();
        } else {
            let _ = fs::remove_file(&self.path);
        }
        let _ = fs::remove_file(&self.lock);
        if let Some(home) = self.path.parent() {
            // It stays while a shard works there.
            let _ = fs::remove_dir(home);
        }
    }

    fn write(&self, lines: &str) -> io::Result<()> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner).write_all(lines.as_bytes())
    }
}

/// The hash of a page's bytes.
pub(crate) fn hash(bytes: &[u8]) -> Key {
    first_half(&blake3::hash(bytes))
}

fn input_key(input: &Input) -> Key {
    hash(input.name.as_os_str().as_encoded_bytes())
}

/// What earlier runs did with the same options, and which inputs they had in hand when they died. Nothing if there is
/// no manifest, or one of another version.
fn earlier(path: &Path, options: Key) -> (HashMap<Key, Done>, HashSet<Key>) {
    let mut text = String::new();
    let read = regular::open(OpenOptions::new().read(true), path)
        .and_then(|mut file| file.read_to_string(&mut text));
    let mut lines = text.lines().filter_map(|line| serde_json::from_str::<Line>(line).ok());
    let first = lines.next().unwrap_or_default();
    let (mut done, mut in_hand) = (HashMap::new(), HashMap::new());
    if read.is_err() || first.tamis.as_deref() != Some(VERSION) || first.options != Some(hex(options)) {
        return Default::default();
    }
    for line in lines {
        let key = |field: &Option<String>| field.as_deref().and_then(unhex);
        if line.over {
            in_hand.clear();
        } else if let (Some(key), Some(input), Some(output)) =
            (key(&line.done), key(&line.input), key(&line.output))
        {
            done.insert(key, Done { input, output });
        } else if let (Some(key), Some(worker), Some(of)) = (key(&line.start), line.worker, key(&line.of)) {
            in_hand.insert(worker, (key, of));
        }
    }
    let suspects =
        in_hand.into_values().filter(|(key, _)| !done.contains_key(key)).map(|(_, of)| of).collect();
    (done, suspects)
}

fn done_line(key: Key, done: Done, page: Option<String>, file: Option<String>) -> String {
    to_line(&Line {
        done: Some(hex(key)),
        page,
        file,
        input: Some(hex(done.input)),
        output: Some(hex(done.output)),
        ..Line::default()
    })
}

fn to_line(line: &Line) -> String {
    let mut text = serde_json::to_string(line).expect("text can be written as JSON");
    text.push('\n');
    text
}

fn hex(key: Key) -> String {
    key.iter().fold(String::with_capacity(32), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

fn unhex(digits: &str) -> Option<Key> {
    let number = u128::from_str_radix(digits, 16).ok()?;
    (digits.len() == 32).then(|| number.to_be_bytes())
}

/// A number for this thread, so that of what it took into its hand only the last can still be there.
fn worker() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    thread_local! {
        static NUMBER: Cell<u32> = Cell::new(NEXT.fetch_add(1, Ordering::Relaxed));
    }
    NUMBER.get()
}

#[cfg(test)]
mod tests {
    use super::{Done, Manifest, Scope, hash};
    use crate::signals::Stop;
    use std::fs;
    use std::path::Path;

    fn open(folder: &Path, options: &[u8], resume: bool) -> Manifest {
        let scope = Scope { folder, shard: String::new(), options: hash(options), resume };
        Manifest::open(&scope, &Stop::default(), || {}).expect("a manifest")
    }

    #[test]
    fn what_was_done_is_known_to_the_next_run() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let output = folder.path().join("a.md");
        fs::write(&output, "Hello\n").expect("a new file");
        let (key, done) = (hash(b"key"), Done { input: hash(b"<p>"), output: hash(b"Hello\n") });
        let first = open(folder.path(), b"options", false);
        let line = first.line(key, done, "a.html", &output);
        first.note(&line).expect("written");
        first.note(&line[..line.len() / 2]).expect("written, as far as the process lived");
        drop(first);

        let second = open(folder.path(), b"options", true);
        assert!(second.has(key, done.input, &output));
        assert!(!second.has(key, hash(b"other bytes"), &output));
        fs::write(&output, "changed by hand").expect("a file");
        assert!(!second.has(key, done.input, &output));
        fs::write(&output, "Hello\n").expect("a file");
        drop(second);
        assert!(open(folder.path(), b"options", true).has(key, done.input, &output));
        assert!(!open(folder.path(), b"other options", true).has(key, done.input, &output));
    }

    #[test]
    fn only_what_was_in_hand_when_a_run_died_is_suspected() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let [done, dropped, in_hand] =
            ["a.html", "b.html", "c.html"].map(|name| crate::inputs::stdin(Some(Path::new(name))));
        let first = open(folder.path(), b"", false);
        for (key, input) in [(hash(b"a"), &done), (hash(b"b"), &dropped), (hash(b"c"), &in_hand)] {
            first.start(key, input);
        }
        drop(first);
        let second = open(folder.path(), b"", true);
        let suspected = [&done, &dropped, &in_hand].map(|input| second.suspects(input));
        assert_eq!(suspected, [false, false, true], "this thread had taken the next one into its hand");
        second.start(hash(b"c"), &in_hand);
        let line = second.line(
            hash(b"c"),
            Done { input: hash(b""), output: hash(b"") },
            "c.html",
            Path::new("c.md"),
        );
        second.note(&line).expect("written");
        drop(second);
        assert!(!open(folder.path(), b"", true).suspects(&in_hand));
    }

    #[test]
    fn what_failed_in_a_run_that_came_to_its_end_is_not_suspected() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let failed = crate::inputs::stdin(Some(Path::new("a.html")));
        let first = open(folder.path(), b"", false);
        first.start(hash(b"a"), &failed);
        first.close(true);
        assert!(!open(folder.path(), b"", true).suspects(&failed));
    }

    #[test]
    fn nothing_is_left_when_all_is_done() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        open(folder.path(), b"", false).close(false);
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
        open(folder.path(), b"", false).close(true);
        assert!(folder.path().join(".tamis/manifest.jsonl").exists());
    }
}
