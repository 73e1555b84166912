//! Neighbours that one ramp explains become one region.
//!
//! The merge tree knows regions of one colour only, and cuts a sky into bands. Here each region
//! costs what it is drawn with: its squared error as a mean or as a ramp, whichever is less with
//! the ramp's own price, and its boundary. The join that saves most an edge is made first.
//! Growing ramps from the start was rejected: every pixel would carry the sums that only a few
//! large regions need.
//!
//! Source: Mumford, Shah, "Optimal approximations by piecewise smooth functions", 1989, with
//! ramps for the smooth parts; greedy joins as in Koepfler, Lopez, Morel, "A multiscale algorithm
//! for image segmentation by variational method", 1994.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::moments::Moments;
use crate::context::Context;
use crate::error::Result;

/// Costs that are worked out for each neighbourhood there is at the start, at most, and beside:
/// a region that touches thousands must not be compared with all of them again and again.
const TRIES: (usize, usize) = (16, 1 << 14);

/// What regions cost, squared levels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Prices {
    /// A pixel edge of boundary.
    pub edge: f64,
    /// A path.
    pub path: f64,
    /// A ramp.
    pub ramp: f64,
    /// Two ramps, one upon the other.
    pub crossed: f64,
}

impl Prices {
    fn fill(&self, sums: &Moments) -> f64 {
        let errors = sums.errors();
        errors.flat.min(errors.ramp + self.ramp).min(errors.crossed + self.crossed)
    }

    /// Whether a region is better drawn with ramps than with one colour, and whether with two.
    pub fn prefer(&self, sums: &Moments) -> Shade {
        let errors = sums.errors();
        let (ramp, crossed) = (errors.ramp + self.ramp, errors.crossed + self.crossed);
        if crossed < ramp.min(errors.flat) {
            Shade::Crossed
        } else if ramp < errors.flat {
            Shade::Ramp
        } else {
            Shade::Flat
        }
    }
}

/// How a region is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shade {
    Flat,
    Ramp,
    Crossed,
}

/// A region: what it costs to fill, and its neighbours, ascending, with the shared edges.
struct Region {
    sums: Moments,
    cost: f64,
    near: Vec<(u32, u32)>,
    is_gone: bool,
}

/// A join that would save something.
struct Join {
    /// What it adds to the error for each edge and path that goes.
    cost: f64,
    pair: [u32; 2],
}

