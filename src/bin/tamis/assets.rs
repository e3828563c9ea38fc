//! The folder for images that pages hold in themselves.

use crate::outputs::write::{Replaces, Staged, Text, stage};
use crate::report::{path_name, reason};
use std::path::PathBuf;
use tamis::Article;

/// Where such images are written, and how the text refers to them.
#[derive(Debug)]
pub(crate) struct Assets {
    pub(crate) folder: PathBuf,
    /// What stands before the name of a file.
    pub(crate) prefix: String,
}

impl Assets {
    /// `url` is how the text refers to the folder, if not by its path.
    pub(crate) fn new(folder: PathBuf, url: Option<String>) -> Assets {
        let mut prefix = url.unwrap_or_else(|| folder.to_string_lossy().replace('\\', "/"));
        if !prefix.ends_with('/') {
            prefix.push('/');
        }
        Assets { folder, prefix }
    }

    /// Writes the images of a page that are not there yet: a file is named by what is in it.
    pub(crate) fn write(&self, article: &mut Article) -> Result<(), String> {
        for asset in article.assets() {
            let path = self.folder.join(&asset.name);
            if path.exists() {
                continue;
            }
            let text = Text { path, bytes: asset.bytes.clone(), replaces: Replaces::AnOutput };
            stage(text).and_then(Staged::place).map_err(|(path, error)| {
                format!("{} cannot be written: {}", path_name(&path), reason(&error))
            })?;
        }
        let names: Vec<String> = article.assets().iter().map(|asset| asset.name.clone()).collect();
        for image in article.images_mut() {
            if names.contains(&image.url) {
                image.url.insert_str(0, &self.prefix);
            }
        }
        Ok(())
    }
}
