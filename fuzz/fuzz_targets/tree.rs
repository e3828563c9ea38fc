//! Our tree is html5ever's. See `promises`.
#![no_main]
#![allow(dead_code)]

#[path = "../../tests/properties/promises.rs"]
mod promises;
#[path = "../../tests/properties/referees.rs"]
mod referees;

libfuzzer_sys::fuzz_target!(|data: &str| promises::trees_agree(data));
