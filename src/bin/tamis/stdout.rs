//! Standard output, buffered. When it cannot be written any more, the process ends.

use crate::report;
use std::io::{self, BufWriter, ErrorKind, StdoutLock, Write};
use std::process;

/// Standard output. Writing never fails: when the reader has gone (`tamis … | head`), the process ends
/// quietly and at once, for other threads may be waiting for input that never comes.
pub(crate) struct Stdout {
    buffer: BufWriter<StdoutLock<'static>>,
}

impl Stdout {
    pub(crate) fn new() -> Self {
        Stdout { buffer: BufWriter::with_capacity(1 << 16, io::stdout().lock()) }
    }

    pub(crate) fn write(&mut self, text: &str) {
        self.buffer.write_all(text.as_bytes()).unwrap_or_else(|error| leave(&error));
    }

    /// To be called at the end, too.
    pub(crate) fn flush(&mut self) {
        self.buffer.flush().unwrap_or_else(|error| leave(&error));
    }
}

fn leave(error: &io::Error) -> ! {
    if error.kind() == ErrorKind::BrokenPipe {
        process::exit(0);
    }
    report::say(&format!("stdout: cannot be written: {}", report::reason(error)));
    process::exit(report::SOME_FAILED.into());
}
