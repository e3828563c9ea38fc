//! CSS selectors over the tree (Selectors level 4, by the `selectors` crate).
//!
//! Pseudo-classes that depend on a reader (`:hover`, `:visited`) and pseudo-elements do not exist here: they
//! are errors. Names of HTML elements and attributes compare without case, classes and ids with it.

use super::dom::{Dom, Kind, NodeId, Space};
use super::plain::{Key, Plain};
use super::select_names::{
    Local, Pseudo, PseudoElement, SpaceUrl, Syntax, TamisSelectors, Unknown, Word, hash,
};
use cssparser::{BasicParseErrorKind, ParseError, ParseErrorKind, Parser, Token};
use selectors::attr::{AttrSelectorOperation, CaseSensitivity, NamespaceConstraint};
use selectors::bloom::BloomFilter;
use selectors::context::{
    MatchingContext, MatchingForInvalidation, MatchingMode, NeedsSelectorFlags, QuirksMode, SelectorCaches,
};
use selectors::matching::{ElementSelectorFlags, matches_selector_list};
use selectors::parser::{ParseRelative, Selector as One, SelectorList};
use selectors::{Element, OpaqueElement};
use std::fmt;

/// A list of CSS selectors, compiled.
#[derive(Clone, Debug)]
pub(crate) struct Selector {
    list: SelectorList<TamisSelectors>,
    /// What all elements that it matches are.
    gate: Plain,
    /// Whether all that pass the gate match.
    is_plain: bool,
}

impl Selector {
    /// Compiles a selector list; the error says what is wrong and at which character.
    pub(crate) fn parse(css: &str) -> Result<Self, String> {
        let mut input = Parser::new(css);
        match SelectorList::parse(&Syntax, &mut input, ParseRelative::No) {
            Ok(list) => {
                let (gate, is_plain) = Plain::of(css.trim_ascii());
                Ok(Selector { list, gate, is_plain })
            }
            Err(error) => Err(format!("{} at character {} of `{css}`", what(&error), place(css))),
        }
    }

    /// Whether a node is an element that one of the selectors matches.
    pub(crate) fn matches(&self, dom: &Dom, id: NodeId) -> bool {
        self.gate.matches(dom, id)
            && (self.is_plain || self.matches_with(&mut SelectorCaches::default(), dom, id))
    }

    /// All matching elements below `top`, in document order.
    pub(crate) fn select(&self, dom: &Dom, top: NodeId) -> Vec<NodeId> {
        self.matching(dom, top).collect()
    }

    /// The same one after the other, for whoever may stop at the first.
    pub(crate) fn matching<'d>(&'d self, dom: &'d Dom, top: NodeId) -> impl Iterator<Item = NodeId> + 'd {
        // What the caches know of siblings and descendants holds as long as nobody changes the tree.
        let mut caches = SelectorCaches::default();
        let matches = move |id: &NodeId| {
            self.gate.matches(dom, *id) && (self.is_plain || self.matches_with(&mut caches, dom, *id))
        };
        // Mostly there is none, which all nodes in a row tell sooner than a walk.
        let is_any = dom.ids().any(|id| self.gate.matches(dom, id));
        dom.descendants(top).filter(matches).take(if is_any { usize::MAX } else { 0 })
    }

    /// The rarest thing that it asks of an element.
    pub(crate) fn key(&self) -> Key<'_> {
        self.gate.key()
    }

    /// Whether all that have the key match.
    pub(crate) fn is_its_key(&self) -> bool {
        self.is_plain && self.gate.is_its_key()
    }

    fn matches_with(&self, caches: &mut SelectorCaches, dom: &Dom, id: NodeId) -> bool {
        let Some(element) = Node::element(dom, id) else { return false };
        let mut context = MatchingContext::new(
            MatchingMode::Normal,
            None,
            caches,
            QuirksMode::NoQuirks,
            NeedsSelectorFlags::No,
            MatchingForInvalidation::No,
        );
        matches_selector_list(&self.list, element, &mut context)
    }
}

fn what(error: &ParseError<Unknown>) -> String {
    match &error.kind {
        ParseErrorKind::Custom(unknown) => unknown.to_string(),
        ParseErrorKind::Basic(BasicParseErrorKind::EndOfInput) => "the selector is not complete".to_owned(),
        ParseErrorKind::Basic(kind) => kind.to_string(),
    }
}

/// The number of the character up to which a selector list can be read. The list parser skips what it
/// cannot read, so it is read here one selector after the other.
fn place(css: &str) -> usize {
    let mut input = Parser::new(css);
    loop {
        let before = input.position();
        let read = One::parse(&Syntax, &mut input);
        let after = if read.is_ok() { input.position() } else { before };
        if read.is_err() || !matches!(input.next(), Ok(Token::Comma)) {
            let at = if read.is_err() { input.position() } else { after };
            return css[..at.byte_index().min(css.len())].chars().count().max(1);
        }
    }
}

