//! Pixels → start regions: grown, measured and joined a strip at a time.
//!
//! Joins that cost less than any cut of this grain need not be known to the merge tree. They are
//! made here, within strips that do not meet: what a strip needs stays in a core's cache, strips
//! run side by side, and less than half of the grown regions are left for the tree. Merging the
//! grown regions of the whole picture was rejected: most of its time went into joins that no cut
//! undoes.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::color::convert_all;
use super::cracks::{Crack, Cracks, within};
use super::detail::Grain;
use super::general::done;
use super::growth::{STRIP, grow, grow_smooth, most_regions, raised};
use super::merge::FIRST_LEVEL;
use super::rounds::Rounds;
use super::strips;
use super::sums::{ColorSum, FeatureSum, measure};
use crate::context::Context;
use crate::error::Result;
use crate::parallel;

/// Rounds within a strip; later ones find little.
const ROUNDS: u64 = 3;

/// Start regions.
#[derive(Default)]
pub(super) struct Start {
    /// Region of each pixel, row-major.
    pub labels: Vec<u32>,
    /// Sums of each region's features.
    pub features: Vec<FeatureSum>,
    /// Sums of each region's colours.
    pub colors: Vec<ColorSum>,
    /// First pixel of each region in scan order.
    pub firsts: Vec<u32>,
    /// Boundaries between regions.
    pub cracks: Vec<Crack>,
    /// Ward bound from which they are to merge, feature units squared.
    pub bound: f32,
}

/// Bounds on the rise in squared error, feature units squared.
struct Bounds {
    /// Under which a strip without grain or texture grows, where that is less than the others: it has few regions all
    /// the same, and they keep to the faint edges that a drawing's shades have.
    smooth: Option<f32>,
    /// Under which all other strips grow.
    growing: f32,
    /// Under which these then join.
    settling: f32,
}

/// Start regions of one strip, numbered from 0.
struct Piece {
    /// Cost up to which they have joined.
    lambda: f32,
    /// Which of them each grown region is a part of.
    group_of: Vec<u32>,
    features: Vec<FeatureSum>,
    colors: Vec<ColorSum>,
    firsts: Vec<u32>,
    cracks: Vec<Crack>,
}

/// Makes the start regions of a picture; `bound` is the grain's, which noise gets more of, so that it has few enough.
/// Nothing joins across strips; boundaries along them move a little.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn start(width: usize, pixels: &[[u8; 4]], bound: f32, ctx: &Context<'_>) -> Result<Start> {
    let mut labels = vec![0; pixels.len()];
    let finest = Grain::FINEST.bound();
    let mut bounds = Bounds { smooth: (finest < bound).then_some(finest), growing: bound, settling: bound };
    let mut pieces = loop {
        match pieces(width, pixels, &bounds, &mut labels, ctx)? {
            Some(pieces) => break pieces,
            // Also the smooth strips of a few rows may have been too many.
            None => {
                bounds.smooth = None;
                bounds.growing = raised(width, pixels, bounds.growing, ctx)?;
            }
        }
    };

    let mut count = 0;
    let offsets: Vec<u32> = pieces
        .iter()
        .map(|piece| {
            count += piece.colors.len();
            (count - piece.colors.len()) as u32
        })
        .collect();
    let strip = (STRIP * width).max(1);
    let strips = labels.chunks_mut(strip).enumerate().zip(&mut pieces).zip(offsets);
    parallel::for_each(strips, ctx, |(((place, labels), piece), offset)| {
        piece.renumber(labels, (place * strip) as u32, offset);
        Ok(())
    })?;
    // A grain above the finest is soon enough: smooth strips have joined what they hold of the cheapest.
    let any_smooth = pieces.iter().any(|piece| piece.lambda < bound * FIRST_LEVEL);
    let merging = if any_smooth { bound.min(Grain::SECOND.bound()) } else { bound };
    let mut start = Start { labels, bound: merging, ..Start::default() };
    for piece in pieces {
        start.features.extend(piece.features);
        start.colors.extend(piece.colors);
        start.firsts.extend(piece.firsts);
        start.cracks.extend(piece.cracks);
    }
    for below in (strip..start.labels.len()).step_by(strip) {
        let mut seam = Cracks::with_room(width);
        seam.add_seam(&start.labels[below - width..below], &start.labels[below..]);
        start.cracks.extend(seam.found);
    }
    strips::relax(width, pixels, bound, &mut start, ctx)?;
    Ok(start)
}

