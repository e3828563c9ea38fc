//! The site rules that come with tamis: a file for each site or platform.

use super::{Entry, SiteRules};
use std::sync::LazyLock;

macro_rules! files {
    ($($name:literal)*) => { &[$(($name, include_str!(concat!($name, ".toml")))),*] };
}

/// Each file with its name, so that a fault can be told.
#[rustfmt::skip]
const FILES: &[(&str, &str)] = files![
    "163.com"
    "36kr.com"
    "bilibili.com"
    "blog.csdn.net"
    "blogger"
    "cnbeta.com.tw"
    "discourse"
    "douban.com"
    "ghost"
    "github.com"
    "hatenablog.com"
    "ifeng.com"
    "jianshu.com"
    "juejin.cn"
    "mediawiki"
    "medium.com"
    "mp.weixin.qq.com"
    "naver.com"
    "news.ycombinator.com"
    "note.com"
    "qiita.com"
    "qq.com"
    "reddit.com"
    "sina.com.cn"
    "sohu.com"
    "sspai.com"
    "stackexchange.com"
    "substack.com"
    "telegra.ph"
    "thepaper.cn"
    "tistory.com"
    "weibo.com"
    "wordpress"
    "zhihu.com"
];

/// All of them, compiled once.
pub(super) static RULES: LazyLock<SiteRules> = LazyLock::new(|| {
    let (mut entries, mut tests) = (Vec::new(), Vec::new());
    for (name, text) in FILES {
        let (found, own) = super::read::read(text, true)
            .unwrap_or_else(|error| panic!("the built-in site rules {name}: {error}"));
        // Sites change after the rules are written.
        entries.extend(found.into_iter().map(|entry| Entry { check: true, ..entry }));
        tests.extend(own);
    }
    SiteRules::index(entries, tests)
});

#[cfg(test)]
mod tests {
    use super::RULES;
    use std::collections::HashSet;

    #[test]
    fn each_site_has_a_name_of_its_own_and_a_test() {
        let tested: HashSet<&str> = RULES.tests().iter().map(|test| test.site.as_str()).collect();
        let mut seen = HashSet::new();
        for entry in &RULES.0.entries {
            assert!(seen.insert(&entry.name), "two sites are called {}", entry.name);
            assert!(tested.contains(entry.name.as_str()), "{} has no [[site.test]]", entry.name);
        }
    }
}