/// An element of a tree, as the `selectors` crate wants to see it.
#[derive(Clone, Copy)]
struct Node<'d> {
    dom: &'d Dom,
    id: NodeId,
}

impl<'d> Node<'d> {
    fn element(dom: &'d Dom, id: NodeId) -> Option<Self> {
        dom.is_element(id).then_some(Node { dom, id })
    }

    /// The first element among a node and those that `step` leads to.
    fn first(self, start: Option<NodeId>, step: impl Fn(NodeId) -> Option<NodeId>) -> Option<Self> {
        let id = std::iter::successors(start, |&id| step(id)).find(|&id| self.dom.is_element(id))?;
        Some(Node { id, ..self })
    }
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.dom.path(self.id))
    }
}

impl Element for Node<'_> {
    type Impl = TamisSelectors;

    fn opaque(&self) -> OpaqueElement {
        OpaqueElement::new(self.dom.kind(self.id))
    }

    fn parent_element(&self) -> Option<Self> {
        Node::element(self.dom, self.dom.parent(self.id)?)
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.first(self.dom.previous(self.id), |id| self.dom.previous(id))
    }

    fn next_sibling_element(&self) -> Option<Self> {
        self.first(self.dom.next(self.id), |id| self.dom.next(id))
    }

    fn first_element_child(&self) -> Option<Self> {
        self.first(self.dom.first_child(self.id), |id| self.dom.next(id))
    }

    fn is_html_element_in_html_document(&self) -> bool {
        self.dom.space(self.id) == Space::Html
    }

    fn has_local_name(&self, name: &Local) -> bool {
        self.dom.element(self.id).is_some_and(|element| element.local == name.0)
    }

    fn has_namespace(&self, space: &SpaceUrl) -> bool {
        self.dom.element(self.id).is_some_and(|element| *element.space.namespace() == space.0)
    }

    fn is_same_type(&self, other: &Self) -> bool {
        match (self.dom.element(self.id), self.dom.element(other.id)) {
            (Some(own), Some(other)) => (own.space, &own.local) == (other.space, &other.local),
            _ => false,
        }
    }

    fn attr_matches(
        &self,
        space: &NamespaceConstraint<&SpaceUrl>,
        name: &Local,
        operation: &AttrSelectorOperation<&Word>,
    ) -> bool {
        self.dom.qualified_attrs(self.id).any(|(own, local, value)| {
            let in_space = match space {
                NamespaceConstraint::Any => true,
                NamespaceConstraint::Specific(space) => *own == space.0,
            };
            in_space && *local == name.0 && operation.eval_str(value)
        })
    }

    fn match_non_ts_pseudo_class(&self, pseudo: &Pseudo, _: &mut MatchingContext<TamisSelectors>) -> bool {
        match pseudo {
            Pseudo::Link | Pseudo::AnyLink => self.is_link(),
        }
    }

    fn is_link(&self) -> bool {
        let is_anchor = self.dom.is(self.id, "a") || self.dom.is(self.id, "area");
        is_anchor && self.dom.attr(self.id, "href").is_some()
    }

    fn has_id(&self, id: &Word, case: CaseSensitivity) -> bool {
        self.dom.attr(self.id, "id").is_some_and(|own| case.eq(own.as_bytes(), id.as_ref().as_bytes()))
    }

    fn has_class(&self, class: &Word, case: CaseSensitivity) -> bool {
        self.dom.classes(self.id).any(|own| case.eq(own.as_bytes(), class.as_ref().as_bytes()))
    }

    fn is_empty(&self) -> bool {
        !self.dom.children(self.id).any(|child| match self.dom.kind(child) {
            Kind::Element(_) => true,
            Kind::Text(text) => !self.dom.str(*text).is_empty(),
            _ => false,
        })
    }

    fn is_root(&self) -> bool {
        self.dom.parent(self.id) == Some(self.dom.root())
    }

    /// What `:has()` looks for before it walks a subtree.
    fn add_element_unique_hashes(&self, filter: &mut BloomFilter) -> bool {
        let Some(element) = self.dom.element(self.id) else { return false };
        filter.insert_hash(hash(&element.local));
        filter.insert_hash(hash(element.space.namespace()));
        for (name, _) in self.dom.attrs(self.id) {
            filter.insert_hash(hash(name));
        }
        for word in self.dom.attr(self.id, "id").into_iter().chain(self.dom.classes(self.id)) {
            filter.insert_hash(hash(word));
        }
        true
    }

    // What a page without style and scripts does not have: shadow trees, pseudo-elements, parts, states.

    fn parent_node_is_shadow_root(&self) -> bool {
        false
    }

    fn containing_shadow_host(&self) -> Option<Self> {
        None
    }

    fn is_pseudo_element(&self) -> bool {
        false
    }

    fn match_pseudo_element(&self, pseudo: &PseudoElement, _: &mut MatchingContext<TamisSelectors>) -> bool {
        match *pseudo {}
    }

    fn is_html_slot_element(&self) -> bool {
        false
    }

    fn has_custom_state(&self, _: &Word) -> bool {
        false
    }

    fn imported_part(&self, _: &Word) -> Option<Word> {
        None
    }

    fn is_part(&self, _: &Word) -> bool {
        false
    }

    fn apply_selector_flags(&self, _: ElementSelectorFlags) {}
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::Selector;
    use crate::html::{Dom, parse_page};

    const PAGE: &str = "<body><div id=Main class='post Body'><h1>t</h1><p lang=en-US>a</p><p class=last \
        data-k='x y'></p><svg viewBox='0 0 1 1'><linearGradient/></svg></div><ul><li>1<li class=x>2<li>3\
        <li class=x>4</ul><a>n</a><a href=u>l</a><i><!-- c --></i><template><b>t</b></template></body>";

    fn page() -> Dom {
        parse_page(PAGE, &mut Vec::new())
    }

    fn found(css: &str) -> String {
        let (dom, selector) = (page(), Selector::parse(css).unwrap());
        let found = selector.select(&dom, dom.root());
        let texts = found.iter().map(|&id| format!("{}={}", dom.name(id), dom.text_content(id)));
        texts.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn selectors_find_what_css_says() {
        for (css, expected) in [
            ("h1", "h1=t"),
            ("H1", "h1=t"),
            ("#Main > p", "p=a p="),
            ("#main", ""),
            (".post.Body > .last", "p="),
            (".body", ""),
            ("[LANG|=en]", "p=a"),
            ("[data-k~=y]", "p="),
            ("[lang='EN-us' i]", "p=a"),
            ("[data-k='X y' i]", "p="),
            ("[data-k='X y']", ""),
            ("[viewBox]", "svg="),
            ("linearGradient", "linearGradient="),
            ("p:empty, i:empty", "p= i="),
            ("li:nth-child(2 of .x)", "li=4"),
            ("li:nth-child(odd)", "li=1 li=3"),
            ("li:nth-last-of-type(2)", "li=3"),
            ("li:not(.x, :first-child)", "li=3"),
            ("li:is(.x):last-child", "li=4"),
            ("li:where(.x) + li", "li=3"),
            ("h1 ~ p:last-of-type", "p="),
            ("div:has(> .last) h1", "h1=t"),
            ("ul:has(b)", ""),
            ("li:has(+ .x)", "li=1 li=3"),
            (":link", "a=l"),
            ("a:not(:any-link)", "a=n"),
            (":root > body > :only-of-type:is(ul, i)", "ul=1234 i="),
            ("b", ""),
            ("*|h1", "h1=t"),
        ] {
            assert_eq!(found(css), expected, "{css}");
        }
    }

    #[test]
    fn the_top_itself_is_not_selected_but_what_is_above_it_counts() {
        let dom = page();
        let list = Selector::parse("ul").unwrap().select(&dom, dom.root());
        assert!(Selector::parse("ul").unwrap().select(&dom, list[0]).is_empty());
        assert_eq!(Selector::parse("body li").unwrap().select(&dom, list[0]).len(), 4);
        assert!(Selector::parse("body > ul").unwrap().matches(&dom, list[0]));
        assert!(!Selector::parse("*").unwrap().matches(&dom, dom.root()));
    }

    #[test]
    fn an_error_says_what_and_where() {
        for (css, message) in [
            ("", "a selector is missing at character 1 of ``"),
            ("a >", "a selector is missing after the combinator at character 3 of `a >`"),
            ("a, ", "a selector is missing at character 3 of `a, `"),
            ("div:hover", "`:hover` is not known at character 9 of `div:hover`"),
            ("é, li::before b", "`::before` is not known at character 13 of `é, li::before b`"),
            ("a:foo(b)", "`:foo()` is not known at character 8 of `a:foo(b)`"),
            ("p[", "the selector is not complete at character 2 of `p[`"),
            ("p[a=1]", "an attribute value needs to be a name or in quotes at character 6 of `p[a=1]`"),
            (".", "the selector is not complete at character 1 of `.`"),
            ("svg|a", "unknown namespace prefix at character 4 of `svg|a`"),
            ("b, a c)", "unexpected token at character 6 of `b, a c)`"),
            (":is(a, :hover)", "`:hover` is not known at character 14 of `:is(a, :hover)`"),
            ("a{b}", "unexpected token at character 1 of `a{b}`"),
        ] {
            assert_eq!(Selector::parse(css).unwrap_err(), message);
        }
    }

    #[test]
    fn a_selector_can_be_shared_between_threads() {
        fn shared<T: Send + Sync + Clone + std::fmt::Debug>() {}
        shared::<Selector>();
    }
}
