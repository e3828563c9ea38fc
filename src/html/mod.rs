//! Left of the bridge: the HTML tree, its parser and its selectors; the only user of html5ever.
//! Knows no Markdown and no rules.

pub(crate) mod dom;
mod parse;
#[cfg(feature = "rcdom")]
mod rcdom;
mod select;

pub(crate) use dom::{Dom, NodeId, Space, is_space};
pub(crate) use parse::{is_whole_page, parse_fragment, parse_page};
#[cfg(feature = "rcdom")]
pub(crate) use rcdom::from_rcdom;
pub(crate) use select::Selector;
