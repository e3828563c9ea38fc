//! What a page shows to its readers: who wrote it, and when. Looked for only where the page does not say it
//! to programs.

use super::dates::{self, DayOrder};
use super::facts::{Facts, has_word};
use super::names;
use super::text::{collapse, collapsed};
use crate::html::{Dom, NodeId, Space, is_space_byte};
use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Words in the names of classes and ids.
const AUTHOR: &[&str] = &[
    "author",
    "authors",
    "byline",
    "autor",
    "autoren",
    "autorin",
    "auteur",
    "writer",
    "verfasser",
    "creator",
    "contributor",
];
/// Words for those who write in forums.
const POSTER: &[&str] = &["username", "poster", "postauthor", "postername", "nickname"];
const NO_AUTHOR: &[&str] = &[
    "comment",
    "comments",
    "box",
    "bio",
    "avatar",
    "image",
    "img",
    "photo",
    "picture",
    "pic",
    "icon",
    "description",
    "desc",
    "about",
    "social",
    "count",
    "title",
    "role",
    "job",
    "date",
    "time",
    "list",
    "more",
    "related",
    "widget",
    "posts",
    "articles",
    "prep",
    "label",
    "published",
    "quote",
    "testimonial",
    "review",
    "excerpt",
    "hidden",
];
const DATE: &[&str] = &[
    "date",
    "datum",
    "published",
    "publish",
    "posted",
    "pubdate",
    "pubtime",
    "dateline",
    "timestamp",
    "time",
    "datetime",
    "fecha",
    "created",
    "postdate",
    "publication",
    "release",
    "day",
    "rq",
    "shijian",
    "riqi",
    "ptime",
    "pubtime",
    "datestamp",
    "entrydate",
    "articledate",
];
const NO_DATE: &[&str] = &[
    "comment",
    "comments",
    "event",
    "countdown",
    "reading",
    "read",
    "picker",
    "select",
    "archive",
    "related",
    "copyright",
];
const MODIFIED: &[&str] = &["updated", "modified", "update", "lastmod", "revised"];

/// What stands in a place of these names is about other pages, or by other people.
const FOREIGN: &[&str] = &[
    "comment",
    "comments",
    "commentlist",
    "sidebar",
    "related",
    "recommended",
    "recommendations",
    "popular",
    "newsletter",
    "menu",
    "nav",
    "navigation",
    "footer",
    "respond",
    "disqus",
    "trending",
    "latest",
    "archives",
    "calendar",
    "teaser",
    "teasers",
    "cookie",
];

/// The longest line that can name authors, and the longest that can be a date, in characters.
pub(super) const LONGEST_BYLINE: usize = 120;
const LONGEST_DATE: usize = 90;
/// And a date on its own.
const LONGEST_BARE_DATE: usize = 40;

/// A quick look before a class is taken apart.
static WORTH_A_LOOK: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = "(?i)aut[eho]|user|nick|\\bop\\b|byline|writer|verfasser|creator|contrib|dat[eu]|publ|post|time|fecha|day|rq|riqi|shijian|release|updat|modif|revis|lastmod";
    Regex::new(pattern).expect("the pattern of class names compiles")
});

/// The texts of links to the author (`rel=author`): of the first one, and of those beside it.
pub(super) fn author_links(facts: &Facts<'_>) -> Vec<String> {
    let dom = facts.dom;
    let is_author =
        |&id: &NodeId| dom.name(id) == "a" && has_word(dom, id, "rel", "author") && !is_foreign(facts, id);
    let links: Vec<NodeId> = dom.descendants(dom.root()).filter(is_author).collect();
    let text = |&id: &NodeId| {
        Some(collapse(&dom.text_content(id))).filter(|text| !text.is_empty() && text.len() <= LONGEST_BYLINE)
    };
    let Some(first) = links.iter().position(|id| text(id).is_some()) else { return Vec::new() };
    let place = dom.ancestors(links[first]).nth(1);
    let beside =
        links[first..].iter().filter(|id| dom.ancestors(**id).take(3).any(|above| Some(above) == place));
    beside.filter_map(text).take(MOST_AUTHORS).collect()
}

/// A list of more links than this is about something else.
const MOST_AUTHORS: usize = 6;

/// The line that names the authors: an element whose class says so, the one that says "name" before others.
pub(super) fn byline(facts: &Facts<'_>) -> Vec<String> {
    let names = named_as(facts, |words| words.iter().any(|word| word == "name") && says_author(words));
    if names.is_empty() { named_as(facts, says_author) } else { names }
}

/// The first of those who write in a forum.
pub(super) fn poster(facts: &Facts<'_>) -> Vec<String> {
    named_as(facts, |words| {
        words.iter().any(|word| is_any(word, POSTER)) && !words.iter().any(|word| is_any(word, NO_AUTHOR))
    })
}

fn says_author(words: &[String]) -> bool {
    words.iter().any(|word| is_any(word, AUTHOR)) && !words.iter().any(|word| is_any(word, NO_AUTHOR))
}

