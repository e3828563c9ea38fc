//! A second run changes nothing. See `promises`.
#![no_main]
#![allow(dead_code)]

#[path = "../../tests/properties/promises.rs"]
mod promises;
#[path = "../../tests/properties/referees.rs"]
mod referees;

libfuzzer_sys::fuzz_target!(|data: &str| promises::a_second_run_changes_nothing(data));