impl Ord for Join {
    /// The cheapest is the greatest.
    fn cmp(&self, other: &Self) -> Ordering {
        other.cost.total_cmp(&self.cost).then_with(|| other.pair.cmp(&self.pair))
    }
}
impl PartialOrd for Join {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl PartialEq for Join {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Join {}

/// Joins regions; `near` are the neighbours of each with the edges they share, ascending. Returns
/// the group of each region and the sums of each group.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn join(
    sums: Vec<Moments>,
    near: Vec<Vec<(u32, u32)>>,
    prices: Prices,
    ctx: &Context<'_>,
) -> Result<(Vec<u32>, Vec<Moments>)> {
    let count = sums.len();
    let mut tries = TRIES.1 + TRIES.0 * near.iter().map(Vec::len).sum::<usize>();
    let mut regions: Vec<Region> = sums
        .into_iter()
        .zip(near)
        .map(|(sums, near)| Region { cost: prices.fill(&sums), sums, near, is_gone: false })
        .collect();
    let mut into: Vec<u32> = (0..count as u32).collect();
    let mut joins = BinaryHeap::new();
    for a in 0..count as u32 {
        ctx.check()?;
        let later = regions[a as usize].near.iter().filter(|(b, _)| *b > a);
        joins.extend(later.filter_map(|&(b, edges)| propose(&regions, [a, b], edges, prices)));
    }
    while let Some(Join { pair: [a, b], .. }) = joins.pop() {
        if regions[a as usize].is_gone || regions[b as usize].is_gone {
            continue;
        }
        ctx.check()?;
        let joined = regions.len() as u32;
        let near = take_over(&mut regions, [a, b], joined);
        let sums = regions[a as usize].sums.plus(&regions[b as usize].sums);
        regions.push(Region { cost: prices.fill(&sums), sums, near, is_gone: false });
        into.push(joined);
        into[a as usize] = joined;
        into[b as usize] = joined;
        let near = &regions[joined as usize].near;
        tries = tries.saturating_sub(near.len());
        if tries == 0 {
            break;
        }
        joins.extend(near.iter().filter_map(|&(c, edges)| propose(&regions, [c, joined], edges, prices)));
    }
    // A region is always joined into a later one.
    for region in (0..into.len()).rev() {
        into[region] = into[into[region] as usize];
    }
    let mut number = vec![u32::MAX; regions.len()];
    let mut groups = Vec::new();
    let group_of = into[..count].iter().map(|&last| {
        let number = &mut number[last as usize];
        if *number == u32::MAX {
            *number = groups.len() as u32;
            groups.push(regions[last as usize].sums);
        }
        *number
    });
    let group_of = group_of.collect();
    Ok((group_of, groups))
}

fn propose(regions: &[Region], pair: [u32; 2], edges: u32, prices: Prices) -> Option<Join> {
    let [a, b] = pair.map(|region| &regions[region as usize]);
    let added = prices.fill(&a.sums.plus(&b.sums)) - a.cost - b.cost;
    let saved = f64::from(edges) * prices.edge + prices.path;
    (added < saved).then_some(Join { cost: added / saved, pair })
}

/// The neighbours of two regions together; each of them now has the joined one in their place.
fn take_over(regions: &mut [Region], pair: [u32; 2], joined: u32) -> Vec<(u32, u32)> {
    let mut near: Vec<(u32, u32)> = Vec::new();
    for region in pair {
        regions[region as usize].is_gone = true;
        near.append(&mut regions[region as usize].near);
    }
    near.retain(|(region, _)| !pair.contains(region));
    near.sort_unstable();
    near.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        kept.1 += if same { next.1 } else { 0 };
        same
    });
    for &(region, edges) in &near {
        let others = &mut regions[region as usize].near;
        others.retain(|(other, _)| !pair.contains(other));
        others.push((joined, edges));
    }
    near
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRICES: Prices = Prices { edge: 100.0, path: 1000.0, ramp: 4000.0, crossed: 8000.0 };

    fn block(x: usize, level: impl Fn(usize) -> u8) -> Moments {
        let mut sums = Moments::default();
        for y in 0..20 {
            let row: Vec<[u8; 4]> = (x..x + 10).map(|x| [level(x), level(x), level(x), 255]).collect();
            sums.add_run(x, y, &row);
        }
        sums
    }

    fn in_a_row(blocks: Vec<Moments>) -> (Vec<u32>, Vec<Moments>) {
        let last = blocks.len() as u32 - 1;
        let near = (0..=last).map(|i| {
            let sides = [i.checked_sub(1), (i < last).then_some(i + 1)];
            sides.into_iter().flatten().map(|other| (other, 20)).collect()
        });
        let near = near.collect();
        join(blocks, near, PRICES, &Context::unhindered()).expect("nobody cancels")
    }

    #[test]
    fn bands_of_a_ramp_become_one() {
        let (group_of, groups) = in_a_row((0..6).map(|i| block(10 * i, |x| 3 * x as u8)).collect());
        assert_eq!(group_of, [0; 6]);
        assert_eq!(PRICES.prefer(&groups[0]), Shade::Ramp);
    }

    #[test]
    fn a_step_stays() {
        let (group_of, groups) = in_a_row(vec![block(0, |_| 20), block(10, |_| 120)]);
        assert_eq!(group_of, [0, 1]);
        assert!(groups.iter().all(|sums| PRICES.prefer(sums) == Shade::Flat));
    }

    #[test]
    fn two_ramps_that_meet_in_a_ridge_stay_two() {
        let ridge = |x: usize| if x < 40 { 5 * x as u8 } else { 5 * (80 - x) as u8 };
        let (group_of, groups) = in_a_row((0..8).map(|i| block(10 * i, ridge)).collect());
        assert_eq!(group_of, [0, 0, 0, 0, 1, 1, 1, 1]);
        assert_eq!(groups.len(), 2);
    }
}
