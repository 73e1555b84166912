//! Fewer points on a polyline (Ramer 1972, Douglas and Peucker 1973).

use super::geometry::point;
use super::local::line;
use crate::model::Point;

/// How far a vertex may move from its point, px.
const NEAR: f64 = 1.0;

/// Scratch.
#[derive(Default)]
pub(super) struct Simplify {
    stack: Vec<(u32, u32)>,
    keep: Vec<bool>,
}

impl Simplify {
    /// Appends the points that matter, without the first one, which is kept too.
    pub fn run(&mut self, points: &[Point], tolerance: f64, out: &mut Vec<Point>) {
        self.select(points, tolerance);
        out.extend(points.iter().zip(&self.keep).skip(1).filter(|(_, keep)| **keep).map(|(&p, _)| p));
    }

    /// Like [`Simplify::run`], but every inner vertex moves to where the least-squares lines on
    /// its two sides meet: single points are the worst places of a noisy boundary, and the middles
    /// of stairs cut its corners off. A vertex stays where a point would be further than the
    /// tolerance from the moved line.
    pub fn run_between_lines(&mut self, points: &[Point], tolerance: f64, out: &mut Vec<Point>) {
        self.select(points, tolerance);
        let Some(&first) = points.first() else { return };
        let mut kept = (1..points.len()).filter(|&i| self.keep[i]).peekable();
        let (mut from, mut pen) = (0, first);
        let mut before: Option<(Point, Point)> = None;
        while let Some(i) = kept.next() {
            let line = before.take().or_else(|| through(&points[from..=i]));
            let next = kept.peek().copied();
            let after = next.and_then(|next| through(&points[i..=next]));
            let meet = line.zip(after).and_then(|(a, b)| meeting(a, b));
            let holds = |m: &Point| {
                m.distance(points[i]) < NEAR
                    && is_near(&points[from..=i], pen, *m, tolerance)
                    && next.is_none_or(|next| is_near(&points[i..=next], *m, points[next], tolerance))
            };
            pen = meet.filter(holds).unwrap_or(points[i]);
            out.push(pen);
            before = after;
            from = i;
        }
    }

    /// Marks the points that matter in `keep`; the first one is not marked.
    fn select(&mut self, points: &[Point], tolerance: f64) {
        self.keep.clear();
        let Some(last) = points.len().checked_sub(1) else { return };
        self.keep.resize(points.len(), false);
        self.keep[last] = true;
        self.stack.clear();
        // A closed polyline has no chord: its farthest point parts it in two.
        if points[0] == points[last] && last > 2 {
            let far = farthest(points, 0, last).0;
            self.keep[far] = true;
            self.stack.extend([(0, far as u32), (far as u32, last as u32)]);
        } else {
            self.stack.push((0, last as u32));
        }
        while let Some((a, b)) = self.stack.pop() {
            let (from, to) = (a as usize, b as usize);
            if to < from + 2 {
                continue;
            }
            let (far, squared) = farthest(points, from, to);
            if squared > tolerance * tolerance {
                self.keep[far] = true;
                self.stack.push((a, far as u32));
                self.stack.push((far as u32, b));
            }
        }
    }
}

/// The least-squares line through a stretch, when it has enough points to have one.
fn through(points: &[Point]) -> Option<(Point, Point)> {
    (points.len() > 3).then(|| line(points))
}

/// Where two lines meet, unless they are almost parallel.
fn meeting((a, u): (Point, Point), (b, v): (Point, Point)) -> Option<Point> {
    let cross = u.cross(v);
    (cross.abs() > 0.15).then(|| a + u * ((b - a).cross(v) / cross))
}

/// Whether all points are within the tolerance of a line from `a` to `b`.
fn is_near(points: &[Point], a: Point, b: Point, tolerance: f64) -> bool {
    let chord = b - a;
    let length = chord.dot(chord);
    let scale = if length > 0.0 { 1.0 / length } else { 0.0 };
    points.iter().all(|&p| {
        let d = p - a;
        let off = d - chord * (d.dot(chord) * scale).clamp(0.0, 1.0);
        off.dot(off) <= tolerance * tolerance
    })
}

/// The point between two others that is farthest from their chord, and its squared distance.
fn farthest(points: &[Point], from: usize, to: usize) -> (usize, f64) {
    let a = points[from];
    let chord = points[to] - a;
    let length = chord.dot(chord);
    let scale = if length > 0.0 { 1.0 / length } else { 0.0 };
    let mut worst = (from, -1.0);
    for (i, &p) in points.iter().enumerate().take(to).skip(from + 1) {
        let d = p - a;
        let foot = (d.dot(chord) * scale).clamp(0.0, 1.0);
        let off = point(d.x - foot * chord.x, d.y - foot * chord.y);
        let squared = off.dot(off);
        if squared > worst.1 {
            worst = (i, squared);
        }
    }
    worst
}
