//! Dom → Dom: what is not the text goes. Knows no Markdown and no URLs.
//!
//! Every removal is a note with a rule and its reason. What a user wants kept is kept by all passes
//! but the first: what is never content cannot be kept, or a style sheet in a kept box would be text.

mod characters;
pub(crate) mod content;
#[cfg(feature = "cosmetic")]
mod filters;
mod formulas;
mod gaps;
mod hidden;
mod marks;
mod never;
mod noscript;
mod panels;
mod placeholders;
mod promo;
mod removal;
mod site;
mod style;
mod unseen;

use crate::html::Dom;
use crate::notes::{Action, Note};
use crate::options::{Promo, Scope};
use crate::rules::{ElementRule, Reach, Rules, Site};
use content::Evidence;
use never::Never;
use panels::Panels;
use removal::{Kept, Ledger, Reason, Run};

/// Whether a whole page was given or a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    Page,
    Fragment,
}

/// Runs the passes, in order. `title` is the one that the page's metadata have.
pub(crate) fn clean(
    dom: &mut Dom,
    scope: Scope,
    extent: Extent,
    rules: &Rules,
    site: &Site<'_>,
    title: &str,
    notes: &mut Vec<Note>,
) {
    let mut ledger = Ledger::new(notes);
    if scope == Scope::Everything {
        Never::find(dom, rules).drop(dom, true, rules, &mut ledger);
        let kept = Kept::find(dom, &rules.user.keep);
        content::select(dom, rules, &kept, &mut ledger);
        drop_by_user(dom, rules, &kept, &mut ledger);
        characters::drop_controls(dom, &mut ledger);
        return ledger.close();
    }
    let wants_article = rules.user.select.is_empty()
        && match scope {
            Scope::Article => true,
            Scope::Auto => extent == Extent::Page,
            Scope::Body | Scope::Everything => false,
        };
    let never = Never::find(dom, rules);
    // It stands in what is dropped first.
    let evidence =
        if wants_article { Evidence::read(dom, &never.speaking, title) } else { Evidence::default() };
    let delimiters = formulas::delimiters(dom, &never.speaking);
    let panels = Panels::before_going(dom, never.buttons(dom));
    never.drop(dom, true, rules, &mut ledger);

    // The user's choice of content comes before the rules, so that rules speak of what is wanted only.
    let kept = Kept::find(dom, &rules.user.keep);
    content::select(dom, rules, &kept, &mut ledger);
    // What a site's rules keep, no rule of ours drops; the user may.
    let spared = Kept::find(dom, rules.user.keep.iter().chain(site.keep()));
    let claim = if wants_article { site::claim(dom, site, &mut ledger) } else { None };
    let settled = claim.as_ref().filter(|claim| !claim.is_checked());
    if let Some(claim) = settled {
        let title = claim.title(dom, &evidence);
        claim.isolate(dom, title, &spared, &mut ledger);
    }
    let is_sought = wants_article && settled.is_none();
    drop_unshown(dom, &panels, rules, &spared, &mut ledger);
    // Where the article is sought, the frame of a page is evidence and no verdict.
    let reach = if extent == Extent::Page && !is_sought { Reach::Frame } else { Reach::Any };
    drop_by_rules(dom, reach, rules, &spared, &mut ledger);
    let limit = wants_article.then(|| site::limit(dom, claim.as_ref()));
    site::drop(dom, site, limit, &spared, &mut ledger);
    #[cfg(feature = "cosmetic")]
    filters::drop_listed(dom, rules, site, &spared, &mut ledger);
    drop_by_user(dom, rules, &kept, &mut ledger);
    if wants_article {
        content::open_dead_players(dom, rules, &mut ledger);
    }
    if is_sought {
        let claim = claim.and_then(|claim| claim.left(dom));
        content::keep_article(dom, extent, &evidence, rules, claim, &spared, &mut ledger);
    }
    if wants_article {
        content::drop_frames(dom, rules, &spared, &mut ledger);
        content::leave_title(dom, &evidence, rules, &spared, &mut ledger);
    }

    // Head and tail are those of the text, so promotion is looked for when all else is gone.
    if rules.user.promo == Promo::Strip {
        promo::drop_promotion(dom, rules, &spared, &mut ledger);
    }

    // Formulas are found, and characters and marks mended, in what stays.
    formulas::mark(dom, delimiters);
    marks::mend(dom, &mut ledger);
    characters::mend(dom, &mut ledger);
    ledger.close();
}

