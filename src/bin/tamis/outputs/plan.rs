//! Which file each page becomes. All of it is decided, and checked, before the first is written.

use crate::inputs::{Facts, Input, Inputs, Reading, Record, kinds, records};
use crate::outputs::names::{Field, Known, Template, short_hash};
use crate::parallel::{self, Event};
use crate::report::{Failure, Usage, path_name};
use crate::settings::Settings;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// How the pages of inputs that hold several are named, unless that is said.
const FEED_NAME: &str = "{title}";
const WARC_NAME: &str = "{host}-{path}";
const JSONL_NAME: &str = "{index}";

/// Where texts go.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    /// Into a folder, in a tree like that of the inputs.
    Folder(PathBuf),
    /// In the place of their inputs.
    InPlace,
}

/// Which file each page becomes. Where pages are called as their inputs are, nothing is held: there may be millions.
pub(crate) struct Plan<'a> {
    from: Planning<'a>,
    /// The names, without folder and ending, of pages that are not called as their inputs are.
    names: BTreeMap<Key, Box<str>>,
}

/// A page among those of a run.
pub(crate) type Key = [u8; 16];

/// What a plan is made from.
pub(crate) struct Planning<'a> {
    pub(crate) target: &'a Target,
    pub(crate) ending: &'static str,
    pub(crate) inputs: &'a Inputs,
    pub(crate) settings: &'a Settings,
    pub(crate) template: Option<&'a Template>,
    pub(crate) jobs: NonZeroUsize,
}

/// A name that a page should have, if it is free.
struct Wish {
    key: Key,
    /// What tells it from pages of the same name, wherever the run is started.
    hash: String,
    /// Without ending; a slash in it makes folders.
    name: String,
    folder: PathBuf,
}

/// The names of all pages that are not called as their inputs are. Inputs with several pages are read for
/// them, and all inputs if there is a template.
fn wishes(from: &Planning<'_>) -> Vec<Wish> {
    let reading = &from.settings.reading;
    let named = from.inputs.found().filter(|input| from.template.is_some() || holds_several(input, reading));
    let work = |record: Result<Record, Failure>| wish(record.ok()?, from);
    let mut wishes = Vec::new();
    parallel::map_in_order(from.jobs, parallel::AHEAD, records(named.map(Ok), reading), work, |event| {
        if let Event::Ready(Some(wish)) = event {
            wishes.push(wish);
        }
    });
    wishes
}

/// Whether an input may hold several pages. A file that may be a feed is looked at.
fn holds_several(input: &Input, reading: &Reading) -> bool {
    let kind = reading.kind.or_else(|| kinds::kind(input.known_name()));
    match kind {
        Some(kind) => kind.holds_several(),
        None => kinds::may_be_a_feed(input.known_name()),
    }
}

fn wish(mut record: Record, from: &Planning<'_>) -> Option<Wish> {
    if from.template.is_none() && record.number == 0 {
        return None;
    }
    let default = default_name(&record, &from.settings.reading);
    let template = from.template.unwrap_or(&default);
    let identity = [record.input.name.as_os_str().as_encoded_bytes(), &record.number.to_le_bytes()].concat();
    let (key, hash) = (key(&record), short_hash(&identity));
    let folder = folder(&record, from.template.is_some());
    let stem = kinds::stem(&record.input.name);
    let mut known = Known {
        stem: stem.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        index: record.number.max(1),
        ..Known::default()
    };
    let is_read = [Field::Title, Field::Date, Field::Hash, Field::Host, Field::Path]
        .iter()
        .any(|&field| template.names(field));
    // What cannot be read fails when its turn comes.
    if let Some(bytes) = is_read.then(|| record.bytes(&from.settings.reading).ok()).flatten() {
        known.hash = short_hash(&bytes);
        let says_enough = !record.facts.said.title.is_empty() || !template.names(Field::Title);
        if !says_enough || record.number == 0 {
            let said = from.settings.read(&record, &bytes, |article| {
                let said = article.metadata();
                [said.title.clone(), said.date.clone(), said.canonical_url.clone()]
            });
            [known.title, known.date, known.url] = said.unwrap_or_default();
        }
    }
    let Facts { url, fetched, said, .. } = record.facts;
    let date = if said.date.is_empty() { fetched } else { said.date };
    for (fact, known) in [(said.title, &mut known.title), (date, &mut known.date), (url, &mut known.url)] {
        if !fact.is_empty() {
            *known = fact;
        }
    }
    Some(Wish { key, hash, name: template.name(&known), folder })
}

