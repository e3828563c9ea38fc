//! Formulas: the TeX that a page keeps beside what it draws, once.
//!
//! MathML with an annotation, KaTeX, MathJax 2 and 3, Wikipedia, Zhihu, WeChat, the class `math` of Pandoc,
//! Sphinx and MkDocs, images that a service draws. Where no TeX is kept, it is made of the MathML.

use super::Lowering;
use super::facts::Has;
use super::{mathml, tex_image};
use crate::html::{AttrNames, Dom, NodeId, Space, is_space};
use crate::markdown::tree::{Block, Piece};

/// Attributes whose value is TeX: WeChat and its editors, Zhihu.
const ATTRIBUTES: &[&str] = &["data-latex", "data-formula", "data-tex"];

/// Classes of elements that hold one formula in several forms.
#[rustfmt::skip]
const CONTAINERS: &[&str] = &[
    "katex", "katex-display", "katex-block", "katex--inline", "katex--display",
    "MathJax", "MathJax_Display", "MathJax_SVG", "MathJax_SVG_Display", "MathJax_CHTML", "mjx-chtml",
    "mwe-math-element",
];

/// Classes of images whose alternative text is TeX: Wikipedia, WordPress, Zhihu.
const IMAGES: &[&str] =
    &["mwe-math-fallback-image-inline", "mwe-math-fallback-image-display", "latex", "ztext-math"];

/// The class of the number of a formula, in Sphinx.
const NUMBER: &str = "eqno";

/// Environments that number their lines, so that a number can stand in them only.
const NUMBERED: &[&str] = &["equation", "align", "gather", "multline", "eqnarray", "flalign"];

/// Every class that [`Lowering::formula`] asks for, but those of the containers of a source, has one of these in it.
pub(super) const CLASS_PARTS: &[&str] = &["math", "Math", "arithmatex"];

/// The element in which MathJax 3 keeps MathML.
pub(super) const ASSISTIVE: &str = "mjx-assistive-mml";

/// Whether an element carries the source of a formula.
pub(super) fn has_source(dom: &Dom, id: NodeId) -> bool {
    dom.is_element(id) && source(dom, id).is_some()
}

/// The TeX that an element itself carries.
fn source(dom: &Dom, id: NodeId) -> Option<String> {
    const ANY: AttrNames = AttrNames::of(ATTRIBUTES);
    let attribute = || {
        let name = |name: &&str| dom.attr(id, name);
        if dom.may_have(id, ANY) { ATTRIBUTES.iter().find_map(name).map(str::to_owned) } else { None }
    };
    let tex = match dom.name(id) {
        "annotation" if dom.attr(id, "encoding").is_some_and(is_tex) => Some(dom.text_content(id)),
        "math" if dom.space(id) == Space::MathMl => dom.attr(id, "alttext").map(str::to_owned),
        "script" if is_math_script(dom, id) => Some(dom.text_content(id)),
        "img" if is_math_image(dom, id) => dom.attr(id, "alt").map(str::to_owned).or_else(attribute),
        "img" => dom.attr(id, "src").and_then(tex_image::tex_of).or_else(attribute),
        _ => attribute(),
    }?;
    let tex = clean(&tex);
    (!tex.is_empty()).then_some(tex)
}

fn is_tex(encoding: &str) -> bool {
    let encoding = encoding.to_ascii_lowercase();
    encoding.contains("tex") && !encoding.starts_with("text/")
}

fn is_math_script(dom: &Dom, id: NodeId) -> bool {
    dom.attr(id, "type").is_some_and(|kind| kind.trim_start_matches(is_space).starts_with("math/tex"))
}

fn is_math_image(dom: &Dom, id: NodeId) -> bool {
    dom.attr(id, "eeimg").is_some() || dom.classes(id).any(|class| IMAGES.contains(&class))
}

