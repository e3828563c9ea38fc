//! The passes, each on a page of its own size. What is dropped is shown by what is left.

use super::{Extent, clean};
use crate::html::{Dom, parse_fragment, parse_page};
use crate::notes::{Action, Note};
use crate::options::{Options, Scope};
use crate::rules::{self, Site};

fn run(mut dom: Dom, extent: Extent, options: &Options) -> (String, Vec<Note>) {
    let rules = rules::compile(options).expect("the selectors parse");
    let mut notes = Vec::new();
    clean(&mut dom, options.scope, extent, &rules, &Site::default(), "", &mut notes);
    (outline(&dom, dom.root()), notes)
}

fn fragment(html: &str) -> String {
    run(parse_fragment(html, &mut Vec::new()), Extent::Fragment, &Options::default()).0
}

fn page(html: &str, options: &Options) -> (String, Vec<Note>) {
    run(parse_page(html, &mut Vec::new()), Extent::Page, options)
}

/// Text and images of a tree, with the names of the elements that matter here.
fn outline(dom: &Dom, id: crate::html::NodeId) -> String {
    let mut out = String::new();
    for child in dom.children(id) {
        match dom.text(child) {
            Some(text) => out.push_str(text),
            None if dom.name(child) == "img" => {
                let src = dom.attrs(child).map(|(_, value)| value).next().unwrap_or("");
                out.push_str(&format!("[{src}]"));
            }
            None => out.push_str(&outline(dom, child)),
        }
    }
    out
}

fn options(scope: Scope, select: &[&str], drop: &[&str], keep: &[&str]) -> Options {
    let owned = |list: &[&str]| list.iter().map(|&css| css.to_owned()).collect();
    Options { scope, select: owned(select), drop: owned(drop), keep: owned(keep), ..Options::default() }
}

#[test]
fn what_is_never_content_goes_in_every_scope() {
    let html = "<style>s</style>a<script>b</script><!--c--><template>d</template><button>e</button>\
                <select><option>f</select><noscript>g</noscript><script type='math/tex'>x^2</script>\u{A0}h";
    assert_eq!(fragment(html), "ax^2 h");
    let everything = options(Scope::Everything, &[], &[], &[]);
    let (text, notes) = run(parse_fragment(html, &mut Vec::new()), Extent::Fragment, &everything);
    assert_eq!(text, "ax^2\u{A0}h");
    let dropped: usize = notes.iter().map(|note| note.chars).sum();
    assert_eq!(dropped, "sbefg".len());
}

#[test]
fn a_pure_conversion_keeps_what_is_hidden_or_chrome() {
    let everything = options(Scope::Everything, &[], &[], &[]);
    let html = "<nav>a</nav><p hidden>b</p><mp-common-profile>c</mp-common-profile>";
    assert_eq!(page(html, &everything).0, "abc");
}

#[test]
fn the_user_has_a_say_in_a_pure_conversion_too() {
    let html = "<nav>a</nav><main><p>b</p><p class=x>c</p></main><footer>d</footer>";
    let dropped = options(Scope::Everything, &[], &["p, footer"], &[".x"]);
    assert_eq!(page(html, &dropped).0, "ac");
    assert_eq!(page(html, &options(Scope::Everything, &["main"], &[], &[])).0.trim(), "bc");
}

#[test]
fn ads_and_widgets_go_but_checked_text_stays() {
    let html = "<div class='article-global'>ad</div><mpchecktext>real</mpchecktext>\
                <mp-style-type data-value=3>x</mp-style-type><output_dir>typed</output_dir>";
    assert_eq!(fragment(html), "real<output_dir>typed");
}

#[test]
fn the_frame_of_a_page_is_content_in_a_fragment() {
    let html = "<header>a</header><nav>b</nav><p>c</p><aside>d</aside><footer>e</footer>";
    assert_eq!(page(html, &Options::default()).0, "c");
    assert_eq!(fragment(html), "abcde");
}

#[test]
fn a_header_with_the_title_stays() {
    let html = "<header><h1>Title</h1></header><p>text<article><header>by</header>one</article>";
    assert_eq!(page(html, &options(Scope::Body, &[], &[], &[])).0, "Titletextbyone");
}

#[test]
fn hidden_elements_go_with_a_note() {
    let html = "<p>a<span style='display : none'>bb</span><i hidden>c</i><b hidden=until-found>d</b>\
                <span aria-hidden=true>★</span><span aria-hidden=true>words</span></p>";
    let (text, notes) = run(parse_fragment(html, &mut Vec::new()), Extent::Fragment, &Options::default());
    assert_eq!(text, "adwords");
    let hidden: Vec<&str> = notes.iter().filter(|n| n.action == Action::Hidden).map(|n| &*n.rule).collect();
    assert_eq!(hidden, ["hidden-style", "hidden-attribute", "aria-hidden-icon"]);
    assert_eq!(notes[0].chars, 2);
    assert_eq!(notes[0].text, "bb");
}

#[test]
fn hidden_formulas_and_lazy_images_stay() {
    let html = "<span style='display:none'><math><mi>x</mi></math></span><div id=js_content style='visibility:hidden'>a</div>\
                <img data-cfsrc='https://a.example/b.jpg' style='display:none'><img src='https://a.example/c.jpg' hidden>";
    assert_eq!(fragment(html), "xa[https://a.example/b.jpg]");
}

