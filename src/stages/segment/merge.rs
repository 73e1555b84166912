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
    let mut tree = MergeTree::new(features.len());
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
        }
        if rounds.len() <= 1 || (is_settled && lambda >= LAST_LEVEL) {
            return Ok(tree);
        }
        lambda = (lambda * 2.0).min(LAST_LEVEL);
    }
}
