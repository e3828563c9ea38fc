//! What a batch survives, tried: kills at any moment, disks that take no more, inputs that vanish.
//!
//! A trial is small by default. `TAMIS_KILL_FILES=2000 TAMIS_KILLS=20 cargo test --release --test batch` is a thorough one. While it
//! runs, nothing may build or kill the command: `TAMIS_BINARY=/a/copy/of/tamis` tries one that stays as it is.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long a run may do nothing.
const STUCK: Duration = Duration::from_secs(180);

/// The command that is tried.
fn binary() -> OsString {
    env::var_os("TAMIS_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_tamis").into())
}

fn number(name: &str, default: usize) -> usize {
    env::var(name).ok().and_then(|number| number.parse().ok()).unwrap_or(default)
}

/// Writes pages that differ, some in folders.
fn pages(folder: &Path, count: usize) {
    for number in 0..count {
        let place = folder.join(format!("{}", number % 7));
        fs::create_dir_all(&place).expect("a new folder");
        let words = format!("<p>Page {number} has <b>some</b> words. ").repeat(20 + number % 50);
        let page = format!("<title>{number}</title><article><h1>Page {number}</h1>{words}</article>");
        fs::write(place.join(format!("{number}.html")), page).expect("a new file");
    }
}

/// All files below a folder, hidden ones too, but for what `--resume` needs.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(place) = waiting.pop() {
        for entry in fs::read_dir(&place).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() && entry.file_name() != ".tamis" {
                waiting.push(path);
            } else if path.is_file() {
                let name = path.strip_prefix(folder).expect("it lies there").to_owned();
                files.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    files
}

fn is_temporary(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_bytes().starts_with(b".tamis-"))
}

fn tamis(arguments: &[&OsStr]) -> Output {
    Command::new(binary()).args(arguments).output().expect("it ends")
}

fn clean(input: &Path, output: &Path, further: &[&str]) -> Output {
    let mut arguments = vec![OsStr::new("-o"), output.as_os_str(), input.as_os_str()];
    arguments.extend(further.iter().map(OsStr::new));
    tamis(&arguments)
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Numbers that look random and are the same in each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Interrupts runs at many moments, each time from the beginning; after each, `--resume` must make the tree of a run that
/// nobody disturbed. Returns the exit codes of those that were hit.
fn interrupt(signal: &str, kills: usize) -> Vec<Option<i32>> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [input, whole] = ["in", "whole"].map(|name| folder.path().join(name));
    pages(&input, number("TAMIS_KILL_FILES", 150));
    let start = Instant::now();
    assert_eq!(clean(&input, &whole, &[]).status.code(), Some(0));
    let duration = start.elapsed();
    let whole = tree(&whole);
    let mut dice = Dice(7);
    let mut codes = Vec::new();
    for kill in 0..kills {
        let output = folder.path().join(format!("out{kill}"));
        let mut run = Command::new(binary());
        run.arg("-o").arg(&output).arg(&input).stdout(Stdio::null()).stderr(Stdio::null());
        let mut run = run.spawn().expect("the binary starts");
        sleep(duration.mul_f64(0.02 + 0.9 * dice.roll()));
        let is_running = run.try_wait().expect("a child of ours").is_none();
        let sent = Command::new("kill").arg(format!("-{signal}")).arg(run.id().to_string()).status();
        assert!(sent.expect("kill is there").success() || !is_running);
        let status = run.wait().expect("it ends");
        // Before the first page is read, nobody listens to signals yet.
        let was_early = status.signal().is_some() && tree(&output).is_empty();
        if is_running && status.code() != Some(0) && (signal == "KILL" || !was_early) {
            codes.push(status.code());
        }
        for (path, bytes) in tree(&output) {
            assert!(
                is_temporary(&path) && signal == "KILL" || whole.get(&path) == Some(&bytes),
                "torn: {path:?}"
            );
        }
        let resumed = clean(&input, &output, &["--resume"]);
        assert_eq!(resumed.status.code(), Some(0), "{}", stderr(&resumed));
        assert!(tree(&output) == whole, "kill {kill}: not the tree of an undisturbed run");
        let again = clean(&input, &output, &["--resume"]);
        assert!(stderr(&again).starts_with("0 files written"), "{}", stderr(&again));
        fs::remove_dir_all(&output).expect("a folder");
    }
    println!("SIG{signal}: {kills} sent, {} hit: torn 0, trees different 0", codes.len());
    codes
}

#[test]
fn whatever_sigkill_leaves_resume_finishes() {
    let codes = interrupt("KILL", number("TAMIS_KILLS", 4));
    assert!(!codes.is_empty(), "no run was hit");
}

#[test]
fn sigint_ends_with_130_and_sigterm_with_143() {
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let codes = interrupt(signal, number("TAMIS_KILLS", 4));
        assert!(!codes.is_empty(), "no run was hit");
        assert!(codes.iter().all(|found| *found == Some(code)), "{codes:?}");
    }
}

