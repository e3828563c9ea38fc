//! Text stays text. See `promises`.
#![no_main]
#![allow(dead_code)]

#[path = "../../tests/properties/promises.rs"]
mod promises;
#[path = "../../tests/properties/referees.rs"]
mod referees;

libfuzzer_sys::fuzz_target!(|data: &str| promises::text_is_read_back(data));
