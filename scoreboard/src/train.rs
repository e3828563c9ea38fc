//! Learns the tables of the model from labelled pages. What is said of how well blocks are chosen is of tables
//! that were learned without the page in question.

use crate::align::{Label, labels};
use crate::boost::{Growth, Random, Rows, Tree, grow, score, table, uses};
use crate::metrics::{Snippets, fit, rows_of_four, words};
use crate::pages::Labelled;
use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};
use tamis::training::{self, Choice, Sample, names};

const FOLDS: u64 = 4;
/// Of a page with more blocks, a part is learned from, the heavier ones more likely.
const MAX_BLOCKS: f32 = 160.0;

const GROWTH: Growth =
    Growth { trees: 100, leaves: 64, rate: 0.15, least: 2.0, shrinkage: 3.0, rows: 0.6, features: 0.5 };

/// Of the pages, those that the tables learn from which are written.
#[derive(Clone, Copy)]
pub enum Part {
    All,
    NotHeldOut,
}

/// A page with all that is learned from it.
struct Lesson {
    page: Labelled,
    sample: Sample,
    texts: Vec<String>,
    labels: Option<Vec<Label>>,
    rows: Vec<Vec<f32>>,
    scores: Vec<f32>,
}

/// Trains on `pages`, on all or without those that are held out, and writes `content-lexicon.txt` and
/// `content-trees.txt` into `out`.
pub fn train(pages: Vec<Labelled>, on: Part, out: &Path) -> io::Result<()> {
    let mut lessons: Vec<Lesson> = pages.into_iter().map(Lesson::new).collect();
    let names = names();
    let lexicon = learn_names(&mut lessons, on);
    fs::write(out.join("content-lexicon.txt"), LEXICON_HEAD.to_owned() + &lexicon)?;
    eprintln!(
        "{} pages, {} without labels",
        lessons.len(),
        lessons.iter().filter(|l| l.labels.is_none()).count()
    );

    let trees = learn(&mut lessons, on);
    report(&lessons);
    fs::write(out.join("content-trees.txt"), TREES_HEAD.to_owned() + &table(&trees, &names))?;
    let used: Vec<String> =
        uses(&trees, &names).iter().map(|(count, name)| format!("{name} {count}")).collect();
    eprintln!("asked: {}", used.join(", "));
    Ok(())
}

const TREES_HEAD: &str = "\
    # The model that finds the content; written by `cargo run --release -p scoreboard -- train`.\n\
    # Each tree asks about one block; below a question stands the branch for yes, then the one for no.\n\
    # What the features mean is in src/clean/content/features.rs.\n";

impl Lesson {
    fn new(page: Labelled) -> Self {
        let sample = training::read(&page.bytes);
        let texts = sample.texts();
        let labels = labels(&page, &texts);
        let scores = vec![0.0; texts.len()];
        Lesson { page, sample, texts, labels, rows: Vec::new(), scores }
    }
}

const LEXICON_HEAD: &str = "\
    # What the words of classes and ids are seen on: the logarithm of the odds that it is content, against those\n\
    # of all words. Written by `cargo run --release -p scoreboard -- train`.\n";

/// Learns the odds of names and looks at each page with them; at a page that is learned from, with what was
/// learned without it.
fn learn_names(lessons: &mut [Lesson], on: Part) -> String {
    let all: Vec<Vec<Vec<String>>> = lessons.iter().map(|lesson| lesson.sample.names()).collect();
    let table = |lessons: &[Lesson], is_wanted: &dyn Fn(&Labelled) -> bool| {
        let own = lessons.iter().zip(&all).filter(|(lesson, _)| is_wanted(&lesson.page));
        let own = own.filter_map(|(lesson, names)| {
            Some((lesson.page.site(), &names[..], &lesson.labels.as_ref()?[..]))
        });
        crate::names::learn(own)
    };
    let tables: Vec<String> = (0..FOLDS).map(|fold| table(lessons, &|page| is_outside(page, fold))).collect();
    let without_held_out = table(lessons, &|page| !page.is_held_out());
    for lesson in lessons.iter_mut() {
        let own = if lesson.page.is_held_out() {
            &without_held_out
        } else {
            &tables[lesson.page.fold(FOLDS) as usize]
        };
        lesson.sample.learn_names(own);
        lesson.rows = lesson.sample.features();
    }
    match on {
        Part::All => table(lessons, &|_| true),
        Part::NotHeldOut => without_held_out,
    }
}

/// Whether a page is learned from to score the pages of a fold: it is of another one, and not held out.
fn is_outside(page: &Labelled, fold: u64) -> bool {
    !page.is_held_out() && page.fold(FOLDS) != fold
}

/// Grows the trees, and scores each page by trees that were grown without it.
fn learn(lessons: &mut [Lesson], on: Part) -> Vec<Tree> {
    for fold in 0..FOLDS {
        let trees = grow_on(lessons, |page| is_outside(page, fold));
        for lesson in lessons.iter_mut().filter(|lesson| !lesson.page.is_held_out()) {
            if lesson.page.fold(FOLDS) == fold {
                lesson.score(&trees);
            }
        }
    }
    let trees = grow_on(lessons, |page| !page.is_held_out());
    lessons.iter_mut().filter(|lesson| lesson.page.is_held_out()).for_each(|lesson| lesson.score(&trees));
    match on {
        Part::All => grow_on(lessons, |_| true),
        Part::NotHeldOut => trees,
    }
}

