//! Fewer points on a polyline (Ramer 1972, Douglas and Peucker 1973).

use super::geometry::point;
use crate::model::Point;

/// Scratch.
#[derive(Default)]
pub(super) struct Simplify {
    stack: Vec<(u32, u32)>,
    keep: Vec<bool>,
}

impl Simplify {
    /// Appends the points that matter, without the first one, which is kept too.
    pub fn run(&mut self, points: &[Point], tolerance: f64, out: &mut Vec<Point>) {
        let Some(last) = points.len().checked_sub(1) else { return };
        self.keep.clear();
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
        out.extend(points.iter().zip(&self.keep).skip(1).filter(|(_, keep)| **keep).map(|(&p, _)| p));
    }
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
