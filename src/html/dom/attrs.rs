//! The attributes of elements: most elements do not have the one that is asked for, and one bit of a digest tells.

use super::{Dom, NodeId, Slice, is_space_byte};
use html5ever::{LocalName, Namespace, local_name, ns};

#[derive(Clone, Debug)]
pub(super) struct Attribute {
    pub(super) local: LocalName,
    pub(super) space: AttrSpace,
    pub(super) value: Slice,
    /// The [`mark`] of its name.
    pub(super) mark: u8,
}

/// The namespaces that HTML's parser puts attributes in (WHATWG HTML, "adjust foreign attributes"). A tree that was
/// parsed as XML may have others, which nobody asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AttrSpace {
    None,
    XLink,
    Xml,
    XmlNs,
    Other,
}

impl AttrSpace {
    pub(super) fn of(namespace: &Namespace) -> Self {
        match *namespace {
            ns!() => AttrSpace::None,
            ns!(xlink) => AttrSpace::XLink,
            ns!(xml) => AttrSpace::Xml,
            ns!(xmlns) => AttrSpace::XmlNs,
            _ => AttrSpace::Other,
        }
    }

    fn namespace(self) -> &'static Namespace {
        static NAMESPACES: [Namespace; 5] = [ns!(), ns!(xlink), ns!(xml), ns!(xmlns), ns!(*)];
        &NAMESPACES[self as usize]
    }
}

impl Attribute {
    /// Whether this is its name, and it is in no namespace. Names that differ in their marks need not be compared.
    #[inline]
    pub(super) fn is(&self, mark: u8, name: &str) -> bool {
        self.mark == mark && &*self.local == name && self.space == AttrSpace::None
    }
}

/// The mark of an attribute's name, a number below 32 that tells most names apart; known when compiling for names
/// that stand in the program. The factors are those by which the fewest attributes of real pages share a mark with
/// one that is asked for.
#[inline]
pub(super) const fn mark(name: &str) -> u8 {
    let name = name.as_bytes();
    let (first, last) = match name {
        [] => return 0,
        [only] => (*only, 0),
        [first, .., last] => (*first, *last),
    };
    (first.wrapping_mul(3) ^ last.wrapping_mul(17)).wrapping_add((name.len() as u8).wrapping_mul(3)) & 31
}

/// Names of attributes, for one question whether an element may have any of them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct AttrNames(u32);

impl AttrNames {
    pub(crate) const fn of(names: &[&str]) -> Self {
        let (mut bits, mut at) = (0, 0);
        while at < names.len() {
            bits |= 1 << mark(names[at]);
            at += 1;
        }
        AttrNames(bits)
    }
}

/// The name of an attribute as the tree has it, so that it is compared as a number.
#[derive(Clone, Debug)]
pub(crate) struct AttrName {
    name: LocalName,
    bit: u32,
}

impl AttrName {
    pub(crate) fn new(name: &str) -> Self {
        AttrName { name: LocalName::from(name), bit: 1 << mark(name) }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.name
    }

    /// The bit of its [`mark`].
    pub(in crate::html) fn bit(&self) -> u32 {
        self.bit
    }

    /// For the question whether an element may have it.
    #[inline]
    pub(crate) fn alone(&self) -> AttrNames {
        AttrNames(self.bit)
    }
}

impl<'n> FromIterator<&'n AttrName> for AttrNames {
    fn from_iter<T: IntoIterator<Item = &'n AttrName>>(names: T) -> Self {
        AttrNames(names.into_iter().fold(0, |bits, name| bits | name.bit))
    }
}

/// Those that all stages ask for.
static CLASS: AttrName = AttrName { name: local_name!("class"), bit: 1 << mark("class") };
static ID: AttrName = AttrName { name: local_name!("id"), bit: 1 << mark("id") };
static HREF: AttrName = AttrName { name: local_name!("href"), bit: 1 << mark("href") };
static SRC: AttrName = AttrName { name: local_name!("src"), bit: 1 << mark("src") };
static STYLE: AttrName = AttrName { name: local_name!("style"), bit: 1 << mark("style") };
static ALT: AttrName = AttrName { name: local_name!("alt"), bit: 1 << mark("alt") };
static TITLE: AttrName = AttrName { name: local_name!("title"), bit: 1 << mark("title") };
static NAME: AttrName = AttrName { name: local_name!("name"), bit: 1 << mark("name") };

/// Settled when compiling for names that stand in the program.
#[inline(always)]
fn known(name: &str) -> Option<&'static AttrName> {
    match name {
        "class" => Some(&CLASS),
        "id" => Some(&ID),
        "href" => Some(&HREF),
        "src" => Some(&SRC),
        "style" => Some(&STYLE),
        "alt" => Some(&ALT),
        "title" => Some(&TITLE),
        "name" => Some(&NAME),
        _ => None,
    }
}

impl Dom {
    /// A bit for each attribute of an element, by the [`mark`] of its name; none of any other node.
    #[inline]
    pub(in crate::html) fn attr_marks(&self, id: NodeId) -> u32 {
        if self.is_element(id) { self.nodes[id.index()].digest } else { 0 }
    }

