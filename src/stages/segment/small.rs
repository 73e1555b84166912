//! Regions under a size join a neighbour.
//!
//! Over the boundaries, the least costly neighbour, the smallest first: a region of two pixels has
//! found its place before one of twenty looks for its own. Climbing the merge tree was rejected:
//! a small region's next join may be with something that is itself still in pieces at this cut.

use super::color::{distance, features};
use super::cracks::{Crack, renumbered};
use super::general::Parts;
use super::sums::ColorSum;
use super::union_find::{find, number, union};
use crate::context::{Context, PACE};
use crate::error::Result;
use crate::parallel;

/// Joins parts of fewer than `min_area` pixels to neighbours until none is left. `cracks` are
/// those of the start regions.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn absorb(parts: &mut Parts, cracks: &[Crack], min_area: u32, ctx: &Context<'_>) -> Result<()> {
    if !parts.sums.iter().any(|sum| sum.pixels < min_area) {
        return Ok(());
    }
    let mut cracks = renumbered(cracks, |start| parts.group_of[start as usize], ctx)?;
    let mut limit = 2;
    loop {
        let joined = join_smaller(&cracks, &parts.sums, limit.min(min_area), ctx)?;
        if let Some((part_of, count)) = joined {
            cracks = renumbered(&cracks, |part| part_of[part as usize], ctx)?;
            let old = &parts.group_of;
            let group_of = parallel::values(old.len(), ctx, |start| part_of[old[start] as usize])?;
            let mut sums = vec![ColorSum::default(); count];
            for (sum, &part) in parts.sums.iter().zip(&part_of) {
                sums[part as usize].add(sum);
            }
            *parts = Parts { group_of, sums };
        } else if limit >= min_area {
            return Ok(());
        }
        limit = limit.saturating_mul(2);
    }
}

/// Lets each part under `limit` pixels choose a neighbour; the new numbers and how many there are,
/// `None` when no part is so small or none of them has a neighbour.
fn join_smaller(
    cracks: &[Crack],
    sums: &[ColorSum],
    limit: u32,
    ctx: &Context<'_>,
) -> Result<Option<(Vec<u32>, usize)>> {
    let colors = parallel::values(sums.len(), ctx, |part| sums[part].color())?;
    let features = features(&colors, ctx)?;
    let mut bests: Vec<(f64, u32)> = parallel::values(sums.len(), ctx, |part| (f64::INFINITY, part as u32))?;
    for cracks in cracks.chunks(PACE) {
        ctx.check()?;
        for &Crack { a, b, length } in cracks {
            let sizes = [a, b].map(|part| sums[part as usize].pixels);
            if sizes[0] >= limit && sizes[1] >= limit {
                continue;
            }
            let [own, other] = sizes.map(f64::from);
            let squared = f64::from(distance(features[a as usize], features[b as usize])) + 1.0;
            let cost = own * other / (own + other) * squared / f64::from(length);
            for (part, to, size) in [(a, b, sizes[0]), (b, a, sizes[1])] {
                let best = &mut bests[part as usize];
                if size < limit && (cost < best.0 || (cost == best.0 && to < best.1)) {
                    *best = (cost, to);
                }
            }
        }
    }
    let mut parents = parallel::values(sums.len(), ctx, |part| part as u32)?;
    let mut joined = false;
    for (part, &(_, to)) in (0..).zip(&bests) {
        let (a, b) = (find(&mut parents, part), find(&mut parents, to));
        if a != b {
            union(&mut parents, a, b);
            joined = true;
        }
    }
    ctx.check()?;
    let count = number(&mut parents, 0);
    Ok(joined.then_some((parents, count as usize)))
}
