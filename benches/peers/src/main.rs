//! Runs tamis and other Rust crates for the same work over a folder of pages, interleaved, and prints how
//! fast each is, how much memory each needs, and how tamis compares.
//!
//! `peers [DIR]` compares on the pages of a folder, or on generated ones. `peers growth` measures tamis on
//! generated pages of growing size, and writes the plot to `growth.svg`.

mod allocator;
mod growth;
mod pages;
mod programs;
mod table;

use std::path::Path;

/// Some parsers recurse as deep as a page nests.
const STACK: usize = 1 << 30;

fn main() {
    let argument = std::env::args().nth(1);
    let thread = std::thread::Builder::new().stack_size(STACK);
    let work = move || match argument.as_deref() {
        Some("growth") => growth::measure(Path::new("growth.svg")),
        Some(folder) => table::compare(&pages::of_folder(Path::new(folder))),
        None => table::compare(&pages::generated()),
    };
    thread.spawn(work).expect("a thread can be started").join().expect("the programs were measured");
}
