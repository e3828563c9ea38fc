//! Input that is no text at all is refused: better an error than a page of garbage.

/// How many bytes are looked at.
const HEAD: usize = 8192;

/// How files begin that are often found under the name of a page.
#[rustfmt::skip]
const SIGNATURES: &[(&[u8], &str, &str)] = &[
    (b"%PDF-",                "a PDF file",             "convert it with a PDF tool"),
    (b"\x1f\x8b",             "compressed (gzip)",      "unpack it first"),
    (b"\x28\xb5\x2f\xfd",     "compressed (zstd)",      "unpack it first"),
    (b"BZh",                  "compressed (bzip2)",     "unpack it first"),
    (b"\xfd7zXZ\0",           "compressed (xz)",        "unpack it first"),
    (b"PK\x03\x04",           "a ZIP archive",          "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c",   "a 7z archive",           "unpack it first"),
    (b"\x89PNG\r\n\x1a\n",    "a PNG image",            "leave it out"),
    (b"\xff\xd8\xff",         "a JPEG image",           "leave it out"),
    (b"GIF87a",               "a GIF image",            "leave it out"),
    (b"GIF89a",               "a GIF image",            "leave it out"),
    (b"\xd0\xcf\x11\xe0\xa1", "an old Office document", "save it as HTML"),
    (b"\x7fELF",              "a program",              "leave it out"),
];

/// The bytes, if they may be a page; else why they cannot be one, and what to do.
pub(crate) fn refuse(bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    refusal(&bytes).map_or(Ok(bytes), Err)
}

fn refusal(bytes: &[u8]) -> Option<String> {
    for (signature, what, advice) in SIGNATURES {
        if bytes.starts_with(signature) {
            return Some(format!("not HTML but {what}: {advice}"));
        }
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    let garbage = !is_utf16(head) && is_dense(head.iter().filter(|byte| is_control(**byte)).count(), head);
    garbage.then(|| "not text but binary: leave it out".to_owned())
}

/// A stray NUL occurs on real pages. In what is no text, one byte in ten is a control character.
fn is_dense(count: usize, head: &[u8]) -> bool {
    count >= 8 && count * 50 > head.len()
}

/// Control characters that no text has. Escape (0x1b) is not among them: ISO-2022-JP is made of it.
fn is_control(byte: u8) -> bool {
    matches!(byte, 0x00..=0x08 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f)
}

/// Markup in UTF-16 has a zero in every second byte, all of them on the same side.
fn is_utf16(head: &[u8]) -> bool {
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        return true;
    }
    let (pairs, _) = head.as_chunks::<2>();
    let high_first = pairs.iter().filter(|pair| pair[0] == 0 && pair[1] != 0).count();
    let low_first = pairs.iter().filter(|pair| pair[1] == 0 && pair[0] != 0).count();
    let (more, less) = (high_first.max(low_first), high_first.min(low_first));
    more * 4 > pairs.len() && less * 50 < pairs.len()
}

#[cfg(test)]
mod tests {
    use super::refusal;

    #[test]
    fn pages_pass_with_a_stray_nul_or_escapes() {
        assert_eq!(refusal(b""), None);
        assert_eq!(refusal(b"<p>a\0b</p>"), None);
        assert_eq!(refusal("<p>你好</p>".as_bytes()), None);
        assert_eq!(refusal(b"<p>\x1b$B$3$s$K$A$O\x1b(B</p>"), None);
    }

    #[test]
    fn utf_16_passes_with_and_without_a_byte_order_mark() {
        let html = "<html><body><p>Hello, wide world</p></body></html>";
        let little: Vec<u8> = html.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = html.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(refusal(&little), None);
        assert_eq!(refusal(&big), None);
        assert_eq!(refusal(&[b"\xff\xfe".as_slice(), &little].concat()), None);
    }

    #[test]
    fn binary_input_is_named() {
        let all_bytes: Vec<u8> = (0..=255).cycle().take(4096).collect();
        assert_eq!(refusal(&all_bytes).as_deref(), Some("not text but binary: leave it out"));
        assert_eq!(refusal(&[0; 64]).as_deref(), Some("not text but binary: leave it out"));
        assert_eq!(
            refusal(b"%PDF-1.7\n").as_deref(),
            Some("not HTML but a PDF file: convert it with a PDF tool")
        );
    }
}