fn default_name(record: &Record, reading: &Reading) -> Template {
    let kind = reading.kind.or_else(|| kinds::kind(record.input.known_name()));
    let name = match kind {
        Some(kinds::Kind::Warc) => WARC_NAME,
        Some(kinds::Kind::Jsonl) => JSONL_NAME,
        _ => FEED_NAME,
    };
    Template::parse(name).expect("its fields are known")
}

/// The folder of a page that has a name of its own: that of its input, or one called like it.
fn folder(record: &Record, has_template: bool) -> PathBuf {
    let stem = kinds::stem(&record.input.name);
    if record.number > 0 && !has_template { stem } else { stem.parent().unwrap_or(Path::new("")).to_owned() }
}

impl<'a> Plan<'a> {
    /// Decides which file each page becomes. The error names two inputs with one output, or an input that would be
    /// written over.
    pub(crate) fn new(from: Planning<'a>) -> Result<Self, Usage> {
        let mut plan = Plan { from, names: BTreeMap::new() };
        if let Target::Folder(folder) = plan.from.target {
            let taken = plan.mirror(folder)?;
            plan.settle(wishes(&plan.from), &taken);
            plan.spare_the_inputs(folder)?;
        }
        Ok(plan)
    }

    /// Where a page goes. The plan has every page that was there when it was made; one that came later is named by
    /// what tells it from all others.
    pub(crate) fn output(&self, record: &Record) -> PathBuf {
        let Target::Folder(folder) = self.from.target else { return in_place(&record.input.path) };
        let key = key(record);
        let name = match self.names.get(&key) {
            Some(name) => PathBuf::from(&**name),
            None if record.number == 0 => kinds::stem(&record.input.name),
            None => kinds::stem(&record.input.name).join(short_hash(&key)),
        };
        folder.join(self.with_ending(name))
    }

    /// All files that pages become.
    pub(crate) fn outputs(&self) -> Box<dyn Iterator<Item = PathBuf> + '_> {
        let Target::Folder(folder) = self.from.target else {
            let files = self.from.inputs.found().filter(|input| !input.is_stdin());
            return Box::new(files.map(|input| in_place(&input.path)));
        };
        let named = self.names.values().map(|name| self.with_ending(PathBuf::from(&**name)));
        let mirrored = self.mirrored().map(|input| self.mirror_of(&input));
        Box::new(mirrored.chain(named).map(move |output| folder.join(output)))
    }

    /// Says which outputs differ only in case: elsewhere they would be one file.
    pub(crate) fn only_in_case(&self) -> Vec<String> {
        let repeated = repeated(self.outputs().map(|output| folded(&output)).collect());
        if repeated.is_empty() {
            return Vec::new();
        }
        let mut seen: HashMap<Key, PathBuf> = HashMap::new();
        let mut remarks = Vec::new();
        for output in self.outputs() {
            let key = folded(&output);
            if !repeated.contains(&key) {
                continue;
            }
            let first = seen.entry(key).or_insert_with(|| output.clone());
            if *first != output {
                let (first, second) = (path_name(first), path_name(&output));
                remarks.push(format!(
                    "{first} and {second} differ only in case: on macOS and Windows they are one file"
                ));
            }
        }
        remarks
    }

    /// The inputs whose only page is called as they are.
    fn mirrored(&self) -> impl Iterator<Item = Input> + '_ {
        let Planning { inputs, settings, template, .. } = &self.from;
        inputs.found().filter(|input| template.is_none() && !holds_several(input, &settings.reading))
    }

    fn mirror_of(&self, input: &Input) -> PathBuf {
        self.with_ending(kinds::stem(&input.name))
    }

    /// An ending behind all that is there: names may have dots.
    fn with_ending(&self, path: PathBuf) -> PathBuf {
        let mut name = path.into_os_string();
        name.push(".");
        name.push(self.from.ending);
        PathBuf::from(name)
    }

    /// Makes sure that pages called as their inputs are do not meet. Returns the places that they take, sorted.
    fn mirror(&self, folder: &Path) -> Result<Vec<Key>, Usage> {
        let place = |input: &Input| as_one_file(&self.mirror_of(input));
        let mut taken: Vec<Key> = self.mirrored().map(|input| place(&input)).collect();
        taken.sort_unstable();
        let Some(twice) = taken.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0]) else {
            return Ok(taken);
        };
        let mut both = self.mirrored().filter(|input| place(input) == twice);
        let (Some(first), Some(second)) = (both.next(), both.next()) else { return Ok(taken) };
        Err(Usage::new(format_args!(
            "{}: both {} and {} would be written here: rename one, or clean them into two folders",
            path_name(&folder.join(self.mirror_of(&first))),
            path_name(&first.path),
            path_name(&second.path),
        )))
    }

    /// Gives each page that has a name of its own that name, and a hash that tells them apart to those that would meet.
    fn settle(&mut self, wishes: Vec<Wish>, taken: &[Key]) {
        let mut count: HashMap<Key, usize> = HashMap::new();
        for wish in &wishes {
            *count.entry(folded(&wish.folder.join(&wish.name))).or_default() += 1;
        }
        let mut settled: HashSet<Key> = HashSet::new();
        for wish in wishes {
            let is_alone = |path: &Path| {
                count.get(&folded(path)).is_none_or(|count| *count == 1)
                    && taken.binary_search(&as_one_file(&self.with_ending(path.to_owned()))).is_err()
            };
            let mut name = wish.folder.join(&wish.name);
            if !is_alone(&name) {
                name = wish.folder.join(format!("{}-{}", wish.name, wish.hash));
            }
            let plain = name.clone();
            let mut further = 2;
            while !settled.insert(folded(&name)) {
                name = PathBuf::from(format!("{}-{further}", plain.display()));
                further += 1;
            }
            self.names.insert(wish.key, name.to_string_lossy().into());
        }
    }

    /// An output that is an input would be lost.
    fn spare_the_inputs(&self, folder: &Path) -> Result<(), Usage> {
        if !folder.exists() {
            return Ok(());
        }
        let mut folders = Folders::default();
        let mut places: Vec<Key> =
            self.from.inputs.found().filter_map(|input| folders.place(&input.path)).collect();
        places.sort_unstable();
        let place = self
            .outputs()
            .find_map(|output| folders.place(&output).filter(|place| places.binary_search(place).is_ok()));
        let victim = place.and_then(|place| {
            self.from.inputs.found().find(|input| folders.place(&input.path) == Some(place))
        });
        match victim {
            None => Ok(()),
            Some(victim) => Err(Usage::new(format_args!(
                "{}: would be written over, but is an input: choose another folder with -o",
                path_name(&victim.path),
            ))),
        }
    }
}