#[test]
fn resume_does_again_only_what_changed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [input, output] = ["in", "out"].map(|name| folder.path().join(name));
    pages(&input, 20);
    let says = |further: &[&str]| stderr(&clean(&input, &output, &[&["--resume"], further].concat()));
    assert!(says(&[]).starts_with("20 files written"));
    assert!(says(&[]).contains("0 files written") && says(&[]).contains("20 done before"));
    fs::write(input.join("3/3.html"), "<p>New</p>").expect("a file");
    fs::write(output.join("4/4.md"), "Changed by hand\n").expect("a file");
    let told = says(&[]);
    assert!(told.starts_with("2 files written") && told.contains("18 done before"), "{told}");
    assert!(!says(&["--scope", "everything"]).contains("done before"), "other options, other outputs");
}

/// Waits until a file holds this text, as long as whoever should write it runs; after minutes it is taken for stuck, and killed.
fn wait_for(path: &Path, text: &str, run: &mut Child) {
    let start = Instant::now();
    while fs::read_to_string(path).ok().as_deref() != Some(text) {
        let end = run.try_wait().expect("a child of ours");
        if end.is_some() || start.elapsed() > STUCK {
            let _ = run.kill();
            panic!("{} does not hold {text:?}; the run ended with {end:?}", path.display());
        }
        sleep(Duration::from_millis(20));
    }
}

#[test]
fn watching_cleans_what_changes_and_what_is_new() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [input, output] = ["in", "out"].map(|name| folder.path().join(name));
    fs::create_dir(&input).expect("a new folder");
    fs::write(input.join("a.html"), "<p>One</p>").expect("a new file");
    fs::write(input.join("bad.html"), "%PDF-1.7").expect("a new file");
    let mut run = Command::new(binary());
    run.arg("--watch").arg("-o").args([&output, &input]).stderr(Stdio::piped());
    let mut run = run.spawn().expect("the binary starts");
    wait_for(&output.join("a.md"), "One\n", &mut run);
    fs::write(input.join("a.html"), "<p>Another</p>").expect("a file");
    fs::write(input.join("b.html"), "<p>Two</p>").expect("a new file");
    wait_for(&output.join("a.md"), "Another\n", &mut run);
    wait_for(&output.join("b.md"), "Two\n", &mut run);
    let sent = Command::new("kill").args(["-INT", &run.id().to_string()]).status();
    assert!(sent.expect("kill is there").success());
    let run = run.wait_with_output().expect("it ends");
    assert_eq!(run.status.code(), Some(130), "{}", stderr(&run));
    assert!(!stderr(&run).contains("was in hand"), "what failed killed no run: {}", stderr(&run));
}

#[test]
fn shards_add_up_to_the_whole() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [input, whole, output] = ["in", "whole", "out"].map(|name| folder.path().join(name));
    pages(&input, 40);
    clean(&input, &whole, &[]);
    let parts: Vec<usize> = ["1/3", "2/3", "3/3"]
        .map(|part| {
            clean(&input, &output, &["--shard", part]);
            tree(&output).len()
        })
        .to_vec();
    assert!(0 < parts[0] && parts[0] < parts[1] && parts[1] < 40, "{parts:?}");
    assert_eq!(tree(&output), tree(&whole));
}

#[test]
fn fail_fast_writes_what_comes_before_whatever_the_jobs() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let input = folder.path().join("in");
    fs::create_dir(&input).expect("a new folder");
    for number in 10..60 {
        let page = if number == 40 { "%PDF-1.7".to_owned() } else { format!("<p>{number}</p>") };
        fs::write(input.join(format!("{number}.html")), page).expect("a new file");
    }
    for jobs in ["1", "2", "8"] {
        let output = folder.path().join(jobs);
        let run = clean(&input, &output, &["--fail-fast", "--jobs", jobs]);
        assert_eq!((run.status.code(), tree(&output).len()), (Some(3), 30), "{}", stderr(&run));
    }
}

#[test]
fn a_file_that_cannot_be_written_whole_does_not_appear() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [input, output] = ["in", "out"].map(|name| folder.path().join(name));
    pages(&input, 20);
    fs::write(input.join("small.html"), "<p>Small</p>").expect("a new file");
    // No file may be larger than a kilobyte; the manifest among them.
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$@\"";
    let mut limited = Command::new("bash");
    limited.args(["-c", script, "bash"]).arg(binary()).arg("-o").arg(&output).arg(&input);
    let run = limited.output().expect("it ends");
    assert_eq!(run.status.code(), Some(3), "{}", stderr(&run));
    assert!(stderr(&run).contains("cannot be written: "), "{}", stderr(&run));
    let written = tree(&output);
    assert!(written.len() < 21 && written.contains_key(Path::new("small.md")), "{:?}", written.keys());
    assert_eq!(clean(&input, &output, &["--resume"]).status.code(), Some(0));
    let whole = tree(&output);
    assert_eq!(whole.len(), 21);
    assert!(written.iter().all(|(path, bytes)| whole.get(path) == Some(bytes)), "{:?}", written.keys());
}

