//! Scores the content that tamis finds on labelled pages; trains the model that finds it.
//!
//! `scoreboard DIR [SET…]` prints the table; `scoreboard train DIR [SET…]` writes the model's tables into
//! src/rules. What a folder must hold is in `pages.rs`.

mod align;
mod board;
mod boost;
mod metrics;
mod names;
mod pages;
mod train;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["train", folder, ..] => pages::read(Path::new(folder), &arguments[2..]).and_then(|pages| {
            train::train(pages, &Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/rules"))
        }),
        [folder, ..] => pages::read(Path::new(folder), &arguments[1..]).map(|pages| board::print(&pages)),
        [] => {
            eprintln!("usage: scoreboard [train] DIR [SET…]");
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
