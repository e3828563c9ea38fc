//! How time grows with the size of a page: it should be in proportion.

use crate::allocator;
use crate::pages::{FAMILIES, of_family};
use cpu_time::ThreadTime;
use std::fmt::Write;
use std::path::Path;
use tamis::{Cleaner, Limits, Options, Page, Scope};

const SIZES: [usize; 5] = [10_000, 100_000, 1_000_000, 10_000_000, 50_000_000];

/// A page is converted until so many bytes were, and at least once; the quickest counts.
const BYTES_AT_LEAST: usize = 20_000_000;

/// Nanoseconds for each byte, of one family, by size.
struct Line {
    family: &'static str,
    times: [f64; SIZES.len()],
}

pub fn measure(plot: &Path) {
    let limits = Limits { bytes: usize::MAX, nodes: usize::MAX, ..Limits::default() };
    let options = Options { scope: Scope::Everything, limits, skip_metadata: true, ..Options::default() };
    let cleaner = Cleaner::new(options).expect("there are no selectors in it");
    println!(
        "| nanoseconds for each byte | 10 kB | 100 kB | 1 MB | 10 MB | 50 MB | largest / smallest | peak memory at 10 MB |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|");
    let mut lines = Vec::new();
    for family in FAMILIES {
        let times = SIZES.map(|size| time(&cleaner, &of_family(family, size)));
        let page = of_family(family, SIZES[3]);
        let memory = allocator::peak(|| {
            let _ = cleaner.clean(&Page::new(&page)).to_string();
        });
        let cells: Vec<String> = times.iter().map(|time| format!("{time:.2}")).collect();
        let growth = times.iter().copied().fold(0.0, f64::max) / times[0];
        let memory = memory as f64 / page.len() as f64;
        println!("| {family} | {} | {growth:.2} | {memory:.1} bytes a byte |", cells.join(" | "));
        lines.push(Line { family, times });
    }
    std::fs::write(plot, svg(&lines)).unwrap_or_else(|error| panic!("{}: {error}", plot.display()));
}

fn time(cleaner: &Cleaner, page: &str) -> f64 {
    let rounds = (BYTES_AT_LEAST / page.len()).max(1);
    let quickest = (0..rounds)
        .map(|_| {
            let start = ThreadTime::now();
            let _ = cleaner.clean(&Page::new(page)).to_string();
            start.elapsed()
        })
        .min();
    quickest.unwrap_or_default().as_nanos() as f64 / page.len() as f64
}

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 320.0;
const MARGIN: f64 = 50.0;
const COLOURS: [&str; 5] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00"];

/// The times as lines: size from left to right, logarithmic; time for each byte from bottom to top.
fn svg(lines: &[Line]) -> String {
    let most = lines.iter().flat_map(|line| line.times).fold(1.0, f64::max);
    let x = |place: usize| {
        MARGIN + (WIDTH - 3.0 * MARGIN) * (SIZES[place] as f64 / SIZES[0] as f64).log10() / 3.7
    };
    let y = |time: f64| HEIGHT - MARGIN - (HEIGHT - 2.0 * MARGIN) * time / most;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n\
         <text x=\"{MARGIN}\" y=\"20\">Nanoseconds for each byte of a page, by its size</text>\n"
    );
    for (place, label) in ["10 kB", "100 kB", "1 MB", "10 MB", "50 MB"].iter().enumerate() {
        let (x, bottom) = (x(place), HEIGHT - MARGIN);
        let _ = writeln!(svg, "<path d=\"M{x:.0} {MARGIN}V{bottom}\" stroke=\"#ddd\"/>");
        let _ =
            writeln!(svg, "<text x=\"{x:.0}\" y=\"{}\" text-anchor=\"middle\">{label}</text>", bottom + 18.0);
    }
    for tick in [0.0, most / 2.0, most] {
        let _ = writeln!(svg, "<text x=\"5\" y=\"{:.0}\">{tick:.1}</text>", y(tick) + 4.0);
    }
    for (line, colour) in lines.iter().zip(COLOURS) {
        let points: Vec<String> = line
            .times
            .iter()
            .enumerate()
            .map(|(place, &time)| format!("{:.0},{:.1}", x(place), y(time)))
            .collect();
        let _ = writeln!(
            svg,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>",
            points.join(" ")
        );
        let last = line.times[SIZES.len() - 1];
        let _ = writeln!(
            svg,
            "<text x=\"{:.0}\" y=\"{:.0}\" fill=\"{colour}\">{}</text>",
            x(4) + 8.0,
            y(last) + 4.0,
            line.family
        );
    }
    svg.push_str("</svg>\n");
    svg
}
