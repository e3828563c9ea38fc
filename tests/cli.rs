//! The command line, from outside. Transcripts are in `tests/cli`; here is what needs a pipe.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;

const TAMIS: &str = env!("CARGO_BIN_EXE_tamis");

#[test]
fn transcripts() {
    // The width of the help must not depend on who runs the tests.
    let cases = trycmd::TestCases::new();
    cases
        .register_bin("tamis", Path::new(TAMIS))
        .env("COLUMNS", "100")
        // Nor anything on their own configuration.
        .env("XDG_CONFIG_HOME", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/home"))
        .case("tests/cli/*.trycmd");
    // Signals are sent by `timeout`, which finds the command by its name.
    if cfg!(target_os = "linux") {
        let folder = Path::new(TAMIS).parent().expect("a file has a folder");
        let path = format!("{}:{}", folder.display(), env::var("PATH").unwrap_or_default());
        cases
            .env("PATH", path)
            .register_bin("timeout", Path::new("/usr/bin/timeout"))
            .case("tests/cli/linux/*.trycmd");
    }
}

/// What a run left.
#[derive(Debug)]
struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

fn start(arguments: &[&str]) -> Child {
    let mut command = Command::new(TAMIS);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("the binary starts")
}

fn filter(arguments: &[&str], stdin: impl AsRef<[u8]> + Send) -> Run {
    let mut child = start(arguments);
    let mut pipe = child.stdin.take().expect("a pipe");
    thread::scope(|scope| {
        // It may end without reading all that it is given.
        scope.spawn(move || drop(pipe.write_all(stdin.as_ref())));
        run(child.wait_with_output().expect("it ends"))
    })
}

fn run(output: Output) -> Run {
    Run {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).expect("UTF-8 on stdout"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8 on stderr"),
    }
}

impl Run {
    #[track_caller]
    fn is(&self, code: i32, stdout: &str, stderr: &str) {
        assert_eq!((self.code, self.stdout.as_str(), self.stderr.as_str()), (Some(code), stdout, stderr));
    }
}

#[test]
fn stdin_to_stdout() {
    filter(&[], "<p>Hello</p>").is(0, "Hello\n", "");
    filter(&["-"], "<p>Hello</p>").is(0, "Hello\n", "");
    filter(&[], "").is(0, "", "");
}

#[test]
fn stdin_with_front_matter_is_a_post() {
    let post = "---\ntitle: [unclosed\n---\n\n<p>Hello</p>\n";
    let run = filter(&[], post);
    assert!(run.stdout.starts_with("---\ntitle: [unclosed\n---\n"), "{run:?}");
    let run = filter(&["--kind", "html"], post);
    assert!(!run.stdout.starts_with("---\n"), "{run:?}");
}

#[test]
fn verbose_tells_on_stderr_what_was_dropped() {
    let page = "<p>Hello</p><script>track()</script>";
    let run = filter(&["--verbose"], page);
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), "Hello\n"));
    assert!(run.stderr.lines().any(|line| line.starts_with("stdin: dropped [")), "{run:?}");
    filter(&["--quiet"], page).is(0, "Hello\n", "");
}

#[test]
fn binary_stdin_is_refused() {
    filter(&[], b"\x1f\x8b\x08\0\0\0").is(3, "", "stdin: not HTML but compressed (gzip): unpack it first\n");
}

#[test]
fn stdin_as_a_json_line() {
    filter(&["--format", "jsonl"], "<p>Hello</p>").is(0, "{\"path\":\"-\",\"markdown\":\"Hello\\n\"}\n", "");
}

#[test]
fn files_as_json_lines() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("one.html"), "<p>One</p>").expect("a new file");
    fs::write(folder.path().join("three.html"), "%PDF-1.7").expect("a new file");
    fs::write(folder.path().join("two.md"), "---\nid: 2\n---\n\nTwo\n").expect("a new file");
    let name = folder.path().to_str().expect("a name in UTF-8");
    let run = filter(&["--format", "jsonl", name], "");
    assert_eq!(run.code, Some(3));
    let expected = concat!(
        "{\"path\":\"FOLDER/one.html\",\"markdown\":\"One\\n\"}\n",
        "{\"path\":\"FOLDER/three.html\",",
        "\"error\":\"not HTML but a PDF file: convert it with a PDF tool\"}\n",
        "{\"path\":\"FOLDER/two.md\",\"markdown\":\"",
    );
    assert!(run.stdout.replace(name, "FOLDER").starts_with(expected), "{run:?}");
    assert!(run.stdout.contains("\"front_matter\":\"---\\nid: 2\\n---\\n"), "{run:?}");
}

