//! The names of authors, out of the lines that name them. Knows no page.

use super::dates::{self, DayOrder};
use super::text::{plain, squash};
use regex::Regex;
use std::sync::LazyLock;

/// The names in the values that one source gives, in their order, each once.
pub(super) fn clean(values: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in values.iter().flat_map(|value| of_line(value)) {
        let is_known = |own: &String| squash(own) == squash(&name);
        if !names.iter().any(is_known) {
            names.push(name);
        }
    }
    names
}

/// More than this is no name, in characters.
const LONGEST: usize = 70;
/// More than this is a sentence.
const MOST_WORDS: usize = 8;

/// What stands before a name.
static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?xi) ^ [\s|·•–—:*(（\[-]* (?:\#\d+\s+)? (?:
        (?:(?:written|posted|published|reviewed|created|submitted|started|reported|story|words|text|article|review|analysis|(?:guest\ )?post)\s+)? by \b
      | (?:veröffentlicht|geschrieben|erstellt|verfasst|gepostet|eingestellt|gespeichert|ein\ (?:gast)?beitrag)\s+von \b
      | (?:view|show|see)\ (?:all\ )?(?:posts|articles)\ (?:by|from) \b | zeige\ alle\ beiträge\ von \b | posts\ by \b | (?:alle\ )?(?:beiträge|artikel)\ von \b
      | (?:von|par|por|przez|autore?|door|skrevet\ af|av|af|escrito\ por|publicado\ por|publié\ par|écrit\ par|di)\s*:?\s+
      | (?:author|authors|autor|autorin|autoren|auteur|redakteur|redaktion|text|texte|texto|testo|tekst|author\ name|автор|текст|writer|reporter)\s*[:：]
      | author\s+
      | (?:作者|文|记者|記者|撰文|撰稿|編輯|编辑|责编|责任编辑|筆者|執筆|著者|글쓴이|작성자)\s*[:：/／|｜]
      | (?:作者|撰文|記者|记者)\s*
      ) \s* ";
    Regex::new(pattern).expect("the pattern of openings compiles")
});

/// What parts the name from what stands behind it.
static ENDING: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?xi) \s [|·•–—»/] (?:\s|$) | \s-\s | \s*[|｜] | \s on \s | \s am \s | \s le \s | \s in \s | , \s* (?:updated|published|posted) \b
        | \s (?:published|posted|updated|veröffentlicht|senior\ |staff\ |contributor|contributing) | \s \d{1,2}\. | \s at \s \d | \s in \s | \( \d
        | \s (?:mon|tues|wednes|thurs|fri|satur|sun)day\b | 記者$ | 记者$ | 기자$ | \u{3000} | (?:来源|來源|发布|發布|发表|时间|時間|日期|更新|责编)
        | [,;(]? \s (?:medically\ )? (?:updated|edited|reviewed|verified|illustrated|photographed|photos?|photographs)\ by \b | \s → | \s e-?mail \b | \s stand:?(?:\s|$) | \s you['’]re\ logged\ in \b | [.,;]? \s data\ publikacji \b ";
    Regex::new(pattern).expect("the pattern of endings compiles")
});

/// Between two names.
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\s*[;、，؛]\s*|\s+(?:and|und|et|e|y|i|og|och|en|&|with|mit)\s+(?:by\s+|von\s+)?|\s+/\s+")
        .expect("the pattern between names compiles")
});

/// Words that a page writes where a name would stand.
const NO_NAMES: &[&str] = &[
    "admin",
    "administrator",
    "author",
    "autor",
    "anonymous",
    "anonym",
    "unknown",
    "n/a",
    "none",
    "null",
    "undefined",
    "user",
    "root",
    "webmaster",
    "guest",
    "gast",
    "about the author",
    "more",
    "follow",
    "share",
    "editor",
    "by",
    "name",
    // What is left of "Published on Monday", and labels and controls beside which a name might stand.
    "published",
    "posted",
    "search",
    "login",
    "account",
    "username",
    "username or",
    "benutzername",
    "no author",
    "super user",
    "stand",
    "cancel",
    "alle beiträge",
    "rechtsanwalt",
    // Who made the forum or the theme, in the head of each of its pages.
    "discuz! team",
    "comsenz ui team",
    "templatesyard",
];

/// Words of sentences and of buttons: none of them is in a name.
const NO_WORDS: &[&str] = &["is", "are", "was", "click", "visit", "selling"];
/// A name does not end so: what follows it was cut off.
const NO_ENDS: &[&str] = &["and", "of", "the", "a", "an", "for", "to", "at", "or"];

/// What somebody did who is not the author, where it opens a line of its own.
const OTHER_WORK: &[&str] = &["updated by ", "edited by ", "photo by ", "photos by "];

fn of_line(line: &str) -> Vec<String> {
    let line = plain(line);
    let line = OPENING.replace(&line, "");
    let line = ENDING.split(&line).next().unwrap_or_default();
    let parts: Vec<&str> = BETWEEN.split(line).collect();
    parts.iter().flat_map(|part| split_commas(part)).filter_map(name).collect()
}

/// `A B, C D` are two names. `Smith, PhD` and `Doe, John` are one.
fn split_commas(text: &str) -> Vec<&str> {
    let parts: Vec<&str> = text.split(", ").collect();
    let is_whole = |part: &&str| part.contains(' ') && !is_degree(part);
    if parts.iter().all(is_whole) { parts } else { without_role(text, &parts) }
}

