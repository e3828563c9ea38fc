//! What can be said of how pages are cleaned. Each row is an option of the command line and the key of the
//! same meaning in `tamis.toml`: its name, its help, which values it takes and what it sets.
//! Where values come from, and which of them wins, is not known here.

use crate::inputs::Reading;
use crate::inputs::kinds::Kind as InputKind;
use crate::values::{base_url, encoding, parse_seconds, parse_size};
use clap::builder::{PossibleValue, PossibleValuesParser, ValueParser};
use clap::{Arg, ArgAction};
use std::path::PathBuf;
use std::time::Duration;
use tamis::{
    Comments, FrontMatter, ImageStyle, LinkStyle, Options, PageKind, Promo, Scope, Target, TitlePlace,
    UrlRewrite,
};

/// An option and a key.
pub(crate) struct Key {
    /// The name in `tamis.toml`; a dot stands for a table: `links.style`.
    pub(crate) name: &'static str,
    /// The name on the command line, without `--`; empty for what only a file can say.
    pub(crate) option: &'static str,
    /// Where the option stands in the help.
    heading: &'static str,
    /// A line for `-h`; what follows a blank line is for `--help` alone.
    help: &'static str,
    pub(crate) kind: Kind,
    /// What holds when nobody says anything, as in a file; empty for nothing.
    pub(crate) built_in: &'static str,
    /// Sets one value. A list is set item by item; a row has a cell for each column.
    pub(crate) set: fn(&mut Wish, &[&str]),
}

/// Which values a key takes.
pub(crate) enum Kind {
    /// One of these words, each with its help; the first is their name in the help.
    Choice(&'static str, &'static [(&'static str, &'static str)]),
    /// Any text that passes the check, whose error says what to do.
    Text(&'static str, fn(&str) -> Result<(), String>),
    /// Texts that pass the check: an array in a file, an option that may be repeated.
    List(&'static str, Join, fn(&str) -> Result<(), String>),
    /// Names of files: in a configuration they are relative to its folder.
    Files,
    /// Tables with these columns, `[[name]]` in a file, each a text; those with `?` may be missing.
    Rows(&'static [&'static str]),
}

/// What becomes of a list when the command line gives one too.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Join {
    /// Both hold.
    Both,
    /// The command line's alone holds.
    Last,
}

/// All that the keys set.
#[derive(Debug, Default)]
pub(crate) struct Wish {
    pub(crate) options: Options,
    pub(crate) base_url: Option<String>,
    pub(crate) charset: Option<String>,
    pub(crate) kind: Option<InputKind>,
    pub(crate) html_field: Option<String>,
    pub(crate) url_field: Option<String>,
    pub(crate) max_bytes: Option<u64>,
    pub(crate) timeout: Option<Duration>,
    /// Files of site rules, to be read.
    pub(crate) site_rules: Vec<PathBuf>,
    /// Filter lists, to be read.
    #[cfg(feature = "cosmetic")]
    pub(crate) filter_lists: Vec<PathBuf>,
    /// The folder for images that pages hold in themselves, and how the text refers to it.
    pub(crate) assets: Option<PathBuf>,
    pub(crate) assets_url: Option<String>,
}

/// How large a page may be, unpacked, unless something else is said. Pages are seldom larger than a hundredth of it.
const MAX_BYTES: u64 = 32 << 20;

/// How long a page may take, unless something else is said: a hundred times what a large one takes.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(60);

impl Wish {
    pub(crate) fn reading(&self) -> Reading {
        Reading {
            kind: self.kind,
            max_bytes: self.max_bytes.unwrap_or(MAX_BYTES),
            html_field: self.html_field.clone().unwrap_or("html".to_owned()),
            url_field: self.url_field.clone().unwrap_or("url".to_owned()),
        }
    }
}

const INPUT: &str = "Input";
const CLEANING: &str = "Cleaning";
const LINKS: &str = "Links and images";
const OUTPUT: &str = "Output";

