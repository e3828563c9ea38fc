//! Elements that a browser does not show: `hidden`, `display:none`, `visibility:hidden`, and icons for
//! the eye alone (`aria-hidden`). Formulas keep their hidden twin: it is the better source. What a reader opens with a
//! click stays.

use super::panels::Panels;
use super::removal::{self, Kept, Ledger, Reason};
use super::style::Unseen;
use crate::html::{AttrNames, Dom, NodeId, Space, Style};
use crate::notes::{Action, Note};
use crate::rules::Rules;
use crate::visible;

/// A page that shows fewer characters than this, and hides at least that many in one place, shows them by a script.
const MAX_SHOWN: usize = 150;
const MIN_UNVEILED: usize = 1000;

/// Returns what stays although its style leaves nothing of its text to be seen, so that styles are read once.
pub(super) fn drop_hidden(
    dom: &mut Dom,
    panels: &Panels,
    rules: &Rules,
    kept: &Kept,
    ledger: &mut Ledger<'_>,
) -> Vec<(NodeId, Unseen)> {
    if let Some(veiled) = find_veiled(dom, rules, kept) {
        let why =
            "all that the page has to say is hidden here: taken for text that a script shows, so it stays";
        ledger.write(Note::new(Action::Suspected, "hidden-page", why).with_place(dom.path(veiled)));
        dom.remove_attr(veiled, "hidden");
        dom.remove_attr(veiled, "style");
    }
    let mut unseen = Vec::new();
    removal::sweep(dom, kept, ledger, |dom, id| {
        let style = dom.attr(id, "style").map(Style::parse);
        let found = hidden(dom, id, style.as_ref());
        let unseen_as = style.filter(|_| found.is_none()).and_then(|style| style.unseen());
        let is_shown = || is_always_shown(dom, id, rules) || panels.hold(dom, id);
        if found.is_none() && unseen_as.is_none() || is_shown() {
            return None;
        }
        unseen.extend(unseen_as.map(|unseen| (id, unseen)));
        let (rule, why) = found?;
        Some(Reason { action: Action::Hidden, rule: rule.into(), why: why.into() })
    });
    unseen
}

/// The hidden element that holds next to all of the page's text, if there is one. The links of its frame do not
/// count: they are the same on every page of a site. What else stands there does, or a page could hide words beside
/// a text of its own that it calls its header.
fn find_veiled(dom: &Dom, rules: &Rules, kept: &Kept) -> Option<NodeId> {
    let top = dom.root();
    let (mut largest, mut shown) = (None, 0);
    let mut next = dom.first_child(top);
    while let Some(id) = next.filter(|_| shown < MAX_SHOWN) {
        let is_hidden = !kept.holds(id) && is_hidden_itself(dom, id) && !is_always_shown(dom, id, rules);
        if is_hidden {
            let own = (dom.visible_chars(id), id);
            largest = largest.max(Some(own));
        }
        shown += dom.text(id).map_or(0, visible::count);
        let is_frame = |id: NodeId| matches!(dom.name(id), "nav" | "header" | "footer");
        let is_passed = is_hidden || dom.is(id, "a") && dom.ancestors(id).any(is_frame);
        next = dom.first_child(id).filter(|_| !is_passed).or_else(|| dom.after(id, top));
    }
    largest.filter(|&(chars, _)| shown < MAX_SHOWN && chars >= MIN_UNVEILED).map(|(_, id)| id)
}

pub(super) fn is_hidden_itself(dom: &Dom, id: NodeId) -> bool {
    hidden(dom, id, dom.attr(id, "style").map(Style::parse).as_ref()).is_some()
}

/// What a style does not hide, whatever it says.
fn is_always_shown(dom: &Dom, id: NodeId, rules: &Rules) -> bool {
    is_shown_by_script(dom, id, rules) || is_in_svg(dom, id) || is_of_formula(dom, id)
}

fn hidden(dom: &Dom, id: NodeId, style: Option<&Style<'_>>) -> Option<(&'static str, &'static str)> {
    // `until-found` is shown to whoever searches for its text, so it is text.
    if dom.attr(id, "hidden").is_some_and(|value| !value.eq_ignore_ascii_case("until-found")) {
        return Some(("hidden-attribute", "the element says that it is hidden"));
    }
    if style.is_some_and(Style::is_hidden) {
        return Some(("hidden-style", "its own style takes it out of sight"));
    }
    if dom.attr(id, "aria-hidden") == Some("true") && is_decoration(dom, id) {
        return Some(("aria-hidden-icon", "decoration that has no words, or a mark to link to a heading"));
    }
    None
}

/// A mark without words, or the link beside a heading that points to it. Much real text is
/// `aria-hidden` too (parts of formulas, counters, headlines read out elsewhere): it stays.
fn is_decoration(dom: &Dom, id: NodeId) -> bool {
    if dom.is(id, "a") && dom.attr(id, "href").is_some_and(|href| href.starts_with('#')) {
        return true;
    }
    let is_content = |node: NodeId| match dom.text(node) {
        Some(text) => text.contains(char::is_alphanumeric),
        None => {
            matches!(dom.name(node), "img" | "foreignObject" | "video" | "audio" | "iframe" | "br" | "hr")
        }
    };
    let holds = dom.first_child(id).is_some();
    holds && !is_content(id) && !dom.descendants(id).any(is_content)
}

/// A lazy image, and the whole of a page, may be hidden until a script has run.
fn is_shown_by_script(dom: &Dom, id: NodeId, rules: &Rules) -> bool {
    dom.is(id, "html")
        || dom.is(id, "body")
        || dom.is(id, "main")
        || dom.attr(id, "id").is_some_and(|name| name == "js_content" || is_streamed(name))
        || dom.has_class(id, "rich_media_content")
        || (dom.is(id, "img") && rules.built_in.images.deferred(dom, id).is_some())
}

/// React sends slow parts of a page after the rest, in `<div hidden id="S:1">`, and moves them into their place.
fn is_streamed(name: &str) -> bool {
    let number = name.strip_prefix("S:").unwrap_or("");
    !number.is_empty() && number.chars().all(|c| c.is_ascii_hexdigit())
}

/// In a drawing, animations show and hide.
fn is_in_svg(dom: &Dom, id: NodeId) -> bool {
    dom.space(id) == Space::Svg && dom.name(id) != "svg"
}

fn is_of_formula(dom: &Dom, id: NodeId) -> bool {
    const ANY: AttrNames = AttrNames::of(&["class", "data-formula"]);
    let is_named = |node: NodeId| {
        let is_math = |class: &str| ["katex", "MathJax", "mwe-math"].iter().any(|own| class.starts_with(own));
        dom.attr(node, "data-formula").is_some() || dom.classes(node).any(is_math)
    };
    let is_formula = |node: NodeId| {
        dom.is_element(node)
            && (dom.space(node) == Space::MathMl
                || dom.name(node).starts_with("mjx-")
                || dom.may_have(node, ANY) && is_named(node))
    };
    is_formula(id) || dom.ancestors(id).any(is_formula) || dom.descendants(id).any(is_formula)
}
