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

    /// The odds of a word, if it is known.
    pub(crate) fn odds(&self, word: &str) -> Option<f32> {
        self.odds.get(word).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::Lexicon;

    #[test]
    fn words_have_odds() {
        let lexicon = Lexicon::parse("# words\nentry 2\nfoot -3\n").expect("the table is valid");
        assert_eq!(["entry", "foot", "x"].map(|word| lexicon.odds(word)), [Some(2.0), Some(-3.0), None]);
        assert!(Lexicon::parse("entry\n").is_err());
    }
}
