//! Parameters that only track. Addresses that nothing is known of are left as they are.

use super::hosts::Hosts;
use super::urls::{Replaced, WebAddress, is_path, value, without_amp};
use super::word_map::WordMap;
use serde::Deserialize;
use std::borrow::Cow;

/// The table `trackers.toml`.
#[derive(Debug, Deserialize)]
#[serde(from = "File")]
pub(crate) struct TrackerTable {
    pub(crate) rules: Vec<TrackerRule>,
    /// The rules for all hosts, by their numbers.
    anywhere: Vec<usize>,
    by_host: Hosts,
}

/// The table as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<TrackerRule>,
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
    drop: Names,
    keep: Option<Names>,
    #[serde(default)]
    fragments: Vec<String>,
    /// Whether `http` becomes `https`: where it is known to be the same page.
    #[serde(default)]
    https: bool,
}

/// Parameters: `name`, `prefix*`, or `name=value`.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
struct Names {
    whole: WordMap<()>,
    prefixes: Vec<String>,
}

impl From<File> for TrackerTable {
    fn from(File { rule: rules }: File) -> Self {
        let (mut anywhere, mut by_host) = (Vec::new(), Hosts::default());
        for (number, rule) in rules.iter().enumerate() {
            if rule.hosts.is_empty() {
                anywhere.push(number);
            }
            rule.hosts.iter().for_each(|host| by_host.add(host, number));
        }
        TrackerTable { rules, anywhere, by_host }
    }
}

impl From<Vec<String>> for Names {
    fn from(list: Vec<String>) -> Self {
        let (prefixes, whole): (Vec<String>, Vec<String>) =
            list.into_iter().partition(|name| name.ends_with('*'));
        let prefixes = prefixes.iter().map(|prefix| prefix.trim_end_matches('*').to_owned()).collect();
        let mut names = Names { whole: WordMap::default(), prefixes };
        whole.iter().for_each(|name| *names.whole.entry(name) = ());
        names
    }
}

