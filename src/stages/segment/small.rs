//! Regions under a size join a neighbour.
//!
//! Over the graph, the least costly neighbour, the smallest first: a region of two pixels has
//! found its place before one of twenty looks for its own. Climbing the merge tree was rejected:
//! a small region's next join may be with something that is itself still in pieces at this cut.

use super::color::{distance, features};
use super::general::Parts;
use super::graph::{Graph, Groups};
use super::paced;
use super::sums::ColorSum;
use super::union_find::{find, number, union};
use crate::context::{Context, PACE};
use crate::error::Result;

/// Joins parts of fewer than `min_area` pixels to neighbours until none is left. `graph` and
/// `starts` are those of the start regions.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn absorb(
    parts: &mut Parts,
    graph: &Graph,
    starts: &[ColorSum],
    min_area: u32,
    ctx: &Context<'_>,
) -> Result<()> {
    if !parts.sums.iter().any(|sum| sum.pixels < min_area) {
        return Ok(());
    }
    let (mut adjacency, _) = graph.contract(&parts.groups, |_, _| (), ctx)?;
    let mut limit = 2;
    loop {
        let step = join_smaller(&adjacency, &parts.sums, limit.min(min_area), ctx)?;
        if let Some(step) = step {
            adjacency = adjacency.contract(&step, |_, _| (), ctx)?.0;
            let old = &parts.groups.group_of;
            let group_of = paced::map(old.len(), ctx, |start| step.group_of[old[start] as usize])?;
            *parts = Parts::new(Groups::new(group_of, step.len(), ctx)?, starts, ctx)?;
        } else if limit >= min_area {
            return Ok(());
        }
        limit = limit.saturating_mul(2);
    }
}

/// Lets each part under `limit` pixels choose a neighbour; `None` when none is under it or none
/// has a neighbour.
fn join_smaller(graph: &Graph, sums: &[ColorSum], limit: u32, ctx: &Context<'_>) -> Result<Option<Groups>> {
    let colors = paced::map(sums.len(), ctx, |part| sums[part].color())?;
    let features = features(&colors, ctx)?;
    let mut parents = paced::map(sums.len(), ctx, |part| part as u32)?;
    let mut joined = false;
    for (part, sum) in sums.iter().enumerate() {
        if part.is_multiple_of(PACE) {
            ctx.check()?;
        }
        if sum.pixels >= limit {
            continue;
        }
        let cost = |to: usize, length: u32| {
            let (own, other) = (f64::from(sum.pixels), f64::from(sums[to].pixels));
            let squared = f64::from(distance(features[part], features[to])) + 1.0;
            own * other / (own + other) * squared / f64::from(length)
        };
        let edges = graph.row(part).iter().map(|edge| (cost(edge.to as usize, edge.length), edge.to));
        if let Some((_, to)) = edges.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))) {
            let (a, b) = (find(&mut parents, part as u32), find(&mut parents, to));
            if a != b {
                union(&mut parents, a, b);
                joined = true;
            }
        }
    }
    if !joined {
        return Ok(None);
    }
    let count = number(&mut parents, 0);
    Groups::new(parents, count as usize, ctx).map(Some)
}
