//! What a page says of itself: read before cleaning, from its head, its data for programs, and what it shows.
//!
//! Each field has a list of places in the order of trust (`sources`), and the first that says something that
//! can be read as such a field wins. Knows no Markdown, and nothing of what will be dropped.

mod byline;
mod dates;
mod facts;
mod json_ld;
mod known;
mod months;
mod names;
mod post;
mod shown;
mod site;
mod sources;
mod text;
mod title;
mod words;

pub(crate) use known::take_known;
pub(crate) use post::{FRONT_MATTER, of_post};
pub(crate) use site::read_site;

use crate::html::Dom;
use dates::DayOrder;
use facts::Facts;
use sources::Source;
use std::borrow::Cow;
use title::Sites;
use url::Url;

/// What a page says of itself. Each field is empty when the page does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metadata {
    /// The title, white space collapsed, without the name of the site.
    pub title: String,
    /// Who wrote it, each name once.
    pub authors: Vec<String>,
    /// When it was published, as ISO 8601 has it: `2024-05-01`, or with a time `2024-05-01T10:00:00+08:00`; the
    /// offset is there if the page says it.
    pub date: String,
    /// When it was changed last, in the same form.
    pub modified: String,
    /// The name of the site; its host if it has no other.
    pub site: String,
    /// A BCP 47 tag, such as `zh-Hans`.
    pub language: String,
    /// The page's own idea of its address; of a post, the address of the original.
    pub canonical_url: String,
    /// What it is about, in a sentence or two.
    pub description: String,
    /// The address of the picture that stands for the page.
    pub image: String,
    /// The words that it is filed under.
    pub tags: Vec<String>,
    sources: Vec<(&'static str, Cow<'static, str>)>,
}

impl Metadata {
    /// All authors on one line, parted by semicolons: a name may have a comma in it.
    pub fn author(&self) -> String {
        self.authors.join("; ")
    }

    /// The fields that are there: the name of each, its value on one line, and where it was found, such as
    /// `date`, `2024-05-01` and `meta article:published_time`.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, String, &str)> {
        let fields = [
            ("title", self.title.clone()),
            ("author", self.author()),
            ("date", self.date.clone()),
            ("modified", self.modified.clone()),
            ("site", self.site.clone()),
            ("language", self.language.clone()),
            ("canonical_url", self.canonical_url.clone()),
            ("description", self.description.clone()),
            ("image", self.image.clone()),
            ("tags", self.tags.join(", ")),
        ];
        let filled = fields.into_iter().filter(|(_, value)| !value.is_empty());
        filled.map(|(field, value)| (field, value, self.source(field)))
    }

    /// Where a field was found; empty for one that is not there.
    pub(crate) fn source(&self, field: &str) -> &str {
        self.sources.iter().find(|(own, _)| *own == field).map_or("", |(_, source)| &**source)
    }

    /// Says where a field was found.
    pub(crate) fn name_source(&mut self, field: &'static str, source: impl Into<Cow<'static, str>>) {
        self.sources.retain(|(own, _)| *own != field);
        self.sources.push((field, source.into()));
    }
}

/// Reads the metadata of a page that was fetched from `url`.
pub(crate) fn read(dom: &Dom, url: Option<&Url>) -> Metadata {
    let facts = Facts::gather(dom, url);
    let mut finder = Finder { facts: &facts, order: DayOrder::MonthFirst, metadata: Metadata::default() };
    let language =
        finder.first("language", sources::LANGUAGE, |values| values.iter().find_map(|value| tag(value)));
    finder.order = DayOrder::of(&language);
    let order = finder.order;
    let date = |values: &[String]| values.iter().find_map(|value| dates::parse(value, order));
    let address = |values: &[String]| values.iter().find_map(|value| facts.absolute(value));

    let canonical_url = finder.first("canonical_url", sources::CANONICAL_URL, address);
    let site = finder.first("site", sources::SITE, |values| values.first().cloned());
    let title = title::title(&facts, &site).map(|(title, source)| {
        finder.metadata.name_source("title", source);
        title
    });
    Metadata {
        title: title.unwrap_or_default(),
        authors: finder.authors(&site),
        date: finder.date(),
        modified: finder.first("modified", sources::MODIFIED, date),
        description: finder.first("description", sources::DESCRIPTION, |values| values.first().cloned()),
        image: finder.first("image", sources::IMAGE, |values| {
            values.iter().filter(|value| !is_blank_image(value)).find_map(|value| facts.absolute(value))
        }),
        tags: finder.first("tags", sources::TAGS, |values| some(tags(values))),
        site,
        language,
        canonical_url,
        ..finder.metadata
    }
}

