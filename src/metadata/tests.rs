//! Pages whose metadata stand in several places.

use super::{Metadata, read, tag};
use crate::html::parse_page;
use url::Url;

fn of(html: &str) -> Metadata {
    let url = Url::parse("https://www.a.example/x/").expect("a URL");
    read(&parse_page(html, &mut Vec::new()), Some(&url))
}

#[test]
fn a_head_is_read_in_the_order_of_trust() {
    let metadata = of("<html lang='zh-Hans'><head><title>T |\n Site</title>\
        <meta property='og:title' content=' The  title '><meta name=Author content=Li>\
        <link rel='x canonical' href='/1'><meta property=og:image content=../i.png>\
        <meta name=keywords content='salt, bread,salt'>\
        <script type='application/ld+json'>{\"@graph\":[{\"@type\":\"WebSite\"},\
        {\"@type\":\"Article\",\"datePublished\":\"2024-05-06\",\"publisher\":{\"name\":\"P\"}}]}</script></head>");
    assert_eq!(metadata.title, "The title");
    assert_eq!(metadata.authors, ["Li"]);
    assert_eq!(metadata.date, "2024-05-06");
    assert_eq!(metadata.canonical_url, "https://www.a.example/1");
    assert_eq!(metadata.image, "https://www.a.example/i.png");
    assert_eq!(metadata.language, "zh-Hans");
    assert_eq!(metadata.site, "P");
    assert_eq!(metadata.tags, ["salt", "bread"]);
    let source = |field| metadata.fields().find(|(own, ..)| *own == field).map(|(.., source)| source);
    assert_eq!(source("date"), Some("JSON-LD datePublished"));
    assert_eq!(source("modified"), None);
}

#[test]
fn a_bare_page_says_what_it_shows() {
    let metadata = of("<svg><title>drawing</title></svg><title> </title><h1>The <i>heading</i></h1>\
        <time datetime=2024-01-02>today</time><script type='application/ld+json'>{</script>");
    assert_eq!((metadata.title.as_str(), metadata.date.as_str()), ("The heading", "2024-01-02"));
    assert_eq!((metadata.author(), metadata.canonical_url.as_str()), (String::new(), ""));
    assert_eq!(metadata.site, "a.example");
}

#[test]
fn addresses_that_are_not_of_the_web_are_none() {
    let metadata =
        of("<link rel=canonical href='javascript:x()'><meta property=og:image content='data:image/png,x'>");
    assert_eq!((metadata.canonical_url.as_str(), metadata.image.as_str()), ("", ""));
}

#[test]
fn language_tags() {
    assert_eq!(tag("de_DE").as_deref(), Some("de-DE"));
    assert_eq!(tag("en, de").as_deref(), Some("en"));
    assert_eq!(tag("German"), None);
    assert_eq!(tag("de-DE.UTF-8"), None);
}
