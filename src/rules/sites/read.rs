//! From TOML to site rules; every fault has its line.

use super::entry::{Drops, Entry, Match, Saying};
use crate::error::{Error, ErrorKind};
use crate::html::Selector;
use crate::rules::UserSelector;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use url::Url;

const SITE_KEYS: &[&str] = &[
    "name",
    "match",
    "subdomains",
    "detect",
    "select",
    "check",
    "drop",
    "keep",
    "title",
    "author",
    "date",
    "test",
];
const TEST_KEYS: &[&str] = &[
    "url",
    "html",
    "file",
    "expect_contains",
    "expect_absent",
    "expect_title",
    "expect_author",
    "expect_date",
];

/// A small page and what its site's rules must make of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SiteTest {
    /// The name of the site.
    pub site: String,
    /// The line where the test begins.
    pub line: usize,
    /// The address of the page; empty for a site that is known by a mark.
    pub url: String,
    /// The page; empty when `file` names it.
    pub html: String,
    /// A file that holds the page, for the caller to read; empty when `html` is the page.
    pub file: String,
    /// Texts that must be in the Markdown.
    pub expect_contains: Vec<String>,
    /// Texts that must not be in it.
    pub expect_absent: Vec<String>,
    /// The title that must be found; empty for any.
    pub expect_title: String,
    /// The author that must be found; empty for any.
    pub expect_author: String,
    /// The date that must be found; empty for any.
    pub expect_date: String,
}

impl SiteTest {
    fn expects_nothing(&self) -> bool {
        let texts = [&self.expect_title, &self.expect_author, &self.expect_date];
        self.expect_contains.is_empty()
            && self.expect_absent.is_empty()
            && texts.iter().all(|text| text.is_empty())
    }
}

/// Reads the `[[site]]` tables of a text; `alone` says that it may hold nothing else.
pub(super) fn read(text: &str, alone: bool) -> Result<(Vec<Entry>, Vec<SiteTest>), Error> {
    let reader = Reader { text };
    let top = DeTable::parse(text).map_err(|error| {
        let message = error.message().lines().collect::<Vec<_>>().join(", ");
        reader.fault(&error.span().unwrap_or_default(), message)
    })?;
    if alone {
        reader.check_keys(top.get_ref(), &["site"], "a file of site rules")?;
    }
    let (mut entries, mut tests) = (Vec::new(), Vec::new());
    for site in reader.tables(top.get_ref(), "site")? {
        let table = reader.table(site, "site")?;
        let entry = reader.entry(table, site.span())?;
        for test in reader.tables(table, "test")? {
            tests.push(reader.test(test, &entry)?);
        }
        entries.push(entry);
    }
    Ok((entries, tests))
}

struct Reader<'t> {
    text: &'t str,
}

type Value<'t> = Spanned<DeValue<'t>>;

