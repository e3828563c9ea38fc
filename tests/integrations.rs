//! The hooks for pre-commit and the GitHub Action do what they say: their own lines are run, as their hosts run them.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const TAMIS: &str = env!("CARGO_BIN_EXE_tamis");
const HOOKS: &str = include_str!("../.pre-commit-hooks.yaml");
const ACTION: &str = include_str!("../action.yml");

const DIRTY: &str = "<p>Hello <b>there</b></p>\n";
const CLEAN: &str = "Hello **there**\n";

/// A folder of content with a post that is clean and one that is not.
fn content() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("content")).expect("a new folder");
    for (name, text) in [("clean.md", CLEAN), ("dirty.md", DIRTY)] {
        fs::write(folder.path().join("content").join(name), text).expect("a new file");
    }
    folder
}

fn dirty(folder: &Path) -> String {
    fs::read_to_string(folder.join("content/dirty.md")).expect("a file")
}

/// The command of a hook.
fn entry(id: &str) -> &'static str {
    let (_, hook) = HOOKS.split_once(&format!("- id: {id}\n")).expect("there is such a hook");
    let line = hook.lines().find_map(|line| line.trim().strip_prefix("entry: "));
    line.expect("a hook has a command")
}

/// Runs a hook as pre-commit does: its command, then the files.
fn run_hook(id: &str, folder: &Path) -> Output {
    let mut words = entry(id).split(' ');
    assert_eq!(words.next(), Some("tamis"));
    let files = ["content/clean.md", "content/dirty.md"];
    Command::new(TAMIS).args(words).args(files).current_dir(folder).output().expect("it ends")
}

#[test]
fn the_hook_that_checks_fails_and_shows_what_to_change() {
    let folder = content();
    let run = run_hook("tamis-check", folder.path());
    assert_eq!(run.status.code(), Some(1), "{run:?}");
    let diff = String::from_utf8(run.stdout).expect("UTF-8");
    assert!(diff.contains("-<p>Hello <b>there</b></p>\n+Hello **there**\n"), "{diff}");
    assert_eq!(dirty(folder.path()), DIRTY);
}

#[test]
fn the_hook_that_rewrites_leaves_nothing_for_the_next_time() {
    let folder = content();
    assert_eq!(run_hook("tamis", folder.path()).status.code(), Some(0));
    assert_eq!(dirty(folder.path()), CLEAN);
    assert_eq!(run_hook("tamis-check", folder.path()).status.code(), Some(0));
}

/// The last script of the Action: what follows its `run: |`, which is indented.
fn script() -> String {
    let (_, script) = ACTION.rsplit_once("run: |\n").expect("a script at the end");
    script.lines().map(|line| line.trim_start().to_owned() + "\n").collect()
}

/// Runs the script of the Action as GitHub's runner does, with the command where the step before has put it.
fn run_action(folder: &Path, fix: &str, args: &str) -> Output {
    let temp = tempfile::tempdir().expect("a temporary folder");
    let bin = temp.path().join("tamis/bin");
    fs::create_dir_all(&bin).expect("a new folder");
    std::os::unix::fs::symlink(TAMIS, bin.join("tamis")).expect("a new link");
    let mut bash = Command::new("bash");
    bash.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", &script()]).current_dir(folder);
    bash.env("RUNNER_TEMP", temp.path()).env("PATHS", "content").env("FIX", fix).env("ARGS", args);
    bash.output().expect("it ends")
}

#[test]
fn the_action_fails_or_rewrites() {
    let folder = content();
    let run = run_action(folder.path(), "false", "");
    assert_eq!(run.status.code(), Some(1), "{run:?}");
    assert_eq!(dirty(folder.path()), DIRTY);
    let run = run_action(folder.path(), "true", "--isolated --quiet");
    assert_eq!((run.status.code(), run.stderr), (Some(0), Vec::new()));
    assert_eq!(dirty(folder.path()), CLEAN);
    assert_eq!(run_action(folder.path(), "false", "").status.code(), Some(0));
}
