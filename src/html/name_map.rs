//! Tables keyed by names of elements, attributes and classes, which are short: their hash takes a few steps.
//!
//! Only for keys that come with the program or from its user. Whoever writes pages could choose names that
//! collide.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A table that comes with the program, or that a user made.
pub(crate) type NameMap<K, V> = HashMap<K, V, BuildHasherDefault<NameHasher>>;

/// A set of such names.
pub(crate) type NameSet<K> = HashSet<K, BuildHasherDefault<NameHasher>>;

/// Eight bytes at a time, each step a multiplication.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct NameHasher(u64);

impl NameHasher {
    fn step(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for NameHasher {
    fn finish(&self) -> u64 {
        // The table looks at the highest and the lowest bits; a product's lowest bits are poor.
        self.0.rotate_left(26)
    }

    fn write(&mut self, bytes: &[u8]) {
        let mut words = bytes.chunks_exact(8);
        for word in &mut words {
            self.step(u64::from_le_bytes(word.try_into().unwrap_or_default()));
        }
        let rest = words.remainder().iter().rev().fold(0, |word, &byte| (word << 8) | u64::from(byte));
        self.step(rest);
    }

    fn write_u8(&mut self, byte: u8) {
        self.step(u64::from(byte));
    }

    fn write_u32(&mut self, number: u32) {
        self.step(u64::from(number));
    }
}
