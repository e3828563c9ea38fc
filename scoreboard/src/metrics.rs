//! How well a text fits what was wanted: words in common, rows of four words in common, snippets.

use std::collections::HashMap;
use std::hash::Hash;

/// The words of a text in small letters; a Chinese, Japanese or Korean character is a word.
pub fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        let joins = (c.is_alphanumeric() || c == '_') && !is_cjk(c);
        if !joins && !word.is_empty() {
            found.push(std::mem::take(&mut word));
        }
        if joins {
            word.extend(c.to_lowercase());
        } else if is_cjk(c) {
            found.push(c.to_string());
        }
    }
    if !word.is_empty() {
        found.push(word);
    }
    found
}

fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}')
}

/// Precision, recall and their harmonic mean, each from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Fit {
    pub precision: f32,
    pub recall: f32,
    pub f1: f32,
}

/// How many items two lists have in common, in whatever order.
pub fn fit<T: Hash + Eq>(wanted: &[T], found: &[T]) -> Fit {
    if wanted.is_empty() && found.is_empty() {
        return Fit { precision: 1.0, recall: 1.0, f1: 1.0 };
    }
    let mut counts: HashMap<&T, usize> = HashMap::new();
    for item in wanted {
        *counts.entry(item).or_default() += 1;
    }
    let mut common = 0;
    for item in found {
        if let Some(count) = counts.get_mut(item).filter(|count| **count > 0) {
            *count -= 1;
            common += 1;
        }
    }
    let share = |of: usize| common as f32 / of.max(1) as f32;
    let f1 = 2.0 * common as f32 / (wanted.len() + found.len()) as f32;
    Fit { precision: share(found.len()), recall: share(wanted.len()), f1 }
}

/// Rows of four words; of a shorter text, all its words.
pub fn rows_of_four(words: &[String]) -> Vec<&[String]> {
    if words.is_empty() { Vec::new() } else { words.windows(words.len().min(4)).collect() }
}

/// Counts of snippets that are there or not.
#[derive(Clone, Copy, Debug, Default)]
pub struct Snippets {
    pub found: usize,
    pub missing: usize,
    pub unwanted: usize,
}

impl Snippets {
    pub fn of(text: &str, with: &[String], without: &[String]) -> Self {
        let text = squeeze(text);
        let has = |snippet: &&String| text.contains(&squeeze(snippet));
        let found = with.iter().filter(has).count();
        Snippets { found, missing: with.len() - found, unwanted: without.iter().filter(has).count() }
    }

    pub fn add(&mut self, other: Snippets) {
        self.found += other.found;
        self.missing += other.missing;
        self.unwanted += other.unwanted;
    }

    pub fn f1(&self) -> f32 {
        let found = 2.0 * self.found as f32;
        found / (found + (self.missing + self.unwanted) as f32).max(1.0)
    }
}

/// White space collapsed.
pub fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{Fit, Snippets, fit, words};

    #[test]
    fn words_are_counted_in_any_script() {
        assert_eq!(words("The snake_case, 面包-Bread"), ["the", "snake_case", "面", "包", "bread"]);
    }

    #[test]
    fn what_is_there_twice_must_be_wanted_twice() {
        assert_eq!(fit(&[1, 2, 2, 3], &[2, 2, 2, 4]), Fit { precision: 0.5, recall: 0.5, f1: 0.5 });
    }

    #[test]
    fn snippets_are_found_whatever_the_white_space() {
        let snippets = Snippets::of("a  b\nc", &["a b c".into(), "d".into()], &["b c".into()]);
        assert_eq!((snippets.found, snippets.missing, snippets.unwanted), (1, 1, 1));
    }
}
