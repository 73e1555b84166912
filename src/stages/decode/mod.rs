//! Bytes → pixels: recognise the format, refuse what is too large, decode, turn upright.
//!
//! The formats come from the `image` crate, and JPEG from `zune-jpeg`; what is ours is the order of
//! things: the size is checked from the header before any pixel memory is taken, the first frame is
//! taken of animations, 16-bit samples are rounded (not truncated) to 8, colours become sRGB (see
//! [`profile`]), and the EXIF orientation is applied, since a vector has no such flag. Decoding in
//! the browser alone was rejected: its canvas rounds the colours of translucent pixels.

mod failure;
mod intact;
mod jpeg;
mod orient;
mod png;
mod profile;
mod watched;

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ImageDecoder, ImageFormat, ImageReader};

use self::profile::Profile;
use self::watched::Watched;
use crate::context::Context;
use crate::error::{Error, ErrorKind, Result};
use crate::image::Pixels;

/// Bytes a pixel takes in [`Pixels`].
const PIXEL_BYTES: u64 = 4;

/// Formats behind the feature `formats`.
const RARE: [ImageFormat; 5] =
    [ImageFormat::WebP, ImageFormat::Tiff, ImageFormat::Ico, ImageFormat::Pnm, ImageFormat::Qoi];

/// Whether a file that begins so is read only with the feature `formats`.
pub fn is_rare(head: &[u8]) -> bool {
    image::guess_format(head).is_ok_and(|format| RARE.contains(&format))
}

/// Decodes a picture file.
///
/// Reads PNG, JPEG, WebP, GIF, BMP, TIFF, ICO, PNM and QOI, by their content, not their name.
///
/// # Errors
/// `unsupported` for bytes of no known format, `truncated` and `malformed` for broken files,
/// `too-large` from the header alone, `cancelled`.
pub fn run(bytes: &[u8], ctx: &Context<'_>) -> Result<Pixels> {
    // A stop reaches the decoder as a read that fails, and comes back as a broken file.
    decoded(bytes, ctx).or_else(|error| ctx.check().and(Err(error)))
}

fn decoded(bytes: &[u8], ctx: &Context<'_>) -> Result<Pixels> {
    ctx.check()?;
    if bytes.is_empty() {
        return Err(Error::new(ErrorKind::Truncated, "The file is empty. Choose a picture with content."));
    }
    let source = Watched::new(Cursor::new(bytes), *ctx);
    let reader = ImageReader::new(source).with_guessed_format().map_err(|e| failure::from_io(&e))?;
    let decoded = match reader.format() {
        Some(ImageFormat::Jpeg) => borrowed(ImageFormat::Jpeg, || jpeg::read(bytes, ctx)),
        Some(ImageFormat::Png) => {
            png::check(bytes, ctx)?;
            borrowed(ImageFormat::Png, || read(reader, ImageFormat::Png, ctx))
        }
        Some(format) if format.reading_enabled() => borrowed(format, || read(reader, format, ctx)),
        _ => Err(failure::unknown_format(bytes)),
    }?;
    ctx.report(9, 10);
    ctx.check()?;
    let Decoded { width, height, mut data, orientation, profile } = decoded;
    if let Some(profile) = profile {
        profile.apply(&mut data, ctx)?;
    }
    let (width, height, data) = orient::upright(width, height, data, orientation);
    Pixels::new(width, height, data)
}

/// A file that a decoder panics on is a damaged file. (In WebAssembly it traps and the worker is replaced.)
fn borrowed(format: ImageFormat, decoder: impl FnOnce() -> Result<Decoded>) -> Result<Decoded> {
    catch_unwind(AssertUnwindSafe(decoder))
        .unwrap_or_else(|_| Err(failure::malformed(format, &"its decoder gave up")))
}

/// A picture as it lies in its file.
struct Decoded {
    width: u32,
    height: u32,
    data: Vec<[u8; 4]>,
    orientation: Orientation,
    profile: Option<Profile>,
}

/// Reads what the `image` crate knows.
fn read<'a>(
    reader: ImageReader<Watched<'a, Cursor<&'a [u8]>>>,
    format: ImageFormat,
    ctx: &Context<'_>,
) -> Result<Decoded> {
    let mut decoder = reader.into_decoder().map_err(|e| failure::from_image(&e, format))?;
    let (width, height) = decoder.dimensions();
    let color = decoder.color_type();
    ctx.limits.check(width, height, u64::from(color.bytes_per_pixel()) + PIXEL_BYTES)?;
    let mut limits = image::Limits::no_limits();
    limits.max_image_width = Some(ctx.limits.max_width);
    limits.max_image_height = Some(ctx.limits.max_height);
    limits.max_alloc = Some(ctx.limits.max_bytes);
    decoder.set_limits(limits).map_err(|e| failure::from_image(&e, format))?;
    // A broken EXIF block must not cost the picture.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    // … nor a broken profile.
    let icc = decoder.icc_profile().unwrap_or(None);
    let profile = icc.and_then(|icc| Profile::read(&icc, !color.has_color()));
    ctx.report(1, 10);
    ctx.check()?;

    let data = if color == ColorType::Rgba8 {
        let mut data = vec![[0u8; 4]; width as usize * height as usize];
        decoder.read_image(data.as_flattened_mut()).map_err(|e| failure::from_image(&e, format))?;
        data
    } else {
        let picture = DynamicImage::from_decoder(decoder).map_err(|e| failure::from_image(&e, format))?;
        ctx.report(7, 10);
        ctx.check()?;
        rgba(picture)
    };
    Ok(Decoded { width, height, data, orientation, profile })
}

/// Widens or narrows every sample type to 8-bit RGBA.
fn rgba(picture: DynamicImage) -> Vec<[u8; 4]> {
    match picture {
        DynamicImage::ImageLuma8(p) => p.as_raw().iter().map(|&l| [l, l, l, 255]).collect(),
        DynamicImage::ImageRgb8(p) => {
            p.as_raw().as_chunks::<3>().0.iter().map(|&[r, g, b]| [r, g, b, 255]).collect()
        }
        other => other.into_rgba8().as_raw().as_chunks::<4>().0.to_vec(),
    }
}
