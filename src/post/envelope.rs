//! What stands around a scraped body: the title line before it, and where it came from.

use super::blocks::{Block, Content, Shape};

/// The title line, `TITLE by AUTHOR` over dashes: its place among the blocks, and the same heading
/// in the form that Markdown is written in here.
///
/// It is known by the footer, or by the line of HTML that follows at once. Dashes under several
/// lines, or with a blank line behind them, are how authors write.
pub(super) fn title(text: &str, blocks: &[Block]) -> Option<(usize, String)> {
    let at = match footer_url(text) {
        Some(_) if blocks.first().is_some_and(|block| block.shape == Shape::Heading) => 0,
        _ => place_before_body(text, blocks)?,
    };
    let title = &blocks[at];
    if title.shape != Shape::Heading || title.content != Content::Markdown {
        return None;
    }
    let mut lines = text[title.range.clone()].lines();
    let (first, dashes) = (lines.next()?, lines.next()?);
    let is_underlined = dashes.trim_ascii().bytes().all(|byte| byte == b'-');
    (is_underlined && lines.next().is_none()).then(|| (at, atx_heading(first)))
}

fn place_before_body(text: &str, blocks: &[Block]) -> Option<usize> {
    let body = blocks.iter().position(|block| block.content == Content::Html)?;
    let title = body.checked_sub(1)?;
    let start = blocks[body].range.start;
    (blocks[title].range.end == start && text[start..].starts_with('<')).then_some(title)
}

/// Writes the content of a setext heading as a heading of level 2. The two forms read the same
/// inline Markdown; only a run of `#` at the end would be taken for the closing sequence.
fn atx_heading(content: &str) -> String {
    let content = content.trim_matches([' ', '\t', '\r']);
    let text = content.trim_end_matches('#');
    let hashes = &content[text.len()..];
    let is_closing = !hashes.is_empty() && (text.is_empty() || text.ends_with([' ', '\t']));
    let escape = if is_closing { "\\" } else { "" };
    format!("## {text}{escape}{hashes}\n")
}

/// The address in a footer `<hr> <a href="URL">…</a>` that ends the HTML. The start tag may have
/// the malformed attribute `,target`, so it is read loosely.
pub(super) fn footer_url(html: &str) -> Option<String> {
    let rule = html.rfind("<hr")?;
    let (_, rest) = html[rule..].split_once('>')?;
    let anchor = rest.trim_ascii().strip_prefix("<a ")?.strip_suffix("</a>")?;
    let (tag, words) = anchor.split_once('>')?;
    let (_, value) = tag.split_once("href=\"")?;
    let (url, _) = value.split_once('"')?;
    (!words.contains('<') && is_web_address(url)).then(|| url.replace("&amp;", "&"))
}

/// The address in a header: a paragraph that is only a URL, and a thematic break.
pub(super) fn header_url(text: &str, blocks: &[Block]) -> Option<String> {
    let [first, second, ..] = blocks else { return None };
    let url = text[first.range.clone()].trim_ascii();
    let is_header = first.shape == Shape::Paragraph && second.shape == Shape::Rule && is_web_address(url);
    is_header.then(|| url.to_owned())
}

fn is_web_address(url: &str) -> bool {
    let is_http = url.starts_with("https://") || url.starts_with("http://");
    is_http && !url.contains(|c: char| c.is_ascii_whitespace() || matches!(c, '<' | '>' | '"'))
}

#[cfg(test)]
mod tests {
    use super::{atx_heading, footer_url};

    #[test]
    fn hashes_at_the_end_of_a_title() {
        assert_eq!(atx_heading("A *b* | c by d"), "## A *b* | c by d\n");
        assert_eq!(atx_heading("  Learning C# by me \r"), "## Learning C# by me\n");
        assert_eq!(atx_heading("A by #"), "## A by \\#\n");
        assert_eq!(atx_heading("A by ###"), "## A by \\###\n");
        assert_eq!(atx_heading("#######"), "## \\#######\n");
        assert_eq!(atx_heading("\u{3000}A by B\u{a0}"), "## \u{3000}A by B\u{a0}\n");
    }

    #[test]
    fn the_address_in_the_footer() {
        let of = |html: &str| footer_url(html).unwrap_or_default();
        let footer =
            "<p>x</p>\n<hr>\n<a href=\"https://a.example/?b=1&amp;c\",target=\"_blank\">origin</a>\n";
        assert_eq!(of(footer), "https://a.example/?b=1&c");
        assert_eq!(of("<hr /><a class=x href=\"http://a.example/\">origin</a>"), "http://a.example/");
        assert_eq!(of("<hr><a href=\"https://a.example/\">a link</a> in a text"), "");
        assert_eq!(
            of("<hr><a href=\"https://a.example/\">a</a> or <a href=\"https://b.example/\">b</a>"),
            ""
        );
        assert_eq!(of("<hr><a href=\"javascript:x()\">origin</a>"), "");
        assert_eq!(of("<a href=\"https://a.example/\">origin</a>"), "");
    }
}
