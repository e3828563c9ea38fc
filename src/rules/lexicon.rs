//! What the words of classes and ids have been seen on: for each word, the logarithm of the odds that an
//! element with it holds content. Learned, and written as a table that one can read.

use crate::html::NameMap;

/// Words with their odds.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    odds: NameMap<String, f32>,
}

impl Lexicon {
    /// Reads a table with a word and a number a line.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let entry = |line: &str| {
            let (word, number) = line.split_once(' ')?;
            Some((word.to_owned(), number.parse().ok()?))
        };
        let entries =
            lines.map(|line| entry(line).ok_or_else(|| format!("\"{line}\" is no word and number")));
        Ok(Lexicon { odds: entries.collect::<Result<_, String>>()? })
    }

    /// The mean of the words of a class or id that are known; 0 when none is.
    pub(crate) fn odds(&self, parts: &[String]) -> f32 {
        let known = parts.iter().filter_map(|part| self.odds.get(part));
        let (sum, count) = known.fold((0.0, 0_usize), |(sum, count), odds| (sum + odds, count + 1));
        sum / count.max(1) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::Lexicon;
    use crate::rules::vocabulary::parts;

    #[test]
    fn the_words_of_a_name_are_averaged() {
        let lexicon = Lexicon::parse("# words\nentry 2\nfoot -3\n").expect("the table is valid");
        assert_eq!(["entry-body", "entryFoot", "x"].map(|name| lexicon.odds(&parts(name))), [2.0, -0.5, 0.0]);
        assert!(Lexicon::parse("entry\n").is_err());
    }
}
