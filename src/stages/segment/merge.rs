//! Start regions → merge tree: region merging under the Mumford–Shah cost, in rounds.
//!
//! Joining two regions costs the rise in squared error divided by their shared boundary (plus a
//! constant: the price of a path). A bound λ doubles from level to level; in each round all
//! regions act at once on the same state: pairs that are each other's best neighbour join, and
//! small regions join a larger best neighbour that stays where it is. Then names, sums, rows and
//! bests are made anew as pure maps. Every step is linear, so a hub with a hundred thousand
//! neighbours costs what its edges cost, and the result does not depend on the threads.
//!
//! A heap of edges (exact greedy order) was rejected: the same curve of quality against regions
//! at forty times the time, and nothing to do in parallel.
//!
//! Source: G. Koepfler, C. Lopez, J.-M. Morel, "A multiscale algorithm for image segmentation by
//! variational method", 1994; the rounds follow Borůvka.

use super::color::squared_distance;
use super::graph::{Edge, Graph, Groups};
use super::paced;
use super::sums::{ColorSum, FeatureSum};
use super::tree::MergeTree;
use crate::context::{Context, PACE};
use crate::error::Result;

/// Pixel edges added to every shared boundary: what a path costs beside its length. Larger
/// values swallow more speckles. (Most paths share their element with others of their colour, so
/// this is what a few coordinates cost.)
pub(super) const PATH_PRICE: f32 = 12.0;
/// The first level is this share of the bound that start regions grew under.
const FIRST_LEVEL: f32 = 2.0 / 3.0;
/// The last level; black beside white is dearer. What is left stays apart in every cut.
const LAST_LEVEL: f32 = 1e8;
/// Rounds on a level while it still finds pairs.
const ROUNDS_PER_LEVEL: usize = 2;
/// A region joins a best neighbour that prefers another only when that is this much larger.
const LEAF: f32 = 2.0;

/// Joins start regions until one is left or the last level is reached.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn merge(
    graph: &Graph,
    features: Vec<FeatureSum>,
    colors: &[ColorSum],
    bound: f32,
    ctx: &Context<'_>,
) -> Result<MergeTree> {
    let count = features.len();
    let mut tree = MergeTree::new(count);
    let mut round = Round::first(graph, features, colors, ctx)?;
    let mut lambda = bound * FIRST_LEVEL;
    let mut salt = 0u64;
    loop {
        let mut is_settled = true;
        for _ in 0..ROUNDS_PER_LEVEL {
            salt += 1;
            let targets = round.targets(lambda, salt, ctx)?;
            is_settled = targets.iter().enumerate().all(|(region, &target)| region as u32 == target);
            ctx.check()?;
            if is_settled {
                break;
            }
            round = round.join(graph, &targets, &mut tree, ctx)?;
        }
        if round.regions.len() <= 1 || (is_settled && lambda >= LAST_LEVEL) {
            return Ok(tree);
        }
        lambda = (lambda * 2.0).min(LAST_LEVEL);
    }
}

/// A region while it merges.
#[derive(Debug, Clone, Copy)]
struct Region {
    mean: [f32; 4],
    weight: f32,
    pixels: u32,
    /// The highest join inside.
    height: f32,
    /// The start region that stands for it in the tree.
    name: u32,
}

/// The cheapest neighbour; the region itself and an infinite cost when there is none.
#[derive(Debug, Clone, Copy)]
struct Best {
    cost: f32,
    to: u32,
}

/// The state between two rounds. The graph is `None` in the first, which reads the caller's.
struct Round {
    regions: Vec<Region>,
    sums: Vec<FeatureSum>,
    bests: Vec<Best>,
    graph: Option<Graph>,
}

impl Round {
    fn first(graph: &Graph, sums: Vec<FeatureSum>, colors: &[ColorSum], ctx: &Context<'_>) -> Result<Self> {
        let region = |name: usize| Region::new(&sums[name], colors[name].pixels, 0.0, name as u32);
        let regions = paced::map(sums.len(), ctx, region)?;
        let bests = paced::map(sums.len(), ctx, |region| best(region as u32, graph.row(region), &regions))?;
        Ok(Self { regions, sums, bests, graph: None })
    }

    /// For each region the one that it joins now, itself when it stays. A region that is joined
    /// stays, so that chains do not form.
    fn targets(&self, lambda: f32, salt: u64, ctx: &Context<'_>) -> Result<Vec<u32>> {
        let turn = Turn { regions: &self.regions, bests: &self.bests, lambda, salt };
        paced::map(self.regions.len(), ctx, |region| turn.target(region as u32))
    }

