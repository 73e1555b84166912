//! Start regions → merge tree: region merging under the Mumford–Shah cost, in rounds.
//!
//! Joining two regions costs the rise in squared error divided by their shared boundary (plus a
//! constant: the price of a path). A bound λ doubles from level to level, and on each level there
//! are a few rounds (see `rounds`). Levels up to the last in one step were rejected: dear joins
//! would be made before cheap ones, and a cut would show it.
//!
//! Source: G. Koepfler, C. Lopez, J.-M. Morel, "A multiscale algorithm for image segmentation by
//! variational method", 1994; the rounds follow Borůvka.

use super::cracks::Crack;
use super::general::done;
use super::rounds::Rounds;
use super::sums::{ColorSum, FeatureSum};
use super::tree::MergeTree;
use crate::context::Context;
use crate::error::Result;

/// The first level is this share of the bound that start regions grew under.
pub(super) const FIRST_LEVEL: f32 = 2.0 / 3.0;
/// The last level; black beside white is dearer. What is left stays apart in every cut.
const LAST_LEVEL: f32 = 1e8;
/// Rounds on a level while it still finds pairs.
const ROUNDS_PER_LEVEL: usize = 2;

/// Joins start regions until one is left or the last level is reached.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn merge(
    cracks: Vec<Crack>,
    features: Vec<FeatureSum>,
    colors: &[ColorSum],
    bound: f32,
    ctx: &Context<'_>,
) -> Result<MergeTree> {
    let count = features.len();
    let mut tree = MergeTree::new(count);
    let mut rounds = Rounds::new(cracks, features, colors.iter().map(|sum| sum.pixels));
    let mut lambda = bound * FIRST_LEVEL;
    let mut salt = 0;
    loop {
        let mut is_settled = true;
        for _ in 0..ROUNDS_PER_LEVEL {
            salt += 1;
            is_settled = rounds.join(lambda, salt, ctx, |join| tree.join(join))?.is_none();
            if is_settled {
                break;
            }
            let joined = count - rounds.len();
            ctx.report(done::START * count + (done::MERGE - done::START) * joined, done::ALL * count);
        }
        if rounds.len() <= 1 || (is_settled && lambda >= LAST_LEVEL) {
            return Ok(tree);
        }
        lambda = (lambda * 2.0).min(LAST_LEVEL);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::stages::segment::start::{Start, start};

    proptest! {
        #[test]
        fn every_cut_joins_what_touches_and_a_higher_one_joins_more(
            width in 1usize..12,
            values in prop::collection::vec(0u8..6, 1..300),
            heights in prop::collection::vec(1e2f32..1e9, 2),
        ) {
            let ctx = Context::unhindered();
            let values = &values[..values.len() / width * width];
            let pixels: Vec<[u8; 4]> = values.iter().map(|v| [v * 50, v * 9, 80, 255]).collect();
            let Start { features, colors, cracks, .. } =
                start(width, &pixels, 90.0, &ctx).expect("nobody cancels");
            let tree = merge(cracks.clone(), features, &colors, 90.0, &ctx).expect("nobody cancels");
            let cut = |height: f32| tree.cut(height, &ctx).expect("nobody cancels");
            let low = heights[0].min(heights[1]);
            let ((fine, many), (coarse, few)) = (cut(low), cut(heights[0].max(heights[1])));
            prop_assert!(few <= many);
            for (a, b) in (0..fine.len()).zip(1..fine.len()) {
                prop_assert!(fine[a] != fine[b] || coarse[a] == coarse[b], "a higher cut tore a region");
            }
            // Within each group the boundaries between its members connect them all.
            for (group_of, count) in [(fine, many), (coarse, few)] {
                let mut left: Vec<usize> = (0..group_of.len()).collect();
                for _ in 0..group_of.len() {
                    for crack in &cracks {
                        let [a, b] = [crack.a as usize, crack.b as usize];
                        if group_of[a] == group_of[b] {
                            let least = left[a].min(left[b]);
                            (left[a], left[b]) = (least, least);
                        }
                    }
                }
                left.sort_unstable();
                left.dedup();
                prop_assert_eq!(left.len(), count);
            }
        }
    }
}