    /// Whether a node may have one of these attributes: if not, none of them needs to be looked for.
    #[inline]
    pub(crate) fn may_have(&self, id: NodeId, names: AttrNames) -> bool {
        self.nodes[id.index()].digest & names.0 != 0 && self.is_element(id)
    }

    /// The value of an attribute without a namespace. Nearly always there is none, which one bit tells if the
    /// name is known when compiling: hence always inlined.
    #[inline(always)]
    pub(crate) fn attr(&self, id: NodeId, name: &str) -> Option<&str> {
        match known(name) {
            Some(name) => self.attr_named(id, name),
            None => {
                let mark = mark(name);
                if self.nodes[id.index()].digest & (1 << mark) == 0 {
                    None
                } else {
                    self.find_attr(id, mark, name)
                }
            }
        }
    }

    #[inline(never)]
    fn find_attr(&self, id: NodeId, mark: u8, name: &str) -> Option<&str> {
        let element = self.element(id)?;
        let attributes = &self.attributes[element.attributes()];
        let found = attributes.iter().find(|own| own.is(mark, name))?;
        Some(self.str(found.value))
    }

    /// The same of a name that was made before.
    #[inline]
    pub(crate) fn attr_named(&self, id: NodeId, name: &AttrName) -> Option<&str> {
        Some(self.str(self.slice_named(id, name)?))
    }

    #[inline]
    fn slice_named(&self, id: NodeId, name: &AttrName) -> Option<Slice> {
        if self.nodes[id.index()].digest & name.bit == 0 { None } else { self.find_named(id, name) }
    }

    #[inline(never)]
    fn find_named(&self, id: NodeId, name: &AttrName) -> Option<Slice> {
        let attributes = &self.attributes[self.element(id)?.attributes()];
        let found = attributes.iter().find(|a| a.local == name.name && a.space == AttrSpace::None)?;
        Some(found.value)
    }

    /// Where the `class` attribute of an element stands in the tree's text.
    #[inline]
    pub(crate) fn class(&self, id: NodeId) -> Option<Slice> {
        self.slice_named(id, &CLASS)
    }

    /// Local names and values of an element's attributes, in source order.
    pub(crate) fn attrs(&self, id: NodeId) -> impl Iterator<Item = (&str, &str)> + '_ {
        self.qualified_attrs(id).map(|(_, local, value)| (&**local, value))
    }

    /// The same, with their namespaces in front.
    pub(crate) fn qualified_attrs(
        &self,
        id: NodeId,
    ) -> impl Iterator<Item = (&Namespace, &LocalName, &str)> + '_ {
        let range = self.element(id).map_or(0..0, |element| element.attributes());
        self.attributes[range].iter().map(|own| (own.space.namespace(), &own.local, self.str(own.value)))
    }

    /// The tokens of the `class` attribute.
    pub(crate) fn classes(&self, id: NodeId) -> impl Iterator<Item = &str> + '_ {
        words(self.class(id).map_or("", |class| self.str(class)))
    }

    /// Whether a class is one of these tokens.
    pub(crate) fn has_class(&self, id: NodeId, class: &str) -> bool {
        self.attr(id, "class").is_some_and(|own| has_word(own.as_bytes(), class.as_bytes()))
    }
}

/// The words of a text between HTML white space, such as the classes of a `class`.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut after = 0;
    std::iter::from_fn(move || {
        let rest = &text.as_bytes()[after..];
        let start = after + rest.iter().position(|&byte| !is_space_byte(byte))?;
        let end = text.as_bytes()[start..].iter().position(|&byte| is_space_byte(byte));
        after = end.map_or(text.len(), |len| start + len);
        Some(&text[start..after])
    })
}

/// Whether a word is one of those of a text: looked for by its first letter, since mostly it is not there.
fn has_word(text: &[u8], word: &[u8]) -> bool {
    let Some(first) = word.first() else { return false };
    text.windows(word.len()).enumerate().any(|(at, own)| {
        own.first() == Some(first)
            && own == word
            && (at == 0 || is_space_byte(text[at - 1]))
            && text.get(at + word.len()).is_none_or(|&after| is_space_byte(after))
            && !word.iter().any(|&byte| is_space_byte(byte))
    })
}

#[cfg(test)]
mod tests {
    use crate::html::dom::tests::{first, page};

    #[test]
    fn classes_and_attributes_are_read_without_namespace() {
        let dom = page("<svg xlink:href=a class='x\u{a0}y z'><a href=b xlink:href=c>");
        let (svg, a) = (first(&dom, "svg"), first(&dom, "a"));
        assert_eq!((dom.attr(svg, "href"), dom.attr(a, "href")), (None, Some("b")));
        assert_eq!(dom.classes(svg).collect::<Vec<_>>(), ["x\u{a0}y", "z"]);
        let has =
            ["z", "x\u{a0}y", "Z", "y", "x", "x\u{a0}y z", "", "zz"].map(|class| dom.has_class(svg, class));
        assert_eq!(has, [true, true, false, false, false, false, false, false]);
        assert_eq!(dom.attrs(a).collect::<Vec<_>>(), [("href", "b"), ("href", "c")]);
        assert!(!dom.is(svg, "svg"));
    }
}
