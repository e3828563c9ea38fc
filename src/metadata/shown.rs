//! What a page shows to its readers: who wrote it, and when. Looked for only where the page does not say it
//! to programs.

use super::dates::{self, DayOrder};
use super::facts::Facts;
use super::names;
use super::text::{collapse, collapsed};
use super::words::{
    AUTHOR, DATE, MODIFIED, NAME, NO_AUTHOR, NO_DATE, POSTER, PUBLISHED, Says, for_each_word, may_say, says,
};
use crate::html::{Dom, NodeId, Space, is_space_byte};
use regex::Regex;
use std::sync::LazyLock;

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
/// The longest line that is read, in bytes.
const LONGEST_LINE: usize = LONGEST_BYLINE * 8;

/// The texts of links to the author (`rel=author`): of the first one, and of those beside it.
pub(super) fn author_links(facts: &Facts<'_>) -> Vec<String> {
    let dom = facts.dom;
    let links: Vec<NodeId> =
        facts.author_links.iter().copied().filter(|&id| !is_foreign(facts, id)).collect();
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
    let names = named_as(facts, |says| says.any(NAME) && says_author(says));
    if names.is_empty() { named_as(facts, says_author) } else { names }
}

/// The first of those who write in a forum.
pub(super) fn poster(facts: &Facts<'_>) -> Vec<String> {
    named_as(facts, |says| says.any(POSTER) && !says.any(NO_AUTHOR))
}

fn says_author(says: Says) -> bool {
    says.any(AUTHOR) && !says.any(NO_AUTHOR)
}

/// The texts of the first element of such a class that holds a name.
fn named_as(facts: &Facts<'_>, wanted: impl Fn(Says) -> bool) -> Vec<String> {
    let named = facts.named().iter().filter(|(id, says)| wanted(*says) && !is_foreign(facts, *id));
    let mut texts = named.map(|(id, _)| byline_texts(facts.dom, *id));
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
    let links =
        dom.descendants(id).take(MOST_NODES).filter(is_person).map(|link| collapse(&dom.text_content(link)));
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
            let says = said_by(dom, id);
            let rank = match () {
                () if says.any(MODIFIED) && !says.any(PUBLISHED) => 2,
                () if says.any(DATE) || dom.attr(id, "pubdate").is_some() => 0,
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
    dated_by(facts, DATE, NO_DATE | MODIFIED)
}

/// The texts of elements whose class says that they are the date of a change.
pub(super) fn dated_modified(facts: &Facts<'_>) -> Vec<String> {
    dated_by(facts, MODIFIED, NO_DATE)
}

fn dated_by(facts: &Facts<'_>, wanted: Says, unwanted: Says) -> Vec<String> {
    let dom = facts.dom;
    let is_date = |says: Says| says.any(wanted) && !says.any(unwanted);
    let found = facts.named().iter().filter(|(id, says)| is_date(*says) && !is_foreign(facts, *id));
    let texts = found.map(|&(id, _)| {
        let value = ["datetime", "content", "title", "data-date", "data-time", "data-timestamp"]
            .iter()
            .find_map(|key| dom.attr(id, key));
        value
            .filter(|value| value.contains(|c: char| c.is_ascii_digit()))
            .map_or_else(|| line(dom, id), collapse)
    });
    let is_fine = |text: &String| text.chars().count() <= LONGEST_DATE && !is_of_something_else(text);
    texts.filter(|text| !text.is_empty() && is_fine(text)).collect()
}

/// Whether a text says that the date in it is that of an offer, an event or a review.
fn is_of_something_else(text: &str) -> bool {
    static WORDS: LazyLock<Regex> = LazyLock::new(|| {
        let words = r"(?i)\b(?:expir(?:es?|y|ation)|availab(?:le|ility)|deadline|regist(?:er|ration)|reviewed in|last post|first listed|valid (?:until|through|till|from)|offers?|(?:sale|offer) ends|due (?:date|by)|best before|gültig|haltbar|verfügbar|disponible)\b";
        Regex::new(words).expect("the pattern of other dates compiles")
    });
    WORDS.is_match(text)
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
    let texts = facts.shown_texts();
    for (at, &(id, text)) in texts.iter().enumerate() {
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
            () if length > LONGEST_BARE_DATE || is_of_something_else(&text) => continue,
            () if below => 1,
            () => 2,
        };
        // To read a date takes longest, so it is done last.
        if best.as_ref().is_some_and(|(best, _)| *best <= rank) || MODIFIED_LABEL.is_match(&text) {
            continue;
        }
        let is_of_user = || opens_with_user_label(&text) || at > 0 && opens_with_user_label(texts[at - 1].1);
        if dates::parse(&text, order).is_some() && !is_of_user() && !is_foreign(facts, id) {
            best = Some((rank, text.into_owned()));
            if rank == 0 {
                break;
            }
        }
    }
    best.into_iter().map(|(_, text)| text).collect()
}

