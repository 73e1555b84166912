//! Running on beneath: where a face is covered by a later one its outline may go anywhere that
//! stays out of sight, so it takes few, coarse lines.
//!
//! Ending shapes exactly at the visible border was rejected: two edges that each cover half a
//! pixel let a quarter of the background through.

use super::cracks::Crack;
use super::geometry::point;
use super::local::quadratic;
use crate::model::{Curve, Point};

/// How far a hidden line stays clear of the visible border, px.
const CLEAR: f64 = 0.8;

/// Lengthens an open chain at both ends until it is out of sight. `hides` tells whether a place
/// is wholly covered by a later face.
pub(super) fn extend(chain: &mut Vec<Point>, run: &[Crack], hides: &dyn Fn(Point) -> bool) {
    let (n, (Some(first), Some(last))) = (chain.len(), (run.first(), run.last())) else { return };
    if n < 2 {
        return;
    }
    let (head, head_way) = end(chain.iter().copied());
    let (tail, tail_way) = end(chain.iter().rev().copied());
    (chain[0], chain[n - 1]) = (head, tail);
    let beyond = |at: Point, way: Point, crack: &Crack| {
        let reach = (crack.place - at).dot(way).clamp(0.0, 4.0);
        let deep = [3.0, 2.0, 1.5]
            .into_iter()
            .map(|k| reach + k)
            .find(|&k| hides(at + way * k) && hides(at + way * (k - 0.8)));
        at + way * deep.unwrap_or(reach + 1.0)
    };
    let (head, tail) = (beyond(head, head_way, first), beyond(tail, tail_way, last));
    chain.insert(0, head);
    chain.push(tail);
}

/// The first point of a chain, smoothed, and the direction that leads off its end.
fn end(chain: impl Iterator<Item = Point>) -> (Point, Point) {
    let mut window = [Point::default(); 10];
    let mut count = 0;
    for (slot, p) in window.iter_mut().zip(chain) {
        *slot = p;
        count += 1;
    }
    let points = &window[..count];
    if count >= 7 {
        let local = quadratic(&points[1..count.min(9)], points[0]);
        if local.worst < 0.15 && local.at.distance(points[0]) < 1.0 {
            return (local.at, -local.tangent);
        }
    }
    let back = points[4.min(count - 1)];
    (points[0], (points[0] - back).unit())
}

/// Appends lines that follow a hidden run from the pen to a point, but not the last line. `hides`
/// tells whether a place belongs to a later face. `closing` is for runs that are all there is of
/// a contour: their ends hide nothing, so the shortest way is no way.
pub(super) fn follow(
    run: &[Crack],
    from: Point,
    to: Point,
    closing: bool,
    hides: &dyn Fn(Point) -> bool,
    out: &mut Vec<Curve>,
) {
    let Some(last) = run.len().checked_sub(1) else { return };
    let covered = |a: Point, b: Point| {
        let (length, way) = (a.distance(b), (b - a).unit());
        let mut along = 1.5;
        while along < length - 1.5 {
            if !hides(a + way * along) {
                return false;
            }
            along += 0.7;
        }
        true
    };
    // The run must stay on the face's side of every line, or the line goes round the wrong way.
    let outside = |a: Point, b: Point, i: usize, j: usize| {
        if j - i > 6 && a.distance(b) < 1.5 {
            return false;
        }
        let way = (b - a).unit();
        let stride = ((j - i) / 24).max(1);
        let clear = |k: usize| {
            let m = run[k].middle;
            let margin = if m.distance(a) > 4.0 && m.distance(b) > 4.0 { CLEAR } else { -1.0 };
            way.cross(m - a) >= margin
        };
        (i..=j).step_by(stride).all(clear)
    };
    let straight = |a: Point, b: Point, i: usize, j: usize| covered(a, b) && outside(a, b, i, j);
    if !closing && straight(from, to, 0, last) {
        return;
    }
    let posts: Vec<Point> = (0..run.len()).map(|i| post(run, i, hides)).collect();
    let (mut at, mut i) = (from, 0);
    while i <= last {
        if (!closing || i > 0) && straight(at, to, i, last) {
            break;
        }
        let reaches = |j: usize| straight(at, posts[j], i, j);
        let (mut low, mut stride) = (i, 1);
        loop {
            let j = (i + stride).min(last);
            if !reaches(j) {
                let mut high = j;
                while high - low > 1 {
                    let middle = (low + high) / 2;
                    if reaches(middle) {
                        low = middle;
                    } else {
                        high = middle;
                    }
                }
                break;
            }
            low = j;
            if j == last {
                break;
            }
            stride *= 2;
        }
        at = posts[low];
        out.push(Curve::Line { to: at });
        i = low + 1;
    }
}

/// A place beyond a crack, clear of the border where the later face is wide enough.
fn post(run: &[Crack], i: usize, hides: &dyn Fn(Point) -> bool) -> Point {
    let around = &run[i.saturating_sub(2)..(i + 3).min(run.len())];
    let way = around.iter().fold(point(0.0, 0.0), |sum, c| sum + c.outward).unit();
    [2.5, 1.5]
        .into_iter()
        .map(|k| run[i].middle + way * k)
        .find(|&p| hides(p))
        .unwrap_or(run[i].middle + run[i].outward * 0.5)
}
