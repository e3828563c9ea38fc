//! Pages made to cost: each small one here would be large, or take hours, if something in it multiplied.
//! Checked is what does not depend on the machine: the size of what comes out, and that the end is there.

use tamis::{Cleaner, Options, Page, Scope};

/// A stack that a server may give its threads. Frames of an unoptimized build take several times as much.
const STACK: usize = if cfg!(debug_assertions) { 4 << 20 } else { 256 << 10 };

/// Bytes of each page, about.
const SIZE: usize = if cfg!(debug_assertions) { 6_000 } else { 100_000 };

/// What is repeated.
#[rustfmt::skip]
const REPEATED: &[&str] = &[
    "<div>", "<span>", "<b>", "<em><strong>", "<blockquote>", "<blockquote><p>text</p>", "<ul><li>", "<ul><li>text", "<ol><li>", "<ol start=999999999><li>x",
    "<dl><dd>", "<table><tr><td>", "<table>x", "<section>", "<a href=x>y", "<a><div>", "<h1>", "<pre>", "<code>", "<svg><g>", "<svg><foreignObject>",
    "<math><mrow>", "<template>", "<details>", "<figure>", "<font size=1>", "<x-y>", "<ruby><rt>", "<sup>", "<q>", "<object>", "<select><option>x", "<p>x",
    "</p>", "<br>", "<hr>", "<li>x", "<td>x", "<tr>", "<img src=a>", "<b><p>", "<nobr>x", "<i><table></i>x", "<b><div></b>x", "<div style='display:none'>x",
    "<div style='font-size:0'>x", "<!---->", "<!-- x", "&amp;", "&lt;", "&#0;", "*", "* ", "_a", "`", "[", "]", "![", "](", "[x](", "\\", "<", "&lt;", "#", "> ", "|",
    "http://", "http://a ", "www.a", "a@b.c ", "{{&lt; ", "$", "\u{a0}", "\u{3000}", "\u{202e}", "\n", "- ", "1. ", "~~", "<td colspan=1000>", "<td rowspan=65534>x",
    "<tr><td colspan=1000000000>x", "<li value=7>x", "<ol><li value=9>x</ol>", "<p><b a=1><i>x", "<iframe>", "<noscript><img src=a>", "<input type=checkbox>",
    "<a href='javascript:x'>y</a>", "<img src='javascript:x' alt=y>", "<script type='math/tex'>x</script>", "<p id=fn1><a href=#fn1>1</a>",
    "<div class='author byline title'>words", "<div id=a class=faq hidden>x", "<button aria-controls=a>a b c</button>", "\\(x", "$$x", "<h2>x",
];

/// What stands around many small things, with `{}` for them, and the thing.
#[rustfmt::skip]
const MULTIPLIED: &[(&str, &str)] = &[
    ("<blockquote><blockquote><blockquote><blockquote><blockquote><blockquote><blockquote><blockquote><p>{}", "x<br>"),
    ("<ul><li><ul><li><ul><li><ul><li><ul><li><ul><li><ul><li><ul><li><ul><li><pre>{}", "x\n"),
    ("<table><tr><td>a<td>b<td>c<td>d<td>e<td>f<td>g<td>h<td>i<td>j{}</table>", "<tr><td>x"),
    ("<a href='https://e.example/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'>{}</a>", "<p>x</p>"),
    ("<p><b><i><u><s><em><strong><code><a href=x>{}", "</p><p>x"),
    ("<title>x</title><h1><a href=x>{}</a></h1>", "<b>x</b>"), ("<script src=mathjax></script><p>{}</p>", "\\( $$ "),
    ("<h1>{}a</h1>", "#"), ("<p><s>{}</s></p>", "x_ "), ("<p>{}</p>", "http://a_b"), ("<p class='{}'>x</p>", "a "), ("<p style='{}'>x</p>", "color:red;"),
    ("<p {}>x</p>", "a "), ("<img srcset='{}'>", "a 1w,"), ("<a href='{}'>x</a>", "&colon;"), ("<a title='{}'>x</a>", "\\"), ("<img alt='{}' src=a>", "]("),
];

fn pages() -> Vec<String> {
    let end = "</select></textarea><p>The end.</p>";
    let repeated =
        REPEATED.iter().map(|piece| format!("<p>Start.</p>{}{end}", piece.repeat(SIZE / piece.len())));
    let multiplied =
        MULTIPLIED.iter().map(|(around, piece)| around.replace("{}", &piece.repeat(SIZE / piece.len())));
    repeated.chain(multiplied).collect()
}

fn start(html: &str) -> String {
    html.chars().take(60).collect()
}

#[test]
fn pages_made_to_cost_stay_small() {
    for scope in [Scope::Everything, Scope::Auto] {
        let work = move || {
            let cleaner = Cleaner::new(Options { scope, ..Options::default() }).expect("no selectors");
            for html in pages() {
                let article = cleaner.clean(&Page::new(&html));
                let (text, start) = (article.to_string(), start(&html));
                assert!(text.len() <= 8 * html.len() + (64 << 10), "{start} makes {} bytes", text.len());
                assert!(article.notes().len() <= 5_000, "{start} makes {} notes", article.notes().len());
            }
        };
        let thread = std::thread::Builder::new().stack_size(STACK).spawn(work);
        thread.expect("a thread can be started").join().expect("the stack and the checks hold");
    }
}

#[test]
fn the_end_of_a_page_made_to_cost_is_there() {
    let cleaner =
        Cleaner::new(Options { scope: Scope::Everything, ..Options::default() }).expect("no selectors");
    let swallows = ["<template>", "<iframe>", "<!-- x", "<noscript>", "<select>"];
    for html in pages()
        .iter()
        .filter(|html| html.contains("The end.") && !swallows.iter().any(|tag| html.contains(tag)))
    {
        let article = cleaner.clean(&Page::new(html));
        let told = article.notes().iter().any(|note| note.rule.ends_with("-limit"));
        assert!(
            told || article.to_string().contains("The end"),
            "{} loses its end",
            &html[..html.len().min(60)]
        );
    }
}
