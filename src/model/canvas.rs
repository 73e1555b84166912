//! The prepared picture.

use std::sync::Arc;

use crate::image::PixelBuffer;

/// Straight (not premultiplied) sRGB pixels with alpha, ready to be segmented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canvas {
    /// Width, px.
    pub width: u32,
    /// Height, px.
    pub height: u32,
    /// Size of the picture before it was scaled down, px; what the SVG's `width` and `height` say.
    pub source_size: (u32, u32),
    /// Row-major RGBA, `width * height` pixels. Fully transparent pixels are `[0, 0, 0, 0]`.
    /// Shared with the decoded picture when nothing had to change.
    pub pixels: Arc<PixelBuffer>,
    /// No pixel is translucent.
    pub opaque: bool,
}

impl Canvas {
    /// Bytes held.
    pub fn byte_len(&self) -> usize {
        self.pixels.len() * 4
    }
}
