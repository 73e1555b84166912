//! A few hundred pixels that stand for an area while a ramp is sought.

use super::area::Areas;
use crate::model::Sampler;

/// Samples taken of an area.
const WANTED: usize = 600;

/// `wanted` pixels in order, one of each equal part of the list: at a changing place of its part,
/// because a fixed step through rows of pixels can take all of them from one column.
pub(super) fn spread(pixels: &[u32], wanted: usize) -> impl Iterator<Item = u32> + '_ {
    /// The golden ratio's share of 2^32: successive multiples leave no part of it out.
    const GOLDEN: u32 = 0x9E37_79B9;
    let wanted = wanted.min(pixels.len());
    (0..wanted).map(move |i| {
        let (from, to) = (i * pixels.len() / wanted, (i + 1) * pixels.len() / wanted);
        let share = u64::from((i as u32).wrapping_mul(GOLDEN));
        pixels[from + (((to - from) as u64 * share) >> 32) as usize]
    })
}

/// A pixel's centre in canvas coordinates and its premultiplied sRGB, 0–255 each.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sample {
    pub x: f32,
    pub y: f32,
    pub color: [f32; 4],
}

/// The slope of one channel at a place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slope {
    pub x: f32,
    pub y: f32,
    pub dx: f32,
    pub dy: f32,
}

/// What a fit sees of an area.
pub(super) struct Samples {
    pub points: Vec<Sample>,
    pub slopes: Vec<Slope>,
}

impl Samples {
    /// Evenly spread pixels of `pixels` (all of one area), with slopes where the area is wide
    /// enough; longer differences first, since a level is coarse.
    pub fn take(areas: &Areas<'_>, pixels: &[u32]) -> Self {
        let mut samples = Self { points: Vec::with_capacity(WANTED), slopes: Vec::new() };
        let Some(&first) = pixels.first() else { return samples };
        let component = areas.component[first as usize];
        let width = areas.picture.width;
        for pixel in spread(pixels, WANTED) {
            let pixel = pixel as usize;
            let (x, y) = areas.picture.centre(pixel);
            let (x, y) = (x as f32, y as f32);
            samples.points.push(Sample { x, y, color: areas.level(pixel).map(|v| f32::from(v) / 4.0) });
            let reach = [4, 2, 1].into_iter().find(|&reach| {
                pixel > reach * width
                    && pixel + reach * width < areas.component.len()
                    && [pixel - reach, pixel + reach, pixel - reach * width, pixel + reach * width]
                        .iter()
                        .all(|&n| areas.component[n] == component)
            });
            let Some(reach) = reach else { continue };
            let (left, right) = (areas.level(pixel - reach), areas.level(pixel + reach));
            let (above, below) = (areas.level(pixel - reach * width), areas.level(pixel + reach * width));
            for j in 0..4 {
                let dx = f32::from(right[j] - left[j]) / reach as f32;
                let dy = f32::from(below[j] - above[j]) / reach as f32;
                if dx != 0.0 || dy != 0.0 {
                    samples.slopes.push(Slope { x, y, dx, dy });
                }
            }
        }
        samples
    }

    /// The samples' mean colour.
    pub fn mean(&self) -> [f32; 4] {
        let count = self.points.len().max(1) as f32;
        std::array::from_fn(|j| self.points.iter().map(|p| p.color[j]).sum::<f32>() / count)
    }

    /// Whether [`Self::rms`] of a paint is at most `good`. Ends at the first sample that decides
    /// it: nearly all paints are of other areas.
    pub fn are_explained_by(&self, sampler: &Sampler, good: f64) -> bool {
        let most = good * good * 3.0 * self.points.len().max(1) as f64;
        let mut sum = 0.0;
        for point in &self.points {
            let color = sampler.at(f64::from(point.x), f64::from(point.y));
            for (a, b) in color.iter().zip(point.color) {
                sum += f64::from((a - b) * (a - b));
            }
            if sum > most {
                return false;
            }
        }
        true
    }

    /// Root mean square distance of the samples from `color_at`, levels a channel. Three
    /// channels are counted, since alpha hardly ever adds to it.
    pub fn rms(&self, color_at: impl Fn(f64, f64) -> [f32; 4]) -> f64 {
        let squared = |p: &Sample| -> f64 {
            let color = color_at(f64::from(p.x), f64::from(p.y));
            color.iter().zip(p.color).map(|(a, b)| f64::from((a - b) * (a - b))).sum()
        };
        (self.points.iter().map(squared).sum::<f64>() / self.points.len().max(1) as f64 / 3.0).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_in_rows_are_taken_from_all_columns() {
        let (width, height) = (300, WANTED as u32);
        let pixels: Vec<u32> = (0..width * height).collect();
        let mut columns: Vec<u32> = spread(&pixels, WANTED).map(|pixel| pixel % width).collect();
        columns.sort_unstable();
        assert_eq!(columns.len(), WANTED);
        assert!(columns.windows(2).all(|pair| pair[1] - pair[0] <= 2), "{columns:?}");
    }

    #[test]
    fn a_short_list_is_taken_whole() {
        assert_eq!(spread(&[4, 7, 9], WANTED).collect::<Vec<_>>(), [4, 7, 9]);
        assert_eq!(spread(&[], WANTED).count(), 0);
    }
}
