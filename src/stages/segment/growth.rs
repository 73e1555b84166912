//! Features → small regions, grown along scan lines; `start` joins them further.
//!
//! A pixel joins its left or upper region when that raises the squared error by no more than a
//! bound (Ward's criterion), and two regions that meet may join under the same bound. One pass,
//! a tenth as many regions as pixels in a photo, and no loss that can be measured there while the bound
//! follows the cost at which the merge tree is cut (see `detail`). Over large areas that cost keeps far fainter edges than
//! the bound does: where neither grain nor texture makes many regions of it, `start` takes the finest bound.
//! Starting from connected sets of one colour was rejected: a photo, and even a screenshot of one, keeps a region for
//! every second pixel, and merging those costs ten times as much.
//!
//! Source of the criterion: J. Ward, "Hierarchical grouping to optimize an objective function",
//! 1963.

use super::color::{Feature, features, squared_distance, to_floats};
use super::union_find::{find, number, union};
use crate::context::Context;
use crate::error::Result;

/// Rows that grow together. Strips run in parallel and their regions do not join here (the merge
/// joins them), so the height is part of the result and must not follow the number of threads.
pub(super) const STRIP: usize = 64;

/// Noise is grown again with a higher bound until it has at most a region for so many pixels.
const PIXELS_PER_REGION: usize = 4;
/// A strip is smooth when it has at most a region for so many pixels under the finest bound, …
const PIXELS_PER_SMOOTH_REGION: usize = 30;
/// … counted as if it had so many more rows, since the first one finds what the next ones only go on with.
const ROWS_AHEAD: usize = 16;
/// Strips of a large picture on which bounds are tried.
const TRIED: usize = 4;

/// How many regions a picture of so many pixels may have: with more, it is grown again under a higher bound.
pub(super) fn most_regions(pixels: usize) -> usize {
    (pixels / PIXELS_PER_REGION).max(1 << 10)
}

/// The next bound to grow a picture under that `bound` makes too many regions of: twice that, or what a few strips of a
/// large picture ask for, so that noise needs not be grown whole again and again.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn raised(width: usize, pixels: &[[u8; 4]], bound: f32, ctx: &Context<'_>) -> Result<f32> {
    let mut bound = 2.0 * bound;
    let strips: Vec<&[[u8; 4]]> = pixels.chunks((STRIP * width).max(1)).collect();
    if strips.len() < 4 * TRIED {
        return Ok(bound);
    }
    let tried = strips.iter().step_by(strips.len() / TRIED).take(TRIED);
    let tried: Vec<Vec<Feature>> = tried.map(|strip| features(strip, ctx)).collect::<Result<_>>()?;
    let most = tried.iter().map(Vec::len).sum::<usize>() / PIXELS_PER_REGION;
    let mut labels = vec![0; STRIP * width];
    loop {
        let mut count = 0;
        for strip in &tried {
            ctx.check()?;
            count += grow(width, strip, bound, &mut labels[..strip.len()]).len();
        }
        if count <= most {
            return Ok(bound);
        }
        bound *= 2.0;
    }
}

/// Grows the regions of one strip under a bound on the rise in squared error (feature units squared). Labels its pixels
/// from 0; returns the first pixel of each region in scan order.
pub(super) fn grow(width: usize, features: &[Feature], bound: f32, labels: &mut [u32]) -> Vec<u32> {
    grow_while(width, features, bound, labels, |_, _| true).unwrap_or_default()
}

/// As [`grow`], where that makes few regions; nothing, and labels without a meaning, as soon as a row shows that it
/// does not.
pub(super) fn grow_smooth(
    width: usize,
    features: &[Feature],
    bound: f32,
    labels: &mut [u32],
) -> Option<Vec<u32>> {
    let few = |rows: usize, regions: usize| regions <= (rows + ROWS_AHEAD) * width / PIXELS_PER_SMOOTH_REGION;
    grow_while(width, features, bound, labels, few)
}

/// Grows while the numbers of rows and of regions may be; else nothing.
fn grow_while(
    width: usize,
    features: &[Feature],
    bound: f32,
    labels: &mut [u32],
    may: impl Fn(usize, usize) -> bool,
) -> Option<Vec<u32>> {
    let mut strip = Strip::default();
    for (y, row) in features.chunks_exact(width).enumerate() {
        let (above, rest) = labels.split_at_mut(y * width);
        let above = above.rchunks_exact(width).next();
        strip.grow_row(row, (y * width) as u32, above, &mut rest[..width], bound);
        if !may(y + 1, strip.parents.len()) {
            return None;
        }
    }
    // The root of a set is the one that was found first.
    let roots = (0..).zip(&strip.parents).filter(|&(label, &parent)| label == parent);
    let firsts = roots.map(|(_, &root)| strip.firsts[root as usize]).collect();
    number(&mut strip.parents, 0);
    for label in labels {
        *label = strip.parents[*label as usize];
    }
    Some(firsts)
}

/// A growing region. The weight of a joining pixel is kept, since it only changes when one joins.
#[derive(Clone, Copy)]
struct Region {
    mean: [f32; 4],
    pixels: f32,
    /// `pixels / (pixels + 1)`.
    weight: f32,
}

impl Region {
    fn of(feature: Feature) -> Self {
        Self { mean: to_floats(feature), pixels: 1.0, weight: 0.5 }
    }

    /// Rise of the squared error when a pixel joins.
    #[inline]
    fn rise(&self, pixel: [f32; 4]) -> f32 {
        self.weight * squared_distance(self.mean, pixel)
    }

