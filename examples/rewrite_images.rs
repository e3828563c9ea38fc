//! A fetcher that downloads the images of an article and points the text to its copies.
//!
//! tamis never touches the network. An article holds its images as data, so that a caller changes them
//! after cleaning and before the text is written.
//!
//! ```sh
//! cargo run --example rewrite_images
//! ```

use tamis::{Cleaner, Page};

fn main() {
    let html = "<p>The mill in spring:</p>\
                <img data-src='/2024/mill.jpg' src='data:image/gif;base64,R0lGODlhAQABAAAAACw=' alt='The mill'>\
                <p>And its <img src='https://cdn.example.org/stone.png'> stone.</p>";
    let page = Page::new(html).url("https://example.org/posts/mill");
    let mut article = Cleaner::default().clean(&page);

    for (number, image) in article.images_mut().iter_mut().enumerate() {
        image.url = download(&image.url, number + 1);
    }

    print!("{article}");
}

/// Stands for a real download: returns where the copy lies.
fn download(url: &str, number: usize) -> String {
    let extension = url.rsplit_once('.').map_or("bin", |(_, extension)| extension);
    eprintln!("would fetch {url}");
    format!("images/{number:02}.{extension}")
}
