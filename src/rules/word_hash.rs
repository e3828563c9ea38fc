//! Hashes of words, made letter by letter whatever their case. What a table of them holds comes with the program.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A table by hashes of words, which need no other.
pub(super) type ByHash<V> = HashMap<u64, V, BuildHasherDefault<Hashed>>;

/// Two bits for each hash, in one number: where one of them is not set, there is no such hash.
#[derive(Debug)]
pub(super) struct Starts(Box<[u64; 1024]>);

impl Default for Starts {
    fn default() -> Self {
        Starts(Box::new([0; 1024]))
    }
}

impl Starts {
    #[inline]
    fn place(hash: u64) -> (usize, u64) {
        ((hash >> 12) as usize % 1024, 1 << (hash % 64) | 1 << (hash >> 6 & 63))
    }

    pub(super) fn add(&mut self, hash: u64) {
        let (at, bits) = Starts::place(hash);
        self.0[at] |= bits;
    }

    #[inline]
    pub(super) fn may_hold(&self, hash: u64) -> bool {
        let (at, bits) = Starts::place(hash);
        self.0[at] & bits == bits
    }
}

/// The letters of a word, as far as it was read. A letter costs a turn and no multiplication: those of all classes
/// of a page are read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Letters(u64);

impl Letters {
    #[inline]
    pub(super) fn with(self, byte: u8) -> Self {
        Letters(self.0.rotate_left(5) ^ u64::from(byte.to_ascii_lowercase()))
    }

    #[inline]
    pub(super) fn hash(self) -> u64 {
        let product = self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        product ^ (product >> 32)
    }
}

/// The hash of a word in small letters.
pub(super) fn hash(word: &str) -> u64 {
    word.bytes().fold(Letters::default(), Letters::with).hash()
}

/// Passes on a number that is a hash already.
#[derive(Debug, Default)]
pub(super) struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, &byte| (hash << 8) | u64::from(byte));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
