//! A picture as it came out of a file or from a canvas.
//!
//! Pixels are `[u8; 4]` rather than a flat byte array: the engine compares whole pixels, and an
//! index then means one. The `image` crate's buffers were rejected as the common currency: they
//! would carry that crate's types through every stage.

use std::sync::Arc;

use super::PixelBuffer;
use crate::error::{Error, ErrorKind, Result};

/// Straight (not premultiplied) sRGB with alpha, row-major.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Width, px.
    pub width: u32,
    /// Height, px.
    pub height: u32,
    /// `width * height` pixels, red, green, blue, alpha.
    pub data: Arc<PixelBuffer>,
}

impl Pixels {
    /// Takes pixels that the caller already has.
    ///
    /// # Errors
    /// [`ErrorKind::Malformed`] when `data` does not hold `width * height` pixels.
    pub fn new(width: u32, height: u32, data: impl Into<PixelBuffer>) -> Result<Self> {
        let data = data.into();
        let wanted = u64::from(width) * u64::from(height);
        if data.len() as u64 != wanted {
            return Err(Error::new(
                ErrorKind::Malformed,
                format!(
                    "{width} × {height} px need {} bytes of RGBA, but {} were given.",
                    wanted * 4,
                    data.len() * 4
                ),
            ));
        }
        Ok(Self { width, height, data: Arc::new(data) })
    }

    /// Bytes held.
    pub fn byte_len(&self) -> usize {
        self.data.len() * 4
    }
}
