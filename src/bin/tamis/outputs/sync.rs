//! Waiting until the disk has what was written. It knows open files and folders, not what they are for.

use crate::parallel::{self, Event};
use std::fs::File;
use std::io;
use std::num::NonZeroUsize;
use std::path::Path;

/// From so many files on, it is cheaper to wait for all that their file system still holds back: that is one
/// commit of its journal and one flush of the disk, where each file would cost both.
const MANY: usize = 4;

/// Where files are waited for one by one, so many are waited for at a time: the disk serves them together.
const AT_A_TIME: NonZeroUsize = NonZeroUsize::new(16).expect("not zero");

/// Waits until the disk has the bytes of these files; says of each whether it has.
pub(crate) fn files(files: &[&File]) -> Vec<io::Result<()>> {
    if files.len() < MANY {
        return files.iter().map(|file| file.sync_all()).collect();
    }
    if have_whole_file_systems(files) {
        return files.iter().map(|_| Ok(())).collect();
    }
    let mut results = Vec::with_capacity(files.len());
    let work = |file: &File| file.sync_all();
    parallel::map_in_order(AT_A_TIME, parallel::AHEAD, files.iter().copied(), work, |event| {
        if let Event::Ready(result) = event {
            results.push(result);
        }
    });
    results
}

/// Waits until the disk has the names in these folders. Not every system can, and then it need not.
pub(crate) fn folders<'a>(paths: impl IntoIterator<Item = &'a Path>) {
    let mut paths = paths.into_iter().peekable();
    while paths.peek().is_some() {
        let opened: Vec<File> =
            paths.by_ref().take(AT_A_TIME.get()).filter_map(|path| File::open(path).ok()).collect();
        let _ = files(&opened.iter().collect::<Vec<_>>());
    }
}

/// Waits for the whole of each file system that these files are on. False if that cannot be done, or if
/// something went wrong on one of them, perhaps to a file of somebody else.
#[cfg(target_os = "linux")]
fn have_whole_file_systems(files: &[&File]) -> bool {
    use std::collections::BTreeSet;
    use std::os::unix::fs::MetadataExt;
    let mut seen = BTreeSet::new();
    files.iter().all(|file| {
        file.metadata().is_ok_and(|metadata| !seen.insert(metadata.dev()) || rustix::fs::syncfs(file).is_ok())
    })
}

#[cfg(not(target_os = "linux"))]
fn have_whole_file_systems(_: &[&File]) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::{files, folders};
    use std::fs::File;

    #[test]
    fn each_file_has_an_answer_however_many_there_are() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let opened: Vec<File> = (0..40)
            .map(|number| File::create(folder.path().join(number.to_string())).expect("a new file"))
            .collect();
        for count in [0, 1, 3, 4, 40] {
            let some: Vec<&File> = opened.iter().take(count).collect();
            let answers = files(&some);
            assert_eq!(answers.len(), count);
            assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        }
        folders([folder.path(), &folder.path().join("not there")]);
    }
}
