//! What can be asked for. Here are the pages' own options; what goes in and comes out, and how the work is
//! done, are groups of their own.

mod consistent;
mod control;
mod output;

pub(crate) use control::ControlArgs;
pub(crate) use output::{Format, OutputArgs};

use crate::report::Usage;
use crate::settings::Settings;
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;
use tamis::{Cleaner, Options, PageKind, Scope};
use url::Url;

const EXAMPLES: &str = "\
Examples:
  tamis -o clean posts                       a folder of posts or pages, into a folder of Markdown
  tamis page.html > page.md                  one file
  curl -s URL | tamis --base-url URL         a filter
  tamis --format jsonl pages > pages.jsonl   one JSON object a page
  tamis --jsonl < fetched.jsonl              a filter for JSON lines
  tamis explain page.html                    what was dropped, by which rule, and why

Exit codes:
  0    all is fine
  2    the command line is wrong; nothing was written
  3    some inputs failed: each is named on stderr, all others were written
  130  interrupted";

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
    /// Files and folders to clean; none or `-` is stdin
    ///
    /// In folders, files that end in .html, .htm, .xhtml, .md, .markdown or .Rmd are cleaned; hidden
    /// files and symbolic links are passed over. A file named here is cleaned whatever its ending.
    /// Front matter is kept as it is, and of a Markdown file only the HTML is converted.
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) cleaning: CleaningArgs,

    #[command(flatten)]
    pub(crate) output: OutputArgs,

    #[command(flatten)]
    pub(crate) control: ControlArgs,

    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// How pages are to be read and cleaned.
#[derive(Debug, clap::Args)]
pub(crate) struct CleaningArgs {
    /// The address of the page: relative links and images are resolved against it
    #[arg(long, value_name = "URL", value_parser = base_url, global = true, help_heading = "Input")]
    base_url: Option<String>,

    /// The charset of the input, such as gb18030, where neither a byte order mark nor valid UTF-8 tells
    #[arg(long, value_name = "LABEL", value_parser = encoding, global = true, help_heading = "Input")]
    encoding: Option<String>,

    /// What the input is [default: by the file's ending; on stdin, a post opens with front matter]
    #[arg(long, value_enum, global = true, help_heading = "Input")]
    kind: Option<KindArg>,

    /// How much of a page is wanted
    #[arg(long, value_enum, default_value_t, global = true, help_heading = "Cleaning")]
    scope: ScopeArg,

    /// Convert only what matches this CSS selector (may be repeated)
    #[arg(long, value_name = "CSS", global = true, help_heading = "Cleaning")]
    select: Vec<String>,

    /// Remove what matches this CSS selector (may be repeated)
    #[arg(long, value_name = "CSS", global = true, help_heading = "Cleaning")]
    drop: Vec<String>,

    /// Let no rule remove what matches this CSS selector; wins over --drop (may be repeated)
    #[arg(long, value_name = "CSS", global = true, help_heading = "Cleaning")]
    keep: Vec<String>,
}

/// What to do instead of cleaning.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Say what was dropped, changed and chosen in one page, by which rule, and why
    Explain(ExplainArgs),
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

    /// Write a JSON array with an object for each note, instead of a table
    #[arg(long, help_heading = "Output")]
    pub(crate) json: bool,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum ScopeArg {
    /// The article of a whole page; all of a fragment or post, without chrome
    #[default]
    Auto,
    /// The main content
    Article,
    /// Everything visible, without chrome such as navigation and ads
    Body,
    /// A pure conversion: nothing goes but scripts and the like, and no URL is touched
    Everything,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum KindArg {
    /// A page of HTML, or a part of one
    Html,
    /// A Markdown file, perhaps with front matter, perhaps with HTML in it
    Post,
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

impl CleaningArgs {
    /// The error is about a selector that does not parse, and says which.
    pub(crate) fn settings(&self) -> Result<Settings, Usage> {
        let options = Options {
            scope: match self.scope {
                ScopeArg::Auto => Scope::Auto,
                ScopeArg::Article => Scope::Article,
                ScopeArg::Body => Scope::Body,
                ScopeArg::Everything => Scope::Everything,
            },
            select: self.select.clone(),
            drop: self.drop.clone(),
            keep: self.keep.clone(),
            ..Options::default()
        };
        Ok(Settings {
            cleaner: Cleaner::new(options).map_err(Usage::new)?,
            base_url: self.base_url.clone(),
            charset: self.encoding.clone(),
            kind: self.kind.map(|kind| match kind {
                KindArg::Html => PageKind::Html,
                KindArg::Post => PageKind::Post,
            }),
        })
    }
}

fn base_url(url: &str) -> Result<String, String> {
    let advice = "give the whole address, such as https://example.org/post/";
    match Url::parse(url) {
        Ok(parsed) if parsed.cannot_be_a_base() => {
            Err(format!("nothing is relative to such a URL: {advice}"))
        }
        Ok(_) => Ok(url.to_owned()),
        Err(error) => Err(format!("{error}: {advice}")),
    }
}

fn encoding(label: &str) -> Result<String, String> {
    match encoding_rs::Encoding::for_label_no_replacement(label.as_bytes()) {
        Some(_) => Ok(label.to_owned()),
        None => {
            Err("no such charset: use a label of the WHATWG Encoding Standard, such as gb18030".to_owned())
        }
    }
}
