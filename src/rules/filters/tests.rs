//! Which elements a list hides where, and what is no list. The lists are our own.

use super::FilterList;
use crate::html::parse_page;

const LIST: &str = "[Adblock Plus 2.0]\n! Title: ours\n##.ad\n##div.box > .inner\n##a[href^=\"https://ads.example/\"]\n\
    ##[id^=\"slot-\"]\n##x-ad\n###top\nexample.org##.promo, .banner\n~example.net##.hint\nexample.org#@#.ad\n\
    shop.*##.tip\nexample.org##.text:has-text(Buy)\n||ads.example^$third-party\nexample.org##+js(nowebrtc)\n";

fn hidden(host: &str, html: &str) -> Vec<String> {
    let list = FilterList::parse(LIST).expect("it is a list");
    let active = list.on(host);
    let dom = parse_page(html, &mut Vec::new());
    dom.descendants(dom.root()).filter_map(|id| active.find(&dom, id).map(str::to_owned)).collect()
}

#[test]
fn elements_are_hidden_by_generic_rules() {
    let html = "<p class='x ad'>a</p><div class=box><i class=inner>b</i></div><i class=inner>c</i>\
        <a href=https://ads.example/1>d</a><a href=https://example.org/>e</a><p id=slot-7>f</p><x-ad>g</x-ad><p id=top>h</p>\
        <p class=promo>i</p><p class=hint>j</p>";
    let expected = [
        ".ad",
        "div.box > .inner",
        "a[href^=\"https://ads.example/\"]",
        "[id^=\"slot-\"]",
        "x-ad",
        "#top",
        ".hint",
    ];
    assert_eq!(hidden("", html), expected);
    assert_eq!(hidden("example.com", html), expected);
}

#[test]
fn hosts_have_rules_and_exceptions_of_their_own() {
    let html =
        "<p class=ad>a</p><p class=promo>b</p><p class=banner>c</p><p class=hint>d</p><p class=tip>e</p>";
    assert_eq!(hidden("example.org", html), [".promo", ".banner", ".hint"]);
    assert_eq!(hidden("www.example.org", html), [".promo", ".banner", ".hint"]);
    assert_eq!(hidden("notexample.org", html), [".ad", ".hint"]);
    assert_eq!(hidden("a.example.net", html), [".ad"]);
    assert_eq!(hidden("www.shop.co.uk", html), [".ad", ".hint", ".tip"]);
}

#[test]
fn what_is_no_list_is_told_with_its_line() {
    for (text, line) in [
        ("<!DOCTYPE html>\n<p class=x>Hello you</p>\n<p>More text</p>", Some(1)),
        ("# Notes\n\n## Of salt\n\nSalt is older than writing.\n", Some(3)),
        ("", None),
        ("! Only a comment\n", None),
        ("||ads.example^\n", None),
    ] {
        let error = FilterList::parse(text).map(|_| ()).expect_err(text);
        assert_eq!(error.line(), line, "{text}: {error}");
    }
}