impl Lowering<'_> {
    /// Lowers a formula. Says whether the element is one, or only another form of one.
    pub(super) fn formula(&mut self, id: NodeId) -> bool {
        if self.dom.is(id, "script") {
            self.write_source(id);
            return true;
        }
        if !self.facts.has(id, Has::TEX) {
            return self.facts.draws_math && (self.delimited(id) || self.twin(id) || self.only_mathml(id));
        }
        let is_container = self.dom.name(id) == "mjx-container"
            || self.dom.classes(id).any(|class| CONTAINERS.contains(&class))
            || ATTRIBUTES.iter().any(|name| self.dom.attr(id, name).is_some())
            || matches!(self.dom.name(id), "semantics")
            || self.dom.is(id, "img");
        is_container && self.write_source(id)
    }

    pub(super) fn mathml(&mut self, id: NodeId) {
        if self.dom.name(id) != "math" || self.facts.has(id, Has::TEX) && self.write_source(id) {
            return;
        }
        let is_display = self.is_display(id);
        self.write(id, mathml::tex(self.dom, id), is_display);
    }

    /// Writes the source in an element, or the first below it.
    fn write_source(&mut self, id: NodeId) -> bool {
        let mut is_display = self.is_display(id);
        let all = || std::iter::once(id).chain(self.dom.descendants(id));
        let annotations = || all().filter(|&node| self.dom.name(node) == "annotation");
        let found = annotations().chain(all()).find_map(|node| Some((node, source(self.dom, node)?)));
        let Some((node, tex)) = found else { return false };
        let mut between = self.dom.ancestors(node).take(4).take_while(|&above| above != id);
        is_display |= node != id && between.any(|above| self.is_display(above));
        self.write(id, tex, is_display);
        true
    }

    fn write(&mut self, id: NodeId, tex: String, is_display: bool) {
        if tex.is_empty() {
            return;
        }
        if !is_display && is_prose(&tex) {
            let text = format!("${tex}$");
            let why = "an editor took the text between two dollars for a formula";
            self.account.replace(id, "formula-of-words", why, &text);
            return self.text(&text);
        }
        self.account.replace(id, "formula", "a formula is written as TeX", &tex);
        if is_display {
            self.flush();
            self.blocks.push(Block::Math(self.document.texts.add(&tex)));
        } else {
            let tex = self.document.texts.add(&super::whitespace::collapse(&tex));
            self.run.piece(Piece::Math(tex), self.marks);
        }
    }

    fn is_display(&self, id: NodeId) -> bool {
        let is_word = |value: &str| matches!(value, "block" | "true");
        self.dom.attr(id, "display").is_some_and(is_word)
            || self.dom.attr(id, "eeimg") == Some("2")
            || self.dom.attr(id, "type").is_some_and(|kind| kind.contains("mode=display"))
            || matches!(self.dom.name(id), "section" | "p" | "div")
            || self.dom.classes(id).any(|class| {
                let class = class.to_ascii_lowercase();
                class.ends_with("display") || class == "block-equation" || class == "katex-block"
            })
    }

    /// `<span class="math">\(x\)</span>`: TeX in delimiters, to be drawn in the browser.
    fn delimited(&mut self, id: NodeId) -> bool {
        if !["math", "arithmatex"].iter().any(|class| self.dom.has_class(id, class)) {
            return false;
        }
        let is_blank = |&child: &NodeId| self.dom.text(child).is_some_and(|text| text.chars().all(is_space));
        let first = self.dom.children(id).find(|child| !is_blank(child));
        let number = first.filter(|&first| self.dom.has_class(first, NUMBER));
        let last = number.map_or(first, |number| self.dom.next(number));
        let only = last.filter(|&child| self.dom.next(child).is_none());
        let Some(text) = only.and_then(|child| self.dom.text(child)) else { return false };
        let text = text.trim_matches(is_space);
        let strip =
            |open, close| text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).map(clean);
        let display = || strip("\\[", "\\]").or_else(|| strip("$$", "$$"));
        let in_line = || strip("\\(", "\\)").or_else(|| strip("$", "$"));
        let found = display().map(|tex| (tex, true)).or_else(|| Some((in_line()?, false)));
        let Some((mut tex, is_display)) = found else { return false };
        if let Some(number) = number {
            let Some(number) = self.number_of(number).filter(|_| is_display) else { return false };
            add_tag(&mut tex, number);
        }
        self.write(id, tex, is_display);
        true
    }

    /// The number of a formula, as in `(1)`, which a link to the formula may follow.
    fn number_of(&self, id: NodeId) -> Option<&str> {
        let text = self.dom.first_child(id).and_then(|child| self.dom.text(child))?;
        let number = text.trim_matches(is_space).strip_prefix('(')?.strip_suffix(')')?;
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        (!number.is_empty() && number.chars().all(is_plain)).then_some(number)
    }

    fn twin(&mut self, id: NodeId) -> bool {
        let is_twin = self.is_twin(id);
        if is_twin {
            let why = "what MathJax drew of the formula that is written beside it";
            self.account.leave_out_words(id, "drawn-formula", why);
        }
        is_twin
    }

    /// What MathJax 2 draws stands before the script that it draws, which is written.
    fn is_twin(&self, id: NodeId) -> bool {
        let is_drawn = |node| self.dom.classes(node).any(|class| class.starts_with("MathJax"));
        let after = std::iter::successors(self.dom.next(id), |&node| self.dom.next(node));
        let mut elements = after.take(6).filter(|&node| self.dom.is_element(node));
        is_drawn(id)
            && (self.dom.has_class(id, "MathJax_Preview")
                || elements.find(|&node| !is_drawn(node)).is_some_and(|node| is_math_script(self.dom, node)))
    }

    /// KaTeX and MathJax draw beside the MathML: only that is lowered.
    fn only_mathml(&mut self, id: NodeId) -> bool {
        let is_mathml = |&node: &NodeId| {
            self.dom.name(node) == ASSISTIVE
                || ["katex-mathml", "MJX_Assistive_MathML"]
                    .iter()
                    .any(|class| self.dom.has_class(node, class))
        };
        let found = self.dom.children(id).find(is_mathml);
        if let Some(mathml) = found {
            self.account.leave_out_words(
                id,
                "drawn-formula",
                "what was drawn of the formula that is written",
            );
            match self.tex_below_mathml(mathml) {
                Some(tex) => {
                    let around = std::iter::once(id).chain(self.dom.ancestors(id));
                    let mut around = around.take_while(|&node| self.dom.is(node, "span")).take(3);
                    let is_display = around.any(|node| self.is_display(node));
                    self.write(mathml, tex, is_display);
                }
                None => self.children(mathml),
            }
        }
        found.is_some()
    }

    /// The TeX in what some sites leave of KaTeX's MathML: the texts of its leaves, a line each, and the source as the
    /// last line.
    fn tex_below_mathml(&self, mathml: NodeId) -> Option<String> {
        if self.dom.descendants(mathml).any(|node| self.dom.is_element(node)) {
            return None;
        }
        let text = self.dom.text_content(mathml);
        let mut lines =
            text.split('\n').map(|line| line.trim_matches(is_space)).filter(|line| !line.is_empty());
        let tex = clean(lines.next_back()?);
        lines.next().map(|_| tex)
    }
}

