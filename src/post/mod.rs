//! Markdown files with HTML in them: which parts are HTML.
//!
//! Works on top-level blocks. An HTML block is HTML as it stands; a block of another kind with HTML
//! in it (a paragraph with `<br>`, a list with `<kbd>`) is rendered and then is HTML as a whole. All
//! the rest is the author's Markdown and passes byte for byte: code, math, template calls, definitions,
//! comments, white space, line ends. A file without HTML is one part, and so is what was written
//! from a split file: a second run changes nothing.

mod blocks;
mod envelope;
mod groups;
mod tags;
mod template;

use crate::notes::{Action, Note};
use blocks::{Block, Bond, Content, Source};
use std::ops::Range;

/// A post in its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Post {
    pub(crate) parts: Vec<Part>,
    /// The title line, `TITLE by AUTHOR`, as it stands.
    pub(crate) title: Option<String>,
    /// The address of the original, from the footer, or from the header.
    pub(crate) url: Option<String>,
    /// Whether the first part is the text's first bytes, which bring their own white space.
    pub(crate) starts_as_written: bool,
}

/// A part of a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Markdown, to be passed on byte for byte.
    Markdown(String),
    /// HTML, to be converted.
    Html(String),
}

/// Splits the text after the front matter.
pub(crate) fn split(text: &str, notes: &mut Vec<Note>) -> Post {
    let source = Source::new(text);
    let blocks = source.blocks();
    for block in &blocks {
        note_bond(text, block, notes);
    }
    let title = envelope::title(text, &blocks);
    let title_at = title.as_ref().map(|(at, _)| *at);
    let groups = groups::group(&blocks);
    let rendered = source.render(&groups::starts_to_render(&blocks, &groups));

    let mut parts = Parts::new(text);
    if let Some((at, heading)) = title {
        parts.rewrite(&blocks[at], &heading);
    }
    for group in &groups {
        let html = groups::html(text, &blocks, group, &rendered);
        parts.convert(blocks[group.first].range.start..blocks[group.last].range.end, &html);
    }
    let mut post = parts.finish();
    let first_line = |at: usize| text[blocks[at].range.clone()].lines().next().unwrap_or_default().to_owned();
    post.title = title_at.map(first_line);
    let footer = match post.parts.last() {
        Some(Part::Html(html)) => envelope::footer_url(html),
        _ => None,
    };
    post.url = footer.or_else(|| envelope::header_url(text, &blocks));
    post
}

fn note_bond(text: &str, block: &Block, notes: &mut Vec<Note>) {
    let Content::Bound(bond) = block.content else { return };
    let (rule, why) = match bond {
        Bond::TemplateCall => ("html-with-template-call", "HTML beside a template call is left as it is"),
        Bond::Footnote => ("html-with-footnote", "HTML beside a Markdown footnote is left as it is"),
    };
    notes.push(Note::new(Action::Suspected, rule, why).with_text(&text[block.range.clone()]));
}

/// The parts as they come, in the order of the text.
struct Parts<'a> {
    text: &'a str,
    /// Up to here the text is in the post.
    done: usize,
    post: Post,
}

impl<'a> Parts<'a> {
    fn new(text: &'a str) -> Self {
        Parts { text, done: 0, post: Post::default() }
    }

    /// Writes a block in another way, after what stands before it.
    fn rewrite(&mut self, block: &Block, markdown: &str) {
        let before = &self.text[self.done..block.range.start];
        if !is_blank(before) {
            self.pass(without_surplus_lines(before));
        }
        self.push_markdown(markdown);
        self.done = block.range.end;
    }

    /// Passes on what stands before a range, and gives the range to be converted. HTML with only
    /// white space between is one part.
    fn convert(&mut self, range: Range<usize>, html: &str) {
        let before = &self.text[self.done..range.start];
        if !is_blank(before) {
            self.pass(without_surplus_lines(before));
        }
        match self.post.parts.last_mut() {
            Some(Part::Html(open)) => {
                open.push_str(before);
                open.push_str(html);
            }
            _ => self.post.parts.push(Part::Html(html.to_owned())),
        }
        self.done = range.end;
    }

