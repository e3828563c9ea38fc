//! The site rules that come with tamis: a file for each site or platform.

use super::SiteRules;
use std::sync::LazyLock;

/// Each file with its name, so that a fault can be told.
const FILES: &[(&str, &str)] = &[("mp.weixin.qq.com", include_str!("mp.weixin.qq.com.toml"))];

/// All of them, compiled once.
pub(super) static RULES: LazyLock<SiteRules> = LazyLock::new(|| {
    let (mut entries, mut tests) = (Vec::new(), Vec::new());
    for (name, text) in FILES {
        let (found, own) = super::read::read(text, true)
            .unwrap_or_else(|error| panic!("the built-in site rules {name}: {error}"));
        entries.extend(found);
        tests.extend(own);
    }
    SiteRules::index(entries, tests)
});
