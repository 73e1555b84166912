//! The picture as comparable words with a margin of nothing around it.
//!
//! Windows of up to seven pixels then need no bounds at the picture's edge, and the edge of a
//! shape that touches it is found like any other. Clamping coordinates at each access was
//! rejected: it costs more than the margin and invents neighbours that are not there.

use crate::model::Canvas;

/// Pixels of nothing on each side.
pub(super) const MARGIN: usize = 3;

/// Row-major colour words; fully transparent is 0.
pub(super) struct Padded {
    /// Width with both margins, px.
    pub width: usize,
    /// Height with both margins, px.
    pub height: usize,
    /// Straight RGBA, one word a pixel (little endian).
    pub words: Vec<u32>,
}

impl Padded {
    pub fn new(canvas: &Canvas) -> Self {
        let (inner, rows) = (canvas.width as usize, canvas.height as usize);
        let (width, height) = (inner + 2 * MARGIN, rows + 2 * MARGIN);
        let mut words = vec![0; width * height];
        for (y, row) in canvas.pixels.chunks_exact(inner.max(1)).take(rows).enumerate() {
            let start = (y + MARGIN) * width + MARGIN;
            for (word, &pixel) in words[start..start + inner].iter_mut().zip(row) {
                *word = to_word(pixel);
            }
        }
        Self { width, height, words }
    }

    /// Centre of a pixel in canvas coordinates.
    #[inline]
    pub fn centre(&self, index: usize) -> (f64, f64) {
        let (x, y) = (index % self.width, index / self.width);
        (x as f64 + 0.5 - MARGIN as f64, y as f64 + 0.5 - MARGIN as f64)
    }

    /// Pixels that are not fully transparent, at least one.
    pub fn visible(&self) -> f32 {
        self.words.iter().filter(|&&word| word != 0).count().max(1) as f32
    }

    /// Width without the margins, px.
    pub fn inner_width(&self) -> usize {
        self.width - 2 * MARGIN
    }

    /// Index in the picture without margins of a pixel inside them.
    pub fn inner_index(&self, index: usize) -> usize {
        let (x, y) = (index % self.width, index / self.width);
        (y - MARGIN) * self.inner_width() + x - MARGIN
    }

    /// The four neighbours of a pixel that is not on the rim.
    #[inline]
    pub fn cross(&self, index: usize) -> [usize; 4] {
        [index - 1, index + 1, index - self.width, index + self.width]
    }

    /// Copies what lies inside the margin.
    pub fn crop<T: Copy>(&self, values: &[T]) -> Vec<T> {
        let inner = self.inner_width();
        let mut cropped = Vec::with_capacity(inner * (self.height - 2 * MARGIN));
        for row in values.chunks_exact(self.width).skip(MARGIN).take(self.height - 2 * MARGIN) {
            cropped.extend_from_slice(&row[MARGIN..MARGIN + inner]);
        }
        cropped
    }
}

/// A pixel as one word.
#[inline]
pub(super) fn to_word(pixel: [u8; 4]) -> u32 {
    let word = u32::from_le_bytes(pixel);
    if word >> 24 == 0 { 0 } else { word }
}

/// Premultiplied sRGB, 0–255 each: the space that renderers blend in.
#[inline]
pub(super) fn premultiplied(word: u32) -> [f32; 4] {
    let [r, g, b, a] = word.to_le_bytes();
    let alpha = f32::from(a) / 255.0;
    [f32::from(r) * alpha, f32::from(g) * alpha, f32::from(b) * alpha, f32::from(a)]
}

/// [`premultiplied`] in quarter levels: integers, so that comparing neighbours is exact.
#[inline]
pub(super) fn quarter_levels(word: u32) -> [i16; 4] {
    let [r, g, b, a] = word.to_le_bytes();
    if a == 255 {
        return [i16::from(r) * 4, i16::from(g) * 4, i16::from(b) * 4, i16::from(a) * 4];
    }
    let scaled = |v: u8| ((u32::from(v) * u32::from(a) * 8 + 255) / 510) as i16;
    [scaled(r), scaled(g), scaled(b), i16::from(a) * 4]
}

/// Whether two colours differ by at most `most` levels in every premultiplied channel.
#[inline]
pub(super) fn premultiplied_within(a: u32, b: u32, most: u8) -> bool {
    // Edges against nothing and opaque colours are told apart without premultiplying.
    if (a >> 24).abs_diff(b >> 24) > u32::from(most) {
        return false;
    }
    if a & b >= 0xFF00_0000 {
        return within(a, b, most);
    }
    let (a, b) = (quarter_levels(a), quarter_levels(b));
    (0..4).all(|j| (a[j] - b[j]).abs() <= i16::from(most) * 4)
}

/// Whether two colours differ by at most `most` levels in every channel.
#[inline]
pub(super) fn within(a: u32, b: u32, most: u8) -> bool {
    a == b || a.to_le_bytes().into_iter().zip(b.to_le_bytes()).all(|(a, b)| a.abs_diff(b) <= most)
}