/// Grows the regions of all strips, and joins some; nothing, and numbers without a meaning in `labels`, where there are
/// too many.
fn pieces(
    width: usize,
    pixels: &[[u8; 4]],
    bounds: &Bounds,
    labels: &mut [u32],
    ctx: &Context<'_>,
) -> Result<Option<Vec<Piece>>> {
    let strip = (STRIP * width).max(1);
    let most = most_regions(pixels.len());
    let (grown, ended, strips) = (AtomicUsize::new(0), AtomicUsize::new(0), pixels.len().div_ceil(strip));
    let strips_of_both = labels.chunks_mut(strip).zip(pixels.chunks(strip));
    let pieces = parallel::map_with(strips_of_both, ctx, Vec::new, |features, (labels, pixels)| {
        // With too many, nothing is kept, whichever strip finds it out.
        if grown.load(Ordering::Relaxed) > most {
            return Ok(None);
        }
        convert_all(pixels, features, ctx)?;
        let smooth =
            bounds.smooth.and_then(|bound| Some((grow_smooth(width, features, bound, labels)?, bound)));
        let (firsts, settling) =
            smooth.unwrap_or_else(|| (grow(width, features, bounds.growing, labels), bounds.settling));
        let count = firsts.len();
        if grown.fetch_add(count, Ordering::Relaxed) + count > most {
            return Ok(None);
        }
        let (sums, colors) = measure(labels, count, features, pixels, ctx)?;
        let lambda = settling * FIRST_LEVEL;
        let piece = Piece::settle(within(width, labels), sums, &colors, &firsts, lambda, ctx)?;
        let ended = ended.fetch_add(1, Ordering::Relaxed) + 1;
        ctx.report(done::START * ended, done::ALL * strips);
        Ok(Some(piece))
    })?;
    Ok(pieces.into_iter().collect())
}

impl Piece {
    /// Joins grown regions at costs of up to `lambda`.
    fn settle(
        cracks: Vec<Crack>,
        features: Vec<FeatureSum>,
        grown: &[ColorSum],
        grown_firsts: &[u32],
        lambda: f32,
        ctx: &Context<'_>,
    ) -> Result<Self> {
        let mut group_of: Vec<u32> = (0..grown.len() as u32).collect();
        let mut rounds = Rounds::new(cracks, features, grown.iter().map(|sum| sum.pixels));
        for salt in 1..=ROUNDS {
            let Some(joined) = rounds.join(lambda, salt, ctx, |_| ())? else { break };
            for group in &mut group_of {
                *group = joined[*group as usize];
            }
        }
        let mut colors = vec![ColorSum::default(); rounds.len()];
        let mut firsts = vec![u32::MAX; rounds.len()];
        for ((sum, &first), &group) in grown.iter().zip(grown_firsts).zip(&group_of) {
            let group = group as usize;
            colors[group].add(sum);
            firsts[group] = firsts[group].min(first);
        }
        let Rounds { cracks, features, .. } = rounds;
        Ok(Self { lambda, group_of, features, colors, firsts, cracks })
    }