#[test]
fn json_lines_come_back_in_order_with_all_their_fields() {
    let input = concat!(
        "{\"id\":1,\"html\":\"<p>One</p>\",\"price\":1.50}\n",
        "\n",
        "{\"markdown\":\"old\",\"html\":\"<p>Two</p>\",\"url\":null,\"error\":\"old\"}\r\n",
        "{\"id\":12345678901234567890,\"html_base64\":\"PHA+VGhyZWU8L3A+\"}",
    );
    let output = concat!(
        "{\"id\":1,\"html\":\"<p>One</p>\",\"price\":1.50,\"markdown\":\"One\\n\"}\n",
        "{\"markdown\":\"Two\\n\",\"html\":\"<p>Two</p>\",\"url\":null}\n",
        "{\"id\":12345678901234567890,\"html_base64\":\"PHA+VGhyZWU8L3A+\",\"markdown\":\"Three\\n\"}\n",
    );
    filter(&["--jsonl"], input).is(0, output, "");
    filter(&["--jsonl", "--jobs", "1"], input).is(0, output, "");
    filter(&["--jsonl", "-"], "").is(0, "", "");
}

#[test]
fn json_lines_that_fail_say_why_and_stay_in_place() {
    let input = concat!(
        "{\"id\":1,\"html\":\"<p>One</p>\"}\n",
        "{\"id\":2,\"html\":\n",
        "{\"id\":3,\"markdown\":\"old\"}\n",
        "{\"id\":4,\"html\":7}\n",
        "{\"id\":5,\"html_base64\":\"?\"}\n",
        "{\"id\":6,\"html_b64\":\"JVBERi0xLjc=\"}\n",
        "{\"id\":7,\"html\":\"<p>Seven</p>\",\"url\":[]}\n",
        "[]\n",
        "{\"id\":9,\"html\":\"<p>Nine</p>\"}\n",
    );
    let run = filter(&["--jsonl"], input);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(run.code, Some(3));
    assert_eq!(lines.len(), 9, "{run:?}");
    assert_eq!(lines[0], "{\"id\":1,\"html\":\"<p>One</p>\",\"markdown\":\"One\\n\"}");
    assert!(lines[1].starts_with("{\"error\":\"not JSON: ") && lines[1].ends_with(",\"line\":2}"), "{run:?}");
    assert_eq!(lines[2], "{\"id\":3,\"error\":\"no page in it: give it as `html` or `html_base64`\"}");
    assert_eq!(lines[3], "{\"id\":4,\"html\":7,\"error\":\"`html` is not a string\"}");
    assert!(lines[4].contains("\"error\":\"`html_base64` is not base64: "), "{run:?}");
    assert!(lines[5].contains("\"error\":\"not HTML but a PDF file: "), "{run:?}");
    assert!(lines[6].contains("\"error\":\"`url` is not a string\""), "{run:?}");
    assert_eq!(lines[7], "{\"error\":\"not a JSON object\",\"line\":8}");
    assert_eq!(lines[8], "{\"id\":9,\"html\":\"<p>Nine</p>\",\"markdown\":\"Nine\\n\"}");
    assert_eq!(run.stderr.lines().count(), 7, "{run:?}");
    assert!(run.stderr.contains("line 3: no page in it: give it as `html` or `html_base64`\n"), "{run:?}");
}

#[test]
fn json_lines_take_the_charset_of_the_content_type() {
    let input = "{\"html_base64\":\"PHA+xOO6wzwvcD4=\",\"content_type\":\"text/html; charset=gb2312\"}\n";
    let run = filter(&["--jsonl"], input);
    assert!(run.stdout.contains("\"markdown\":\"你好\\n\""), "{run:?}");
}

