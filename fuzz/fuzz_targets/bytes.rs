//! Any bytes are a page. See `promises`.
#![no_main]
#![allow(dead_code)]

#[path = "../../tests/properties/promises.rs"]
mod promises;
#[path = "../../tests/properties/referees.rs"]
mod referees;

libfuzzer_sys::fuzz_target!(|data: &[u8]| promises::any_bytes_are_cleaned(data));
