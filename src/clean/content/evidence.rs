//! What a page says of itself that tells where its content is: the text that it gives to search engines,
//! its title, and what kind of page it calls itself. Read before the head goes.

use super::text::is_ideograph;
use super::title::Title;
use crate::html::{Dom, NodeId};
use crate::rules::{is_letter, is_surely_small};
use serde_json::Value;

/// How many words in a row make a passage that is compared.
const PASSAGE: usize = 3;

/// What a page says of itself.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    /// The passages of the article that its JSON-LD holds.
    pub(super) body: Hashes,
    /// The title that the page's metadata have.
    pub(in crate::clean) own_title: Title,
    /// The words of all titles.
    pub(super) title: Hashes,
    /// The passages of all descriptions.
    pub(super) description: Hashes,
    pub(super) kinds: Kinds,
    /// The address that the page gives of itself.
    pub(super) address: String,
    /// The image that stands for it.
    pub(super) image: String,
}

/// Hashes of words or passages, to be looked up. They are sorted, for whoever writes pages could choose words that
/// meet in a table.
#[derive(Debug, Default)]
pub(super) struct Hashes {
    sorted: Vec<u64>,
    /// A bit for each, by one of its bytes: of most that are looked up, it tells that they are not here.
    marks: [u64; 4],
}

impl Hashes {
    fn extend(&mut self, more: Vec<u64>) {
        self.sorted.extend(more);
    }

    fn sort(&mut self) {
        self.sorted.sort_unstable();
        self.sorted.dedup();
        for &hash in &self.sorted {
            let (at, bit) = mark(hash);
            self.marks[at] |= bit;
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    pub(super) fn hold(&self, hash: u64) -> bool {
        let (at, bit) = mark(hash);
        self.marks[at] & bit != 0 && self.sorted.binary_search(&hash).is_ok()
    }

    /// The share of some hashes that are among these, from 0 to 1.
    fn share(&self, of: impl ExactSizeIterator<Item = u64>) -> f32 {
        if self.is_empty() {
            return 0.0;
        }
        let all = of.len().max(1);
        let found = of.filter(|&hash| self.hold(hash)).count();
        found as f32 / all as f32
    }

    /// The share of a text's words that are among these, from 0 to 1.
    pub(super) fn share_of_words(&self, words: &[u64]) -> f32 {
        self.share(words.iter().copied())
    }

    /// The share of a text's passages that are among these, from 0 to 1.
    pub(super) fn share_of_passages(&self, words: &[u64]) -> f32 {
        self.share(passages_of(words))
    }
}

/// The place of a hash's bit, by a byte that the last letter changes.
fn mark(hash: u64) -> (usize, u64) {
    ((hash >> 46 & 3) as usize, 1 << (hash >> 40 & 0x3f))
}

/// What a page calls itself, in JSON-LD, microdata or Open Graph.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Kinds {
    pub(super) article: bool,
    pub(super) product: bool,
    pub(super) thread: bool,
    pub(super) list: bool,
    pub(super) organization: bool,
    pub(super) website: bool,
}

impl Evidence {
    /// Reads the elements of a page that speak to programs; `title` is the one that its metadata have.
    pub(crate) fn read(dom: &Dom, speaking: &[NodeId], title: &str) -> Self {
        let mut evidence = Evidence { own_title: Title::of(title), ..Evidence::default() };
        for &id in speaking {
            match dom.name(id) {
                "meta" => evidence.read_meta(dom, id),
                "title" if dom.is(id, "title") => evidence.title.extend(words(&dom.text_content(id))),
                "link" if dom.attr(id, "rel") == Some("canonical") => {
                    evidence.address = dom.attr(id, "href").unwrap_or("").to_owned();
                }
                "script" if dom.attr(id, "type").is_some_and(|kind| kind.contains("ld+json")) => {
                    if let Ok(value) = serde_json::from_str(&dom.text_content(id)) {
                        evidence.read_json(&value);
                    }
                }
                _ => {}
            }
            if let Some(kind) = dom.attr(id, "itemtype") {
                evidence.kinds.add(kind.rsplit('/').next().unwrap_or(kind));
            }
        }
        for hashes in [&mut evidence.body, &mut evidence.title, &mut evidence.description] {
            hashes.sort();
        }
        evidence
    }

    /// The host of the address that the page gives of itself.
    pub(super) fn host(&self) -> Option<&str> {
        let (_, rest) = self.address.split_once("//")?;
        Some(rest.split(['/', '?', '#']).next().unwrap_or(rest))
    }

    /// Whether the page calls itself an article.
    pub(super) fn says_article(&self) -> bool {
        self.kinds.article
    }

