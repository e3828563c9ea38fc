//! The passes over whole trees: what is written of every address that is left.

use super::{base_url, rewrite};
use crate::html::{Dom, NodeId, parse_page};
use crate::notes::Note;
use crate::options::Options;
use crate::rules;
use url::Url;

/// What a reader of the tree would see: text, `<a ADDRESS>…</a>`, `[image ALT]`, `{player}`.
fn outline(dom: &Dom, id: NodeId) -> String {
    let attr = |id, name| dom.attr(id, name).unwrap_or("").to_owned();
    let mut out = String::new();
    for child in dom.children(id) {
        let inner = outline(dom, child);
        match (dom.text(child), dom.name(child)) {
            (Some(text), _) => out.push_str(text),
            (None, "a") => out.push_str(&format!("<a {}>{inner}</a>", attr(child, "href"))),
            (None, "img") => {
                let words = format!("{} {} {}", attr(child, "src"), attr(child, "alt"), attr(child, "title"));
                out.push_str(&format!("[{}]", words.trim_end_matches(' ')));
            }
            (None, "iframe" | "video" | "embed") => out.push_str(&format!("{{{}}}", attr(child, "src"))),
            (None, _) => out.push_str(&inner),
        }
    }
    out
}

fn run(html: &str, page: Option<&str>) -> (String, Vec<Note>) {
    let mut notes = Vec::new();
    let mut dom = parse_page(html, &mut notes);
    let page = page.map(|page| Url::parse(page).expect("a URL"));
    let rules = rules::compile(&Options::default()).expect("no selectors");
    let base = base_url(&dom, page.as_ref());
    rewrite(&mut dom, page.as_ref(), base.as_ref(), usize::MAX, &rules, &mut notes);
    (outline(&dom, dom.root()), notes)
}

fn check(cases: &[(&str, &str)]) {
    for (html, expected) in cases {
        assert_eq!(run(html, None).0, *expected, "{html}");
    }
}

#[test]
fn the_base_element_is_resolved_against_the_page() {
    let page = Some("https://a.example/b/c");
    assert_eq!(run("<base href='/d/'><a href=e>x</a>", page).0, "<a https://a.example/d/e>x</a>");
    assert_eq!(run("<base href='javascript:1'><a href=e>x</a>", page).0, "<a https://a.example/b/e>x</a>");
    assert_eq!(run("<base href='//h.example/'><a href=e>x</a>", page).0, "<a https://h.example/e>x</a>");
    assert_eq!(run("<a href=e>x</a>", Some("file:///etc/x")).0, "<a e>x</a>");
    let (_, notes) = run("<a href=e>x</a><img src=f.png>", page);
    assert_eq!((&*notes[0].rule, notes[0].text.as_str()), ("absolute-url", "2 of them"));
}

#[test]
fn links_that_lead_nowhere_are_text() {
    check(&[
        ("<a href=''>x</a>", "x"),
        ("<a href='#'>x</a>", "x"),
        ("<a href='java\nscript:alert(1)'>x</a>", "<a >x</a>"),
        ("<a href='fi\nle:///x'>x</a>", "x"),
        ("<a href='' id=note>x</a>", "<a >x</a>"),
        ("<a href='#note'>x</a>", "<a #note>x</a>"),
        ("<a href=' https://a.example/路?a=1&amp;b=2 '>x</a>", "<a https://a.example/路?a=1&b=2>x</a>"),
    ]);
    let (_, notes) = run("<a href='javascript:x()'>x</a><a href='file:///x'>x</a>", None);
    let told = notes.iter().map(|note| (&*note.rule, note.before.as_str(), note.text.as_str()));
    assert_eq!(
        told.collect::<Vec<_>>(),
        [("scriptable-url", "", "javascript:x()"), ("scheme", "file:///x", "x")]
    );
}

#[test]
fn links_go_straight_to_their_target() {
    let (text, notes) = run(
        "<a href='https://link.zhihu.com/?target=https%3A//c.duomai.com/track.php%3Ft%3Dhttps%253A%252F%252Fa.example%252F%253Futm_source%253Dx'>x</a>",
        None,
    );
    assert_eq!(text, "<a https://a.example/>x</a>");
    let rules: Vec<&str> = notes.iter().map(|note| &*note.rule).collect();
    assert_eq!(rules, ["leave-page", "affiliate-redirect", "campaign"]);
    assert_eq!(notes[2].before, "https://a.example/?utm_source=x");
    assert_eq!(notes[2].text, "https://a.example/");
}

