//! One page in, one article out.
//!
//! ```sh
//! cargo run --example one_page
//! ```

use tamis::{Cleaner, Metadata, Page};

fn main() {
    // What a fetcher got: bytes, the URL they came from, and the charset that HTTP named, if any.
    let body = "<h2>The old mill</h2>\
                <p>Built in <b>1786 </b>by <a href='/people/ada'>Ada</a>.</p>\
                <script>track()</script>";
    let page = Page::new(body).url("https://example.org/posts/mill").charset("utf-8");

    // What is known beforehand, as from the feed that named the page, wins over what the page says of itself.
    let mut known = Metadata::default();
    known.date = "Wed, 01 May 2024 10:00:00 GMT".to_owned();
    let page = page.known(&known);

    // A cleaner is made once and serves any number of pages, from any number of threads.
    let cleaner = Cleaner::default();
    let article = cleaner.clean(&page);

    print!("{article}");
    for (field, value, source) in article.metadata().fields() {
        eprintln!("{field}: {value} ({source})");
    }

    // Nothing goes in silence: every removal and rewrite names its rule.
    for note in article.notes() {
        eprintln!("{} by [{}]: {} ({})", note.action.as_str(), note.rule, note.text, note.why);
    }
}
