//! Scores the content that tamis finds on labelled pages; trains the model that finds it.
//!
//! `scoreboard DIR [SET…]` prints the table; `scoreboard train DIR [SET…]` writes the model's tables into
//! src/rules. They learn from all pages; with `train-apart` from all but those that are held out, so that the
//! table then says how well pages are read that nothing was learned from. What a folder must hold is in `pages.rs`.

mod align;
mod board;
mod boost;
mod metrics;
mod names;
mod pages;
mod train;

use std::path::Path;
use std::process::ExitCode;
use train::Part;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let train = |folder: &str, sets: &[String], on: Part| {
        let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/rules");
        pages::read(Path::new(folder), sets).and_then(|pages| train::train(pages, on, &out))
    };
    let result = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["train", folder, ..] => train(folder, &arguments[2..], Part::All),
        ["train-apart", folder, ..] => train(folder, &arguments[2..], Part::NotHeldOut),
        [folder, ..] => pages::read(Path::new(folder), &arguments[1..]).map(|pages| board::print(&pages)),
        [] => {
            eprintln!("usage: scoreboard [train | train-apart] DIR [SET…]");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("scoreboard: {error}");
            ExitCode::FAILURE
        }
    }
}