#[test]
fn a_caller_may_ask_read_and_ask_again() {
    let mut child = start(&["--jsonl"]);
    let mut questions = child.stdin.take().expect("a pipe");
    let mut answers = BufReader::new(child.stdout.take().expect("a pipe"));
    for id in 0..20 {
        writeln!(questions, "{{\"id\":{id},\"html\":\"<p>Hello</p>\"}}").expect("it reads");
        let mut answer = String::new();
        answers.read_line(&mut answer).expect("it answers before the next question");
        assert_eq!(answer, format!("{{\"id\":{id},\"html\":\"<p>Hello</p>\",\"markdown\":\"Hello\\n\"}}\n"));
    }
    drop(questions);
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

#[test]
fn a_reader_that_leaves_ends_it_quietly() {
    let long = "<p>word</p>".repeat(20_000);
    let rows = "{\"html\":\"<p>word</p>\"}\n".repeat(5_000);
    for (arguments, input) in [(&[][..], long), (&["--jsonl"][..], rows)] {
        let mut child = start(arguments);
        drop(child.stdout.take());
        let mut pipe = child.stdin.take().expect("a pipe");
        let run = thread::scope(|scope| {
            scope.spawn(move || drop(pipe.write_all(input.as_bytes())));
            run(child.wait_with_output().expect("it ends"))
        });
        run.is(0, "", "");
    }
}

/// Here and not in a transcript, where whoever writes transcripts anew would accept a failure.
#[test]
fn the_site_rules_of_tamis_pass_their_tests() {
    let run = filter(&["--isolated", "rules", "test"], "");
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
}

#[test]
fn the_users_own_configuration_holds_where_there_is_no_nearer_one() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (home, pages) = (folder.path().join("home"), folder.path().join("pages"));
    fs::create_dir_all(home.join("tamis")).expect("a new folder");
    fs::create_dir(&pages).expect("a new folder");
    fs::write(home.join("tamis/tamis.toml"), "drop = ['i']").expect("a new file");
    fs::write(pages.join("a.html"), "<p>Hello <i>you</i></p>").expect("a new file");
    let clean = || {
        let mut command = Command::new(TAMIS);
        command.env("XDG_CONFIG_HOME", &home).arg(pages.join("a.html"));
        run(command.output().expect("it ends"))
    };
    clean().is(0, "Hello\n", "");
    fs::write(pages.join("tamis.toml"), "").expect("a new file");
    clean().is(0, "Hello *you*\n", "");
}

#[cfg(target_os = "linux")]
#[test]
fn stdout_that_cannot_be_written_is_an_error() {
    let full = fs::File::options().write(true).open("/dev/full").expect("Linux has it");
    let mut child = Command::new(TAMIS)
        .stdin(Stdio::piped())
        .stdout(full)
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    child.stdin.take().expect("a pipe").write_all(b"<p>Hello</p>").expect("it reads");
    let run = run(child.wait_with_output().expect("it ends"));
    run.is(3, "", "stdout: cannot be written: no space left on the disk: make room and run again\n");
}

#[test]
fn any_number_of_jobs_writes_and_says_the_same() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let pages = folder.path().join("pages");
    fs::create_dir(&pages).expect("a new folder");
    for number in 0..200 {
        let page = if number % 9 == 0 { "%PDF-1.7".to_owned() } else { format!("<p>Page {number}</p>") };
        fs::write(pages.join(format!("{number}.html")), page).expect("a new file");
    }
    let pages = pages.to_str().expect("a name in UTF-8");
    let [one, two] = ["1", "2"].map(|jobs| {
        let out = folder.path().join(jobs);
        let written = filter(&["--jobs", jobs, "-o", out.to_str().expect("UTF-8"), pages], "");
        let rows = filter(&["--jobs", jobs, "--format", "jsonl", pages], "");
        assert_eq!((written.code, rows.code), (Some(3), Some(3)));
        assert_eq!(fs::read_to_string(out.join("7.md")).expect("a file"), "Page 7\n");
        let mut files: Vec<_> = fs::read_dir(&out)
            .expect("a folder")
            .map(|entry| {
                entry.map(|entry| (entry.file_name(), fs::read(entry.path()).ok())).expect("an entry")
            })
            .collect();
        // What failed can be done later: the folder keeps what `--resume` needs.
        files.retain(|(name, _)| name != ".tamis");
        files.sort();
        assert_eq!(files.len(), 177);
        (files, written.stderr.replace(out.to_str().expect("UTF-8"), "OUT"), rows.stdout, rows.stderr)
    });
    assert_eq!(one, two);
    assert!(one.1.ends_with("177 files written to OUT, 23 failed\n"), "{}", one.1);
}