/// Whether a text says that the date in it or behind it is when a user came to a forum.
fn opens_with_user_label(text: &str) -> bool {
    const LABELS: &[&str] = &[
        "joined",
        "join date",
        "member since",
        "registered",
        "registration",
        "registriert",
        "mitglied seit",
        "inscrit",
        "inscription",
        "registrado",
        "dołączył",
        "rejestracja",
        "lid geworden",
        "зарегистрирован",
        "регистрация",
        "注册时间",
        "註冊",
    ];
    let start: String = collapsed(text).chars().take(20).collect();
    let start = start.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    LABELS.iter().any(|label| start.starts_with(label))
}

/// The text nodes below an element that a page shows, as they stand there; blank ones are left out.
pub(super) fn texts_below(dom: &Dom, top: NodeId) -> impl Iterator<Item = (NodeId, &str)> {
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

/// An element, and what the words of its class and id say.
pub(super) type Named = (NodeId, Says);

/// Those of some elements whose class or id says that they show an author or a date.
pub(super) fn named(dom: &Dom, elements: &[NodeId]) -> Vec<Named> {
    let may_show = |&id: &NodeId| match dom.name(id) {
        "a" => true,
        "html" | "body" | "link" | "input" | "form" | "button" | "svg" | "img" | "script" => false,
        _ => dom.space(id) == Space::Html,
    };
    let is_worth =
        |&id: &NodeId| dom.attr(id, "class").is_some_and(may_say) || dom.attr(id, "id").is_some_and(may_say);
    let found = elements.iter().copied().filter(may_show).filter(is_worth);
    found
        .map(|id| (id, said_by(dom, id)))
        .filter(|(_, says)| says.any(AUTHOR | POSTER | DATE | MODIFIED))
        .collect()
}

/// Whether a class or an id says that an element is a title: `entry-title`, `singlePageTitle`, `headline2`.
pub(super) fn says_title(name: &str) -> bool {
    const TITLES: [&[u8]; 2] = [b"title", b"headline"];
    let name = name.as_bytes();
    // Few names have an `l`, which both have.
    memchr::memchr2_iter(b'l', b'L', name).any(|at| {
        TITLES.iter().any(|title| {
            let before = title.iter().position(|&byte| byte == b'l').unwrap_or(0);
            let own = at.checked_sub(before).and_then(|start| name.get(start..start + title.len()));
            own.is_some_and(|own| own.eq_ignore_ascii_case(title))
        })
    })
}

/// What the words of an element's classes and id say.
fn said_by(dom: &Dom, id: NodeId) -> Says {
    let names = [dom.attr(id, "class"), dom.attr(id, "id"), dom.attr(id, "data-testid")];
    names.into_iter().flatten().map(says).fold(Says::default(), |all, own| all | own)
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
    let mut words: Vec<String> = Vec::new();
    token.split(['-', '_']).for_each(|part| for_each_word(part, |word| words.push(word.to_lowercase())));
    let has = |word: &str| words.iter().any(|own| own == word);
    let is_around = ["has", "no", "with", "content", "without", "main"].iter().any(|word| has(word));
    !is_around
        && (has("comment")
            || has("comments")
            || words.last().is_some_and(|last| FOREIGN.contains(&last.as_str())))
}

/// Of an element, so many nodes are looked at: what has more is no line, and a page may nest them.
pub(super) const MOST_NODES: usize = 400;

/// The text of an element on one line, with a space between what stands in different elements: its beginning, if that
/// is longer than any line.
fn line(dom: &Dom, id: NodeId) -> String {
    let (mut line, mut nodes) = (String::new(), dom.descendants(id).take(MOST_NODES));
    while let Some(node) = nodes.next().filter(|_| line.len() <= LONGEST_LINE) {
        if let Some(text) = dom.text(node).filter(|text| !text.bytes().all(is_space_byte)) {
            line.push(' ');
            line += text;
        }
    }
    collapse(&line)
}
