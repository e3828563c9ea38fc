//! How a file is written: under a temporary name in its folder, and checked; when the disk has it, it gets its own
//! name. Whenever the process dies, each name holds all of the old bytes or all of the new.

use crate::outputs::{stale, sync};
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// What is to be written, and where.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) path: PathBuf,
    pub(crate) bytes: Vec<u8>,
    /// What a file that is replaced leaves behind: its permissions, and itself under another name.
    pub(crate) replaces: Replaces,
}

/// What becomes of a file that is there already.
#[derive(Clone, Debug)]
pub(crate) enum Replaces {
    /// It is an older output.
    AnOutput,
    /// It is an input: it keeps its permissions, and with a suffix also its bytes, under a further name.
    AnInput { backup: Option<OsString> },
}

/// A text under a temporary name beside its own. Dropped, it is gone.
pub(crate) struct Staged {
    file: NamedTempFile,
    path: PathBuf,
    replaces: Replaces,
}

/// Writes a text under a temporary name beside its own. The disk may not have it yet, see [`sync::files`].
pub(crate) fn stage(text: Text) -> io::Result<Staged> {
    let folder = folder_of(&text.path);
    let file = match write(&text, folder) {
        // Only the first file of a folder finds that it has to be made.
        Err(error) if error.kind() == ErrorKind::NotFound => {
            fs::create_dir_all(folder)?;
            write(&text, folder)?
        }
        written => written?,
    };
    Ok(Staged { file, path: text.path, replaces: text.replaces })
}

fn write(text: &Text, folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(stale::PREFIX).suffix(stale::SUFFIX);
    #[cfg(unix)]
    {
        // As for any new file: what the umask leaves of it. Temporary files are private otherwise.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = stale::create(&builder, folder)?;
    if let Replaces::AnInput { .. } = text.replaces {
        file.as_file().set_permissions(fs::metadata(&text.path)?.permissions())?;
    }
    file.write_all(&text.bytes)?;
    if file.as_file().metadata()?.len() != text.bytes.len() as u64 {
        return Err(io::Error::other("the file system kept only a part of it"));
    }
    Ok(file)
}

impl Staged {
    pub(crate) fn file(&self) -> &File {
        self.file.as_file()
    }

    /// Gives the file its own name. A link that has the name is replaced, not followed.
    pub(crate) fn place(self) -> io::Result<()> {
        if let Replaces::AnInput { backup: Some(suffix) } = &self.replaces {
            back_up(&self.path, suffix)?;
        }
        self.file.persist(&self.path).map(|_| ()).map_err(|error| error.error)
    }
}

/// Keeps the old bytes under a further name, which holds the old file or what it held before at any moment.
fn back_up(path: &Path, suffix: &OsStr) -> io::Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    let builder =
        tempfile::Builder::new().prefix(stale::PREFIX).suffix(stale::SUFFIX).tempfile_in(folder_of(path))?;
    let temporary = builder.into_temp_path();
    fs::copy(path, &temporary)?;
    File::open(&temporary)?.sync_all()?;
    temporary.persist(PathBuf::from(name)).map_err(|error| error.error)
}

/// The folder that a path lies in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Writes one file, whole or not at all.
pub(crate) fn write_now(path: &Path, bytes: Vec<u8>) -> io::Result<()> {
    let text = Text { path: path.to_owned(), bytes, replaces: Replaces::AnOutput };
    let staged = stage(text)?;
    sync::files(&[staged.file()]).into_iter().collect::<io::Result<()>>()?;
    staged.place()?;
    sync::folders([folder_of(path)]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Replaces, Staged, Text, stage, write_now};
    use std::fs;

    #[test]
    fn writing_replaces_a_file_and_leaves_no_other() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a/b/post.md");
        write_now(&path, b"first\n".to_vec()).expect("written");
        write_now(&path, b"second\n".to_vec()).expect("written");
        assert_eq!(fs::read_to_string(&path).expect("a file"), "second\n");
        assert_eq!(fs::read_dir(folder.path().join("a/b")).expect("a folder").count(), 1);
    }

    #[test]
    fn what_is_staged_is_gone_unless_it_is_placed() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("post.md");
        let text = Text { path, bytes: b"new\n".to_vec(), replaces: Replaces::AnOutput };
        drop(stage(text).expect("staged"));
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn an_input_that_is_replaced_keeps_its_mode_and_is_kept_under_a_further_name() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("post.md");
        fs::write(&path, "old\n").expect("a new file");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("our file");
        let replaces = Replaces::AnInput { backup: Some(".bak".into()) };
        let text = Text { path: path.clone(), bytes: b"new\n".to_vec(), replaces };
        stage(text).and_then(Staged::place).expect("written");
        assert_eq!(fs::read_to_string(&path).expect("a file"), "new\n");
        assert_eq!(fs::read_to_string(folder.path().join("post.md.bak")).expect("a file"), "old\n");
        assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o640);
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2);
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
        write_now(&path, b"new\n".to_vec()).expect("written");
        assert_eq!(fs::read_to_string(&victim).expect("a file"), "precious");
        assert_eq!(fs::read_to_string(&path).expect("a file"), "new\n");
        let other = fs::metadata(&victim).expect("a file").permissions().mode();
        let mode = fs::metadata(&path).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, other & 0o777, "as any new file");
    }
}
