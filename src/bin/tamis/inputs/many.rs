//! The inputs of a run, kept small, for there may be millions: of most only the name is held, in one text with all others.

use crate::inputs::{Input, Links};
use crate::report::Failure;
use std::path::PathBuf;

/// Inputs in their order, and in its place each that could not be found.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    entries: Vec<Entry>,
    /// What stands before names. One serves all files that were found in a folder.
    places: Vec<Place>,
    /// The names of all that are [`Entry::Named`], one after the other.
    names: String,
    /// What cannot be told by a place and a name.
    others: Vec<Result<Input, Failure>>,
}

#[derive(Debug)]
enum Entry {
    /// The path is a place and a name; the name ends here in `names`, and starts where that before it ended.
    Named {
        place: u32,
        end: u32,
    },
    Other,
}

#[derive(Debug, PartialEq, Eq)]
struct Place {
    before: String,
    links: Links,
}

impl Inputs {
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn push(&mut self, input: Result<Input, Failure>) {
        let entry = match &input {
            Ok(input) => self.named(input),
            Err(_) => None,
        };
        self.entries.push(entry.unwrap_or(Entry::Other));
        if let Some(Entry::Other) = self.entries.last() {
            self.others.push(input);
        }
    }

    /// Notes an input as a place and a name, if its path is one after the other.
    fn named(&mut self, input: &Input) -> Option<Entry> {
        let name = input.name.to_str()?;
        let before = input.path.to_str()?.strip_suffix(name)?;
        let end = u32::try_from(self.names.len() + name.len()).ok()?;
        let links = input.links;
        if self.places.last().is_none_or(|last| last.before != before || last.links != links) {
            self.places.push(Place { before: before.to_owned(), links });
        }
        self.names.push_str(name);
        Some(Entry::Named { place: u32::try_from(self.places.len() - 1).ok()?, end })
    }

    /// All, in their order; each is made anew.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Result<Input, Failure>> + Send + '_ {
        let mut start = 0;
        let mut others = self.others.iter();
        self.entries.iter().filter_map(move |entry| match *entry {
            Entry::Named { place, end } => {
                let name = &self.names[start as usize..end as usize];
                start = end;
                let Place { before, links } = &self.places[place as usize];
                let path = PathBuf::from([before, name].concat());
                Some(Ok(Input { path, name: PathBuf::from(name), links: *links }))
            }
            Entry::Other => others.next().cloned(),
        })
    }

    /// Those that were found.
    pub(crate) fn found(&self) -> impl Iterator<Item = Input> + Send + '_ {
        self.iter().flatten()
    }
}

impl FromIterator<Result<Input, Failure>> for Inputs {
    fn from_iter<I: IntoIterator<Item = Result<Input, Failure>>>(inputs: I) -> Self {
        let mut all = Inputs::default();
        inputs.into_iter().for_each(|input| all.push(input));
        all
    }
}
