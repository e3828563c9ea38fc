//! Pages to try: tag soup, and structured pages of which it is known what a reader sees.

use crate::referees::{Seen, squeeze};
use proptest::collection::vec;
use proptest::prelude::{BoxedStrategy, Just, Strategy, prop_oneof};
use proptest::sample::select;

/// Text that a Markdown parser could mistake for markup.
#[rustfmt::skip]
const NASTY: &[&str] = &[
    "*", "**", "***", "_", "__", "`", "``", "```", "~", "~~", "~~~", "[", "]", "(", ")", "](", "[x]",
    "<", ">", "<b>", "</p>", "<!--", "<div>", "&", "&copy;", "&#35;", "#", "##", "+", "-", "--", "---",
    ".", "1.", "2)", "!", "![", "|", "|---|", "\\", "\\*", "{", "}", "=", "===", "^", "$", ":", "/",
    "'", "\"", "%", "@", "http://example.org/a_b_", "www.example.org", "a@example.org", "[^1]", "[a]: b",
];
const LETTERS: &[&str] = &["a", "mill", "snake_case", "1", "42", "é", "面", "面包", "パン", "빵", "x1"];
/// Punctuation that decides whether emphasis opens or closes (CommonMark 6.2).
const MARKS: &[&str] =
    &["，", "。", "“", "”", "（", "）", "「", "」", "《", "》", "：", "…", "—", "!", "?", ",", "🌱"];

/// A page and what a reader sees of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    pub(crate) html: String,
    pub(crate) seen: Seen,
    /// The marks that are open while it is written.
    marks: Vec<&'static str>,
}

#[derive(Clone, Debug)]
enum Inline {
    Text(String),
    Code(String),
    Break,
    Image(String, String),
    Strong(Vec<Inline>),
    Emphasis(Vec<Inline>),
    Strike(Vec<Inline>),
    Link(String, Vec<Inline>),
}

#[derive(Clone, Debug)]
enum Block {
    Paragraph(Vec<Inline>),
    Heading(u8, Vec<Inline>),
    Rule,
    Code(String),
    Quote(Vec<Block>),
    List { tag: &'static str, tight: bool, items: Vec<Vec<Block>> },
    Table(Vec<Vec<Vec<Inline>>>),
}

/// Tags and text in any order.
pub(crate) fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => select(SOUP).prop_map(str::to_owned),
        2 => text(),
        1 => "[ \t\n\r\u{a0}\u{3000}]{1,3}",
    ];
    vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

#[rustfmt::skip]
const SOUP: &[&str] = &[
    "<p>", "</p>", "<div>", "</div>", "<br>", "<hr>", "<b>", "</b>", "<i>", "</i>", "<em>", "</em>",
    "<strong>", "</strong>", "<del>", "</del>", "<span>", "</span>", "<code>", "</code>", "<pre>", "</pre>",
    "<a href=\"https://example.org/(a)\">", "<a href='javascript:x'>", "<a>", "</a>", "<img src=a.jpg>",
    "<img data-src='https://example.org/a_b.png' alt='*a* [b]'>", "<ul>", "</ul>", "<ol start=9>", "</ol>",
    "<li>", "</li>", "<blockquote>", "</blockquote>", "<h1>", "</h1>", "<h3>", "</h3>", "<table>", "</table>",
    "<tr>", "</tr>", "<td>", "<td colspan=3>", "<td rowspan=2>", "</td>", "<th align=right>", "</th>",
    "<caption>", "<dl>", "<dt>", "<dd>", "</dl>", "<details>", "<summary>", "</details>", "<figure>",
    "<figcaption>", "</figure>", "<ruby>", "<rt>", "</ruby>", "<sub>", "</sub>", "<sup>", "</sup>", "<q>", "</q>",
    "<svg>", "</svg>", "<foreignObject>", "<math>", "<mi>", "</math>", "<annotation encoding='application/x-tex'>",
    "<input type=checkbox checked>", "<iframe src='//example.org/v'>", "</iframe>", "<script>", "</script>",
    "<style>", "</style>", "<template>", "</template>", "<noscript>", "</noscript>", "<section>", "</section>",
    "<nav>", "</nav>", "<p hidden>", "<div class=article-global>", "<mp-style-type>", "<output_dir>", "<!-- c -->",
    "<!doctype html>", "<body>", "&nbsp;", "&amp;", "&lt;", "&#0;", "<", "</", "<![CDATA[x]]>", "\0",
];

/// Tag soup with what attacks are made of.
pub(crate) fn hostile_soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => select(HOSTILE).prop_map(str::to_owned),
        2 => select(SOUP).prop_map(str::to_owned),
        1 => text(),
    ];
    vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

