//! Options for what is written, and where.

use crate::outputs::names::Template;
use clap::ValueEnum;
use clap::builder::{PathBufValueParser, TypedValueParser};
use std::ffi::OsString;
use std::path::PathBuf;
use tamis::TitlePlace;

const JSONL_HELP: &str = "\
Read JSON lines and write JSON lines: short for --kind jsonl --format jsonl

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
    /// Write a file for each page into this folder
    ///
    /// The folder is made if need be and mirrors the input folders: `tamis -o out in` makes
    /// out/a/b.md of in/a/b.html. The pages of a feed, a crawl or of JSON lines go into a folder that
    /// is called like their file. Each file appears at once and whole, or not at all. Two inputs
    /// that would make the same file, or a file that would replace an input, are errors before
    /// anything is written. While it works, and when it is interrupted, the folder holds what
    /// --resume needs, in .tamis.
    #[arg(short, long, value_name = "DIR", value_parser = PathBufValueParser::new().try_map(folder))]
    pub(crate) output: Option<PathBuf>,

    /// Rewrite Markdown files where they are
    ///
    /// Each changes at once and as a whole, and keeps its permissions. In folders, only Markdown files are
    /// taken. A file that is clean already is not touched.
    #[arg(short, long, conflicts_with = "output")]
    pub(crate) in_place: bool,

    /// With --in-place, keep the old file under its name and this suffix: `--backup .bak`
    #[arg(long, value_name = "SUFFIX", requires = "in_place", value_parser = suffix)]
    pub(crate) backup: Option<OsString>,

    /// What to write
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,

    /// Name files after what their pages say: `--name '{date}-{title}'`
    ///
    /// There are {title}, {date} (2024-10-02), {host} and {path} (of the page's address), {stem} (the
    /// name of its file without ending), {index} (its number in its file) and {hash} (eight digits made
    /// of its bytes). Letters and digits of any script stay, all else becomes `-`; a `/` makes a folder.
    /// Pages whose names would be the same, or differ only in case, get eight digits that tell them
    /// apart. Unless this is given, files are named as their inputs are, the entries of feeds by
    /// {title}, the pages of crawls by {host}-{path}, and those of JSON lines by {index}.
    #[arg(long, value_name = "TEMPLATE", requires = "output", value_parser = Template::parse)]
    pub(crate) name: Option<Template>,

    /// What to do with a file that is there already
    #[arg(long, value_enum, value_name = "WHAT", default_value_t, requires = "output")]
    pub(crate) on_exists: OnExists,

    #[arg(
        long,
        conflicts_with_all = ["output", "in_place", "format"],
        help = "Read JSON lines and write JSON lines: short for --kind jsonl --format jsonl",
        long_help = JSONL_HELP
    )]
    pub(crate) jsonl: bool,
}

impl OutputArgs {
    /// Where the title stands, unless that is said: where it has a field beside the text, or in the text, where there is
    /// no front matter either. Markdown may have some.
    pub(crate) fn title(&self) -> TitlePlace {
        match self.format {
            _ if self.jsonl => TitlePlace::Metadata,
            Format::Jsonl | Format::Json => TitlePlace::Metadata,
            Format::Html | Format::Text => TitlePlace::Heading,
            Format::Md => TitlePlace::Auto,
        }
    }
}

/// What to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Markdown, with the front matter that came in
    #[default]
    Md,
    /// One JSON object a line for each page: path, markdown, title, …; on stdout
    Jsonl,
    /// The same, as a file for each page
    Json,
    /// The HTML of that Markdown, without front matter
    Html,
    /// Plain text, without front matter or any sign of markup
    Text,
}

/// What to do with a file that is there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnExists {
    /// Replace it
    #[default]
    Overwrite,
    /// Leave it
    Skip,
    /// Write nothing at all if there is any, and say so
    Error,
    /// Replace it if the input is newer
    Newer,
}

/// What is called like a file is a folder only if it is there, or says so with a slash.
fn folder(path: PathBuf) -> Result<PathBuf, String> {
    const OF_FILES: &[&str] = &["md", "markdown", "txt", "html", "htm", "json", "jsonl"];
    let ending = path.extension().unwrap_or_default();
    let is_like_a_file = OF_FILES.iter().any(|own| ending.eq_ignore_ascii_case(own));
    let says_folder = path.as_os_str().as_encoded_bytes().ends_with(b"/");
    let name = path.display();
    match () {
        () if path == *"-" => {
            Err("-o takes a folder: without it, one page is written to standard output".to_owned())
        }
        () if is_like_a_file && !says_folder && !path.is_dir() => Err(format!(
            "-o takes a folder: write `> {name}` for one page in a file, or `-o {name}/` for a folder of this name"
        )),
        () => Ok(path),
    }
}

fn suffix(text: &str) -> Result<OsString, String> {
    match text {
        "" => Err("give a suffix, such as .bak".to_owned()),
        _ if text.contains('/') => Err("a suffix is a part of a name: leave out the slash".to_owned()),
        _ => Ok(OsString::from(text)),
    }
}
