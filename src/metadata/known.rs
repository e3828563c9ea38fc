//! What a caller knows of a page beforehand, as from the feed that named it. Knows no page.

use super::dates::{self, DayOrder};
use super::post::{FRONT_MATTER, is_web};
use super::text::collapse;
use super::{Metadata, some, tag};
use crate::notes::{Action, Note};

/// What is named as the place of such a field.
const KNOWN: &str = "known beforehand";

/// Puts it in the place of what was found, but for what stands in front matter: that is written as it came.
pub(crate) fn take_known(metadata: &mut Metadata, known: &Metadata, notes: &mut Vec<Note>) {
    let language = tag(&known.language).unwrap_or_default();
    set(metadata, "language", some_text(&language), |metadata| &mut metadata.language);
    let order = DayOrder::of(&metadata.language);
    let mut date = |text: &str| {
        let date = dates::parse(text, order);
        if date.is_none() && !text.is_empty() {
            let why = "a date that is known of the page cannot be read, so the page's own counts";
            notes.push(Note::new(Action::Suspected, "page-date", why).with_text(text));
        }
        date
    };
    set(metadata, "date", date(&known.date), |metadata| &mut metadata.date);
    set(metadata, "modified", date(&known.modified), |metadata| &mut metadata.modified);
    set(metadata, "title", some_text(&known.title), |metadata| &mut metadata.title);
    set(metadata, "author", some(texts(&known.authors)), |metadata| &mut metadata.authors);
    set(metadata, "site", some_text(&known.site), |metadata| &mut metadata.site);
    set(metadata, "canonical_url", some_address(&known.canonical_url), |metadata| {
        &mut metadata.canonical_url
    });
    set(metadata, "description", some_text(&known.description), |metadata| &mut metadata.description);
    set(metadata, "image", some_address(&known.image), |metadata| &mut metadata.image);
    set(metadata, "tags", some(texts(&known.tags)), |metadata| &mut metadata.tags);
}

/// Sets a field to what is known of it, if anything is.
fn set<T>(
    metadata: &mut Metadata,
    field: &'static str,
    known: Option<T>,
    place: impl FnOnce(&mut Metadata) -> &mut T,
) {
    if let Some(known) = known.filter(|_| metadata.source(field) != FRONT_MATTER) {
        *place(metadata) = known;
        metadata.name_source(field, KNOWN);
    }
}

fn some_text(text: &str) -> Option<String> {
    Some(collapse(text)).filter(|text| !text.is_empty())
}

fn some_address(url: &str) -> Option<String> {
    some_text(url).filter(|url| is_web(url))
}

fn texts(values: &[String]) -> Vec<String> {
    values.iter().filter_map(|value| some_text(value)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Metadata, take_known};
    use crate::metadata::of_post;

    #[test]
    fn what_is_known_wins_but_over_front_matter() {
        let fields = [("title".to_owned(), vec!["Of the post".to_owned()])];
        let mut metadata = of_post(None, Some("https://a.example/1"), &fields);
        let known = Metadata {
            title: "Of the feed".to_owned(),
            authors: vec![" Ada\nExample".to_owned(), String::new()],
            date: "1 May 2024".to_owned(),
            modified: "yesterday".to_owned(),
            canonical_url: "https://a.example/2".to_owned(),
            image: "javascript:x()".to_owned(),
            ..Metadata::default()
        };
        let mut notes = Vec::new();
        take_known(&mut metadata, &known, &mut notes);
        assert_eq!((metadata.title.as_str(), metadata.author().as_str()), ("Of the post", "Ada Example"));
        assert_eq!((metadata.date.as_str(), metadata.modified.as_str()), ("2024-05-01", ""));
        assert_eq!((metadata.canonical_url.as_str(), metadata.image.as_str()), ("https://a.example/2", ""));
        assert_eq!(metadata.source("date"), "known beforehand");
        assert_eq!(notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(), ["yesterday"]);
    }
}