/// Makes a page what it is before its content is looked for, and reads what it says of itself.
#[cfg(feature = "training")]
fn prepare(dom: &mut Dom, rules: &Rules, ledger: &mut Ledger<'_>) -> Evidence {
    let never = Never::find(dom, rules);
    let evidence = Evidence::read(dom, &never.speaking, "");
    let panels = Panels::before_going(dom, never.buttons(dom));
    never.drop(dom, true, rules, ledger);
    drop_unshown(dom, &panels, rules, &Kept::default(), ledger);
    drop_by_rules(dom, Reach::Any, rules, &Kept::default(), ledger);
    evidence
}

/// The passes before the rules about elements and sites, so that these can be measured by themselves.
#[cfg(feature = "stages")]
pub(crate) fn clean_up_to_rules(dom: &mut Dom, rules: &Rules, notes: &mut Vec<Note>) {
    let mut ledger = Ledger::new(notes);
    let never = Never::find(dom, rules);
    let panels = Panels::before_going(dom, never.buttons(dom));
    never.drop(dom, true, rules, &mut ledger);
    drop_unshown(dom, &panels, rules, &Kept::default(), &mut ledger);
    ledger.close();
}

/// These rules.
#[cfg(feature = "stages")]
pub(crate) fn drop_by_all_rules(
    dom: &mut Dom,
    reach: Reach,
    rules: &Rules,
    site: &Site<'_>,
    notes: &mut Vec<Note>,
) {
    let mut ledger = Ledger::new(notes);
    let spared = Kept::find(dom, site.keep());
    drop_by_rules(dom, reach, rules, &spared, &mut ledger);
    site::drop(dom, site, None, &spared, &mut ledger);
    ledger.close();
}

/// What a browser does not show, or shows to nobody.
fn drop_unshown(dom: &mut Dom, panels: &Panels, rules: &Rules, kept: &Kept, ledger: &mut Ledger<'_>) {
    let unseen = hidden::drop_hidden(dom, panels, rules, kept, ledger);
    unseen::drop_unseen(dom, unseen, kept, ledger);
}

fn drop_by_rules(dom: &mut Dom, reach: Reach, rules: &Rules, kept: &Kept, ledger: &mut Ledger<'_>) {
    let search = rules.built_in.elements.search(reach);
    let found = search.find_all(dom, |id| !kept.holds(id));
    let doomed = found.into_iter().map(|(id, rule)| (Run::of(id), reason(rule))).collect();
    removal::remove(dom, doomed, kept, ledger);
}

/// A rule says why.
fn reason(rule: &'static ElementRule) -> Reason {
    let action = if rule.hidden { Action::Hidden } else { Action::Dropped };
    Reason { action, rule: rule.name.as_str().into(), why: rule.why.as_str().into() }
}

fn drop_by_user(dom: &mut Dom, rules: &Rules, kept: &Kept, ledger: &mut Ledger<'_>) {
    let drop = &rules.user.drop;
    if drop.is_empty() {
        return;
    }
    removal::sweep(dom, kept, ledger, |dom, id| {
        let found = drop.iter().find(|own| own.selector.matches(dom, id))?;
        let why = format!("the user's selector \"{}\"", found.css);
        Some(Reason { action: Action::Dropped, rule: "user-drop".into(), why: why.into() })
    });
}

#[cfg(test)]
mod tests;
