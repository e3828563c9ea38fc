//! Classes of bytes: what ends a tag's name, an attribute's name, an unquoted value.
//!
//! All that the standard looks for within tags is ASCII, so that whoever stops there stands between
//! characters.

/// One bit for each class that a byte belongs to.
#[derive(Clone, Copy)]
pub(super) struct Class(u8);

/// Tab, line feed, form feed and space. A carriage return has become a line feed before.
pub(super) const SPACE: Class = Class(1);
/// What ends the name of a tag.
pub(super) const ENDS_TAG_NAME: Class = Class(2);
/// What ends the name of an attribute, after its first character.
pub(super) const ENDS_ATTRIBUTE_NAME: Class = Class(4);
/// What ends a stretch of an unquoted value, or begins a character reference in it.
pub(super) const ENDS_UNQUOTED: Class = Class(8);
/// What a name is written without: it becomes lower case, and NUL a replacement character.
pub(super) const CHANGES_IN_NAMES: Class = Class(16);

const MEMBERS: &[(Class, &[u8])] = &[
    (SPACE, b"\t\n\x0c "),
    (ENDS_TAG_NAME, b"\t\n\x0c />"),
    (ENDS_ATTRIBUTE_NAME, b"\t\n\x0c />="),
    (ENDS_UNQUOTED, b"\t\n\x0c >&"),
    (CHANGES_IN_NAMES, b"ABCDEFGHIJKLMNOPQRSTUVWXYZ\0"),
];

static CLASSES: [u8; 256] = table();

const fn table() -> [u8; 256] {
    let mut table = [0; 256];
    let mut row = 0;
    while row < MEMBERS.len() {
        let (class, bytes) = MEMBERS[row];
        let mut at = 0;
        while at < bytes.len() {
            table[bytes[at] as usize] |= class.0;
            at += 1;
        }
        row += 1;
    }
    table
}

impl Class {
    pub(super) fn has(self, byte: u8) -> bool {
        CLASSES[byte as usize] & self.0 != 0
    }
}

/// Where the first byte of a class stands, from `at` on.
pub(super) fn find(bytes: &[u8], at: usize, class: Class) -> Option<usize> {
    let rest = bytes.get(at..)?;
    rest.iter().position(|&byte| class.has(byte)).map(|found| at + found)
}

/// The first byte from `at` on that is not white space.
pub(super) fn skip_spaces(bytes: &[u8], at: usize) -> Option<(usize, u8)> {
    let rest = bytes.get(at..)?;
    rest.iter().position(|&byte| !SPACE.has(byte)).map(|found| (at + found, rest[found]))
}