#[rustfmt::skip]
const HOSTILE: &[&str] = &[
    "<a href='javascript:alert(1)'>", "<a href=' &#1;JaVa&#10;Script:x'>", "<a href='&#xA0;vbscript:x'>",
    "<a href='javascript&amp;colon;x'>", "<a href='data:text/html,<script>'>", "<a href='feed:javascript:x'>",
    "<a href='https://e.example/\\<img src=x>'>", "<a href='x)[y](javascript:x'>", "<a href='//e.example'>",
    "<a href='#'>", "<a title='\"\n\n<script>'>", "<img src='javascript:x' alt='](javascript:x)'>",
    "<img src='data:image/svg+xml,<svg>' alt=s>", "<img src='data:image/png;base64,AA==' alt='&lt;b&gt;'>",
    "<img srcset='javascript:x 2x'>", "<base href='javascript:x'>", "<iframe src='javascript:x'>", "<embed src='data:x'>",
    "<object data='javascript:x'>", "<svg><a xlink:href='javascript:x'>", "<math><a href='javascript:x'>",
    "<annotation encoding='application/x-tex'>[x](javascript:x)</annotation>", "<script type='math/tex'>[x](data:x)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;img src=x onerror=x&gt;", "[x](javascript:x)", "[x]: javascript:x",
    "&lt;javascript:x&gt;", "[x](javascript\\&amp;colon;x)", "https://e.example/\\&lt;b&gt;", "{{&lt; x >}}", "{% x %}",
    "&amp;lt;script&amp;gt;", "\u{2028}", "\u{202E}", "\u{FEFF}", "&#x200B;", "\n", "<br>", "<textarea>", "<xmp>", "<plaintext>",
    "<p style='display:none'>", "<div style='font-size:0'>", "<noscript>", "<template>", "<code>", "<pre>", "</pre>", "</a>",
];

/// Text of the characters that mean something to some reader of Markdown.
pub(crate) fn nasty_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => select(NASTY).prop_map(str::to_owned), 2 => select(LETTERS).prop_map(str::to_owned), 1 => Just(" ".to_owned())];
    vec(piece, 1..10).prop_map(|pieces| pieces.concat())
}

/// Markdown without anything that could be HTML.
pub(crate) fn plain_markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => select(LETTERS),
        3 => select(NASTY).prop_filter("no HTML", |nasty| !nasty.contains(['<', '&'])),
        2 => select(&["\n", "\n\n", "  \n", " ", "    ", "- ", "> ", "1. ", "# "][..]),
    ];
    vec(piece, 0..24).prop_map(|pieces| format!("Text {} end\n", pieces.concat()))
}

/// A structured page.
pub(crate) fn page() -> impl Strategy<Value = Known> {
    vec(block(), 1..5).prop_map(|blocks| {
        let mut page = Known::default();
        blocks.iter().for_each(|block| page.block(block));
        page
    })
}

fn block() -> BoxedStrategy<Block> {
    let leaf = prop_oneof![
        6 => vec(inline(), 1..5).prop_map(Block::Paragraph),
        2 => (1..=6u8, vec(quiet_inline(), 1..3)).prop_map(|(level, content)| Block::Heading(level, content)),
        1 => Just(Block::Rule),
        2 => code_block().prop_map(Block::Code),
        1 => (2..4usize).prop_flat_map(|columns| vec(vec(vec(quiet_inline(), 1..3), columns), 2..4))
            .prop_map(Block::Table),
    ];
    let nest = |inner: BoxedStrategy<Block>| {
        prop_oneof![
            vec(inner.clone(), 1..3).prop_map(Block::Quote),
            (
                select(&["ul", "ol", "ol start=9"][..]),
                select(&[true, false][..]),
                vec(vec(inner, 1..3), 1..4)
            )
                .prop_map(|(tag, tight, items)| Block::List { tag, tight, items }),
        ]
    };
    leaf.prop_recursive(3, 12, 3, move |inner| nest(inner.boxed())).boxed()
}

/// Inline content of a paragraph.
fn inline() -> BoxedStrategy<Inline> {
    let link = (url(), word(), vec(marked(piece()), 0..2))
        .prop_map(|(url, first, rest)| Inline::Link(url, [vec![Inline::Text(first)], rest].concat()));
    let image = (url(), word()).prop_map(|(url, alt)| Inline::Image(url, alt));
    marked(prop_oneof![6 => piece(), 1 => Just(Inline::Break), 1 => link, 1 => image].boxed())
}

/// Inline content of a heading or a cell: no breaks, and no bold, which says nothing there.
fn quiet_inline() -> BoxedStrategy<Inline> {
    prop_oneof![3 => piece(), 1 => vec(piece(), 1..3).prop_map(Inline::Emphasis)].boxed()
}

fn piece() -> BoxedStrategy<Inline> {
    let code = vec(prop_oneof![select(LETTERS), select(NASTY), Just(" ")], 0..4)
        .prop_map(|parts| Inline::Code(format!("{}x", parts.concat())));
    prop_oneof![5 => text().prop_map(Inline::Text), 1 => code].boxed()
}

fn marked(leaf: BoxedStrategy<Inline>) -> BoxedStrategy<Inline> {
    let nest = |inner: BoxedStrategy<Inline>| {
        prop_oneof![
            2 => vec(inner.clone(), 1..4).prop_map(Inline::Strong),
            2 => vec(inner.clone(), 1..4).prop_map(Inline::Emphasis),
            1 => vec(inner, 1..4).prop_map(Inline::Strike),
        ]
    };
    leaf.prop_recursive(3, 8, 3, move |inner| nest(inner.boxed())).boxed()
}

