//! How pages are read and cleaned in this run, and the one place where the library is called.

use crate::assets::Assets;
use crate::clock::Clock;
use crate::inputs::{Reading, Record};
use crate::panics;
use std::sync::atomic::Ordering;
use tamis::{Action, Article, Cleaner, Note, Page, PageKind};

/// What the command line and the configuration say of all pages.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) cleaner: Cleaner,
    pub(crate) base_url: Option<String>,
    pub(crate) charset: Option<String>,
    pub(crate) reading: Reading,
    pub(crate) clock: Clock,
    /// All that was said, as text: whoever says the same gets the same.
    pub(crate) said: String,
    pub(crate) assets: Option<Assets>,
}

impl Settings {
    /// From now on cleaning a page leaves no file behind.
    pub(crate) fn write_nothing(&mut self) {
        if let Some(assets) = &mut self.assets {
            assets.are_written = false;
        }
    }

    /// Cleans the page of a record, of which these are the bytes, and turns the article into what is wanted of it
    /// (`write` runs under the same guard). The error is for people: what, and what to do.
    pub(crate) fn clean<T>(
        &self,
        record: &Record,
        bytes: &[u8],
        write: impl FnOnce(&Article) -> T,
    ) -> Result<T, String> {
        self.read(record, bytes, |article| {
            let selects_nothing =
                |note: &Note| note.action == Action::Suspected && note.rule == "user-select";
            // Of a post, Markdown is left in any case, and of a page what the user keeps.
            let is_lost = |article: &Article| {
                record.page_kind() == PageKind::Post || article.markdown().trim_ascii().is_empty()
            };
            if article.notes().iter().any(selects_nothing) && is_lost(article) {
                let complaint =
                    "`select` matches nothing in it, or in one of its parts, of which nothing would be left";
                return Err(complaint.to_owned());
            }
            if let Some(assets) = &self.assets {
                assets.take_from(article)?;
            }
            Ok(write(article))
        })?
    }

    /// The same only to look at: nothing is written.
    pub(crate) fn read<T>(
        &self,
        record: &Record,
        bytes: &[u8],
        look: impl FnOnce(&mut Article) -> T,
    ) -> Result<T, String> {
        let mut page = Page::new(bytes).kind(record.page_kind()).known(&record.facts.said);
        if let Some(url) = known(&record.facts.url, self.base_url.as_deref()) {
            page = page.url(url);
        }
        if let Some(charset) = known(&record.facts.charset, self.charset.as_deref()) {
            page = page.charset(charset);
        }
        let flag = self.clock.start();
        let page = page.stop(&flag);
        let seen = panics::catch(|| look(&mut self.cleaner.clean(&page)))?;
        if flag.load(Ordering::Relaxed) { Err(self.clock.complaint()) } else { Ok(seen) }
    }
}

/// What an input says of a page comes before what was said of all.
fn known<'a>(fact: &'a str, said: Option<&'a str>) -> Option<&'a str> {
    if fact.is_empty() { said } else { Some(fact) }
}
