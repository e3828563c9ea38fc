//! Options for what is written, and where.

use clap::ValueEnum;
use std::path::PathBuf;

const JSONL_HELP: &str = "\
Read JSON lines and write JSON lines

Each line that comes in is an object with the page in `html` (a string) or `html_base64` (its bytes as \
fetched, in any charset), and perhaps `url` (relative URLs are resolved against it) and `content_type` \
(as HTTP gave it, for its charset). The same object goes out, in the same order, with `markdown` and \
what the page says of itself: `title`, `author`, `date`, `modified`, `site`, `language`, \
`canonical_url`, `description`, `image`, and `tags` (a list), each only where \
there is something to say and the object has no such field yet. All other fields pass through as they \
are. A line that cannot be cleaned goes out with `error` instead of `markdown`, and the exit code is 3.";

/// What is written, and where.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// Write a .md file for each input into this folder
    ///
    /// The folder is made if need be and mirrors the input folders: `tamis -o out in` makes
    /// out/a/b.md of in/a/b.html. Each file appears at once and whole, or not at all. Two inputs
    /// that would make the same file, or a file that would replace an input, are errors before
    /// anything is written.
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,

    /// What to write: Markdown, or one JSON object a page
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,

    #[arg(
        long,
        conflicts_with_all = ["output", "format"],
        help = "Read JSON lines and write JSON lines",
        long_help = JSONL_HELP
    )]
    pub(crate) jsonl: bool,
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
