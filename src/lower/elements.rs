//! Every element of HTML, once: what it becomes in Markdown.
//!
//! The names are those of the [HTML standard](https://html.spec.whatwg.org/multipage/indices.html#elements-3),
//! the obsolete ones among them. What is not here is unknown: see [`role`]. This module knows roles, not how
//! they are carried out.

use crate::html::{Dom, ElementMap, NodeId};
use crate::markdown::tree::Mark;
use std::sync::LazyLock;

/// What an element becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Its content stands in blocks of its own.
    Block,
    /// Its content goes on in the line.
    Inline,
    /// Its content goes on in the line, with a space on both sides.
    Spaced,
    /// Inline, unless there are blocks in it: the role of unknown elements.
    Either,
    /// Nothing of it is content.
    Skip,
    Heading(u8),
    /// A block whose text is strong: it names what follows.
    Label,
    Marked(MarkName),
    /// Text of computers, in a line.
    Code,
    /// Text whose white space counts.
    Preformatted,
    Quote,
    /// A quotation in a line.
    Quotation,
    List,
    Table,
    Rule,
    Break,
    Link,
    Image,
    Superscript,
    Subscript,
    /// The reading of a ruby text.
    Reading,
    /// Something from another address.
    Embed,
    /// May hold a formula.
    Script,
}

/// The marks that elements stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MarkName {
    Emphasis,
    Strong,
    Strike,
}

impl MarkName {
    pub(super) fn mark(self) -> Mark {
        match self {
            MarkName::Emphasis => Mark::Emphasis,
            MarkName::Strong => Mark::Strong,
            MarkName::Strike => Mark::Strike,
        }
    }
}

impl Role {
    /// Whether the element goes on in the line, with what it holds.
    pub(super) fn is_in_line(self) -> bool {
        matches!(self, Role::Inline | Role::Marked(_) | Role::Code | Role::Quotation | Role::Link)
    }

    /// Whether the element ends the paragraph before it.
    pub(super) fn is_block(self) -> bool {
        matches!(
            self,
            Role::Block
                | Role::Heading(_)
                | Role::Label
                | Role::Preformatted
                | Role::Quote
                | Role::List
                | Role::Table
                | Role::Rule
                | Role::Embed
        )
    }
}

/// The role of an HTML element. An unknown one may be anything, also a word that an author typed
/// between `<` and `>`: it is unwrapped, and its text is kept.
pub(super) fn role(dom: &Dom, id: NodeId) -> Role {
    ROLES.get(dom, id).copied().unwrap_or(Role::Either)
}

/// Whether HTML has, or ever had, an element of this name.
pub(super) fn is_known(dom: &Dom, id: NodeId) -> bool {
    ROLES.get(dom, id).is_some()
}

static ROLES: LazyLock<ElementMap<Role>> = LazyLock::new(|| {
    let rows = ELEMENTS.iter().flat_map(|(role, names)| names.split(' ').map(|name| (name, *role)));
    rows.collect()
});

use MarkName::{Emphasis, Strike, Strong};
use Role::{
    Block, Break, Code, Embed, Heading, Image, Inline, Label, Link, List, Marked, Preformatted, Quotation,
    Quote, Reading, Rule, Script, Skip, Spaced, Subscript, Superscript, Table,
};

#[rustfmt::skip]
const ELEMENTS: &[(Role, &str)] = &[
    // The document, and what is never content.
    (Block,  "html body frameset"),
    (Skip,   "head title base link meta style template noembed noframes"),
    (Skip,   "basefont bgsound nextid isindex keygen spacer"),
    (Script, "script"),

    // Sections.
    (Block, "article section nav aside header footer main search hgroup address"),
    (Heading(1), "h1"),
    (Heading(2), "h2"),
    (Heading(3), "h3"),
    (Heading(4), "h4"),
    (Heading(5), "h5"),
    (Heading(6), "h6"),

    // Grouping. An `li` outside of a list is a paragraph. Of a definition list the terms are strong
    // paragraphs and the definitions the blocks after them: Markdown has no form for it, and bullets
    // would be invented.
    (Block,        "p div figure figcaption center li dl dd multicol marquee layer ilayer nolayer"),
    (Label,        "dt"),
    (Preformatted, "pre listing plaintext xmp"),
    (Quote,        "blockquote"),
    (List,         "ul ol menu dir"),
    (Rule,         "hr"),

    // Text. `cite` holds whole references, so that it is not emphasis; underlines and small print
    // have no form in Markdown, and their text stays.
    (Link,             "a"),
    (Marked(Emphasis), "em i dfn var"),
    (Marked(Strong),   "strong b"),
    (Marked(Strike),   "s del strike"),
    (Code,             "code kbd samp tt"),
    (Quotation,        "q"),
    (Superscript,      "sup"),
    (Subscript,        "sub"),
    (Reading,          "rt"),
    (Inline,           "ruby rb rp rtc"),
    (Inline,           "span font u ins mark small big cite abbr acronym data time bdi bdo blink nobr"),
    (Break,            "br"),
    (Skip,             "wbr"),

    // Images, embedded content and what stands in its place.
    (Image,  "img"),
    (Inline, "picture map"),
    (Skip,   "source track area param image"),
    (Embed,  "iframe frame embed object video audio fencedframe portal"),
    (Role::Either, "applet canvas noscript"),
    // WeChat's, around text that its spelling checker marked.
    (Role::Either, "mpchecktext"),

    // MathML's, where the `math` around them was lost.
    (Role::Either, "semantics mrow mi mn mo ms mtext mspace mstyle mfrac msqrt mroot mover munder"),
    (Role::Either, "munderover msub msup msubsup mtable mtr mtd mpadded mphantom merror menclose"),

    // Tables. Their parts have no meaning outside of one.
    (Table, "table"),
    (Block, "caption thead tbody tfoot tr td th"),
    (Skip,  "colgroup col"),

    // Forms. A check box at the start of a list item is found there.
    (Block,  "form fieldset legend"),
    (Inline, "label output progress meter textarea selectedcontent"),
    (Spaced, "button select optgroup option"),
    (Skip,   "input datalist"),

    // Interactive elements and components.
    (Block, "details dialog"),
    (Label, "summary"),
    (Role::Either, "slot menuitem command content shadow"),
];

#[cfg(test)]
mod tests {
    use super::{ELEMENTS, Role, is_known, role};
    use crate::html::Dom;
    use std::collections::HashSet;

    #[test]
    fn each_element_has_one_row() {
        let mut seen = HashSet::new();
        for name in ELEMENTS.iter().flat_map(|(_, names)| names.split(' ')) {
            assert!(seen.insert(name), "`{name}` stands in the table twice");
        }
    }

    #[test]
    fn unknown_elements_may_be_anything() {
        let mut dom = Dom::new();
        for name in ["output_dir", "mp-unknown"] {
            let element = dom.create_element(name);
            assert_eq!(role(&dom, element), Role::Either);
            assert!(!is_known(&dom, element));
        }
    }
}