#[test]
fn one_image_stays_of_a_lazy_pair() {
    let cases = [
        ("<img data-src='/a.jpg'><noscript><img src='/b.jpg'></noscript>", "[/a.jpg]"),
        ("<img src='data:,'><noscript><img src='/b.jpg'></noscript>", "[/b.jpg]"),
        ("<noscript><img src='/b.jpg'></noscript><img data-src='/a.jpg'>", "[/a.jpg]"),
        ("<p>x</p><noscript>No scripts. <img src='/b.jpg'></noscript>", "x[/b.jpg]"),
        ("<p>x</p><noscript><img src='/b.gif' width=1 height=1></noscript>", "x"),
        ("<p>x</p><noscript>Switch scripts on.</noscript>", "x"),
    ];
    for (html, expected) in cases {
        assert_eq!(fragment(html), expected, "{html}");
    }
}

#[test]
fn the_words_of_a_lazy_pair_are_kept() {
    let html = "<img data-src='/a.jpg'><noscript><img src='/a.jpg' alt='A mill'></noscript>";
    let mut dom = parse_fragment(html, &mut Vec::new());
    let rules = rules::compile(&Options::default()).expect("no selectors");
    clean(&mut dom, Scope::Auto, Extent::Fragment, &rules, &Site::default(), "", &mut Vec::new());
    let image = dom.descendants(dom.root()).find(|&id| dom.is(id, "img")).expect("an image");
    assert_eq!(dom.attr(image, "alt"), Some("A mill"));
}

#[test]
fn what_the_user_selects_is_the_content() {
    let html = "<div class=a>1<p class=b>2</p></div><p>3</p><p class=b>4</p>";
    let (text, notes) = page(html, &options(Scope::Auto, &[".b", ".a"], &[], &[]));
    assert_eq!(text, "12\n4\n");
    assert_eq!(notes.iter().map(|note| note.chars).sum::<usize>(), 1);
    let (text, notes) = page(html, &options(Scope::Auto, &["#none"], &[], &[]));
    assert_eq!(text, "");
    assert_eq!(notes[0].action, Action::Suspected);
}

#[test]
fn what_the_user_keeps_wins() {
    let html = "<nav>a<p class=k>b<span hidden>c</span></p>d</nav><p class=x>e<b class=k>f</b></p><p>g</p>";
    let (text, notes) = page(html, &options(Scope::Body, &[], &[".x"], &[".k"]));
    assert_eq!(text, "bcfg");
    assert_eq!(notes.iter().map(|note| note.chars).sum::<usize>(), 3);
    let (text, _) = page(html, &options(Scope::Auto, &["body > p:last-child"], &[], &["b.k"]));
    assert_eq!(text, "f\ng\n");
}

#[test]
fn the_article_of_a_page_is_found() {
    let html = "<div>promotion</div><main><h1>T</h1><article>long text of the article</article></main>";
    assert_eq!(page(html, &Options::default()).0, "Tlong text of the article\n");
    let html =
        "<div>promotion</div><main><p>side</p><article><h1>T</h1>long text of the article</article></main>";
    assert_eq!(page(html, &Options::default()).0, "Tlong text of the article\n");
    let (text, notes) = page("<article>a</article><article>b</article>", &Options::default());
    assert_eq!((text.as_str(), &*notes[0].rule), ("ab", "no-article"));
}

#[test]
fn lone_quotation_marks_decorate_a_quote() {
    assert_eq!(fragment("<blockquote><span>❝ </span><p>said ❝so❞</p></blockquote>❝"), "said ❝so❞❝");
}

#[test]
fn the_number_of_a_reference_joins_its_paragraph() {
    let html = "<span><span>[1]</span> <p>a</p></span><div><span>[2] </span><p>b</p></div><p>see <span>[3]</span></p><p>c</p>";
    let mut dom = parse_fragment(html, &mut Vec::new());
    let rules = rules::compile(&Options::default()).expect("no selectors");
    clean(&mut dom, Scope::Auto, Extent::Fragment, &rules, &Site::default(), "", &mut Vec::new());
    let paragraphs = dom.descendants(dom.root()).filter(|&id| dom.is(id, "p"));
    let texts: Vec<String> = paragraphs.map(|id| dom.text_content(id)).collect();
    assert_eq!(texts, ["[1] a", "[2]  b", "see [3]", "c"]);
}

#[test]
fn full_width_spaces_go_at_the_edges_of_lines() {
    let html = "<p>\u{3000}\u{3000}a<b>\u{3000}b</b><br>\u{3000}c</p><p><span>\u{A0}</span><span>\u{3000}d</span>\u{3000}</p>";
    assert_eq!(fragment(html), "a\u{3000}bcd");
}

#[test]
fn removals_beyond_number_are_told_together() {
    let html = "<nav>x</nav>".repeat(1000);
    let (text, notes) = page(&html, &options(Scope::Body, &[], &[], &[]));
    assert_eq!(text, "");
    assert_eq!(notes.len(), 101);
    assert_eq!(notes.iter().map(|note| note.chars).sum::<usize>(), 1000);
}
