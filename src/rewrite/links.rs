//! Links: absolute, straight to their target, without what only tracks. A link that leads nowhere, or
//! must not be followed, is only its text.

use super::Context;
use super::address::Unusable;
use crate::html::{Dom, NodeId, is_space};

/// Redirectors in redirectors: more than a few is no honest address.
const MAX_REDIRECTS: usize = 3;

pub(super) fn rewrite(dom: &mut Dom, context: &mut Context<'_>) {
    let is_link = |&id: &NodeId| dom.name(id) == "a" && dom.attr(id, "href").is_some();
    let links: Vec<NodeId> = dom.descendants(dom.root()).filter(is_link).collect();
    for link in links {
        rewrite_link(dom, link, context);
    }
}

fn rewrite_link(dom: &mut Dom, link: NodeId, context: &mut Context<'_>) {
    let raw = dom.attr(link, "href").unwrap_or("").to_owned();
    let url = match context.resolve(&raw) {
        Ok(url) => target(url, context),
        Err(Unusable::Empty) => return unlink(dom, link),
        Err(Unusable::Scheme) => {
            let why = "only http, https, mailto, tel, ftp and relative addresses stay links; the text stays";
            context.dropped("scheme", why, &raw);
            return unlink(dom, link);
        }
    };
    if sole_image(dom, link).is_some_and(|image| is_same(&url, dom.attr(image, "src").unwrap_or(""))) {
        return unlink(dom, link);
    }
    if url != raw {
        dom.set_attr(link, "href", &url);
    }
    if dom.attr(link, "title").is_some_and(|title| title.chars().all(is_space)) {
        dom.remove_attr(link, "title");
    }
}

/// Where a link leads in the end.
fn target(mut url: String, context: &mut Context<'_>) -> String {
    let tables = context.rules.built_in;
    for _ in 0..MAX_REDIRECTS {
        let Some(found) = tables.redirectors.target(&url) else { break };
        context.replaced(found.rule, found.why, &url, &found.url);
        url = found.url;
    }
    if let Some(tidy) = tables.trackers.tidy(&url) {
        context.replaced(tidy.rule, tidy.why, &url, &tidy.url);
        url = tidy.url;
    }
    url
}

/// Leaves the text of a link; an anchor that others point to stays as one.
fn unlink(dom: &mut Dom, link: NodeId) {
    if dom.attr(link, "id").or_else(|| dom.attr(link, "name")).is_some() {
        dom.remove_attr(link, "href");
    } else {
        dom.unwrap(link);
    }
}

/// The image that is all that a link holds.
fn sole_image(dom: &Dom, link: NodeId) -> Option<NodeId> {
    let mut images = dom.descendants(link).filter(|&id| dom.is(id, "img"));
    let first = images.next()?;
    (images.next().is_none() && dom.visible_chars(link) == 0).then_some(first)
}

/// Whether two addresses name one file; http and https are the same to a reader.
fn is_same(one: &str, other: &str) -> bool {
    let rest = |url: &str| url.split_once("://").map_or(url, |(_, rest)| rest).to_owned();
    rest(one) == rest(other)
}
