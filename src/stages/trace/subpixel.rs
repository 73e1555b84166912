//! Where a boundary lies below the pixel: coverage tells, summed along the boundary's normal.
//!
//! A straight edge through anti-aliased pixels leaves exactly its own area in the two pixels on
//! each side of a crack, so their coverages place it without error. Placing the edge by the one
//! mixed pixel alone was rejected: it is wrong wherever the edge crosses two pixels of a column.

use super::map::step;
use crate::context::Context;
use crate::error::Result;
use crate::model::{Border, Paint, Regions, Sampler};
use crate::parallel;

/// Borders worked on as one parallel piece.
const CHUNK: usize = 256;

/// Cracks looked at on either side to tell which way a boundary runs.
const REACH: usize = 2;

/// How far outlines run on beyond the rim of a picture with noise, px: more than curves stray in any preset.
const BEYOND: f32 = 1.0;
/// To the left of a walker in each direction.
const LEFT: [(f32, f32); 4] = [(0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)];

/// Coverage of one pixel by a paint, with nothing beyond the picture.
pub(super) struct Coverage<'a> {
    regions: &'a Regions,
    paint: u32,
}

impl Coverage<'_> {
    fn at(&self, x: i64, y: i64) -> f32 {
        let (w, h) = (i64::from(self.regions.width), i64::from(self.regions.height));
        if x < 0 || y < 0 || x >= w || y >= h {
            return 0.0;
        }
        self.regions.share((y * w + x) as usize, self.paint)
    }

    /// How far the edge of the paint lies outside the crack between pixel `(x, y)` (of the paint)
    /// and its neighbour in direction `(dx, dy)`, px. A ridge one pixel wide has a deficit that
    /// its two edges divide.
    fn offset(&self, (x, y): (i64, i64), (dx, dy): (i64, i64)) -> f32 {
        let ring = |k: i64| self.at(x + k * dx, y + k * dy);
        let (behind, inside, outside, beyond) = (ring(-1), ring(0), ring(1), ring(2));
        let divide = |own: f32, other: f32| if own + other < 0.02 { 0.5 } else { own / (own + other) };
        let missing = if 1.0 - behind <= 1.0 - inside {
            2.0 - inside - behind
        } else {
            (1.0 - inside) * divide(behind, outside)
        };
        let surplus =
            if beyond <= outside { outside + beyond } else { outside * divide(1.0 - beyond, 1.0 - inside) };
        (surplus - missing).clamp(-1.5, 1.5)
    }
}

/// The middle of the crack that leaves a corner.
fn middle([x, y]: [u32; 2], direction: u8) -> [f32; 2] {
    let (x, y) = (x as f32, y as f32);
    match direction {
        0 => [x + 0.5, y],
        1 => [x, y + 0.5],
        2 => [x - 0.5, y],
        _ => [x, y - 0.5],
    }
}

/// Points and whether they tell something, for every crack of every border.
pub(super) fn points(
    regions: &Regions,
    borders: &[Border],
    steps: &[u8],
    ctx: &Context<'_>,
) -> Result<(Vec<[f32; 2]>, Vec<bool>)> {
    let ramps = regions.mixtures.is_some() && regions.paints.iter().any(|p| matches!(p, Paint::Gradient(_)));
    let has_faint = ramps || regions.is_noisy();
    let samplers: Vec<Sampler> =
        if has_faint { regions.paints.iter().map(Paint::sampler).collect() } else { Vec::new() };
    let see_through = !regions.is_noisy()
        || regions.faces.iter().any(|face| regions.paints[face.paint as usize].is_nothing());
    let mut points = vec![[0.0; 2]; steps.len()];
    let mut telling = vec![true; steps.len()];
    let mut work = Vec::with_capacity(borders.len() / CHUNK + 1);
    let (mut rest_points, mut rest_telling) = (&mut points[..], &mut telling[..]);
    for chunk in borders.chunks(CHUNK) {
        let cracks = chunk.iter().map(|b| b.count as usize).sum();
        let (here, later) = rest_points.split_at_mut(cracks);
        let (here_telling, later_telling) = rest_telling.split_at_mut(cracks);
        (rest_points, rest_telling) = (later, later_telling);
        work.push((chunk, here, here_telling));
    }
    parallel::for_each(work.into_iter(), ctx, |(chunk, points, telling)| {
        let mut corners = Vec::new();
        let mut at = 0;
        for border in chunk {
            let count = border.count as usize;
            let steps = &steps[border.first as usize..border.first as usize + count];
            let (points, telling) = (&mut points[at..at + count], &mut telling[at..at + count]);
            at += count;
            corners.clear();
            corners.push(border.start);
            for &direction in steps {
                let last = corners[corners.len() - 1];
                corners.push(step(last, direction));
            }
            for (i, &direction) in steps.iter().enumerate() {
                points[i] = middle(corners[i], direction);
            }
            if regions.mixtures.is_some() {
                place(regions, see_through, border, steps, &corners, points);
                dominate(border, steps, &corners, telling);
                super::faint::smooth(regions, &samplers, border, steps, &corners, points, telling);
            }
        }
        Ok(())
    })?;
    Ok((points, telling))
}

