//! Who joins whom in a round, and what a join costs.
//!
//! All regions decide at once on the same state: pairs that are each other's best neighbour join,
//! and small regions join a larger best neighbour that stays where it is. Mutual pairs alone were
//! rejected: a large region has one partner a round, and a hundred small ones wait for their turn.

use super::color::squared_distance;
use super::sums::FeatureSum;

/// Pixel edges added to every shared boundary: what a path costs beside its length. Larger
/// values swallow more speckles. (Most paths share their element with others of their colour, so
/// this is what a few coordinates cost.)
pub(super) const PATH_PRICE: f32 = 13.0;
/// A region joins a best neighbour that prefers another only when that is this much larger.
const LEAF: f32 = 2.0;

/// A region while it merges.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Region {
    mean: [f32; 4],
    weight: f32,
    pub pixels: u32,
    /// The highest join inside.
    pub height: f32,
    /// The start region that stands for it in the tree.
    pub name: u32,
}

/// The cheapest neighbour; the region itself and an infinite cost when there is none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Best {
    pub cost: f32,
    pub to: u32,
}

impl Region {
    /// A region of so many pixels, with that sum over them.
    pub fn new(name: u32, pixels: u32, sum: &FeatureSum) -> Self {
        let mut region = Self { name, pixels, ..Self::default() };
        region.weigh(sum);
        region
    }

    /// Takes mean and weight from the sum over its pixels.
    pub fn weigh(&mut self, sum: &FeatureSum) {
        let share = 1.0 / f64::from(self.pixels.max(1));
        self.mean = sum.map(|axis| (axis as f64 * share) as f32);
        self.weight = self.pixels.max(1) as f32;
    }

    /// What joining two regions costs: the rise in squared error over the boundary that goes.
    #[inline]
    pub fn cost(&self, other: &Self, length: u32) -> f32 {
        let distance = squared_distance(self.mean, other.mean);
        let (a, b) = (self.weight, other.weight);
        a * b * distance / ((a + b) * (length as f32 + PATH_PRICE))
    }
}

impl Best {
    pub fn none(region: u32) -> Self {
        Self { cost: f32::INFINITY, to: region }
    }

    /// Takes a neighbour of `region` that is cheaper. Ties go by a hash of the pair that is the
    /// same from both ends: by index, equal costs (as in a dithered area) would point along chains
    /// as long as the picture, of which each round joins one pair.
    #[inline]
    pub fn consider(&mut self, region: u32, to: u32, cost: f32) {
        if cost < self.cost || (cost == self.cost && pair_hash(region, to) < pair_hash(region, self.to)) {
            *self = Self { cost, to };
        }
    }
}

/// Decides for one region in one round; all regions look at the same state.
pub(super) struct Turn<'a> {
    pub regions: &'a [Region],
    pub bests: &'a [Best],
    /// Dearest join.
    pub lambda: f32,
    /// Differs from round to round.
    pub salt: u64,
}

impl Turn<'_> {
    /// The region that it joins now, itself when it stays.
    pub fn target(&self, region: u32) -> u32 {
        let Best { cost, to } = self.bests[region as usize];
        if cost > self.lambda {
            return region;
        }
        if self.is_mutual(region) {
            return if self.gives_way(region) { to } else { region };
        }
        if self.is_leaf(region) && (self.stays(to) || self.wins_toss(region, to)) { to } else { region }
    }

    /// Best of its own best.
    fn is_mutual(&self, region: u32) -> bool {
        let Best { cost, to } = self.bests[region as usize];
        cost <= self.lambda && self.bests[to as usize].to == region
    }

    /// Of a mutual pair, the one that is named after the other.
    fn gives_way(&self, region: u32) -> bool {
        let to = self.bests[region as usize].to;
        let (own, other) = (self.regions[region as usize].pixels, self.regions[to as usize].pixels);
        own < other || (own == other && to < region)
    }

    /// Wants to join a much larger neighbour that prefers another.
    fn is_leaf(&self, region: u32) -> bool {
        let Best { cost, to } = self.bests[region as usize];
        cost <= self.lambda
            && !self.is_mutual(region)
            && self.regions[region as usize].weight * LEAF < self.regions[to as usize].weight
    }

    /// Whether a region certainly keeps its name in this round.
    fn stays(&self, region: u32) -> bool {
        if self.is_mutual(region) { !self.gives_way(region) } else { !self.is_leaf(region) }
    }

    /// In a chain of leaves, whether this one joins the next, which then stays: a coin is thrown
    /// for each, heads joins tails. Without it such a chain would shrink by one leaf a round.
    fn wins_toss(&self, region: u32, to: u32) -> bool {
        let is_tails = |r: u32| mix(u64::from(r) << 32 ^ u64::from(r) ^ self.salt) & 1 == 1;
        // A leaf's target that is mutual or whose own target stays has its mind made up.
        let next = self.bests[to as usize].to;
        !self.is_mutual(to) && self.is_leaf(to) && !self.stays(next) && !is_tails(region) && is_tails(to)
    }
}

fn pair_hash(a: u32, b: u32) -> u64 {
    mix(u64::from(a.min(b)) << 32 | u64::from(a.max(b)))
}

/// Scatters bits (the finaliser of SplitMix64 with a folded first step).
#[inline]
fn mix(mut bits: u64) -> u64 {
    bits ^= bits >> 32;
    bits = bits.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    bits ^= bits >> 29;
    bits = bits.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits ^ (bits >> 32)
}
