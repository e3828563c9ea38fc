//! Options for how pages are read and cleaned: those that `keys.rs` lists, and which configuration is read.

use crate::config::{self, ConfigFile};
use crate::keys::{KEYS, Key};
use crate::layers::{self, Given};
use crate::report::Usage;
use crate::settings::Settings;
use clap::{Arg, ArgAction, ArgMatches, FromArgMatches, Subcommand};
use std::path::PathBuf;
use std::slice;
use tamis::TitlePlace;

const CONFIG: &str = "config";
const ISOLATED: &str = "isolated";

/// How pages are to be read and cleaned.
#[derive(Debug, Default)]
pub(crate) struct CleaningArgs {
    given: Vec<Given>,
    file: config::Choice,
}

/// The options of `tamis config`.
#[derive(Debug, clap::Args)]
pub(crate) struct ConfigArgs {
    #[command(subcommand)]
    command: ConfigCommand,
}

/// What to do with the configuration.
#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Write all values in the form of a tamis.toml, each with the place that it came from
    Show {
        /// The file or folder that would be cleaned [default: the current folder]
        #[arg(long = "for", value_name = "PATH", default_value = "-", hide_default_value = true)]
        input: PathBuf,
    },
}

impl CleaningArgs {
    /// Reads the configuration that holds for these inputs, and compiles it with the command line. The error
    /// says which value is wrong, and where it stands. `title` is where the title stands, unless they say so.
    pub(crate) fn settings(&self, inputs: &[PathBuf], title: TitlePlace) -> Result<Settings, Usage> {
        layers::settings(config::load(&self.file, inputs)?.as_ref(), &self.given, title)
    }

    /// The configuration that holds for the current folder.
    pub(crate) fn file(&self) -> Result<Option<ConfigFile>, Usage> {
        config::load(&self.file, &[])
    }

    /// Says what holds, and where each value came from.
    pub(crate) fn show(&self, args: &ConfigArgs) -> Result<String, Usage> {
        let ConfigCommand::Show { input } = &args.command;
        let file = config::load(&self.file, slice::from_ref(input))?;
        layers::settings(file.as_ref(), &self.given, TitlePlace::Auto)?;
        Ok(layers::show(file.as_ref(), &self.given))
    }
}

impl clap::Args for CleaningArgs {
    fn augment_args(command: clap::Command) -> clap::Command {
        let config = Arg::new(CONFIG)
            .value_parser(clap::value_parser!(PathBuf))
            .value_name("FILE")
            .help("Read this configuration instead of the nearest tamis.toml");
        let isolated = Arg::new(ISOLATED)
            .action(ArgAction::SetTrue)
            .conflicts_with(CONFIG)
            .help("Read no configuration");
        let files = [config.long(CONFIG), isolated.long(ISOLATED)];
        let keys = KEYS.iter().filter_map(Key::arg);
        command.args(keys.chain(files.map(|arg| arg.global(true).help_heading("Configuration"))))
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for CleaningArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let file = match matches.get_one::<PathBuf>(CONFIG) {
            Some(path) => config::Choice::File(path.clone()),
            None if matches.get_flag(ISOLATED) => config::Choice::Isolated,
            None => config::Choice::Nearest,
        };
        Ok(CleaningArgs { given: layers::from_command_line(matches), file })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
