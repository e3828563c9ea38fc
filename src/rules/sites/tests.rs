//! Which rules are found for which page, and what is wrong with rules that cannot be read.

use super::{Site, SiteRules};
use crate::html::{parse_fragment, parse_page};
use url::Url;

const RULES: &str = "
    [[site]]
    match = ['example.org', 'example.net/posts/*']
    [[site]]
    name = 'blog'
    match = 'blog.example.org'
    [[site]]
    name = 'exact'
    match = 'example.org'
    subdomains = false
    [[site]]
    name = 'engine'
    detect = \"meta[name=generator][content^='Engine']\"
    ";

fn found(url: &str, html: &str) -> String {
    let rules = [SiteRules::parse(RULES).expect("it can be read")];
    let url = Url::parse(url).ok();
    let dom = parse_page(html, &mut Vec::new());
    let site = Site::of(&dom, url.as_ref(), &rules);
    site.entries.iter().map(|entry| entry.name.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_site_is_found_by_its_host_and_the_hosts_below() {
    for (url, expected) in [
        ("https://example.org/", "example.org exact"),
        ("http://WWW.example.org/a?b", "example.org exact"),
        ("https://blog.example.org/a", "blog example.org"),
        ("https://a.blog.example.org/a", "blog example.org"),
        ("https://notexample.org/", ""),
        ("https://example.org.evil.example/", ""),
        ("https://example.net/", ""),
        ("https://example.net/posts/1", "example.org"),
        ("https://m.example.net/posts/", "example.org"),
        ("https://example.net/a/posts/1", ""),
        ("file:///example.org/posts/1", ""),
    ] {
        assert_eq!(found(url, "<p>Salt"), expected, "{url}");
    }
}

#[test]
fn software_is_found_by_its_mark_in_the_head() {
    let head = "<meta name=generator content='Engine 5.1'>";
    assert_eq!(found("", head), "engine");
    assert_eq!(found("https://example.org/", head), "example.org exact engine");
    assert_eq!(found("", &format!("<body><div>{head}</div>")), "");
    let rules = [SiteRules::parse(RULES).expect("it can be read")];
    let fragment = parse_fragment(head, &mut Vec::new());
    assert!(Site::of(&fragment, None, &rules).entries.is_empty());
}

#[test]
fn the_users_rules_come_first_and_the_last_file_before_the_others() {
    let file = |name: &str| {
        SiteRules::parse(&format!("[[site]]\nname = '{name}'\nmatch = 'mp.weixin.qq.com'"))
            .expect("it can be read")
    };
    let rules = [file("one"), file("two")];
    let url = Url::parse("https://mp.weixin.qq.com/s/1").ok();
    let site = Site::of(&parse_page("<p>Salt", &mut Vec::new()), url.as_ref(), &rules);
    let names: Vec<&str> = site.entries.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names[..2], ["two", "one"]);
    assert!(names.len() > 2, "ours come last: {names:?}");
}

#[test]
fn what_cannot_be_read_has_its_line() {
    for (text, line, message) in [
        ("\n[[site]]\nmatch = 'a.example'\nselct = 'p'", 4, "unknown key `selct`: did you mean `select`?"),
        (
            "[[site]]\nmatch = 'a.example'\ndrop = [\n'p',\n'a[',\n]",
            5,
            "`drop`: the selector is not complete at character 2 of `a[`",
        ),
        (
            "[[site]]\nselect = 'p'",
            1,
            "a [[site]] needs `match` or `detect`: nothing says which pages are its",
        ),
        (
            "[[site]]\nmatch = 'https://a.example'",
            2,
            "`match`: \"https://a.example\" needs a host, and perhaps a path: example.org, or example.org/posts/*",
        ),
        ("[site]\nmatch = 'a.example'", 1, "`site` needs two brackets: [[site]]"),
        ("scope = 'body'", 1, "unknown key `scope`: a file of site rules has site"),
        (
            "[[site]]\nmatch = 'a.example'\n[[site.test]]\nurl = 'x'",
            3,
            "a [[site.test]] needs a page: either `html` or `file`",
        ),
        ("[[site]]\nmatch = 1", 2, "`match` is a text or an array of texts"),
        (
            "[[site]]\nmatch = 'a.example'\ntitle = 'h1@'",
            3,
            "`title`: unexpected token at character 2 of `h1@`",
        ),
    ] {
        let error = SiteRules::parse(text).map(|_| ()).expect_err(text);
        assert_eq!((error.line(), error.to_string().as_str()), (Some(line), message), "{text}");
    }
    assert!(SiteRules::within("scope = 'body'").expect("other keys are passed over").is_empty());
}
