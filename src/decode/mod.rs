//! Bytes → text.
//!
//! The evidence in its order: a byte order mark; bytes that are UTF-8; the label that the transport
//! gave; what the page declares of itself; a guess from the bytes. UTF-8 comes before every label,
//! because no text of another charset is valid UTF-8 by chance, while pages that declare gb2312 and
//! were saved as UTF-8 are common. UTF-7 is never read, ISO-2022-JP only on request: both can
//! hide tags from whoever looks at the bytes. Line ends and NUL characters stay as they are.

mod declared;

use crate::notes::{Action, Note};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// Decodes a page; `charset` is the label that the transport gave.
///
/// A UTF-8 byte order mark stays the first character of the text: a Markdown file keeps it.
pub(crate) fn decode<'a>(bytes: &'a [u8], charset: Option<&str>, notes: &mut Vec<Note>) -> Cow<'a, str> {
    let caller = caller_encoding(charset, notes);
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return read_after_mark(bytes, encoding, mark, notes);
    }
    if let Some(encoding) = utf_16_without_mark(bytes, caller) {
        let why = "every second byte of its markup is NUL";
        return accept(Reading::new(bytes, encoding, why.to_owned()), notes);
    }
    let declared = declared::label(bytes);
    let hints = Hints {
        caller: caller.zip(charset),
        page: declared.as_deref().and_then(|label| Some((declared::encoding(label)?, label))),
    };
    if let Some(text) = valid_utf_8(bytes) {
        return match hints.iso_2022_jp(bytes) {
            Some(why) => accept(Reading::new(bytes, ISO_2022_JP, why), notes),
            None => {
                hints.note_contradiction(&text, notes);
                text
            }
        };
    }
    if is_nearly_utf_8(bytes, hints.name_utf_8()) {
        let why = "almost all of its bytes are valid UTF-8".to_owned();
        return accept(Reading::new(bytes, UTF_8, why), notes);
    }
    accept(hints.best_reading(bytes), notes)
}

fn caller_encoding(charset: Option<&str>, notes: &mut Vec<Note>) -> Option<&'static Encoding> {
    let label = charset?;
    let found = encoding_for_label(label);
    if found.is_none() {
        let why = "the charset that the caller named is not known, so it is passed over";
        notes.push(Note::new(Action::Suspected, "charset-label", why).with_text(label));
    }
    found
}

/// The bytes as they are, if they are UTF-8: asked of the decoder, which is quicker to see it than the standard library.
fn valid_utf_8(bytes: &[u8]) -> Option<Cow<'_, str>> {
    UTF_8.decode_without_bom_handling_and_without_replacement(bytes)
}

/// The WHATWG encoding for a label. GBK is read as GB18030, which contains it: both names are
/// used for one another, and the decoder is the same.
fn encoding_for_label(label: &str) -> Option<&'static Encoding> {
    let found = Encoding::for_label_no_replacement(label.as_bytes())?;
    Some(if found == GBK { GB18030 } else { found })
}

fn read_after_mark<'a>(
    bytes: &'a [u8],
    encoding: &'static Encoding,
    mark: usize,
    notes: &mut Vec<Note>,
) -> Cow<'a, str> {
    if encoding != UTF_8 {
        return accept(
            Reading::new(&bytes[mark..], encoding, "its byte order mark says so".to_owned()),
            notes,
        );
    }
    if let Some(text) = valid_utf_8(bytes) {
        return text;
    }
    accept(Reading::new(bytes, UTF_8, "its byte order mark says so".to_owned()), notes)
}