/// Moves each point along its crack's normal.
fn place(
    regions: &Regions,
    see_through: bool,
    border: &Border,
    steps: &[u8],
    corners: &[[u32; 2]],
    points: &mut [[f32; 2]],
) {
    let paint = |face: u32| regions.faces.get(face as usize).map(|f| f.paint);
    if !see_through && (paint(border.right).is_none() || paint(border.left).is_none()) {
        let way = if paint(border.left).is_none() { BEYOND } else { -BEYOND };
        for (point, &direction) in points.iter_mut().zip(steps) {
            let (dx, dy) = LEFT[usize::from(direction & 3)];
            *point = [point[0] + way * dx, point[1] + way * dy];
        }
        return;
    }
    let (Some(right), left) = (paint(border.right), paint(border.left)) else {
        if let Some(left) = paint(border.left) {
            shift(regions, (left, true), steps, corners, points);
        }
        return;
    };
    if Some(right) == left {
        return;
    }
    // The smaller face more often lies on top, so that its own coverage is the edge's.
    let area = |face: u32| regions.faces.get(face as usize).map_or(u32::MAX, |f| f.area);
    let nothing = |paint: u32| regions.paints.get(paint as usize).is_none_or(Paint::is_nothing);
    match left {
        Some(left) if nothing(right) || (!nothing(left) && area(border.left) < area(border.right)) => {
            shift(regions, (left, true), steps, corners, points);
        }
        _ => shift(regions, (right, false), steps, corners, points),
    }
}

fn shift(
    regions: &Regions,
    (paint, on_left): (u32, bool),
    steps: &[u8],
    corners: &[[u32; 2]],
    points: &mut [[f32; 2]],
) {
    let coverage = Coverage { regions, paint };
    for (i, &direction) in steps.iter().enumerate() {
        let (x, y) = (i64::from(corners[i][0]), i64::from(corners[i][1]));
        // The pixel on the right of the walker and the way to the left of it.
        let (right, way) = match direction {
            0 => ((x, y), (0, -1)),
            1 => ((x - 1, y), (1, 0)),
            2 => ((x - 1, y - 1), (0, 1)),
            _ => ((x, y - 1), (-1, 0)),
        };
        let offset = if on_left {
            -coverage.offset((right.0 + way.0, right.1 + way.1), (-way.0, -way.1))
        } else {
            coverage.offset(right, way)
        };
        points[i][0] += offset * way.0 as f32;
        points[i][1] += offset * way.1 as f32;
    }
}

/// Keeps the cracks along the axis that the boundary mostly follows around them.
fn dominate(border: &Border, steps: &[u8], corners: &[[u32; 2]], telling: &mut [bool]) {
    let count = steps.len();
    let closed = border.closed && count > 8;
    if count <= 2 * REACH {
        return;
    }
    for (i, &direction) in steps.iter().enumerate() {
        let (from, to) = if closed {
            ((i + count - REACH) % count, (i + 1 + REACH) % count)
        } else {
            (i.saturating_sub(REACH), (i + 1 + REACH).min(count))
        };
        let dx = corners[from][0].abs_diff(corners[to][0]);
        let dy = corners[from][1].abs_diff(corners[to][1]);
        telling[i] = if direction & 1 == 0 { dx >= dy } else { dy >= dx };
    }
}