    /// Carries out the joins. Each part of the old state goes as soon as the new one is made of it.
    fn join(
        self,
        first_graph: &Graph,
        targets: &[u32],
        tree: &mut MergeTree,
        ctx: &Context<'_>,
    ) -> Result<Self> {
        let Self { regions: old, sums: old_sums, bests, graph } = self;
        let join_height = |child: usize| {
            let (region, target) = (&old[child], &old[targets[child] as usize]);
            bests[child].cost.max(region.height).max(target.height)
        };
        for (child, &target) in targets.iter().enumerate() {
            if child.is_multiple_of(PACE) {
                ctx.check()?;
            }
            if target != child as u32 {
                let parent = old[target as usize].name;
                tree.join(old[child].name, parent, join_height(child));
            }
        }
        let groups = group(targets, ctx)?;
        let sums: Vec<FeatureSum> = paced::map(groups.len(), ctx, |group| {
            let mut sum = [0; 4];
            for &member in groups.members(group) {
                for (axis, part) in sum.iter_mut().zip(old_sums[member as usize]) {
                    *axis += part;
                }
            }
            sum
        })?;
        drop(old_sums);
        let regions = paced::map(groups.len(), ctx, |group| {
            let members = groups.members(group);
            if let [only] = *members {
                return old[only as usize];
            }
            let (mut pixels, mut height, mut name) = (0, 0f32, 0);
            for &member in members {
                let region = &old[member as usize];
                pixels += region.pixels;
                if targets[member as usize] == member {
                    name = region.name;
                } else {
                    height = height.max(join_height(member as usize));
                }
            }
            Region::new(&sums[group], pixels, height, name)
        })?;
        drop((old, bests));
        let graph = graph.as_ref().unwrap_or(first_graph);
        let (graph, bests) = graph.contract(&groups, |region, row| best(region, row, &regions), ctx)?;
        Ok(Self { regions, sums, bests, graph: Some(graph) })
    }
}

impl Region {
    fn new(sum: &FeatureSum, pixels: u32, height: f32, name: u32) -> Self {
        let pixels = pixels.max(1);
        let share = 1.0 / f64::from(pixels);
        Self {
            mean: sum.map(|axis| (axis as f64 * share) as f32),
            weight: pixels as f32,
            pixels,
            height,
            name,
        }
    }

    /// What joining two regions costs: the rise in squared error over the boundary that goes.
    #[inline]
    fn cost(&self, other: &Self, length: u32) -> f32 {
        let distance = squared_distance(self.mean, other.mean);
        let (a, b) = (self.weight, other.weight);
        a * b * distance / ((a + b) * (length as f32 + PATH_PRICE))
    }
}

/// Numbers the groups by the region that stays in each.
fn group(targets: &[u32], ctx: &Context<'_>) -> Result<Groups> {
    let mut group_of = vec![0; targets.len()];
    let mut count = 0;
    for (region, &target) in targets.iter().enumerate() {
        if target == region as u32 {
            group_of[region] = count;
            count += 1;
        }
    }
    ctx.check()?;
    for (region, &target) in targets.iter().enumerate() {
        group_of[region] = group_of[target as usize];
    }
    Groups::new(group_of, count as usize, ctx)
}

/// The cheapest neighbour of a region. Ties go by a hash of the pair that is the same from both
/// ends: by index, equal costs (as in a dithered area) would point along chains as long as the
/// picture, of which each round joins one pair.
#[inline]
fn best(region: u32, row: &[Edge], regions: &[Region]) -> Best {
    let mut best = Best { cost: f32::INFINITY, to: region };
    let own = regions[region as usize];
    for edge in row {
        let cost = own.cost(&regions[edge.to as usize], edge.length);
        let is_better = cost < best.cost
            || (cost == best.cost && pair_hash(region, edge.to) < pair_hash(region, best.to));
        if is_better {
            best = Best { cost, to: edge.to };
        }
    }
    best
}

/// Decides for one region in one round; all regions look at the same state.
struct Turn<'a> {
    regions: &'a [Region],
    bests: &'a [Best],
    lambda: f32,
    salt: u64,
}

impl Turn<'_> {
    fn target(&self, region: u32) -> u32 {
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
