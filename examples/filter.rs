//! The smallest filter: a page on standard input, Markdown on standard output.
//!
//! ```sh
//! curl --silent https://example.org/ | cargo run --example filter -- https://example.org/
//! ```

use std::io::{self, Read, Write};
use tamis::{Cleaner, Page};

fn main() -> io::Result<()> {
    // Bytes, not text: the charset is found while the page is cleaned.
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes)?;

    let url = std::env::args().nth(1);
    let page = url.iter().fold(Page::new(&bytes), |page, url| page.url(url));

    let article = Cleaner::default().clean(&page);
    io::stdout().write_all(article.to_string().as_bytes())
}
