//! What becomes of rules for a site that has changed since they were written.
#![allow(clippy::unwrap_used)]

use tamis::{Action, Article, Cleaner, Options, Page, Scope, SiteRules};

/// A page with two paragraphs of text and a teaser. Its site's rules select `.old` or drop `.part`.
const PAGE: &str = r#"<html><head><title>On salt</title></head><body>
<nav><a href="/a">Home</a> <a href="/b">Kitchen</a> <a href="/c">Travel</a></nav>
<div class="old"><a href="/d">Ten kitchens</a></div>
<article><h1>On salt</h1>
<div class="part"><p>Salt is older than writing, and the roads on which it was carried are older than the towns that
stand on them. People paid with it, fought for it, and kept their fish and their meat in it through the winter.</p></div>
<p>What the sea leaves behind in a pan differs from what a mine gives. The first is damp and has the taste of the bay
that it comes from, the second is dry and clean, and a cook who has both on the table reaches for one or the other
without a thought, as a writer does for a pencil or a pen.</p></article>
</body></html>"#;

fn clean(rules: &str, scope: Scope) -> Article {
    let rules = SiteRules::parse(&format!("[[site]]\nmatch = 'example.org'\n{rules}")).unwrap();
    let cleaner = Cleaner::new(Options { scope, site_rules: vec![rules], ..Options::default() }).unwrap();
    cleaner.clean(&Page::new(PAGE).url("https://example.org/"))
}

fn doubts(article: &Article) -> Vec<String> {
    let doubts = article.notes().iter().filter(|note| note.action == Action::Suspected);
    doubts.filter(|note| note.rule == "site-select").map(|note| note.why.to_string()).collect()
}

#[test]
fn a_selection_that_is_out_of_date_is_passed_over_with_a_note() {
    let article = clean("select = '.old'\ncheck = true", Scope::Article);
    assert!(article.to_string().contains("older than writing"), "{article}");
    assert!(matches!(&doubts(&article)[..], [why] if why.contains("holds 0 %")), "{:?}", doubts(&article));
}

#[test]
fn a_selection_is_obeyed_when_its_author_did_not_ask_for_a_check() {
    let article = clean("select = '.old'", Scope::Article);
    assert_eq!(article.to_string(), "[Ten kitchens](https://example.org/d)\n");
    assert!(doubts(&article).is_empty());
}

#[test]
fn a_selection_that_agrees_with_the_page_is_taken() {
    let article = clean("select = 'article'\ncheck = true", Scope::Article);
    assert!(article.to_string().starts_with("# On salt\n\nSalt is older"), "{article}");
    assert!(article.notes().iter().any(|note| note.rule == "site-select" && note.action == Action::Dropped));
    assert!(doubts(&article).is_empty());
}

#[test]
fn what_holds_much_of_the_text_is_dropped_only_by_rules_that_are_not_checked() {
    let rules = "select = 'article'\ndrop = '.part'\n";
    let keeps = |article: Article| article.to_string().contains("older than writing");
    assert!(keeps(clean(&format!("{rules}check = true"), Scope::Article)));
    assert!(!keeps(clean(rules, Scope::Article)));
    // Where the content is not sought there is nothing to compare with.
    assert!(!keeps(clean(&format!("{rules}check = true"), Scope::Body)));
}
