//! Words that tell frames that show something of an article from those that serve the page.

use super::vocabulary::parts;
use serde::Deserialize;
use std::collections::HashSet;

/// The table `frames.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FrameTable {
    shows: HashSet<String>,
    serves: HashSet<String>,
}

impl FrameTable {
    /// Whether an address or a title speaks of something that is shown. What follows `?` or `#` does not count:
    /// it often holds the address of the page around.
    pub(crate) fn shows(&self, text: &str) -> bool {
        let words = words(text);
        words.iter().any(|word| self.shows.contains(word)) && !self.is_one_of(&words)
    }

    /// Whether it speaks of advertising, of measuring, or of what a page is operated with.
    pub(crate) fn serves(&self, text: &str) -> bool {
        self.is_one_of(&words(text))
    }

    fn is_one_of(&self, words: &[String]) -> bool {
        words.iter().any(|word| self.serves.contains(word))
    }
}

fn words(text: &str) -> Vec<String> {
    parts(text.split(['?', '#']).next().unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use crate::rules::BUILT_IN;

    #[test]
    fn an_address_tells_what_a_frame_is_for() {
        let frames = &BUILT_IN.frames;
        for shown in
            ["https://news.example/embed/7", "//maps.example.org/?q=1", "https://a.example/videoPlayer"]
        {
            assert!(frames.shows(shown), "{shown}");
        }
        for served in ["https://ads.example/embed/7", "https://a.example/l.php?video=1", "https://a.example/"]
        {
            assert!(!frames.shows(served), "{served}");
        }
    }
}
