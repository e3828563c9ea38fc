//! Links: absolute, straight to their target, without what only tracks. A link that leads nowhere, or
//! must not be followed, is only its text.

use super::Context;
use super::address::Unusable;
use super::found::left;
use super::protected;
use crate::html::{Dom, NodeId, is_space};
use crate::notes::{Action, Note};
use crate::rules::WebAddress;
use std::borrow::Cow;
use std::collections::HashSet;
use url::Url;

/// Redirectors in redirectors: more than a few is no honest address.
const MAX_REDIRECTS: usize = 3;

pub(super) fn rewrite(dom: &mut Dom, links: &[NodeId], context: &mut Context<'_>) {
    let links: Vec<NodeId> = left(dom, links).filter(|&link| dom.attr(link, "href").is_some()).collect();
    let own = context.page.map(|page| Own::of(dom, page, context));
    for &link in &links {
        rewrite_link(dom, link, own.as_ref(), context);
    }
    for link in links {
        join_split(dom, link, context);
    }
}

/// Editors split a link where its style changes, inside of words too: what follows it as the rest of a word, and leads
/// to the same place, becomes part of it.
fn join_split(dom: &mut Dom, link: NodeId, context: &mut Context<'_>) {
    while let Some(rest) = dom.next(link).filter(|&next| is_rest_of_word(dom, link, next)) {
        let why = "a link that was split inside of a word is one again";
        let note = Note::new(Action::Rewritten, "split-link", why).with_change("", &dom.text_content(rest));
        context.tell(dom, rest, note);
        dom.reparent_children(rest, link);
        dom.detach(rest);
    }
}

fn is_rest_of_word(dom: &Dom, link: NodeId, next: NodeId) -> bool {
    dom.is_anchor(next)
        && dom.attr(link, "href").is_some_and(|href| dom.attr(next, "href") == Some(href))
        && dom.text_at_end(link).ends_with(char::is_alphabetic)
        && dom.text_at_start(next).starts_with(char::is_lowercase)
}

/// The page itself, as links lead to it.
struct Own {
    /// Without a fragment, and without what only tracks.
    url: String,
    /// The places in it that a link can lead to.
    places: HashSet<String>,
}

impl Own {
    fn of(dom: &Dom, page: &Url, context: &Context<'_>) -> Own {
        let mut page = page.clone();
        page.set_fragment(None);
        let url = String::from(page);
        let tidy = WebAddress::of(&url).and_then(|parts| context.rules.built_in.trackers.tidy(parts));
        let tidy = tidy.map(|tidy| tidy.url);
        let names =
            |id| dom.attr(id, "id").into_iter().chain(dom.attr(id, "name").filter(|_| dom.is(id, "a")));
        let places = dom.descendants(dom.root()).flat_map(names).map(str::to_owned).collect();
        Own { url: tidy.unwrap_or(url), places }
    }

    /// What is left of an address that leads to the page itself: nothing, or the fragment.
    fn rest<'u>(&self, url: &'u str) -> Option<&'u str> {
        let rest = url.strip_prefix(&self.url)?;
        let is_place = |fragment: &str| self.places.contains(fragment);
        (rest.is_empty() || rest.strip_prefix('#').is_some_and(is_place)).then_some(rest)
    }
}

fn rewrite_link(dom: &mut Dom, link: NodeId, own: Option<&Own>, context: &mut Context<'_>) {
    let Some(Target { url, repeats_title }) = judge(dom, link, own, context) else {
        return unlink(dom, link);
    };
    if let Some(url) = url {
        dom.set_attr(link, "href", &url);
    }
    if repeats_title {
        dom.remove_attr(link, "title");
    }
}

/// What becomes of a link that stays one.
struct Target {
    /// `None` where it leads to what is written already.
    url: Option<String>,
    /// Whether its tool tip says what is to be seen anyway.
    repeats_title: bool,
}

fn judge(dom: &Dom, link: NodeId, own: Option<&Own>, context: &mut Context<'_>) -> Option<Target> {
    let raw = dom.attr(link, "href").unwrap_or("");
    context.has_protected |= protected::is_protected(raw);
    let mut url = match context.resolve(raw) {
        Ok(url) => target(dom, link, url, context),
        Err(Unusable::Empty) => return None,
        Err(Unusable::Scheme) => {
            let why = "only http, https, mailto, tel, ftp and relative addresses stay links; the text stays";
            context.unlinked(dom, link, "scheme", why, raw);
            return None;
        }
    };
    match own.and_then(|own| own.rest(&url)) {
        Some("") => {
            context.unlinked(dom, link, "self-link", "the link leads to the page that it stands on", &url);
            return None;
        }
        Some(fragment) => url = fragment.to_owned().into(),
        None => {}
    }
    if sole_image(dom, link).is_some_and(|image| is_same(&url, dom.attr(image, "src").unwrap_or(""))) {
        return None;
    }
    let repeats_title =
        dom.attr(link, "title").is_some_and(|title| is_redundant(dom, link, title, [raw, &url]));
    Some(Target { url: (url != raw).then(|| url.into_owned()), repeats_title })
}

/// Whether a tool tip says what is to be seen anyway: the text of the link, or its address.
fn is_redundant(dom: &Dom, link: NodeId, title: &str, addresses: [&str; 2]) -> bool {
    let mut title = words(title).peekable();
    title.peek().is_none()
        || addresses.contains(&title.clone().collect::<Vec<_>>().join(" ").as_str())
        || title.eq(words(&dom.text_content(link)))
}

fn words(text: &str) -> impl Iterator<Item = &str> + Clone {
    text.split(is_space).filter(|word| !word.is_empty())
}

/// Where a link leads in the end.
fn target<'a>(dom: &Dom, link: NodeId, mut url: Cow<'a, str>, context: &mut Context<'_>) -> Cow<'a, str> {
    let tables = context.rules.built_in;
    for hop in 0..=MAX_REDIRECTS {
        let Some(parts) = WebAddress::of(&url) else { break };
        let redirect = if hop < MAX_REDIRECTS { tables.redirectors.target(parts) } else { None };
        let is_last = redirect.is_none();
        let Some(found) = redirect.or_else(|| tables.trackers.tidy(parts)) else { break };
        context.replaced(dom, link, &found, &url);
        url = found.url.into();
        if is_last {
            break;
        }
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
pub(super) fn sole_image(dom: &Dom, link: NodeId) -> Option<NodeId> {
    let mut images = dom.descendants(link).filter(|&id| dom.is(id, "img"));
    let first = images.next()?;
    (images.next().is_none() && dom.visible_chars(link) == 0).then_some(first)
}

/// Whether two addresses name one file; http and https are the same to a reader.
fn is_same(one: &str, other: &str) -> bool {
    fn rest(url: &str) -> &str {
        url.split_once("://").map_or(url, |(_, rest)| rest)
    }
    rest(one) == rest(other)
}
