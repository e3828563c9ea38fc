//! What the rules cost beside parsing: cleaning (rules, site rules and all other passes) and rewriting, each as a
//! share of the time to parse.
//!
//! `cargo bench --bench shares -- DIR` takes the pages of a folder; without one, generated pages are measured. Each
//! stage is timed on each page in turns, and the least of some rounds counts, so that other work on the machine
//! is left out.

use stages::pages;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};
use tamis::stages::Stages;
use tamis::{Options, Scope};

const ROUNDS: usize = 9;

/// Scopes, by the names that the command line has for them.
const SCOPES: [(&str, Scope); 2] = [("body", Scope::Body), ("article", Scope::Article)];

/// The least time of each stage.
#[derive(Clone, Copy, Default)]
struct Times {
    parse: Duration,
    clean: Duration,
    rewrite: Duration,
}

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let pages = match folder {
        Some(folder) => pages::of_folder(Path::new(&folder)),
        None => pages::generated(),
    };
    let bytes: usize = pages.iter().map(String::len).sum();
    println!("{} pages, {:.1} MB; shares of the time to parse", pages.len(), bytes as f64 / 1e6);
    println!("{:<10} {:>12} {:>7} {:>9} {:>9}", "scope", "parse MB/s", "clean", "rewrite", "together");
    for (name, scope) in SCOPES {
        let stages = Stages::new(Options { scope, ..Options::default() });
        let times = pages.iter().map(|page| least(&stages, page)).fold(Times::default(), add);
        let speed = bytes as f64 / 1e6 / times.parse.as_secs_f64();
        let share =
            |time: Duration| format!("{:.1} %", time.as_secs_f64() / times.parse.as_secs_f64() * 100.0);
        let (clean, rewrite) = (share(times.clean), share(times.rewrite));
        println!(
            "{name:<10} {speed:>12.1} {clean:>7} {rewrite:>9} {:>9}",
            share(times.clean + times.rewrite)
        );
    }
}

/// The least time of each stage on a page.
fn least(stages: &Stages, page: &str) -> Times {
    let rounds = (0..ROUNDS).map(|_| {
        let (mut tree, parse) = timed(|| stages.parse(page));
        let ((), clean) = timed(|| stages.clean(&mut tree));
        let ((), rewrite) = timed(|| {
            stages.refuse(&mut tree);
            stages.rewrite(&mut tree);
        });
        black_box(&tree);
        Times { parse, clean, rewrite }
    });
    let least = |one: Times, other: Times| Times {
        parse: one.parse.min(other.parse),
        clean: one.clean.min(other.clean),
        rewrite: one.rewrite.min(other.rewrite),
    };
    rounds.reduce(least).unwrap_or_default()
}

fn add(one: Times, other: Times) -> Times {
    Times {
        parse: one.parse + other.parse,
        clean: one.clean + other.clean,
        rewrite: one.rewrite + other.rewrite,
    }
}

fn timed<T>(stage: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = stage();
    (result, start.elapsed())
}
