//! What selectors are made of: the types that the `selectors` crate compiles names and values to, and which
//! of CSS's syntax exists here.

use cssparser::{ParseError, ToCss, serialize_identifier, serialize_string};
use html5ever::{LocalName, Namespace};
use precomputed_hash::PrecomputedHash;
use selectors::SelectorImpl;
use selectors::parser::{NonTSPseudoClass, Parser, SelectorParseErrorKind};
use std::fmt;

/// The vocabulary of selectors over [`Dom`](super::Dom).
#[derive(Clone, Debug)]
pub(super) struct TamisSelectors;

impl SelectorImpl for TamisSelectors {
    type ExtraMatchingData<'a> = ();
    type AttrValue = Word;
    type Identifier = Word;
    type LocalName = Local;
    type NamespaceUrl = SpaceUrl;
    type NamespacePrefix = Word;
    type BorrowedNamespaceUrl = SpaceUrl;
    type BorrowedLocalName = Local;
    type NonTSPseudoClass = Pseudo;
    type PseudoElement = PseudoElement;
}

/// Which syntax is read: all of Selectors level 4 that has a meaning for a tree alone. An invalid selector
/// within `:is()` is an error too, as whoever writes one wants to know.
pub(super) struct Syntax;

impl<'i> Parser<'i> for Syntax {
    type Impl = TamisSelectors;
    type Error = Unknown;

    fn parse_nth_child_of(&self) -> bool {
        true
    }

    fn parse_is_and_where(&self) -> bool {
        true
    }

    fn parse_has(&self) -> bool {
        true
    }

    fn allow_forgiving_selectors(&self) -> bool {
        false
    }

    fn parse_non_ts_pseudo_class(&self, name: &str) -> Result<Pseudo, ParseError<Unknown>> {
        match name.to_ascii_lowercase().as_str() {
            "link" => Ok(Pseudo::Link),
            "any-link" => Ok(Pseudo::AnyLink),
            _ => Err(ParseError::custom(Unknown::Pseudo(format!(":{name}")))),
        }
    }

    fn parse_non_ts_functional_pseudo_class(
        &self,
        name: &str,
        _: &mut cssparser::Parser<'i>,
        _: bool,
    ) -> Result<Pseudo, ParseError<Unknown>> {
        Err(ParseError::custom(Unknown::Pseudo(format!(":{name}()"))))
    }

    fn parse_pseudo_element(&self, name: &str) -> Result<PseudoElement, ParseError<Unknown>> {
        Err(ParseError::custom(Unknown::Pseudo(format!("::{name}"))))
    }

    fn parse_functional_pseudo_element(
        &self,
        name: &str,
        _: &mut cssparser::Parser<'i>,
    ) -> Result<PseudoElement, ParseError<Unknown>> {
        Err(ParseError::custom(Unknown::Pseudo(format!("::{name}()"))))
    }
}

/// Why a selector cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Unknown {
    Pseudo(String),
    Syntax(SelectorParseErrorKind),
}

impl From<SelectorParseErrorKind> for Unknown {
    fn from(kind: SelectorParseErrorKind) -> Self {
        Unknown::Syntax(kind)
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use SelectorParseErrorKind as Kind;
        let words = match self {
            Unknown::Pseudo(name) => return write!(f, "`{name}` is not known"),
            Unknown::Syntax(kind) => match kind {
                Kind::EmptySelector => "a selector is missing",
                Kind::DanglingCombinator => "a selector is missing after the combinator",
                Kind::NonCompoundSelector => "combinators are not allowed here",
                Kind::ClassNeedsIdent => "a class name is missing after the dot",
                Kind::PseudoElementExpectedColon
                | Kind::PseudoElementExpectedIdent
                | Kind::NoIdentForPseudo => "a name is missing after the colon",
                Kind::UnsupportedPseudoClassOrElement => "unknown pseudo-class",
                Kind::NonPseudoElementAfterSlotted
                | Kind::InvalidPseudoElementAfterSlotted
                | Kind::InvalidPseudoElementInsideWhere
                | Kind::InvalidState => "a pseudo-class or pseudo-element is not allowed here",
                Kind::UnexpectedIdent => "unexpected name",
                Kind::ExpectedNamespace => "unknown namespace prefix",
                Kind::NoQualifiedNameInAttributeSelector
                | Kind::InvalidQualNameInAttr
                | Kind::ExpectedBarInAttr => "an attribute name is missing in the brackets",
                Kind::UnexpectedTokenInAttributeSelector => "unexpected character in the brackets",
                Kind::BadValueInAttr => "an attribute value needs to be a name or in quotes",
                Kind::ExplicitNamespaceUnexpectedToken => "a name or `*` is missing after the bar",
            },
        };
        f.write_str(words)
    }
}

/// The pseudo-classes that are not about the place in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pseudo {
    Link,
    AnyLink,
}

impl ToCss for Pseudo {
    fn to_css<W: fmt::Write>(&self, dest: &mut W) -> fmt::Result {
        dest.write_str(match self {
            Pseudo::Link => ":link",
            Pseudo::AnyLink => ":any-link",
        })
    }
}

impl NonTSPseudoClass for Pseudo {
    fn is_active_or_hover(&self) -> bool {
        false
    }

    fn is_user_action_state(&self) -> bool {
        false
    }
}

/// There are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PseudoElement {}

impl ToCss for PseudoElement {
    fn to_css<W: fmt::Write>(&self, _: &mut W) -> fmt::Result {
        match *self {}
    }
}

impl selectors::parser::PseudoElement for PseudoElement {}

/// A class, an id, a prefix or an attribute's value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Word(String);

impl From<&str> for Word {
    fn from(word: &str) -> Self {
        Word(word.to_owned())
    }
}

impl AsRef<str> for Word {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl ToCss for Word {
    fn to_css<W: fmt::Write>(&self, dest: &mut W) -> fmt::Result {
        serialize_string(&self.0, dest)
    }
}

impl PrecomputedHash for Word {
    fn precomputed_hash(&self) -> u32 {
        hash(&self.0)
    }
}

/// The name of an element or an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Local(pub(super) LocalName);

impl From<&str> for Local {
    fn from(name: &str) -> Self {
        Local(LocalName::from(name))
    }
}

impl ToCss for Local {
    fn to_css<W: fmt::Write>(&self, dest: &mut W) -> fmt::Result {
        serialize_identifier(&self.0, dest)
    }
}

impl PrecomputedHash for Local {
    fn precomputed_hash(&self) -> u32 {
        hash(&self.0)
    }
}

/// A namespace; the default is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SpaceUrl(pub(super) Namespace);

impl PrecomputedHash for SpaceUrl {
    fn precomputed_hash(&self) -> u32 {
        hash(&self.0)
    }
}

/// FNV-1a: short words, many of them, and it needs no state.
pub(super) fn hash(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
