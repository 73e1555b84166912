//! Fitted borders, and faces put together from them.
//!
//! They stay in the pieces in which they were fitted: copying them into one list is work for one thread while the
//! others wait. Having contours name their borders, with nothing copied at all, was rejected: the writer then
//! jumps between borders at every dial of its own, and takes half as long again, on one thread twice as long.

use std::ops::Range;

use crate::context::Context;
use crate::error::Result;
use crate::model::{Contour, Curve, Layers, Outlines, Point, Shape, Shapes, Stretch};
use crate::parallel;

/// Borders in a piece, which one thread fits.
pub(super) const CHUNK: usize = 256;
/// Faces that one thread puts together before it may be asked for the next.
const FACES: usize = 64;

/// Borders as curves, [`CHUNK`] by `CHUNK`.
#[derive(Default)]
pub(super) struct Borders(pub Vec<Fitted>);

/// A piece.
pub(super) struct Fitted {
    /// Start of each, and its range of lines or curves.
    spans: Vec<(Point, Range<u32>)>,
    /// Where each line ends, when there is nothing but lines.
    lines: Vec<Point>,
    curves: Vec<Curve>,
}

impl Fitted {
    /// A piece with these curves.
    pub fn new(spans: Vec<(Point, Range<u32>)>, curves: Vec<Curve>) -> Self {
        if curves.iter().all(|curve| matches!(curve, Curve::Line { .. })) {
            return Self { spans, lines: curves.iter().map(Curve::end).collect(), curves: Vec::new() };
        }
        Self { spans, lines: Vec::new(), curves }
    }
}

impl Borders {
    /// Appends every painted face, in order.
    pub fn draw(&self, outlines: &Outlines, shapes: &mut Shapes, ctx: &Context<'_>) -> Result<()> {
        let parts = parallel::map(outlines.order.chunks(FACES), ctx, |faces| {
            let mut part = self.room(outlines, faces);
            let painted = faces.iter().filter(|&&face| !outlines.is_veil(face));
            painted.for_each(|&face| self.append_face(outlines, face, &mut part));
            Ok(part)
        })?;
        shapes.append(&parts);
        Ok(())
    }

    /// No shapes yet, with room for those of some faces: browsers hand out memory to one thread at a
    /// time.
    fn room(&self, outlines: &Outlines, faces: &[u32]) -> Shapes {
        let mut room = Shapes::default();
        let (mut contours, mut lines, mut curves) = (0, 0, 0);
        for ring in faces.iter().flat_map(|&face| outlines.loops_of(face)) {
            contours += 1;
            let count: usize = outlines.sides_of(ring).iter().map(|&side| self.of(side).1.len()).sum();
            *if self.has_only_lines(outlines.sides_of(ring)) { &mut lines } else { &mut curves } += count;
        }
        room.shapes.reserve_exact(faces.len());
        room.contours.reserve_exact(contours);
        room.lines.reserve_exact(lines);
        room.curves.reserve_exact(curves);
        room
    }

    /// Appends a face as a shape, when there is anything to it.
    pub fn append_face(&self, outlines: &Outlines, face: u32, shapes: &mut Shapes) {
        let first = shapes.contours.len() as u32;
        for ring in outlines.loops_of(face) {
            let hole = ring.doubled_area < 0;
            if !hole || ring.see_through || outlines.layers == Layers::Partition {
                self.append_loop(outlines.sides_of(ring), shapes);
            }
        }
        let count = shapes.contours.len() as u32 - first;
        if count > 0 {
            let paint = outlines.regions.faces[face as usize].paint;
            shapes.shapes.push(Shape { paint, first, count });
        }
    }

    /// Start of a side's border and its curves, forwards.
    fn of(&self, side: u32) -> (Point, Stretch<'_>) {
        let border = (side >> 1) as usize;
        let Fitted { spans, lines, curves } = &self.0[border / CHUNK];
        let (from, span) = &spans[border % CHUNK];
        let span = span.start as usize..span.end as usize;
        let stretch =
            if curves.is_empty() { Stretch::Lines(&lines[span]) } else { Stretch::Curves(&curves[span]) };
        (*from, stretch)
    }

    fn has_only_lines(&self, sides: &[u32]) -> bool {
        sides.iter().all(|&side| self.0[(side >> 1) as usize / CHUNK].curves.is_empty())
    }

    /// Appends the curves along a side and returns where they start.
    pub fn append_side(&self, side: u32, out: &mut Vec<Curve>) -> Point {
        let (from, stretch) = self.of(side);
        if side & 1 == 0 {
            out.extend(stretch.curves());
            return from;
        }
        // Each ends where the one before it does.
        let mut backwards = stretch.curves().rev().peekable();
        let start = backwards.peek().map_or(from, Curve::end);
        while let Some(curve) = backwards.next() {
            out.push(curve.reversed(backwards.peek().map_or(from, Curve::end)));
        }
        start
    }

    /// The same where all are lines.
    fn append_lines(&self, side: u32, out: &mut Vec<Point>) -> Point {
        let (from, Stretch::Lines(ends)) = self.of(side) else { return Point::default() };
        if side & 1 == 0 {
            out.extend_from_slice(ends);
            return from;
        }
        let Some((&start, before)) = ends.split_last() else { return from };
        out.extend(before.iter().rev());
        out.push(from);
        start
    }

    /// Appends a closed walk along sides as one contour.
    fn append_loop(&self, sides: &[u32], shapes: &mut Shapes) {
        let mut start = None;
        let lines = self.has_only_lines(sides);
        let first = if lines { shapes.lines.len() } else { shapes.curves.len() };
        for &side in sides {
            let from = if lines {
                self.append_lines(side, &mut shapes.lines)
            } else {
                self.append_side(side, &mut shapes.curves)
            };
            start.get_or_insert(from);
        }
        let count = if lines { shapes.lines.len() } else { shapes.curves.len() } - first;
        if let Some(start) = start.filter(|_| count > 0) {
            shapes.contours.push(Contour { start, first: first as u32, count: count as u32, lines });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(x: f64) -> Point {
        Point { x, y: 0.0 }
    }

    /// Borders from 0 over 1 to 2 and from 2 to 5, as lines alone and among curves.
    fn borders(lines: bool) -> Borders {
        let line = |x| Curve::Line { to: point(x) };
        let last =
            if lines { line(9.0) } else { Curve::Cubic { c1: point(7.0), c2: point(8.0), to: point(9.0) } };
        let spans = vec![(point(0.0), 0..2), (point(2.0), 2..3), (point(5.0), 3..4)];
        Borders(vec![Fitted::new(spans, vec![line(1.0), line(2.0), line(5.0), last])])
    }

    #[test]
    fn a_loop_goes_along_each_border_either_way() {
        for lines in [true, false] {
            let borders = borders(lines);
            for (sides, start, ends) in
                [(&[0, 2][..], 0.0, &[1.0, 2.0, 5.0][..]), (&[3, 1], 5.0, &[2.0, 1.0, 0.0])]
            {
                let mut shapes = Shapes::default();
                borders.append_loop(sides, &mut shapes);
                let [contour] = &shapes.contours[..] else { panic!("one contour") };
                assert_eq!((contour.lines, contour.start.x), (lines, start));
                let found: Vec<f64> = shapes.stretch(contour).curves().map(|curve| curve.end().x).collect();
                assert_eq!(found, ends);
            }
        }
    }
}
