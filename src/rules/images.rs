//! What is known of images in pages: where scripts hide their URL, and which files stand in for them.

use super::hosts::Hosts;
use super::urls::{WebAddress, is_path};
use crate::html::{AttrName, Dom, ElementMap, NameSet, NodeId, is_space};
use aho_corasick::AhoCorasick;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;

/// An alternative text of more characters says something.
const LONGEST_NOISE: usize = 16;

/// The table `images.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImageTable {
    #[serde(deserialize_with = "attr_names")]
    attributes: Vec<AttrName>,
    pub(crate) srcsets: Vec<String>,
    placeholders: NameSet<String>,
    #[serde(deserialize_with = "element_names")]
    pub(crate) elements: ElementMap<()>,
    noise: NameSet<String>,
    emoji: Signs,
    viewers: Classes,
    counters: Counters,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signs {
    classes: NameSet<String>,
    #[serde(deserialize_with = "any_of")]
    paths: AhoCorasick,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Classes {
    classes: NameSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(from = "CounterFile")]
struct Counters {
    addresses: Vec<Address>,
    by_host: Hosts,
}

/// The table as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CounterFile {
    addresses: Vec<Address>,
}

impl From<CounterFile> for Counters {
    fn from(CounterFile { addresses }: CounterFile) -> Self {
        let mut by_host = Hosts::default();
        addresses.iter().enumerate().for_each(|(number, own)| by_host.add(&own.host, number));
        Counters { addresses, by_host }
    }
}

/// `host/path`, each perhaps with a star.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct Address {
    host: String,
    path: String,
}

impl TryFrom<String> for Address {
    type Error = String;

    fn try_from(text: String) -> Result<Address, String> {
        let slash = text.find('/').ok_or_else(|| format!("{text} has no path"))?;
        let (host, path) = text.split_at(slash);
        Ok(Address { host: host.to_owned(), path: path.to_owned() })
    }
}

impl ImageTable {
    /// Whether an image of this address is there to count readers.
    pub(crate) fn is_counter(&self, url: &str) -> bool {
        let Some(parts) = WebAddress::of(url) else { return false };
        let mut numbers = self.counters.by_host.find(parts.host).into_iter();
        numbers.any(|number| is_path(&self.counters.addresses[number].path, parts.path))
    }

    /// The URL that a script would load later, from the best attribute that holds a usable one.
    pub(crate) fn deferred<'s, 'a>(&'s self, dom: &'a Dom, id: NodeId) -> Option<(&'s str, &'a str)> {
        let value = |name: &'s AttrName| Some((name.as_str(), dom.attr_named(id, name)?));
        let values = self.attributes.iter().filter_map(value);
        values.map(|(name, url)| (name, trim(url))).find(|(_, url)| is_file(url) && self.is_usable(url))
    }

    /// Whether a URL can be that of the image itself.
    pub(crate) fn is_usable(&self, url: &str) -> bool {
        !url.is_empty() && !has_other_scheme(url) && !url.starts_with('#') && !self.is_placeholder(url)
    }

    /// Whether an alternative text says nothing.
    pub(crate) fn is_noise(&self, alt: &str) -> bool {
        alt.chars().nth(LONGEST_NOISE).is_none() && self.noise.contains(&alt.to_lowercase())
    }

    /// Whether an image shows a single sign.
    pub(crate) fn is_emoji(&self, dom: &Dom, id: NodeId) -> bool {
        dom.classes(id).any(|class| self.emoji.classes.contains(class))
            || dom.attr(id, "src").is_some_and(|url| self.emoji.paths.is_match(url))
    }

    /// Whether an element belongs to a viewer of images.
    pub(crate) fn is_viewer(&self, dom: &Dom, id: NodeId) -> bool {
        dom.classes(id).any(|class| self.viewers.classes.contains(class))
    }

    /// Whether a file's name says that it only holds the place of an image.
    fn is_placeholder(&self, url: &str) -> bool {
        let end = memchr::memchr2(b'?', b'#', url.as_bytes());
        let path = &url[..end.unwrap_or(url.len())];
        let file = &path[memchr::memrchr(b'/', path.as_bytes()).map_or(0, |slash| slash + 1)..];
        let is_small = !file.bytes().any(|byte| byte.is_ascii_uppercase());
        let file = if is_small { Cow::Borrowed(file) } else { Cow::Owned(file.to_ascii_lowercase()) };
        self.placeholders.contains(&*file)
    }
}

fn element_names<'d, D: Deserializer<'d>>(list: D) -> Result<ElementMap<()>, D::Error> {
    let names = Vec::<String>::deserialize(list)?;
    Ok(names.iter().map(|name| (name.as_str(), ())).collect())
}

fn attr_names<'d, D: Deserializer<'d>>(list: D) -> Result<Vec<AttrName>, D::Error> {
    let names = Vec::<String>::deserialize(list)?;
    Ok(names.iter().map(|name| AttrName::new(name)).collect())
}

fn any_of<'d, D: Deserializer<'d>>(list: D) -> Result<AhoCorasick, D::Error> {
    AhoCorasick::new(Vec::<String>::deserialize(list)?).map_err(D::Error::custom)
}

/// Without HTML's white space at its ends.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// Attributes for late loading also hold `true` or `eager`: a URL has a slash or ends like a file.
fn is_file(url: &str) -> bool {
    let ending = url.rsplit('.').next().unwrap_or("");
    url.contains('/') || (ending.len() < url.len() && matches!(ending.len(), 3 | 4))
}

/// `data:`, `blob:`, `about:blank` and the like: no address that one could fetch.
fn has_other_scheme(url: &str) -> bool {
    let scheme = memchr::memchr(b':', url.as_bytes()).map(|colon| &url[..colon]);
    scheme.is_some_and(|scheme| {
        let is_scheme = scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
        is_scheme && !["http", "https", "ftp"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
    })
}

#[cfg(test)]
mod tests {
    use super::LONGEST_NOISE;
    use crate::rules::BUILT_IN;

    #[test]
    fn what_says_nothing_is_short() {
        let images = &BUILT_IN.images;
        assert!(images.noise.iter().all(|words| words.chars().count() <= LONGEST_NOISE));
        assert!(images.is_noise("Image Alt Text") && !images.is_noise("image of a mill"));
    }
}
