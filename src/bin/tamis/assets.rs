//! The folder for images that pages hold in themselves.

use crate::outputs::write::write_now;
use crate::report::{path_name, reason};
use std::path::PathBuf;
use tamis::Article;

/// Where such images are written, and how the text refers to them.
#[derive(Debug)]
pub(crate) struct Assets {
    pub(crate) folder: PathBuf,
    /// What stands before the name of a file.
    pub(crate) prefix: String,
    /// Whether files are written; else only the text is as if they were.
    pub(crate) are_written: bool,
}

impl Assets {
    /// `url` is how the text refers to the folder, if not by its path.
    pub(crate) fn new(folder: PathBuf, url: Option<String>) -> Assets {
        let mut prefix = url.unwrap_or_else(|| folder.to_string_lossy().replace('\\', "/"));
        if !prefix.ends_with('/') {
            prefix.push('/');
        }
        Assets { folder, prefix, are_written: true }
    }

    /// Takes the images out of a page.
    pub(crate) fn take_from(&self, article: &mut Article) -> Result<(), String> {
        if self.are_written {
            self.write(article)?;
        }
        let names: Vec<String> = article.assets().iter().map(|asset| asset.name.clone()).collect();
        for image in article.images_mut() {
            if names.contains(&image.url) {
                image.url.insert_str(0, &self.prefix);
            }
        }
        Ok(())
    }

    /// Writes the images that are not there yet: a file is named by what is in it.
    fn write(&self, article: &Article) -> Result<(), String> {
        for asset in article.assets() {
            let path = self.folder.join(&asset.name);
            if path.exists() {
                continue;
            }
            write_now(&path, asset.bytes.clone())
                .map_err(|error| format!("{} cannot be written: {}", path_name(&path), reason(&error)))?;
        }
        Ok(())
    }
}
