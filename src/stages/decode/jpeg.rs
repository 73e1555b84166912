//! JPEG files, by `zune-jpeg` itself.
//!
//! The `image` crate reads them by the same decoder, but copies the file first, reads its header three times in two
//! compiled versions, and hands over three bytes a pixel where this decoder can write four: more memory, more time and
//! more to download for the same pixels. And a stop could not reach it, since the copy is all that it reads.

use image::metadata::Orientation;
use zune_core::bytestream::{ZByteIoError, ZByteReaderTrait, ZCursor, ZSeekFrom};
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

use crate::context::Context;
use crate::error::Result;

use super::profile::Profile;
use super::{Decoded, PIXEL_BYTES, failure, intact};

/// # Errors
/// As those of [`super::run`].
pub fn read(bytes: &[u8], ctx: &Context<'_>) -> Result<Decoded> {
    // Only a strict decoder ends at a read that fails, which is how it hears of a stop. What it takes for a fault may
    // be none.
    decode(bytes, ctx, true).or_else(|_| ctx.check().and_then(|()| decode(bytes, ctx, false)))
}

fn decode(bytes: &[u8], ctx: &Context<'_>, strict: bool) -> Result<Decoded> {
    let mut decoder = open(bytes, ctx, strict, ColorSpace::RGBA)?;
    let is_grey = decoder.input_colorspace() == Some(ColorSpace::Luma);
    let four = is_grey || decoder.input_colorspace() == Some(ColorSpace::YCbCr);
    if !four {
        // It writes no alpha for the others, and how it writes is chosen when the header is read.
        decoder = open(bytes, ctx, strict, ColorSpace::RGB)?;
    }
    let (width, height) = decoder.dimensions().unwrap_or_default();
    let (width, height) = (width as u32, height as u32);
    ctx.limits.check(width, height, if four { PIXEL_BYTES } else { 3 + PIXEL_BYTES })?;
    intact::check_jpeg(bytes)?;
    let orientation = decoder.exif().and_then(|exif| Orientation::from_exif_chunk(exif));
    // Of inks there are only tables, which are not read.
    let profile = decoder.icc_profile().and_then(|icc| Profile::read(&icc, is_grey));
    ctx.report(1, 10);
    ctx.check()?;

    let data = if four {
        let mut data = vec![[0; 4]; width as usize * height as usize];
        decoder.decode_into(data.as_flattened_mut()).map_err(|e| failure::from_jpeg(&e))?;
        // Where it could read nothing it leaves all four as they were, or makes them grey.
        data.iter_mut().for_each(|pixel| pixel[3] = 255);
        data
    } else {
        let samples = decoder.decode().map_err(|e| failure::from_jpeg(&e))?;
        samples.as_chunks().0.iter().map(|&[r, g, b]| [r, g, b, 255]).collect()
    };
    let orientation = orientation.unwrap_or(Orientation::NoTransforms);
    Ok(Decoded { width, height, data, orientation, profile })
}

/// A decoder that has read the header.
fn open<'a>(
    bytes: &'a [u8],
    ctx: &Context<'a>,
    strict: bool,
    output: ColorSpace,
) -> Result<JpegDecoder<Source<'a>>> {
    // Our own limits speak first; JPEG knows no larger size than theirs.
    let options = DecoderOptions::default()
        .set_strict_mode(strict)
        .set_max_width(usize::MAX)
        .set_max_height(usize::MAX)
        .jpeg_set_out_colorspace(output);
    let source = Source { file: ZCursor::new(bytes), ctx: *ctx };
    let mut decoder = JpegDecoder::new_with_options(source, options);
    decoder.decode_headers().map_err(|e| failure::from_jpeg(&e))?;
    Ok(decoder)
}

/// The file, which can no longer be read once its job was stopped: [`super::watched::Watched`] at the pace of a cursor,
/// since the decoder reads four bytes at a time.
struct Source<'a> {
    file: ZCursor<&'a [u8]>,
    ctx: Context<'a>,
}

impl Source<'_> {
    #[inline(always)]
    fn check(&self) -> std::result::Result<(), ZByteIoError> {
        self.ctx.check().map_err(|_| ZByteIoError::Generic("stopped"))
    }
}

impl ZByteReaderTrait for Source<'_> {
    /// Cannot fail; whoever reads so asks [`Self::is_eof`] too.
    #[inline(always)]
    fn read_byte_no_error(&mut self) -> u8 {
        self.file.read_byte_no_error()
    }

    #[inline(always)]
    fn read_exact_bytes(&mut self, into: &mut [u8]) -> std::result::Result<(), ZByteIoError> {
        self.check()?;
        self.file.read_exact_bytes(into)
    }

    #[inline(always)]
    fn read_bytes(&mut self, into: &mut [u8]) -> std::result::Result<usize, ZByteIoError> {
        self.check()?;
        self.file.read_bytes(into)
    }

    fn peek_bytes(&mut self, into: &mut [u8]) -> std::result::Result<usize, ZByteIoError> {
        self.file.peek_bytes(into)
    }

    fn peek_exact_bytes(&mut self, into: &mut [u8]) -> std::result::Result<(), ZByteIoError> {
        self.file.peek_exact_bytes(into)
    }

    #[inline(always)]
    fn z_seek(&mut self, to: ZSeekFrom) -> std::result::Result<u64, ZByteIoError> {
        self.file.z_seek(to)
    }

    #[inline(always)]
    fn is_eof(&mut self) -> std::result::Result<bool, ZByteIoError> {
        self.check()?;
        self.file.is_eof()
    }

    fn z_position(&mut self) -> std::result::Result<u64, ZByteIoError> {
        self.file.z_position()
    }

    fn read_remaining(&mut self, into: &mut Vec<u8>) -> std::result::Result<usize, ZByteIoError> {
        self.file.read_remaining(into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Control;
    use crate::limits::Limits;

    fn assert_same(bytes: &[u8], name: &str) {
        let ours = read(bytes, &Context::unhindered()).expect("a good file");
        let theirs = image::load_from_memory(bytes).expect("a good file").into_rgba8();
        assert_eq!(theirs.dimensions(), (ours.width, ours.height), "{name}");
        assert!(theirs.as_raw() == ours.data.as_flattened(), "{name}");
    }

    #[test]
    fn pixels_are_those_of_the_image_crate() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/formats/");
        for name in ["baseline", "progressive", "grey", "orientation-6", "cmyk"] {
            let bytes = std::fs::read(format!("{folder}{name}.jpg")).expect("it can be read");
            assert_same(&bytes, name);
            if name == "cmyk" {
                let mut bytes = bytes;
                let adobe = bytes.windows(5).position(|word| word == b"Adobe").expect("it says who wrote it");
                // The inks are said to be (or no longer to be) luma, two chromas and black.
                bytes[adobe + 11] ^= 2;
                assert_same(&bytes, "ycck");
            }
        }
    }

    #[test]
    fn a_stop_ends_the_scan() {
        let bytes = include_bytes!("../../../tests/corpus/formats/progressive.jpg");
        let (control, limits) = (Control::default(), Limits::default());
        let ctx = Context::new(&control, &limits);
        let mut decoder = open(bytes, &ctx, true, ColorSpace::RGBA).expect("a good file");
        control.cancel();
        assert!(decoder.decode().is_err());
    }
}
