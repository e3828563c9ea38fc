//! What would change, as a unified diff.

use crate::report::harmless;
use similar::{ChangeTag, TextDiff};
use std::fmt::Write;

/// Lines around a change.
const CONTEXT: usize = 3;

#[rustfmt::skip]
const COLOURS: &[(ChangeTag, char, &str)] = &[
    (ChangeTag::Delete, '-', "\x1b[31m"),
    (ChangeTag::Insert, '+', "\x1b[32m"),
    (ChangeTag::Equal,  ' ', ""),
];
const BOLD: &str = "\x1b[1m";
const CYAN: &str = "\x1b[36m";
const RESET: &str = "\x1b[0m";

/// The change from `old` to `new` of a file with this name. Coloured, it is for a terminal: then control
/// characters are made visible.
pub(crate) fn unified(name: &str, old: &[u8], new: &str, is_coloured: bool) -> String {
    let old = String::from_utf8_lossy(old);
    let diff = TextDiff::from_lines(old.as_ref(), new);
    let mut text = String::new();
    paint(&mut text, BOLD, &format!("--- {name}\n"), is_coloured);
    paint(&mut text, BOLD, &format!("+++ {name}\n"), is_coloured);
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        paint(&mut text, CYAN, &format!("{}\n", hunk.header()), is_coloured);
        for change in hunk.iter_changes() {
            let (_, sign, colour) =
                COLOURS[COLOURS.iter().position(|(tag, ..)| *tag == change.tag()).unwrap_or(2)];
            paint(&mut text, colour, &format!("{sign}{}", change.value()), is_coloured);
            if change.missing_newline() {
                text += "\n\\ No newline at end of file\n";
            }
        }
    }
    text
}

/// A line in a colour; the newline stays outside of it.
fn paint(text: &mut String, colour: &str, line: &str, is_coloured: bool) {
    if !is_coloured {
        *text += line;
        return;
    }
    let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
    let line = harmless(line);
    let reset = if colour.is_empty() { "" } else { RESET };
    let _ = write!(text, "{colour}{line}{reset}{end}");
}

#[cfg(test)]
mod tests {
    use super::unified;

    #[test]
    fn a_change_with_its_context() {
        let old = "a\nb\nc\nd\ne\nf";
        let new = "a\nb\nc\nd\nE\nf\n";
        let diff =
            "--- x.md\n+++ x.md\n@@ -2,5 +2,5 @@\n b\n c\n d\n-e\n-f\n\\ No newline at end of file\n+E\n+f\n";
        assert_eq!(unified("x.md", old.as_bytes(), new, false), diff);
    }

    #[test]
    fn colours_are_for_terminals_and_escapes_of_the_text_are_not() {
        let diff = unified("x.md", b"a\x1b[2J\n", "b\n", true);
        assert!(diff.contains("\x1b[31m-a\\u{1b}[2J\x1b[0m\n"), "{diff:?}");
        assert!(diff.contains("\x1b[32m+b\x1b[0m\n"), "{diff:?}");
    }
}
