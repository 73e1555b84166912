//! Features → small regions, grown along scan lines; `start` joins them further.
//!
//! A pixel joins its left or upper region when that raises the squared error by no more than a
//! bound (Ward's criterion), and two regions that meet may join under the same bound. One pass,
//! a tenth as many regions as pixels in a photo, and no loss that can be measured while the bound
//! follows the cost at which the merge tree is cut (see `detail`). Starting from connected sets of one
//! colour was rejected: a photo, and even a screenshot of one, keeps a region for every second
//! pixel, and merging those costs ten times as much.
//!
//! Source of the criterion: J. Ward, "Hierarchical grouping to optimize an objective function",
//! 1963.

use super::color::{Feature, squared_distance, to_floats};
use super::union_find::{find, number, union};
use crate::context::Context;
use crate::error::Result;
use crate::parallel;

/// Rows that grow together. Strips run in parallel and their regions do not join here (the merge
/// joins them), so the height is part of the result and must not follow the number of threads.
pub(super) const STRIP: usize = 64;

/// Noise is grown again with a higher bound until it has at most a region for so many pixels.
const PIXELS_PER_REGION: usize = 4;
/// Strips of a large picture on which bounds are tried.
const TRIED: usize = 4;

/// Grown regions, numbered from 0 in each strip of [`STRIP`] rows.
pub(super) struct Grown {
    /// Region of each pixel, row-major.
    pub labels: Vec<u32>,
    /// How many regions each strip has.
    pub counts: Vec<usize>,
}

/// Grows regions under a bound on the rise in squared error (feature units squared). Pictures of
/// noise get a higher bound, so that there are at most a quarter as many regions as pixels.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn grow(width: usize, features: &[Feature], bound: f32, ctx: &Context<'_>) -> Result<Grown> {
    let mut grown = Grown { labels: vec![0; features.len()], counts: Vec::new() };
    let mut bound = tried(width, features, bound, ctx)?;
    loop {
        grow_once(width, features, bound, &mut grown, ctx)?;
        if grown.counts.iter().sum::<usize>() <= (features.len() / PIXELS_PER_REGION).max(1 << 10) {
            return Ok(grown);
        }
        bound *= 2.0;
    }
}

/// The bound under which a few strips of a large picture have few enough regions, so that noise
/// needs not be grown whole again and again.
fn tried(width: usize, features: &[Feature], mut bound: f32, ctx: &Context<'_>) -> Result<f32> {
    let strips: Vec<&[Feature]> = features.chunks((STRIP * width).max(1)).collect();
    if strips.len() < 4 * TRIED {
        return Ok(bound);
    }
    let tried = || strips.iter().step_by(strips.len() / TRIED).take(TRIED);
    let most = tried().map(|strip| strip.len()).sum::<usize>() / PIXELS_PER_REGION;
    let mut labels = vec![0; STRIP * width];
    loop {
        let mut count = 0;
        for strip in tried() {
            ctx.check()?;
            count += Strip::default().grow(width, strip, &mut labels[..strip.len()], bound) as usize;
        }
        if count <= most {
            return Ok(bound);
        }
        bound *= 2.0;
    }
}

fn grow_once(
    width: usize,
    features: &[Feature],
    bound: f32,
    grown: &mut Grown,
    ctx: &Context<'_>,
) -> Result<()> {
    let strip = (STRIP * width).max(1);
    let strips = grown.labels.chunks_mut(strip).zip(features.chunks(strip));
    grown.counts = parallel::map(strips, ctx, |(labels, features)| {
        Ok(Strip::default().grow(width, features, labels, bound) as usize)
    })?;
    Ok(())
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
}

impl Strip {
    /// Labels a strip's pixels from 0; returns how many regions it has.
    fn grow(mut self, width: usize, features: &[Feature], labels: &mut [u32], bound: f32) -> u32 {
        for (y, row) in features.chunks_exact(width).enumerate() {
            let (above, rest) = labels.split_at_mut(y * width);
            let above = above.rchunks_exact(width).next();
            self.grow_row(row, above, &mut rest[..width], bound);
        }
        let count = number(&mut self.parents, 0);
        for label in labels {
            *label = self.parents[*label as usize];
        }
        count
    }

