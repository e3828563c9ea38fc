//! Players and the pages that they show.

use super::urls::{Replaced, WebAddress, decoded, is_host, is_path, value};
use serde::Deserialize;

/// The table `embeds.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EmbedTable {
    #[serde(rename = "rule")]
    pub(crate) rules: Vec<EmbedRule>,
}

/// A rule about players.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EmbedRule {
    pub(crate) name: String,
    pub(crate) why: String,
    hosts: Vec<String>,
    path: String,
    query: Option<String>,
    url: String,
}

impl EmbedTable {
    /// The page that a player shows.
    pub(crate) fn page(&self, address: &str) -> Option<Replaced<'_>> {
        let parts = WebAddress::of(address)?;
        self.rules.iter().filter(|rule| rule.hosts.iter().any(|host| is_host(host, parts.host))).find_map(
            |rule| {
                let page = rule.page(parts)?;
                Some(Replaced { url: page, rule: &rule.name, why: &rule.why })
            },
        )
    }
}

impl EmbedRule {
    fn page(&self, parts: WebAddress<'_>) -> Option<String> {
        let id = match &self.query {
            Some(name) if is_path(&self.path, parts.path) => value(parts.query?, name)?,
            Some(_) => return None,
            None => {
                let (before, after) = self.path.split_once("{id}")?;
                let rest = parts.path.strip_prefix(before)?;
                let end = rest.find('/').unwrap_or(rest.len());
                rest[end..].starts_with(after).then_some(&rest[..end])?
            }
        };
        if self.url == "{url}" {
            return decoded(id);
        }
        let is_id = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        (!id.is_empty() && id.chars().all(is_id)).then(|| self.url.replace("{id}", id))
    }
}

#[cfg(test)]
mod tests {
    use crate::options::Options;
    use crate::rules::compile;

    #[test]
    fn players_are_named_by_their_page() {
        let cases = [
            ("https://www.youtube.com/embed/a-B_9?rel=0", Some("https://www.youtube.com/watch?v=a-B_9")),
            (
                "https://www.youtube.com/embed/videoseries?list=L",
                Some("https://www.youtube.com/playlist?list=L"),
            ),
            ("https://player.vimeo.com/video/42", Some("https://vimeo.com/42")),
            (
                "https://player.bilibili.com/player.html?aid=1&bvid=BV1",
                Some("https://www.bilibili.com/video/BV1"),
            ),
            ("https://v.qq.com/iframe/preview.html?vid=x1&width=5", Some("https://v.qq.com/x/page/x1.html")),
            ("https://hatenablog-parts.com/embed?url=https%3A%2F%2Fa.example", Some("https://a.example")),
            ("https://www.youtube.com/watch?v=1", None),
            ("https://a.example/embed/1", None),
        ];
        let rules = compile(&Options::default()).expect("no selectors");
        for (player, page) in cases {
            let found = rules.built_in.embeds.page(player).map(|replaced| replaced.url);
            assert_eq!(found.as_deref(), page, "{player}");
        }
    }
}
