//! What is found in folders and on lists.

use crate::inputs::{Input, Inputs, Links, Search, Wanted, collect};
use crate::report::Failure;
use std::fs;
use std::path::{Path, PathBuf};

fn folder(files: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for file in files {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a new folder");
        fs::write(path, "<p>Hello</p>").expect("a new file");
    }
    folder
}

fn wanted(paths: &[&Path]) -> Wanted {
    Wanted {
        paths: paths.iter().map(|path| path.to_path_buf()).collect(),
        list: None,
        list_separator: b'\n',
        stdin_name: None,
        search: Search {
            endings: Vec::new(),
            only_posts: false,
            hidden: false,
            gitignore: false,
            links: Links::PassedOver,
            without: None,
        },
    }
}

fn names(wanted: &Wanted) -> Vec<String> {
    let found = collect(wanted);
    found.iter().map(|input| input.expect("a file").name.to_string_lossy().into_owned()).collect()
}

#[test]
fn a_folder_is_searched_in_order_and_hidden_files_are_passed_over() {
    let folder =
        folder(&["z.html", "b/c.HTM", "b/a.md", "b/pic.png", ".git/x.html", "b/.tamis-1.html", "d.html.gz"]);
    assert_eq!(names(&wanted(&[folder.path()])), ["b/a.md", "b/c.HTM", "d.html.gz", "z.html"]);
}

#[test]
fn hidden_files_are_found_on_request_but_not_those_of_ours() {
    let folder = folder(&["a.html", ".b.html", ".tamis/c.html", "d/.tamis-1.tmp"]);
    let mut wanted = wanted(&[folder.path()]);
    wanted.search.hidden = true;
    assert_eq!(names(&wanted), [".b.html", "a.html"]);
}

#[test]
fn ignore_files_of_git_are_read_on_request_and_ours_always() {
    let folder = folder(&["a.html", "b.html", "c/d.html"]);
    fs::create_dir(folder.path().join(".git")).expect("a new folder");
    fs::write(folder.path().join(".gitignore"), "a.html").expect("a new file");
    fs::write(folder.path().join("c/.tamisignore"), "d.*\n").expect("a new file");
    let mut wanted = wanted(&[folder.path()]);
    assert_eq!(names(&wanted), ["a.html", "b.html"]);
    wanted.search.gitignore = true;
    assert_eq!(names(&wanted), ["b.html"]);
}

#[test]
fn endings_can_be_chosen() {
    let folder = folder(&["a.html", "b.php", "c.HTML.php", "php", "d.tar.gz"]);
    let mut wanted = wanted(&[folder.path()]);
    wanted.search.endings = vec!["php".to_owned(), "tar.gz".to_owned()];
    assert_eq!(names(&wanted), ["b.php", "c.HTML.php", "d.tar.gz"]);
}

#[test]
fn only_posts_can_be_wanted() {
    let folder = folder(&["a.html", "b.md", "c.Rmd", "d.md.gz"]);
    let mut wanted = wanted(&[folder.path()]);
    wanted.search.only_posts = true;
    assert_eq!(names(&wanted), ["b.md", "c.Rmd"]);
}

#[test]
fn an_output_folder_within_an_input_folder_is_no_input() {
    let folder = folder(&["a.html", "out/a.md"]);
    let mut wanted = wanted(&[folder.path()]);
    wanted.search.without = Some(folder.path().join("out"));
    assert_eq!(names(&wanted), ["a.html"]);
}

#[test]
fn a_file_that_is_named_twice_is_one_input() {
    let folder = folder(&["a.html", "b.html"]);
    let (a, b) = (folder.path().join("a.html"), folder.path().join("b.html"));
    assert_eq!(names(&wanted(&[&b, &a, &b, folder.path()])), ["b.html", "a.html"]);
}

