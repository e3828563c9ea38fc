//! Reading: regular files and stdin, unpacked, and never more than is allowed.

use crate::inputs::kinds::{self, Packing};
use crate::inputs::zstd::Frames;
use crate::inputs::{Input, Links};
use crate::regular;
use crate::report::reason;
use flate2::read::MultiGzDecoder;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Seek};
use std::sync::OnceLock;

/// What a packed file may grow to, as a multiple of its size. Pages shrink to a tenth, rarely to a fiftieth.
const MAX_RATIO: u64 = 200;
/// What may be unpacked from however little.
const FREE: u64 = 1 << 20;
const BUFFER: usize = 1 << 16;

/// What came on stdin, in a file without a name, where it was kept.
static KEPT: OnceLock<File> = OnceLock::new();

/// Keeps what comes on stdin, so that it can be read more than once: for the names of files, and for their texts. Nobody
/// may have read of it yet.
pub(crate) fn keep_stdin() -> io::Result<()> {
    let mut file = tempfile::tempfile()?;
    io::copy(&mut io::stdin(), &mut file)?;
    KEPT.get_or_init(|| file);
    Ok(())
}

/// What came on stdin, from its beginning if it was kept. One reader must be done before the next begins.
fn stdin() -> io::Result<Box<dyn Read + Send>> {
    let Some(kept) = KEPT.get() else { return Ok(Box::new(io::stdin())) };
    let mut kept = kept.try_clone()?;
    kept.rewind()?;
    Ok(Box::new(kept))
}

/// Opens an input and unpacks it on the way; the error says what, and what to do.
pub(crate) fn open(input: &Input) -> Result<Box<dyn BufRead + Send>, String> {
    let packing = kinds::packing(input.known_name());
    if input.is_stdin() {
        return Ok(unpack(stdin().map_err(|error| reason(&error))?, packing));
    }
    Ok(unpack(regular_file(input)?, packing))
}

/// All bytes of an input, unpacked.
pub(crate) fn read(input: &Input, max_bytes: u64) -> Result<Vec<u8>, String> {
    if kinds::packing(input.known_name()) != Packing::Plain || input.is_stdin() {
        return read_all(open(input)?, max_bytes);
    }
    let file = regular_file(input)?;
    let size = file.metadata().map_or(0, |metadata| metadata.len());
    if size > max_bytes {
        return Err(too_large(max_bytes));
    }
    read_expected(file, size, max_bytes)
}

/// All that is left in a reader, if it is not more than `max_bytes`.
pub(crate) fn read_all(reader: impl Read, max_bytes: u64) -> Result<Vec<u8>, String> {
    read_expected(reader, 0, max_bytes)
}

/// All that an unpacker makes, if it is not more than `max_bytes`.
pub(crate) fn unpack_all(unpacker: impl Read, max_bytes: u64) -> Result<Vec<u8>, String> {
    read_all(Explained(unpacker), max_bytes)
}

/// All of a reader that has `size` bytes, unless that has changed: in one piece.
fn read_expected(reader: impl Read, size: u64, max_bytes: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::with_capacity(size.try_into().unwrap_or_default());
    reader.take(max_bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| reason(&error))?;
    if bytes.len() as u64 > max_bytes { Err(too_large(max_bytes)) } else { Ok(bytes) }
}

pub(crate) fn too_large(max_bytes: u64) -> String {
    format!("more than {max_bytes} bytes: allow more with --max-bytes, or leave it out")
}

/// A file that ends, with nothing behind it but bytes. A pipe put in the place of a file after it was
/// found must not make the open wait, and a link put there must not lead elsewhere.
fn regular_file(input: &Input) -> Result<File, String> {
    let mut options = OpenOptions::new();
    options.read(true);
    let opened = match input.links {
        Links::Followed => regular::open_through_links(&mut options, &input.path),
        Links::PassedOver => regular::open(&mut options, &input.path),
    };
    let file = opened
        .map_err(|error| if regular::is_a_link(&error) { NO_LINKS.to_owned() } else { reason(&error) })?;
    match file.metadata() {
        Ok(metadata) if metadata.is_file() => Ok(file),
        Ok(_) => Err(NO_FILE.to_owned()),
        Err(error) => Err(reason(&error)),
    }
}

pub(crate) const NO_FILE: &str = "not a regular file: pipe it in, `tamis < FILE`";
pub(crate) const NO_LINKS: &str = "a symbolic link: follow such with --follow";