#[cfg(unix)]
#[test]
fn names_that_are_not_utf_8_and_names_with_newlines_work() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let pages = folder.path().join("pages");
    fs::create_dir(&pages).expect("a new folder");
    for name in [&b"caf\xe9.html"[..], b"a\nb.html", b"-o.html"] {
        fs::write(pages.join(OsStr::from_bytes(name)), "<p>Hello</p>").expect("a new file");
    }
    let out = folder.path().join("out");
    let run = run(Command::new(TAMIS).arg("-o").arg(&out).arg(&pages).output().expect("it ends"));
    assert_eq!(run.code, Some(0), "{run:?}");
    for name in [&b"caf\xe9.md"[..], b"a\nb.md", b"-o.md"] {
        assert_eq!(fs::read(out.join(OsStr::from_bytes(name))).expect("a file"), b"Hello\n");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_among_the_files_is_no_input() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let pipe = folder.path().join("pipe.html");
    let made = Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is there");
    assert!(made.success());
    let run = filter(&[pipe.to_str().expect("UTF-8")], "");
    assert_eq!(run.code, Some(3));
    assert!(run.stderr.contains("pipe.html: not a regular file: "), "{run:?}");
}

#[test]
fn json_lines_may_begin_with_a_byte_order_mark() {
    filter(&["--isolated", "--jsonl"], "\u{feff}{\"html\":\"<p>a\"}\n").is(
        0,
        "{\"html\":\"<p>a\",\"markdown\":\"a\\n\"}\n",
        "",
    );
}

/// What comes on stdin is read for the names of files, and again for their texts.
#[test]
fn stdin_in_a_folder() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let page = "<title>Salt</title><h1>Salt</h1><p>It keeps.";
    filter(&["--isolated", "--stdin-filename", "x.html", "--name", "{title}", "-o", &output("page")], page);
    let rows = "{\"html\": \"<p>one\"}\n{\"html\": \"<p>two\"}\n";
    filter(&["--isolated", "--stdin-filename", "x.jsonl", "-o", &output("rows")], rows);
    let text = |name: &str| std::fs::read_to_string(output(name)).unwrap_or_else(|error| error.to_string());
    let texts = ["page/Salt.md", "rows/x/1.md", "rows/x/2.md"].map(text);
    assert_eq!(texts, ["# Salt\n\nIt keeps.\n", "one\n", "two\n"]);
}

/// Where a file is replaced, its charset is not guessed.
#[test]
fn in_its_place_a_file_is_not_guessed_at() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.md");
    let name = path.to_string_lossy().into_owned();
    let posts: [&[u8]; 2] = [b"No HTML, but w\xc3\xb6rds and \xff.\n", b"A <b>sm\xf8r</b>.\n"];
    for post in posts {
        std::fs::write(&path, post).expect("a file");
        let run = filter(&["--isolated", "-i", &name], "");
        assert_eq!(run.code, Some(3), "{}", run.stderr);
        assert!(run.stderr.contains("not all of it is UTF-8"), "{}", run.stderr);
        assert_eq!(std::fs::read(&path).expect("it is still there"), post);
    }
    let run = filter(&["--isolated", "-i", "--encoding", "iso-8859-1", &name], "");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(std::fs::read_to_string(&path).expect("it is UTF-8 now"), "A **smør**.\n");
}

/// Text and HTML have no front matter, so that the title stays in them.
#[test]
fn a_format_without_front_matter_keeps_the_title() {
    let page = "<title>Salt</title><article><h1>Salt</h1><p>It keeps.</article>";
    for (format, text) in [("text", "Salt\n\nIt keeps.\n"), ("html", "<h1>Salt</h1>\n<p>It keeps.</p>\n")] {
        filter(&["--isolated", "--front-matter", "yaml", "--format", format], page).is(0, text, "");
    }
}

/// What would empty a file is an error, and the file stays.
#[test]
fn a_selector_that_matches_nothing_leaves_all_as_it_is() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.md");
    let post = "Intro.\n\n<div><p>precious <b>text</b></p></div>\n";
    std::fs::write(&path, post).expect("a file");
    let run = filter(&["--isolated", "-i", "--select", ".nope", &path.to_string_lossy()], "");
    assert_eq!(run.code, Some(3), "{}", run.stderr);
    assert!(run.stderr.contains("`select` matches nothing in it"), "{}", run.stderr);
    assert_eq!(std::fs::read_to_string(&path).expect("it is still there"), post);
}
