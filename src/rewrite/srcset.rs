//! `srcset`: one image in several sizes (WHATWG HTML, section 4.8.4.2).

use crate::html::is_space;

/// The candidate with the largest width or density; the first one of equals.
pub(super) fn largest(srcset: &str) -> Option<&str> {
    let mut best: Option<(&str, f64)> = None;
    for (url, size) in candidates(srcset) {
        if best.is_none_or(|(_, largest)| size > largest) {
            best = Some((url, size));
        }
    }
    best.map(|(url, _)| url)
}

/// URLs and their sizes. A URL ends at white space, so it may hold commas, but not at its end.
fn candidates(srcset: &str) -> impl Iterator<Item = (&str, f64)> {
    let mut rest = srcset;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c| is_space(c) || c == ',');
        if rest.is_empty() {
            return None;
        }
        let (word, after) = rest.split_at(rest.find(is_space).unwrap_or(rest.len()));
        let url = word.trim_end_matches(',');
        if url.len() < word.len() {
            rest = after;
            return Some((url, 1.0));
        }
        let end = descriptors_end(after);
        rest = &after[end..];
        Some((url, size(&after[..end])))
    })
}

/// Where the descriptors of a URL end: at a comma that is not in parentheses.
fn descriptors_end(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => return at,
            _ => {}
        }
    }
    text.len()
}

/// `640w` or `2x`; widths and densities do not occur in one list.
fn size(descriptors: &str) -> f64 {
    let number = |word: &str| {
        let number = word.strip_suffix(['w', 'x'])?;
        number.parse::<f64>().ok().filter(|size| size.is_finite())
    };
    descriptors.split(is_space).find_map(number).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::largest;

    #[test]
    fn the_largest_candidate_wins() {
        let cases = [
            ("a.jpg", Some("a.jpg")),
            ("a.jpg 1x, b.jpg 2x", Some("b.jpg")),
            ("a.jpg 640w, b.jpg 1280w, c.jpg 320w", Some("b.jpg")),
            ("a.jpg, b.jpg 1.5x", Some("b.jpg")),
            ("a.jpg,b.jpg", Some("a.jpg,b.jpg")),
            ("https://a.example/w_1,h_2/a.jpg 100w, b.jpg 50w", Some("https://a.example/w_1,h_2/a.jpg")),
            ("data:image/gif;base64,AAAA 1x,\n\tb.jpg 2x", Some("b.jpg")),
            ("a.jpg 1x (x, y), b.jpg 3x", Some("b.jpg")),
            (" , ,", None),
            ("", None),
        ];
        for (srcset, expected) in cases {
            assert_eq!(largest(srcset), expected, "{srcset:?}");
        }
    }
}