    /// Makes the numbers those of the whole picture, which has `pixel` pixels and `offset` regions
    /// before this strip.
    fn renumber(&mut self, labels: &mut [u32], pixel: u32, offset: u32) {
        for label in labels {
            *label = offset + self.group_of[*label as usize];
        }
        for first in &mut self.firsts {
            *first += pixel;
        }
        for crack in &mut self.cracks {
            crack.a += offset;
            crack.b += offset;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::stages::segment::color;
    use crate::stages::segment::cracks::of_picture;
    use crate::stages::segment::faces::connect;

    #[test]
    fn noise_has_few_regions_in_a_small_picture_and_in_a_large_one() {
        for (width, height) in [(128, 128), (64, 20 * STRIP)] {
            let mut state = 1u32;
            let pixels: Vec<[u8; 4]> = (0..width * height)
                .map(|_| {
                    let mut level = || {
                        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                        (state >> 24) as u8
                    };
                    [level(), level(), level(), 255]
                })
                .collect();
            let ctx = Context::unhindered();
            let mut labels = vec![0; pixels.len()];
            let bounds = Bounds { smooth: None, growing: 10.0, settling: 10.0 };
            let once = pieces(width, &pixels, &bounds, &mut labels, &ctx).expect("nobody cancels");
            assert!(once.is_none(), "too many regions");
            let found = start(width, &pixels, 10.0, &ctx).expect("nobody cancels");
            let count = found.colors.len();
            assert!(count <= most_regions(pixels.len()) && count > 1, "{count}");
        }
    }

    #[test]
    fn faint_edges_of_smooth_shades_part_regions() {
        let (width, height) = (300, 3 * STRIP);
        // A slow ramp with a slanted step of six levels.
        let is_beyond = |i: usize| i % width > 80 + i / width / 2;
        let pixels: Vec<[u8; 4]> = (0..width * height)
            .map(|i| {
                let level = 120 + (i / width / 8) as u8 + if is_beyond(i) { 6 } else { 0 };
                [level, level, 200, 255]
            })
            .collect();
        let found =
            start(width, &pixels, Grain::of(60.0).bound(), &Context::unhindered()).expect("nobody cancels");
        let mut sides = vec![[0usize; 2]; found.colors.len()];
        for (i, &label) in found.labels.iter().enumerate() {
            sides[label as usize][usize::from(is_beyond(i))] += 1;
        }
        let astray: usize = sides.iter().map(|counts| counts[0].min(counts[1])).sum();
        assert!(astray < pixels.len() / 100, "{astray} pixels are beyond the edge");
        assert!(found.colors.len() < pixels.len() / 400, "{} regions", found.colors.len());
    }

    proptest! {
        #[test]
        fn what_is_known_of_regions_is_what_their_pixels_say(
            width in 1usize..6,
            values in prop::collection::vec(0u8..4, 0..800),
            bound in 100f32..1e6,
        ) {
            let ctx = Context::unhindered();
            let values = &values[..values.len() / width * width];
            let pixels: Vec<[u8; 4]> = values.iter().map(|v| [v * 40, 90, v * 20, 255]).collect();
            let features = color::features(&pixels, &ctx).expect("nobody cancels");
            let start = start(width, &pixels, bound, &ctx).expect("nobody cancels");
            let count = start.colors.len();
            let (_, components) = connect(width as u32, &start.labels, std::convert::identity, &ctx).expect("nobody cancels");
            prop_assert_eq!(components.len(), count, "regions are connected");
            let (sums, colors) = measure(&start.labels, count, &features, &pixels, &ctx).expect("nobody cancels");
            prop_assert_eq!(&start.features, &sums);
            prop_assert_eq!(&start.colors, &colors);
            for (region, &first) in (0u32..).zip(&start.firsts) {
                prop_assert_eq!(start.labels.iter().position(|&label| label == region), Some(first as usize));
            }
            let sorted = |mut cracks: Vec<Crack>| {
                cracks.sort_unstable_by_key(|crack| (crack.a, crack.b));
                cracks
            };
            let cracks = of_picture(width, &start.labels, &ctx).expect("nobody cancels");
            prop_assert_eq!(sorted(start.cracks), sorted(cracks));
        }
    }
}
