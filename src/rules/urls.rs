//! What is known of addresses: parameters that only track, redirectors that carry their target,
//! players and the pages that they show. Addresses that nothing is known of are left as they are.

use serde::Deserialize;
use url::Url;

/// The table `trackers.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TrackerTable {
    #[serde(rename = "rule")]
    pub(crate) rules: Vec<TrackerRule>,
}

/// A rule about parameters and fragments.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TrackerRule {
    pub(crate) name: String,
    pub(crate) why: String,
    #[serde(default)]
    hosts: Vec<String>,
    path: Option<String>,
    #[serde(default)]
    when: Vec<String>,
    #[serde(default)]
    drop: Vec<String>,
    keep: Option<Vec<String>>,
    #[serde(default)]
    fragments: Vec<String>,
}

/// The table `redirectors.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RedirectorTable {
    #[serde(rename = "rule")]
    pub(crate) rules: Vec<RedirectorRule>,
}

/// A rule about addresses that carry another one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RedirectorRule {
    pub(crate) name: String,
    pub(crate) why: String,
    hosts: Vec<String>,
    #[serde(default)]
    paths: Vec<String>,
    parameters: Vec<String>,
}

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

/// An address that was replaced, and by which rule.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Replaced<'r> {
    pub(crate) url: String,
    pub(crate) rule: &'r str,
    pub(crate) why: &'r str,
}

impl TrackerTable {
    /// The address without what only tracks; `None` when nothing of the kind is in it. What stays,
    /// stays byte for byte.
    pub(crate) fn tidy(&self, address: &str) -> Option<Replaced<'_>> {
        if !address.contains(['?', '#']) {
            return None;
        }
        let url = Url::parse(address).ok()?;
        let mut found: Option<Replaced<'_>> = None;
        for rule in self.rules.iter().filter(|rule| rule.fits(&url)) {
            let before = found.as_ref().map_or(address, |found| &found.url);
            if let Some(after) = rule.tidy(before) {
                found = Some(Replaced { url: after, rule: &rule.name, why: &rule.why });
            }
        }
        found
    }
}

impl TrackerRule {
    fn fits(&self, url: &Url) -> bool {
        (self.hosts.is_empty() || self.hosts.iter().any(|host| is_host(host, url)))
            && self.path.as_ref().is_none_or(|path| is_path(path, url))
            && self.when.iter().all(|name| url.query_pairs().any(|(own, _)| own == name.as_str()))
    }

    fn tidy(&self, address: &str) -> Option<String> {
        let (rest, fragment) = match address.split_once('#') {
            Some((rest, fragment)) => (rest, Some(fragment)),
            None => (address, None),
        };
        let (path, query) = match rest.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (rest, None),
        };
        let mut after = path.to_owned();
        let kept: Vec<&str> = query.unwrap_or("").split('&').filter(|pair| self.keeps(pair)).collect();
        let kept = kept.join("&");
        if !kept.is_empty() || query == Some("") {
            after.push('?');
            after.push_str(&kept);
        }
        let drops_fragment = |fragment: &&str| self.fragments.iter().any(|own| own == "*" || own == fragment);
        if let Some(fragment) = fragment.filter(|fragment| !drops_fragment(fragment)) {
            after.push('#');
            after.push_str(fragment);
        }
        (after != address).then_some(after)
    }

    /// `pair` is `name=value`, or `amp;name=value` where an address was escaped twice.
    fn keeps(&self, pair: &str) -> bool {
        let pair = pair.trim_start_matches("amp;");
        let name = pair.split('=').next().unwrap_or(pair);
        let is = |own: &String| match own.strip_suffix('*') {
            Some(prefix) => name.starts_with(prefix),
            None if own.contains('=') => own == pair,
            None => own == name,
        };
        match &self.keep {
            Some(keep) => keep.iter().any(is),
            None => pair.is_empty() || !self.drop.iter().any(is),
        }
    }
}

impl RedirectorTable {
    /// The address that a redirector carries.
    pub(crate) fn target(&self, address: &str) -> Option<Replaced<'_>> {
        let url = Url::parse(address).ok()?;
        let query = url.query()?;
        let fits = |rule: &&RedirectorRule| {
            rule.hosts.iter().any(|host| is_host(host, &url))
                && (rule.paths.is_empty() || rule.paths.iter().any(|path| is_path(path, &url)))
        };
        self.rules.iter().filter(fits).find_map(|rule| {
            let target = rule.parameters.iter().find_map(|name| carried(query, name))?;
            Some(Replaced { url: target, rule: &rule.name, why: &rule.why })
        })
    }
}

impl EmbedTable {
    /// The page that a player shows.
    pub(crate) fn page(&self, address: &str) -> Option<Replaced<'_>> {
        let url = Url::parse(address).ok()?;
        self.rules.iter().filter(|rule| rule.hosts.iter().any(|host| is_host(host, &url))).find_map(|rule| {
            let page = rule.page(&url)?;
            Some(Replaced { url: page, rule: &rule.name, why: &rule.why })
        })
    }
}