#[test]
fn files_on_a_list_keep_their_folders() {
    let folder = folder(&["x/a.html", "x/y/b.html"]);
    let [a, b] = ["x/a.html", "x/../x/y/b.html"].map(|name| folder.path().join(name));
    let list = folder.path().join("list");
    fs::write(&list, format!("{}\r\n\n{}", a.display(), b.display())).expect("a new file");
    let mut wanted = wanted(&[]);
    wanted.list = Some(list);
    let found = names(&wanted);
    assert!(found[0].ends_with("x/a.html") && found[1].ends_with("x/x/y/b.html"), "{found:?}");
    assert!(found.iter().all(|name| !name.starts_with('/') && !name.contains("..")), "{found:?}");
}

#[cfg(unix)]
#[test]
fn links_are_passed_over_or_followed() {
    use std::os::unix::fs::symlink;
    let folder = folder(&["in/a.html", "secret/b.html"]);
    let inside = folder.path().join("in");
    symlink(folder.path().join("secret"), inside.join("folder")).expect("a new link");
    symlink(folder.path().join("secret/b.html"), inside.join("file.html")).expect("a new link");
    symlink(&inside, inside.join("loop")).expect("a new link");
    let mut wanted = wanted(&[&inside]);
    assert_eq!(names(&wanted), ["a.html"]);
    wanted.search.links = Links::Followed;
    let found = collect(&wanted);
    let told: Vec<String> = found
        .iter()
        .map(|input| {
            input.as_ref().map_or_else(ToString::to_string, |input| input.name.display().to_string())
        })
        .collect();
    assert_eq!(told[..3], ["a.html", "file.html", "folder/b.html"]);
    assert!(told[3].ends_with("a link that leads back into itself: passed over"), "{told:?}");
}

#[test]
fn what_cannot_be_found_is_told_in_its_place() {
    let folder = folder(&["a.html", "empty/x.png"]);
    let paths = ["empty", "missing.html", "a.html"].map(|name| folder.path().join(name));
    let found = collect(&wanted(&[&paths[0], &paths[1], &paths[2]]));
    let messages: Vec<String> = found
        .iter()
        .map(|input| input.as_ref().map_or_else(ToString::to_string, |_| "found".to_owned()))
        .collect();
    assert!(messages[0].contains("empty: no .html .htm"), "{messages:?}");
    assert!(messages[1].contains("missing.html: no such file"), "{messages:?}");
    assert_eq!(messages[2], "found");
}

#[test]
fn names_stay_below_the_output_folder() {
    let stdin = crate::inputs::stdin(Some(Path::new("../../x/page.html")));
    assert_eq!(stdin.name, PathBuf::from("x/page.html"));
}

#[test]
fn what_was_found_is_held_and_told_as_it_was() {
    let found = |path: &str, name: &str| {
        let input = Input { path: PathBuf::from(path), name: PathBuf::from(name), links: Links::PassedOver };
        Ok(input)
    };
    let mut all: Vec<Result<Input, Failure>> = vec![
        found("in/a.html", "a.html"),
        found("in/b/页.html", "b/页.html"),
        found("/x/y.html", "x/y.html"),
        found("./a/../b.html", "a/b.html"),
        Err(Failure::new("lost.html", "no such file")),
        Ok(super::stdin(Some(Path::new("page.html")))),
        found("in/c.html", "c.html"),
    ];
    all.push(super::named(Path::new("-")));
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        let odd = Path::new(std::ffi::OsStr::from_bytes(b"in/\xff.html")).to_owned();
        all.push(Ok(Input { name: odd.clone(), path: odd, links: Links::Followed }));
    }
    let told = |input: &Result<Input, Failure>| format!("{input:?}");
    let expected: Vec<String> = all.iter().map(told).collect();
    let inputs: Inputs = all.into_iter().collect();
    assert_eq!(inputs.iter().map(|input| told(&input)).collect::<Vec<_>>(), expected);
    assert_eq!(inputs.len(), expected.len());
}
