//! How pages are cleaned in this run, and the one place where the library is called.

use crate::assets::Assets;
use crate::panics;
use tamis::{Article, Cleaner, Page, PageKind};

/// What the command line said of all pages.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) cleaner: Cleaner,
    pub(crate) base_url: Option<String>,
    pub(crate) charset: Option<String>,
    pub(crate) kind: Option<PageKind>,
    pub(crate) assets: Option<Assets>,
}

impl Settings {
    /// A page of these bytes; `kind` is what its name or its beginning says, unless `--kind` overrides it.
    pub(crate) fn page<'a>(&'a self, bytes: &'a [u8], kind: PageKind) -> Page<'a> {
        let mut page = match self.kind.unwrap_or(kind) {
            PageKind::Post => Page::post(bytes),
            _ => Page::new(bytes),
        };
        if let Some(url) = &self.base_url {
            page = page.url(url);
        }
        if let Some(charset) = &self.charset {
            page = page.charset(charset);
        }
        page
    }

    /// Cleans a page and turns the article into what is wanted of it (`write` runs under the same
    /// guard). The error is for people: what, and what to do.
    pub(crate) fn clean<T>(&self, page: &Page<'_>, write: impl FnOnce(&Article) -> T) -> Result<T, String> {
        panics::catch(|| {
            let mut article = self.cleaner.clean(page);
            if let Some(assets) = &self.assets {
                assets.write(&mut article)?;
            }
            Ok(write(&article))
        })?
    }
}