/// Whether TeX is none, but what stood between two dollars such as those of `df$name和df$age`: words in letters of two
/// kinds, and no sign that reckons.
fn is_prose(tex: &str) -> bool {
    let reckons =
        |c: char| matches!(c, '\\' | '^' | '_' | '{' | '}' | '~' | '|') || "=+-*/<>×÷±≤≥≠≈∈→".contains(c);
    let is_ideographic = |c: char| c >= '\u{2e80}' && c.is_alphabetic();
    tex.contains(is_ideographic) && tex.contains(|c: char| c.is_ascii_alphabetic()) && !tex.contains(reckons)
}

/// Adds the number of a formula: inside of an environment that numbers its lines, else at the end.
fn add_tag(tex: &mut String, number: &str) {
    if tex.contains("\\tag") {
        return;
    }
    let end = NUMBERED.iter().find_map(|name| {
        let opens = tex.strip_prefix("\\begin{").is_some_and(|rest| rest.starts_with(name));
        tex.strip_suffix(&format!("\\end{{{name}}}")).filter(|_| opens).map(str::len)
    });
    match end {
        Some(end) => tex.insert_str(end, &format!(" \\tag{{{number}}}")),
        None => tex.push_str(&format!(" \\tag{{{number}}}")),
    }
}

/// TeX without what is around it: spaces, CDATA, Wikipedia's `{\displaystyle …}`, a size for it all.
fn clean(tex: &str) -> String {
    let mut tex = tex.trim_matches(is_space);
    let wrappers = [("% <![CDATA[", "%]]>"), ("{\\displaystyle", "}"), ("{\\textstyle", "}")];
    for (open, close) in wrappers {
        if let Some(inner) = tex.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) {
            tex = inner.trim_matches(is_space);
        }
    }
    let lines = tex.split('\n').filter(|line| !line.chars().all(is_space));
    lines.collect::<Vec<_>>().join("\n")
}
