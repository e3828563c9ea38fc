//! What is promised of any page at all, hostile ones first. Each promise is a function that panics where it
//! is broken: the properties here try them on generated input, and the fuzz targets on what a fuzzer finds.

use crate::referees;
use serde_json::Value;
use std::collections::BTreeMap;
use tamis::{Cleaner, FrontMatter, Options, Page, Scope};

/// Schemes that run what follows them, as a browser spells them.
const SCRIPTS: &[&str] = &["javascript:", "vbscript:", "livescript:", "mocha:", "data:"];

const SCOPES: [Scope; 4] = [Scope::Auto, Scope::Article, Scope::Body, Scope::Everything];

/// Any bytes give a well-formed text in every scope, of a bounded size.
pub(crate) fn any_bytes_are_cleaned(bytes: &[u8]) {
    for scope in SCOPES {
        let markdown = cleaner(scope).clean(&Page::new(bytes)).to_string();
        referees::well_formed(&markdown);
        assert!(!markdown.contains('\0'), "a NUL in {markdown:?}");
        assert!(markdown.len() <= 20 * bytes.len() + (64 << 10), "{} bytes", markdown.len());
    }
    Cleaner::default().clean(&Page::post(bytes)).to_string();
}

/// A second run changes nothing.
pub(crate) fn a_second_run_changes_nothing(html: &str) {
    let markdown = Cleaner::default().clean(&Page::new(html)).to_string();
    let again = Cleaner::default().clean(&Page::post(&markdown)).to_string();
    assert_eq!(again, markdown, "from {html:?}");
}

/// No raw HTML comes out, and no address that could run something.
pub(crate) fn nothing_can_run(html: &str) {
    for scope in [Scope::Auto, Scope::Everything] {
        let markdown = cleaner(scope).clean(&Page::new(html)).to_string();
        let seen = referees::pulldown(&markdown);
        assert!(seen.raw_html.is_empty(), "{:?} in {markdown:?} from {html:?}", seen.raw_html);
        let raw = referees::comrak(&markdown).raw_html;
        assert!(raw.is_empty(), "comrak: {raw:?} in {markdown:?} from {html:?}");
        for url in &seen.links {
            assert!(!runs(url), "{url:?} in {markdown:?} from {html:?}");
        }
        for (url, _) in &seen.images {
            let is_image = url.to_ascii_lowercase().starts_with("data:image/");
            assert!(!runs(url) || is_image, "{url:?} in {markdown:?} from {html:?}");
        }
    }
}

/// Whether an address could run something, read as the URL standard does.
fn runs(url: &str) -> bool {
    let url: String = url.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let url = url.trim_start_matches(|c: char| c <= ' ').to_ascii_lowercase();
    SCRIPTS.iter().any(|scheme| url.starts_with(scheme))
}

/// What stands around a text, with `{}` for it.
#[rustfmt::skip]
const PLACES: &[&str] = &[
    "<p>{}</p>", "<p>a{}</p>", "<p>{}b</p>", "<p>a<br>{}</p>", "<h2>{}</h2>", "<ul><li>{}</ul>",
    "<blockquote>{}</blockquote>", "<p><b>{}</b>", "<p>a<em>{}</em>b", "<p><a href=u>{}</a>",
    "<table><tr><th>h<th>i<tr><td>{}<td>j</table>", "<p>a <code>{}</code> b</p>",
];

/// Text that an author wrote is text to two parsers: nothing is lost, nothing becomes markup. NUL is no
/// character of HTML, and many of them make a page look like UTF-16.
pub(crate) fn text_is_read_back(text: &str) {
    let text = &text.replace('\0', "");
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    for place in PLACES {
        let html = place.replace("{}", &escaped);
        let markdown = cleaner(Scope::Everything).clean(&Page::new(&html)).to_string();
        let wanted = referees::plain(place).replace("{}", text);
        for (name, read) in
            [("pulldown-cmark", referees::pulldown as fn(&str) -> _), ("comrak", referees::comrak)]
        {
            let seen: referees::Seen = read(&markdown);
            let (read, wanted) = (letters(&seen.text), letters(&wanted));
            assert_eq!(read, wanted, "{name} reads {markdown:?} from {html:?}");
            assert!(seen.raw_html.is_empty(), "{name}: {:?} in {markdown:?}", seen.raw_html);
            assert!(seen.images.is_empty(), "{name}: {:?} in {markdown:?}", seen.images);
        }
    }
}

