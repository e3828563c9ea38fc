//! Embedded content: what is shown from another address becomes that address, in a paragraph alone.

use super::Lowering;
use crate::html::NodeId;
use crate::markdown::tree::Piece;

impl Lowering<'_> {
    /// The address as a link whose text it is, as far as a reader can read it; without one, what the page shows instead.
    pub(super) fn embed(&mut self, id: NodeId) {
        if !self.address(id) {
            self.block(id);
        }
    }

    /// Writes the address. Says whether there is one.
    #[inline(never)]
    fn address(&mut self, id: NodeId) -> bool {
        let url = self.embedded_url(id).map(str::to_owned);
        if let Some(url) = &url {
            let why = "what is shown from elsewhere became its address";
            self.account.replace(id, "embed", why, readable(url));
            self.url_paragraph(url);
        }
        url.is_some()
    }

    fn url_paragraph(&mut self, url: &str) {
        self.flush();
        let outside = std::mem::take(&mut self.marks);
        let link = self.document.link(url, "");
        self.open_link(link);
        let text = self.document.texts.add(readable(url));
        self.run.piece(Piece::Text(text), self.marks);
        self.marks = outside;
        self.flush();
    }

    fn embedded_url(&self, id: NodeId) -> Option<&str> {
        let own = match self.dom.name(id) {
            "object" => self.dom.attr(id, "data"),
            _ => self.dom.attr(id, "src"),
        };
        let sources = self.dom.children(id).filter(|&child| self.dom.is(child, "source"));
        let urls = own.into_iter().chain(sources.filter_map(|source| self.dom.attr(source, "src")));
        let mut urls = urls.map(|url| url.trim_matches(crate::html::is_space));
        urls.find(|url| is_web(url))
    }
}

/// Addresses of more bytes than this hold what is meant for players only, such as a session, in query or fragment.
const MAX_READABLE: usize = 200;

/// The address as a text: of a long one host and path only.
fn readable(url: &str) -> &str {
    if url.len() <= MAX_READABLE {
        return url;
    }
    let address = url.split_once("//").map_or(url, |(_, rest)| rest);
    address.split(['?', '#']).next().unwrap_or(address)
}

/// Whether a URL is one that a reader can open, and safe to print.
fn is_web(url: &str) -> bool {
    let has = |scheme: &str| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    (has("http://") || has("https://")) && !url.contains(|c: char| c.is_ascii_control() || c == ' ')
}

#[cfg(test)]
mod tests {
    use super::{is_web, readable};

    #[test]
    fn of_long_addresses_host_and_path() {
        let long = format!("https://films.example/embed/?film=1#{}", "x".repeat(200));
        assert_eq!(readable(&long), "films.example/embed/");
        assert_eq!(readable("https://films.example/embed/?film=1"), "https://films.example/embed/?film=1");
    }

    #[test]
    fn only_the_web() {
        assert!(is_web("HTTPS://a.b/c"));
        assert!(!is_web("javascript:alert(1)"));
        assert!(!is_web("https://a\nb"));
        assert!(!is_web("v.mp4"));
    }
}
