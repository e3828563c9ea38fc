//! Characters that a reader does not see: no-break spaces become spaces, zero-width characters go, in the
//! words of images and links too, and so do full-width spaces at the edges of a line. Everything else in the text is left alone: spaces
//! between Chinese and Latin letters are neither added nor removed.

use super::removal::Ledger;
use crate::html::{AttrNames, Dom, NameSet, NodeId, is_space, is_space_byte};
use crate::notes::{Action, Note};
use crate::visible::{self, is_unseen};
use std::sync::LazyLock;

/// Mends all text of a tree.
pub(super) fn mend(dom: &mut Dom, ledger: &mut Ledger<'_>) {
    let texts = texts(dom);
    mend_by(dom, texts, mend_text, ledger);
}

/// Takes control characters out of all text of a tree, and no others: no reader sees them, but terminals obey them.
pub(super) fn drop_controls(dom: &mut Dom, ledger: &mut Ledger<'_>) {
    if !may_hold_controls(dom.whole_text()) {
        return;
    }
    let texts = dom.descendants(dom.root()).filter(|&id| dom.text(id).is_some());
    let texts = texts.map(|id| (id, Place::default())).collect();
    mend_by(dom, texts, |text, _| without_controls(text), ledger);
}

/// Mends texts in their places, and the attributes that become text.
fn mend_by(
    dom: &mut Dom,
    texts: Vec<(NodeId, Place)>,
    mend: impl Fn(&str, Place) -> (String, usize),
    ledger: &mut Ledger<'_>,
) {
    let mut mended = mend_attributes(dom, |text| mend(text, Place::default()));
    for (id, place) in texts {
        let Some(text) = dom.text(id).filter(|text| may_need_mending(text)) else { continue };
        let (text, times) = mend(text, place);
        if times > 0 {
            dom.set_text(id, &text);
            mended += times;
        }
    }
    if mended > 0 {
        let why = "characters that nobody sees were removed or became plain spaces";
        let mut note = Note::new(Action::Repaired, "invisible-characters", why);
        note.text = format!("{mended} of them");
        ledger.write(note);
    }
}

/// Whether there may be a character in a text that is not seen.
fn may_need_mending(text: &str) -> bool {
    visible::any(text.as_bytes(), is_control_byte) || (!text.is_ascii() && visible::may_hold_unseen(text))
}

/// Whether there may be a control character in a text.
fn may_hold_controls(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Those beyond ASCII are U+0080 to U+009F.
    visible::any(bytes, is_control_byte)
        || memchr::memchr_iter(0xc2, bytes).any(|at| bytes.get(at + 1).is_some_and(|&byte| byte < 0xa0))
}

fn is_control_byte(byte: u8) -> bool {
    (byte < b' ' && !is_space_byte(byte)) || byte == 0x7f
}

/// Mends the attributes that become text; gives how many characters that were.
fn mend_attributes(dom: &mut Dom, mend: impl Fn(&str) -> (String, usize)) -> usize {
    const ANY: AttrNames = AttrNames::of(WORDS);
    let worded = dom.descendants(dom.root());
    let worded = worded.filter(|&id| dom.may_have(id, ANY) && matches!(dom.name(id), "img" | "a"));
    let mut mended = Vec::new();
    for (id, name) in worded.flat_map(|id| WORDS.iter().map(move |name| (id, *name))) {
        let text = dom.attr(id, name).filter(|text| may_need_mending(text));
        let result = text.map(&mend).filter(|(_, times)| *times > 0);
        mended.extend(result.map(|(text, times)| (id, name, text, times)));
    }
    for (id, name, text, _) in &mended {
        dom.set_attr(*id, name, text);
    }
    mended.iter().map(|(.., times)| times).sum()
}

/// The attributes of images and links that become text.
const WORDS: &[&str] = &["alt", "title"];

