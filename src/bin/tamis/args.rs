//! What can be asked for. Here are the pages' own options; what goes in and comes out, and how the work is
//! done, are groups of their own.

mod cleaning;
mod consistent;
mod control;
mod input;
mod output;
mod rules;

pub(crate) use cleaning::{CleaningArgs, ConfigArgs};
pub(crate) use consistent::Way;
pub(crate) use control::ControlArgs;
pub(crate) use input::InputArgs;
pub(crate) use output::{Format, OnExists, OutputArgs};
pub(crate) use rules::{ImportCommand, RulesArgs, RulesCommand};

use crate::report::Usage;
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand};
use clap_complete::Shell;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  tamis -o clean posts                       a folder of posts or pages, into a folder of Markdown
  tamis page.html > page.md                  one file
  curl -s URL | tamis --base-url URL         a filter
  tamis --format jsonl pages > pages.jsonl   one JSON object a page
  tamis --jsonl < fetched.jsonl              a filter for JSON lines
  tamis -o out crawl.warc.gz feed.rss        a file for each page of a crawl, each entry of a feed
  tamis --in-place content                   rewrite Markdown files where they are
  tamis --diff content                       show what that would change
  tamis -o clean posts --resume              go on where a run ended
  tamis -o clean posts --watch               and clean again whatever changes
  tamis explain page.html                    what was dropped, by which rule, and why

Exit codes:
  0    all is fine
  1    --check or --diff found something that would change
  2    the command line is wrong; nothing was written
  3    some inputs failed: each is named on stderr, all others were written (or the disk is full)
  130  interrupted (143: terminated); every file that is there is whole";

/// Turns scraped HTML into clean, normalized Markdown
#[derive(Debug, Parser)]
#[command(
    version,
    after_help = EXAMPLES,
    override_usage = "tamis [OPTIONS] [PATH]...\n       tamis explain [OPTIONS] [PATH]",
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) input: InputArgs,

    #[command(flatten)]
    pub(crate) cleaning: CleaningArgs,

    #[command(flatten)]
    pub(crate) output: OutputArgs,

    #[command(flatten)]
    pub(crate) control: ControlArgs,

    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// What to do instead of cleaning.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Say what was dropped, changed and chosen in one page, by which rule, and why
    Explain(ExplainArgs),
    /// Say how pages would be cleaned, and where each value came from
    Config(ConfigArgs),
    /// Try and import rules for sites
    Rules(RulesArgs),
    /// Write a script on stdout that completes options in a shell
    ///
    /// For bash, for instance: `tamis completions bash > ~/.local/share/bash-completion/completions/tamis`
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Write the manual page on stdout: `tamis man | man -l -`
    Man,
}

/// The options of `tamis explain`.
#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    /// A file; none or `-` is stdin
    #[arg(value_name = "PATH", default_value = "-", hide_default_value = true)]
    pub(crate) path: PathBuf,

    /// Write JSON instead of a table: an object with the sums and an array of notes
    #[arg(long, help_heading = "Output")]
    pub(crate) json: bool,
}

/// Reads the command line. For `--help` and on errors the process ends here.
pub(crate) fn read() -> Args {
    Args::try_parse().unwrap_or_else(|error| match error.kind() {
        // clap adds a hint to read the help, which cannot help with a URL that does not parse.
        ErrorKind::ValueValidation => {
            let text = error.to_string();
            Usage::new(text.lines().next().unwrap_or_default().trim_start_matches("error: ")).exit()
        }
        _ => error.exit(),
    })
}

/// The command line as clap knows it, for help, completions and the manual.
pub(crate) fn command() -> clap::Command {
    Args::command()
}
