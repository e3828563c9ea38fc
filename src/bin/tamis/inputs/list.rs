//! A list of paths in a file or on stdin, as `find` and `git ls-files` write them.

use crate::report::{Failure, reason};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Reads the paths, parted by `separator`. Blank ones are passed over, and a path need not be UTF-8.
pub(crate) fn read(list: &Path, separator: u8) -> Result<Vec<PathBuf>, Failure> {
    let bytes = if list.as_os_str() == "-" {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(list)
    };
    let bytes = bytes.map_err(|error| Failure::new(list, reason(&error)))?;
    let paths = bytes.split(|&byte| byte == separator).map(|path| match separator {
        b'\n' => path.strip_suffix(b"\r").unwrap_or(path),
        _ => path,
    });
    Ok(paths.filter(|path| !path.is_empty()).map(path_of).collect())
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}
