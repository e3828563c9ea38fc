//! Left of the bridge: the HTML tree, its parser and its selectors; the only user of html5ever.
//! Knows no Markdown and no rules.

mod attr_map;
mod depths;
pub(crate) mod dom;
mod element_map;
mod flatten;
mod guard;
mod name_map;
mod node_map;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod oracle_inputs;
mod parse;
mod plain;
#[cfg(any(feature = "rcdom", test))]
mod rcdom;
mod select;
mod select_names;
mod sink;
mod style;
#[cfg(test)]
mod token_referee;
mod tokenizer;
mod unread;
mod whole_page;

pub(crate) use attr_map::AttrMap;
pub(crate) use dom::{AttrName, AttrNames, Dom, NodeId, Slice, Space, is_space, is_space_byte};
pub(crate) use element_map::{ElementMap, ElementNames};
pub(crate) use name_map::{NameHasher, NameMap, NameSet};
pub(crate) use node_map::{NodeMap, NodeSet};
#[cfg(test)]
pub(crate) use parse::{parse_fragment, parse_page};
pub(crate) use parse::{read_fragment, read_page, text_of};
pub(crate) use plain::Key;
#[cfg(feature = "rcdom")]
pub(crate) use rcdom::from_rcdom;
pub(crate) use select::Selector;
pub(crate) use style::Style;
pub(crate) use unread::visible_chars_unread;
pub(crate) use whole_page::is_whole_page;