/// In the order of the help.
#[rustfmt::skip]
pub(crate) const KEYS: &[Key] = &[
    Key {
        name: "base-url", option: "base-url", heading: INPUT,
        help: "The address of the page: relative links and images are resolved against it",
        kind: Kind::Text("URL", base_url),
        built_in: "",
        set: |wish, value| wish.base_url = Some(value[0].to_owned()),
    },
    Key {
        name: "encoding", option: "encoding", heading: INPUT,
        help: "The charset of the input, such as gb18030, where neither a byte order mark nor valid UTF-8 tells",
        kind: Kind::Text("LABEL", encoding),
        built_in: "",
        set: |wish, value| wish.charset = Some(value[0].to_owned()),
    },
    Key {
        name: "kind", option: "kind", heading: INPUT,
        help: "What the input is",
        kind: Kind::Choice("KIND", &[
            ("auto",     "What the file's ending says; on stdin, a post opens with front matter"),
            ("html",     "A page of HTML or a part of one: what it begins with tells"),
            ("page",     "A whole page of HTML, whatever it begins with"),
            ("fragment", "A part of a page: all of it is wanted, whatever it begins with"),
            ("post",     "A Markdown file, perhaps with front matter, perhaps with HTML in it"),
            ("jsonl",    "JSON lines: each an object with a page in one of its fields"),
            ("feed",     "An RSS or Atom feed: each entry is a page"),
            ("mhtml",    "A page with its resources, as browsers save it"),
            ("warc",     "A crawl: each successful response with HTML is a page"),
        ]),
        built_in: "auto",
        set: |wish, value| wish.kind = match value[0] {
            "html" => Some(InputKind::Page(PageKind::Html)),
            "page" => Some(InputKind::Page(PageKind::WholePage)),
            "fragment" => Some(InputKind::Page(PageKind::Fragment)),
            "post" => Some(InputKind::Page(PageKind::Post)),
            "jsonl" => Some(InputKind::Jsonl),
            "feed" => Some(InputKind::Feed),
            "mhtml" => Some(InputKind::Mhtml),
            "warc" => Some(InputKind::Warc),
            _ => None,
        },
    },
    Key {
        name: "html-field", option: "html-field", heading: INPUT,
        help: "The field of JSON lines that holds the page",
        kind: Kind::Text("NAME", any),
        built_in: "html",
        set: |wish, value| wish.html_field = Some(value[0].to_owned()),
    },
    Key {
        name: "url-field", option: "url-field", heading: INPUT,
        help: "The field of JSON lines that holds the page's address",
        kind: Kind::Text("NAME", any),
        built_in: "url",
        set: |wish, value| wish.url_field = Some(value[0].to_owned()),
    },
    Key {
        name: "max-bytes", option: "max-bytes", heading: INPUT,
        help: "Refuse pages larger than this, unpacked: a number, perhaps with K, M or G",
        kind: Kind::Text("SIZE", |size| parse_size(size).map(|_| ())),
        built_in: "32M",
        set: |wish, value| wish.max_bytes = parse_size(value[0]).ok(),
    },
    Key {
        name: "timeout", option: "timeout", heading: INPUT,
        help: "Give up on a page that takes longer than this; 0 is any time",
        kind: Kind::Text("SECONDS", |seconds| parse_seconds(seconds).map(|_| ())),
        built_in: "60",
        set: |wish, value| wish.timeout = parse_seconds(value[0]).ok(),
    },
    Key {
        name: "scope", option: "scope", heading: CLEANING,
        help: "How much of a page is wanted",
        kind: Kind::Choice("SCOPE", &[
            ("auto",       "The article of a whole page; all of a fragment or post, without chrome"),
            ("article",    "The main content"),
            ("body",       "Everything visible, without chrome such as navigation and ads"),
            ("everything", "A pure conversion: nothing goes but scripts and the like, and no URL is touched but those that could run one"),
        ]),
        built_in: "auto",
        set: |wish, value| wish.options.scope = match value[0] {
            "article" => Scope::Article,
            "body" => Scope::Body,
            "everything" => Scope::Everything,
            _ => Scope::Auto,
        },
    },
    Key {
        name: "target", option: "target", heading: CLEANING,
        help: "Who reads the Markdown",
        kind: Kind::Choice("TARGET", &[
            ("markdown", "Any reader of CommonMark or GFM"),
            ("hugo",     "A Hugo site: template calls in code are commented out, so that they do not run"),
        ]),
        built_in: "markdown",
        set: |wish, value| wish.options.target = if value == ["hugo"] { Target::Hugo } else { Target::Markdown },
    },
    Key {
        name: "select", option: "select", heading: CLEANING,
        help: "Convert only what matches this CSS selector (may be repeated)",
        kind: Kind::List("CSS", Join::Last, any),
        built_in: "",
        set: |wish, value| wish.options.select.push(value[0].to_owned()),
    },
    Key {
        name: "drop", option: "drop", heading: CLEANING,
        help: "Remove what matches this CSS selector (may be repeated)",
        kind: Kind::List("CSS", Join::Both, any),
        built_in: "",
        set: |wish, value| wish.options.drop.push(value[0].to_owned()),
    },
    Key {
        name: "keep", option: "keep", heading: CLEANING,
        help: "Let no rule remove what matches this CSS selector; wins over --drop (may be repeated)",
        kind: Kind::List("CSS", Join::Both, any),
        built_in: "",
        set: |wish, value| wish.options.keep.push(value[0].to_owned()),
    },
    Key {
        name: "promo", option: "promo", heading: CLEANING,
        help: "What becomes of promotion that an author typed, such as \"follow us\"",
        kind: Kind::Choice("PROMO", &[
            ("keep",  "It is text like any other"),
            ("strip", "It goes where place and words agree: at the head or the tail of the text"),
        ]),
        built_in: "keep",
        set: |wish, value| wish.options.promo = if value == ["strip"] { Promo::Strip } else { Promo::Keep },
    },
    Key {
        name: "title", option: "title", heading: CLEANING,
        help: "Where the title of an article stands, where a heading of the page repeats it",
        kind: Kind::Choice("PLACE", &[
            ("auto",     "Once: in JSON or in front matter if they have it, else in the text"),
            ("heading",  "In the text"),
            ("metadata", "Not in the text: its heading goes"),
        ]),
        built_in: "auto",
        set: |wish, value| wish.options.title = match value[0] {
            "heading" => TitlePlace::Heading,
            "metadata" => TitlePlace::Metadata,
            _ => TitlePlace::Auto,
        },
    },
    Key {
        name: "comments", option: "comments", heading: CLEANING,
        help: "What becomes of readers' comments below an article",
        kind: Kind::Choice("WHAT", &[("drop", "They go"), ("keep", "They stay, with who wrote them")]),
        built_in: "drop",
        set: |wish, value| {
            wish.options.comments = if value == ["keep"] { Comments::Keep } else { Comments::Drop }
        },
    },
    Key {
        name: "site-rules", option: "site-rules", heading: CLEANING,
        help: "Read rules for sites from this file of [[site]] tables (may be repeated)",
        kind: Kind::Files,
        built_in: "",
        set: |wish, value| wish.site_rules.push(PathBuf::from(value[0])),
    },
    #[cfg(feature = "cosmetic")]
    Key {
        name: "filter-list", option: "filter-list", heading: CLEANING,
        help: "Remove what this filter list in EasyList's syntax hides (may be repeated)",
        kind: Kind::Files,
        built_in: "",
        set: |wish, value| wish.filter_lists.push(PathBuf::from(value[0])),
    },
    Key {
        name: "links.style", option: "links", heading: LINKS,
        help: "How links are written",
        kind: Kind::Choice("STYLE", &[
            ("inline",    "[text](address)"),
            ("reference", "[text][1], with the addresses at the end of the text"),
            ("text",      "The text alone"),
        ]),
        built_in: "inline",
        set: |wish, value| wish.options.links = match value[0] {
            "reference" => LinkStyle::Reference,
            "text" => LinkStyle::Text,
            _ => LinkStyle::Inline,
        },
    },
    Key {
        name: "links.rewrite", option: "", heading: LINKS,
        help: "What becomes of the addresses of links: a regular expression, and what is written for what it matches",
        kind: Kind::Rows(&["match", "replace"]),
        built_in: "",
        set: |wish, value| wish.options.link_rewrites.push(rewrite(value)),
    },
    Key {
        name: "images.style", option: "images", heading: LINKS,
        help: "How images are written",
        kind: Kind::Choice("STYLE", &[
            ("inline", "![words](address)"),
            ("alt",    "The words that stand for the image"),
            ("none",   "Not at all"),
        ]),
        built_in: "inline",
        set: |wish, value| wish.options.images = match value[0] {
            "alt" => ImageStyle::Alt,
            "none" => ImageStyle::None,
            _ => ImageStyle::Inline,
        },
    },
    Key {
        name: "images.rewrite", option: "", heading: LINKS,
        help: "What becomes of the addresses of images; {sha256}, {name} and {ext} are those of the whole address",
        kind: Kind::Rows(&["match", "replace"]),
        built_in: "",
        set: |wish, value| wish.options.image_rewrites.push(rewrite(value)),
    },
    Key {
        name: "images.assets", option: "assets", heading: LINKS,
        help: "Write images that pages hold in themselves (data: URLs) into this folder, instead of dropping them",
        kind: Kind::Text("DIR", any),
        built_in: "",
        set: |wish, value| {
            wish.options.extract_images = true;
            wish.assets = Some(PathBuf::from(value[0]));
        },
    },
    Key {
        name: "images.assets-url", option: "assets-url", heading: LINKS,
        help: "How the text refers to that folder, such as /img [default: as --assets says it]",
        kind: Kind::Text("PREFIX", any),
        built_in: "",
        set: |wish, value| wish.assets_url = Some(value[0].to_owned()),
    },
    Key {
        name: "front-matter", option: "front-matter", heading: OUTPUT,
        help: "What becomes of front matter. What a feed or a row of JSON lines says of a page comes before what the page \
               says of itself",
        kind: Kind::Choice("MODE", &[
            ("keep", "It stays as it came, byte for byte"),
            ("add",  "As keep, and keys that are missing are added from the metadata"),
            ("yaml", "A page without any gets YAML from its metadata"),
            ("toml", "A page without any gets TOML"),
            ("json", "A page without any gets a JSON object"),
            ("none", "It is dropped"),
        ]),
        built_in: "keep",
        set: |wish, value| wish.options.front_matter = match value[0] {
            "add" => FrontMatter::Add,
            "yaml" => FrontMatter::Yaml,
            "toml" => FrontMatter::Toml,
            "json" => FrontMatter::Json,
            "none" => FrontMatter::None,
            _ => FrontMatter::Keep,
        },
    },
    Key {
        name: "add", option: "add", heading: OUTPUT,
        help: "Set this key in front matter, not all: title, author, date, modified, site, language, source, \
               description, image or tags; alone it means --front-matter add (may be repeated)",
        kind: Kind::List("KEY", Join::Last, any),
        built_in: "",
        set: |wish, value| {
            wish.options.front_matter_keys.push(value[0].to_owned());
            if wish.options.front_matter == FrontMatter::Keep {
                wish.options.front_matter = FrontMatter::Add;
            }
        },
    },
];

