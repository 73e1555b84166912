//! The dial `detail` in the merge's own terms.
//!
//! Ten points of detail halve the cost at which regions still merge, so that every stretch of the
//! dial changes the picture about equally; a linear scale would crowd all that is visible into
//! its last points.

use serde::Serialize;

/// Cost at which merging ends for a detail of 60: photos keep their texture's outlines and a
/// 512 px portrait some two to three thousand regions.
const HEIGHT_AT_60: f64 = 24_500.0;
/// Points that halve the cost.
const POINTS_PER_HALVING: f64 = 10.0;
/// Growing up to this share of the cut's height loses nothing that can be measured: what the cut
/// would have kept apart differs by more than a pixel's worth.
const SHARE_GROWN: f64 = 1.24;
/// Ward bound of the coarsest grain, feature units squared; it serves details up to 66.
const COARSEST: f64 = 20_040.0;

/// The height at which the merge tree is cut.
pub(super) fn height_of(detail: f64) -> f32 {
    (HEIGHT_AT_60 * libm::exp2((60.0 - detail.clamp(0.0, 100.0)) / POINTS_PER_HALVING)) as f32
}

/// How finely start regions are grown, in steps: within a step the dial needs no new analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Grain(u8);

impl Grain {
    /// The one that serves all details.
    pub const FINEST: Self = Self(2);
    /// The next coarser one.
    pub const SECOND: Self = Self(1);

    /// The coarsest grain that serves a detail.
    pub fn of(detail: f64) -> Self {
        let needed = SHARE_GROWN * f64::from(height_of(detail));
        let fits = |grain: &Self| f64::from(grain.bound()) <= needed * 1.001;
        (0..Self::FINEST.0).map(Self).find(fits).unwrap_or(Self::FINEST)
    }

    /// Ward bound for growth, feature units squared.
    pub fn bound(self) -> f32 {
        COARSEST as f32 / [1.0, 4.0, 16.0][usize::from(self.0)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dial_is_smooth_and_ends_safely() {
        assert!((0..100).all(|d| height_of(f64::from(d)) > height_of(f64::from(d + 1))));
        assert_eq!(height_of(50.0), 2.0 * height_of(60.0));
        assert_eq!(height_of(1e9), height_of(100.0));
    }

    #[test]
    fn growth_follows_the_cut() {
        assert_eq!(Grain::of(0.0), Grain(0));
        assert_eq!(Grain::of(66.0), Grain(0));
        assert_eq!(Grain::of(67.0), Grain(1));
        assert_eq!(Grain::of(86.0), Grain(1));
        assert_eq!(Grain::of(100.0), Grain(2));
    }
}
