//! Conditions of rules: sentences that a person can read, compiled when the rules are.
//!
//! ```text
//! more than 20 words                      in the element, links and all
//! more than 20 words outside links
//! more than 40 % of the page              of what is to be seen outside links, and more than a line
//! it is CSS                               the element matches
//! it stands in CSS                        something around it matches
//! it holds CSS                            something in it matches
//! it says REGEX                           its text, white space collapsed, matches
//! it opens with REGEX                     the first words of a longer text match
//! it stands in a sentence                 words of a sentence stand right before it, and go on right behind it
//! ```

use super::pattern::Pattern;
use super::sentence::stands_in_sentence;
use super::survey::Survey;
use crate::html::{Dom, ElementNames, Key, NodeId, Selector, is_space_byte};

/// A longer text is not looked into by `it says`: what a rule knows by its words is short.
const MOST_SAID: usize = 200;

/// So many bytes are the opening of a text, and the rest of a word.
const OPENING: usize = 60;

/// Something that holds of an element or does not.
#[derive(Debug)]
pub(super) enum Condition {
    Words { more_than: u32 },
    UnlinkedWords { more_than: u32 },
    ShareOfPage { more_than: u32 },
    Is(Elements),
    StandsIn(Elements),
    Holds(Elements),
    Says(Pattern),
    OpensWith(Pattern),
    InSentence,
}

impl Condition {
    /// The error says what cannot be read.
    pub(super) fn parse(sentence: &str) -> Result<Self, String> {
        if let Some(rest) = sentence.strip_prefix("more than ") {
            return quantity(rest).ok_or_else(|| unknown(sentence));
        }
        let css = Elements::parse;
        match sentence.strip_prefix("it ").and_then(|rest| rest.split_once(' ')) {
            Some(("is", rest)) => css(rest).map(Condition::Is),
            Some(("holds", rest)) => css(rest).map(Condition::Holds),
            Some(("says", regex)) => Pattern::new(regex.to_owned()).map(Condition::Says),
            Some(("opens", rest)) => match rest.strip_prefix("with ") {
                Some(regex) => Pattern::new(format!("^(?:{regex})")).map(Condition::OpensWith),
                None => Err(unknown(sentence)),
            },
            Some(("stands", rest)) => match rest.strip_prefix("in ") {
                Some("a sentence") => Ok(Condition::InSentence),
                Some(rest) => css(rest).map(Condition::StandsIn),
                None => Err(unknown(sentence)),
            },
            _ => Err(unknown(sentence)),
        }
    }

    /// Adds what another condition is about, so that this one holds where either did; gives it back if they look at
    /// different things.
    pub(super) fn or(&mut self, other: Condition) -> Option<Condition> {
        match (self, other) {
            (Condition::Is(own), Condition::Is(other))
            | (Condition::StandsIn(own), Condition::StandsIn(other))
            | (Condition::Holds(own), Condition::Holds(other)) => own.extend(other),
            (_, other) => return Some(other),
        }
        None
    }

    /// What costs least is asked first: most elements are settled by that.
    pub(super) fn cost(&self) -> u8 {
        match self {
            Condition::Is(_) => 0,
            _ if self.opening().is_some() => 1,
            Condition::Words { .. } | Condition::UnlinkedWords { .. } => 2,
            Condition::StandsIn(_) | Condition::InSentence => 3,
            Condition::OpensWith(_) | Condition::Says(_) => 4,
            Condition::Holds(_) => 5,
            Condition::ShareOfPage { .. } => 6,
        }
    }

    /// What a text must match, if the first letters of most texts tell that they do not.
    pub(super) fn opening(&self) -> Option<&Pattern> {
        match self {
            Condition::OpensWith(pattern) | Condition::Says(pattern) => {
                Some(pattern).filter(|own| own.has_start())
            }
            _ => None,
        }
    }

    pub(super) fn holds(&self, dom: &Dom, id: NodeId, survey: &Survey) -> bool {
        match self {
            Condition::Words { more_than } => survey.has_words(dom, id, *more_than),
            Condition::UnlinkedWords { more_than } => survey.has_unlinked(dom, id, *more_than),
            Condition::ShareOfPage { more_than } => survey.has_share(dom, id, *more_than),
            Condition::Is(elements) => elements.hold(dom, id),
            Condition::StandsIn(elements) => dom.ancestors(id).any(|above| elements.hold(dom, above)),
            Condition::InSentence => stands_in_sentence(dom, id),
            Condition::Holds(elements) => dom.descendants(id).any(|below| elements.hold(dom, below)),
            Condition::Says(pattern) => {
                pattern.may_match(survey.beginning(dom, id))
                    && said(dom, id).is_some_and(|text| pattern.is_match(&text))
            }
            Condition::OpensWith(pattern) => {
                pattern.may_match(survey.beginning(dom, id)) && pattern.is_match(&opening(dom, id))
            }
        }
    }
}

/// One selector, or several with commas between them, each by itself: so each has its gate.
#[derive(Debug, Default)]
pub(super) struct Elements {
    /// Most ask for no more than a name.
    names: ElementNames,
    others: Vec<Selector>,
}