/// The page's own idea of its address, for whoever needs nothing else.
pub(crate) fn address(dom: &Dom) -> Option<Url> {
    let facts = Facts::gather(dom, None);
    let mut finder = Finder { facts: &facts, order: DayOrder::MonthFirst, metadata: Metadata::default() };
    let address = finder.first("canonical_url", sources::CANONICAL_URL, |values| {
        values.iter().find_map(|value| facts.absolute(value))
    });
    Url::parse(&address).ok()
}

struct Finder<'f> {
    facts: &'f Facts<'f>,
    order: DayOrder,
    /// Keeps where each field was found.
    metadata: Metadata,
}

impl Finder<'_> {
    /// What the first source says of which something can be made; nothing if there is none.
    fn first<T: Default>(
        &mut self,
        field: &'static str,
        sources: &[Source],
        read: impl Fn(&[String]) -> Option<T>,
    ) -> T {
        let found = sources.iter().find_map(|&source| {
            let values = source.values(self.facts, self.order);
            Some((read(&values)?, source))
        });
        let Some((value, source)) = found else { return T::default() };
        self.metadata.name_source(field, source.label());
        value
    }
}

impl Finder<'_> {
    /// The names that are not the site's; these only where there is no other.
    fn authors(&mut self, site: &str) -> Vec<String> {
        let sites = Sites::new(self.facts, site);
        let mut last_resort = None;
        for &source in sources::AUTHOR {
            let names = names::clean(&source.values(self.facts, self.order));
            let people: Vec<String> = names.iter().filter(|name| !sites.has(name)).cloned().collect();
            if !people.is_empty() {
                self.metadata.name_source("author", source.label());
                return people;
            }
            if last_resort.is_none() && !names.is_empty() {
                last_resort = Some((names, source));
            }
        }
        let Some((names, source)) = last_resort else { return Vec::new() };
        self.metadata.name_source("author", source.label());
        names
    }

    /// The day in the address is the day where the page was written; data for programs often are of another
    /// time zone. The time of day is from those.
    fn date(&mut self) -> String {
        let order = self.order;
        let read = |values: &[String]| values.iter().find_map(|value| dates::parse(value, order));
        let day = self.first("date", &sources::DATE[..1], read);
        let mut other = Finder { facts: self.facts, order, metadata: Metadata::default() };
        let date = other.first("date", &sources::DATE[1..], read);
        if !day.is_empty() && !date.starts_with(&day) {
            return day;
        }
        self.metadata.sources.retain(|(field, _)| *field != "date");
        self.metadata.sources.append(&mut other.metadata.sources);
        date
    }
}

/// Whether the address of an image is that of the one that stands for none, such as `blank.jpg`.
fn is_blank_image(address: &str) -> bool {
    let file = address.split(['?', '#']).next().unwrap_or("").rsplit('/').next().unwrap_or("");
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    ["blank", "spacer", "pixel", "transparent"].contains(&stem)
}

fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}

/// A language tag as BCP 47 writes it; `de_DE.UTF-8` and words such as `German` are none.
fn tag(value: &str) -> Option<String> {
    let value = value.split([',', ';']).next().unwrap_or_default();
    let tag = value.trim_matches(' ').replace('_', "-");
    let mut subtags = tag.split('-');
    let is_alphanumeric = |subtag: &str| subtag.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let opens = subtags.next().is_some_and(|first| matches!(first.len(), 2 | 3) && is_alphanumeric(first));
    let follows = subtags.all(|subtag| matches!(subtag.len(), 1..=8) && is_alphanumeric(subtag));
    (opens && follows).then_some(tag)
}

/// The words of lists such as `salt, bread`, each once.
fn tags(values: &[String]) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for word in values.iter().flat_map(|value| value.split([',', ';', '，', '、'])) {
        let word = text::collapse(word);
        if !word.is_empty() && !tags.contains(&word) && tags.len() < MOST_TAGS {
            tags.push(word);
        }
    }
    tags
}

/// Pages that want to be found everywhere have thousands.
const MOST_TAGS: usize = 50;

#[cfg(test)]
mod tests;