impl TrackerTable {
    /// The address without what only tracks; `None` when nothing of the kind is in it. What stays,
    /// stays byte for byte.
    pub(crate) fn tidy(&self, parts: WebAddress<'_>) -> Option<Replaced<'_>> {
        let address = parts.address;
        if parts.query.is_none() && !parts.has_fragment && !address.starts_with("http:") {
            return None;
        }
        let mut found: Option<Replaced<'_>> = None;
        for &number in &*self.numbers(parts) {
            let rule = &self.rules[number];
            let before = found.as_ref().map_or(address, |found| &found.url);
            if !rule.fits(parts) {
                continue;
            }
            if let Some(after) = rule.tidy(before) {
                found = Some(Replaced { url: after, rule: &rule.name, why: &rule.why });
            }
        }
        found
    }

    /// The rules that an address may fit, by their numbers, in their order.
    fn numbers(&self, parts: WebAddress<'_>) -> Cow<'_, [usize]> {
        let anywhere: &[usize] = if parts.query.is_some() { &self.anywhere } else { &[] };
        let of_host = self.by_host.find(parts.host);
        if of_host.is_empty() {
            return Cow::Borrowed(anywhere);
        }
        let mut numbers = [&of_host, anywhere].concat();
        numbers.sort_unstable();
        Cow::Owned(numbers)
    }
}

impl TrackerRule {
    /// Whether an address of a host of the rule is meant by it.
    fn fits(&self, parts: WebAddress<'_>) -> bool {
        self.path.as_ref().is_none_or(|path| is_path(path, parts.path))
            && self.when.iter().all(|name| parts.query.is_some_and(|query| value(query, name).is_some()))
    }

    fn tidy(&self, address: &str) -> Option<String> {
        let (rest, fragment) = split_at_sign(address, b'#');
        let (path, query) = split_at_sign(rest, b'?');
        let drops_fragment = |fragment: &str| self.fragments.iter().any(|own| own == "*" || own == fragment);
        let secure = path.strip_prefix("http:").filter(|_| self.https);
        let pairs = || pairs(query.unwrap_or(""));
        if secure.is_none() && !fragment.is_some_and(drops_fragment) && pairs().all(|pair| self.keeps(pair)) {
            return None;
        }
        let mut after = match secure {
            Some(rest) => format!("https:{rest}"),
            None => path.to_owned(),
        };
        let kept: Vec<&str> = pairs().filter(|pair| self.keeps(pair)).collect();
        let kept = kept.join("&");
        if !kept.is_empty() || query == Some("") {
            after.push('?');
            after.push_str(&kept);
        }
        if let Some(fragment) = fragment.filter(|fragment| !drops_fragment(fragment)) {
            after.push('#');
            after.push_str(fragment);
        }
        (after != address).then_some(after)
    }

    /// `pair` is `name=value`, or `amp;name=value` where an address was escaped twice.
    fn keeps(&self, pair: &str) -> bool {
        let pair = without_amp(pair);
        match &self.keep {
            Some(keep) => keep.hold(pair),
            None => pair.is_empty() || !self.drop.hold(pair),
        }
    }
}

/// What stands between the `&` of a query.
fn pairs(query: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(query);
    std::iter::from_fn(move || {
        let (pair, after) = split_at_sign(rest?, b'&');
        rest = after;
        Some(pair)
    })
}

/// What stands before a sign, and what behind it, if it is there.
fn split_at_sign(text: &str, sign: u8) -> (&str, Option<&str>) {
    match memchr::memchr(sign, text.as_bytes()) {
        Some(at) => (&text[..at], Some(&text[at + 1..])),
        None => (text, None),
    }
}

impl Names {
    fn hold(&self, pair: &str) -> bool {
        let (name, _) = split_at_sign(pair, b'=');
        self.whole.get(name).is_some()
            || (name.len() < pair.len() && self.whole.get(pair).is_some())
            || self.prefixes.iter().any(|prefix| name.starts_with(prefix.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use crate::options::Options;
    use crate::rules::{WebAddress, compile};
    use std::collections::HashSet;

    /// An address, and what is left of it: at least one for each rule.
    #[rustfmt::skip]
    const CASES: &[(&str, Option<&str>)] = &[
        ("https://mp.weixin.qq.com/s?__biz=B==&mid=1&idx=2&sn=3&x=4", Some("https://mp.weixin.qq.com/s?__biz=B==&mid=1&idx=2&sn=3")),
        ("https://a.example/x?utm_source=b&id=3&utm_medium=c#top", Some("https://a.example/x?id=3#top")),
        ("https://a.example/x?fbclid=1", Some("https://a.example/x")),
        ("https://a.example/x?from=timeline&y=%E4%B8%AD", Some("https://a.example/x?y=%E4%B8%AD")),
        ("https://a.example/路径?gclid=1&q=字", Some("https://a.example/路径?q=字")),
        ("https://a.example/x?from=Paris&to=Rome", None),
        ("https://a.example/x?a=1&&b=2&", None),
        ("https://a.example/x", None),
        ("/x?utm_source=a", None),
        ("http://mp.weixin.qq.com/s?__biz=B==&mid=1&idx=2&sn=3&chksm=4&scene=21#wechat_redirect", Some("https://mp.weixin.qq.com/s?__biz=B==&mid=1&idx=2&sn=3")),
        ("http://mp.weixin.qq.com/s/AbC", Some("https://mp.weixin.qq.com/s/AbC")),
        ("http://a.example/x", None),
        ("https://mp.weixin.qq.com/s/AbC?scene=1&chksm=2#rd", Some("https://mp.weixin.qq.com/s/AbC")),
        ("https://mp.weixin.qq.com/s?src=11&timestamp=2&signature=3", None),
        ("https://mmbiz.qpic.cn/mmbiz_png/A/640?wx_fmt=png&amp;from=appmsg&tp=webp#imgIndex=1", Some("https://mmbiz.qpic.cn/mmbiz_png/A/640?wx_fmt=png")),
        ("https://detail.tmall.com/item.htm?id=3&scm=1.2&pvid=4", Some("https://detail.tmall.com/item.htm?id=3")),
        ("https://a.example/x?scm=git", None),
        ("https://item.taobao.com/item.htm?spm=a1.2&id=5", Some("https://item.taobao.com/item.htm?id=5")),
        ("https://www.bilibili.com/video/BV1?p=2&t=30&seid=9&vd_source=1", Some("https://www.bilibili.com/video/BV1?p=2&t=30")),
        ("https://www.bilibili.com/video/BV1?from_spmid=9", Some("https://www.bilibili.com/video/BV1")),
        ("https://blog.csdn.net/a/article/details/1?ops_request_misc=x&request_id=2", Some("https://blog.csdn.net/a/article/details/1")),
        ("https://m.weibo.cn/status/1?wm=3333_2001&from=x", Some("https://m.weibo.cn/status/1?from=x")),
        ("https://weibo.com/1/AbC?refer_flag=1001", Some("https://weibo.com/1/AbC")),
        ("https://m.toutiao.com/i1/?app=news_article&timestamp=2", Some("https://m.toutiao.com/i1/")),
        ("https://baijiahao.baidu.com/s?id=1&wfr=spider&for=pc", Some("https://baijiahao.baidu.com/s?id=1")),
        ("https://a.example/s?id=1&for=pc", None),
        ("https://news.qq.com/a/1.htm?pgv_ref=aio", Some("https://news.qq.com/a/1.htm")),
        ("https://medium.com/p/1?source=rss----2", Some("https://medium.com/p/1")),
        ("https://a.example/p?source=rss", None),
        ("https://b.substack.com/p/c?r=1&s=2", Some("https://b.substack.com/p/c?s=2")),
        ("https://x.com/a/status/1?s=20&t=b", Some("https://x.com/a/status/1")),
        ("https://x.com/search?s=20", None),
        ("https://www.youtube.com/watch?v=1&t=3&si=2&feature=share", Some("https://www.youtube.com/watch?v=1&t=3")),
        ("https://youtu.be/1?si=2", Some("https://youtu.be/1")),
        ("https://open.spotify.com/track/1?si=2", Some("https://open.spotify.com/track/1")),
        ("https://www.amazon.co.jp/dp/B01?tag=a-22&linkCode=ll1&th=1", Some("https://www.amazon.co.jp/dp/B01?th=1")),
        ("https://a.example/x?tag=b", None),
        ("https://a.example/x?fb_ref=1&ref=2", Some("https://a.example/x?ref=2")),
        ("https://a.example/x#utm_source", None),
        ("mailto:a@b.example?utm_source=1", None),
    ];

    #[test]
    fn what_only_tracks_is_taken_off() {
        let rules = compile(&Options::default()).expect("no selectors");
        for (before, after) in CASES {
            let tidy = WebAddress::of(before).and_then(|parts| rules.built_in.trackers.tidy(parts));
            let tidy = tidy.map(|replaced| replaced.url);
            assert_eq!(tidy.as_deref(), *after, "{before}");
        }
    }

    #[test]
    fn each_rule_is_tried() {
        let trackers = &compile(&Options::default()).expect("no selectors").built_in.trackers;
        let tried: HashSet<&str> = CASES
            .iter()
            .filter_map(|(before, _)| trackers.tidy(WebAddress::of(before)?))
            .map(|replaced| replaced.rule)
            .collect();
        let untried: Vec<&str> = trackers
            .rules
            .iter()
            .map(|rule| rule.name.as_str())
            .filter(|name| !tried.contains(name))
            .collect();
        assert!(untried.is_empty(), "CASES has no address that these rules tidy last: {untried:?}");
    }
}
