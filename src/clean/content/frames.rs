//! Frames and films in an article that are no part of it: those of advertisers and of login services, and the
//! films that play silently behind a heading. It looks at elements and addresses; it opens nothing.

use crate::clean::removal::{Kept, Ledger, Reason, sweep};
use crate::html::{Dom, NodeId};
use crate::notes::{Action, Note};
use crate::rules::Rules;

/// A frame of so few pixels is there to be loaded, not to be seen.
const MAX_UNSEEN: u32 = 10;

/// Lets players that no browser has any more show what they hold instead, as browsers do.
pub(in crate::clean) fn open_dead_players(dom: &mut Dom, rules: &Rules, ledger: &mut Ledger<'_>) {
    if !dom.has_had("object") {
        return;
    }
    let dead: Vec<NodeId> =
        dom.descendants(dom.root()).filter(|&id| is_dead_player(dom, id, rules)).collect();
    for id in dead {
        let why = "a Flash player that no browser has any more: what it holds is shown instead";
        ledger.tell(Note::new(Action::Repaired, "dead-player", why), |note| note.with_place(dom.path(id)));
        dom.unwrap(id);
    }
}

fn is_dead_player(dom: &Dom, id: NodeId, rules: &Rules) -> bool {
    dom.is(id, "object") && is_flash(dom, id) && !is_known(dom, id, rules) && dom.visible_chars(id) > 0
}

fn is_flash(dom: &Dom, id: NodeId) -> bool {
    let says = |name: &str, word: &str| {
        dom.attr(id, name).is_some_and(|value| value.to_ascii_lowercase().contains(word))
    };
    says("type", "shockwave-flash")
        || says("classid", "clsid:d27cdb6e-ae6d-11cf-96b8-444553540000")
        || says("src", ".swf")
        || says("data", ".swf")
}

/// Whether it is a player whose page is known.
fn is_known(dom: &Dom, id: NodeId, rules: &Rules) -> bool {
    let inner = dom.descendants(id).filter(|&below| dom.is(below, "embed"));
    let mut urls =
        std::iter::once(id).chain(inner).flat_map(|own| [dom.attr(own, "data"), dom.attr(own, "src")]);
    urls.any(|url| url.is_some_and(|url| rules.built_in.embeds.page(&with_scheme(url)).is_some()))
}

/// A longer fragment of an address is the state of a player, and no place in a page.
const MAX_FRAGMENT: usize = 40;

pub(in crate::clean) fn drop_frames(dom: &mut Dom, rules: &Rules, kept: &Kept, ledger: &mut Ledger<'_>) {
    forget_state(dom, ledger);
    sweep(dom, kept, ledger, |dom, id| {
        let (rule, why) = match dom.name(id) {
            "iframe" if !shows_something(dom, id, rules) => {
                ("content-frame", "a frame that, by its address, shows nothing of the article")
            }
            "video" if is_decoration(dom, id) => {
                ("content-decoration", "a film that plays silently by itself, again and again")
            }
            "embed" | "object" if is_flash(dom, id) && !is_known(dom, id, rules) => {
                ("content-dead-player", "a Flash player that no browser has any more")
            }
            _ => return None,
        };
        Some(Reason { action: Action::Dropped, rule: rule.into(), why: why.into() })
    });
}

/// Cuts what a player keeps of itself off its address.
fn forget_state(dom: &mut Dom, ledger: &mut Ledger<'_>) {
    let long = |id: NodeId| {
        let url = dom.attr(id, "src").filter(|_| dom.is(id, "iframe"))?;
        let (page, state) = url.split_once('#')?;
        (state.len() > MAX_FRAGMENT).then(|| (id, page.to_owned()))
    };
    let found: Vec<_> = dom.descendants(dom.root()).filter_map(long).collect();
    for (id, page) in found {
        let why = "the state of a player was cut off its address";
        ledger.tell(Note::new(Action::Rewritten, "frame-state", why), |note| note.with_place(dom.path(id)));
        dom.set_attr(id, "src", &page);
    }
}

fn shows_something(dom: &Dom, id: NodeId, rules: &Rules) -> bool {
    let is_tiny =
        |name| dom.attr(id, name).and_then(|size| size.parse().ok()).is_some_and(|n: u32| n <= MAX_UNSEEN);
    if is_tiny("width") || is_tiny("height") {
        return false;
    }
    let urls = || ["data-src", "data-lazy-src", "src"].into_iter().filter_map(|name| dom.attr(id, name));
    let frames = &rules.built_in.frames;
    if urls().any(|url| rules.built_in.embeds.page(&with_scheme(url)).is_some()) {
        return true;
    }
    if urls().any(|url| frames.serves(url)) {
        return false;
    }
    let may_fill_screen = dom.attr(id, "allowfullscreen").is_some()
        || dom.attr(id, "webkitallowfullscreen").is_some()
        || dom.attr(id, "allow").is_some_and(|allow| allow.contains("fullscreen"));
    may_fill_screen || urls().chain(dom.attr(id, "title")).any(|text| frames.shows(text))
}

/// Old pages leave the scheme to the browser.
fn with_scheme(url: &str) -> String {
    if url.starts_with("//") { format!("https:{url}") } else { url.to_owned() }
}

/// In a figure, it is what others write as an animated image.
fn is_decoration(dom: &Dom, id: NodeId) -> bool {
    let has = |name| dom.attr(id, name).is_some();
    has("autoplay")
        && has("muted")
        && has("loop")
        && !has("controls")
        && !dom.ancestors(id).any(|above| dom.is(above, "figure"))
}
