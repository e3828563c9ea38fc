//! Knowledge as data: which elements are chrome, where lazy images hide their URL.
use crate::error::Error;
use crate::options::Options;

/// All rules that a [`Cleaner`](crate::Cleaner) works by, compiled.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rules {}

/// Compiles the built-in rules and the user's selectors.
pub(crate) fn compile(_options: &Options) -> Result<Rules, Error> {
    Ok(Rules::default())
}