impl Key {
    /// The option, for those keys that have one.
    pub(crate) fn arg(&self) -> Option<Arg> {
        if self.option.is_empty() {
            return None;
        }
        let short = self.help.split("\n\n").next().unwrap_or_default();
        let mut arg = Arg::new(self.option)
            .long(self.option)
            .global(true)
            .help_heading(self.heading)
            .help(short)
            .action(ArgAction::Set);
        if short != self.help {
            arg = arg.long_help(self.help);
        }
        if !self.built_in.is_empty() {
            arg = arg.default_value(self.built_in);
        }
        Some(match self.kind {
            Kind::Choice(name, words) => {
                let words = words.iter().map(|(word, help)| PossibleValue::new(*word).help(*help));
                arg.value_name(name).value_parser(PossibleValuesParser::new(words))
            }
            Kind::Text(name, check) => arg.value_name(name).value_parser(checked(check)),
            Kind::List(name, _, check) => {
                arg.value_name(name).value_parser(checked(check)).action(ArgAction::Append)
            }
            Kind::Files => arg.value_name("FILE").action(ArgAction::Append),
            Kind::Rows(_) => arg.hide(true),
        })
    }
}

fn checked(check: fn(&str) -> Result<(), String>) -> ValueParser {
    ValueParser::new(move |text: &str| check(text).map(|()| text.to_owned()))
}

fn rewrite(cells: &[&str]) -> UrlRewrite {
    let cell = |at: usize| cells.get(at).copied().unwrap_or_default().to_owned();
    UrlRewrite { pattern: cell(0), replace: cell(1) }
}

/// For what only the library can judge.
fn any(_: &str) -> Result<(), String> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{KEYS, Kind};

    #[test]
    fn each_key_is_said_once() {
        for (index, key) in KEYS.iter().enumerate() {
            assert!(KEYS[..index].iter().all(|other| other.name != key.name), "{} stands twice", key.name);
            assert!(!key.help.ends_with('.'), "{}: help has no full stop", key.name);
            assert!(
                !key.option.is_empty() || matches!(key.kind, Kind::Rows(_)),
                "{}: what is no table needs an option",
                key.name
            );
        }
    }
}
