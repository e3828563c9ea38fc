//! An HTTP response as a crawler stores it: head, and a body that may still be in pieces and packed.

use crate::inputs::open;
use crate::inputs::zstd::Frames;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::borrow::Cow;
use std::io::BufReader;

/// How much is unpacked at a time.
const BUFFER: usize = 1 << 14;

/// A response that was stored.
pub(crate) struct Response<'a> {
    pub(crate) status: u16,
    head: Vec<(String, String)>,
    body: &'a [u8],
}

/// Reads the head; nothing if it is none.
pub(crate) fn parse(bytes: &[u8]) -> Option<Response<'_>> {
    let (head, body) = split_head(bytes);
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines();
    let status_line = lines.next()?;
    let status = status_line.strip_prefix("HTTP/")?.split_ascii_whitespace().nth(1)?.parse().ok()?;
    let head = lines.filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        Some((name.trim_ascii().to_ascii_lowercase(), value.trim_ascii().to_owned()))
    });
    Some(Response { status, head: head.collect(), body })
}

fn split_head(bytes: &[u8]) -> (&[u8], &[u8]) {
    let ends = [b"\r\n\r\n".as_slice(), b"\n\n"];
    let end = ends.iter().filter_map(|end| Some((memchr::memmem::find(bytes, end)?, end.len()))).min();
    match end {
        Some((at, length)) => (&bytes[..at], &bytes[at + length..]),
        None => (bytes, &[]),
    }
}

impl Response<'_> {
    /// The value of a field of the head; empty if it is not there.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.head.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    pub(crate) fn is_html(&self) -> bool {
        let media_type = self.field("content-type").split(';').next().unwrap_or_default().trim_ascii();
        ["text/html", "application/xhtml+xml"].iter().any(|html| media_type.eq_ignore_ascii_case(html))
    }

    /// The charset that the head names; empty for none.
    pub(crate) fn charset(&self) -> String {
        charset_of(self.field("content-type")).unwrap_or_default()
    }

    /// The page. Some crawlers store a body whole and unpacked and leave the head as it was: then it is taken as
    /// it is.
    pub(crate) fn page(&self, max_bytes: u64) -> Result<Vec<u8>, String> {
        let is_chunked = self.field("transfer-encoding").to_ascii_lowercase().contains("chunked");
        let body = if is_chunked {
            joined(self.body).map_or(Cow::Borrowed(self.body), Cow::Owned)
        } else {
            Cow::Borrowed(self.body)
        };
        let unpacked = match self.field("content-encoding").to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => {
                open::unpack_all(MultiGzDecoder::new(&*body), max_bytes)
            }
            "deflate" if looks_like_zlib(&body) => open::unpack_all(ZlibDecoder::new(&*body), max_bytes),
            "deflate" => {
                open::unpack_all(DeflateDecoder::new(&*body), max_bytes).or_else(|_| Ok(body.to_vec()))
            }
            "zstd" if body.starts_with(b"\x28\xb5\x2f\xfd") => {
                open::unpack_all(Frames::new(BufReader::new(&*body)), max_bytes)
            }
            // Nothing tells Brotli by its first bytes.
            "br" if !body.is_empty() && !looks_like_markup(&body) => {
                open::unpack_all(brotli_decompressor::Decompressor::new(&*body, BUFFER), max_bytes)
            }
            _ => open::read_all(&*body, max_bytes),
        };
        unpacked.map_err(|message| format!("its body: {message}"))
    }
}

fn looks_like_zlib(body: &[u8]) -> bool {
    matches!(body, [first, second, ..] if first & 0x0f == 8 && u16::from_be_bytes([*first, *second]).is_multiple_of(31))
}

fn looks_like_markup(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"<")
}

/// The pieces of a chunked body (RFC 9112, section 7.1) as one; nothing if it does not begin with a piece. A body
/// that breaks off is as long as what there is of it.
fn joined(body: &[u8]) -> Option<Vec<u8>> {
    let mut rest = body;
    let mut whole = Vec::with_capacity(body.len());
    loop {
        let Some((size, after)) = chunk_head(rest) else {
            return (!whole.is_empty()).then_some(whole);
        };
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(&after[..size.min(after.len())]);
        let end = after.get(size..).unwrap_or_default();
        rest = end.strip_prefix(b"\r\n").or_else(|| end.strip_prefix(b"\n")).unwrap_or(end);
        if rest.is_empty() {
            return Some(whole);
        }
    }
}

