//! Hashes of words, made letter by letter whatever their case: FNV-1a. What a table of them holds comes with
//! the program.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A table by hashes of words, which need no other.
pub(super) type ByHash<V> = HashMap<u64, V, BuildHasherDefault<Hashed>>;

/// The hash of a word in small letters.
pub(super) fn fnv(word: &str) -> u64 {
    word.bytes().fold(FNV, fnv_step)
}

/// The hash of no letters.
pub(super) const FNV: u64 = 0xcbf2_9ce4_8422_2325;

/// The hash of a word with one more letter.
#[inline]
pub(super) fn fnv_step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
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
