//! The decoders' many errors, sorted into ours.
//!
//! The decoders report a file that stops early in half a dozen ways; what a person wants to know
//! is whether the download broke off (try again) or the file is damaged (export it again).

use std::error::Error as _;
use std::io;

use image::{ImageError, ImageFormat};
use zune_jpeg::errors::DecodeErrors;

use crate::error::{Error, ErrorKind};

pub fn truncated() -> Error {
    Error::new(
        ErrorKind::Truncated,
        "The file stops before the picture is complete. Download or copy it again.",
    )
}

pub fn malformed(format: ImageFormat, detail: &dyn std::fmt::Display) -> Error {
    Error::new(
        ErrorKind::Malformed,
        format!(
            "The {} file is damaged ({}). Open it in an image editor and export it again.",
            name(format),
            // Some decoders end their words with a line break.
            detail.to_string().trim()
        ),
    )
}

/// Nothing in the first bytes is known; says what they look like where that helps.
pub fn unknown_format(bytes: &[u8]) -> Error {
    let brand = bytes.get(4..12).unwrap_or_default();
    let trimmed = bytes.trim_ascii_start();
    let what = if brand.starts_with(b"ftypavi") {
        "This is an AVIF picture, which is read in the browser only."
    } else if brand.starts_with(b"ftyphei") || brand.starts_with(b"ftypmif1") {
        "This is a HEIC picture."
    } else if bytes.starts_with(&[0xFF, 0x0A]) || bytes.starts_with(b"\0\0\0\x0cJXL ") {
        "This is a JPEG XL picture."
    } else if bytes.starts_with(b"%PDF") {
        "This is a PDF document."
    } else if trimmed.starts_with(b"<svg") || trimmed.starts_with(b"<?xml") {
        "This is an XML or SVG file, which is a vector already."
    } else if std::str::from_utf8(&bytes[..bytes.len().min(256)]).is_ok() {
        "This is a text file, not a picture."
    } else {
        "This is not a picture of a known format."
    };
    Error::new(
        ErrorKind::Unsupported,
        format!("{what} Use PNG, JPEG, WebP, GIF, BMP, TIFF, ICO, PNM or QOI."),
    )
}

/// Reading from memory fails only where the data ends.
pub fn from_io(_: &io::Error) -> Error {
    truncated()
}

pub fn from_image(error: &ImageError, format: ImageFormat) -> Error {
    match error {
        ImageError::IoError(e) => from_io(e),
        ImageError::Limits(e) => Error::new(
            ErrorKind::TooLarge,
            format!(
                "Decoding the picture would take more memory than is allowed ({e}). Scale it down and try again."
            ),
        ),
        ImageError::Unsupported(e) => Error::new(
            ErrorKind::Unsupported,
            format!("This kind of {} file is not read here ({e}). Export it as PNG.", name(format)),
        ),
        other if stops_early(other) => truncated(),
        other => malformed(format, other),
    }
}

pub fn from_jpeg(error: &DecodeErrors) -> Error {
    match error {
        DecodeErrors::Unsupported(_) => Error::new(
            ErrorKind::Unsupported,
            format!("This kind of JPEG file is not read here ({error}). Export it as PNG."),
        ),
        _ if says_end(error) => truncated(),
        _ => malformed(ImageFormat::Jpeg, error),
    }
}

/// Whether the data ended, told by an I/O error somewhere below, or else by the decoder's words.
fn stops_early(error: &ImageError) -> bool {
    let mut cause = error.source();
    while let Some(e) = cause {
        if e.downcast_ref::<io::Error>().is_some_and(|e| e.kind() == io::ErrorKind::UnexpectedEof) {
            return true;
        }
        cause = e.source();
    }
    says_end(error)
}

fn says_end(error: &dyn std::fmt::Display) -> bool {
    let words = error.to_string().to_ascii_lowercase();
    [
        "unexpected end",
        "unexpected eof",
        "end of file",
        "no more bytes",
        "not enough bytes",
        "premature",
        "exhausted",
    ]
    .iter()
    .any(|phrase| words.contains(phrase))
}

fn name(format: ImageFormat) -> &'static str {
    match format {
        ImageFormat::Png => "PNG",
        ImageFormat::Jpeg => "JPEG",
        ImageFormat::WebP => "WebP",
        ImageFormat::Gif => "GIF",
        ImageFormat::Bmp => "BMP",
        ImageFormat::Tiff => "TIFF",
        ImageFormat::Ico => "ICO",
        ImageFormat::Pnm => "PNM",
        ImageFormat::Qoi => "QOI",
        _ => "picture",
    }
}