/// Where a text stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Place {
    /// Nothing to be seen stands before it on its line.
    starts: bool,
    /// Nothing to be seen stands after it on its line.
    ends: bool,
    /// In `pre`, where white space counts.
    in_pre: bool,
}

/// All text nodes of a tree, with the place of each.
fn texts(dom: &Dom) -> Vec<(NodeId, Place)> {
    let mut lines = Lines { texts: Vec::new(), at_start: true, tail: 0 };
    lines.collect(dom, dom.root(), false);
    lines.end();
    lines.texts
}

/// The texts up to a place in the page.
struct Lines {
    texts: Vec<(NodeId, Place)>,
    at_start: bool,
    /// The texts from here on end the line, if it ends here: the last one that is seen, and blank ones.
    tail: usize,
}

impl Lines {
    fn collect(&mut self, dom: &Dom, id: NodeId, in_pre: bool) {
        for child in dom.children(id) {
            if let Some(text) = dom.text(child) {
                self.text(child, text, in_pre);
                continue;
            }
            let name = dom.name(child);
            let breaks_line = starts_line(name);
            if breaks_line {
                self.end();
            } else if name == "img" {
                (self.at_start, self.tail) = (false, self.texts.len());
            }
            self.collect(dom, child, in_pre || name == "pre");
            if breaks_line {
                self.end();
            }
        }
    }

    fn text(&mut self, id: NodeId, text: &str, in_pre: bool) {
        let is_blank = !text.contains(|c| !is_blank(c));
        if !is_blank {
            self.tail = self.texts.len();
        }
        self.texts.push((id, Place { starts: self.at_start, ends: false, in_pre }));
        self.at_start &= is_blank;
    }

    fn end(&mut self) {
        for (_, place) in &mut self.texts[self.tail..] {
            place.ends = true;
        }
        (self.at_start, self.tail) = (true, self.texts.len());
    }
}

/// Whether a line begins before and after an element of this name.
pub(super) fn starts_line(name: &str) -> bool {
    static NAMES: LazyLock<NameSet<&str>> = LazyLock::new(|| LINES.iter().copied().collect());
    NAMES.contains(name)
}

/// Elements before and after which a line begins.
const LINES: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// The text without what is not seen, and how many characters that was.
fn mend_text(text: &str, place: Place) -> (String, usize) {
    let mut mended = String::with_capacity(text.len());
    let mut times = 0;
    let has_rtl = text.contains(is_rtl);
    let mut at_start = place.starts && !place.in_pre;
    // What stands at the end of a line is counted in bytes that are left.
    let trims_end = place.ends && !place.in_pre;
    let tail = if trims_end { text.len() - text.trim_end_matches(is_blank).len() } else { 0 };
    let mut before = None;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let after = rest.clone().next();
        let becomes = match c {
            _ if is_indent(c) && (at_start || rest.as_str().len() < tail) => None,
            '\u{A0}' => Some(' '),
            _ if is_seen(c) || is_needed(c, before, after, has_rtl) => Some(c),
            _ => None,
        };
        times += usize::from(becomes != Some(c));
        at_start &= is_blank(c);
        if let Some(c) = becomes {
            mended.push(c);
            before = Some(c);
        }
    }
    (mended, times)
}

/// The text without control characters, and how many those were.
fn without_controls(text: &str) -> (String, usize) {
    let mended: String = text.chars().filter(|&c| !is_control(c)).collect();
    (mended, text.chars().filter(|&c| is_control(c)).count())
}

