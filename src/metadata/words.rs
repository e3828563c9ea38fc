//! What the names of classes and ids say of an element, by the words that they are made of: `post-authorName` is
//! `post`, `author`, `name`. Knows no elements.

use crate::html::NameMap;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::ops::BitOr;
use std::sync::LazyLock;

/// What words say: a bit for each of the lists that one of them is on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Says(u8);

impl Says {
    /// Whether a word is on one of these lists.
    pub(super) fn any(self, lists: Says) -> bool {
        self.0 & lists.0 != 0
    }
}

impl BitOr for Says {
    type Output = Says;

    fn bitor(self, other: Says) -> Says {
        Says(self.0 | other.0)
    }
}

pub(super) const AUTHOR: Says = Says(1);
/// Who writes in forums.
pub(super) const POSTER: Says = Says(1 << 1);
/// It is about an author, but does not name one.
pub(super) const NO_AUTHOR: Says = Says(1 << 2);
pub(super) const DATE: Says = Says(1 << 3);
/// It is a date, but not that of the page.
pub(super) const NO_DATE: Says = Says(1 << 4);
pub(super) const MODIFIED: Says = Says(1 << 5);
pub(super) const PUBLISHED: Says = Says(1 << 6);
pub(super) const NAME: Says = Says(1 << 7);

#[rustfmt::skip]
const LISTS: &[(Says, &[&str])] = &[
    (AUTHOR, &[
        "author", "authors", "byline", "autor", "autoren", "autorin", "auteur", "writer", "verfasser", "creator",
        "contributor",
    ]),
    (POSTER, &[
        "username", "poster", "postauthor", "postername", "nickname",
    ]),
    (NO_AUTHOR, &[
        "comment", "comments", "box", "bio", "avatar", "image", "img", "photo", "picture", "pic", "icon",
        "description", "desc", "about", "social", "count", "title", "role", "job", "date", "time", "list", "more",
        "related", "widget", "posts", "articles", "prep", "label", "published", "quote", "testimonial", "review",
        "excerpt", "hidden", "license", "licence",
    ]),
    (DATE, &[
        "date", "datum", "published", "publish", "posted", "pubdate", "pubtime", "dateline", "timestamp", "time",
        "datetime", "fecha", "created", "postdate", "publication", "release", "day", "rq", "shijian", "riqi",
        "ptime", "datestamp", "entrydate", "articledate",
    ]),
    (NO_DATE, &[
        "comment", "comments", "event", "countdown", "reading", "read", "picker", "select", "archive", "related",
        "copyright", "joined", "birth", "review", "reviews", "stock", "availability", "expiry", "expires", "deadline",
    ]),
    (MODIFIED, &[
        "updated", "modified", "update", "lastmod", "revised",
    ]),
    (PUBLISHED, &["published"]),
    (NAME, &["name"]),
];

/// What stands in the names of those that are worth a closer look.
#[rustfmt::skip]
const PARTS: &[&str] = &[
    "auth", "aute", "auto", "user", "nick", "byline", "writer", "verfasser", "creator", "contrib", "date", "datu",
    "publ", "post", "time", "fecha", "day", "rq", "riqi", "shijian", "release", "updat", "modif", "revis", "lastmod",
];

/// A quick look before a name is taken apart.
pub(super) fn may_say(name: &str) -> bool {
    static FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| {
        let builder = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .prefilter(false)
            .kind(Some(AhoCorasickKind::DFA))
            .build(PARTS);
        builder.expect("the parts of names are few")
    });
    FINDER.is_match(name)
}

/// What the words of a name say.
pub(super) fn says(name: &str) -> Says {
    static BY_WORD: LazyLock<NameMap<&str, Says>> = LazyLock::new(|| {
        let mut by_word: NameMap<&str, Says> = NameMap::default();
        for &(list, words) in LISTS {
            for word in words {
                let says = by_word.entry(word).or_default();
                *says = *says | list;
            }
        }
        by_word
    });
    let (mut says, mut lower) = (Says::default(), String::new());
    for token in name.split(|c: char| !c.is_alphanumeric()) {
        for_each_word(token, |word| {
            lower.clear();
            lower.push_str(word);
            lower.make_ascii_lowercase();
            says = says | BY_WORD.get(&*lower).copied().unwrap_or_default();
        });
    }
    says
}

/// Takes a token apart where a capital follows a small letter.
pub(super) fn for_each_word(token: &str, mut visit: impl FnMut(&str)) {
    let mut start = 0;
    let mut before = ' ';
    for (at, c) in token.char_indices() {
        if c.is_uppercase() && before.is_lowercase() {
            visit(&token[start..at]);
            start = at;
        }
        before = c;
    }
    if start < token.len() {
        visit(&token[start..]);
    }
}

#[cfg(test)]
mod tests {
    use super::{AUTHOR, DATE, LISTS, MODIFIED, NAME, NO_AUTHOR, POSTER, PUBLISHED, Says, may_say, says};

    #[test]
    fn names_are_taken_apart() {
        for (name, expected) in [
            ("post-authorName", AUTHOR | NAME),
            ("byline author_BIO", AUTHOR | NO_AUTHOR),
            ("entryDate published", DATE | PUBLISHED | NO_AUTHOR),
            ("authors-name lastMod-time", AUTHOR | NAME | DATE | NO_AUTHOR),
            ("PosterName postername", POSTER | NAME),
            ("authorship updates", Says::default()),
            ("", Says::default()),
        ] {
            assert_eq!(says(name), expected, "{name}");
        }
    }

    #[test]
    fn the_quick_look_misses_no_word_but_created() {
        let wanted = AUTHOR | POSTER | DATE | MODIFIED;
        let lists = LISTS.iter().filter(|(list, _)| list.any(wanted));
        let missed: Vec<_> = lists.flat_map(|(_, words)| *words).filter(|word| !may_say(word)).collect();
        assert_eq!(missed, [&"created"]);
    }
}
