//! Corners: where a boundary's direction, seen from each side alone, differs.
//!
//! Quadratics fitted to each side separately give the two directions and, where they cross, the
//! corner itself. Curvature over a fixed window was rejected: it rounds corners off and finds
//! false ones on small circles.

use super::geometry::point;
use super::local::quadratic;
use crate::context::Context;
use crate::model::Point;

/// Corners are further apart than this many points; and than 1.5 px within the second number.
const APART: (usize, usize) = (3, 12);

/// A corner of a chain.
#[derive(Debug, Clone, Copy)]
pub(super) struct Corner {
    /// Index of the nearest point.
    pub index: usize,
    /// Where the two sides meet.
    pub at: Point,
    strength: f64,
}

/// A candidate corner, for whoever can check it against the picture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wedge {
    pub at: Point,
    /// Direction along the boundary before the corner.
    pub arriving: Point,
    /// And after it.
    pub leaving: Point,
}

/// Finds corners sharper than `angle` (radians) that `is_real` confirms, in order along the
/// chain, none close beside a stronger one. Incomplete when the job is cancelled.
pub(super) fn corners(
    points: &[Point],
    closed: bool,
    angle: f64,
    is_real: &dyn Fn(&Wedge) -> bool,
    ctx: &Context<'_>,
) -> Vec<Corner> {
    let n = points.len();
    let mut found: Vec<Corner> = Vec::new();
    if n < 4 {
        return found;
    }
    let reach = 4.min(n / 3).max(1) as isize;
    let roughly = libm::cos((angle * 0.9).min(std::f64::consts::PI));
    for index in 0..n {
        if index % 4096 == 4095 && ctx.check().is_err() {
            break;
        }
        let at = points[index];
        let neighbour = |k: isize| {
            get(points, index as isize + k, closed).unwrap_or(if k < 0 { points[0] } else { points[n - 1] })
        };
        let (before, after) = (at - neighbour(-reach), neighbour(reach) - at);
        let lengths = (before.dot(before) * after.dot(after)).sqrt();
        // Nearly all points end here, without an angle being worked out.
        if lengths < 1e-18 || before.dot(after) > roughly * lengths {
            continue;
        }
        let rough = before.turn(after);
        let (Some(into), Some(out)) =
            (one_side(points, index, -1, closed), one_side(points, index, 1, closed))
        else {
            continue;
        };
        let (arriving, leaving) = (-into.1, out.1);
        let turn = arriving.turn(leaving);
        if turn < angle {
            continue;
        }
        let mut corner = at;
        let cross = arriving.cross(leaving);
        if cross.abs() > 0.15 {
            let meet = into.0 + arriving * ((out.0 - into.0).cross(leaving) / cross);
            if meet.distance(at) < 1.6 {
                corner = meet;
            }
        }
        if is_real(&Wedge { at: corner, arriving, leaving }) {
            found.push(Corner { index, at: corner, strength: turn + 0.5 * rough });
        }
    }
    keep_strongest(found, n, closed)
}

fn get(points: &[Point], i: isize, closed: bool) -> Option<Point> {
    let n = points.len() as isize;
    let i = match i {
        _ if !closed => i,
        ..0 => i + n,
        _ if i >= n => i - n,
        _ => i,
    };
    points.get(usize::try_from(i).ok()?).copied()
}

/// Position and direction (away from the corner) at a point, from the points on one side of it;
/// the window shrinks until it is free of other corners.
fn one_side(points: &[Point], index: usize, way: isize, closed: bool) -> Option<(Point, Point)> {
    let mut best = None;
    let mut window = [Point::default(); 7];
    for size in [7, 5, 3] {
        if points.len() <= 2 * size {
            continue;
        }
        // The nearest points of a long window may already lie on the other side.
        let skip = isize::from(size > 3);
        let mut count = 0;
        for k in 1..=size as isize {
            if let Some(p) = get(points, index as isize + way * (k + skip), closed) {
                window[count] = p;
                count += 1;
            }
        }
        if count < 2 {
            continue;
        }
        let local = quadratic(&window[..count], points[index]);
        best = Some((local.at, local.tangent));
        if local.worst < 0.12 {
            break;
        }
    }
    best
}

/// Drops corners beside stronger ones. `found` is in order along the chain of `n` points.
fn keep_strongest(found: Vec<Corner>, n: usize, closed: bool) -> Vec<Corner> {
    let mut by_strength: Vec<usize> = (0..found.len()).collect();
    by_strength.sort_by(|&a, &b| found[b].strength.total_cmp(&found[a].strength).then(a.cmp(&b)));
    let mut kept = vec![false; found.len()];
    let count = found.len() as isize;
    for &i in &by_strength {
        let corner = &found[i];
        let clear = |way: isize| {
            let mut k = i as isize;
            loop {
                k += way;
                if closed {
                    k = k.rem_euclid(count);
                }
                let Some(other) = usize::try_from(k).ok().and_then(|k| found.get(k)) else { return true };
                let gap = corner.index.abs_diff(other.index);
                let gap = if closed { gap.min(n - gap) } else { gap };
                if k == i as isize || gap > APART.1 {
                    return true;
                }
                if kept[k as usize] && (gap <= APART.0 || corner.at.distance(other.at) <= 1.5) {
                    return false;
                }
            }
        };
        let both = clear(-1) && clear(1);
        kept[i] = both;
    }
    found.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(corner, _)| corner).collect()
}

/// The area of a 3×3 pixel square around `(x, y)` that lies inside an ideal corner, px².
pub(super) fn wedge_area(wedge: &Wedge, x: f64, y: f64) -> f64 {
    let square =
        [point(x - 1.0, y - 1.0), point(x + 2.0, y - 1.0), point(x + 2.0, y + 2.0), point(x - 1.0, y + 2.0)];
    let inside = |a: Point, b: Point| area(&clip(&clip(&square, wedge.at, a), wedge.at, b));
    if wedge.arriving.cross(wedge.leaving) > 0.0 {
        inside(wedge.arriving, wedge.leaving)
    } else {
        9.0 - inside(-wedge.arriving, -wedge.leaving)
    }
}

/// The part of a polygon to the right of a line (Sutherland and Hodgman 1974).
fn clip(polygon: &[Point], at: Point, direction: Point) -> Vec<Point> {
    let mut out = Vec::with_capacity(polygon.len() + 2);
    for (i, &a) in polygon.iter().enumerate() {
        let b = polygon[(i + 1) % polygon.len()];
        let (x, y) = (direction.cross(a - at), direction.cross(b - at));
        if x >= 0.0 {
            out.push(a);
        }
        if (x > 0.0 && y < 0.0) || (x < 0.0 && y > 0.0) {
            out.push(a + (b - a) * (x / (x - y)));
        }
    }
    out
}

fn area(polygon: &[Point]) -> f64 {
    let doubled: f64 = (0..polygon.len()).map(|i| polygon[i].cross(polygon[(i + 1) % polygon.len()])).sum();
    doubled.abs() / 2.0
}
