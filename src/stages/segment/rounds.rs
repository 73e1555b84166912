//! Regions that join in rounds.
//!
//! A round works out each region's cheapest neighbour, lets all decide at once (see `turn`), and
//! makes names, sums and boundaries anew. Every step is linear, so a hub with a hundred thousand
//! neighbours costs what its boundaries cost. A heap of boundaries (exact greedy order) was
//! rejected: the same curve of quality against regions at forty times the time.

use super::cracks::{Crack, renumbered};
use super::sums::FeatureSum;
use super::turn::{Best, Region, Turn};
use crate::context::{Context, PACE};
use crate::error::Result;
use crate::parallel;

/// Boundaries from which on a second thread gains more than it costs to put its answer beside.
const WORTH_SHARING: usize = 1 << 16;

/// The state between two rounds.
pub(super) struct Rounds {
    /// Boundaries, each pair once.
    pub cracks: Vec<Crack>,
    /// Sums of each region.
    pub features: Vec<FeatureSum>,
    regions: Vec<Region>,
}

/// A join: the names of both, and its height, at least that of every join inside either.
pub(super) struct Join {
    pub child: u32,
    pub parent: u32,
    pub height: f32,
}

impl Rounds {
    /// Regions named by their numbers, with `pixels` in each.
    pub fn new(cracks: Vec<Crack>, features: Vec<FeatureSum>, pixels: impl Iterator<Item = u32>) -> Self {
        let regions = (0..).zip(pixels).zip(&features);
        let regions = regions.map(|((name, pixels), sum)| Region::new(name, pixels, sum)).collect();
        Self { cracks, features, regions }
    }

    /// How many regions are left.
    pub fn len(&self) -> usize {
        self.regions.len()
    }

    /// Joins at costs of up to `lambda`. Returns the new number of each region, `None` when all
    /// stay. `salt` differs from round to round.
    ///
    /// # Errors
    /// `cancelled` when asked to stop.
    pub fn join(
        &mut self,
        lambda: f32,
        salt: u64,
        ctx: &Context<'_>,
        mut record: impl FnMut(Join),
    ) -> Result<Option<Vec<u32>>> {
        let bests = self.bests(ctx)?;
        let turn = Turn { regions: &self.regions, bests: &bests, lambda, salt };
        let targets = parallel::values(self.regions.len(), ctx, |region| turn.target(region as u32))?;
        let (numbers, count) = numbered(&targets);
        if count == self.regions.len() {
            return Ok(None);
        }
        let mut features = vec![[0; 4]; count];
        let mut regions = vec![Region::default(); count];
        for (region, old) in self.regions.iter().enumerate() {
            if region.is_multiple_of(PACE) {
                ctx.check()?;
            }
            let (target, number) = (targets[region] as usize, numbers[region] as usize);
            let new = &mut regions[number];
            let mut height = old.height;
            if target == region {
                new.name = old.name;
            } else {
                let parent = &self.regions[target];
                height = bests[region].cost.max(height).max(parent.height);
                record(Join { child: old.name, parent: parent.name, height });
            }
            new.height = new.height.max(height);
            new.pixels += old.pixels;
            for (sum, part) in features[number].iter_mut().zip(self.features[region]) {
                *sum += part;
            }
        }
        for (region, sum) in regions.iter_mut().zip(&features) {
            region.weigh(sum);
        }
        self.cracks = renumbered(&self.cracks, |region| numbers[region as usize], ctx)?;
        (self.features, self.regions) = (features, regions);
        Ok(Some(numbers))
    }

    /// The cheapest neighbour of each region; the same from halves, which two threads look at.
    fn bests(&self, ctx: &Context<'_>) -> Result<Vec<Best>> {
        if self.cracks.len() < WORTH_SHARING || parallel::threads() == 1 {
            return self.bests_along(&self.cracks, ctx);
        }
        let halves = self.cracks.chunks(self.cracks.len().div_ceil(2));
        let mut found = parallel::map(halves, ctx, |half| self.bests_along(half, ctx))?.into_iter();
        let mut bests = found.next().unwrap_or_default();
        for (region, (best, other)) in (0..).zip(bests.iter_mut().zip(found.flatten())) {
            if other.to != region {
                best.consider(region, other.to, other.cost);
            }
        }
        Ok(bests)
    }

    /// The cheapest of the neighbours along some boundaries.
    fn bests_along(&self, cracks: &[Crack], ctx: &Context<'_>) -> Result<Vec<Best>> {
        let mut bests: Vec<Best> = (0..self.regions.len() as u32).map(Best::none).collect();
        for cracks in cracks.chunks(PACE) {
            ctx.check()?;
            for &Crack { a, b, length } in cracks {
                let cost = self.regions[a as usize].cost(&self.regions[b as usize], length);
                bests[a as usize].consider(a, b, cost);
                bests[b as usize].consider(b, a, cost);
            }
        }
        Ok(bests)
    }
}

/// New numbers, in the order of the regions that stay, and how many there are.
fn numbered(targets: &[u32]) -> (Vec<u32>, usize) {
    let mut numbers = vec![0; targets.len()];
    let mut count = 0;
    for (region, &target) in targets.iter().enumerate() {
        if target as usize == region {
            numbers[region] = count;
            count += 1;
        }
    }
    for (region, &target) in targets.iter().enumerate() {
        numbers[region] = numbers[target as usize];
    }
    (numbers, count as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::segment::cracks::of_picture;

    #[test]
    fn halves_find_the_neighbours_that_the_whole_does() {
        const SIDE: usize = 200;
        let ctx = Context::unhindered();
        let labels: Vec<u32> = (0..(SIDE * SIDE) as u32).collect();
        let cracks = of_picture(SIDE, &labels, &ctx).expect("nobody cancels");
        assert!(cracks.len() > WORTH_SHARING);
        // Few values, so that many costs are equal.
        let features = labels.iter().map(|&label| [i64::from(label.wrapping_mul(2_654_435_761) >> 29); 4]);
        let rounds = Rounds::new(cracks, features.collect(), labels.iter().map(|_| 1));
        let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("two threads");
        let listed = |bests: Result<Vec<Best>>| -> Vec<(u32, u32)> {
            let bests = bests.expect("nobody cancels");
            bests.iter().map(|best| (best.to, best.cost.to_bits())).collect()
        };
        let halves = listed(pool.install(|| rounds.bests(&ctx)));
        assert_eq!(halves, listed(rounds.bests_along(&rounds.cracks, &ctx)));
    }
}