    #[inline]
    fn add(&mut self, pixel: [f32; 4]) {
        let share = 1.0 - self.weight;
        for (mean, value) in self.mean.iter_mut().zip(pixel) {
            *mean += (value - *mean) * share;
        }
        self.pixels += 1.0;
        self.weight = self.pixels / (self.pixels + 1.0);
    }

    /// The union of two regions, when it raises the squared error by no more than the bound.
    #[inline]
    fn join(&self, other: &Self, bound: f32) -> Option<Self> {
        let pixels = self.pixels + other.pixels;
        let share = other.pixels / pixels;
        if self.pixels * share * squared_distance(self.mean, other.mean) > bound {
            return None;
        }
        let mean = std::array::from_fn(|axis| self.mean[axis] + (other.mean[axis] - self.mean[axis]) * share);
        Some(Self { mean, pixels, weight: pixels / (pixels + 1.0) })
    }
}

/// The regions of one strip while it grows.
#[derive(Default)]
struct Strip {
    parents: Vec<u32>,
    regions: Vec<Region>,
    /// The pixel that each was found at.
    firsts: Vec<u32>,
}

impl Strip {
    /// `first`: the row's first pixel in the strip.
    fn grow_row(
        &mut self,
        row: &[Feature],
        first: u32,
        above: Option<&[u32]>,
        labels: &mut [u32],
        bound: f32,
    ) {
        const NONE: u32 = u32::MAX;
        // The root of the region on the left, and the region itself: its mean waits for the last pixel as it is, and
        // would for the way through memory, too. In `regions` it is put when another follows.
        let (mut left, mut region) = (NONE, Region::of([0; 4]));
        // Spares the search when the label above repeats.
        let (mut above_label, mut above_root) = (NONE, NONE);
        for (x, &feature) in row.iter().enumerate() {
            let pixel = to_floats(feature);
            let mut up = NONE;
            if let Some(above) = above {
                if above[x] != above_label || self.parents[above_root as usize] != above_root {
                    above_label = above[x];
                    above_root = find(&mut self.parents, above_label);
                }
                up = above_root;
            }
            let left_rise = if left == NONE { f32::INFINITY } else { region.rise(pixel) };
            if left == up && left_rise <= bound {
                region.add(pixel);
                labels[x] = left;
                continue;
            }
            self.put(left, region);
            let up_rise = self.regions.get(up as usize).map_or(f32::INFINITY, |up| up.rise(pixel));
            let root = if left_rise <= bound && left_rise <= up_rise {
                self.add(left, pixel)
            } else if up_rise <= bound {
                self.add(up, pixel)
            } else {
                self.found(first + x as u32, feature)
            };
            let meet = left != up && left_rise <= bound && up_rise <= bound;
            left = if meet { self.join(left, up, root, bound) } else { root };
            region = self.regions[left as usize];
            labels[x] = left;
        }
        self.put(left, region);
    }

    fn put(&mut self, root: u32, region: Region) {
        if let Some(place) = self.regions.get_mut(root as usize) {
            *place = region;
        }
    }

    fn add(&mut self, root: u32, pixel: [f32; 4]) -> u32 {
        self.regions[root as usize].add(pixel);
        root
    }

    fn found(&mut self, pixel: u32, feature: Feature) -> u32 {
        let root = self.parents.len() as u32;
        self.parents.push(root);
        self.regions.push(Region::of(feature));
        self.firsts.push(pixel);
        root
    }

    /// Joins two roots if the bound allows; returns the root of the pixel between them, which
    /// belongs to `root`, one of the two.
    fn join(&mut self, a: u32, b: u32, root: u32, bound: f32) -> u32 {
        let Some(both) = self.regions[a as usize].join(&self.regions[b as usize], bound) else { return root };
        let root = union(&mut self.parents, a, b);
        self.regions[root as usize] = both;
        root
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::segment::faces;
    use proptest::prelude::*;

    fn grown(width: usize, features: &[Feature], bound: f32) -> (Vec<u32>, usize) {
        let mut labels = vec![0; features.len()];
        let count = grow(width, features, bound, &mut labels).len();
        (labels, count)
    }

    #[test]
    fn flat_halves_are_two_regions_in_one_strip() {
        let features: Vec<Feature> =
            (0..40 * 30).map(|i| if i % 40 < 13 { [0, 0, 0, 4080] } else { [4080, 0, 0, 4080] }).collect();
        let (labels, count) = grown(40, &features, 12_000.0);
        assert_eq!(count, 2);
        assert!(labels.iter().enumerate().all(|(i, &label)| label == u32::from(i % 40 >= 13)));
    }

    #[test]
    fn a_u_is_joined_where_its_arms_meet() {
        #[rustfmt::skip]
        let shape = [
            1, 0, 1,
            1, 0, 1,
            1, 1, 1,
        ];
        let features: Vec<Feature> = shape.iter().map(|v| [v * 4000, 0, 0, 4080]).collect();
        assert_eq!(grown(3, &features, 100.0).0, [0, 1, 0, 0, 1, 0, 0, 0, 0]);
    }

    proptest! {
        #[test]
        fn every_region_is_connected(width in 7usize..20, values in prop::collection::vec(0i16..4, 0..400)) {
            let height = values.len() / width;
            let features: Vec<Feature> =
                values[..width * height].iter().map(|v| [v * 100, 0, 0, 4080]).collect();
            let (labels, count) = grown(width, &features, 4_000.0);
            let found = faces::connect(width as u32, &labels, std::convert::identity, &Context::unhindered());
            let (_, components) = found.expect("nobody cancels");
            prop_assert_eq!(components.len(), count);
        }
    }
}
