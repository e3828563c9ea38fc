//! The lead image: the one that the page itself shows when it is shared. It often stands in a head above the
//! article that goes, and then it alone comes back.

use super::evidence::Evidence;
use super::find::Finding;
use super::outline::Block;
use crate::clean::removal::Ledger;
use crate::html::{Dom, NodeId};
use crate::notes::{Action, Note};

/// A shorter name of a file, such as `1`, may be that of another image.
const MIN_NAME: usize = 5;

/// An image, and what comes after it in the article.
pub(super) struct Lead {
    name: String,
    image: NodeId,
    before: NodeId,
}

/// Headings and so many words that stay may be above a lead image: what the article is about, in short.
const MAX_WORDS_ABOVE: u32 = 60;

/// The lead image, when it stands near the beginning of the text that stays.
pub(super) fn find(dom: &Dom, evidence: &Evidence, finding: &Finding) -> Option<Lead> {
    let name = name(&evidence.image);
    // On a list it may be that of one entry.
    let is_list = evidence.kinds.list || evidence.kinds.thread;
    if is_list && !evidence.says_article() || name.len() < MIN_NAME {
        return None;
    }
    let blocks = finding.outline.blocks.iter().zip(&finding.labels.stays);
    let mut staying = blocks.filter(|(_, stays)| **stays).map(|(block, _)| block);
    let mut ahead = staying.next()?;
    let mut above = 0;
    let mut next = dom.first_child(finding.outline.top);
    while let Some(id) = next {
        let before = beginning(dom, ahead);
        if id == before {
            above += if ahead.heading == 0 { ahead.facts.text.words } else { 0 };
            if above > MAX_WORDS_ABOVE {
                return None;
            }
            ahead = staying.next()?;
        } else if shows(dom, id, name) && !is_logo(dom, id) && is_in_place(dom, id) {
            return Some(Lead { name: name.to_owned(), image: id, before });
        }
        next = dom.first_child(id).or_else(|| dom.after(id, finding.outline.top));
    }
    None
}

/// The node with which a block begins: a box holds other things, too.
fn beginning(dom: &Dom, block: &Block) -> NodeId {
    let is_box =
        matches!(dom.name(block.owner), "div" | "section" | "article" | "main" | "body" | "td" | "li");
    if is_box { block.first } else { block.owner }
}

fn shows(dom: &Dom, id: NodeId, name: &str) -> bool {
    dom.is(id, "img") && dom.attrs(id).any(|(_, value)| value.contains(name))
}

/// Many sites are shared by their logo.
fn is_logo(dom: &Dom, id: NodeId) -> bool {
    let is_of_logo = |value: &str| value.contains('/') && value.to_ascii_lowercase().contains("logo");
    dom.attrs(id).any(|(_, value)| is_of_logo(value))
}

/// An image in navigation or in a list of links leads elsewhere.
fn is_in_place(dom: &Dom, id: NodeId) -> bool {
    !dom.ancestors(id).any(|above| matches!(dom.name(above), "nav" | "aside" | "footer" | "li" | "noscript"))
}

/// Puts the image back, if it is gone.
pub(super) fn restore(dom: &mut Dom, Lead { name, image, before }: Lead, ledger: &mut Ledger<'_>) {
    let root = dom.root();
    let stands = |id: NodeId| dom.ancestors(id).any(|above| above == root);
    if stands(image) || !stands(before) || dom.descendants(root).any(|id| shows(dom, id, &name)) {
        return;
    }
    let why = "the image by which the page is shared stood outside of what was found to be its content";
    dom.detach(image);
    let paragraph = dom.create_element("p");
    dom.append(paragraph, image);
    dom.insert_before(before, paragraph);
    ledger.write(Note::new(Action::Repaired, "lead-image", why).with_place(dom.path(image)));
}

/// The name of a file without its ending and without the size that many sites write into it (`-1024x768`).
fn name(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let file = path.rsplit('/').next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    match stem.rsplit_once('-') {
        Some((name, size))
            if size.split('x').count() == 2 && size.chars().all(|c| c == 'x' || c.is_ascii_digit()) =>
        {
            name
        }
        _ => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn the_name_of_an_image_has_no_size() {
        assert_eq!(name("https://a.example/i/the-mill-1024x768.jpg?w=1"), "the-mill");
        assert_eq!(name("the-mill"), "the-mill");
    }
}