/// Those that are there more than once.
fn repeated(mut keys: Vec<Key>) -> HashSet<Key> {
    keys.sort_unstable();
    keys.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect()
}

/// Which page this is, among those of a run.
pub(crate) fn key(record: &Record) -> Key {
    let mut hasher = blake3::Hasher::new();
    hasher.update(record.input.path.as_os_str().as_encoded_bytes());
    hasher.update(&record.number.to_le_bytes());
    first_half(&hasher.finalize())
}

/// Half of a hash tells more pages apart than there are.
pub(crate) fn first_half(hash: &blake3::Hash) -> Key {
    *hash.as_bytes().first_chunk().expect("a hash has 32 bytes")
}

/// A link that was named stands for its file: that is rewritten, and the link stays.
fn in_place(path: &Path) -> PathBuf {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_symlink() => fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()),
        _ => path.to_owned(),
    }
}

/// Names that differ only in case are one file on macOS and Windows.
fn as_one_file(path: &Path) -> Key {
    if cfg!(any(windows, target_os = "macos")) {
        folded(path)
    } else {
        first_half(&blake3::hash(path.as_os_str().as_encoded_bytes()))
    }
}

/// What names that differ only in case have in common.
fn folded(path: &Path) -> Key {
    first_half(&blake3::hash(path.to_string_lossy().to_lowercase().as_bytes()))
}

/// Which folders paths really lie in: found out once for each folder, not for each file.
#[derive(Default)]
struct Folders(HashMap<PathBuf, Option<PathBuf>>);

impl Folders {
    /// The entry of a real folder that a path names; nothing when its folder does not exist. A link at
    /// the path itself is not followed, as renaming replaces the link.
    fn place(&mut self, path: &Path) -> Option<Key> {
        let folder = match path.parent()? {
            folder if folder.as_os_str().is_empty() => Path::new("."),
            folder => folder,
        };
        let real = match self.0.get(folder) {
            Some(known) => known.clone(),
            None => {
                let real = fs::canonicalize(folder).ok();
                self.0.insert(folder.to_owned(), real.clone());
                real
            }
        };
        Some(as_one_file(&real?.join(path.file_name()?)))
    }
}
