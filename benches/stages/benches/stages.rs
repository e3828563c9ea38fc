//! How long each stage takes, and all of them together, on generated pages.
//!
//! Ratios between stages mean something, the times are those of one machine. `benches/peers` compares with other
//! programs.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use stages::pages;
use std::hint::black_box;
use tamis::stages::{Stages, Text, Tree};
use tamis::{Cleaner, Options, Page, Scope};

/// Scopes, by the names that the command line has for them.
const SCOPES: [(&str, Scope); 3] =
    [("everything", Scope::Everything), ("body", Scope::Body), ("article", Scope::Article)];

/// Some of the generated pages are enough for a stage.
const PAGES: usize = 20;

fn some_pages() -> Vec<String> {
    pages::generated().into_iter().take(PAGES).collect()
}

fn bytes(pages: &[String]) -> Throughput {
    Throughput::Bytes(pages.iter().map(|page| page.len() as u64).sum())
}

fn whole(criterion: &mut Criterion) {
    let pages = some_pages();
    let mut group = criterion.benchmark_group("whole");
    group.throughput(bytes(&pages));
    for (name, scope) in SCOPES {
        let cleaner = Cleaner::new(Options { scope, ..Options::default() }).expect("the options are fine");
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                for page in &pages {
                    black_box(cleaner.clean(&Page::new(page)).to_string());
                }
            });
        });
    }
    group.finish();
}

fn one_by_one(criterion: &mut Criterion) {
    let pages = some_pages();
    for (name, scope) in SCOPES {
        let stages = Stages::new(Options { scope, ..Options::default() });
        let mut group = criterion.benchmark_group(name);
        group.throughput(bytes(&pages));
        let parsed: Vec<Tree> = pages.iter().map(|page| stages.parse(page)).collect();
        let cleaned = each(&parsed, |tree| stages.clean(tree));
        let refused = each(&cleaned, |tree| stages.refuse(tree));
        let rewritten = match scope {
            Scope::Everything => refused,
            _ => each(&refused, |tree| stages.rewrite(tree)),
        };
        let lowered: Vec<Text> = rewritten.iter().map(|tree| stages.lower(tree)).collect();
        let normal = each(&lowered, |text| stages.normalize(text));

        group.bench_function("parse", |bencher| bencher.iter(|| for_all(&pages, |page| stages.parse(page))));
        group.bench_function("count", |bencher| bencher.iter(|| for_all(&parsed, |tree| stages.count(tree))));
        group.bench_function("metadata", |bencher| {
            bencher.iter(|| for_all(&parsed, |tree| stages.metadata(tree)));
        });
        group.bench_function("clean", |bencher| change(bencher, &parsed, |tree| stages.clean(tree)));
        group.bench_function("refuse", |bencher| change(bencher, &cleaned, |tree| stages.refuse(tree)));
        if scope != Scope::Everything {
            group.bench_function("rewrite", |bencher| change(bencher, &cleaned, |tree| stages.rewrite(tree)));
        }
        group.bench_function("lower", |bencher| {
            bencher.iter(|| for_all(&rewritten, |tree| stages.lower(tree)))
        });
        group.bench_function("normalize", |bencher| change(bencher, &lowered, |text| stages.normalize(text)));
        group.bench_function("print", |bencher| bencher.iter(|| for_all(&normal, |text| stages.print(text))));
        group.finish();
    }
}

fn for_all<T, R>(all: &[T], stage: impl Fn(&T) -> R) {
    for one in all {
        black_box(stage(one));
    }
}

/// Copies of all, each changed by a stage.
fn each<T: Clone>(all: &[T], stage: impl Fn(&mut T)) -> Vec<T> {
    let mut copies = all.to_vec();
    copies.iter_mut().for_each(stage);
    copies
}

/// Measures a stage that changes what it is given, on fresh copies.
fn change<T: Clone>(bencher: &mut criterion::Bencher<'_>, all: &[T], stage: impl Fn(&mut T)) {
    bencher.iter_batched(
        || all.to_vec(),
        |mut copies| {
            copies.iter_mut().for_each(&stage);
            copies
        },
        BatchSize::SmallInput,
    );
}

criterion_group!(benches, whole, one_by_one);
criterion_main!(benches);
