//! Running on beneath: where a face is covered by later ones its outline may go anywhere that
//! stays out of sight, so it takes few, coarse lines.
//!
//! Ending shapes exactly at the visible border was rejected: two edges that each cover half a
//! pixel let a quarter of the background through. To ask along a line only whether it is out of sight was rejected, too:
//! an earlier face may lie wholly between it and the border (a pupil between the two ends of the white around an iris).

use super::cracks::Crack;
use super::geometry::point;
use super::local::quadratic;
use crate::model::{Curve, Point};

/// How far a hidden line stays clear of the visible border, px.
const CLEAR: f64 = 0.8;
/// Between a border and a line that cuts it short, every pixel of so many columns and rows is looked at.
const STRIDE: usize = 2;
/// Cracks up to which a run is too short to have anything between it and a line.
const SHORT: usize = 6;

/// What is at a place, from a face's point of view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// Itself.
    Own,
    /// A later face that hides it.
    Hidden,
    /// What it must not cover.
    Open,
}

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

/// Appends lines that follow a hidden run from the pen to a point, but not the last line. `closing` is for runs that are
/// all there is of a contour: their ends hide nothing, so the shortest way is no way. No line cuts more than `longest`
/// cracks short.
pub(super) fn follow(
    run: &[Crack],
    [from, to]: [Point; 2],
    closing: bool,
    longest: usize,
    seen: &dyn Fn(Point) -> Seen,
    out: &mut Vec<Curve>,
) {
    let Some(last) = run.len().checked_sub(1) else { return };
    let hides = &|p: Point| seen(p) == Seen::Hidden;
    let mut crossings = Vec::new();
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
    let mut takes_in = |a: Point, b: Point, i: usize, j: usize| {
        j - i > SHORT && shows_between(&run[i..=j], [a, b], seen, &mut crossings)
    };
    if !closing && last <= longest && straight(from, to, 0, last) && !takes_in(from, to, 0, last) {
        return;
    }
    let posts: Vec<Point> = (0..run.len()).map(|i| post(run, i, hides)).collect();
    let (mut at, mut i) = (from, 0);
    // What was found to take something in is not asked again for nearly the same area, else a long border around an
    // island would cost the area for each of its posts.
    let (mut reach, mut left) = (longest, longest);
    while i <= last {
        if (!closing || i > 0) && last - i <= left && straight(at, to, i, last) {
            if !takes_in(at, to, i, last) {
                break;
            }
            left = (last - i) / 4 * 3;
        }
        let most = last.min(i.saturating_add(reach));
        let mut reached = farthest(i, most, |j| straight(at, posts[j], i, j));
        if takes_in(at, posts[reached], i, reached) {
            reached = farthest(i, reached, |j| straight(at, posts[j], i, j) && !takes_in(at, posts[j], i, j));
            reach = (2 * (reached - i)).clamp(SHORT, longest);
        } else if reached == most {
            reach = reach.saturating_mul(2).min(longest);
        }
        at = posts[reached];
        out.push(Curve::Line { to: at });
        i = reached + 1;
    }
}

/// The last crack from `first` to `last` that can be reached, by ever longer strides and then by halves; `first` at least.
fn farthest(first: usize, last: usize, mut reaches: impl FnMut(usize) -> bool) -> usize {
    let (mut low, mut stride) = (first, 1);
    while low < last {
        let j = (first + stride).min(last);
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
        stride *= 2;
    }
    low
}

/// Whether a line from one place to another, instead of a run, would take in anything that it must not cover.
fn shows_between(
    run: &[Crack],
    [a, b]: [Point; 2],
    seen: &dyn Fn(Point) -> Seen,
    crossings: &mut Vec<(usize, f64)>,
) -> bool {
    crossings.clear();
    let is_looked_at = |row: usize| row.is_multiple_of(STRIDE);
    let upright = run.iter().filter(|crack| crack.outward.x != 0.0);
    crossings.extend(upright.map(|c| (c.middle.y as usize, c.middle.x)).filter(|c| is_looked_at(c.0)));
    let ends = [run.last(), run.first()].map(|crack| crack.map_or(a, |crack| crack.middle));
    for (from, to) in [(ends[0], b), (b, a), (a, ends[1])] {
        let (top, bottom) = (from.y.min(to.y).max(0.0), from.y.max(to.y).max(0.0));
        // The rows whose middles lie between.
        for row in ((top + 0.5) as usize..(bottom + 0.5) as usize).filter(|&row| is_looked_at(row)) {
            let share = (row as f64 + 0.5 - from.y) / (to.y - from.y);
            crossings.push((row, from.x + share * (to.x - from.x)));
        }
    }
    crossings.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let is_open = |x: usize, row: usize| seen(point(x as f64 + 0.5, row as f64 + 0.5)) == Seen::Open;
    crossings.chunk_by(|a, b| a.0 == b.0).any(|row| {
        // Beside the run itself and the line, mixed pixels may be of a neighbour.
        row.chunks_exact(2).any(|span| {
            let (left, right) = (span[0].1.max(0.0) as usize + 1, span[1].1.max(0.0) as usize);
            (left + 1..right.saturating_sub(1)).step_by(STRIDE).any(|x| is_open(x, span[0].0))
        })
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A bay of ten by ten pixels, open below, with the face around it.
    fn bay() -> Vec<Crack> {
        let crack = |x: f64, y: f64, outward: Point| {
            let place = point(x, y);
            Crack { middle: place, outward, place, telling: true, beyond: 1 }
        };
        let up = (0..10).rev().map(|i| crack(20.0, 10.5 + f64::from(i), point(-1.0, 0.0)));
        let along = (0..10).rev().map(|i| crack(10.5 + f64::from(i), 10.0, point(0.0, 1.0)));
        let down = (0..10).map(|i| crack(10.0, 10.5 + f64::from(i), point(1.0, 0.0)));
        up.chain(along).chain(down).collect()
    }

    fn across(seen: &dyn Fn(Point) -> Seen) -> Vec<Curve> {
        let mut curves = Vec::new();
        follow(&bay(), [point(20.0, 20.0), point(10.0, 20.0)], false, usize::MAX, seen, &mut curves);
        curves
    }

    #[test]
    fn the_shortest_way_beneath_is_a_line() {
        assert_eq!(across(&|_| Seen::Hidden), []);
    }

    #[test]
    fn an_earlier_face_within_the_bay_is_not_taken_in() {
        let is_within = |p: Point| p.x > 13.0 && p.x < 17.0 && p.y > 13.0 && p.y < 17.0;
        let curves = across(&|p| if is_within(p) { Seen::Open } else { Seen::Hidden });
        let mut from = point(20.0, 20.0);
        let corners: Vec<Point> = curves.iter().map(Curve::end).chain([point(10.0, 20.0)]).collect();
        // The middle of the bay lies to the left of each line: outside of what they enclose with the bay's walls.
        for to in corners {
            assert!((to - from).cross(point(15.0, 15.0) - from) < 0.0, "{from:?} to {to:?}");
            from = to;
        }
    }
}
