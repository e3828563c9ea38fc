//! A hash for short names: FNV-1a, which needs no set-up. Built-in tables are asked for every name on a
//! page, and what they hold does not come from a page, so nobody can crowd them.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A table by name.
pub(super) type ByName<V> = HashMap<String, V, BuildHasherDefault<Fnv>>;

/// A table by hashes of names.
pub(super) type ByHash<V> = HashMap<u64, V, BuildHasherDefault<Fnv>>;

/// The state: what was hashed so far.
#[derive(Debug)]
pub(super) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    /// Of a name in small letters.
    pub(super) fn of(name: &[u8]) -> u64 {
        name.iter().fold(Fnv::default().0, |hash, byte| step(hash, byte.to_ascii_lowercase()))
    }
}

fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, &byte| step(hash, byte));
    }

    /// A number is a hash already.
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
