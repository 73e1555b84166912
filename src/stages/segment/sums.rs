//! What is added up over each region: integers, so that the order of addition does not show.

use super::color::Feature;
use crate::context::Context;
use crate::error::Result;

/// Sums over the pixels of one region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct ColorSum {
    /// Red, green and blue, each times alpha (0–255²).
    pub premultiplied: [u64; 3],
    /// Alpha.
    pub alpha: u64,
    /// Pixels.
    pub pixels: u32,
    /// Pixels with alpha 255.
    pub opaque: u32,
    /// Pixels with alpha 0.
    pub clear: u32,
}

impl ColorSum {
    #[inline]
    pub fn add_pixel(&mut self, [red, green, blue, alpha]: [u8; 4]) {
        let weight = u32::from(alpha);
        self.premultiplied[0] += u64::from(u32::from(red) * weight);
        self.premultiplied[1] += u64::from(u32::from(green) * weight);
        self.premultiplied[2] += u64::from(u32::from(blue) * weight);
        self.alpha += u64::from(weight);
        self.pixels += 1;
        self.opaque += u32::from(alpha == 255);
        self.clear += u32::from(alpha == 0);
    }

    /// Takes a pixel out that was added.
    pub fn take_pixel(&mut self, pixel: [u8; 4]) {
        let mut part = Self::default();
        part.add_pixel(pixel);
        for (sum, part) in self.premultiplied.iter_mut().zip(part.premultiplied) {
            *sum -= part;
        }
        self.alpha -= part.alpha;
        self.pixels -= part.pixels;
        self.opaque -= part.opaque;
        self.clear -= part.clear;
    }

    /// Adds another region.
    #[inline]
    pub fn add(&mut self, other: &Self) {
        for (sum, part) in self.premultiplied.iter_mut().zip(other.premultiplied) {
            *sum += part;
        }
        self.alpha += other.alpha;
        self.pixels += other.pixels;
        self.opaque += other.opaque;
        self.clear += other.clear;
    }

    /// The colour that stands for the region: the mean, weighted by alpha. A region that is
    /// mostly opaque is opaque and one that is mostly nothing is nothing: soft edges are the
    /// boundary's business, not the fill's.
    pub fn color(&self) -> [u8; 4] {
        let pixels = u64::from(self.pixels).max(1);
        if u64::from(self.clear) * 2 > pixels || self.alpha == 0 {
            return [0; 4];
        }
        let alpha = if u64::from(self.opaque) * 2 >= pixels {
            255
        } else {
            // Fully transparent pixels at the rim do not thin a translucent fill.
            let visible = pixels - u64::from(self.clear);
            ((self.alpha + visible / 2) / visible).clamp(1, 255) as u8
        };
        let [red, green, blue] =
            self.premultiplied.map(|sum| ((sum + self.alpha / 2) / self.alpha).min(255) as u8);
        [red, green, blue, alpha]
    }
}

/// Sum of the features of one region, for the merge.
pub(super) type FeatureSum = [i64; 4];

/// Adds up the pixels of each of `count` regions; the arrays are row-major and of one length.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn measure(
    labels: &[u32],
    count: usize,
    features: &[Feature],
    pixels: &[[u8; 4]],
    ctx: &Context<'_>,
) -> Result<(Vec<FeatureSum>, Vec<ColorSum>)> {
    let mut feature_sums = vec![[0i64; 4]; count];
    let mut color_sums = vec![ColorSum::default(); count];
    let mut short_sums = Vec::new();
    let pixels = features.chunks(CHUNK).zip(pixels.chunks(CHUNK));
    for (labels, (features, pixels)) in labels.chunks(CHUNK).zip(pixels) {
        ctx.check()?;
        let together = labels.iter().zip(features.iter().zip(pixels));
        if pixels.iter().fold(u32::MAX, |all, pixel| all & u32::from_le_bytes(*pixel)) >> 24 < 255 {
            for (&label, (feature, &pixel)) in together {
                let region = label as usize;
                for (axis, &value) in feature_sums[region].iter_mut().zip(feature) {
                    *axis += i64::from(value);
                }
                color_sums[region].add_pixel(pixel);
            }
            continue;
        }
        short_sums.clear();
        short_sums.resize(count, ShortSum::default());
        for (&label, (feature, pixel)) in together {
            let sum = &mut short_sums[label as usize];
            for axis in 0..4 {
                sum.feature[axis] += i32::from(feature[axis]);
                sum.levels[axis] += u32::from(pixel[axis]);
            }
        }
        for (sum, (feature_sum, color_sum)) in
            short_sums.iter().zip(feature_sums.iter_mut().zip(&mut color_sums))
        {
            for (axis, value) in feature_sum.iter_mut().zip(sum.feature) {
                *axis += i64::from(value);
            }
            color_sum.add(&sum.color());
        }
    }
    Ok((feature_sums, color_sums))
}

/// Pixels that sums in words of 32 bits hold.
const CHUNK: usize = 1 << 18;

/// Sums over opaque pixels in words of which a vector register has all four: what is done for every pixel of a photo.
#[derive(Clone, Copy, Default)]
struct ShortSum {
    feature: [i32; 4],
    levels: [u32; 4],
}

impl ShortSum {
    fn color(&self) -> ColorSum {
        let [red, green, blue, alpha] = self.levels.map(u64::from);
        let premultiplied = [red, green, blue].map(|sum| 255 * sum);
        let pixels = (alpha / 255) as u32;
        ColorSum { premultiplied, alpha, pixels, opaque: pixels, clear: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn color(pixels: &[[u8; 4]]) -> [u8; 4] {
        let mut sum = ColorSum::default();
        for &pixel in pixels {
            sum.add_pixel(pixel);
        }
        sum.color()
    }

    #[test]
    fn an_opaque_region_has_the_rounded_mean() {
        assert_eq!(color(&[[10, 0, 255, 255], [11, 1, 254, 255]]), [11, 1, 255, 255]);
    }

    #[test]
    fn soft_edges_neither_thin_nor_darken_a_fill() {
        let mut pixels = vec![[200, 100, 50, 255]; 3];
        pixels.push([200, 100, 50, 40]);
        pixels.push([0, 0, 0, 0]);
        assert_eq!(color(&pixels), [200, 100, 50, 255]);
    }

    #[test]
    fn glass_stays_glass_and_nothing_stays_nothing() {
        assert_eq!(color(&[[9, 9, 9, 128], [9, 9, 9, 130], [0, 0, 0, 0]]), [9, 9, 9, 129]);
        assert_eq!(color(&[[9, 9, 9, 90], [0, 0, 0, 0], [0, 0, 0, 0]]), [0; 4]);
        assert_eq!(color(&[]), [0; 4]);
    }
}
