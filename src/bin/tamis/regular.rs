//! Opening a path that must be a regular file. Whoever puts a link or a pipe there leads us nowhere and does
//! not make us wait.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// Opens what is at the path itself: a link there is an error, see [`is_a_link`].
pub(crate) fn open(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
    }
    options.open(path)
}

/// Opens what the path leads to.
pub(crate) fn open_through_links(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(OFlags::NONBLOCK.bits().cast_signed());
    }
    options.open(path)
}

/// Whether a path could not be opened because it is a link.
pub(crate) fn is_a_link(error: &io::Error) -> bool {
    #[cfg(unix)]
    return error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error());
    #[cfg(not(unix))]
    return false;
}