    fn read_meta(&mut self, dom: &Dom, id: NodeId) {
        let Some(content) = dom.attr(id, "content") else { return };
        match dom.attr(id, "property").or_else(|| dom.attr(id, "name")).unwrap_or("") {
            "og:title" | "twitter:title" => self.title.extend(words(content)),
            "og:description" | "twitter:description" | "description" => {
                self.description.extend(passages(content));
            }
            "og:image" | "twitter:image" if self.image.is_empty() => self.image = content.to_owned(),
            "og:type" => self.kinds.add(content),
            "og:url" if self.address.is_empty() => self.address = content.to_owned(),
            _ => {}
        }
    }

    /// The depth of JSON is bounded by its parser.
    fn read_json(&mut self, value: &Value) {
        match value {
            Value::Array(list) => list.iter().for_each(|item| self.read_json(item)),
            Value::Object(map) => {
                for (key, value) in map {
                    match (key.as_str(), value) {
                        ("@type", Value::String(kind)) => self.kinds.add(kind),
                        ("@type", Value::Array(kinds)) => {
                            kinds.iter().filter_map(Value::as_str).for_each(|kind| self.kinds.add(kind));
                        }
                        ("articleBody" | "text", Value::String(body)) => self.body.extend(passages(body)),
                        ("headline", Value::String(title)) => self.title.extend(words(title)),
                        ("description", Value::String(text)) => self.description.extend(passages(text)),
                        _ => self.read_json(value),
                    }
                }
            }
            _ => {}
        }
    }
}

impl Kinds {
    fn add(&mut self, kind: &str) {
        match kind.to_ascii_lowercase().as_str() {
            "article" | "newsarticle" | "blogposting" | "reportagenewsarticle" | "techarticle" | "report" => {
                self.article = true;
            }
            "product" | "productgroup" | "og:product" | "product.item" | "product.group" => {
                self.product = true
            }
            "discussionforumposting" | "qapage" | "question" | "answer" | "comment" => self.thread = true,
            "itemlist" | "collectionpage" | "searchresultspage" | "offercatalog" => self.list = true,
            "organization" | "localbusiness" | "service" | "corporation" => self.organization = true,
            "website" | "webpage" => self.website = true,
            _ => {}
        }
    }
}

/// A hash of all words of a text.
pub(super) fn hash(words: &[u64]) -> u64 {
    words.iter().fold(7, |hash, word| hash.rotate_left(9).wrapping_mul(31) ^ word)
}

/// Hashes of the words of a text, in small letters; an ideograph is a word.
pub(super) fn words(text: &str) -> Vec<u64> {
    let mut found = Vec::with_capacity(text.len() / 5);
    let mut word = Word::NONE;
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let small = SMALL[usize::from(byte)];
        if small != 0 {
            word.add(small.into());
            at += 1;
        } else if byte.is_ascii() {
            word.end(&mut found);
            at += 1;
        } else if let Some(c) = text[at..].chars().next() {
            at += c.len_utf8();
            if !is_letter(c) {
                word.end(&mut found);
            } else if is_ideograph(c) {
                word.end(&mut found);
                word.add(c);
                word.end(&mut found);
            } else if is_surely_small(c) {
                word.add(c);
            } else {
                c.to_lowercase().for_each(|c| word.add(c));
            }
        }
    }
    word.end(&mut found);
    found
}

/// The small letters of ASCII for letters, digits for themselves, and 0 for all else.
const SMALL: [u8; 256] = {
    let mut small = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        if (byte as u8).is_ascii_alphanumeric() {
            small[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    small
};

/// The hash of a word as far as it was read (FNV-1a).
struct Word(u64);

impl Word {
    const NONE: Word = Word(0xcbf2_9ce4_8422_2325);

    fn add(&mut self, c: char) {
        self.0 = (self.0 ^ u64::from(c)).wrapping_mul(0x0100_0000_01b3);
    }

    /// Adds the word to those found, if there is one.
    fn end(&mut self, found: &mut Vec<u64>) {
        if self.0 != Word::NONE.0 {
            found.push(self.0);
            *self = Word::NONE;
        }
    }
}

/// Hashes of all rows of a few words; of a shorter text, of all its words.
fn passages(text: &str) -> Vec<u64> {
    passages_of(&words(text)).collect()
}

fn passages_of(words: &[u64]) -> impl ExactSizeIterator<Item = u64> {
    let join = |row: &[u64]| row.iter().fold(7_u64, |hash, word| hash.rotate_left(9) ^ word);
    // A text of no words has no row.
    words.windows(words.len().clamp(1, PASSAGE)).map(join)
}
