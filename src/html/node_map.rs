//! Maps and sets of nodes: no page chooses the numbers of its nodes, so they are hashed like names that come
//! with the program.

use super::NodeId;
use super::name_map::{NameMap, NameSet};

/// What is known of some nodes.
pub(crate) type NodeMap<V> = NameMap<NodeId, V>;

/// Some nodes.
pub(crate) type NodeSet = NameSet<NodeId>;
