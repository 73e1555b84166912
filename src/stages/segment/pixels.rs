//! What is known of each pixel of the picture, without the margin.

/// One entry a pixel, row-major.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pixels {
    pub width: usize,
    /// Label of the paint that covers most of it.
    pub own: Vec<u16>,
    /// Label of the paint on the far side; the same where it is pure.
    pub other: Vec<u16>,
    /// Share of `own`, 255 = all.
    pub coverage: Vec<u8>,
}

impl Pixels {
    /// Each pixel wholly of its paint.
    pub fn pure(own: Vec<u16>, width: usize) -> Self {
        let coverage = vec![255; own.len()];
        Self { width, other: own.clone(), own, coverage }
    }

    /// Renames all labels; a pixel whose two sides become one is pure.
    pub fn relabel(&mut self, new: impl Fn(u16) -> u16) {
        for ((own, other), coverage) in self.own.iter_mut().zip(&mut self.other).zip(&mut self.coverage) {
            (*own, *other) = (new(*own), new(*other));
            if own == other {
                *coverage = 255;
            }
        }
    }

    /// The pixels beside, above and below.
    pub fn cross(&self, pixel: usize) -> impl Iterator<Item = usize> + use<> {
        cross(pixel, self.width, self.own.len())
    }

    /// The pixel and its eight neighbours, as far as they exist.
    pub fn block(&self, pixel: usize) -> impl Iterator<Item = usize> + use<> {
        let (x, y) = (pixel % self.width, pixel / self.width);
        let (width, height) = (self.width, self.own.len() / self.width);
        let columns = x.saturating_sub(1)..(x + 2).min(width);
        (y.saturating_sub(1)..(y + 2).min(height))
            .flat_map(move |y| columns.clone().map(move |x| y * width + x))
    }
}

/// The pixels beside, above and below one of a picture of so many pixels.
pub(super) fn cross(pixel: usize, width: usize, length: usize) -> impl Iterator<Item = usize> {
    let x = pixel % width;
    [
        (x > 0).then(|| pixel - 1),
        (x + 1 < width).then(|| pixel + 1),
        pixel.checked_sub(width),
        Some(pixel + width).filter(|&below| below < length),
    ]
    .into_iter()
    .flatten()
}
