//! What there is to rewrite, found in one walk. What a pass takes out stays in the lists of the passes after it:
//! they look at what is still there.

use super::gate::Suspects;
use super::{embeds, images};
use crate::html::{AttrNames, Dom, ElementMap, NodeId};
use crate::rules::Rules;
use std::sync::OnceLock;

/// Elements that show something and are looked at closer.
fn shown(rules: &Rules) -> &'static ElementMap<()> {
    static SHOWN: OnceLock<ElementMap<()>> = OnceLock::new();
    SHOWN.get_or_init(|| {
        let names = ["img", "picture"].into_iter().chain(embeds::names());
        names.chain(rules.built_in.images.elements.names()).map(|name| (name, ())).collect()
    })
}

/// No address has fewer characters: `http://a`.
const SHORTEST: u32 = 8;

/// Nodes, in the order of the page.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) images: Vec<NodeId>,
    /// What stands for an image, or around one, under another name.
    pub(super) pictures: Vec<NodeId>,
    pub(super) embeds: Vec<NodeId>,
    /// Those that may lead somewhere.
    pub(super) links: Vec<NodeId>,
    /// Texts in which an address may stand.
    pub(super) texts: Vec<NodeId>,
}

/// The same, while the addresses of the page have not passed the gate.
pub(super) fn before_gate(dom: &Dom, longest: usize, rules: &Rules) -> (Found, Suspects) {
    let mut suspects = Suspects::longer_than(longest);
    (Found::beside(dom, rules, |id| suspects.look_at(dom, id)), suspects)
}

impl Found {
    pub(super) fn on(dom: &Dom, rules: &Rules) -> Self {
        Found::beside(dom, rules, |_| {})
    }

    /// `look` goes the same way: it is told of each node.
    #[inline]
    fn beside(dom: &Dom, rules: &Rules, mut look: impl FnMut(NodeId)) -> Self {
        let (mut found, shown) = (Found::default(), shown(rules));
        for id in dom.descendants(dom.root()) {
            look(id);
            let chars = dom.text_chars(id);
            if chars > 0 {
                if chars >= SHORTEST && dom.text(id).is_some_and(may_hold_address) {
                    found.texts.push(id);
                }
            } else if dom.is_anchor(id) {
                const HREF: AttrNames = AttrNames::of(&["href"]);
                if dom.may_have(id, HREF) {
                    found.links.push(id);
                }
            } else if shown.get(dom, id).is_none() {
                continue;
            } else if dom.is(id, "img") {
                found.images.push(id);
            } else {
                if images::is_picture(dom, id, rules) {
                    found.pictures.push(id);
                }
                if embeds::is_embed(dom.name(id)) {
                    found.embeds.push(id);
                }
            }
        }
        found
    }
}

/// Whether `://` stands in a text: in most, not even a colon does.
fn may_hold_address(text: &str) -> bool {
    memchr::memchr_iter(b':', text.as_bytes()).any(|at| text[at + 1..].starts_with("//"))
}

/// Those nodes of a list that are still in the tree. They come in the order of the page: most have what stands around
/// them in common with the one before.
pub(super) fn left<'l>(dom: &'l Dom, list: &'l [NodeId]) -> impl Iterator<Item = NodeId> + 'l {
    let mut around_last = None;
    list.iter().copied().filter(move |&id| {
        let is_beside =
            around_last.is_some() && dom.ancestors(id).take(3).any(|above| Some(above) == around_last);
        let is_left = is_beside || dom.is_attached(id);
        if is_left && !is_beside {
            around_last = dom.ancestors(id).nth(1);
        }
        is_left
    })
}
