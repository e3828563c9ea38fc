//! What cleaning and rewriting cost beside parsing, as shares of the time to parse: the rules about elements and sites,
//! links and images, these together, and what cleaning does besides.
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

/// The stages that are timed: all of cleaning, and by themselves the rules, which are a part of it.
const STAGES: usize = 4;
const PARSE: usize = 0;
const CLEAN: usize = 1;
const RULES: usize = 2;
const REWRITE: usize = 3;

/// The time of each stage.
type Times = [Duration; STAGES];

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let pages = match folder {
        Some(folder) => pages::of_folder(Path::new(&folder)),
        None => pages::generated(),
    };
    let megabytes = pages.iter().map(String::len).sum::<usize>() as f64 / 1e6;
    println!("{} pages, {megabytes:.1} MB; shares of the time to parse", pages.len());
    println!(
        "{:<8} {:>10} {:>7} {:>9} {:>15} {:>14}",
        "scope", "parse MB/s", "rules", "rewriting", "rules+rewriting", "other cleaning"
    );
    for (name, scope) in SCOPES {
        let stages = Stages::new(Options { scope, ..Options::default() });
        let times = pages.iter().map(|page| least(&stages, page)).fold(Times::default(), sum);
        let seconds = times.map(|time| time.as_secs_f64());
        let share = |seconds_of_stage: f64| format!("{:.1} %", seconds_of_stage / seconds[PARSE] * 100.0);
        println!(
            "{name:<8} {:>10.1} {:>7} {:>9} {:>15} {:>14}",
            megabytes / seconds[PARSE],
            share(seconds[RULES]),
            share(seconds[REWRITE]),
            share(seconds[RULES] + seconds[REWRITE]),
            share(seconds[CLEAN] - seconds[RULES])
        );
    }
}

/// The least time of each stage on a page.
fn least(stages: &Stages, page: &str) -> Times {
    (0..ROUNDS).map(|_| times(stages, page)).reduce(shorter).unwrap_or_default()
}

fn times(stages: &Stages, page: &str) -> Times {
    let (mut tree, parse) = timed(|| stages.parse(page));
    let ((), clean) = timed(|| stages.clean(&mut tree));
    let ((), rewrite) = timed(|| stages.rewrite(&mut tree));
    black_box(&tree);
    let mut tree = stages.parse(page);
    stages.clean_up_to_rules(&mut tree);
    let ((), rules) = timed(|| stages.drop_by_rules(&mut tree));
    black_box(&tree);
    [parse, clean, rules, rewrite]
}

fn timed<T>(stage: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = stage();
    (result, start.elapsed())
}

fn shorter(one: Times, other: Times) -> Times {
    std::array::from_fn(|stage| one[stage].min(other[stage]))
}

fn sum(one: Times, other: Times) -> Times {
    std::array::from_fn(|stage| one[stage] + other[stage])
}
