//! How pages are read and cleaned in this run, and the one place where the library is called.

use crate::assets::Assets;
use crate::clock::Clock;
use crate::inputs::{Reading, Record};
use crate::panics;
use std::sync::atomic::Ordering;
use tamis::{Article, Cleaner, Page, PageKind};

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
    /// Cleans the page of a record, of which these are the bytes, and turns the article into what is wanted of it
    /// (`write` runs under the same guard). The error is for people: what, and what to do.
    pub(crate) fn clean<T>(
        &self,
        record: &Record,
        bytes: &[u8],
        write: impl FnOnce(&Article) -> T,
    ) -> Result<T, String> {
        let mut page = match record.page_kind() {
            PageKind::Post => Page::post(bytes),
            _ => Page::new(bytes),
        };
        if let Some(url) = known(&record.facts.url, self.base_url.as_deref()) {
            page = page.url(url);
        }
        if let Some(charset) = known(&record.facts.charset, self.charset.as_deref()) {
            page = page.charset(charset);
        }
        let flag = self.clock.start();
        let page = page.stop(&flag);
        let written = panics::catch(|| {
            let mut article = self.cleaner.clean(&page);
            if let Some(assets) = &self.assets {
                assets.write(&mut article)?;
            }
            Ok::<_, String>(write(&article))
        })??;
        if flag.load(Ordering::Relaxed) { Err(self.clock.complaint()) } else { Ok(written) }
    }
}

/// What an input says of a page comes before what was said of all.
fn known<'a>(fact: &'a str, said: Option<&'a str>) -> Option<&'a str> {
    if fact.is_empty() { said } else { Some(fact) }
}