impl Reader<'_> {
    fn entry(&self, table: &DeTable<'_>, span: Range<usize>) -> Result<Entry, Error> {
        self.check_keys(table, SITE_KEYS, "a [[site]]")?;
        let matches = self.compiled(table, "match", Match::parse)?;
        let detect = self.compiled(table, "detect", Selector::parse)?.into_iter().next();
        if matches.is_empty() && detect.is_none() {
            return Err(
                self.fault(&span, "a [[site]] needs `match` or `detect`: nothing says which pages are its")
            );
        }
        let selectors = |key| {
            self.compiled(table, key, |css| {
                Selector::parse(css).map(|selector| UserSelector { css: css.to_owned(), selector })
            })
        };
        let sayings = |key| self.compiled(table, key, Saying::parse);
        let first_host = matches.first().map(|own| own.host.clone());
        let name = self.text(table, "name")?.or(first_host).unwrap_or_else(|| "site".to_owned());
        let flag = |key, default| match table.get(key) {
            None => Ok(default),
            Some(value) => value
                .get_ref()
                .as_bool()
                .ok_or_else(|| self.fault(&value.span(), format!("`{key}` is true or false"))),
        };
        Ok(Entry {
            name,
            matches,
            subdomains: flag("subdomains", true)?,
            detect,
            select: selectors("select")?,
            check: flag("check", false)?,
            drop: Drops::new(selectors("drop")?),
            keep: selectors("keep")?,
            title: sayings("title")?,
            author: sayings("author")?,
            date: sayings("date")?,
        })
    }

    fn test(&self, value: &Value<'_>, entry: &Entry) -> Result<SiteTest, Error> {
        let table = self.table(value, "site.test")?;
        self.check_keys(table, TEST_KEYS, "a [[site.test]]")?;
        let text = |key| self.text(table, key).map(Option::unwrap_or_default);
        let test = SiteTest {
            site: entry.name.clone(),
            line: self.line(value.span().start),
            url: text("url")?,
            html: text("html")?,
            file: text("file")?,
            expect_contains: self.compiled(table, "expect_contains", |text| Ok(text.to_owned()))?,
            expect_absent: self.compiled(table, "expect_absent", |text| Ok(text.to_owned()))?,
            expect_title: text("expect_title")?,
            expect_author: text("expect_author")?,
            expect_date: text("expect_date")?,
        };
        if test.html.is_empty() == test.file.is_empty() {
            return Err(self.fault(&value.span(), "a [[site.test]] needs a page: either `html` or `file`"));
        }
        let is_of_site = |url: &str| Url::parse(url).is_ok_and(|url| entry.names(&url));
        if entry.detect.is_none() && !is_of_site(&test.url) {
            let why = "a [[site.test]] needs the `url` of a page that the site's `match` names";
            return Err(self.fault(&value.span(), why));
        }
        if test.expects_nothing() {
            let why = "a [[site.test]] needs something to expect: `expect_contains`, `expect_absent`, `expect_title`, \
                       `expect_author` or `expect_date`";
            return Err(self.fault(&value.span(), why));
        }
        Ok(test)
    }

    /// A text or an array of texts, each compiled.
    fn compiled<T>(
        &self,
        table: &DeTable<'_>,
        key: &str,
        compile: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Vec<T>, Error> {
        let Some(value) = table.get(key) else { return Ok(Vec::new()) };
        let one = std::slice::from_ref(value);
        let items: &[Value<'_>] = value.get_ref().as_array().map_or(one, |items| items);
        let compile = |item: &Value<'_>| match item.get_ref().as_str() {
            Some(text) => compile(text).map_err(|why| self.fault(&item.span(), format!("`{key}`: {why}"))),
            None => Err(self.fault(&item.span(), format!("`{key}` is a text or an array of texts"))),
        };
        items.iter().map(compile).collect()
    }

    fn text(&self, table: &DeTable<'_>, key: &str) -> Result<Option<String>, Error> {
        let Some(value) = table.get(key) else { return Ok(None) };
        match value.get_ref().as_str() {
            Some(text) => Ok(Some(text.to_owned())),
            None => Err(self.fault(&value.span(), format!("`{key}` is a text, in quotes"))),
        }
    }

    fn tables<'v, 't>(&self, table: &'v DeTable<'t>, key: &str) -> Result<&'v [Value<'t>], Error> {
        match table.get(key) {
            None => Ok(&[]),
            Some(value) => match value.get_ref().as_array() {
                Some(tables) => Ok(tables),
                None => Err(self.fault(&value.span(), format!("`{key}` needs two brackets: [[{key}]]"))),
            },
        }
    }

    fn table<'v, 't>(&self, value: &'v Value<'t>, name: &str) -> Result<&'v DeTable<'t>, Error> {
        let fault = || self.fault(&value.span(), format!("`{name}` is a table: write [[{name}]]"));
        value.get_ref().as_table().ok_or_else(fault)
    }

    fn check_keys(&self, table: &DeTable<'_>, known: &[&str], whose: &str) -> Result<(), Error> {
        let Some((name, _)) = table.iter().find(|(name, _)| !known.contains(&name.get_ref().as_ref())) else {
            return Ok(());
        };
        let given = name.get_ref();
        let nearness = |name: &&&str| (strsim::jaro_winkler(given, name) * 1000.0) as u32;
        let advice = match known.iter().max_by_key(nearness).filter(|name| nearness(name) > 800) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("{whose} has {}", known.join(", ")),
        };
        Err(self.fault(&name.span(), format!("unknown key `{given}`: {advice}")))
    }

    fn fault(&self, span: &Range<usize>, message: impl Into<String>) -> Error {
        Error::new(ErrorKind::SiteRules, message).at_line(self.line(span.start))
    }

    fn line(&self, at: usize) -> usize {
        1 + self.text.as_bytes()[..at.min(self.text.len())].iter().filter(|&&byte| byte == b'\n').count()
    }
}