/// UTF-16 without a byte order mark shows in the NUL bytes of ASCII markup: all at even or all at
/// odd places, and more than there are pairs of ASCII characters, which two bytes of Chinese may look
/// like too. A caller who names UTF-16 is believed when there is a NUL at all.
fn utf_16_without_mark(bytes: &[u8], caller: Option<&'static Encoding>) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(1024)];
    let nuls = |offset| start.iter().skip(offset).step_by(2).filter(|&&byte| byte == 0).count();
    let is_text = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n');
    let texts = start.chunks_exact(2).filter(|pair| pair.iter().all(is_text)).count();
    let (even, odd, pairs) = (nuls(0), nuls(1), start.len() / 2);
    let enough = (pairs / 4).max(2).max(texts + 1);
    match caller {
        Some(encoding) if [UTF_16LE, UTF_16BE].contains(&encoding) && even + odd > 0 => Some(encoding),
        _ if even == 0 && odd >= enough => Some(UTF_16LE),
        _ if odd == 0 && even >= enough => Some(UTF_16BE),
        _ => None,
    }
}

/// A long text with a few bad bytes, such as a character cut in two, is still UTF-8: at most one
/// malformed place for twenty well-formed characters beyond ASCII, or for one where somebody says
/// that it is UTF-8. Other charsets are far from it.
fn is_nearly_utf_8(bytes: &[u8], is_named: bool) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad * if is_named { 1 } else { 20 } <= good
}

/// The charsets that were named, each with its label.
struct Hints<'a> {
    caller: Option<(&'static Encoding, &'a str)>,
    page: Option<(&'static Encoding, &'a str)>,
}

impl Hints<'_> {
    fn name_utf_8(&self) -> bool {
        [self.caller, self.page].iter().flatten().any(|(encoding, _)| *encoding == UTF_8)
    }

    fn caller_why(label: &str) -> String {
        format!("the caller says {label}")
    }

    fn page_why(label: &str) -> String {
        format!("the page declares {label}")
    }

    /// Escape sequences are pure ASCII, and so valid UTF-8: only who names ISO-2022-JP gets it.
    fn iso_2022_jp(&self, bytes: &[u8]) -> Option<String> {
        let is_named = |hint: Option<(&'static Encoding, &str)>| hint.is_some_and(|(e, _)| e == ISO_2022_JP);
        if memchr::memchr(0x1b, bytes).is_none() || !bytes.is_ascii() {
            return None;
        }
        match (self.caller, self.page) {
            (Some((_, label)), _) if is_named(self.caller) => Some(Self::caller_why(label)),
            (None, Some((_, label))) if is_named(self.page) => Some(Self::page_why(label)),
            _ => None,
        }
    }

    /// ASCII is the same in all charsets, so only other text can contradict its label.
    fn note_contradiction(&self, text: &str, notes: &mut Vec<Note>) {
        if text.is_ascii() {
            return;
        }
        let contradicts = |hint: Option<(&'static Encoding, &str)>| {
            hint.filter(|(encoding, _)| *encoding != UTF_8).map(|(_, label)| label.to_owned())
        };
        let but = match (contradicts(self.caller), contradicts(self.page)) {
            (Some(label), _) => Self::caller_why(&label),
            (None, Some(label)) => Self::page_why(&label),
            (None, None) => return,
        };
        let why = format!("valid UTF-8, although {but}");
        notes.push(Note::new(Action::Chosen, "charset", why).with_text(UTF_8.name()));
    }

    /// The first charset in the order of the evidence that fits the bytes well; if none does, the
    /// one with the fewest malformed places. So a wrong label is passed over when it makes a mess
    /// of a text that another charset reads.
    fn best_reading<'a>(&self, bytes: &'a [u8]) -> Reading<'a> {
        let mut best: Option<Reading<'a>> = None;
        let named = [
            self.caller.map(|(encoding, label)| (encoding, Self::caller_why(label))),
            self.page.map(|(encoding, label)| (encoding, Self::page_why(label))),
        ];
        let guessed = std::iter::once_with(|| (guess(bytes), "its bytes look like it".to_owned()));
        for (encoding, why) in named.into_iter().flatten().chain(guessed) {
            let reading = Reading::new(bytes, encoding, why);
            if best.as_ref().is_none_or(|best| reading.malformed < best.malformed) {
                let passed_over = best.map(|best| best.why);
                best = Some(reading.instead_of(passed_over));
            }
            if best.as_ref().is_some_and(Reading::fits) {
                break;
            }
        }
        best.expect("a guess is always made")
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let found = detector.guess(None, Utf8Detection::Deny);
    if found == GBK { GB18030 } else { found }
}

