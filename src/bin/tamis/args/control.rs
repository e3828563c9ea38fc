//! Options for how the work is done, and what is said of it.

use crate::report::Report;
use std::num::NonZeroUsize;
use std::thread;

/// How the work is done, and what is said of it.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Control")]
pub(crate) struct ControlArgs {
    /// How many pages to clean at a time [default: one for each processor]
    ///
    /// The output is the same for any number.
    #[arg(short, long, value_name = "N", value_parser = jobs)]
    jobs: Option<NonZeroUsize>,

    /// Say nothing on stderr but errors
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,

    /// Say on stderr what was dropped and repaired
    #[arg(short, long)]
    verbose: bool,
}

impl ControlArgs {
    pub(crate) fn jobs(&self) -> NonZeroUsize {
        self.jobs.or_else(|| thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
    }

    pub(crate) fn report(&self) -> Report {
        Report::new(self.quiet, self.verbose)
    }
}

fn jobs(number: &str) -> Result<NonZeroUsize, String> {
    number.parse().map_err(|_| "give a number, 1 or more".to_owned())
}