fn grow_on(lessons: &[Lesson], is_wanted: impl Fn(&Labelled) -> bool) -> Vec<Tree> {
    let (mut own, mut wanted, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    let mut sizes: BTreeMap<(&str, &str), f32> = BTreeMap::new();
    for lesson in lessons {
        *sizes.entry((&lesson.page.set, &lesson.page.kind)).or_default() += 1.0;
    }
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    for lesson in lessons.iter().filter(|lesson| is_wanted(&lesson.page)) {
        let Some(labels) = &lesson.labels else { continue };
        // Large sets count for less than all of their pages.
        let size = sizes[&(&lesson.page.set[..], &lesson.page.kind[..])];
        let importance = 40.0 * (100.0 / size).sqrt();
        let sum: f32 = labels.iter().map(|label| label.weight).sum();
        for (row, label) in lesson.rows.iter().zip(labels) {
            let chance =
                (MAX_BLOCKS * (0.5 * label.weight / sum.max(1e-6) + 0.5 / labels.len() as f32)).min(1.0);
            if label.weight > 0.0 && random.share() < chance {
                own.push(&row[..]);
                wanted.push(label.wanted);
                weights.push(importance * label.weight / chance);
            }
        }
    }
    grow(&Rows::new(&own, wanted, weights), GROWTH)
}

/// The mean score of each set, for some ways to choose.
fn report(lessons: &[Lesson]) {
    let choices: [Choice; 6] = [
        [0.36, 0.64, 1.0, 1.5],
        [0.36, 0.64, 1.0, 0.0],
        [0.36, 0.7, 1.0, 1.5],
        [0.42, 0.64, 1.0, 1.5],
        [0.36, 0.64, 0.5, 1.5],
        [0.36, 0.64, 2.0, 1.5],
    ];
    println!("block-level scores, learned from (by other folds) and held out");
    for choice in choices {
        let mut line = format!("{choice:?}");
        for (set, [own, held]) in scores(lessons, choice) {
            line += &format!("  {set} {own:.3} {held:.3}");
        }
        println!("{line}");
    }
    report_confidence(lessons);
    println!("best possible:");
    let mut line = String::new();
    let mut ideal: BTreeMap<&str, Vec<f32>> = BTreeMap::new();
    for lesson in lessons {
        if let (Some(gold), Some(labels)) = (&lesson.page.gold, &lesson.labels) {
            let stays: Vec<bool> = labels.iter().map(|label| label.wanted > 0.5).collect();
            ideal.entry(&lesson.page.set).or_default().push(lesson.fit(gold, &stays));
        }
    }
    for (set, own) in ideal {
        line += &format!("  {set} {:.3}", own.iter().sum::<f32>() / own.len() as f32);
    }
    println!("{line}");
}

/// For pages by how sure the choice is: how well the chosen blocks fit, and how well all blocks do.
fn report_confidence(lessons: &[Lesson]) {
    let mut steps = [(0, 0.0, 0.0); 10];
    for lesson in lessons {
        let Some(gold) = lesson.page.gold.as_ref() else { continue };
        let (stays, confidence) = lesson.sample.choose(&lesson.scores, [0.36, 0.64, 1.0, 1.5]);
        let (count, chosen, all) = &mut steps[((confidence * 10.0) as usize).min(9)];
        *count += 1;
        *chosen += lesson.fit(gold, &stays);
        *all += lesson.fit(gold, &vec![true; stays.len()]);
    }
    for (step, (count, chosen, all)) in steps.into_iter().enumerate().filter(|(_, (count, ..))| *count > 0) {
        let count_f = count as f32;
        println!(
            "confidence 0.{step}: {count} pages, chosen {:.3}, all {:.3}",
            chosen / count_f,
            all / count_f
        );
    }
}

impl Lesson {
    fn score(&mut self, trees: &[Tree]) {
        self.scores = self.rows.iter().map(|row| score(trees, row)).collect();
    }

    fn fit(&self, gold: &str, stays: &[bool]) -> f32 {
        let found = words(&self.chosen(stays));
        if self.page.set == "aeb" {
            let gold = words(gold);
            return fit(&rows_of_four(&gold), &rows_of_four(&found)).f1;
        }
        fit(&words(gold), &found).f1
    }

    fn chosen(&self, stays: &[bool]) -> String {
        let own = self.texts.iter().zip(stays).filter(|(_, stays)| **stays);
        own.map(|(text, _)| text.as_str()).collect::<Vec<_>>().join("\n")
    }
}

fn scores(lessons: &[Lesson], choice: Choice) -> BTreeMap<String, [f32; 2]> {
    let mut fits: BTreeMap<String, [Vec<f32>; 2]> = BTreeMap::new();
    let mut snippets: BTreeMap<String, [Snippets; 2]> = BTreeMap::new();
    for lesson in lessons {
        let part = usize::from(lesson.page.is_held_out());
        let (stays, _) = lesson.sample.choose(&lesson.scores, choice);
        match &lesson.page.gold {
            Some(gold) => {
                let fit = lesson.fit(gold, &stays);
                fits.entry(lesson.page.set.clone()).or_default()[part].push(fit);
                if lesson.page.set == "wcxb" {
                    fits.entry(format!("{}:{}", lesson.page.set, lesson.page.kind)).or_default()[part]
                        .push(fit);
                }
            }
            None => snippets.entry(lesson.page.set.clone()).or_default()[part].add(Snippets::of(
                &lesson.chosen(&stays),
                &lesson.page.with,
                &lesson.page.without,
            )),
        }
    }
    let mean = |fits: &Vec<f32>| fits.iter().sum::<f32>() / fits.len().max(1) as f32;
    let means = fits.into_iter().map(|(set, parts)| (set, [mean(&parts[0]), mean(&parts[1])]));
    let counts = snippets.into_iter().map(|(set, parts)| (set, parts.map(|part| part.f1())));
    means.chain(counts).collect()
}
