//! Boxes that a reader opens: panels of tabs, and answers below questions. Pages hide all but one of them until then, and
//! that is no hidden text. What opens a box must be seen, and the box must be none of the frame: menus open, too.

use super::hidden;
use crate::html::{Dom, NodeId};
use crate::rules::{Survey, each_name_part};
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

/// What is known of the panels of a page as it was when that was first asked for.
#[derive(Default)]
pub(super) struct Panels {
    openers: OnceCell<Openers>,
    /// What the buttons open that have gone since, and these themselves, by their ids.
    gone: HashSet<String>,
    survey: Survey,
}

/// The elements that open something, by the ids of what they open, and by their own.
#[derive(Default)]
struct Openers {
    by_box: HashMap<String, Vec<NodeId>>,
    by_id: HashMap<String, Vec<NodeId>>,
}

/// Of several elements for one id, so many are looked at: there should be one.
const MOST_OPENERS: usize = 4;

/// Attributes that name what an element opens, by its id or by `#` and its id.
const OPENS: [&str; 4] = ["aria-controls", "data-target", "data-bs-target", "href"];

/// Words of classes that boxes have which a reader opens.
const WORDS: [&str; 5] = ["accordion", "faq", "faqs", "tabpanel", "tabcontent"];

/// Where a box is part of the frame, or belongs to a control.
const FRAME: [&str; 7] = ["nav", "header", "footer", "form", "dialog", "menu", "select"];
const ROLES: [&str; 9] =
    ["navigation", "menu", "menubar", "dialog", "alertdialog", "listbox", "tooltip", "search", "toolbar"];

/// Of an element that may open one, so many nodes are looked at.
const MOST_NODES: usize = 1_000;

impl Panels {
    /// For a page of which these buttons are going to be taken away.
    pub(super) fn before_going(dom: &Dom, buttons: impl Iterator<Item = NodeId>) -> Self {
        let seen = buttons.filter(|&id| is_opener(dom, id) && is_seen(dom, id));
        let gone = seen.flat_map(|id| boxes(dom, id).chain(dom.attr(id, "id")));
        Panels { gone: gone.map(str::to_owned).collect(), ..Panels::default() }
    }

    /// Whether an element is a box that a reader of the page can open.
    pub(super) fn hold(&self, dom: &Dom, id: NodeId) -> bool {
        // What holds mostly links is a menu.
        let has_text = || self.survey.unlinked(dom, id) * 2 > self.survey.words(dom, id);
        (self.is_opened(dom, id) || is_below_its_label(dom, id)) && !is_in_frame(dom, id) && has_text()
    }

    fn is_opened(&self, dom: &Dom, id: NodeId) -> bool {
        let label = dom.attr(id, "aria-labelledby").filter(|_| dom.attr(id, "role") == Some("tabpanel"));
        let own = dom.attr(id, "id");
        if own.is_none() && label.is_none() {
            return false;
        }
        if own.into_iter().chain(label).any(|id| self.gone.contains(id)) {
            return true;
        }
        let Openers { by_box, by_id } = self.openers.get_or_init(|| Openers::of(dom));
        let by_own = own.and_then(|own| by_box.get(own));
        let by_label = label.and_then(|label| by_id.get(label));
        by_own.into_iter().chain(by_label).flatten().any(|&opener| is_seen(dom, opener))
    }
}

impl Openers {
    fn of(dom: &Dom) -> Self {
        let mut openers = Openers::default();
        for id in dom.descendants(dom.root()).filter(|&id| is_opener(dom, id)) {
            boxes(dom, id).for_each(|own| add(&mut openers.by_box, own, id));
            if let Some(own) = dom.attr(id, "id") {
                add(&mut openers.by_id, own, id);
            }
        }
        openers
    }
}

fn add(openers: &mut HashMap<String, Vec<NodeId>>, key: &str, id: NodeId) {
    let all = openers.entry(key.to_owned()).or_default();
    if all.len() < MOST_OPENERS {
        all.push(id);
    }
}

fn is_opener(dom: &Dom, id: NodeId) -> bool {
    opens_a_panel(dom, id) && !is_in_frame(dom, id)
}

/// The ids of what an element opens.
fn boxes(dom: &Dom, id: NodeId) -> impl Iterator<Item = &str> {
    let values = OPENS.iter().filter_map(move |key| dom.attr(id, key));
    values.map(|value| value.strip_prefix('#').unwrap_or(value))
}

/// Whether an element says that it opens something that is neither menu nor dialog.
fn opens_a_panel(dom: &Dom, id: NodeId) -> bool {
    let toggle = || dom.attr(id, "data-toggle").or_else(|| dom.attr(id, "data-bs-toggle"));
    dom.attr(id, "role") == Some("tab")
        || dom.attr(id, "aria-controls").is_some() && dom.attr(id, "aria-haspopup").is_none()
        || toggle().is_some_and(|toggle| matches!(toggle, "collapse" | "tab" | "pill"))
}

/// Whether the class of an element, or of the one around it, says that it can be opened, and something to be seen stands
/// before it.
fn is_below_its_label(dom: &Dom, id: NodeId) -> bool {
    let says = |id: NodeId| {
        let (mut says, mut is_of_tab, mut is_part) = (false, false, false);
        each_name_part(dom.attr(id, "class").unwrap_or(""), |part| {
            says |= WORDS.contains(&part);
            is_of_tab |= matches!(part, "tab" | "tabs");
            is_part |= matches!(part, "pane" | "panel" | "content");
        });
        says || is_of_tab && is_part
    };
    let mut around = std::iter::once(id).chain(dom.parent(id));
    let mut before = std::iter::successors(dom.previous(id), |&id| dom.previous(id));
    let label = before.find(|&id| dom.is_element(id));
    label.is_some_and(|label| is_seen(dom, label)) && around.any(says)
}

fn is_in_frame(dom: &Dom, id: NodeId) -> bool {
    std::iter::once(id).chain(dom.ancestors(id)).any(|id| {
        FRAME.contains(&dom.name(id)) || dom.attr(id, "role").is_some_and(|role| ROLES.contains(&role))
    })
}

/// Whether a reader sees words of an element.
fn is_seen(dom: &Dom, id: NodeId) -> bool {
    let is_hidden = |id: NodeId| hidden::is_hidden_itself(dom, id);
    has_words(dom, id) && !std::iter::once(id).chain(dom.ancestors(id)).any(is_hidden)
}

fn has_words(dom: &Dom, id: NodeId) -> bool {
    let is_word = |text: &str| text.contains(char::is_alphanumeric);
    dom.descendants(id).take(MOST_NODES).filter_map(|id| dom.text(id)).any(is_word)
}