/// The texts of the first element of such a class that holds a name.
fn named_as(facts: &Facts<'_>, wanted: impl Fn(&[String]) -> bool) -> Vec<String> {
    let dom = facts.dom;
    let mut texts = facts
        .named()
        .iter()
        .filter(|(id, words)| wanted(words) && !is_foreign(facts, *id))
        .map(|(id, _)| byline_texts(dom, *id));
    texts.find(|texts| !names::clean(texts).is_empty()).unwrap_or_default()
}

/// The links in a byline that lead to people, or else all of it.
fn byline_texts(dom: &Dom, id: NodeId) -> Vec<String> {
    let is_person = |&link: &NodeId| {
        let href = dom.attr(link, "href").unwrap_or("").to_ascii_lowercase();
        dom.name(link) == "a"
            && ["author", "autor", "/user", "/people", "/profile", "/team", "/staff", "/by/"]
                .iter()
                .any(|part| href.contains(part))
    };
    let links = dom.descendants(id).filter(is_person).map(|link| collapse(&dom.text_content(link)));
    let links: Vec<String> = links.filter(|text| !text.is_empty()).take(MOST_AUTHORS).collect();
    if !links.is_empty() {
        return links;
    }
    let text = line(dom, id);
    if text.chars().count() <= LONGEST_BYLINE { vec![text] } else { Vec::new() }
}

/// The `datetime` of `<time>`, those that say "published" first.
pub(super) fn times(facts: &Facts<'_>) -> Vec<String> {
    let dom = facts.dom;
    let own = facts.elements("time").filter(|&id| !is_foreign(facts, id));
    let mut times: Vec<(u8, String)> = own
        .filter_map(|id| {
            let value = dom.attr(id, "datetime").map(collapse).filter(|value| !value.is_empty());
            let value = value.unwrap_or_else(|| collapse(&dom.text_content(id)));
            let words = words_of(dom, id);
            let rank = match () {
                () if words.iter().any(|word| is_any(word, MODIFIED))
                    && !words.iter().any(|word| word == "published") =>
                {
                    2
                }
                () if dom.attr(id, "pubdate").is_some() || words.iter().any(|word| is_any(word, DATE)) => 0,
                () => 1,
            };
            (!value.is_empty()).then_some((rank, value))
        })
        .collect();
    times.sort_by_key(|(rank, _)| *rank);
    times.into_iter().map(|(_, value)| value).collect()
}

/// The texts of elements whose class says that they are a date.
pub(super) fn dated(facts: &Facts<'_>) -> Vec<String> {
    dated_by(facts, DATE, MODIFIED)
}

/// The texts of elements whose class says that they are the date of a change.
pub(super) fn dated_modified(facts: &Facts<'_>) -> Vec<String> {
    dated_by(facts, MODIFIED, &[])
}

fn dated_by(facts: &Facts<'_>, wanted: &[&str], unwanted: &[&str]) -> Vec<String> {
    let dom = facts.dom;
    let is_date = |words: &[String]| {
        words.iter().any(|word| is_any(word, wanted))
            && !words.iter().any(|word| is_any(word, NO_DATE) || is_any(word, unwanted))
    };
    let found = facts.named().iter().filter(|(id, words)| is_date(words) && !is_foreign(facts, *id));
    let texts = found.map(|&(id, _)| {
        let value = ["datetime", "content", "title", "data-date", "data-time", "data-timestamp"]
            .iter()
            .find_map(|key| dom.attr(id, key));
        value
            .filter(|value| value.contains(|c: char| c.is_ascii_digit()))
            .map_or_else(|| line(dom, id), collapse)
    });
    texts.filter(|text| !text.is_empty() && text.chars().count() <= LONGEST_DATE).collect()
}

/// Short texts that are a date: behind a word such as "Published", or on their own, below the title first.
pub(super) fn date_texts(facts: &Facts<'_>, order: DayOrder) -> Vec<String> {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        let label = r"(?i)^\W*(?:first\s)?(?:published|posted|publication date|date|written|created|released?|veröffentlicht|erstellt|erschienen|verfasst|stand|datum|publié|mis en ligne|publicado|fecha|pubblicato|data|opublikowano|dodano|opublikowany|gepubliceerd|geplaatst|дата|опубликовано|发布|发表|發佈|發布|时间|時間|日期|更新|公開|投稿|掲載|配信|등록|입력|작성|게시)";
        Regex::new(label).expect("the pattern of labels compiles")
    });
    static MODIFIED_LABEL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^\W*(?:last\s)?(?:updated?|modified|edited|aktualisiert|zuletzt|mis à jour|actualizado|aggiornato)|copyright|©").expect("the pattern of labels compiles")
    });
    let dom = facts.dom;
    let title = facts.elements("h1").next();
    let first_of_title =
        title.and_then(|title| texts_below(dom, title).find(|(_, text)| !collapsed(text).is_empty()));
    let mut best: Option<(u8, String)> = None;
    let mut below = title.is_none();
    for (id, text) in visible_texts(dom) {
        below = below || first_of_title.is_some_and(|(first, _)| first == id);
        if !text.bytes().any(|b| b.is_ascii_digit()) && !text.contains('０') {
            continue;
        }
        let text = collapsed(text);
        let length = text.chars().count();
        if length > LONGEST_DATE {
            continue;
        }
        let rank = match () {
            () if LABEL.is_match(&text) => 0,
            () if length > LONGEST_BARE_DATE => continue,
            () if below => 1,
            () => 2,
        };
        // To read a date takes longest, so it is done last.
        if best.as_ref().is_some_and(|(best, _)| *best <= rank) || MODIFIED_LABEL.is_match(&text) {
            continue;
        }
        if dates::parse(&text, order).is_some() && !is_foreign(facts, id) {
            best = Some((rank, text.into_owned()));
            if rank == 0 {
                break;
            }
        }
    }
    best.into_iter().map(|(_, text)| text).collect()
}