fn text() -> BoxedStrategy<String> {
    let token = prop_oneof![
        6 => select(LETTERS),
        4 => select(NASTY),
        3 => select(MARKS),
        4 => Just(" "),
        1 => select(&["\n", "\u{a0}", "\u{3000}", "  "][..]),
    ];
    vec(token, 1..8).prop_map(|tokens| tokens.concat()).boxed()
}

/// Text that begins with a letter, so that a reader sees something.
fn word() -> BoxedStrategy<String> {
    let rest = vec(prop_oneof![select(LETTERS), select(NASTY), select(MARKS)], 0..3);
    (select(LETTERS), rest).prop_map(|(first, rest)| format!("{first}{}", rest.concat())).boxed()
}

fn url() -> BoxedStrategy<String> {
    "[a-z0-9_*()&~=?#+.;'!$@:,/-]{0,10}".prop_map(|rest| format!("https://example.org/{rest}")).boxed()
}

/// Code whose first and last lines are not blank: blank lines at its edges may go.
fn code_block() -> BoxedStrategy<String> {
    let part = prop_oneof![3 => select(LETTERS), 3 => select(NASTY), 1 => Just(" "), 2 => Just("\n"), 1 => Just("\n    ")];
    vec(part, 0..10).prop_map(|parts| format!("a{}z", parts.concat())).boxed()
}

// Writing a page, and at the same time what is seen of it.
impl Known {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(content) => self.element("p", content),
            Block::Heading(level, content) => self.element(&format!("h{level}"), content),
            Block::Rule => self.html.push_str("<hr>"),
            Block::Code(code) => {
                self.html.push_str(&format!("<pre><code>{}</code></pre>", escape(code)));
                self.seen.push_code_block(code);
            }
            Block::Quote(blocks) => {
                self.html.push_str("<blockquote>");
                blocks.iter().for_each(|block| self.block(block));
                self.html.push_str("</blockquote>");
            }
            Block::List { tag, tight, items } => {
                self.html.push_str(&format!("<{tag}>"));
                items.iter().for_each(|item| self.item(*tight, item));
                self.html.push_str(&format!("</{}>", &tag[..2]));
            }
            Block::Table(rows) => {
                self.html.push_str("<table>");
                for (number, row) in rows.iter().enumerate() {
                    let tag = if number == 0 { "th" } else { "td" };
                    self.html.push_str("<tr>");
                    row.iter().for_each(|cell| self.element(tag, cell));
                    self.html.push_str("</tr>");
                }
                self.html.push_str("</table>");
            }
        }
    }

    /// The first paragraph of an item in a tight list stands there without its tag.
    fn item(&mut self, tight: bool, blocks: &[Block]) {
        self.html.push_str("<li>");
        for block in blocks {
            match block {
                Block::Paragraph(content) if tight && self.html.ends_with("<li>") => {
                    content.iter().for_each(|inline| self.inline(inline));
                    self.seen.end_line();
                }
                _ => self.block(block),
            }
        }
        self.html.push_str("</li>");
    }

    fn element(&mut self, tag: &str, content: &[Inline]) {
        self.html.push_str(&format!("<{tag}>"));
        content.iter().for_each(|inline| self.inline(inline));
        self.html.push_str(&format!("</{tag}>"));
        self.seen.end_line();
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => {
                self.html.push_str(&escape(text));
                self.seen.push(text, &self.marks);
            }
            Inline::Code(code) => {
                self.html.push_str(&format!("<code>{}</code>", escape(code)));
                self.seen.push(code, &[&self.marks[..], &["code"]].concat());
            }
            Inline::Break => {
                self.html.push_str("<br>");
                self.seen.end_line();
            }
            Inline::Image(url, alt) => {
                self.html.push_str(&format!("<img src=\"{}\" alt=\"{}\">", escape(url), escape(alt)));
                self.seen.images.push((url.clone(), squeeze(alt)));
            }
            Inline::Strong(content) => self.mark("b", "", "strong", content),
            Inline::Emphasis(content) => self.mark("i", "", "em", content),
            Inline::Strike(content) => self.mark("s", "", "strike", content),
            Inline::Link(url, content) => {
                // A number keeps neighbours from going to the same place, which would make them one link.
                let url = format!("{url}{}", self.seen.links.len());
                self.seen.links.push(url.clone());
                self.mark("a", &format!(" href=\"{}\"", escape(&url)), "link", content);
            }
        }
    }

    fn mark(&mut self, tag: &str, attributes: &str, mark: &'static str, content: &[Inline]) {
        self.html.push_str(&format!("<{tag}{attributes}>"));
        self.marks.push(mark);
        content.iter().for_each(|inline| self.inline(inline));
        self.marks.pop();
        self.html.push_str(&format!("</{tag}>"));
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
