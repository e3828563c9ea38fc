//! MathML without a TeX source, as TeX: the structure that would be lost in plain text
//! (`x2` for *x* squared). [MathML Core](https://www.w3.org/TR/mathml-core/) and the older `mfenced`.

use super::whitespace::collapse;
use crate::html::{Dom, NodeId};

/// Characters above a base and the accents that they are.
#[rustfmt::skip]
const ACCENTS: &[(&str, &str)] = &[
    ("^", "\\hat"), ("ˆ", "\\hat"), ("~", "\\tilde"), ("˜", "\\tilde"), ("¯", "\\bar"), ("‾", "\\overline"),
    ("→", "\\vec"), ("⃗", "\\vec"), ("˙", "\\dot"), ("¨", "\\ddot"), ("⏞", "\\overbrace"), ("_", "\\underline"),
    ("⏟", "\\underbrace"),
];

/// The TeX of an element.
pub(super) fn tex(dom: &Dom, id: NodeId) -> String {
    let mut out = String::new();
    write(dom, id, &mut out);
    collapse(&out)
}

fn write(dom: &Dom, id: NodeId, out: &mut String) {
    match dom.name(id) {
        "mi" => identifier(&collapse(&dom.text_content(id)), out),
        "mn" | "mo" | "ms" => escape(&collapse(&dom.text_content(id)), out),
        "mtext" => {
            out.push_str("\\text{");
            escape(&dom.text_content(id), out);
            out.push('}');
        }
        "mspace" => out.push_str("\\ "),
        "mfrac" => command(dom, id, "\\frac", 2, out),
        "msqrt" => {
            out.push_str("\\sqrt{");
            children(dom, id, out);
            out.push('}');
        }
        "mroot" => root(dom, id, out),
        "msub" | "munder" => scripts(dom, id, &["_"], out),
        "msup" => scripts(dom, id, &["^"], out),
        "mover" => over(dom, id, out),
        "msubsup" | "munderover" => scripts(dom, id, &["_", "^"], out),
        "mfenced" => fenced(dom, id, out),
        "mtable" => table(dom, id, out),
        "annotation" | "annotation-xml" | "mprescripts" | "none" | "mphantom" => {}
        _ => children(dom, id, out),
    }
}

fn children(dom: &Dom, id: NodeId, out: &mut String) {
    for child in dom.children(id) {
        match dom.text(child) {
            Some(text) => escape(text, out),
            None => write(dom, child, out),
        }
    }
}

fn elements(dom: &Dom, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
    dom.children(id).filter(move |&child| dom.is_element(child))
}

fn group(dom: &Dom, id: NodeId, out: &mut String) {
    out.push('{');
    write(dom, id, out);
    out.push('}');
}

fn command(dom: &Dom, id: NodeId, name: &str, arguments: usize, out: &mut String) {
    out.push_str(name);
    elements(dom, id).take(arguments).for_each(|child| group(dom, child, out));
}

fn root(dom: &Dom, id: NodeId, out: &mut String) {
    let mut parts = elements(dom, id);
    let (base, degree) = (parts.next(), parts.next());
    out.push_str("\\sqrt[");
    degree.into_iter().for_each(|degree| write(dom, degree, out));
    out.push(']');
    base.into_iter().for_each(|base| group(dom, base, out));
}

fn scripts(dom: &Dom, id: NodeId, signs: &[&str], out: &mut String) {
    let mut parts = elements(dom, id);
    if let Some(base) = parts.next() {
        let is_token = matches!(dom.name(base), "mi" | "mn" | "mo");
        if is_token { write(dom, base, out) } else { group(dom, base, out) }
    }
    for (sign, part) in signs.iter().zip(parts) {
        out.push_str(sign);
        group(dom, part, out);
    }
}

fn over(dom: &Dom, id: NodeId, out: &mut String) {
    let above = elements(dom, id).nth(1).map(|above| collapse(&dom.text_content(above)));
    let accent = ACCENTS.iter().find(|(sign, _)| above.as_deref() == Some(sign));
    match accent {
        Some((_, name)) => command(dom, id, name, 1, out),
        None => scripts(dom, id, &["^"], out),
    }
}

fn fenced(dom: &Dom, id: NodeId, out: &mut String) {
    escape(dom.attr(id, "open").unwrap_or("("), out);
    for (number, child) in elements(dom, id).enumerate() {
        if number > 0 {
            let separators = dom.attr(id, "separators").unwrap_or(",");
            let separator = separators.chars().nth(number - 1).or_else(|| separators.chars().last());
            out.extend(separator);
        }
        write(dom, child, out);
    }
    escape(dom.attr(id, "close").unwrap_or(")"), out);
}

fn table(dom: &Dom, id: NodeId, out: &mut String) {
    out.push_str("\\begin{matrix} ");
    for (number, row) in elements(dom, id).enumerate() {
        if number > 0 {
            out.push_str(" \\\\ ");
        }
        for (number, cell) in elements(dom, row).enumerate() {
            if number > 0 {
                out.push_str(" & ");
            }
            write(dom, cell, out);
        }
    }
    out.push_str(" \\end{matrix}");
}

/// A word is upright in TeX only when it is told so.
fn identifier(text: &str, out: &mut String) {
    if text.chars().nth(1).is_none() {
        return escape(text, out);
    }
    out.push_str("\\mathrm{");
    escape(text, out);
    out.push('}');
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '{' | '}' | '%' | '#' | '&' | '$' | '_' => out.extend(['\\', c]),
            '\\' => out.push_str("\\backslash "),
            '^' => out.push_str("\\hat{}"),
            '~' => out.push_str("\\sim "),
            // Invisible operators: function application, times, separator, plus.
            '\u{2061}'..='\u{2064}' => {}
            _ => out.push(c),
        }
    }
}