/// The bytes as one charset reads them.
struct Reading<'a> {
    text: Cow<'a, str>,
    encoding: &'static Encoding,
    why: String,
    /// Places that the charset cannot read: each is a U+FFFD in the text.
    malformed: usize,
}

impl<'a> Reading<'a> {
    fn new(bytes: &'a [u8], encoding: &'static Encoding, why: String) -> Self {
        let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
        let malformed =
            if had_errors { text.chars().filter(|&c| c == char::REPLACEMENT_CHARACTER).count() } else { 0 };
        Reading { text, encoding, why, malformed }
    }

    /// At most one malformed place for fifty characters beyond ASCII.
    fn fits(&self) -> bool {
        self.malformed == 0 || self.malformed * 50 <= self.text.chars().filter(|c| !c.is_ascii()).count()
    }

    fn instead_of(mut self, passed_over: Option<String>) -> Self {
        if let Some(other) = passed_over {
            self.why = format!("{}, although {other}: that reading has undecodable places", self.why);
        }
        self
    }
}

fn accept<'a>(reading: Reading<'a>, notes: &mut Vec<Note>) -> Cow<'a, str> {
    let name = reading.encoding.name();
    notes.push(Note::new(Action::Chosen, "charset", reading.why).with_text(name));
    if reading.malformed > 0 {
        let why = format!("places in the bytes that are not {name}, each shown as U+FFFD");
        let count = reading.malformed.to_string();
        notes.push(Note::new(Action::Suspected, "undecodable", why).with_text(&count));
    }
    reading.text
}

#[cfg(test)]
mod tests {
    use super::decode;
    use crate::notes::Note;

    fn read(bytes: &[u8], charset: Option<&str>) -> (String, Vec<Note>) {
        let mut notes = Vec::new();
        let text = decode(bytes, charset, &mut notes).into_owned();
        (text, notes)
    }

    /// The text, then each note as `rule: why (text)`.
    fn told(bytes: &[u8], charset: Option<&str>) -> (String, Vec<String>) {
        let (text, notes) = read(bytes, charset);
        (text, notes.iter().map(|n| format!("{}: {} ({})", n.rule, n.why, n.text)).collect())
    }

    #[test]
    fn plain_utf_8_needs_no_note() {
        assert_eq!(told("<p>café 中文".as_bytes(), None), ("<p>café 中文".to_owned(), vec![]));
        assert_eq!(told("<meta charset=utf-8>é".as_bytes(), Some("UTF8")).1, Vec::<String>::new());
        assert_eq!(told(b"", None), (String::new(), vec![]));
        assert_eq!(told(b"<meta charset=gb2312>only ASCII", Some("big5")).1, Vec::<String>::new());
    }

    #[test]
    fn utf_8_that_declares_something_else() {
        let (text, notes) = told("<meta charset=gb2312><p>中文".as_bytes(), None);
        assert_eq!(text, "<meta charset=gb2312><p>中文");
        assert_eq!(notes, ["charset: valid UTF-8, although the page declares gb2312 (UTF-8)"]);
        let (_, notes) = told("<p>中文".as_bytes(), Some("latin1"));
        assert_eq!(notes, ["charset: valid UTF-8, although the caller says latin1 (UTF-8)"]);
    }

    #[test]
    fn declared_charsets_with_their_extensions() {
        // U+9EC3 is in GBK, not in GB 2312; U+2460 in CP932, not in Shift_JIS; U+55EE in HKSCS.
        assert_eq!(read(b"<meta charset=gb2312>\xfc\x53", None).0, "<meta charset=gb2312>\u{9ec3}");
        assert_eq!(read(b"<p>\x87\x40", Some("Shift_JIS")).0, "<p>①");
        assert_eq!(
            read(b"<?xml version='1.0' encoding='iso-8859-2'?>\xb1", None).0.chars().last(),
            Some('ą')
        );
        assert_eq!(read(b"<p>\x80 caf\xe9", Some("iso-8859-1")).0, "<p>€ café");
    }