/// Only root may mount; elsewhere there is nothing to try.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_stops_the_run_and_leaves_no_torn_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [input, whole, disk] = ["in", "whole", "disk"].map(|name| folder.path().join(name));
    pages(&input, 100);
    clean(&input, &whole, &[]);
    fs::create_dir(&disk).expect("a new folder");
    let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"]).arg(&disk).output();
    if !mount.is_ok_and(|mount| mount.status.success()) {
        return;
    }
    let output = disk.join("out");
    let run = clean(&input, &output, &[]);
    let written = tree(&output);
    let unmounted = Command::new("umount").arg("-l").arg(&disk).status();
    assert!(unmounted.is_ok_and(|status| status.success()));
    assert_eq!(run.status.code(), Some(3), "{}", stderr(&run));
    assert!(stderr(&run).contains("no space left on the disk: make room and run again"), "{}", stderr(&run));
    assert_eq!(stderr(&run).matches("cannot be written").count(), 1, "one line says it: {}", stderr(&run));
    let whole = tree(&whole);
    assert!(written.iter().all(|(path, bytes)| whole.get(path) == Some(bytes)), "{:?}", written.keys());
}

#[test]
fn an_input_that_vanishes_is_a_failure_and_the_others_are_written() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [slow, gone, other] = ["slow.html", "gone.html", "other.html"].map(|name| folder.path().join(name));
    fs::write(&slow, "<table><tr><td>x".repeat(20_000)).expect("a new file");
    fs::write(&gone, "<p>Gone</p>").expect("a new file");
    fs::write(&other, "<p>Other</p>").expect("a new file");
    let output = folder.path().join("out");
    let mut run = Command::new(binary());
    run.args(["--jobs", "1", "-o"]).args([&output, &slow, &gone, &other]).stderr(Stdio::piped());
    let run = run.spawn().expect("the binary starts");
    // Whether it was found already or not, it is not there when its turn comes.
    fs::remove_file(&gone).expect("our file");
    let run = run.wait_with_output().expect("it ends");
    if run.status.code() == Some(3) {
        assert!(
            stderr(&run).contains("gone.html: no such file or folder: check the name"),
            "{}",
            stderr(&run)
        );
    }
    assert_eq!(fs::read_to_string(output.join("other.md")).expect("a file"), "Other\n");
    assert!(output.join("slow.md").exists());
}

#[test]
fn links_that_lead_in_circles_end() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [input, output] = ["in", "out"].map(|name| folder.path().join(name));
    fs::create_dir(&input).expect("a new folder");
    fs::write(input.join("a.html"), "<p>Hello</p>").expect("a new file");
    symlink(&input, input.join("loop")).expect("a new link");
    symlink("self.html", input.join("self.html")).expect("a new link");
    assert_eq!(clean(&input, &output, &[]).status.code(), Some(0));
    assert_eq!(tree(&output).len(), 1);
    let run = clean(&input, &output, &["--follow"]);
    assert_eq!(run.status.code(), Some(3));
    assert!(stderr(&run).contains("loop: a link that leads back into itself"), "{}", stderr(&run));
}

#[test]
fn names_that_are_not_utf_8_and_names_with_newlines_work_everywhere() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let names = [&b"caf\xe9.md"[..], b"a\nb.md", b"-n.md"].map(OsStr::from_bytes);
    for name in names {
        fs::write(folder.path().join(name), "<p>Hello</p>\n").expect("a new file");
    }
    let rows = tamis(&[OsStr::new("--format"), OsStr::new("jsonl"), folder.path().as_os_str()]);
    assert_eq!(String::from_utf8(rows.stdout).expect("UTF-8").lines().count(), 3);
    let check = tamis(&[OsStr::new("--check"), folder.path().as_os_str()]);
    assert_eq!(check.status.code(), Some(1));
    let output = folder.path().join("out");
    clean(folder.path(), &output, &["--resume"]);
    let again = clean(folder.path(), &output, &["--resume"]);
    assert!(stderr(&again).contains("3 done before"), "{}", stderr(&again));
    assert_eq!(tamis(&[OsStr::new("--in-place"), folder.path().as_os_str()]).status.code(), Some(0));
    for name in names {
        assert_eq!(fs::read(folder.path().join(name)).expect("a file"), b"Hello\n");
        assert_eq!(fs::read(output.join(name)).expect("a file"), b"Hello\n");
    }
}

#[test]
fn a_link_that_is_named_stays_and_its_file_is_rewritten() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [post, link] = ["post.md", "link.md"].map(|name| folder.path().join(name));
    fs::write(&post, "<p>Hello</p>\n").expect("a new file");
    symlink("post.md", &link).expect("a new link");
    assert_eq!(tamis(&[OsStr::new("--in-place"), link.as_os_str()]).status.code(), Some(0));
    assert_eq!(fs::read_to_string(&post).expect("a file"), "Hello\n");
    assert!(fs::symlink_metadata(&link).expect("a link").is_symlink());
}
