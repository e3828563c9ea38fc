//! Blocks that are converted together: each with HTML alone, or from the one that opens a table, a
//! list, a quote … to the one that closes it, since blank lines cut HTML blocks anywhere.

use super::blocks::{Block, Content, Shape};
use super::tags::Between;
use std::collections::HashMap;

/// Neighbouring blocks, as places in the list of blocks; both ends are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) first: usize,
    pub(super) last: usize,
    /// Whether Markdown among them is taken as it stands: it is in a `<pre>` or the like.
    is_verbatim: bool,
}

/// The groups, in the order of the text.
pub(super) fn group(blocks: &[Block]) -> Vec<Group> {
    let mut held = merge(spans(blocks));
    held.retain(|span| {
        let inside = &blocks[span.first..=span.last];
        !inside.iter().any(|block| matches!(block.content, Content::Bound(_)))
    });
    let mut groups = Vec::new();
    let mut held = held.into_iter().peekable();
    let mut at = 0;
    while at < blocks.len() {
        let group = match held.next_if(|group| group.first == at) {
            Some(group) => group,
            None => Group { first: at, last: at, is_verbatim: false },
        };
        if group.first < group.last || blocks[at].content == Content::Html {
            groups.push(group);
        }
        at = group.last + 1;
    }
    groups
}

/// Where those blocks start that must be rendered, ascending.
pub(super) fn starts_to_render(blocks: &[Block], groups: &[Group]) -> Vec<usize> {
    let members = groups.iter().filter(|group| !group.is_verbatim);
    let blocks = members.flat_map(|group| &blocks[group.first..=group.last]);
    blocks.filter(|block| block.shape != Shape::Html).map(|block| block.range.start).collect()
}

/// The HTML of a group: what is HTML as it stands, what is not as it was rendered.
pub(super) fn html(text: &str, blocks: &[Block], group: &Group, rendered: &HashMap<usize, String>) -> String {
    if group.is_verbatim {
        return text[blocks[group.first].range.start..blocks[group.last].range.end].to_owned();
    }
    let mut html = String::new();
    for block in &blocks[group.first..=group.last] {
        let own = &text[block.range.clone()];
        html.push_str(rendered.get(&block.range.start).map_or(own, String::as_str));
    }
    html
}

/// From the block of a start tag to the block of its end tag, where they are not the same.
fn spans(blocks: &[Block]) -> Vec<Group> {
    let mut open: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut spans = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        for tag in &block.tags {
            let starts = open.entry(tag.name).or_default();
            if !tag.is_end {
                starts.push(at);
            } else if let Some(first) = starts.pop()
                && first < at
            {
                spans.push(Group { first, last: at, is_verbatim: tag.between == Between::Text });
            }
        }
    }
    spans
}

fn merge(mut spans: Vec<Group>) -> Vec<Group> {
    spans.sort_by_key(|span| span.first);
    let mut merged: Vec<Group> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.first <= last.last => {
                last.last = last.last.max(span.last);
                last.is_verbatim |= span.is_verbatim;
            }
            _ => merged.push(span),
        }
    }
    merged
}
