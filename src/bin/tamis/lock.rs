//! Locks on files, by which runs tell each other that they live: the system frees them when their holder dies.

use crate::regular;
use crate::signals::Stop;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::thread;
use std::time::Duration;

/// How often is looked whether a lock is free.
const PATIENCE: Duration = Duration::from_millis(100);

/// Whose a lock is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lock {
    Ours,
    #[cfg_attr(not(unix), allow(dead_code))]
    Others,
    /// The file system has no locks, so nothing can be found out.
    Unknown,
}

/// Locks a file, if no other process has. It stays locked until it is closed, also when the process is killed.
#[cfg(unix)]
pub(crate) fn lock(file: &File) -> io::Result<Lock> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;
    match flock(file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(Lock::Ours),
        Err(Errno::WOULDBLOCK) => Ok(Lock::Others),
        Err(Errno::NOTSUP | Errno::NOSYS | Errno::NOLCK) => Ok(Lock::Unknown),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(unix))]
pub(crate) fn lock(_: &File) -> io::Result<Lock> {
    Ok(Lock::Unknown)
}

/// Makes a file and locks it, once no other run holds the lock. `waiting` is called before it waits.
pub(crate) fn wait_for(path: &Path, stop: &Stop, waiting: impl FnOnce()) -> io::Result<File> {
    let mut waiting = Some(waiting);
    loop {
        match regular::open(OpenOptions::new().write(true).create(true).truncate(false), path) {
            Ok(file) if lock(&file)? != Lock::Others => {
                // Whoever had it may have removed it in the meantime; then others do not see this one.
                if is_at(&file, path) {
                    return Ok(file);
                }
            }
            Ok(_) => {
                if let Some(waiting) = waiting.take() {
                    waiting();
                }
                thread::sleep(PATIENCE);
            }
            Err(error) if regular::is_a_link(&error) => fs::remove_file(path)?,
            // The last run has just removed the folder.
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir_all(path.parent().unwrap_or(path))?
            }
            Err(error) => return Err(error),
        }
        if stop.is_set() {
            return Err(io::Error::other("interrupted while another run was writing there"));
        }
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let ours = file.metadata().map(|metadata| (metadata.dev(), metadata.ino()));
    let there = fs::symlink_metadata(path).map(|metadata| (metadata.dev(), metadata.ino()));
    matches!((ours, there), (Ok(ours), Ok(there)) if ours == there)
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

#[cfg(all(test, unix))]
mod tests {
    use super::{Lock, lock};
    use std::fs::File;

    #[test]
    fn a_lock_is_free_again_when_its_file_is_closed() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("lock");
        let first = File::create(&path).expect("a new file");
        let second = File::open(&path).expect("a file");
        assert_eq!(lock(&first).expect("a lock"), Lock::Ours);
        assert_eq!(lock(&second).expect("an answer"), Lock::Others);
        drop(first);
        assert_eq!(lock(&second).expect("a lock"), Lock::Ours);
    }
}
