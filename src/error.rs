//! What can go wrong when a [`Cleaner`](crate::Cleaner) is made. Cleaning itself cannot fail.

use std::fmt;

/// Why a [`Cleaner`](crate::Cleaner) could not be made.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    line: Option<usize>,
}

/// What an [`Error`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A CSS selector does not parse.
    Selector,
    /// A regular expression does not compile.
    Pattern,
    /// Site rules cannot be read.
    SiteRules,
    /// A text is no filter list.
    FilterList,
    /// There is no such key for front matter.
    FrontMatter,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Error { kind, message: message.into(), line: None }
    }

    pub(crate) fn at_line(self, line: usize) -> Self {
        Error { line: Some(line), ..self }
    }

    /// What it is about.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The line of the text that could not be read, from 1, when it is about a text.
    pub fn line(&self) -> Option<usize> {
        self.line
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
