//! Options for how the work is done, and what is said of it.

use crate::files::Mode;
use crate::progress::is_coloured;
use crate::report::{Report, Voice};
use crate::shard::Shard;
use crate::tally::StatsForm;
use clap::ValueEnum;
use std::io::{self, IsTerminal};
use std::num::NonZeroUsize;
use std::thread;

/// How the work is done, and what is said of it.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Control")]
pub(crate) struct ControlArgs {
    /// Write nothing; name the files that would change, and exit with 1 if there are any
    ///
    /// With -o, what is in that folder is compared with what would be written; without, each Markdown
    /// file with itself, cleaned.
    #[arg(long, conflicts_with = "in_place")]
    check: bool,

    /// Write nothing; show what would change, and exit with 1 if anything would
    #[arg(long, conflicts_with = "in_place")]
    diff: bool,

    /// Write nothing; name the files that would be written
    #[arg(short = 'n', long, conflicts_with_all = ["check", "diff"])]
    dry_run: bool,

    /// How many pages to clean at a time [default: one for each processor]
    ///
    /// The output is the same for any number.
    #[arg(short, long, value_name = "N", value_parser = jobs)]
    jobs: Option<NonZeroUsize>,

    /// Go on where a run into this folder ended
    ///
    /// What was made of the same bytes, with the same options and the same version, and is still as it was
    /// made, is not made again. The folder keeps what this needs, in .tamis: so a run that is always
    /// given --resume cleans only what is new or has changed.
    #[arg(long, requires = "output")]
    pub(crate) resume: bool,

    /// When all is done, wait, and clean again whatever changes
    ///
    /// With -o (then it implies --resume) or --in-place. Inputs are looked at three times a second, or less often if there are very many. A new file
    /// is cleaned too; the output of one that is gone stays. Options and tamis.toml are read once, at the
    /// start. SIGINT (Ctrl-C) ends it.
    #[arg(short, long, conflicts_with_all = ["check", "diff", "dry_run"])]
    pub(crate) watch: bool,

    /// Clean only the I-th of N parts, so that several machines can share the work
    #[arg(long, value_name = "I/N", value_parser = Shard::parse)]
    shard: Option<Shard>,

    /// Stop at the first page that fails
    ///
    /// All pages before it are written, and none after it.
    #[arg(long)]
    fail_fast: bool,

    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    color: Color,

    /// Say at the end, on stderr, how many pages and bytes there were, and what was done to them
    #[arg(long, value_enum, value_name = "FORM", num_args = 0..=1, require_equals = true, default_missing_value = "text")]
    stats: Option<StatsForm>,

    /// Say nothing on stderr but errors
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,

    /// Say on stderr what was dropped and repaired
    #[arg(short, long)]
    verbose: bool,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl ControlArgs {
    pub(crate) fn jobs(&self) -> NonZeroUsize {
        self.jobs.or_else(|| thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
    }

    pub(crate) fn shard(&self) -> Shard {
        self.shard.unwrap_or_default()
    }

    pub(crate) fn mode(&self) -> Mode {
        let is_coloured = match self.color {
            Color::Auto => is_coloured(io::stdout().is_terminal()),
            Color::Always => true,
            Color::Never => false,
        };
        match (self.diff, self.check, self.dry_run) {
            (true, ..) => Mode::Diff { is_coloured },
            (_, true, _) => Mode::Check,
            (.., true) => Mode::DryRun,
            _ => Mode::Write,
        }
    }

    pub(crate) fn report(&self) -> Report {
        let voice = match (self.quiet, self.verbose) {
            (true, _) => Voice::Quiet,
            (_, true) => Voice::Verbose,
            _ => Voice::Normal,
        };
        Report::new(voice, self.stats, self.fail_fast)
    }
}

fn jobs(number: &str) -> Result<NonZeroUsize, String> {
    number.parse().map_err(|_| "give a number, 1 or more".to_owned())
}
