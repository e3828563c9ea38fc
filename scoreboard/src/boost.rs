//! Gradient boosting of small decision trees on logistic loss: the sum of the trees is the logarithm of the
//! odds. Deterministic: the same rows give the same trees. It knows nothing of pages.

/// Numbers to learn from: a row for each example.
pub struct Rows {
    /// For each feature, the numbers that divide it.
    edges: Vec<Vec<f32>>,
    /// For each feature, the bin of each row.
    bins: Vec<Vec<u8>>,
    /// What should come out, from 0 to 1.
    pub wanted: Vec<f32>,
    pub weights: Vec<f32>,
}

/// How the trees are grown.
#[derive(Clone, Copy)]
pub struct Growth {
    pub trees: usize,
    pub leaves: usize,
    /// How much of each tree's answer is believed.
    pub rate: f32,
    /// Least weight of the rows of a leaf.
    pub least: f32,
    /// Pull of every answer towards 0.
    pub shrinkage: f32,
    /// Share of rows, and of features, that each tree sees.
    pub rows: f32,
    pub features: f32,
}

/// A tree: the first node is its root.
pub type Tree = Vec<Node>;

#[derive(Clone, Copy)]
pub enum Node {
    Ask { feature: usize, below: f32, yes: usize, no: usize },
    Answer(f32),
}

const MAX_BINS: usize = 48;

impl Rows {
    pub fn new(rows: &[&[f32]], wanted: Vec<f32>, weights: Vec<f32>) -> Self {
        let count = rows.first().map_or(0, |row| row.len());
        let mut edges = Vec::with_capacity(count);
        let mut bins = Vec::with_capacity(count);
        for feature in 0..count {
            let own = edges_of(rows, feature);
            bins.push(
                rows.iter().map(|row| own.partition_point(|&edge| edge <= row[feature]) as u8).collect(),
            );
            edges.push(own);
        }
        Rows { edges, bins, wanted, weights }
    }
}

/// The numbers that divide a feature into bins of about the same size, rounded so that they read well.
fn edges_of(rows: &[&[f32]], feature: usize) -> Vec<f32> {
    let step = (rows.len() / 40_000).max(1);
    let mut values: Vec<f32> = rows.iter().step_by(step).map(|row| row[feature]).collect();
    values.sort_by(f32::total_cmp);
    let mut edges: Vec<f32> = Vec::new();
    let mut distinct = values.clone();
    distinct.dedup();
    if distinct.len() <= MAX_BINS {
        edges.extend(distinct.windows(2).map(|pair| round((pair[0] + pair[1]) / 2.0)));
    } else {
        edges.extend((1..MAX_BINS).map(|bin| round(values[bin * values.len() / MAX_BINS])));
    }
    edges.sort_by(f32::total_cmp);
    edges.dedup();
    edges
}

fn round(value: f32) -> f32 {
    format!("{value:.3}").parse().unwrap_or(value)
}

/// A part of the rows that is not divided yet, or the best way to do so.
struct Leaf {
    node: usize,
    rows: Vec<u32>,
    sums: Vec<[f32; 2]>,
    split: Option<Split>,
}

#[derive(Clone, Copy)]
struct Split {
    gain: f32,
    feature: usize,
    bin: usize,
}

/// Grows the trees.
pub fn grow(rows: &Rows, growth: Growth) -> Vec<Tree> {
    let count = rows.wanted.len();
    let mut scores = vec![0.0_f32; count];
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut trees = Vec::new();
    for _ in 0..growth.trees {
        let slopes: Vec<[f32; 2]> = (0..count).map(|row| slope(rows, &scores, row)).collect();
        let seen: Vec<u32> = (0..count as u32).filter(|_| random.share() < growth.rows).collect();
        let features: Vec<usize> =
            (0..rows.bins.len()).filter(|_| random.share() < growth.features).collect();
        let tree = grow_tree(rows, &slopes, seen, &features, growth);
        for (row, score) in scores.iter_mut().enumerate() {
            *score += answer(&tree, |feature, below| {
                rows.bins[feature][row] as usize <= rows.edges[feature].partition_point(|&edge| edge < below)
            });
        }
        trees.push(tree);
    }
    trees
}

/// First and second derivative of the loss of a row.
fn slope(rows: &Rows, scores: &[f32], row: usize) -> [f32; 2] {
    let likely = 1.0 / (1.0 + (-scores[row]).exp());
    let weight = rows.weights[row];
    [weight * (likely - rows.wanted[row]), weight * (likely * (1.0 - likely)).max(1e-6)]
}

