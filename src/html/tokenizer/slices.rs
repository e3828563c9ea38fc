//! Parts of a page in the form that tokens have: html5ever's `StrTendril`, which shares its bytes.

use html5ever::tendril::StrTendril;

/// Bytes copied at a time. Slices of them share them, which is cheaper than a copy for each. They are few, so that they
/// are still at hand when the tree takes what it keeps; and a slice that lives long keeps no more than that alive.
const WINDOW: usize = 4 << 10;

/// A tendril holds as many bytes within itself.
const INLINE: usize = 8;

/// The page, and the part of it that is being shared.
pub(super) struct Slices<'html> {
    html: &'html str,
    window: StrTendril,
    start: usize,
}

impl<'html> Slices<'html> {
    pub(super) fn new(html: &'html str) -> Self {
        Slices { html, window: StrTendril::new(), start: 0 }
    }

    /// The bytes from `start` to `end`, both between two characters.
    pub(super) fn take(&mut self, start: usize, end: usize) -> StrTendril {
        let len = end - start;
        if len <= INLINE || len > WINDOW / 2 {
            return StrTendril::from_slice(&self.html[start..end]);
        }
        if start < self.start || end > self.start + self.window.len() {
            self.move_to(start);
        }
        // A window, and what is cut from it, is far below the 4 GiB of a tendril.
        self.window.subtendril((start - self.start) as u32, len as u32)
    }

    fn move_to(&mut self, start: usize) {
        let wanted = self.html.len().min(start + WINDOW);
        let end = (start..=wanted).rev().find(|&at| self.html.is_char_boundary(at)).unwrap_or(start);
        self.window = StrTendril::from_slice(&self.html[start..end]);
        self.start = start;
    }
}

#[cfg(test)]
mod tests {
    use super::Slices;

    #[test]
    fn slices_equal_the_page_wherever_the_window_stands() {
        let html = "中文 text é ".repeat(8 << 10);
        let boundaries: Vec<usize> = html.char_indices().map(|(at, _)| at).collect();
        let mut slices = Slices::new(&html);
        for (step, len) in [(1, 3), (7, 20), (40, 800), (1_000, 9_000), (90, 40_000), (3_000, 0)] {
            for start in (0..boundaries.len().saturating_sub(len)).step_by(step * 11) {
                let (start, end) = (boundaries[start], boundaries[start + len]);
                assert_eq!(&*slices.take(start, end), &html[start..end]);
            }
        }
        assert_eq!(&*slices.take(0, 12), &html[..12], "a window can go back");
    }
}