/// The text nodes that a page shows, as they stand there; blank ones are left out.
pub(super) fn visible_texts(dom: &Dom) -> impl Iterator<Item = (NodeId, &str)> {
    texts_below(dom, dom.root())
}

fn texts_below(dom: &Dom, top: NodeId) -> impl Iterator<Item = (NodeId, &str)> {
    let is_shown = |id: NodeId| {
        let parent = dom.parent(id).map_or("", |parent| dom.name(parent));
        !matches!(
            parent,
            "script" | "style" | "title" | "noscript" | "option" | "textarea" | "template" | "button"
        )
    };
    dom.descendants(top)
        .filter_map(|id| Some((id, dom.text(id)?)))
        .filter(move |(id, text)| text.len() < 1000 && !text.bytes().all(is_space_byte) && is_shown(*id))
}

/// An element, and the words of its class and id.
pub(super) type Named = (NodeId, Vec<String>);

/// The elements whose class or id has something to say, with the words of it.
pub(super) fn named(dom: &Dom) -> Vec<Named> {
    let has_name = |&id: &NodeId| {
        dom.space(id) == Space::Html
            && !matches!(
                dom.name(id),
                "html" | "body" | "a" | "link" | "input" | "form" | "button" | "svg" | "img" | "script"
            )
            || dom.name(id) == "a"
    };
    // A page has the same few classes again and again.
    let mut known: HashMap<&str, bool> = HashMap::new();
    let mut is_worth = |value| *known.entry(value).or_insert_with(|| WORTH_A_LOOK.is_match(value));
    let worth = |id: &NodeId| ["class", "id"].iter().any(|key| dom.attr(*id, key).is_some_and(&mut is_worth));
    let found = dom.descendants(dom.root()).filter(has_name).filter(worth);
    found.map(|id| (id, words_of(dom, id))).collect()
}

/// The words of an element's classes and id: `post-authorName` is `post`, `author`, `name`.
fn words_of(dom: &Dom, id: NodeId) -> Vec<String> {
    let mut words = Vec::new();
    for key in ["class", "id", "data-testid"] {
        for token in dom.attr(id, key).unwrap_or("").split(|c: char| !c.is_alphanumeric()) {
            push_words(token, &mut words);
        }
    }
    words
}

/// Takes a token apart where a capital follows a small letter.
fn push_words(token: &str, words: &mut Vec<String>) {
    let mut start = 0;
    let mut before = ' ';
    for (at, c) in token.char_indices() {
        if c.is_uppercase() && before.is_lowercase() {
            words.push(token[start..at].to_lowercase());
            start = at;
        }
        before = c;
    }
    if start < token.len() {
        words.push(token[start..].to_lowercase());
    }
}

fn is_any(word: &str, words: &[&str]) -> bool {
    words.contains(&word)
}

/// Whether a node stands in navigation, among comments, or in a list of other pages.
pub(super) fn is_foreign(facts: &Facts<'_>, id: NodeId) -> bool {
    let dom = facts.dom;
    std::iter::once(id).chain(dom.ancestors(id)).any(|above| match dom.name(above) {
        "" | "html" | "body" | "main" | "article" => false,
        "nav" | "aside" | "select" => true,
        "footer" => !dom.ancestors(above).any(|outer| dom.name(outer) == "article"),
        // What holds the title is about this page, whatever it is called.
        _ if facts.holds_title(above) => false,
        _ => ["class", "id"].iter().any(|key| {
            let tokens = dom.attr(above, key).unwrap_or("").split(crate::html::is_space);
            tokens.filter(|token| !token.is_empty()).any(is_foreign_token)
        }),
    })
}

/// The last word of a token is what the thing is; `has-sidebar` is what surrounds a side bar.
fn is_foreign_token(token: &str) -> bool {
    let mut words = Vec::new();
    token.split(['-', '_']).for_each(|part| push_words(part, &mut words));
    let has = |word: &str| words.iter().any(|own| own == word);
    let is_around = ["has", "no", "with", "content", "without", "main"].iter().any(|word| has(word));
    !is_around
        && (has("comment") || has("comments") || words.last().is_some_and(|last| is_any(last, FOREIGN)))
}

/// The text of an element on one line, with a space between what stands in different elements.
fn line(dom: &Dom, id: NodeId) -> String {
    let texts: Vec<&str> = dom.descendants(id).filter_map(|node| dom.text(node)).collect();
    collapse(&texts.join(" "))
}
