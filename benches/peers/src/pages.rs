//! Pages to measure on: those of a folder, or generated ones, which are the same everywhere.

use std::fmt::Write;
use std::path::Path;

/// Pages that are generated for a comparison.
const PAGES: u64 = 200;

/// The pages of a folder and its folders that are UTF-8: only some programs know other charsets.
pub fn of_folder(folder: &Path) -> Vec<String> {
    let mut pages = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries =
            std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                folders.push(path);
            } else if let Some(page) =
                std::fs::read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok())
            {
                pages.push(page);
            }
        }
    }
    pages
}

pub fn generated() -> Vec<String> {
    (0..PAGES).map(page).collect()
}

/// What the pages of a growing family are full of.
pub const FAMILIES: [&str; 5] = ["paragraphs", "lists", "links", "tables", "code"];

/// A page of one family with at least so many bytes.
pub fn of_family(family: &str, bytes: usize) -> String {
    let mut random = Random(family.len() as u64);
    let mut page = String::with_capacity(bytes + 1_000);
    page.push_str("<!DOCTYPE html><html><head><title>Growth</title></head><body>");
    while page.len() < bytes {
        match family {
            "paragraphs" => random.paragraph(&mut page),
            "lists" => random.list(&mut page),
            "links" => random.links(&mut page),
            "tables" => random.table(&mut page),
            _ => random.code(&mut page),
        }
    }
    page.push_str("</body></html>\n");
    page
}

/// A page like those of a blog: head, chrome, and an article with a bit of everything.
fn page(seed: u64) -> String {
    let mut random = Random(seed);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Page {seed}</title>\n\
         <link rel=\"stylesheet\" href=\"/assets/site.css?v={seed}\">\n"
    );
    random.script(&mut page);
    random.style(&mut page);
    page.push_str("</head>\n<body class=\"post-template single\">\n<header class=\"site-header\">\n<nav class=\"menu\">");
    random.links(&mut page);
    page.push_str("</nav>\n</header>\n<div class=\"wrapper\" id=\"content\">\n<main>\n<article class=\"post hentry\">\n");
    let _ = writeln!(page, "<h1 class=\"entry-title\">{}</h1>", random.words(6));
    for _ in 0..10 + random.below(30) {
        match random.below(12) {
            0 => random.list(&mut page),
            1 => random.table(&mut page),
            2 => random.code(&mut page),
            3 => random.heading(&mut page),
            4 => random.figure(&mut page),
            5 => random.script(&mut page),
            _ => random.paragraph(&mut page),
        }
    }
    page.push_str("</article>\n</main>\n<aside class=\"sidebar widget-area\">");
    random.links(&mut page);
    page.push_str("</aside>\n</div>\n<footer class=\"site-footer\"><p>&copy; 2024</p></footer>\n");
    random.script(&mut page);
    page.push_str("</body>\n</html>\n");
    page
}

/// A generator of numbers (SplitMix64), and of the parts of pages.
struct Random(u64);

#[rustfmt::skip]
const WORDS: &[&str] = &[
    "the", "salt", "river", "was", "a", "quiet", "place", "where", "people", "came", "to", "trade", "and", "talk", "of",
    "winter", "roads", "that", "had", "been", "closed", "for", "years", "snake_case", "2*3", "Q&amp;A", "R&D", "naïve", "café",
    "数据", "表格", "system", "performance", "measure", "without", "between", "http", "value", "function", "returns", "more", "than", "ten",
];

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn words(&mut self, count: u64) -> String {
        let words: Vec<&str> = (0..count).map(|_| WORDS[self.below(WORDS.len() as u64) as usize]).collect();
        words.join(" ")
    }

    fn heading(&mut self, page: &mut String) {
        let level = 2 + self.below(3);
        let _ = writeln!(page, "<h{level} id=\"section-{}\">{}</h{level}>", self.below(99), self.words(5));
    }

    fn paragraph(&mut self, page: &mut String) {
        page.push_str("<p class=\"text\">");
        for _ in 0..1 + self.below(5) {
            page.push_str(&self.words(12));
            match self.below(5) {
                0 => {
                    let _ = write!(
                        page,
                        " <a href=\"https://example.org/a/{}?x=1&amp;y=2\" rel=\"noopener\">",
                        self.below(999)
                    );
                    let _ = write!(page, "{}</a>", self.words(3));
                }
                1 => {
                    let _ = write!(page, " <strong>{}</strong>", self.words(2));
                }
                2 => {
                    let _ = write!(page, " <em>{}</em>", self.words(2));
                }
                3 => {
                    let _ = write!(page, " <code>{}</code>", self.words(1));
                }
                _ => {}
            }
            page.push_str(". ");
        }
        page.push_str("</p>\n");
    }

    fn list(&mut self, page: &mut String) {
        page.push_str("<ul class=\"items\">\n");
        for _ in 0..3 + self.below(6) {
            let _ = writeln!(page, "  <li>{}</li>", self.words(8));
        }
        page.push_str("</ul>\n");
    }

    fn links(&mut self, page: &mut String) {
        page.push_str("<ul class=\"menu-list\">\n");
        for _ in 0..4 + self.below(8) {
            let number = self.below(9_999);
            let _ = write!(
                page,
                "  <li class=\"menu-item menu-item-{number}\"><a href=\"/topics/{number}/\" title=\"Topic\">"
            );
            let _ = writeln!(page, "<span>{}</span></a></li>", self.words(2));
        }
        page.push_str("</ul>\n");
    }

    fn table(&mut self, page: &mut String) {
        page.push_str("<table class=\"data\">\n<thead><tr><th>Name</th><th>Value</th><th>Note</th></tr></thead>\n<tbody>\n");
        for _ in 0..3 + self.below(8) {
            let (name, value, note) = (self.words(2), self.below(10_000), self.words(4));
            let _ = writeln!(page, "<tr><td>{name}</td><td align=\"right\">{value}</td><td>{note}</td></tr>");
        }
        page.push_str("</tbody>\n</table>\n");
    }

    fn code(&mut self, page: &mut String) {
        page.push_str("<pre><code class=\"language-rust\">");
        for _ in 0..4 + self.below(10) {
            let _ = writeln!(page, "    let value = &amp;list[{}]; // {}", self.below(99), self.words(4));
        }
        page.push_str("</code></pre>\n");
    }

    fn figure(&mut self, page: &mut String) {
        let number = self.below(9_999);
        let _ = write!(
            page,
            "<figure class=\"wp-block-image size-large\"><img src=\"https://example.org/i/{number}.jpg\" "
        );
        let _ = write!(page, "alt=\"{}\" width=\"1024\" height=\"683\" loading=\"lazy\">", self.words(4));
        let _ = writeln!(page, "<figcaption>{}</figcaption></figure>", self.words(7));
    }

    fn script(&mut self, page: &mut String) {
        page.push_str("<script>\nwindow.settings = {");
        for _ in 0..10 + self.below(60) {
            let _ = write!(page, "\"key{}\": \"{}\", ", self.below(999), self.words(3));
        }
        page.push_str("};\nif (1 < 2) { run(); }\n</script>\n");
    }

    fn style(&mut self, page: &mut String) {
        page.push_str("<style>\n");
        for _ in 0..10 + self.below(40) {
            let _ = writeln!(
                page,
                ".block-{} > p {{ margin: 0 auto; padding: {}px; }}",
                self.below(999),
                self.below(40)
            );
        }
        page.push_str("</style>\n");
    }
}
