//! What the rules of a page's site find: it stands above everything that is found in general.

use super::dates::{self, DayOrder};
use super::{Metadata, names};
use crate::html::Dom;
use crate::rules::Site;
use crate::rules::sites::{Entry, Saying};

/// Puts it in the place of what was found.
pub(crate) fn read_site(dom: &Dom, site: &Site<'_>, metadata: &mut Metadata) {
    let first = |sayings: fn(&Entry) -> &[Saying]| {
        site.entries.iter().flat_map(|entry| sayings(entry)).find_map(|saying| saying.read(dom))
    };
    if let Some(title) = first(|entry| &entry.title) {
        metadata.title = title;
        metadata.name_source("title", SITE_RULE);
    }
    let authors = first(|entry| &entry.author).map(|line| names::clean(&[line]));
    if let Some(authors) = authors.filter(|authors| !authors.is_empty()) {
        metadata.authors = authors;
        metadata.name_source("author", SITE_RULE);
    }
    let order = DayOrder::of(&metadata.language);
    if let Some(date) = first(|entry| &entry.date).and_then(|text| dates::parse(&text, order)) {
        metadata.date = date;
        metadata.name_source("date", SITE_RULE);
    }
}

const SITE_RULE: &str = "rule of the site";
