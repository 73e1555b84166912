//! Translucent faces that touch: their common borders, and lines out of sight where an opaque face lies above.
//!
//! Nothing hides beneath a translucent face, so both take the same curve for their common border. Fitting each contour
//! on its own was rejected: two curves that nearly meet show a line of half or double strength.

use super::cracks::Crack;
use super::hidden::{Seen, follow};
use super::owned::FaceFit;
use super::piece::Piece;
use crate::model::{Curve, Loop, Point};

/// How far shared borders run on beneath an opaque face, px.
const BENEATH: f64 = 1.5;

impl FaceFit<'_> {
    /// Shared borders, and lines out of sight where an opaque face lies above.
    pub fn assembled(&self, ring: &Loop, cracks: &[Crack], piece: &mut Piece) {
        let (outlines, face) = (self.outlines, ring.face);
        let seen = |p: Point| self.seen(face, p);
        // Each side with its cracks, in walking order, from behind a hidden one if there is any.
        let mut from = 0;
        let mut sides: Vec<(u32, &[Crack])> = Vec::new();
        for &side in outlines.sides_of(ring) {
            let to = from + outlines.borders[(side >> 1) as usize].count as usize;
            sides.push((side, &cracks[from..to]));
            from = to;
        }
        let is_hidden = |side: u32| self.hides(outlines.beyond(side), face);
        let n = sides.len();
        let first = (0..n).find(|&i| !is_hidden(sides[i].0) && is_hidden(sides[(i + n - 1) % n].0));
        sides.rotate_left(first.unwrap_or(0));
        let mut curves: Vec<Curve> = Vec::new();
        let mut start: Option<(Point, Point)> = None;
        let mut beneath: Vec<Crack> = Vec::new();
        // Where a shared border meets the opaque face, both of its faces follow it a bit further.
        let run_on = |beneath: &mut Vec<Crack>, begins: Point, way: Point, curves: &mut Vec<Curve>| {
            let Some((pen, end_way)) = end_of(curves).filter(|_| !beneath.is_empty()) else { return };
            let deeper = |at: Point, way: Point| {
                Some(at + way * BENEATH).filter(|&p| seen(p) == Seen::Hidden).unwrap_or(at)
            };
            let (from, to) = (deeper(pen, end_way), deeper(begins, -way));
            curves.push(Curve::Line { to: from });
            follow(beneath, [from, to], false, self.longest, &seen, curves);
            curves.push(Curve::Line { to });
            curves.push(Curve::Line { to: begins });
            beneath.clear();
        };
        for (side, cracks) in sides {
            if is_hidden(side) {
                beneath.extend_from_slice(cracks);
                continue;
            }
            let mut visible: Vec<Curve> = Vec::new();
            let begins = self.shared.append_side(side, &mut visible);
            let way = start_of(begins, &visible);
            run_on(&mut beneath, begins, way, &mut curves);
            start.get_or_insert((begins, way));
            curves.append(&mut visible);
        }
        if let Some((start, way)) = start {
            run_on(&mut beneath, start, way, &mut curves);
            piece.push(start, &curves);
        }
    }
}

/// The direction that curves leave their start in.
fn start_of(start: Point, curves: &[Curve]) -> Point {
    curves.first().map_or(Point::default(), |curve| match *curve {
        Curve::Cubic { c1, .. } if c1 != start => (c1 - start).unit(),
        _ => (curve.end() - start).unit(),
    })
}

/// Where curves end, and the direction that they arrive in.
fn end_of(curves: &[Curve]) -> Option<(Point, Point)> {
    let last = curves.last()?;
    let before = match *last {
        Curve::Cubic { c2, to, .. } if c2 != to => Some(c2),
        _ => curves.len().checked_sub(2).map(|i| curves[i].end()),
    };
    Some((last.end(), before.map_or(Point::default(), |b| (last.end() - b).unit())))
}