impl EmbedRule {
    fn page(&self, url: &Url) -> Option<String> {
        let id = match &self.query {
            Some(name) if is_path(&self.path, url) => value(url.query()?, name)?,
            Some(_) => return None,
            None => {
                let (before, after) = self.path.split_once("{id}")?;
                let rest = url.path().strip_prefix(before)?;
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

/// `*.example.org` stands for the domain and all below it.
fn is_host(pattern: &str, url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    match pattern.strip_prefix("*.") {
        Some(domain) => {
            host.strip_suffix(domain).is_some_and(|below| below.is_empty() || below.ends_with('.'))
        }
        None => host == pattern,
    }
}

/// A star at one of the ends of a pattern stands for anything.
fn is_path(pattern: &str, url: &Url) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(end), _) => url.path().ends_with(end),
        (None, Some(start)) => url.path().starts_with(start),
        (None, None) => url.path() == pattern,
    }
}

/// The raw value of a parameter; the whole query for an empty name.
fn value<'q>(query: &'q str, name: &str) -> Option<&'q str> {
    if name.is_empty() {
        return Some(query);
    }
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.into_iter().find(|(own, _)| *own == name).map(|(_, value)| value)
}

fn carried(query: &str, name: &str) -> Option<String> {
    decoded(value(query, name)?)
}

/// An http address as it was before it was written into another one. A value that begins as an address
/// was not encoded, so the percent signs in it are its own.
fn decoded(value: &str) -> Option<String> {
    let is_http = |text: &str| text.starts_with("https://") || text.starts_with("http://");
    let text = if is_http(value) { value.to_owned() } else { percent_decoded(value)? };
    let is_clean = |text: &String| !text.contains(|c: char| c.is_control() || c.is_whitespace());
    Some(text).filter(|text| is_http(text) && is_clean(text) && Url::parse(text).is_ok())
}

/// Undoes percent-encoding; a percent sign that begins no byte stands for itself. `None` if it is not UTF-8.
fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let digit = |at: usize| char::from(*after.get(at)?).to_digit(16);
        let byte = digit(0).zip(digit(1)).and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
        match byte.filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use crate::options::Options;
    use crate::rules::{Rules, compile};

    fn rules() -> Rules {
        compile(&Options::default()).expect("no selectors")
    }

    #[test]
    fn what_only_tracks_is_taken_off() {
        let cases = [
            ("https://a.example/x?utm_source=b&id=3&utm_medium=c#top", Some("https://a.example/x?id=3#top")),
            ("https://a.example/x?fbclid=1", Some("https://a.example/x")),
            ("https://a.example/x?from=timeline&y=%E4%B8%AD", Some("https://a.example/x?y=%E4%B8%AD")),
            ("https://a.example/路径?gclid=1&q=字", Some("https://a.example/路径?q=字")),
            ("https://a.example/x?from=Paris&to=Rome", None),
            ("https://a.example/x?a=1&&b=2&", None),
            ("https://a.example/x", None),
            ("/x?utm_source=a", None),
            (
                "http://mp.weixin.qq.com/s?__biz=B==&mid=1&idx=2&sn=3&chksm=4&scene=21#wechat_redirect",
                Some("http://mp.weixin.qq.com/s?__biz=B==&mid=1&idx=2&sn=3"),
            ),
            ("https://mp.weixin.qq.com/s/AbC?scene=1&chksm=2#rd", Some("https://mp.weixin.qq.com/s/AbC")),
            ("https://mp.weixin.qq.com/s?src=11&timestamp=2&signature=3", None),
            (
                "https://mmbiz.qpic.cn/mmbiz_png/A/640?wx_fmt=png&amp;from=appmsg&tp=webp#imgIndex=1",
                Some("https://mmbiz.qpic.cn/mmbiz_png/A/640?wx_fmt=png"),
            ),
        ];
        let rules = rules();
        for (before, after) in cases {
            let tidy = rules.built_in.trackers.tidy(before).map(|replaced| replaced.url);
            assert_eq!(tidy.as_deref(), after, "{before}");
        }
    }

    #[test]
    fn redirectors_give_up_their_target() {
        let cases = [
            (
                "https://shop.pvxt.net/c/1/2?u=https%3A%2F%2Fa.example%2F%3Fb%3D%25",
                Some("https://a.example/?b=%"),
            ),
            (
                "https://c.duomai.com/track.php?site_id=1&t=https://a.example/%20",
                Some("https://a.example/%20"),
            ),
            ("https://c.duomai.com/track.php?k=WP0ZSPklWdlZ", None),
            ("https://link.zhihu.com/?target=http%3A//a.example", Some("http://a.example")),
            ("https://link.zhihu.com/?target=javascript%3Aalert(1)", None),
            ("https://www.google.com/search?q=https://a.example", None),
            ("https://notpvxt.net/?u=https://a.example", None),
            ("https://href.li/?https://a.example/b?c=d", Some("https://a.example/b?c=d")),
        ];
        let rules = rules();
        for (before, after) in cases {
            let target = rules.built_in.redirectors.target(before).map(|replaced| replaced.url);
            assert_eq!(target.as_deref(), after, "{before}");
        }
    }

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
        let rules = rules();
        for (player, page) in cases {
            let found = rules.built_in.embeds.page(player).map(|replaced| replaced.url);
            assert_eq!(found.as_deref(), page, "{player}");
        }
    }
}
