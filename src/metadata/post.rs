//! What a post says of itself: in the line and the link that its scraper put around the body, and in its front
//! matter.

use super::Metadata;
use super::dates::{self, DayOrder};
use super::text::collapse;
use crate::html::is_space;

/// What is named as the place of such a field.
pub(crate) const FRONT_MATTER: &str = "front matter";

/// The names that keys of front matter go by, in lower case; the first that is there counts.
#[rustfmt::skip]
const KEYS: &[(&str, &[&str])] = &[
    ("title",         &["title"]),
    ("author",        &["author", "authors", "creator"]),
    ("date",          &["date", "publishdate", "published", "pubdate", "created"]),
    ("modified",      &["modified", "lastmod", "updated", "last_modified_at"]),
    ("site",          &["site", "site_name"]),
    ("language",      &["language", "lang"]),
    ("canonical_url", &["source", "canonical", "canonicalurl", "canonical_url", "original", "url", "link"]),
    ("description",   &["description", "summary", "excerpt"]),
    ("image",         &["image", "cover", "thumbnail"]),
    ("tags",          &["tags", "keywords"]),
];

/// Reads the metadata of a post: `title` is its title line, `TITLE by AUTHOR`, `url` the address of the
/// original, and `fields` the keys of its front matter with their values.
pub(crate) fn of_post(title: Option<&str>, url: Option<&str>, fields: &[(String, Vec<String>)]) -> Metadata {
    let mut metadata = Metadata::default();
    for (field, names) in KEYS {
        let values = names.iter().find_map(|name| {
            let own =
                fields.iter().find(|(key, values)| key.eq_ignore_ascii_case(name) && !values.is_empty())?;
            Some(own.1.iter().map(|value| collapse(value)).collect::<Vec<_>>())
        });
        if let Some(values) = values {
            fill(&mut metadata, field, values);
        }
    }
    if let Some(line) = title {
        read_title_line(&mut metadata, line);
    }
    if let Some(url) = url {
        metadata.canonical_url = url.to_owned();
        metadata.name_source("canonical_url", "link to the original");
    }
    metadata
}

fn fill(metadata: &mut Metadata, field: &'static str, values: Vec<String>) {
    let first = values.first().cloned().unwrap_or_default();
    let order = DayOrder::of(&metadata.language);
    match field {
        "title" => metadata.title = first,
        "author" => metadata.authors = values,
        "date" => metadata.date = dates::parse(&first, order).unwrap_or_default(),
        "modified" => metadata.modified = dates::parse(&first, order).unwrap_or_default(),
        "site" => metadata.site = first,
        "language" => metadata.language = first,
        // For some tools a `url` is a path on the author's own site.
        "canonical_url" if is_web(&first) => metadata.canonical_url = first,
        "canonical_url" => return,
        "description" => metadata.description = first,
        "image" => metadata.image = first,
        _ => metadata.tags = values,
    }
    metadata.name_source(field, FRONT_MATTER);
}

pub(super) fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// The author stands behind the last "by". When the front matter has the whole line as its title, there is none.
fn read_title_line(metadata: &mut Metadata, line: &str) {
    let line = collapse(line);
    if line == metadata.title {
        return;
    }
    let (title, author) = line.rsplit_once(" by ").unwrap_or((&line, ""));
    metadata.title = title.trim_matches(is_space).to_owned();
    metadata.name_source("title", "title line");
    if !author.is_empty() {
        metadata.authors = vec![author.to_owned()];
        metadata.name_source("author", "title line");
    }
}

#[cfg(test)]
mod tests {
    use super::of_post;

    #[test]
    fn the_envelope_stands_above_the_front_matter() {
        let fields = [
            ("Title".to_owned(), vec!["Other".to_owned()]),
            ("date".to_owned(), vec!["May 1, 2024".to_owned()]),
            ("url".to_owned(), vec!["/path/".to_owned()]),
        ];
        let metadata = of_post(Some("Going by train by  Ada"), Some("https://a.example/1"), &fields);
        assert_eq!((metadata.title.as_str(), metadata.author().as_str()), ("Going by train", "Ada"));
        assert_eq!(
            (metadata.date.as_str(), metadata.canonical_url.as_str()),
            ("2024-05-01", "https://a.example/1")
        );
        let metadata =
            of_post(Some("Stand by me"), None, &[("title".to_owned(), vec!["Stand by me".to_owned()])]);
        assert_eq!((metadata.title.as_str(), metadata.author().as_str()), ("Stand by me", ""));
        assert_eq!(of_post(None, None, &fields).canonical_url, "");
    }
}
