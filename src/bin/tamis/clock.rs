//! The time that one page may take. The library knows no clock; it looks at a flag, and here is who sets it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

/// How often the clock is looked at.
const TICK: Duration = Duration::from_millis(50);

/// When a page is to end, and its flag; dropped with the page.
type Running = (Instant, Weak<AtomicBool>);

/// Sets the flags of pages that take too long.
#[derive(Debug)]
pub(crate) struct Clock {
    /// Nothing for any time.
    allowed: Option<Duration>,
    running: Arc<Mutex<Vec<Running>>>,
}

impl Clock {
    /// A clock for pages that may take so long; zero is any time.
    pub(crate) fn new(allowed: Duration) -> Self {
        let clock = Clock { allowed: (!allowed.is_zero()).then_some(allowed), running: Arc::default() };
        if clock.allowed.is_some() {
            let running = Arc::downgrade(&clock.running);
            thread::spawn(move || {
                while let Some(running) = running.upgrade() {
                    let mut running = running.lock().unwrap_or_else(PoisonError::into_inner);
                    running.retain(|(end, flag)| keep_running(*end, flag));
                    drop(running);
                    thread::sleep(TICK);
                }
            });
        }
        clock
    }

    /// A flag for a page that begins now. It is set when its time is over.
    pub(crate) fn start(&self) -> Arc<AtomicBool> {
        let flag = Arc::new(AtomicBool::new(false));
        if let Some(allowed) = self.allowed {
            let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
            running.push((Instant::now() + allowed, Arc::downgrade(&flag)));
        }
        flag
    }

    /// What is to be said of a page whose flag was set.
    pub(crate) fn complaint(&self) -> String {
        let seconds = self.allowed.unwrap_or_default().as_secs_f64();
        format!("took longer than {seconds} seconds: allow more with --timeout, or leave it out")
    }
}

/// Sets a flag whose time is over. Whoever is done has dropped it.
fn keep_running(end: Instant, flag: &Weak<AtomicBool>) -> bool {
    let Some(flag) = flag.upgrade() else { return false };
    let is_over = end <= Instant::now();
    if is_over {
        flag.store(true, Ordering::Relaxed);
    }
    !is_over
}

#[cfg(test)]
mod tests {
    use super::Clock;
    use std::sync::atomic::Ordering;
    use std::thread::sleep;
    use std::time::Duration;

    #[test]
    fn a_flag_is_set_when_its_time_is_over() {
        let clock = Clock::new(Duration::from_millis(1));
        let flag = clock.start();
        while !flag.load(Ordering::Relaxed) {
            sleep(Duration::from_millis(1));
        }
        let patient = Clock::new(Duration::ZERO);
        assert!(!patient.start().load(Ordering::Relaxed));
    }
}