fn grow_tree(rows: &Rows, slopes: &[[f32; 2]], seen: Vec<u32>, features: &[usize], growth: Growth) -> Tree {
    let mut tree = vec![Node::Answer(0.0)];
    let mut leaves = vec![leaf(rows, slopes, features, 0, seen, None, growth)];
    while leaves.len() < growth.leaves {
        let best = (0..leaves.len()).filter(|&at| leaves[at].split.is_some());
        let gain = |at: &usize| leaves[*at].split.map_or(0.0, |split| split.gain);
        let Some(at) = best.max_by(|a, b| gain(a).total_cmp(&gain(b)).then(b.cmp(a))) else { break };
        let parent = leaves.swap_remove(at);
        let Some(split) = parent.split else { break };
        let bins = &rows.bins[split.feature];
        let (yes, no): (Vec<u32>, Vec<u32>) =
            parent.rows.iter().partition(|&&row| bins[row as usize] as usize <= split.bin);
        let (yes_node, no_node) = (tree.len(), tree.len() + 1);
        tree.extend([Node::Answer(0.0), Node::Answer(0.0)]);
        let below = rows.edges[split.feature][split.bin];
        tree[parent.node] = Node::Ask { feature: split.feature, below, yes: yes_node, no: no_node };
        // The sums of the larger part are what the smaller leaves of the whole.
        let ((small, small_node), (large, large_node)) = if yes.len() < no.len() {
            ((yes, yes_node), (no, no_node))
        } else {
            ((no, no_node), (yes, yes_node))
        };
        let small = leaf(rows, slopes, features, small_node, small, None, growth);
        let rest: Vec<[f32; 2]> =
            parent.sums.iter().zip(&small.sums).map(|(a, b)| [a[0] - b[0], a[1] - b[1]]).collect();
        let large = leaf(rows, slopes, features, large_node, large, Some(rest), growth);
        leaves.extend([small, large]);
    }
    for leaf in &leaves {
        let sum = leaf.rows.iter().fold([0.0_f64; 2], |sum, &row| {
            let slope = slopes[row as usize];
            [sum[0] + f64::from(slope[0]), sum[1] + f64::from(slope[1])]
        });
        let value = -growth.rate * (sum[0] / (sum[1] + f64::from(growth.shrinkage))) as f32;
        tree[leaf.node] = Node::Answer(round(value));
    }
    tree
}

fn leaf(
    rows: &Rows,
    slopes: &[[f32; 2]],
    features: &[usize],
    node: usize,
    own: Vec<u32>,
    sums: Option<Vec<[f32; 2]>>,
    growth: Growth,
) -> Leaf {
    let sums = sums.unwrap_or_else(|| sums_of(rows, slopes, features, &own));
    let split = best_split(rows, features, &sums, growth);
    Leaf { node, rows: own, sums, split }
}

/// For each bin of each feature, the sums of the slopes of its rows.
fn sums_of(rows: &Rows, slopes: &[[f32; 2]], features: &[usize], own: &[u32]) -> Vec<[f32; 2]> {
    let mut sums = vec![[0.0_f32; 2]; features.len() * MAX_BINS];
    let own_slopes: Vec<[f32; 2]> = own.iter().map(|&row| slopes[row as usize]).collect();
    for (&feature, sums) in features.iter().zip(sums.chunks_mut(MAX_BINS)) {
        let bins = &rows.bins[feature];
        for (&row, slope) in own.iter().zip(&own_slopes) {
            let sum = &mut sums[bins[row as usize] as usize];
            sum[0] += slope[0];
            sum[1] += slope[1];
        }
    }
    sums
}

fn best_split(rows: &Rows, features: &[usize], sums: &[[f32; 2]], growth: Growth) -> Option<Split> {
    let worth = |[first, second]: [f32; 2]| first * first / (second + growth.shrinkage);
    let mut best: Option<Split> = None;
    for (&feature, sums) in features.iter().zip(sums.chunks(MAX_BINS)) {
        let all = sums.iter().fold([0.0; 2], |all, sum| [all[0] + sum[0], all[1] + sum[1]]);
        let mut yes = [0.0_f32; 2];
        for (bin, sum) in sums.iter().enumerate().take(rows.edges[feature].len()) {
            yes = [yes[0] + sum[0], yes[1] + sum[1]];
            let no = [all[0] - yes[0], all[1] - yes[1]];
            if yes[1] < growth.least || no[1] < growth.least {
                continue;
            }
            let gain = worth(yes) + worth(no) - worth(all);
            if gain > best.map_or(1e-4, |best| best.gain) {
                best = Some(Split { gain, feature, bin });
            }
        }
    }
    best
}

fn answer(tree: &Tree, is_below: impl Fn(usize, f32) -> bool) -> f32 {
    let mut at = 0;
    loop {
        match tree[at] {
            Node::Answer(value) => return value,
            Node::Ask { feature, below, yes, no } => at = if is_below(feature, below) { yes } else { no },
        }
    }
}

/// The sum of what the trees answer.
pub fn score(trees: &[Tree], row: &[f32]) -> f32 {
    trees.iter().map(|tree| answer(tree, |feature, below| row[feature] < below)).sum()
}

/// The trees as the table that tamis reads.
pub fn table(trees: &[Tree], names: &[String]) -> String {
    let mut out = String::new();
    for tree in trees {
        out.push_str("tree\n");
        write(tree, 0, 1, names, &mut out);
    }
    out
}

fn write(tree: &Tree, at: usize, depth: usize, names: &[String], out: &mut String) {
    let indent = " ".repeat(depth);
    match tree[at] {
        Node::Answer(value) => out.push_str(&format!("{indent}{value}\n")),
        Node::Ask { feature, below, yes, no } => {
            out.push_str(&format!("{indent}{} < {below}\n", names[feature]));
            write(tree, yes, depth + 1, names, out);
            write(tree, no, depth + 1, names, out);
        }
    }
}

/// How often each feature is asked about, most first.
pub fn uses(trees: &[Tree], names: &[String]) -> Vec<(usize, String)> {
    let mut counts = vec![0; names.len()];
    for node in trees.iter().flatten() {
        if let Node::Ask { feature, .. } = node {
            counts[*feature] += 1;
        }
    }
    let mut uses: Vec<(usize, String)> = counts.into_iter().zip(names.iter().cloned()).collect();
    uses.sort_by(|a, b| b.cmp(a));
    uses
}

/// Xorshift: the same numbers each time.
pub struct Random(pub u64);

impl Random {
    /// A number from 0 to 1.
    pub fn share(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 40) as f32 / (1_u64 << 24) as f32
    }
}
