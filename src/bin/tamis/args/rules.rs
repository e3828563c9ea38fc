//! `tamis rules`: what can be done with rules for sites.

use clap::Subcommand;
use std::path::PathBuf;

/// The options of `tamis rules`.
#[derive(Debug, clap::Args)]
pub(crate) struct RulesArgs {
    #[command(subcommand)]
    pub(crate) command: RulesCommand,
}

/// What to do with rules for sites.
#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    /// Try rules for sites on the small pages that stand beside them as tests
    Test {
        /// Files of [[site]] tables [default: the rules of tamis, and those of the nearest tamis.toml]
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Make a file of rules from those of another program
    #[command(subcommand)]
    Import(ImportCommand),
}

/// Whose rules to translate.
#[derive(Debug, Subcommand)]
pub(crate) enum ImportCommand {
    /// FiveFilters' ftr-site-config: a clone of it, with a file for each host
    ///
    /// Its XPath is translated to CSS. What cannot be is told on stderr, with file, line and reason.
    Ftr {
        /// The folder
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Write the rules into this file [default: stdout]
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}