fn is_degree(part: &str) -> bool {
    let letters: String = part.chars().filter(|c| c.is_alphanumeric()).collect();
    letters.chars().count() <= 5
        || letters.chars().filter(|c| c.is_uppercase()).count() >= 2 && letters.len() < 7
}

/// `A B, editor of C` names one person, and what that one does.
fn without_role<'t>(text: &'t str, parts: &[&'t str]) -> Vec<&'t str> {
    match parts {
        [first, second, ..] if first.contains(' ') && !is_degree(second) => vec![first],
        _ => vec![text],
    }
}

fn name(text: &str) -> Option<String> {
    let is_edge = |c: char| {
        matches!(c, ' ' | ',' | ':' | '：' | '|' | '·' | '•' | '-' | '–' | '—' | '/' | '*' | '"' | '(' | '[')
    };
    let name = text.trim_matches(is_edge).trim_start_matches('@').trim_start_matches(is_edge);
    let name = if name.contains('(') { name } else { name.trim_end_matches(')') };
    let lower = name.to_lowercase();
    let is_address =
        lower.contains("://") || lower.starts_with("www.") || (lower.contains('@') && lower.contains('.'));
    let words = name.split(' ').count();
    let has_letter = name.chars().any(char::is_alphabetic);
    let fine = has_letter
        && !is_address
        && name.chars().count() <= LONGEST
        && words <= MOST_WORDS
        && !NO_NAMES.contains(&lower.as_str())
        && !is_sentence(name, &lower)
        && !OTHER_WORK.iter().any(|work| lower.starts_with(work))
        && dates::parse(name, DayOrder::MonthFirst).is_none();
    fine.then(|| name.to_owned())
}

/// Whether words are a sentence, a part of one, or what a button says.
fn is_sentence(text: &str, lower: &str) -> bool {
    let is_shouted = text.ends_with('.') && text.contains(' ') && !text.contains(char::is_lowercase);
    let (mut words, last) = (lower.split(' '), lower.rsplit(' ').next().unwrap_or(""));
    text.contains(['?', '$', '€', '%'])
        || text.contains("**")
        || is_shouted
        || lower.contains(' ') && (words.any(|word| NO_WORDS.contains(&word)) || NO_ENDS.contains(&last))
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[track_caller]
    fn are(line: &str, names: &[&str]) {
        assert_eq!(clean(&[line.to_owned()]), names, "{line}");
    }

    #[test]
    fn names_and_what_stands_around_them() {
        are("By Ada Example", &["Ada Example"]);
        are("Written by: Ada Example | May 1, 2024", &["Ada Example"]);
        are("Von Ada Beispiel", &["Ada Beispiel"]);
        are("作者：张三", &["张三"]);
        are("文／李四", &["李四"]);
        are("作者：张三　发布时间：2024年5月1日", &["张三"]);
        are("Автор: Анна Примерова", &["Анна Примерова"]);
        are("Bybel Yvonne", &["Bybel Yvonne"]);
        are("Vonda di Example", &["Vonda di Example"]);
        are("@ada", &["ada"]);
        are("#1 Post by ada » Mon May 01, 2024 3:39 pm", &["ada"]);
        are("Ada Example »", &["Ada Example"]);
        are("(ada)", &["ada"]);
        are("Ada (the elder)", &["Ada (the elder)"]);
        are("Ada Example EMAIL Write to the author", &["Ada Example"]);
        are("Ada Example. Data publikacji Piątek", &["Ada Example"]);
        are("Adam Emailski", &["Adam Emailski"]);
        are("Von Ada Beispiel Stand: 1. Mai 2024", &["Ada Beispiel"]);
        are("Updated by Bob Sample", &[]);
        are("Ada Example on May 1, 2024", &["Ada Example"]);
    }

    #[test]
    fn several_names() {
        are("Ada Example and Bob Sample", &["Ada Example", "Bob Sample"]);
        are("Ada Example, Bob Sample & Cy Test", &["Ada Example", "Bob Sample", "Cy Test"]);
        are("Ada Beispiel und Bob Muster", &["Ada Beispiel", "Bob Muster"]);
        are("张三、李四", &["张三", "李四"]);
        are("Ada Example, PhD", &["Ada Example, PhD"]);
        are("Ada Example, Senior Editor of Things", &["Ada Example"]);
        assert_eq!(clean(&["A B".into(), "a b".into(), "C".into()]), ["A B", "C"]);
    }

    #[test]
    fn what_is_no_name() {
        for line in ["", "admin", "https://example.org/ada", "ada@example.org", "May 1, 2024", "12", "by"] {
            are(line, &[]);
        }
        for line in [
            "Published on Monday 5 May 2024",
            "by Search",
            "Account You're logged in as",
            "Username or Email",
        ] {
            are(line, &[]);
        }
        for line in ["Discuz! Team and Comsenz UI Team", "TemplatesYard"] {
            are(line, &[]);
        }
        for line in [
            "Visit the Ada Store",
            "Are you a course creator? Click Here",
            "BY APPOINTMENT ONLY.",
            "by Lamps.com, recipient of the",
            "billed annually, or $50",
            "This review is",
            "Proudly selling lamps since 2007",
            "m***a",
        ] {
            are(line, &[]);
        }
    }
}