fn unpack(packed: impl Read + Send + 'static, packing: Packing) -> Box<dyn BufRead + Send> {
    let packed = Counted { reader: packed, count: 0 };
    match packing {
        Packing::Plain => Box::new(BufReader::with_capacity(BUFFER, packed.reader)),
        Packing::Gzip => Box::new(BufReader::with_capacity(
            BUFFER,
            Bounded {
                unpacked: MultiGzDecoder::new(packed),
                packed_size: |gzip| gzip.get_ref().count,
                size: 0,
            },
        )),
        Packing::Zstd => Box::new(BufReader::with_capacity(
            BUFFER,
            Bounded {
                unpacked: Frames::new(BufReader::with_capacity(BUFFER, packed)),
                packed_size: |frames| frames.get_ref().get_ref().count,
                size: 0,
            },
        )),
    }
}

/// Counts what is read.
struct Counted<R> {
    reader: R,
    count: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self.reader.read(buffer)?;
        self.count += size as u64;
        Ok(size)
    }
}

/// Stops where so much comes out of so little that it can only be meant to fill the memory.
struct Bounded<R> {
    unpacked: R,
    packed_size: fn(&R) -> u64,
    size: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let size = self.unpacked.read(buffer).map_err(explained)?;
        self.size += size as u64;
        if self.size > FREE.saturating_add((self.packed_size)(&self.unpacked).saturating_mul(MAX_RATIO)) {
            return Err(io::Error::other(format!(
                "unpacks to more than {MAX_RATIO} times its size: unpack it yourself if it is meant to"
            )));
        }
        Ok(size)
    }
}

/// What goes wrong in unpacking, in words.
struct Explained<R>(R);

impl<R: Read> Read for Explained<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(explained)
    }
}

fn explained(error: io::Error) -> io::Error {
    match error.kind() {
        ErrorKind::UnexpectedEof => damaged("it ends too early"),
        ErrorKind::InvalidInput | ErrorKind::InvalidData => damaged(&error.to_string()),
        _ => error,
    }
}

fn damaged(how: &str) -> io::Error {
    io::Error::other(format!("cannot be unpacked, {how}: fetch it again"))
}

#[cfg(test)]
mod tests {
    use super::{Packing, read_all, unpack};
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};
    use std::io::{Cursor, Write};

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).expect("memory");
        encoder.finish().expect("memory")
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        compress_to_vec(bytes, CompressionLevel::Fastest)
    }

    fn unpacked(packed: Vec<u8>, packing: Packing) -> Result<Vec<u8>, String> {
        read_all(unpack(Cursor::new(packed), packing), 1 << 30)
    }

    #[test]
    fn several_members_and_frames_are_one_stream() {
        let members = [gzip(b"Hello, "), gzip(b"world")].concat();
        assert_eq!(unpacked(members, Packing::Gzip).as_deref(), Ok(&b"Hello, world"[..]));
        let skippable = [&[0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0][..], b"abc"].concat();
        let frames = [zstd(b"Hello, "), skippable, zstd(b"world"), zstd(b"")].concat();
        assert_eq!(unpacked(frames, Packing::Zstd).as_deref(), Ok(&b"Hello, world"[..]));
    }

    #[test]
    fn what_is_cut_off_is_an_error_and_never_half_a_page() {
        let text: Vec<u8> =
            (0..20_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        for (packed, packing) in [(gzip(&text), Packing::Gzip), (zstd(&text), Packing::Zstd)] {
            for cut in [5, packed.len() / 2, packed.len() - 1] {
                let error = unpacked(packed[..cut].to_vec(), packing).expect_err("cut off");
                assert!(error.starts_with("cannot be unpacked, "), "{packing:?} {cut}: {error}");
            }
        }
    }

    #[test]
    fn a_bomb_is_stopped() {
        let zeros = vec![0; 64 << 20];
        for (packed, packing) in [(gzip(&zeros), Packing::Gzip), (zstd(&zeros), Packing::Zstd)] {
            let error = unpacked(packed, packing).expect_err("a bomb");
            assert!(error.starts_with("unpacks to more than 200 times its size"), "{error}");
        }
    }

    #[test]
    fn more_than_is_allowed_is_an_error() {
        assert_eq!(read_all(&b"Hello"[..], 5).as_deref(), Ok(&b"Hello"[..]));
        assert!(read_all(&b"Hello"[..], 4).is_err());
    }
}
