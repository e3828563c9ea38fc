//! What can be asked for: the options, their help, and which of them exclude each other.

use crate::report::{Report, Usage};
use crate::settings::Settings;
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread;
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

const JSONL_HELP: &str = "\
Read JSON lines and write JSON lines

Each line that comes in is an object with the page in `html` (a string) or `html_base64` (its bytes as \
fetched, in any charset), and perhaps `url` (relative URLs are resolved against it) and `content_type` \
(as HTTP gave it, for its charset). The same object goes out, in the same order, with `markdown` and \
what the page says of itself: `title`, `author`, `date`, `canonical_url`, `language`, each only where \
there is something to say and the object has no such field yet. All other fields pass through as they \
are. A line that cannot be cleaned goes out with `error` instead of `markdown`, and the exit code is 3.";

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

    /// Write a .md file for each input into this folder
    ///
    /// The folder is made if need be and mirrors the input folders: `tamis -o out in` makes
    /// out/a/b.md of in/a/b.html. Each file appears at once and whole, or not at all. Two inputs
    /// that would make the same file, or a file that would replace an input, are errors before
    /// anything is written.
    #[arg(short, long, value_name = "DIR", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,

    /// What to write: Markdown, or one JSON object a page
    #[arg(long, value_enum, default_value_t, help_heading = "Output")]
    pub(crate) format: Format,

    #[arg(
        long,
        conflicts_with_all = ["output", "format"],
        help_heading = "Output",
        help = "Read JSON lines and write JSON lines",
        long_help = JSONL_HELP
    )]
    pub(crate) jsonl: bool,

    /// How many pages to clean at a time [default: one for each processor]
    ///
    /// The output is the same for any number.
    #[arg(short, long, value_name = "N", value_parser = jobs, help_heading = "Control")]
    jobs: Option<NonZeroUsize>,

    /// Say nothing on stderr but errors
    #[arg(short, long, conflicts_with = "verbose", help_heading = "Control")]
    quiet: bool,

    /// Say on stderr what was dropped and repaired
    #[arg(short, long, help_heading = "Control")]
    verbose: bool,

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

/// What to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Markdown, with the front matter that came in
    #[default]
    Md,
    /// One JSON object a page: path, markdown, title, …; on stdout
    Jsonl,
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

/// The short help, as it is shown when nothing was asked for.
pub(crate) fn help() -> String {
    Args::command().render_help().to_string()
}

impl Args {
    /// Finds what clap cannot: contradictions between options and the number and kind of paths.
    pub(crate) fn check(&self) -> Result<(), Usage> {
        let stdin = self.paths.iter().any(|path| path.as_os_str() == "-");
        let folder = self.paths.iter().find(|path| path.is_dir());
        let several = self.paths.len() > 1;
        let to_files = self.output.is_some();
        if self.command.is_some() {
            let alone = self.paths.is_empty() && !to_files && !self.jsonl && self.format == Format::Md;
            let advice =
                "explain takes one PATH, after its name, and writes to stdout: leave out the other options";
            return if alone { Ok(()) } else { Err(Usage::new(advice)) };
        }
        if to_files && self.format == Format::Jsonl {
            return Err(Usage::new("--format jsonl writes to stdout: leave out -o and redirect it"));
        }
        if to_files && (stdin || self.paths.is_empty()) {
            return Err(Usage::new(
                "-o: what comes on stdin has no file name: leave out -o and redirect stdout",
            ));
        }
        if self.jsonl && (several || folder.is_some()) {
            return Err(Usage::new("--jsonl reads one file or stdin: join several with `cat`"));
        }
        if to_files || self.format == Format::Jsonl {
            return Ok(());
        }
        if let Some(folder) = folder {
            let advice = "a folder needs -o DIR, to write files, or --format jsonl";
            return Err(Usage::new(format!("{}: {advice}", folder.display())));
        }
        if several {
            return Err(Usage::new("several inputs need -o DIR, to write files, or --format jsonl"));
        }
        Ok(())
    }

    /// Whether neither a path nor a command is there.
    pub(crate) fn asks_for_nothing(&self) -> bool {
        self.paths.is_empty() && self.command.is_none()
    }

    /// The one path there is, or `-`.
    pub(crate) fn only_path(&self) -> &Path {
        self.paths.first().map_or(Path::new("-"), PathBuf::as_path)
    }

    pub(crate) fn jobs(&self) -> NonZeroUsize {
        self.jobs.or_else(|| thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
    }

    pub(crate) fn report(&self) -> Report {
        Report::new(self.quiet, self.verbose)
    }
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

fn jobs(number: &str) -> Result<NonZeroUsize, String> {
    number.parse().map_err(|_| "give a number, 1 or more".to_owned())
}