#[test]
fn an_image_has_one_real_address() {
    check(&[
        (
            "<img src='data:image/gif;base64,R0' data-src='https://a.example/b.jpg'>",
            "[https://a.example/b.jpg]",
        ),
        ("<img src='/s.jpg' data-original='/o.jpg' data-src='/d.jpg'>", "[/o.jpg]"),
        ("<img src='/s.jpg' data-src='data:,' lazyload='true'>", "[/s.jpg]"),
        ("<img src='' data-srcset='/a.jpg 1x, /b.jpg 2x'>", "[/b.jpg]"),
        ("<img src='/img/blank.gif' srcset='/b.jpg 2x'>", "[/b.jpg]"),
        ("<picture><source srcset='/a.webp 9w, /b.webp 99w'><img src='about:blank'></picture>", "[/b.webp]"),
        ("<picture><source srcset='/a.webp'><img src='/a.jpg'></picture>", "[/a.jpg]"),
        ("<picture><source srcset='/a.webp'></picture>", "[/a.webp]"),
        ("<amp-img src='/a.jpg'><noscript>x</noscript></amp-img>", "[/a.jpg]"),
        ("<embed src='https://a.example/a.svg' data-type='svg+xml'>", "[https://a.example/a.svg]"),
        ("a<img src='data:image/png;base64,AA' alt=x>b<img>c", "abc"),
        ("<img src='/a.gif' width=1 height='1px'><img src='/b.gif' style='width:0;height:0px'>", ""),
        ("<img src='/a.gif' width=1 height=40>", "[/a.gif]"),
        (
            "<img src='//mmbiz.qpic.cn/A/640?wx_fmt=png&amp;tp=webp#x'>",
            "[https://mmbiz.qpic.cn/A/640?wx_fmt=png]",
        ),
    ]);
}

#[test]
fn words_that_say_nothing_are_taken_off_images() {
    check(&[
        ("<img src=/a.jpg alt='640.jpg' title=''>", "[/a.jpg]"),
        ("<img src=/a.jpg alt='图片' title='image.png'>", "[/a.jpg]"),
        ("<img src=/a.jpg alt=IMAGE>", "[/a.jpg]"),
        ("<img src=/a.jpg alt='f:id:someone:20200101000000j:plain'>", "[/a.jpg]"),
        ("<img src=/a.jpg alt='A cat' title='A cat'>", "[/a.jpg A cat]"),
        ("<img src=/a.jpg alt='A cat' title='Tom'>", "[/a.jpg A cat Tom]"),
        ("<img src=/a.jpg alt='Node.js'>", "[/a.jpg Node.js]"),
    ]);
}

#[test]
fn an_image_is_not_linked_to_itself() {
    check(&[
        (
            "<a href='http://a.example/b.jpg'> <img src='//a.example/b.jpg'> </a>",
            " [https://a.example/b.jpg] ",
        ),
        ("<a href='/large.jpg'><img src='/small.jpg'></a>", "<a /large.jpg>[/small.jpg]</a>"),
        (
            "<a href='/full/b.jpg'><img src='/thumb/b.jpg' data-original='/full/b.jpg'></a>",
            "<a /full/b.jpg>[/thumb/b.jpg]</a>",
        ),
        ("<a href='/b.jpg'><img src='/b-300x200.jpg'></a>", "<a /b.jpg>[/b-300x200.jpg]</a>"),
        ("<a href='/b.jpg?w=9'><img src='/b.jpg?w=3'></a>", "[/b.jpg?w=9]"),
        ("<a href='/b.jpg'><img src='/b.jpg?w=3'></a>", "[/b.jpg]"),
        ("<a href='/b?id=2'><img src='/b?id=1'></a>", "<a /b?id=2>[/b?id=1]</a>"),
        ("<a href='/2.jpg'><img src='/1.jpg'></a>", "<a /2.jpg>[/1.jpg]</a>"),
        ("<a href='/b.jpg'><img src='/b.jpg?w=3'>Title</a>", "<a /b.jpg>[/b.jpg?w=3]Title</a>"),
        ("<a href='/full/b.jpg'><img src='/wait.jpg' data-original='/full/b.jpg'></a>", "[/full/b.jpg]"),
        ("<a href='/b.jpg'><img src='/b.jpg'>Title</a>", "<a /b.jpg>[/b.jpg]Title</a>"),
    ]);
}