/// Without white space of any kind, which blocks and parsers are free with. Parsers differ in whether they
/// drop a byte order mark at the start.
fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').collect()
}

/// Front matter is kept byte for byte.
pub(crate) fn front_matter_stays(inside: &str, body: &str) {
    let inside = inside.replace('\r', "").replace("\n-", "\n").replace("\n.", "\n");
    let front_matter = format!("---\ntitle: {inside}\n---\n");
    let text = Cleaner::default().clean(&Page::post(&format!("{front_matter}{body}"))).to_string();
    assert!(text.starts_with(&front_matter), "{front_matter:?} became {text:?}");
}

/// Front matter that is written of what a page says is read as just that, whatever it says.
pub(crate) fn written_front_matter_is_read_back(title: &str, author: &str) {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let (head, meta) = (escaped(title), escaped(author));
    let html = format!("<!DOCTYPE html><title>{head}</title><meta name=author content=\"{meta}\"><p>Text.");
    for form in [FrontMatter::Yaml, FrontMatter::Toml, FrontMatter::Json] {
        let options = Options { front_matter: form, ..Options::default() };
        let cleaner = Cleaner::new(options).expect("there are no selectors in it");
        let article = cleaner.clean(&Page::new(&html));
        let read = read_front_matter(article.front_matter(), form);
        let said: Vec<&str> = article.metadata().fields().map(|(name, ..)| name).collect();
        assert!(read.keys().all(|key| said.contains(&key.as_str())), "{form:?} has {read:?} from {html:?}");
        let title = read.get("title").and_then(Value::as_str).unwrap_or("");
        assert_eq!(title, article.metadata().title, "{form:?} from {html:?}");
    }
}

/// Front matter as its readers see it. Of YAML, our writer uses but strings on one line, which are JSON.
fn read_front_matter(front_matter: &str, form: FrontMatter) -> BTreeMap<String, Value> {
    if front_matter.is_empty() {
        return BTreeMap::new();
    }
    let inside = |fence: &str| {
        let inside = front_matter.strip_prefix(fence).and_then(|rest| rest.strip_suffix(fence));
        inside.unwrap_or_else(|| panic!("no {fence:?} around {front_matter:?}"))
    };
    match form {
        FrontMatter::Yaml => {
            let entries =
                inside("---\n").lines().map(|line| line.split_once(": ").expect("a key and a value"));
            entries.map(|(key, value)| (key.to_owned(), json(value))).collect()
        }
        FrontMatter::Toml => toml::from_str(inside("+++\n")).expect("TOML can be read"),
        _ => serde_json::from_str(front_matter).expect("JSON can be read"),
    }
}

fn json(value: &str) -> Value {
    serde_json::from_str(value).unwrap_or_else(|error| panic!("{error}: {value:?}"))
}

/// Our tree says what html5ever's own does.
#[cfg(feature = "rcdom")]
pub(crate) fn trees_agree(html: &str) {
    use html5ever::tendril::TendrilSink;

    let html = format!("<!DOCTYPE html>{html}");
    let ours = cleaner(Scope::Everything).clean(&Page::new(&html).charset("utf-8"));
    // With NUL at every second place it is UTF-16, whoever says what.
    if ours.notes().iter().any(|note| note.rule.ends_with("-limit") || note.text.starts_with("UTF-16")) {
        return;
    }
    let mut options = html5ever::ParseOpts::default();
    options.tree_builder.scripting_enabled = false;
    let theirs = html5ever::parse_document(markup5ever_rcdom::RcDom::default(), options).one(html.as_str());
    let theirs = cleaner(Scope::Everything).clean_rcdom(&theirs, None);
    assert_eq!(ours.to_string(), theirs.to_string(), "from {html:?}");
}

fn cleaner(scope: Scope) -> Cleaner {
    let options = Options { scope, ..Options::default() };
    Cleaner::new(options).expect("there are no selectors in it")
}