impl Elements {
    fn parse(css: &str) -> Result<Self, String> {
        let is_whole = css.contains(['(', '"']);
        let mut elements = Elements::default();
        for one in css.split(|c| c == ',' && !is_whole) {
            let selector = Selector::parse(one)?;
            match selector.key() {
                Key::Name(name) if selector.is_its_key() => elements.names.add(name),
                _ => elements.others.push(selector),
            }
        }
        Ok(elements)
    }

    fn extend(&mut self, other: Elements) {
        self.names.extend(other.names);
        self.others.extend(other.others);
    }

    fn hold(&self, dom: &Dom, id: NodeId) -> bool {
        self.names.hold(dom, id) || dom.is_element(id) && self.others.iter().any(|one| one.matches(dom, id))
    }
}

/// `20 words`, `20 words outside links`, `40 % of the page`.
fn quantity(text: &str) -> Option<Condition> {
    let (number, unit) = text.split_once(' ')?;
    let more_than = number.parse().ok()?;
    match unit {
        "words" => Some(Condition::Words { more_than }),
        "words outside links" => Some(Condition::UnlinkedWords { more_than }),
        "% of the page" => Some(Condition::ShareOfPage { more_than }),
        _ => None,
    }
}

fn unknown(sentence: &str) -> String {
    format!(
        "`{sentence}` is no condition: write `more than 20 words`, `more than 20 words outside links`, `more than 40 % \
         of the page`, `it is CSS`, `it stands in CSS`, `it holds CSS`, `it says REGEX`, `it opens with REGEX` or \
         `it stands in a sentence`"
    )
}

/// The text of an element, white space collapsed; `None` when it is long.
pub(super) fn said(dom: &Dom, id: NodeId) -> Option<String> {
    // The characters that are seen are some of the bytes, and counted already.
    let mut seen = 0;
    if dom.descendants(id).any(|node| {
        seen += dom.text_chars(node) as usize;
        seen > MOST_SAID
    }) {
        return None;
    }
    let mut said = String::new();
    collapse(dom, id, MOST_SAID, &mut said).then_some(said)
}

/// The first words of an element's text, white space collapsed.
fn opening(dom: &Dom, id: NodeId) -> String {
    let mut opening = String::new();
    collapse(dom, id, OPENING, &mut opening);
    opening
}

/// Writes the text of an element until it is longer than so many bytes; tells whether that is all of it.
fn collapse(dom: &Dom, id: NodeId, most: usize, said: &mut String) -> bool {
    let mut is_apart = false;
    for text in dom.descendants(id).filter_map(|node| dom.text(node)) {
        let mut rest = text.as_bytes();
        while let Some(start) = rest.iter().position(|&byte| !is_space_byte(byte)) {
            is_apart |= start > 0;
            let word = &rest[start..];
            let len = word.iter().position(|&byte| is_space_byte(byte)).unwrap_or(word.len());
            if is_apart && !said.is_empty() {
                said.push(' ');
            }
            let end = text.len() - word.len() + len;
            said.push_str(&text[end - len..end]);
            (is_apart, rest) = (false, &word[len..]);
            if said.len() > most {
                return false;
            }
        }
        is_apart |= !rest.is_empty();
    }
    true
}

#[cfg(test)]
mod tests {
    use super::Condition;
    use crate::html::{Dom, NodeId, parse_fragment};
    use crate::rules::survey::Survey;

    fn holds(sentence: &str, html: &str) -> bool {
        let dom = parse_fragment(html, &mut Vec::new());
        let id = target(&dom);
        Condition::parse(sentence).expect("a condition").holds(&dom, id, &Survey::default())
    }

    fn target(dom: &Dom) -> NodeId {
        dom.descendants(dom.root()).find(|&id| dom.attr(id, "id") == Some("x")).expect("an element x")
    }

    #[test]
    fn conditions_are_read_as_they_are_written() {
        let html = "<article><p>four words before it</p><div id=x>one <a href=/>two</a> <h1>three</h1></div></article>";
        for (sentence, expected) in [
            ("more than 2 words", true),
            ("more than 3 words", false),
            ("more than 1 words outside links", true),
            ("more than 2 words outside links", false),
            ("more than 30 % of the page", false),
            ("it is div", true),
            ("it is p, .y", false),
            ("it stands in article, main", true),
            ("it stands in div", false),
            ("it holds h1", true),
            ("it holds h1 + p", false),
            ("it says ^one two three$", true),
            ("it says (?i)^ONE$", false),
            ("it opens with one two", true),
            ("it opens with two", false),
            ("it stands in a sentence", false),
        ] {
            assert_eq!(holds(sentence, html), expected, "{sentence}");
        }
    }

    #[test]
    fn what_is_no_condition_is_told() {
        for sentence in [
            "",
            "more than many words",
            "more than 3 lines",
            "it stands CSS",
            "it is a[",
            "it says (",
            "holds h1",
        ] {
            assert!(Condition::parse(sentence).is_err(), "{sentence}");
        }
    }
}
