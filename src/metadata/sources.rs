//! Where each field is looked for, in the order of trust: what a page says to programs first, then what it
//! shows. ARCHITECTURE.md has the same table in words.

use super::dates::DayOrder;
use super::facts::Facts;
use super::{byline, dates, shown};

/// A place where a page says something.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source {
    /// The `content` of a `<meta>` with this `name` or `property`.
    Meta(&'static str),
    /// A path of keys in the JSON-LD about the subject of the page.
    Ld(&'static [&'static str]),
    /// A path of keys in the JSON-LD about a thing of this type.
    LdOf(&'static str, &'static [&'static str]),
    /// A property of microdata or RDFa.
    Item(&'static str),
    /// The `href` of a `<link>` with this `rel`.
    Link(&'static str),
    /// An attribute of the elements of this name.
    Attribute(&'static str, &'static str),
    /// Links with `rel=author`.
    AuthorLink,
    /// An element whose class says that it is a byline.
    Byline,
    /// An element whose class says that it is the name of a user.
    Poster,
    /// A text such as "By Ada Example".
    BylineText,
    /// A date in the page's address.
    UrlDate,
    /// `<time>`.
    Time,
    /// An element whose class says that it is a date.
    Dated,
    /// An element whose class says that it is the date of a change.
    DatedModified,
    /// A short text that is a date.
    DateText,
    /// The host of the page's address.
    Host,
}

use Source::{
    Attribute, AuthorLink, Byline, BylineText, DateText, Dated, DatedModified, Host, Item, Ld, LdOf, Link,
    Meta, Poster, Time, UrlDate,
};

pub(super) const AUTHOR: &[Source] = &[
    Ld(&["author", "name"]),
    Meta("author"),
    Meta("article:author"),
    Meta("article:author_name"),
    Meta("og:article:author"),
    Meta("og:author"),
    Meta("parsely-author"),
    Meta("sailthru.author"),
    Meta("cxenseparse:author"),
    Meta("bt:author"),
    Meta("dc.creator"),
    Meta("dcterms.creator"),
    Meta("dc.contributor"),
    Meta("citation_author"),
    Meta("byl"),
    Item("author"),
    AuthorLink,
    Byline,
    Ld(&["creator", "name"]),
    BylineText,
    Poster,
];

pub(super) const DATE: &[Source] = &[
    UrlDate,
    Meta("article:published_time"),
    Ld(&["datePublished"]),
    Meta("og:published_time"),
    Meta("og:article:published_time"),
    Item("datepublished"),
    Meta("datepublished"),
    Meta("parsely-pub-date"),
    Meta("sailthru.date"),
    Meta("cxenseparse:recs:publishtime"),
    Meta("cxenseparse:publishtime"),
    Meta("bt:pubdate"),
    Meta("sankei_dt"),
    Meta("publishdate"),
    Meta("publish-date"),
    Meta("publish_date"),
    Meta("published"),
    Meta("pubdate"),
    Meta("publication_date"),
    Meta("publication-date"),
    Meta("article.published"),
    Meta("dc.date.issued"),
    Meta("dc.date"),
    Meta("dcterms.issued"),
    Meta("dcterms.date"),
    Meta("dcterms.created"),
    Meta("dc.date.created"),
    Meta("citation_publication_date"),
    Meta("citation_date"),
    Meta("date"),
    Meta("article:created"),
    Ld(&["dateCreated"]),
    Ld(&["uploadDate"]),
    Item("datecreated"),
    Time,
    Dated,
    DateText,
];

pub(super) const MODIFIED: &[Source] = &[
    Meta("article:modified_time"),
    Ld(&["dateModified"]),
    Meta("og:updated_time"),
    Item("datemodified"),
    Meta("datemodified"),
    Meta("dcterms.modified"),
    Meta("dc.date.modified"),
    Meta("lastmod"),
    Meta("last-modified"),
    Meta("revised"),
    DatedModified,
];

pub(super) const SITE: &[Source] = &[
    Meta("og:site_name"),
    LdOf("WebSite", &["name"]),
    Ld(&["publisher", "name"]),
    LdOf("Organization", &["name"]),
    Meta("application-name"),
    Meta("al:android:app_name"),
    Meta("dc.publisher"),
    Meta("citation_journal_title"),
    Host,
];

pub(super) const LANGUAGE: &[Source] = &[
    Attribute("html", "lang"),
    Attribute("html", "xml:lang"),
    Meta("content-language"),
    Ld(&["inLanguage"]),
    Meta("og:locale"),
    Meta("dc.language"),
    Meta("language"),
];

pub(super) const CANONICAL_URL: &[Source] =
    &[Link("canonical"), Meta("og:url"), Ld(&["url"]), Meta("twitter:url")];

pub(super) const DESCRIPTION: &[Source] = &[
    Meta("og:description"),
    Meta("description"),
    Ld(&["description"]),
    Meta("twitter:description"),
    Meta("dc.description"),
    Meta("dcterms.abstract"),
    Meta("sailthru.description"),
];

pub(super) const IMAGE: &[Source] = &[
    Meta("og:image"),
    Meta("og:image:secure_url"),
    Meta("og:image:url"),
    Meta("twitter:image"),
    Meta("twitter:image:src"),
    Ld(&["image", "url"]),
    Ld(&["thumbnailUrl"]),
    Link("image_src"),
    Meta("parsely-image-url"),
    Meta("sailthru.image.full"),
];

pub(super) const TAGS: &[Source] = &[
    Meta("article:tag"),
    Meta("og:article:tag"),
    Ld(&["keywords"]),
    Meta("parsely-tags"),
    Meta("sailthru.tags"),
    Meta("news_keywords"),
    Meta("keywords"),
    Meta("dc.subject"),
];

impl Source {
    /// All that a page says there, in document order.
    pub(super) fn values(self, facts: &Facts<'_>, order: DayOrder) -> Vec<String> {
        match self {
            Meta(name) => facts.metas(name),
            Ld(path) => facts.json_ld.subject(path),
            LdOf(kind, path) => facts.json_ld.of_type(kind, path),
            Item(name) => facts.items(name),
            Link(rel) => facts.links(rel),
            Attribute(name, key) => facts.attributes(name, key),
            AuthorLink => shown::author_links(facts),
            Byline => shown::byline(facts),
            Poster => shown::poster(facts),
            BylineText => byline::text(facts),
            UrlDate => facts.urls().iter().filter_map(|url| dates::in_url(url)).collect(),
            Time => shown::times(facts),
            Dated => shown::dated(facts),
            DatedModified => shown::dated_modified(facts),
            DateText => shown::date_texts(facts, order),
            Host => facts.host().into_iter().collect(),
        }
    }

    /// How it is called in reports.
    pub(super) fn label(self) -> String {
        match self {
            Meta(name) => format!("meta {name}"),
            Ld(path) | LdOf(_, path) => format!("JSON-LD {}", path.join(".")),
            Item(name) => format!("itemprop {name}"),
            Link(rel) => format!("link {rel}"),
            Attribute(name, key) => format!("{name} {key}"),
            AuthorLink => "link with rel=author".to_owned(),
            Byline => "byline".to_owned(),
            Poster => "name of a user".to_owned(),
            BylineText => "text of a byline".to_owned(),
            UrlDate => "date in the URL".to_owned(),
            Time => "time element".to_owned(),
            Dated | DatedModified => "element with a date's class".to_owned(),
            DateText => "text that is a date".to_owned(),
            Host => "host of the URL".to_owned(),
        }
    }
}
