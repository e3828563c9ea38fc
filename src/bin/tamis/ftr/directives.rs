//! One site configuration: `name: value` lines, and what becomes of each.

use super::css::{Wanted, quoted, translate};
use tamis::SiteRules;

/// What becomes of a directive.
#[derive(Clone, Copy)]
enum Use {
    Body,
    Title,
    Author,
    Date,
    Strip,
    StripIdOrClass,
    StripImage,
    /// It has no place here, and nothing is lost with it.
    Passed,
    /// What it does is not done, for this reason.
    Lost(&'static str),
}

const FETCHING: Use = Use::Passed;
const TEXT: Use = Use::Lost("it changes the page's text before it is parsed");

/// All directives that there are.
#[rustfmt::skip]
const DIRECTIVES: &[(&str, Use)] = &[
    ("body",                    Use::Body),
    ("title",                   Use::Title),
    ("author",                  Use::Author),
    ("date",                    Use::Date),
    ("strip",                   Use::Strip),
    ("strip_id_or_class",       Use::StripIdOrClass),
    ("strip_image_src",         Use::StripImage),
    // Of fetching, logging in and testing, which tamis does not do; of cleaning, which it does by itself.
    ("test_url",                FETCHING),
    ("test_contains",           FETCHING),
    ("http_header",             FETCHING),
    ("requires_login",          FETCHING),
    ("not_logged_in_xpath",     FETCHING),
    ("login_uri",               FETCHING),
    ("login_username_field",    FETCHING),
    ("login_password_field",    FETCHING),
    ("login_extra_fields",      FETCHING),
    ("next_page_link",          FETCHING),
    ("single_page_link",        FETCHING),
    ("single_page_link_in_feed", FETCHING),
    ("autodetect_next_page",    FETCHING),
    ("autodetect_on_failure",   Use::Passed),
    ("prune",                   Use::Passed),
    ("tidy",                    Use::Passed),
    ("parser",                  Use::Passed),
    ("footnotes",               Use::Passed),
    ("strip_comments",          Use::Passed),
    ("strip_attr",              Use::Passed),
    ("post_strip_attr",         Use::Passed),
    ("src_lazy_load_attr",      Use::Passed),
    ("skip_json_ld",            Use::Passed),
    ("convert_double_br_tags",  Use::Passed),
    ("insert_detected_image",   Use::Passed),
    ("native_ad_clue",          Use::Passed),
    ("replace_string",          Use::Passed),
    ("find_string",             TEXT),
    ("if_page_contains",        Use::Lost("it depends on what else the page has")),
    ("skip_id_or_class",        Use::Lost("it keeps what a later directive strips")),
    ("wrap_in",                 Use::Lost("it changes elements")),
    ("move_into",               Use::Lost("it changes elements")),
    ("dissolve",                Use::Lost("it changes elements")),
];

/// What was made of a configuration.
#[derive(Debug, Default)]
pub(super) struct Rules {
    pub(super) select: Vec<String>,
    pub(super) drop: Vec<String>,
    pub(super) title: Vec<String>,
    pub(super) author: Vec<String>,
    pub(super) date: Vec<String>,
    /// How many XPath expressions there were for these, and how many were translated.
    pub(super) expressions: usize,
    pub(super) translated: usize,
    pub(super) faults: Vec<Fault>,
}

/// What was not translated, and why.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) line: usize,
    pub(super) message: String,
}

impl Rules {
    pub(super) fn is_empty(&self) -> bool {
        let lists = [&self.select, &self.drop, &self.title, &self.author, &self.date];
        lists.iter().all(|list| list.is_empty())
    }
}

/// Reads a configuration. It never fails: what cannot be read is among the faults.
pub(super) fn read(text: &str) -> Rules {
    let mut rules = Rules::default();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim_start_matches('\u{feff}').trim();
        if line.is_empty() || line.starts_with(['#', ';']) || line.starts_with("//") {
            continue;
        }
        if let Err(message) = rules.add(line) {
            rules.faults.push(Fault { line: index + 1, message });
        }
    }
    rules
}

impl Rules {
    fn add(&mut self, line: &str) -> Result<(), String> {
        let (name, value) = line.split_once(':').ok_or_else(|| format!("no directive: {line}"))?;
        let (name, value) = (name.trim(), value.trim());
        // `replace_string(…): …` and `http_header(…): …` have an argument.
        let name = name.split('(').next().unwrap_or(name);
        let known = DIRECTIVES.iter().find(|(known, _)| *known == name);
        let (_, what) = known.ok_or_else(|| format!("no such directive: {name}"))?;
        if value.is_empty() && !matches!(what, Use::Passed) {
            return Err(format!("{name} says nothing"));
        }
        match what {
            Use::Body => self.translated(value, Wanted::Elements, |rules| &mut rules.select),
            Use::Strip => self.translated(value, Wanted::Elements, |rules| &mut rules.drop),
            Use::Title => self.translated(value, Wanted::Text, |rules| &mut rules.title),
            Use::Author => self.translated(value, Wanted::Text, |rules| &mut rules.author),
            Use::Date => self.translated(value, Wanted::Text, |rules| &mut rules.date),
            Use::StripIdOrClass => {
                let part = quoted(value.trim_matches(['"', '\'']));
                self.drop.push(format!("[id*={part}], [class*={part}]"));
                Ok(())
            }
            Use::StripImage => {
                self.drop.push(format!("img[src*={}]", quoted(value.trim_matches(['"', '\'']))));
                Ok(())
            }
            Use::Passed => Ok(()),
            Use::Lost(why) => Err(format!("{name} is not translated: {why}")),
        }
    }

    fn translated(
        &mut self,
        xpath: &str,
        wanted: Wanted,
        list: impl Fn(&mut Rules) -> &mut Vec<String>,
    ) -> Result<(), String> {
        self.expressions += 1;
        let told = |why: String| format!("{why}: {xpath}");
        let selectors = translate(xpath, wanted).map_err(told)?;
        for selector in &selectors {
            compiles(selector).map_err(told)?;
        }
        self.translated += 1;
        list(self).extend(selectors);
        Ok(())
    }
}

/// Whether tamis can read what was made, as a rule.
fn compiles(selector: &str) -> Result<(), String> {
    let quoted = toml::Value::String(selector.to_owned());
    let rules = SiteRules::parse(&format!("[[site]]\nmatch = 'a.example'\ntitle = {quoted}"));
    rules.map(|_| ()).map_err(|error| format!("it would be no selector ({error})"))
}
