//! Own options: what to select, what to drop, and what no rule may touch.
//!
//! ```sh
//! cargo run --example own_options
//! ```

use tamis::{Cleaner, Error, Options, Page, Scope};

fn main() -> Result<(), Error> {
    let html = "<div class='story'>\
                <p>A story of the old mill.</p>\
                <p class='promo'>Subscribe now!</p>\
                <p class='promo' id='thanks'>Thanks to all who helped.</p>\
                </div><p>Older stories</p>";

    let options = Options {
        scope: Scope::Body,
        select: vec![".story".to_owned()],
        drop: vec![".promo".to_owned()],
        keep: vec!["#thanks".to_owned()],
        ..Options::default()
    };
    let article = Cleaner::new(options)?.clean(&Page::new(html));
    print!("{article}");

    // The only thing that can go wrong is a selector that does not parse.
    let wrong = Options { drop: vec!["p:nth-child(".to_owned()], ..Options::default() };
    if let Err(error) = Cleaner::new(wrong) {
        eprintln!("{error}");
    }
    Ok(())
}