    fn grow_row(&mut self, row: &[Feature], above: Option<&[u32]>, labels: &mut [u32], bound: f32) {
        // The left region's root; `above_label` spares the search when the label above repeats.
        let mut left: Option<u32> = None;
        let (mut above_label, mut above_root) = (u32::MAX, u32::MAX);
        for (x, &feature) in row.iter().enumerate() {
            let pixel = to_floats(feature);
            let left_rise = left.map_or(f32::INFINITY, |root| self.regions[root as usize].rise(pixel));
            let (mut up, mut up_rise) = (u32::MAX, f32::INFINITY);
            if let Some(above) = above {
                if above[x] != above_label || self.parents[above_root as usize] != above_root {
                    above_label = above[x];
                    above_root = find(&mut self.parents, above_label);
                }
                up = above_root;
                up_rise = if left == Some(up) { left_rise } else { self.regions[up as usize].rise(pixel) };
            }
            let root = match left {
                Some(root) if left_rise <= bound && left_rise <= up_rise => self.add(root, pixel),
                _ if up_rise <= bound => self.add(up, pixel),
                _ => self.found(feature),
            };
            let root = match left {
                Some(other) if other != up && left_rise <= bound && up_rise <= bound => {
                    self.join(other, up, root, bound)
                }
                _ => root,
            };
            labels[x] = root;
            left = Some(root);
        }
    }

    fn add(&mut self, root: u32, pixel: [f32; 4]) -> u32 {
        self.regions[root as usize].add(pixel);
        root
    }

    fn found(&mut self, feature: Feature) -> u32 {
        let root = self.parents.len() as u32;
        self.parents.push(root);
        self.regions.push(Region::of(feature));
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
    use crate::context::Control;
    use crate::limits::Limits;
    use crate::stages::segment::faces;
    use proptest::prelude::*;

    fn grown(width: usize, features: &[Feature], bound: f32) -> Grown {
        let (control, limits) = (Control::default(), Limits::default());
        grow(width, features, bound, &Context::new(&control, &limits)).expect("nobody cancels")
    }

    #[test]
    fn flat_halves_are_two_regions_in_one_strip() {
        let features: Vec<Feature> =
            (0..40 * 30).map(|i| if i % 40 < 13 { [0, 0, 0, 4080] } else { [4080, 0, 0, 4080] }).collect();
        let grown = grown(40, &features, 12_000.0);
        assert_eq!(grown.counts, [2]);
        assert!(grown.labels.iter().enumerate().all(|(i, &label)| label == u32::from(i % 40 >= 13)));
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
        let grown = grown(3, &features, 100.0);
        assert_eq!(grown.labels, [0, 1, 0, 0, 1, 0, 0, 0, 0]);
    }

    #[test]
    fn noise_has_few_regions() {
        let mut state = 1u32;
        let features: Vec<Feature> = (0..128 * 128)
            .map(|_| {
                std::array::from_fn(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (state >> 20) as i16
                })
            })
            .collect();
        let grown = grown(128, &features, 10.0);
        let count: usize = grown.counts.iter().sum();
        assert!(count <= 128 * 128 / 4 && count > 1);
    }

    proptest! {
        #[test]
        fn every_region_is_connected(width in 7usize..20, values in prop::collection::vec(0i16..4, 0..400)) {
            let height = values.len() / width;
            let features: Vec<Feature> =
                values[..width * height].iter().map(|v| [v * 100, 0, 0, 4080]).collect();
            let grown = grown(width, &features, 4_000.0);
            let found = faces::connect(width as u32, &grown.labels, &Context::unhindered());
            let (_, components) = found.expect("nobody cancels");
            prop_assert_eq!(components.len(), grown.counts.iter().sum::<usize>());
        }
    }
}