#[test]
fn players_show_the_address_of_their_page() {
    check(&[
        ("<iframe src='//www.youtube.com/embed/abc'></iframe>", "{https://www.youtube.com/watch?v=abc}"),
        ("<iframe data-src='https://a.example/play?x=1'></iframe>", "{https://a.example/play?x=1}"),
        ("<video><source src='https://a.example/v.mp4'>No video.</video>", "{https://a.example/v.mp4}"),
        ("a<iframe src='about:blank'></iframe><video src='blob:x'>No video.</video>b", "ab"),
        ("<iframe src='javascript:alert(1)'></iframe>", ""),
        ("<object><p>in its place</p></object>", "in its place"),
        ("<span data-formula='x'><embed src='https://a.example/x.svg'></span>", "{https://a.example/x.svg}"),
    ]);
}

#[test]
fn addresses_in_text_end_where_they_end() {
    check(&[
        ("<p>见https://a.example/b。好", "见<a https://a.example/b>https://a.example/b</a>。好"),
        ("<p><b>https://a.example</b>中", "<a https://a.example>https://a.example</a>中"),
        ("<p>https://a.example<br>中", "<a https://a.example>https://a.example</a>中"),
        ("<p>https://a.example</p><p>中", "https://a.example中"),
        ("<p>https://a.example <b>中</b>", "https://a.example 中"),
        (
            "<code>https://a.example中</code><a href=/b>https://a.example中</a>",
            "https://a.example中<a /b>https://a.example中</a>",
        ),
    ]);
}

#[test]
fn links_of_a_page_to_itself_are_text_or_lead_to_the_place() {
    let page = Some("https://a.example/b?id=1");
    let cases = [
        ("<a href='https://a.example/b?id=1'>x</a>", "x"),
        ("<a href='?id=1&amp;utm_source=feed'>x</a>", "x"),
        ("<a href='https://a.example/b?id=1#c'>x</a><p id=c>y", "<a #c>x</a>y"),
        ("<a href='https://a.example/b?id=1#d'>x</a>", "<a https://a.example/b?id=1#d>x</a>"),
        ("<a href='https://a.example/b?id=12'>x</a>", "<a https://a.example/b?id=12>x</a>"),
        ("<a href='/b'>x</a>", "<a https://a.example/b>x</a>"),
    ];
    for (html, expected) in cases {
        assert_eq!(run(html, page).0, expected, "{html}");
    }
}

#[test]
fn tool_tips_that_say_nothing_new_go() {
    let title = |html: &str| {
        let mut dom = parse_page(html, &mut Vec::new());
        let rules = rules::compile(&Options::default()).expect("no selectors");
        rewrite(&mut dom, None, None, usize::MAX, &rules, &mut Vec::new());
        let link = dom.descendants(dom.root()).find(|&id| dom.is(id, "a")).expect("a link");
        dom.attr(link, "title").map(str::to_owned)
    };
    assert_eq!(title("<a href=/b title=' The  mill '>The <b>mill</b></a>"), None);
    assert_eq!(title("<a href='https://a.example/?utm_source=b' title='https://a.example/'>x</a>"), None);
    assert_eq!(title("<a href=/b title='By the river'>The mill</a>").as_deref(), Some("By the river"));
}

#[test]
fn images_of_signs_are_signs() {
    check(&[
        ("a<img class=emoji alt=😀 src=/1f600.png>", "a😀"),
        ("<img class=emoji alt='' src=/x/emoji/1f600.svg>", "😀"),
        ("<img class='wp-smiley' alt=':-)' src=/s.gif>", ":-)"),
        ("<img src='https://a.example/m/emoticon/x.png' alt='[doge]'>", "[doge]"),
        ("<img class=emoji src=/party.png>", "[/party.png]"),
        ("<img alt=😀 src=/1f600.png>", "[/1f600.png 😀]"),
    ]);
    let (_, notes) = run("<img class=emoji alt=':a:' src=/a.png><img class=emoji alt=b src=/b.png>", None);
    assert_eq!((notes.len(), &*notes[0].rule, notes[0].added), (1, "emoji", 4));
}

#[test]
fn a_viewers_copy_of_an_image_goes() {
    check(&[
        ("<img src=/a.jpg><div class='pswp open'><img src=/a.jpg></div>", "[/a.jpg]"),
        ("<img src=/a.jpg>x<div class='pswp'><img src=/a.jpg></div>", "[/a.jpg]x[/a.jpg]"),
        ("<img src=/star.png><img src=/star.png>", "[/star.png][/star.png]"),
    ]);
}

#[test]
fn images_that_hold_themselves_are_dropped_with_a_note() {
    let data = "A".repeat(500);
    let (text, notes) = run(&format!("a<img src='data:image/png;base64,{data}'>b"), None);
    assert_eq!((text.as_str(), &*notes[0].rule), ("ab", "data-image"));
    assert_eq!(notes[0].text, "data:image/png, 522 bytes");
}
