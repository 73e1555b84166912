//! What of a PNG is looked at before the decoder gets it.
//!
//! Two things its decoder is not asked, since its answer would be no error: the size where addresses have 32 bits
//! (it refuses what they could not hold before it can be asked for the size; the message is to name it there, too),
//! and a palette that stops within a colour, on which it panics. Walking the whole file was rejected: chunks after
//! the first data are the decoder's.

use crate::context::Context;
use crate::error::Result;

use super::{PIXEL_BYTES, failure};

/// The signature, and a header chunk with its checksum.
const HEADER_END: usize = 33;
const COLOR_TYPE_AT: usize = 25;
/// Pixels are numbers of colours.
const INDEXED: u8 = 3;

/// # Errors
/// `too-large` from the header, `malformed` for a palette of broken colours.
pub fn check(bytes: &[u8], ctx: &Context<'_>) -> Result<()> {
    let [.., w0, w1, w2, w3, h0, h1, h2, h3] = *bytes.first_chunk::<24>().unwrap_or(&[0; 24]);
    let (width, height) = (u32::from_be_bytes([w0, w1, w2, w3]), u32::from_be_bytes([h0, h1, h2, h3]));
    ctx.limits.check(width, height, PIXEL_BYTES)?;
    match palette_length(bytes) {
        Some(length) if length % 3 != 0 && bytes[COLOR_TYPE_AT] == INDEXED => Err(failure::malformed(
            image::ImageFormat::Png,
            &format_args!("its palette of {length} bytes stops within a colour"),
        )),
        _ => Ok(()),
    }
}

/// Bytes of a palette that stands before the picture's data.
fn palette_length(bytes: &[u8]) -> Option<u32> {
    let mut at = HEADER_END;
    loop {
        let [a, b, c, d, kind @ ..] = *bytes.get(at..)?.first_chunk::<8>()?;
        let length = u32::from_be_bytes([a, b, c, d]);
        match &kind {
            b"PLTE" => return Some(length),
            b"IDAT" => return None,
            _ => at = at.checked_add(length as usize)?.checked_add(12)?,
        }
    }
}
