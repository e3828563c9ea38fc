//! Temporary files of runs that died. While a run lives it holds a lock on each of its own; so a temporary
//! file that can be locked is nobody's.

use crate::lock::{Lock, lock};
use crate::regular;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

pub(crate) const PREFIX: &str = ".tamis-";
pub(crate) const SUFFIX: &str = ".tmp";

/// Makes a temporary file and locks it, as nobody's who should sweep in this very moment could take it.
pub(crate) fn create(builder: &tempfile::Builder<'_, '_>, folder: &Path) -> io::Result<NamedTempFile> {
    loop {
        let file = builder.tempfile_in(folder)?;
        if is_ours(file.as_file())? {
            return Ok(file);
        }
    }
}

/// Locks a new temporary file; false if whoever sweeps took it first.
fn is_ours(file: &File) -> io::Result<bool> {
    match lock(file)? {
        Lock::Ours => is_there(file),
        Lock::Others => Ok(false),
        // Then nobody sweeps either.
        Lock::Unknown => Ok(true),
    }
}

#[cfg(unix)]
fn is_there(file: &File) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    Ok(file.metadata()?.nlink() > 0)
}

#[cfg(not(unix))]
fn is_there(_: &File) -> io::Result<bool> {
    Ok(true)
}

/// Removes from these folders what runs that died have left.
pub(crate) fn sweep(folders: &BTreeSet<PathBuf>) {
    for entry in folders.iter().flat_map(fs::read_dir).flatten().flatten() {
        let name = entry.file_name();
        let name = name.as_encoded_bytes();
        if !name.starts_with(PREFIX.as_bytes()) || !name.ends_with(SUFFIX.as_bytes()) {
            continue;
        }
        let Ok(file) = regular::open(File::options().write(true), &entry.path()) else { continue };
        let is_file = file.metadata().is_ok_and(|metadata| metadata.is_file());
        if is_file && matches!(lock(&file), Ok(Lock::Ours)) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::{PREFIX, SUFFIX, create, sweep};
    use std::collections::BTreeSet;
    use std::fs;

    #[test]
    fn only_what_nobody_uses_is_removed() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let [dead, other] = [".tamis-1.tmp", "x.tmp"].map(|name| folder.path().join(name));
        for path in [&dead, &other] {
            fs::write(path, "half").expect("a new file");
        }
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX).suffix(SUFFIX);
        let in_use = create(&builder, folder.path()).expect("a new file");
        sweep(&BTreeSet::from([folder.path().to_owned()]));
        assert!(!dead.exists() && in_use.path().exists() && other.exists());
        let path = in_use.into_temp_path().keep().expect("a path");
        sweep(&BTreeSet::from([folder.path().to_owned()]));
        assert!(!path.exists());
    }
}