    fn finish(mut self) -> Post {
        let rest = &self.text[self.done..];
        if !is_blank(rest) || (self.done == 0 && !rest.is_empty()) {
            self.pass(rest);
        }
        self.post
    }

    /// The first bytes of a text pass with the blank lines before them; behind HTML, which leaves
    /// none, they start with the first line that has something on it.
    fn pass(&mut self, markdown: &str) {
        self.post.starts_as_written |= self.post.parts.is_empty();
        match self.post.parts.last() {
            Some(Part::Html(_)) => self.push_markdown(without_blank_start(markdown)),
            _ => self.push_markdown(markdown),
        }
    }

    fn push_markdown(&mut self, markdown: &str) {
        match self.post.parts.last_mut() {
            Some(Part::Markdown(text)) => text.push_str(markdown),
            _ => self.post.parts.push(Part::Markdown(markdown.to_owned())),
        }
    }
}

fn without_blank_start(text: &str) -> &str {
    let blank: usize = text.split_inclusive('\n').take_while(|line| is_blank(line)).map(str::len).sum();
    &text[blank..]
}

/// Keeps one blank line at the end, and drops more: they part the text from what was HTML.
fn without_surplus_lines(text: &str) -> &str {
    let end = text.trim_ascii_end().len();
    let mut lines = text[end..].split_inclusive('\n');
    let kept: usize = lines.by_ref().take(2).map(str::len).sum();
    &text[..end + kept]
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_whitespace())
}

