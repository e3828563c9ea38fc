//! How far the work is, on a terminal and only there.

use crate::tally::Tally;
use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::env;
use std::io::{self, IsTerminal};
use std::time::Duration;

/// How often the bar is drawn, at most.
const PER_SECOND: u8 = 8;
const PLAIN: &str = "{bar:30} {pos}/{len} files, {msg}, {eta} left";
const COLOURED: &str = "{bar:30.cyan} {pos}/{len} files, {msg}, {eta} left";

/// A bar, if there is anybody to see it.
#[derive(Debug, Default)]
pub(crate) struct Progress(Option<ProgressBar>);

impl Progress {
    /// A bar for a work of this many files. While results go to the same terminal there is none.
    pub(crate) fn start(files: usize) -> Self {
        if files < 2
            || !io::stderr().is_terminal()
            || io::stdout().is_terminal() && env::var_os("TERM").is_none()
        {
            return Progress(None);
        }
        let bar =
            ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::stderr_with_hz(PER_SECOND));
        let template = if is_coloured(true) { COLOURED } else { PLAIN };
        bar.set_style(
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        Progress(Some(bar))
    }

    /// One page further.
    pub(crate) fn step(&self, tally: &Tally) {
        let Some(bar) = &self.0 else { return };
        let seconds = bar.elapsed().max(Duration::from_millis(1)).as_secs_f64();
        let speed = HumanBytes((tally.bytes_in as f64 / seconds) as u64);
        let errors = if tally.failed > 0 { format!(", {} failed", tally.failed) } else { String::new() };
        bar.set_message(format!("{speed}/s{errors}"));
        bar.inc(1);
    }

    /// Does something that writes on the terminal, with the bar out of its way.
    pub(crate) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        match &self.0 {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    pub(crate) fn finish(&mut self) {
        if let Some(bar) = self.0.take() {
            bar.finish_and_clear();
        }
    }
}

/// Whether colours are welcome where `is_terminal`: see <https://no-color.org/>.
pub(crate) fn is_coloured(is_terminal: bool) -> bool {
    is_terminal && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
