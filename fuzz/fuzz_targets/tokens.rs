//! Our tokens are html5ever's, in every state.
#![no_main]
#![allow(dead_code)]

#[path = "../../src/html/token_referee.rs"]
mod token_referee;
#[path = "../../src/html/tokenizer/mod.rs"]
mod tokenizer;

libfuzzer_sys::fuzz_target!(|data: &str| token_referee::assert_equal(data));
