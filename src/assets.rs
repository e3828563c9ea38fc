//! Images that a page holds in itself, as `data:` URLs ([RFC 2397](https://www.rfc-editor.org/rfc/rfc2397)).

use crate::rules::sha256;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A file that was found in a page.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Asset {
    /// The name under which the text refers to it: the hash of its bytes, and the ending of its format.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Formats that only draw, with the ending of their files. SVG can hold scripts and is not among them.
const FORMATS: &[(&str, &str)] = &[
    ("image/png", "png"),
    ("image/jpeg", "jpg"),
    ("image/jpg", "jpg"),
    ("image/gif", "gif"),
    ("image/webp", "webp"),
    ("image/avif", "avif"),
    ("image/bmp", "bmp"),
];

/// The image in a URL; `None` for anything else, and for one that is so small that it only holds a place.
pub(crate) fn read(url: &str) -> Option<Asset> {
    let rest = url.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("data:")).map(|_| &url[5..])?;
    let (kind, data) = rest.split_once(',')?;
    let kind = kind.to_ascii_lowercase();
    let format = kind.strip_suffix(";base64")?.split(';').next()?;
    let (_, ending) = FORMATS.iter().find(|(known, _)| *known == format)?;
    let data: String = data.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let bytes = STANDARD.decode(data.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=")).ok()?;
    (!is_placeholder(&bytes)).then(|| Asset { name: format!("{}.{ending}", sha256(&bytes)), bytes })
}

/// Whether an image is one or two pixels wide and high.
fn is_placeholder(bytes: &[u8]) -> bool {
    let small = |width: u32, height: u32| width <= 2 && height <= 2;
    match bytes {
        [b'G', b'I', b'F', b'8', _, b'a', w0, w1, h0, h1, ..] => {
            small(u16::from_le_bytes([*w0, *w1]).into(), u16::from_le_bytes([*h0, *h1]).into())
        }
        [
            0x89,
            b'P',
            b'N',
            b'G',
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            b'I',
            b'H',
            b'D',
            b'R',
            w0,
            w1,
            w2,
            w3,
            h0,
            h1,
            h2,
            h3,
            ..,
        ] => small(u32::from_be_bytes([*w0, *w1, *w2, *w3]), u32::from_be_bytes([*h0, *h1, *h2, *h3])),
        _ => bytes.len() < 32,
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn images_are_read_and_placeholders_are_not() {
        let dot = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
        assert_eq!(read(&format!("data:image/gif;base64,{dot}")), None);
        let large = dot.replacen("AQABAI", "CgAKAI", 1);
        let asset = read(&format!("DATA:image/GIF;base64,{large}")).expect("an image");
        assert!(asset.name.len() == 68 && asset.name.ends_with(".gif"), "{}", asset.name);
        assert!(asset.bytes.starts_with(b"GIF89a\x0a\0\x0a\0"));
        for other in [
            "data:image/svg+xml;base64,PHN2Zz48L3N2Zz4AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=".to_owned(),
            format!("data:text/html;base64,{large}"),
            "data:image/gif;base64,???".to_owned(),
            "data:,".to_owned(),
            "https://a.example/".to_owned(),
        ] {
            assert_eq!(read(&other), None, "{other}");
        }
    }
}
