//! Being told to stop: by a signal, or by ourselves. The file in hand is finished, no further one begun.

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

/// Whether to stop. Clones are one and the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stop(Arc<AtomicI32>);

/// We stop by ourselves; no signal has this number.
const OURSELVES: i32 = -1;

impl Stop {
    /// Says that no further file is to be begun.
    pub(crate) fn set(&self) {
        // A signal that came first stays.
        let _ = self.0.compare_exchange(0, OURSELVES, Ordering::Relaxed, Ordering::Relaxed);
    }

    pub(crate) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed) != 0
    }

    /// The exit code of a process that a signal ended, as shells have it.
    pub(crate) fn exit_code(&self) -> Option<u8> {
        let signal = u8::try_from(self.0.load(Ordering::Relaxed)).ok()?;
        (signal > 0).then(|| 128_u8.saturating_add(signal))
    }

    /// From now on SIGINT and SIGTERM set this. A second one ends the process at once, and so does the
    /// first if it `reads_stdin`, for that may never end.
    #[cfg(unix)]
    pub(crate) fn listen(&self, reads_stdin: bool) {
        use signal_hook::consts::{SIGINT, SIGTERM};
        use signal_hook::iterator::Signals;
        let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) else { return };
        let stop = self.clone();
        std::thread::spawn(move || {
            for signal in signals.forever() {
                let earlier = stop.0.swap(signal, Ordering::Relaxed);
                if reads_stdin || earlier > 0 {
                    std::process::exit(128 + signal);
                }
            }
        });
    }

    /// Elsewhere the system ends the process; files are whole all the same.
    #[cfg(not(unix))]
    pub(crate) fn listen(&self, _: bool) {}
}
