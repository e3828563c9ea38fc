//! Players and frames: each gets the address of what it shows, and one without an address goes.

use super::Context;
use super::found::left;
use crate::html::{Dom, NodeId};
use crate::rules::trim;

/// Elements that show something from elsewhere, and the attributes that say what, best first. Of some that scripts make
/// players of, the attribute is a name that stands behind an address.
const EMBEDS: &[(&str, &[&str], &str)] = &[
    ("iframe", &["data-src", "data-lazy-src", "src"], ""),
    ("video", &["data-src", "src"], ""),
    ("audio", &["data-src", "src"], ""),
    ("embed", &["data-src", "src"], ""),
    ("object", &["data"], ""),
    ("amp-iframe", &["src"], ""),
    ("amp-video", &["src"], ""),
    ("amp-audio", &["src"], ""),
    ("amp-youtube", &["data-videoid"], "https://www.youtube.com/embed/"),
    ("lite-youtube", &["videoid"], "https://www.youtube.com/embed/"),
    ("amp-vimeo", &["data-videoid"], "https://player.vimeo.com/video/"),
    ("lite-vimeo", &["videoid"], "https://player.vimeo.com/video/"),
    ("amp-dailymotion", &["data-videoid"], "https://www.dailymotion.com/embed/video/"),
    ("amp-twitter", &["data-tweetid"], "https://twitter.com/i/status/"),
];

pub(super) fn rewrite(dom: &mut Dom, embeds: &[NodeId], context: &mut Context<'_>) {
    // An embedded drawing is an image by now.
    let is_own = |&id: &NodeId| is_embed(dom.name(id)) && !is_formula(dom, id);
    let embeds: Vec<NodeId> = left(dom, embeds).filter(is_own).collect();
    for embed in embeds {
        rewrite_embed(dom, embed, context);
    }
}

/// The names of elements that show something from elsewhere.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    EMBEDS.iter().map(|(name, ..)| *name)
}

/// Whether elements of this name do.
pub(super) fn is_embed(name: &str) -> bool {
    EMBEDS.iter().any(|(own, ..)| *own == name)
}

fn is_formula(dom: &Dom, id: NodeId) -> bool {
    dom.ancestors(id).any(|above| dom.attr(above, "data-formula").is_some())
}

fn rewrite_embed(dom: &mut Dom, embed: NodeId, context: &mut Context<'_>) {
    let found = candidates(dom, embed).into_iter().find_map(|raw| {
        let url = context.resolve(&raw).ok()?.into_owned();
        // A player's address is written as a text of its own, and only one of the web leads anywhere.
        (!url.starts_with('#') && !url.starts_with("mailto:") && !url.starts_with("tel:")).then_some(url)
    });
    let Some(url) = found else { return drop_embed(dom, embed, context) };
    let page = context.rules.built_in.embeds.page(&url);
    if let Some(page) = &page {
        context.replaced(dom, embed, page, &url);
    }
    if dom.name(embed).contains('-') {
        dom.rename(embed, "iframe");
    }
    let attribute = if dom.is(embed, "object") { "data" } else { "src" };
    dom.set_attr(embed, attribute, page.as_ref().map_or(&url, |page| &page.url));
}

/// What an element says of the address of its content, best first.
fn candidates(dom: &Dom, embed: NodeId) -> Vec<String> {
    let known = EMBEDS.iter().find(|(name, ..)| *name == dom.name(embed));
    let (attributes, before) = known.map_or((&[][..], ""), |&(_, attributes, before)| (attributes, before));
    let own = attributes.iter().filter_map(|name| dom.attr(embed, name));
    let sources = dom.descendants(embed).filter(|&id| dom.is(id, "source") || dom.is(id, "embed"));
    let sources = sources.filter_map(|id| dom.attr(id, "src"));
    let is_id = |value: &str| value.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    let is_given = |url: &&str| !url.is_empty() && *url != "about:blank" && (before.is_empty() || is_id(url));
    own.chain(sources).map(trim).filter(is_given).map(|value| format!("{before}{value}")).collect()
}

/// Takes out a player without an address; an `<object>` then shows what it holds.
fn drop_embed(dom: &mut Dom, embed: NodeId, context: &mut Context<'_>) {
    if dom.is(embed, "object") {
        return dom.unwrap(embed);
    }
    let why = "a player or frame without an address that could be opened";
    context.dropped(dom, embed, "no-embed-url", why, dom.name(embed));
    dom.detach(embed);
}