/// Spaces that indent a paragraph: no-break, full-width, and those of a set width.
fn is_indent(c: char) -> bool {
    matches!(c, '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

fn is_blank(c: char) -> bool {
    is_space(c) || is_indent(c) || !is_seen(c)
}

/// Control characters other than white space.
fn is_control(c: char) -> bool {
    c.is_control() && !is_space(c)
}

/// Whether a character can be seen, or is white space.
fn is_seen(c: char) -> bool {
    !is_unseen(c) && !is_control(c)
}

/// Whether an unseen character changes how its neighbours are shown.
fn is_needed(c: char, before: Option<char>, after: Option<char>, has_rtl: bool) -> bool {
    match c {
        '\u{200D}' if before.is_some_and(is_emoji) => after.is_some_and(is_emoji),
        '\u{200C}' | '\u{200D}' => before.is_some_and(is_joining),
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => has_rtl,
        // The flags of England, Scotland and Wales are a black flag and tags.
        '\u{E0020}'..='\u{E007F}' => {
            before.is_some_and(|c| c == '\u{1F3F4}' || matches!(c, '\u{E0020}'..='\u{E007E}'))
        }
        '\u{E0100}'..='\u{E01EF}' => before.is_some_and(is_ideograph),
        _ => false,
    }
}

/// What an emoji sequence is made of; roughly, which is enough beside a joiner.
fn is_emoji(c: char) -> bool {
    matches!(c, '\u{FE0F}' | '\u{20E3}' | '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}' | '\u{E0020}'..='\u{E007F}')
}

/// Letters whose shape depends on joiners: Arabic and its relatives, Indic, South-East Asian, Mongolian.
fn is_joining(c: char) -> bool {
    matches!(c, '\u{0600}'..='\u{08FF}' | '\u{0900}'..='\u{0DFF}' | '\u{0E00}'..='\u{109F}' | '\u{1780}'..='\u{18AF}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

fn is_rtl(c: char) -> bool {
    matches!(c, '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::{Place, mend_text};

    const START: Place = Place { starts: true, ends: false, in_pre: false };
    const END: Place = Place { starts: false, ends: true, in_pre: false };
    const IN_PRE: Place = Place { starts: true, ends: true, in_pre: true };

    #[test]
    fn unseen_characters_go_and_seen_ones_stay() {
        let cases = [
            ("a\u{A0}b", "a b"),
            ("zero\u{200B}width\u{FEFF}", "zerowidth"),
            ("soft\u{AD}hyphen", "softhyphen"),
            ("bell\u{7}\u{1b}[31m", "bell[31m"),
            ("inner\u{3000}space", "inner\u{3000}space"),
            ("thin\u{2009}space", "thin\u{2009}space"),
            ("👨\u{200D}👩\u{200D}👧", "👨\u{200D}👩\u{200D}👧"),
            ("❤\u{FE0F}\u{200D}🔥", "❤\u{FE0F}\u{200D}🔥"),
            ("\u{200D}alone", "alone"),
            ("中\u{200D}文", "中文"),
            ("می\u{200C}خواهم", "می\u{200C}خواهم"),
            ("क्\u{200D}ष", "क्\u{200D}ष"),
            ("葛\u{E0100}", "葛\u{E0100}"),
            ("a\u{E0100}b", "ab"),
            ("\u{202E}terces\u{202C}", "terces"),
            ("\u{2067}שלום\u{2069}", "\u{2067}שלום\u{2069}"),
        ];
        for (text, expected) in cases {
            assert_eq!(mend_text(text, Place::default()).0, expected, "{text:?}");
        }
    }

    #[test]
    fn full_width_spaces_go_at_the_edges_of_a_line() {
        assert_eq!(mend_text("\n\u{3000}\u{3000}第一\u{3000}段", START).0, "\n第一\u{3000}段");
        assert_eq!(mend_text("\u{A0}\u{200B}\u{3000}x", START).0, "x");
        assert_eq!(mend_text("\u{3000}x", Place::default()).0, "\u{3000}x");
        assert_eq!(mend_text("a\u{3000}b\u{3000}\u{A0}\n", END).0, "a\u{3000}b\n");
        assert_eq!(mend_text("\u{A0}\u{A0}x", IN_PRE), ("  x".to_owned(), 2));
        assert_eq!(mend_text("\u{3000}x", IN_PRE), ("\u{3000}x".to_owned(), 0));
    }
}
