//! Markdown as plain text: what a reader reads, without any sign of markup.

use crate::outputs::format::DIALECT;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

const INDENT: &str = "  ";

/// The text of a Markdown document: a blank line between blocks, `- ` or a number before the items of lists, tabs
/// between cells, code as it is, images as their description.
pub(crate) fn text(markdown: &str) -> String {
    let mut page = Plain::default();
    for event in Parser::new_ext(markdown, DIALECT) {
        page.add(event);
    }
    page.end_block();
    page.text
}

#[derive(Default)]
struct Plain {
    text: String,
    /// The block that is being filled.
    block: String,
    /// The numbers of the lists around it; nothing for bullets.
    lists: Vec<Option<u64>>,
    /// What stands before its first line.
    bullet: String,
    /// Items of a list follow each other without a blank line.
    is_tight: bool,
    in_table: bool,
}

impl Plain {
    fn add(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.block += &text;
            }
            Event::SoftBreak | Event::HardBreak if self.in_table => self.block.push(' '),
            Event::SoftBreak | Event::HardBreak => self.block.push('\n'),
            Event::Rule => self.end_block(),
            Event::TaskListMarker(done) => self.block += if done { "[x] " } else { "[ ] " },
            Event::FootnoteReference(label) => self.block += &format!("[{label}]"),
            // tamis writes no raw HTML; that of a post's author is markup too.
            Event::Html(_) | Event::InlineHtml(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::List(number) => {
                self.end_block();
                // A list in an item belongs to it.
                self.is_tight = !self.lists.is_empty();
                self.lists.push(*number);
            }
            Tag::Item => {
                self.end_block();
                self.bullet = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
            }
            Tag::FootnoteDefinition(label) => {
                self.end_block();
                self.block = format!("[{label}] ");
            }
            Tag::Table(_) => {
                self.end_block();
                self.in_table = true;
            }
            Tag::CodeBlock(_) | Tag::Heading { .. } | Tag::BlockQuote(_) => self.end_block(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::TableCell => self.block.push('\t'),
            TagEnd::TableHead | TagEnd::TableRow => {
                self.block.truncate(self.block.trim_end_matches('\t').len());
                self.block.push('\n');
            }
            TagEnd::Table => {
                self.end_block();
                self.in_table = false;
            }
            TagEnd::List(_) => {
                self.end_block();
                self.lists.pop();
                self.is_tight = !self.lists.is_empty();
            }
            TagEnd::Item => {
                self.end_block();
                self.is_tight = true;
            }
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::BlockQuote(_) => {
                self.end_block()
            }
            _ => {}
        }
    }

    /// Writes the block, if there is one: indented as deep as the lists around it.
    fn end_block(&mut self) {
        let block = std::mem::take(&mut self.block);
        let block = block.trim_end_matches('\n');
        if block.is_empty() {
            return;
        }
        let bullet = std::mem::take(&mut self.bullet);
        let is_item = !bullet.is_empty();
        let follows_an_item = is_item && self.is_tight;
        if !self.text.is_empty() && !follows_an_item {
            self.text.push('\n');
        }
        self.is_tight = false;
        let depth = self.lists.len().saturating_sub(1);
        for (number, line) in block.lines().enumerate() {
            let before = if number == 0 { bullet.clone() } else { " ".repeat(bullet.len()) };
            let indent = if is_item || self.lists.is_empty() { depth } else { depth + 1 };
            self.text += format!("{}{before}{line}", INDENT.repeat(indent)).trim_end_matches(' ');
            self.text.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn a_reader_sees_no_markup() {
        let markdown = "# A *title*\n\nSome **bold** [text](https://example.org/) &lt;b&gt;,\\\nand `code`.\n\n\
            - one\n- two\n  - three\n\n1. first\n2. second\n\n> quoted\n\n```rs\nfn main() {}\n```\n\n\
            | a | b |\n|---|---|\n| c | d |\n\n![A cat](cat.png)\n\nNote[^1]\n\n[^1]: Below\n";
        let plain = "A title\n\nSome bold text <b>,\nand code.\n\n- one\n- two\n  - three\n\n1. first\n2. second\n\n\
            quoted\n\nfn main() {}\n\na\tb\nc\td\n\nA cat\n\nNote[1]\n\n[1] Below\n";
        assert_eq!(text(markdown), plain);
        assert_eq!(text(""), "");
    }

    #[test]
    fn several_blocks_of_an_item_are_indented() {
        assert_eq!(text("- one\n\n  more\n\n- two\n"), "- one\n\n  more\n- two\n");
    }
}
