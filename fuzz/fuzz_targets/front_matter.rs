//! Front matter is kept byte for byte, and what is written is read back. See `promises`.
#![no_main]
#![allow(dead_code)]

#[path = "../../tests/properties/promises.rs"]
mod promises;
#[path = "../../tests/properties/referees.rs"]
mod referees;

libfuzzer_sys::fuzz_target!(|parts: (String, String)| {
    promises::front_matter_stays(&parts.0, &parts.1);
    promises::written_front_matter_is_read_back(&parts.0, &parts.1);
});