    #[test]
    fn the_choice_names_its_evidence() {
        assert_eq!(told(b"<meta charset=GBK>\xd6\xd0", None).1, ["charset: the page declares GBK (gb18030)"]);
        assert_eq!(told(b"\xd6\xd0\xce\xc4", Some("gbk")).1, ["charset: the caller says gbk (gb18030)"]);
        let (text, notes) = told(b"<p>caf\xe9 na\xefve \x93q\x94</p>", None);
        assert_eq!(text, "<p>café naïve “q”</p>");
        assert_eq!(notes, ["charset: its bytes look like it (windows-1252)"]);
    }

    #[test]
    fn byte_order_marks() {
        assert_eq!(told("\u{feff}<p>é".as_bytes(), Some("gbk")), ("\u{feff}<p>é".to_owned(), vec![]));
        let (text, notes) = told(b"\xff\xfe<\x00p\x00>\x00\xe9\x00", Some("utf-8"));
        assert_eq!(text, "<p>é");
        assert_eq!(notes, ["charset: its byte order mark says so (UTF-16LE)"]);
        assert_eq!(read(b"\xfe\xff\x00<\x4e\x2d", None).0, "<中");
    }

    #[test]
    fn utf_16_without_a_mark() {
        let le: Vec<u8> = "<p>café 中文</p>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = "<p>café 中文</p>".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read(&le, None).0, "<p>café 中文</p>");
        assert_eq!(read(&be, None).0, "<p>café 中文</p>");
        assert_eq!(read(&be, Some("utf-16be")).0, "<p>café 中文</p>");
        assert_eq!(read(b"<p>a\0b and much more of it", None).0, "<p>a\0b and much more of it");
        assert_eq!(read("<meta charset=utf-16>é".as_bytes(), None).1, vec![]);
        let zeros = b"<p>some words and n\0u\0l\0l\0";
        assert_eq!(read(zeros, None).0.as_bytes(), zeros);
    }

    #[test]
    fn unknown_and_unsafe_labels() {
        let (text, notes) = told("<p>+ADw- é".as_bytes(), Some("utf-7"));
        assert_eq!(text, "<p>+ADw- é");
        let why = "the charset that the caller named is not known, so it is passed over";
        assert_eq!(notes, [format!("charset-label: {why} (utf-7)")]);
        assert_eq!(
            read(b"<meta charset=x-user-defined>caf\xe9", None).0,
            "<meta charset=x-user-defined>café"
        );
    }

    #[test]
    fn iso_2022_jp_only_on_request() {
        let bytes = b"<p>\x1b$BF|K\\\x1b(B</p>";
        assert_eq!(read(bytes, None).0.as_bytes(), bytes);
        assert_eq!(read(bytes, Some("iso-2022-jp")).0, "<p>日本</p>");
        let mut page = b"<meta charset=iso-2022-jp>".to_vec();
        page.extend(bytes);
        assert_eq!(read(&page, None).0, "<meta charset=iso-2022-jp><p>日本</p>");
    }

    #[test]
    fn utf_8_cut_in_the_middle_of_a_character() {
        let mut bytes = "<meta charset=gbk>".as_bytes().to_vec();
        bytes.extend("收藏夹里的文章，一共三十七篇，每一篇都想留着。".as_bytes());
        bytes.pop();
        let (text, notes) = told(&bytes, None);
        assert!(text.ends_with("都想留着\u{fffd}"), "{text}");
        assert_eq!(notes[1], "undecodable: places in the bytes that are not UTF-8, each shown as U+FFFD (1)");
    }

    #[test]
    fn a_wrong_label_gives_way_to_a_reading_without_errors() {
        let text = "春天来了，院子里的花开得很好，孩子们在树下读书，老人在门口下棋。";
        let (bytes, _, _) = encoding_rs::GB18030.encode(text);
        let (read, notes) = told(&bytes, Some("utf-8"));
        assert_eq!(read, text);
        let why =
            "its bytes look like it, although the caller says utf-8: that reading has undecodable places";
        assert_eq!(notes, [format!("charset: {why} (gb18030)")]);
    }
}
