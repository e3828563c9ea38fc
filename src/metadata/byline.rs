//! Lines that name an author by their words: "By Ada Example". Knows nothing of classes.

use super::facts::Facts;
use super::names;
use super::shown::{LONGEST_BYLINE, is_foreign};
use super::text::collapsed;
use crate::html::NameSet;
use regex::Regex;
use std::sync::LazyLock;

/// What opens a byline: words before "by", those for it, and those that a colon follows.
const BEFORE: &[&str] = &[
    "Written",
    "written",
    "Posted",
    "posted",
    "Published",
    "published",
    "Submitted",
    "submitted",
    "Story",
    "Words",
    "Gespeichert",
    "Eingestellt",
    "Geschrieben",
    "Verfasst",
];
const BY: &[&str] = &["By", "by", "BY", "Von", "von", "Par", "par", "Por", "Di"];
const LABEL: &[&str] = &[
    "Autor",
    "Autorin",
    "Autoren",
    "Author",
    "Auteur",
    "Text",
    "Texte",
    "Redaktion",
    "Автор",
    "作者",
    "文",
    "撰文",
    "记者",
    "記者",
    "編集",
    "執筆",
    "글쓴이",
];

/// Text such as "By Ada Example" on its own, or a name behind a text that ends in "by".
pub(super) fn text(facts: &Facts<'_>) -> Vec<String> {
    static BYLINE: LazyLock<Regex> = LazyLock::new(|| {
        let name = r"\p{Lu}[\p{L}'’.-]+(?:\s+\p{L}[\p{L}'’.-]*){0,4}\s*(?:$|[|,·•–—-]|\s(?:on|am)\s)";
        let [before, by, label] = [BEFORE, BY, LABEL].map(|words| words.join("|"));
        let pattern = format!(r"^(?:(?:{before}) )?(?:{by})\s+{name}|^(?:{label})\s*[:：/／|｜]\s*\p{{L}}");
        Regex::new(&pattern).expect("the pattern of bylines compiles")
    });
    static OPENING: LazyLock<Regex> = LazyLock::new(|| {
        let [before, by, label] = [BEFORE, BY, LABEL].map(|words| words.join("|"));
        let pattern = format!(r"^[\s|·•–—-]*(?:(?:{before}) )?(?:{by})\s*:?$|^(?:{label})\s*[:：/／|｜]?$");
        Regex::new(&pattern).expect("the pattern of openings compiles")
    });
    let mut follows = false;
    for &(id, text) in facts.shown_texts() {
        let may_open = may_open_byline(text);
        if !may_open && !follows {
            continue;
        }
        let text = collapsed(text);
        if text.is_empty() {
            continue;
        }
        let length = text.chars().count();
        let may_open = may_open && length <= LONGEST_BYLINE;
        let is_line = may_open && BYLINE.is_match(&text);
        let is_name =
            follows && length <= 50 && text.starts_with(|c: char| c.is_uppercase() || c > '\u{2e80}');
        follows = length <= 30 && may_open && OPENING.is_match(&text);
        if (is_line || is_name) && !is_foreign(facts, id) && !names::clean(&[text.to_string()]).is_empty() {
            return vec![text.into_owned()];
        }
    }
    Vec::new()
}

/// A quick look at the first word of a line: few pages need the patterns of bylines, which take long to compile.
fn may_open_byline(text: &str) -> bool {
    static WORDS: LazyLock<NameSet<&str>> =
        LazyLock::new(|| [BEFORE, BY, LABEL].into_iter().flatten().copied().collect());
    // Of the signs of Chinese it is known; to ask for them takes long.
    let is_letter = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphabetic();
    let text = text.trim_start_matches(|c| !is_letter(c));
    WORDS.contains(text.split(|c| !is_letter(c)).next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::may_open_byline;

    #[test]
    fn the_first_word_tells_what_may_be_a_byline() {
        for (text, may_open) in [
            ("By Ada Example", true),
            ("· by", true),
            ("Posted by Ada", true),
            ("Autorin: Ada", true),
            ("作者：张三", true),
            ("Bye, all", false),
            ("Directions", false),
            ("作者们", false),
            ("", false),
        ] {
            assert_eq!(may_open_byline(text), may_open, "{text}");
        }
    }
}
