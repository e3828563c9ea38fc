//! The frames of a zstd stream, one after the other. The decoder knows only one; tools that pack in
//! parallel, and crawlers that pack each record, write many.

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::io::{self, BufRead, ErrorKind, Read};

/// Unpacks a zstd stream.
pub(crate) struct Frames<R> {
    packed: R,
    decoder: FrameDecoder,
    within_a_frame: bool,
}

impl<R: BufRead> Frames<R> {
    pub(crate) fn new(packed: R) -> Self {
        Frames { packed, decoder: FrameDecoder::new(), within_a_frame: false }
    }

    /// What is being unpacked.
    pub(crate) fn get_ref(&self) -> &R {
        &self.packed
    }

    /// Begins the next frame, or skips it if it holds nothing for us. False at the end.
    fn begin_frame(&mut self) -> io::Result<bool> {
        if self.packed.fill_buf()?.is_empty() {
            return Ok(false);
        }
        match self.decoder.init(&mut self.packed) {
            Ok(()) => self.within_a_frame = true,
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                length, ..
            })) => {
                let skipped = io::copy(&mut self.packed.by_ref().take(length.into()), &mut io::sink())?;
                if skipped < u64::from(length) {
                    return Err(ErrorKind::UnexpectedEof.into());
                }
            }
            Err(error) => return Err(damaged(&error)),
        }
        Ok(true)
    }

    fn end_frame(&mut self) -> io::Result<()> {
        self.within_a_frame = false;
        let (told, found) = (self.decoder.get_checksum_from_data(), self.decoder.get_calculated_checksum());
        if told.is_some() && told != found {
            return Err(io::Error::new(ErrorKind::InvalidData, "its checksum is wrong"));
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.within_a_frame && !self.begin_frame()? {
                return Ok(0);
            }
            while self.within_a_frame {
                if self.decoder.can_collect() == 0 && self.decoder.is_finished() {
                    self.end_frame()?;
                } else if self.decoder.can_collect() == 0 {
                    let wanted = BlockDecodingStrategy::UptoBytes(buffer.len());
                    self.decoder.decode_blocks(&mut self.packed, wanted).map_err(|error| damaged(&error))?;
                } else {
                    return self.decoder.read(buffer);
                }
            }
        }
    }
}

fn damaged(error: &FrameDecoderError) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, error.to_string())
}
