//! File names made of what a page says of itself: never more than a name, whatever a page says.

use std::fmt::Write;
use url::Url;

/// A name longer than this is cut: file systems allow 255 bytes, and the ending and a hash follow.
const MAX_BYTES: usize = 80;
const NAMELESS: &str = "untitled";

/// Names that Windows keeps for devices, with any ending.
#[rustfmt::skip]
const DEVICES: &[&str] = &[
    "con", "prn", "aux", "nul",
    "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
    "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// What a template may name.
#[rustfmt::skip]
const FIELDS: &[(&str, Field)] = &[
    ("title", Field::Title),
    ("date",  Field::Date),
    ("host",  Field::Host),
    ("path",  Field::Path),
    ("stem",  Field::Stem),
    ("index", Field::Index),
    ("hash",  Field::Hash),
];

/// What stands for a page in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Title,
    /// The day, as `2024-10-02`.
    Date,
    /// The host of its address.
    Host,
    /// The path of its address.
    Path,
    /// The name of its input without its ending.
    Stem,
    /// Its number in its input.
    Index,
    /// Eight digits that its bytes decide.
    Hash,
}

/// What is known of a page for its name. Empty is unknown.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) title: String,
    pub(crate) date: String,
    pub(crate) url: String,
    pub(crate) stem: String,
    pub(crate) index: usize,
    pub(crate) hash: String,
}

/// A name with fields in braces; a slash in it makes folders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Template(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Field(Field),
}

impl Template {
    /// The error says what a template may name.
    pub(crate) fn parse(template: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = template;
        while let Some((text, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or("a `{` without its `}`")?;
            let (_, field) = FIELDS.iter().find(|(known, _)| *known == name).ok_or_else(|| {
                let known: Vec<String> = FIELDS.iter().map(|(known, _)| format!("{{{known}}}")).collect();
                format!("no such field as `{{{name}}}`: use {}", known.join(" "))
            })?;
            pieces.push(Piece::Text(text.to_owned()));
            pieces.push(Piece::Field(*field));
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        pieces.retain(|piece| *piece != Piece::Text(String::new()));
        let is_one_name = !pieces.iter().any(|piece| matches!(piece, Piece::Field(_)));
        if is_one_name {
            Err("without a field all pages would have one name: use {title}, for instance".to_owned())
        } else {
            Ok(Template(pieces))
        }
    }

    pub(crate) fn names(&self, field: Field) -> bool {
        self.0.contains(&Piece::Field(field))
    }

    /// The name of a page, without an ending: safe on any file system, and below the folder it is joined to.
    pub(crate) fn name(&self, known: &Known) -> String {
        let mut name = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => name += text,
                // A slash in a title is no folder.
                Piece::Field(field) => name += &known.value(*field).replace(['/', '\\'], "-"),
            }
        }
        let steps: Vec<String> = name.split('/').map(safe).collect();
        steps.join("/")
    }
}

impl Known {
    fn value(&self, field: Field) -> String {
        let url = Url::parse(&self.url).ok();
        match field {
            Field::Title => self.title.clone(),
            Field::Date => day(&self.date).to_owned(),
            Field::Host => url.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default(),
            Field::Path => url.map(|url| path(&url)).unwrap_or_default(),
            Field::Stem => self.stem.clone(),
            Field::Index => self.index.to_string(),
            Field::Hash => self.hash.clone(),
        }
    }
}

/// `2024-10-02T13:00:00Z` → `2024-10-02`; what is no such date is nothing.
fn day(date: &str) -> &str {
    let Some(day) = date.get(..10) else { return "" };
    let fits = day.bytes().zip(b"0000-00-00").all(|(byte, form)| match form {
        b'0' => byte.is_ascii_digit(),
        _ => byte == b'-',
    });
    if fits { day } else { "" }
}

/// `/2024/salt.html?page=2` → `2024-salt-page-2`.
fn path(url: &Url) -> String {
    let path = url.path().trim_matches('/');
    let path = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm")).unwrap_or(path);
    let path = url.query().map_or(path.to_owned(), |query| format!("{path}-{query}"));
    percent_decoded(&path)
}

