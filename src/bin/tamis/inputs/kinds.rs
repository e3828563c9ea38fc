//! What a file holds, by its name: pages and posts, things that hold several pages, and how they are packed.

use std::path::{Path, PathBuf};
use tamis::PageKind;

/// What an input holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One page, fragment or post.
    Page(PageKind),
    /// One page with its resources, as browsers save it.
    Mhtml,
    /// A JSON object a line, each with a page.
    Jsonl,
    /// The entries of an RSS or Atom feed.
    Feed,
    /// The responses of a crawl.
    Warc,
}

impl Kind {
    /// Whether there may be several pages in it.
    pub(crate) fn holds_several(self) -> bool {
        match self {
            Kind::Page(_) | Kind::Mhtml => false,
            Kind::Jsonl | Kind::Feed | Kind::Warc => true,
        }
    }
}

/// How an input is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    Plain,
    Gzip,
    Zstd,
}

/// Whether files with an ending are taken when only their folder was named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Search {
    Found,
    OnlyNamed,
}
use Search::{Found, OnlyNamed};

/// The endings that are known, in any case. Logs and data lie about as JSON lines, so those are to be named.
#[rustfmt::skip]
const ENDINGS: &[(&str, Kind, Search)] = &[
    ("html",     Kind::Page(PageKind::Html), Found),
    ("htm",      Kind::Page(PageKind::Html), Found),
    ("xhtml",    Kind::Page(PageKind::Html), Found),
    ("md",       Kind::Page(PageKind::Post), Found),
    ("markdown", Kind::Page(PageKind::Post), Found),
    ("rmd",      Kind::Page(PageKind::Post), Found),
    ("mhtml",    Kind::Mhtml,                Found),
    ("mht",      Kind::Mhtml,                Found),
    ("rss",      Kind::Feed,                 Found),
    ("atom",     Kind::Feed,                 Found),
    ("warc",     Kind::Warc,                 Found),
    ("jsonl",    Kind::Jsonl,                OnlyNamed),
    ("ndjson",   Kind::Jsonl,                OnlyNamed),
];

#[rustfmt::skip]
const PACKINGS: &[(&str, Packing)] = &[
    ("gz",  Packing::Gzip),
    ("zst", Packing::Zstd),
];

/// How many bytes of an input are looked at where its name says nothing.
const HEAD: usize = 1024;

/// What the name says: `a.html.gz` is a packed page. Nothing for an ending that is not known.
pub(crate) fn kind(path: &Path) -> Option<Kind> {
    row(&unpacked_name(path)).map(|(_, kind, _)| *kind)
}

/// How a file of this name is packed.
pub(crate) fn packing(path: &Path) -> Packing {
    let known = PACKINGS.iter().find(|(known, _)| has_ending(path, known));
    known.map_or(Packing::Plain, |(_, packing)| *packing)
}

pub(crate) fn is_packed(path: &Path) -> bool {
    packing(path) != Packing::Plain
}

/// Whether a file of this name is meant when only its folder was named.
pub(crate) fn is_searched_for(path: &Path) -> bool {
    row(&unpacked_name(path)).is_some_and(|(_, _, search)| *search == Found)
}

/// Whether the name is that of a post, plain on the disk: what can be cleaned in its place.
pub(crate) fn is_plain_post(path: &Path) -> bool {
    packing(path) == Packing::Plain && kind(path) == Some(Kind::Page(PageKind::Post))
}

/// Whether a name has an ending, in any case.
pub(crate) fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().and_then(|known| known.to_str()).is_some_and(|known| known.eq_ignore_ascii_case(ending))
}

/// Whether a file of this name may be a feed or may be a page: its first bytes tell.
pub(crate) fn may_be_a_feed(path: &Path) -> bool {
    has_ending(&unpacked_name(path), "xml")
}

/// The endings that are searched for, for messages.
pub(crate) fn searched_endings() -> String {
    let endings = ENDINGS.iter().filter(|(_, _, search)| *search == Found);
    endings.map(|(ending, _, _)| format!(".{ending}")).collect::<Vec<_>>().join(" ")
}

/// The name without the endings that are known: `a/b.html.gz` → `a/b`, `index.php` → `index.php`.
pub(crate) fn stem(path: &Path) -> PathBuf {
    let path = unpacked_name(path);
    if row(&path).is_some() || may_be_a_feed(&path) { path.with_extension("") } else { path }
}

/// Without `.gz` or `.zst`.
fn unpacked_name(path: &Path) -> PathBuf {
    if packing(path) == Packing::Plain { path.to_owned() } else { path.with_extension("") }
}

fn row(path: &Path) -> Option<&'static (&'static str, Kind, Search)> {
    ENDINGS.iter().find(|(known, _, _)| has_ending(path, known))
}

/// What the first bytes say, where no name does: of stdin, and of files that may be a feed.
pub(crate) fn sniff(head: &[u8]) -> Kind {
    let head = &head[..head.len().min(HEAD)];
    if head.starts_with(b"WARC/1.") {
        return Kind::Warc;
    }
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let is_feed = [b"<rss".as_slice(), b"<feed", b"<rdf:RDF"].iter().any(|root| {
        memchr::memmem::find(start, root).is_some_and(|at| at == 0 || start.starts_with(b"<?xml"))
    });
    if is_feed { Kind::Feed } else { Kind::Page(PageKind::guess(head)) }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Packing, is_plain_post, is_searched_for, kind, packing, sniff, stem};
    use std::path::Path;
    use tamis::PageKind;

    #[test]
    fn endings_of_ours_go_and_others_stay() {
        let cases = [
            ("a/b.html", "a/b"),
            ("b.HTM", "b"),
            ("b.Rmd", "b"),
            ("b.html.gz", "b"),
            ("crawl.warc.GZ", "crawl"),
            ("b.htm.html", "b.htm"),
            ("index.php", "index.php"),
            ("index.php.zst", "index.php"),
            ("index.php?p=1.2", "index.php?p=1.2"),
            ("README", "README"),
            (".html", ".html"),
        ];
        for (from, to) in cases {
            assert_eq!(stem(Path::new(from)), Path::new(to), "{from}");
        }
    }

    #[test]
    fn names_say_what_a_file_holds() {
        assert_eq!(kind(Path::new("a.Markdown")), Some(Kind::Page(PageKind::Post)));
        assert_eq!(kind(Path::new("a.warc.gz")), Some(Kind::Warc));
        assert_eq!(kind(Path::new("a.png")), None);
        assert_eq!(packing(Path::new("a.jsonl.zst")), Packing::Zstd);
        assert!(is_searched_for(Path::new("a.html.gz")) && !is_searched_for(Path::new("a.jsonl")));
        assert!(is_plain_post(Path::new("a.Rmd")) && !is_plain_post(Path::new("a.md.gz")));
    }

    #[test]
    fn first_bytes_tell_where_no_name_does() {
        assert_eq!(sniff(b"WARC/1.0\r\n"), Kind::Warc);
        assert_eq!(sniff(b"<?xml version='1.0'?>\n<!-- x --><rss version='2.0'>"), Kind::Feed);
        assert_eq!(sniff(b"\xef\xbb\xbf<feed xmlns='http://www.w3.org/2005/Atom'>"), Kind::Feed);
        assert_eq!(sniff(b"<p>about &lt;rss and <rss></p>"), Kind::Page(PageKind::Html));
        assert_eq!(sniff(b"---\ntitle: x\n---\n"), Kind::Page(PageKind::Post));
        assert_eq!(sniff(b""), Kind::Page(PageKind::Html));
    }
}
