//! Where Markdown is written, and how: each file at once and whole, and nothing in place of an input.

use crate::inputs::Input;
use crate::report::{Usage, path_name};
use std::collections::HashMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Makes sure, before anything is written, that no two inputs have the same output, and that no output is
/// an input.
pub(crate) fn check(inputs: &[&Input], folder: &Path) -> Result<(), Usage> {
    let mut writers: HashMap<PathBuf, &Input> = HashMap::with_capacity(inputs.len());
    for input in inputs {
        let first = *writers.entry(as_one_file(&input.mirror)).or_insert(input);
        if first.path != input.path {
            return Err(Usage::new(format_args!(
                "{}: both {} and {} would be written here: rename one, or clean them into two folders",
                path_name(&folder.join(&input.mirror)),
                path_name(&first.path),
                path_name(&input.path),
            )));
        }
    }
    let mut folders = Folders::default();
    let places: HashMap<PathBuf, &Input> =
        inputs.iter().filter_map(|input| Some((folders.place(&input.path)?, *input))).collect();
    for input in inputs {
        let output = folder.join(&input.mirror);
        if let Some(victim) = folders.place(&output).and_then(|place| places.get(&place)) {
            return Err(Usage::new(format_args!(
                "{}: would be written over, but is an input: choose another folder with -o",
                path_name(&victim.path),
            )));
        }
    }
    Ok(())
}

/// Names that differ only in case are one file on macOS and Windows.
fn as_one_file(path: &Path) -> PathBuf {
    if cfg!(any(windows, target_os = "macos")) {
        PathBuf::from(path.to_string_lossy().to_lowercase())
    } else {
        path.to_owned()
    }
}

/// Which folders paths really lie in: found out once for each folder, not for each file.
#[derive(Default)]
struct Folders(HashMap<PathBuf, Option<PathBuf>>);

impl Folders {
    /// The entry of a real folder that a path names; nothing when its folder does not exist. A link at
    /// the path itself is not followed, as renaming replaces the link.
    fn place(&mut self, path: &Path) -> Option<PathBuf> {
        let folder = match path.parent()? {
            folder if folder.as_os_str().is_empty() => Path::new("."),
            folder => folder,
        };
        let real = match self.0.get(folder) {
            Some(known) => known.clone(),
            None => {
                let real = fs::canonicalize(folder).ok();
                self.0.insert(folder.to_owned(), real.clone());
                real
            }
        };
        Some(real?.join(as_one_file(Path::new(path.file_name()?))))
    }
}

/// Writes a file under a temporary name in its folder and renames it when all of it is on the disk. If the
/// process dies on the way, the name holds what it held before.
pub(crate) fn write(path: &Path, content: impl AsRef<[u8]>) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".tamis-").suffix(".tmp");
    #[cfg(unix)]
    {
        // As for any new file: what the umask leaves of it. Temporary files are private otherwise.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(content.as_ref())?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{check, write};
    use crate::inputs::Input;
    use std::fs;
    use std::path::Path;

    fn input(path: impl AsRef<Path>, mirror: &str) -> Input {
        Input { path: path.as_ref().to_owned(), mirror: mirror.into() }
    }

    #[test]
    fn two_inputs_for_one_file_are_an_error() {
        let (a, b, c) = (input("p/x.html", "x.md"), input("q/x.htm", "x.md"), input("p/y.html", "y.md"));
        assert!(check(&[&a, &c], Path::new("out")).is_ok());
        assert!(check(&[&a, &a], Path::new("out")).is_ok(), "the same input named twice");
        let error = check(&[&a, &c, &b], Path::new("out")).expect_err("one name for two");
        assert!(format!("{error:?}").contains("both p/x.html and q/x.htm would be written here"));
    }

    #[test]
    fn an_output_that_is_an_input_is_an_error() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let post = folder.path().join("post.md");
        fs::write(&post, "Hello\n").expect("a new file");
        let input = input(&post, "post.md");
        let round_about = folder.path().join("new").join("..");
        assert!(check(&[&input], &folder.path().join("new")).is_ok());
        assert!(check(&[&input], folder.path()).is_err());
        fs::create_dir(folder.path().join("new")).expect("a new folder");
        assert!(check(&[&input], &round_about).is_err());
    }

    #[test]
    fn writing_replaces_a_file_and_leaves_no_other() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a/b/post.md");
        write(&path, "first\n").expect("written");
        write(&path, "second\n").expect("written");
        assert_eq!(fs::read_to_string(&path).expect("a file"), "second\n");
        assert_eq!(fs::read_dir(folder.path().join("a/b")).expect("a folder").count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_replaced_and_not_written_through() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().expect("a temporary folder");
        let victim = folder.path().join("victim");
        fs::write(&victim, "precious").expect("a new file");
        let path = folder.path().join("post.md");
        symlink(&victim, &path).expect("a new link");
        write(&path, "new\n").expect("written");
        assert_eq!(fs::read_to_string(&victim).expect("a file"), "precious");
        assert_eq!(fs::read_to_string(&path).expect("a file"), "new\n");
        let other = fs::metadata(&victim).expect("a file").permissions().mode();
        let mode = fs::metadata(&path).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, other & 0o777, "as any new file");
    }
}