/// An address in any script is readable once its escapes are characters.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let escaped = after.first_chunk::<2>().filter(|_| *first == b'%');
        let decoded = escaped.and_then(|hex| u8::from_str_radix(str::from_utf8(hex).ok()?, 16).ok());
        bytes.push(decoded.unwrap_or(*first));
        rest = if decoded.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// One step of a path: letters and digits of any script, `-`, `_` and `.` between them; all else becomes `-`.
fn safe(step: &str) -> String {
    let mut name = String::new();
    for c in step.chars() {
        if c.is_alphanumeric() || matches!(c, '_' | '.') {
            name.push(c);
        } else if !name.ends_with('-') && !is_invisible(c) {
            name.push('-');
        }
    }
    let name = name.trim_matches(['-', '.']);
    let end = (0..=name.len().min(MAX_BYTES)).rev().find(|&end| name.is_char_boundary(end));
    let name = name[..end.unwrap_or(0)].trim_end_matches(['-', '.']);
    let before_dot = name.split('.').next().unwrap_or_default();
    if DEVICES.iter().any(|device| device.eq_ignore_ascii_case(before_dot)) {
        return format!("{name}_");
    }
    if name.is_empty() { NAMELESS.to_owned() } else { name.to_owned() }
}

/// Controls and marks of direction leave no trace.
fn is_invisible(c: char) -> bool {
    c.is_control() && !c.is_ascii_whitespace()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The first digits of a hash, to tell names apart.
pub(crate) fn short_hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).as_bytes()[..4].iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::{Field, Known, Template};

    fn name(template: &str, title: &str) -> String {
        let known = Known {
            title: title.to_owned(),
            date: "2024-10-02T13:00:00Z".to_owned(),
            url: "https://example.org/2024/%E7%9B%90.html?page=2".to_owned(),
            stem: "a".to_owned(),
            index: 7,
            hash: "0badcafe".to_owned(),
        };
        Template::parse(template).expect("a template").name(&known)
    }

    #[test]
    fn whatever_a_title_is_it_stays_one_name() {
        let cases = [
            ("Salt & bread", "Salt-bread"),
            ("面包 的历史", "面包-的历史"),
            ("../../../../etc/evil", "etc-evil"),
            ("/etc/evil", "etc-evil"),
            ("..", "untitled"),
            (".", "untitled"),
            ("", "untitled"),
            ("a/b\\c", "a-b-c"),
            ("CON", "CON_"),
            ("nul.md", "nul.md_"),
            ("-rf", "rf"),
            (".hidden", "hidden"),
            ("a\nb\tc", "a-b-c"),
            ("%2e%2e%2f", "2e-2e-2f"),
            ("\u{202e}gnp", "gnp"),
            ("~ $HOME: q?*|<>\"", "HOME-q"),
            ("\u{1f600}", "untitled"),
        ];
        for (title, expected) in cases {
            assert_eq!(name("{title}", title), expected, "{title:?}");
        }
        assert_eq!(name("{title}", &"x".repeat(400)).len(), 80);
        assert!(name("{title}", &"盐".repeat(400)).len() <= 80);
    }

    #[test]
    fn fields_and_folders() {
        assert_eq!(name("{host}/{date}-{title}", "Salt"), "example.org/2024-10-02-Salt");
        assert_eq!(name("{stem}-{index}-{hash}", ""), "a-7-0badcafe");
        assert_eq!(name("{path}", ""), "2024-盐-page-2");
        assert_eq!(name("../{title}/../x", "Salt"), "untitled/Salt/untitled/x");
        assert!(Template::parse("{title}").expect("a template").names(Field::Title));
    }

    #[test]
    fn what_a_template_cannot_name_is_an_error() {
        for template in ["{titel}", "{title", "all"] {
            assert!(Template::parse(template).is_err(), "{template}");
        }
    }
}
