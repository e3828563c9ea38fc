//! TeX between delimiters, in the text of a page that loads a program to draw it: MathJax, or KaTeX with its
//! auto-render. Each formula gets an element of its own, in the form that Pandoc and MkDocs write.

use crate::html::{Dom, NodeId, is_space};
use std::ops::Range;

/// What stands around a formula, by [how MathJax is set up](https://docs.mathjax.org/en/latest/options/input/tex.html);
/// the last only where a page asks for it, for in others it is money.
const DELIMITERS: [Pair; 4] = [("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$"), ("$", "$")];

/// What opens a formula, and what closes it.
pub(super) type Pair = (&'static str, &'static str);

/// How a script says that formulas in a line stand between single dollars, without spaces and with single quotes.
const DOLLARS: [&str; 2] = ["['$','$']", "left:'$',right:'$'"];

/// Elements whose text is no formula.
const CODE: [&str; 6] = ["pre", "code", "kbd", "samp", "tt", "textarea"];

/// The delimiters that a page uses, by its scripts; none where nothing draws them.
pub(super) fn delimiters(dom: &Dom, speaking: &[NodeId]) -> &'static [Pair] {
    let scripts = || speaking.iter().copied().filter(|&id| dom.is(id, "script"));
    let draws = |src: &str| {
        let src = src.to_ascii_lowercase();
        src.contains("mathjax") || src.contains("katex") && src.contains("auto-render")
    };
    if !scripts().any(|id| dom.attr(id, "src").is_some_and(draws)) {
        return &[];
    }
    let has_dollars = |id: NodeId| {
        let text = dom.text_content(id);
        text.contains('$') && {
            let plain: String = text.chars().filter(|&c| !is_space(c)).collect();
            let plain = plain.replace('"', "'");
            DOLLARS.iter().any(|form| plain.contains(form))
        }
    };
    if scripts().any(has_dollars) { &DELIMITERS } else { &DELIMITERS[..3] }
}

/// Gives each formula in the text an element of its own.
pub(super) fn mark(dom: &mut Dom, delimiters: &[Pair]) {
    if delimiters.is_empty() {
        return;
    }
    let is_code = |id: NodeId| CODE.contains(&dom.name(id)) || dom.has_class(id, "math");
    let mut found = Vec::new();
    let mut next = dom.first_child(dom.root());
    while let Some(id) = next.filter(|_| !dom.is_stopped()) {
        if let Some(text) = dom.text(id).filter(|text| text.contains(['\\', '$'])) {
            let formulas = formulas(text, delimiters);
            if !formulas.is_empty() {
                found.push((id, text.to_owned(), formulas));
            }
        }
        next = dom.first_child(id).filter(|_| !is_code(id)).or_else(|| dom.after(id, dom.root()));
    }
    for (id, text, formulas) in found {
        let mut last = id;
        dom.set_text(id, &text[..formulas[0].start]);
        let ends = formulas[1..].iter().map(|next| next.start).chain([text.len()]);
        for (formula, end) in formulas.iter().zip(ends) {
            let element = dom.create_element("span");
            dom.set_attr(element, "class", "math");
            let inside = dom.create_text(&text[formula.clone()]);
            dom.append(element, inside);
            dom.insert_after(last, element);
            last = dom.create_text(&text[formula.end..end]);
            dom.insert_after(element, last);
        }
    }
}

/// Where formulas stand in a text, with their delimiters.
fn formulas(text: &str, delimiters: &[Pair]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // Whether a text has no more of a closing delimiter: it is not looked for again.
    let mut is_gone = [false; DELIMITERS.len()];
    let mut at = 0;
    while let Some(start) = text[at..].find(['\\', '$']).map(|start| at + start) {
        let opens = |number: &usize| text[start..].starts_with(delimiters[*number].0);
        let Some(number) = (0..delimiters.len()).find(opens) else {
            // `\\` and `\$` are no delimiters, and neither is what follows.
            at = start + 1;
            at += text[at..]
                .chars()
                .next()
                .filter(|_| text[start..].starts_with('\\'))
                .map_or(0, char::len_utf8);
            continue;
        };
        let (open, close) = delimiters[number];
        let inside = start + open.len();
        let end = if is_gone[number] { None } else { text[inside..].find(close) };
        is_gone[number] |= end.is_none();
        at = inside;
        let Some(end) = end.map(|end| inside + end) else { continue };
        let after = end + close.len();
        if is_formula(&text[inside..end], close == "$", &text[after..]) {
            found.push(start..after);
            at = after;
        }
    }
    found
}

/// Whether what stands between delimiters is a formula; between single dollars it must look like one, as Pandoc has it.
fn is_formula(tex: &str, is_single: bool, after: &str) -> bool {
    let is_tight = !tex.starts_with(is_space) && !tex.ends_with(is_space);
    let is_price = after.starts_with(|c: char| c.is_ascii_digit());
    !tex.chars().all(is_space) && (!is_single || is_tight && !is_price)
}

#[cfg(test)]
mod tests {
    use super::{DELIMITERS, formulas};

    #[test]
    fn formulas_stand_between_delimiters() {
        for (text, delimiters, expected) in [
            (r"a \(x_1\) and \[y\] b", 3, vec![r"\(x_1\)", r"\[y\]"]),
            ("from $5 to $6, $$z$$", 3, vec!["$$z$$"]),
            ("from $5 to $6", 4, vec![]),
            (r"$a$-b, \$5 and $c_{1}$.", 4, vec!["$a$", "$c_{1}$"]),
            (r"\\(x\) \(", 3, vec![]),
            (r"\( \) \é \(é\)", 3, vec![r"\(é\)"]),
            ("$$ $$ $$", 3, vec![]),
        ] {
            let found: Vec<&str> =
                formulas(text, &DELIMITERS[..delimiters]).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
