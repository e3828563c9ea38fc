//! The comparison: every program on every page, in turns, several times over.
//!
//! Times are those of the processor for this thread, so that a busy machine does not count; each page
//! counts with the smallest of its times.

use crate::allocator;
use crate::programs::{self, Kind, Program};
use cpu_time::ThreadTime;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

const ROUNDS: usize = 3;

/// Pages larger than this tell how much memory a program needs for each byte.
const LARGE: usize = 1 << 20;

pub fn compare(pages: &[String]) {
    std::panic::set_hook(Box::new(|_| {}));
    let programs = programs::all();
    let bytes: usize = pages.iter().map(String::len).sum();
    println!("{} pages, {:.1} MB, {ROUNDS} rounds\n", pages.len(), bytes as f64 / 1e6);
    let mut times = vec![vec![Duration::MAX; pages.len()]; programs.len()];
    let mut failures = vec![0; programs.len()];
    for round in 0..ROUNDS {
        for (number, page) in pages.iter().enumerate() {
            for (program, times) in programs.iter().zip(&mut times) {
                let start = ThreadTime::now();
                let done = convert(program, page);
                times[number] = times[number].min(start.elapsed());
                let failed = usize::from(round == 0 && done.is_none());
                failures[programs.iter().position(|own| std::ptr::eq(own, program)).unwrap_or(0)] += failed;
            }
        }
    }
    let speeds: Vec<f64> =
        times.iter().map(|times| bytes as f64 / 1e6 / times.iter().sum::<Duration>().as_secs_f64()).collect();
    for (kind, title) in [(Kind::Everything, "all of a page"), (Kind::Article, "the article of a page")] {
        println!(
            "| {title} | MB/s | tamis is × as fast | peak memory, bytes for each of a page | pages that failed |"
        );
        println!("|---|---:|---:|---:|---:|");
        let own = programs.iter().position(|program| program.kind == kind).map_or(1.0, |first| speeds[first]);
        for (number, program) in programs.iter().enumerate().filter(|(_, program)| program.kind == kind) {
            let memory = memory(program, pages);
            let (speed, ratio) = (speeds[number], own / speeds[number]);
            println!("| {} | {speed:.1} | {ratio:.2} | {memory} | {} |", program.name, failures[number]);
        }
        println!();
    }
}

fn convert(program: &Program, page: &str) -> Option<usize> {
    catch_unwind(AssertUnwindSafe(|| (program.convert)(page))).ok()
}

/// The median and the most of the peak for each byte of a large page, or of the largest if none is large.
fn memory(program: &Program, pages: &[String]) -> String {
    let largest = pages.iter().map(String::len).max().unwrap_or(1);
    let large = pages.iter().filter(|page| page.len() >= LARGE.min(largest));
    let peak = |page: &String| {
        let bytes = allocator::peak(|| {
            let _ = convert(program, page);
        });
        bytes as f64 / page.len() as f64
    };
    let mut peaks: Vec<f64> = large.map(peak).collect();
    peaks.sort_by(f64::total_cmp);
    let (median, most) = (peaks[peaks.len() / 2], peaks[peaks.len() - 1]);
    format!("{median:.1} (most {most:.1})")
}
