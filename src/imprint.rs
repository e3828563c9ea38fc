//! The imprint of an article: which of its metadata are written into its front matter, as the options want.

use crate::article::Article;
use crate::error::{Error, ErrorKind};
use crate::front_matter::{self, Form, Value};
use crate::metadata::{FRONT_MATTER, Metadata};
use crate::notes::{Action, Note};
use crate::options::FrontMatter;

/// A key, and what is written of it.
type Key = (&'static str, fn(&Metadata) -> Value);

/// All keys that can be written, in their order.
#[rustfmt::skip]
const KEYS: &[Key] = &[
    ("title",       |metadata| Value::Text(metadata.title.clone())),
    ("author",      |metadata| match metadata.authors.as_slice() {
        [one] => Value::Text(one.clone()),
        several => Value::List(several.to_vec()),
    }),
    ("date",        |metadata| Value::Text(metadata.date.clone())),
    ("modified",    |metadata| Value::Text(metadata.modified.clone())),
    ("site",        |metadata| Value::Text(metadata.site.clone())),
    ("language",    |metadata| Value::Text(metadata.language.clone())),
    ("source",      |metadata| Value::Text(metadata.canonical_url.clone())),
    ("description", |metadata| Value::Text(metadata.description.clone())),
    ("image",       |metadata| Value::Text(metadata.image.clone())),
    ("tags",        |metadata| Value::List(metadata.tags.clone())),
];

/// Finds a key that does not exist among those that somebody asks for.
pub(crate) fn check(wanted: &[String]) -> Result<(), Error> {
    let is_known = |name: &String| KEYS.iter().any(|(key, _)| key == name);
    match wanted.iter().find(|name| !is_known(name)) {
        None => Ok(()),
        Some(name) => {
            let names: Vec<&str> = KEYS.iter().map(|(key, _)| *key).collect();
            let message =
                format!("there is no key `{name}` for front matter: there are {}", names.join(", "));
            Err(Error::new(ErrorKind::FrontMatter, message))
        }
    }
}

/// Brings the front matter of an article into the form that is wanted; `url` is where it was fetched from.
pub(crate) fn set(article: &mut Article, wish: FrontMatter, keys: &[String], url: Option<&str>) {
    let is_there = front_matter::is_there(&article.front_matter);
    match wish {
        FrontMatter::Keep => {}
        FrontMatter::None if is_there => drop(article),
        FrontMatter::None => {}
        FrontMatter::Add if is_there => {
            let mut missing = entries(&article.metadata, keys, url);
            missing.retain(|(key, _)| !is_there_by_another_name(&article.metadata, key));
            add(article, &missing);
        }
        FrontMatter::Yaml | FrontMatter::Toml | FrontMatter::Json if is_there => {}
        FrontMatter::Add | FrontMatter::Yaml => {
            write(article, Form::Yaml, &entries(&article.metadata, keys, url))
        }
        FrontMatter::Toml => write(article, Form::Toml, &entries(&article.metadata, keys, url)),
        FrontMatter::Json => write(article, Form::Json, &entries(&article.metadata, keys, url)),
    }
}

/// Whether front matter with a title is written where a page has none.
pub(crate) fn writes_title(wish: FrontMatter, keys: &[String]) -> bool {
    let is_wanted = keys.is_empty() || keys.iter().any(|key| key == "title");
    is_wanted && !matches!(wish, FrontMatter::Keep | FrontMatter::None)
}

/// Whether the front matter has the value of a key, perhaps as `lastmod` for `modified`.
fn is_there_by_another_name(metadata: &Metadata, key: &str) -> bool {
    let field = if key == "source" { "canonical_url" } else { key };
    metadata.source(field) == FRONT_MATTER
}

/// The wanted keys that the article has something for; all keys are wanted when none is named.
fn entries(metadata: &Metadata, wanted: &[String], url: Option<&str>) -> Vec<(&'static str, Value)> {
    let is_wanted = |key: &&Key| wanted.is_empty() || wanted.iter().any(|name| name == key.0);
    let mut entries: Vec<_> =
        KEYS.iter().filter(is_wanted).map(|(key, value)| (*key, value(metadata))).collect();
    for (key, value) in &mut entries {
        if *key == "source" && value.is_empty() {
            *value = Value::Text(url.unwrap_or_default().to_owned());
        }
    }
    entries.retain(|(_, value)| !value.is_empty());
    entries
}

fn add(article: &mut Article, entries: &[(&'static str, Value)]) {
    match front_matter::add(&article.front_matter, entries) {
        Some(added) if added == article.front_matter => {}
        Some(added) => {
            let chars = added.len().saturating_sub(article.front_matter.len());
            article.front_matter = added;
            let why = "keys that the front matter does not have were set";
            let text = format!("{chars} bytes");
            article.notes.push(Note::new(Action::Rewritten, "front-matter-add", why).with_text(&text));
        }
        None => {
            let why =
                "this front matter cannot be read, so nobody knows which keys it lacks: it stays as it is";
            article.notes.push(Note::new(Action::Suspected, "front-matter-add", why));
        }
    }
}

/// A byte order mark stays where it is: at the beginning.
fn write(article: &mut Article, form: Form, entries: &[(&'static str, Value)]) {
    let written = front_matter::fresh(form, entries);
    if !written.is_empty() {
        article.front_matter.push_str(&written);
        article.separator = "\n";
    }
}

fn drop(article: &mut Article) {
    let why = "no front matter is wanted";
    let dropped = std::mem::take(&mut article.front_matter);
    article.notes.push(Note::new(Action::Dropped, "front-matter-none", why).with_text(&dropped));
    article.separator = "";
}