/// The labels of footnotes in Markdown, in lower case: what stands in `[^…]`, also where that is code.
pub(crate) fn footnote_labels(markdown: &str) -> impl Iterator<Item = String> {
    let labels = markdown.split("[^").skip(1).filter_map(|rest| Some(rest.split_once(']')?.0));
    labels.filter(|label| !label.contains(['\n', '['])).map(str::to_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::{Part, Post, split};
    use crate::notes::Note;

    fn noted(text: &str) -> (Post, Vec<Note>) {
        let mut notes = Vec::new();
        let post = split(text, &mut notes);
        (post, notes)
    }

    /// The parts, each line as `M` or `H` and the text with its line ends visible.
    fn parts(text: &str) -> Vec<String> {
        let written = |part: Part| match part {
            Part::Markdown(text) => format!("M {text:?}").replace('"', ""),
            Part::Html(text) => format!("H {text:?}").replace('"', ""),
        };
        noted(text).0.parts.into_iter().map(written).collect()
    }

    #[track_caller]
    fn passes_unchanged(text: &str) {
        assert_eq!(noted(text).0.parts, [Part::Markdown(text.to_owned())]);
    }

    #[test]
    fn a_file_without_html_is_one_part() {
        passes_unchanged("\n\n# Heading\r\n\r\n* a  \r\n* b\n\n\n\nno line end");
        passes_unchanged("see <https://example.org/> and <me@example.org>, 1 < 2, &lt;b&gt;\n");
        passes_unchanged("`<b>` and ``` <i> ```\n\n```html\n<div>\n</div>\n```\n\n    <pre>\n");
        passes_unchanged("$a<b>c$ and $$\nx<y>z\n$$\n");
        passes_unchanged("[a]: https://example.org/ \"<b>\"\n\ntext[^1]\n\n[^1]: note\n");
        passes_unchanged("   \n\n");
        assert_eq!(noted("").0.parts, []);
    }

    #[test]
    fn comments_are_the_authors() {
        passes_unchanged("a\n\n<!--more-->\n\nb <!-- c --> d\n\n- e\n\n  <!-- f\n  g -->\n");
        assert_eq!(parts("<!--><b>x</b>-->\n"), ["H <!--><b>x</b>-->\\n"]);
    }

    #[test]
    fn the_summary_mark_between_html() {
        let text = "<p>a</p>\n<!-- more -->\n<p>b</p>\n";
        assert_eq!(parts(text), ["H <p>a</p>\\n", "M <!-- more -->\\n", "H <p>b</p>\\n"]);
    }

    #[test]
    fn html_blocks_between_markdown() {
        let text = "\n\ntext\n\n<img src=a>\n\n\n\n**more**  \n";
        assert_eq!(parts(text), ["M \\n\\ntext\\n\\n", "H <img src=a>\\n", "M **more**  \\n"]);
        assert_eq!(parts("# a\n<div>b</div>\nc\n\nd"), ["M # a\\n", "H <div>b</div>\\nc\\n", "M d"]);
        assert_eq!(parts("a\r\n\r\n\r\n<hr>\r\n"), ["M a\\r\\n\\r\\n", "H <hr>\\r\\n"]);
    }

    #[test]
    fn neighbouring_html_is_one_part() {
        assert_eq!(parts("\n<div>\n\n<p>a\n\n\n</div>\n\n"), ["H <div>\\n\\n<p>a\\n\\n\\n</div>\\n"]);
        let text = "<div>\n\n*a*\n\n</div>\n";
        assert_eq!(parts(text), ["H <div>\\n", "M *a*\\n\\n", "H </div>\\n"]);
    }

    #[test]
    fn markdown_with_inline_html_is_rendered() {
        assert_eq!(
            parts("a\n\n*b*<br>c [d][1]\n\n[1]: /e\n"),
            ["M a\\n\\n", "H <p><em>b</em><br>c <a href=\\/e\\>d</a></p>\\n", "M [1]: /e\\n",]
        );
        assert_eq!(parts("- a <kbd>b</kbd>\n"), ["H <ul>\\n<li>a <kbd>b</kbd></li>\\n</ul>\\n"]);
        assert_eq!(parts("> <div>\n> a\n"), ["H <blockquote>\\n<div>\\na\\n</blockquote>\\n"]);
        let math = "<math display=\\inline\\><semantics><mrow></mrow><annotation \
                    encoding=\\application/x-tex\\>x&lt;y</annotation></semantics></math>";
        assert_eq!(parts("$x<y$<br>\n"), [format!("H <p>{math}<br></p>\\n")]);
    }

    #[test]
    fn a_table_over_blank_lines_is_one_part() {
        let text = "<table>\n<tr>\n    <td>a</td>\n\n    <td>b</td>\n\n</tr>\n</table>\n";
        assert_eq!(noted(text).0.parts, [Part::Html(text.replace("\n\n", "\n"))]);
        let text = "<blockquote>\n\n*a*\n\n</blockquote>\n\n*b*\n";
        assert_eq!(parts(text), ["H <blockquote>\\n<p><em>a</em></p>\\n</blockquote>\\n", "M *b*\\n"]);
        let text = "<div><pre>*a*\n\n    *b*\n</pre></div>\n";
        assert_eq!(noted(text).0.parts, [Part::Html(text.to_owned())]);
        let text = "<table>\n\n*never closed*\n";
        assert_eq!(parts(text), ["H <table>\\n", "M *never closed*\\n"]);
    }

    #[test]
    fn indented_tags_behind_open_html_are_its_rest() {
        let text = "<figure>\n\n    <picture>\n\n        <img src=a>\n    </picture></figure>\n";
        assert_eq!(noted(text).0.parts, [Part::Html(text.to_owned())]);
        assert_eq!(parts("<p>a\n\n    <b>code\n"), ["H <p>a\\n", "M     <b>code\\n"]);
    }

    #[test]
    fn a_script_over_blank_lines_is_one_part() {
        let text = "<div>\n<script>\na();\n\n*b*();\n</script>\n</div>\n";
        assert_eq!(noted(text).0.parts, [Part::Html(text.to_owned())]);
    }

    #[test]
    fn template_calls_pass() {
        passes_unchanged("{{<figure src=\"a\">}}\n\n{{< tweet >}} text {% include b.html %}\n");
        passes_unchanged("{{< highlight html >}}\n<div>\n\n    <p>\n</div>\n{{< /highlight >}}\ntext\n");
        passes_unchanged("{% raw %}\n<b>x</b>\n{% endraw %}\n");
        let text = "{% raw %}\n<p>\n{% endraw %}\n\n<p>a</p>\n";
        assert_eq!(parts(text), ["M {% raw %}\\n<p>\\n{% endraw %}\\n\\n", "H <p>a</p>\\n"]);
    }

    #[test]
    fn template_calls_in_html_are_text_of_the_page() {
        let text = "<p>{{< a >}}</p>\n";
        assert_eq!(noted(text).0.parts, [Part::Html(text.to_owned())]);
        let text = "<pre>\n{% raw %}\n<script>x</script>\n{% endraw %}\n</pre>\n";
        assert_eq!(noted(text).0.parts, [Part::Html(text.to_owned())]);
    }

    #[test]
    fn html_that_cannot_be_taken_out_is_noted() {
        for (text, rule) in [
            ("a {{< b >}} <br>\n", "html-with-template-call"),
            ("a[^1] <br>\n\n[^1]: b\n", "html-with-footnote"),
            ("a[^1]\n\n[^1]: b <sup>c</sup>\n", "html-with-footnote"),
        ] {
            let (post, notes) = noted(text);
            assert_eq!(post.parts, [Part::Markdown(text.to_owned())]);
            assert_eq!(notes.iter().map(|note| &*note.rule).collect::<Vec<_>>(), [rule]);
        }
    }

    #[test]
    fn the_founding_family() {
        let footer =
            "  \n<hr>\n<a href=\"https://a.example/1\",target=\"_blank\" rel=\"noopener\">origin</a>";
        let body = format!("<div><p>a</p></div>{footer}");
        let (post, notes) = noted(&format!("T_1 *x* by B #\n------\n{body}"));
        assert_eq!(post.parts, [Part::Markdown("## T_1 *x* by B \\#\n".into()), Part::Html(body)]);
        assert_eq!(post.url.as_deref(), Some("https://a.example/1"));
        assert!(!post.starts_as_written && notes.is_empty());
        let (post, _) = noted(&format!("T by B\n------\nremark{footer}"));
        assert_eq!(post.parts[0], Part::Markdown("## T by B\nremark  \n".into()));
        assert_eq!(post.url.as_deref(), Some("https://a.example/1"));
        assert_eq!(parts(&format!("T by B\n------\nbody<br>{footer}"))[0], "M ## T by B\\n");
    }

    #[test]
    fn the_old_layout() {
        let (post, _) = noted("\nhttps://a.example/x\n\n---\n\n\nT by B\n------\n<div>a</div>");
        let markdown = "\nhttps://a.example/x\n\n---\n\n## T by B\n";
        assert_eq!(post.parts, [Part::Markdown(markdown.into()), Part::Html("<div>a</div>".into())]);
        assert_eq!(post.url.as_deref(), Some("https://a.example/x"));
        assert!(post.starts_as_written);
    }

    #[test]
    fn headings_that_are_no_title_line() {
        assert_eq!(parts("a\nb\n---\n<hr>\n"), ["M a\\nb\\n---\\n", "H <hr>\\n"]);
        assert_eq!(parts("a\n---\n\n<hr>\n"), ["M a\\n---\\n\\n", "H <hr>\\n"]);
        assert_eq!(parts("a\n===\n<hr>\n"), ["M a\\n===\\n", "H <hr>\\n"]);
        assert_eq!(parts("1. a\n---\n<hr>\n"), ["M 1. a\\n---\\n", "H <hr>\\n"]);
        assert_eq!(parts("a <x> by b\n---\n<hr>\n"), ["H <h2>a <x> by b</h2>\\n<hr>\\n"]);
    }
}