/// The size of a piece, and what follows its line.
fn chunk_head(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let end = memchr::memchr(b'\n', &bytes[..bytes.len().min(1024)])?;
    let line = str::from_utf8(&bytes[..end]).ok()?;
    let digits = line.split(';').next().unwrap_or_default().trim_ascii();
    Some((usize::from_str_radix(digits, 16).ok()?, &bytes[end + 1..]))
}

/// The charset of a `Content-Type`, such as `text/html; charset="gb2312"`.
pub(crate) fn charset_of(content_type: &str) -> Option<String> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim_ascii().trim_matches('"').trim_ascii();
        (name.trim_ascii().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::{charset_of, parse};
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn page(response: &[u8]) -> Result<Vec<u8>, String> {
        parse(response).expect("a response").page(1 << 20)
    }

    #[test]
    fn pieces_become_one_and_what_is_whole_stays() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        let chunked = format!("{head}4\r\n<p>H\r\nA;x=1\r\nello, worl\r\n5\r\nd</p>\r\n0\r\n\r\n");
        assert_eq!(page(chunked.as_bytes()).as_deref(), Ok(&b"<p>Hello, world</p>"[..]));
        let whole = format!("{head}<p>Hello</p>");
        assert_eq!(page(whole.as_bytes()).as_deref(), Ok(&b"<p>Hello</p>"[..]));
        let cut = format!("{head}ff\r\n<p>Hello");
        assert_eq!(page(cut.as_bytes()).as_deref(), Ok(&b"<p>Hello"[..]));
    }

    #[test]
    fn packed_bodies_are_unpacked() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(b"<p>Hello</p>").expect("memory");
        let packed = encoder.finish().expect("memory");
        let head = b"HTTP/1.1 200\r\ncontent-encoding: gzip\r\n\r\n".as_slice();
        assert_eq!(page(&[head, &packed].concat()).as_deref(), Ok(&b"<p>Hello</p>"[..]));
        assert_eq!(page(&[head, b"<p>Hello</p>"].concat()).as_deref(), Ok(&b"<p>Hello</p>"[..]));
        assert!(page(&[head, &packed[..packed.len() - 9]].concat()).is_err());
    }

    #[test]
    fn brotli_is_unpacked_and_never_half() {
        let head = b"HTTP/1.1 200\r\ncontent-encoding: br\r\n\r\n".as_slice();
        let packed = [139, 5, 128, 60, 112, 62, 72, 101, 108, 108, 111, 60, 47, 112, 62, 3];
        assert_eq!(page(&[head, &packed].concat()).as_deref(), Ok(&b"<p>Hello</p>"[..]));
        assert_eq!(page(&[head, b"<p>Hello</p>"].concat()).as_deref(), Ok(&b"<p>Hello</p>"[..]));
        for cut in [1, 8, 15] {
            let error = page(&[head, &packed[..cut]].concat()).expect_err("cut off");
            assert!(error.starts_with("its body: cannot be unpacked, "), "{cut}: {error}");
        }
        let garbage = [head, &[0xff; 64]].concat();
        assert!(page(&garbage).is_err());
    }

    #[test]
    fn the_head_says_whether_it_is_html() {
        let response = b"HTTP/1.0 404 Not Found\nContent-Type: Text/HTML; Charset=x\n\n<p>";
        let response = parse(response).expect("a response");
        assert!(response.is_html() && response.status == 404 && response.charset() == "x");
        assert!(parse(b"<p>Hello</p>").is_none());
        assert!(parse(b"").is_none());
    }

    #[test]
    fn the_charset_of_a_content_type() {
        let cases = [
            ("text/html; charset=gb2312", Some("gb2312")),
            ("text/html;Charset = \"Shift_JIS\" ; x=1", Some("Shift_JIS")),
            ("text/html; charset=", None),
            ("text/html", None),
        ];
        for (content_type, charset) in cases {
            assert_eq!(charset_of(content_type).as_deref(), charset, "{content_type}");
        }
    }
}
