//! Fitted borders, and faces put together from them.
//!
//! They stay in the pieces in which they were fitted: copying them into one list, as it was before,
//! is work for one thread while the others wait.

use rayon::prelude::*;

use crate::context::Context;
use crate::error::Result;
use crate::model::{Contour, Curve, Layers, Outlines, Point, Shape, Shapes};

/// Borders in a piece, which one thread fits.
pub(super) const CHUNK: usize = 256;
/// Faces that one thread puts together before it may be asked for the next.
const FACES: usize = 64;

/// Borders as curves, [`CHUNK`] by `CHUNK`.
#[derive(Default)]
pub(super) struct Borders(pub Vec<Fitted>);

/// A piece.
pub(super) struct Fitted {
    /// Start of each, and its range of curves.
    pub spans: Vec<(Point, std::ops::Range<u32>)>,
    pub curves: Vec<Curve>,
}

impl Borders {
    /// Appends every painted face, in order.
    pub fn draw(&self, outlines: &Outlines, shapes: &mut Shapes, ctx: &Context<'_>) -> Result<()> {
        let parts: Vec<Shapes> = outlines
            .order
            .par_chunks(FACES)
            .map(|faces| {
                ctx.check()?;
                let mut part = self.room(outlines, faces);
                let painted = faces.iter().filter(|&&face| !outlines.is_veil(face));
                painted.for_each(|&face| self.append_face(outlines, face, &mut part));
                Ok(part)
            })
            .collect::<Result<_>>()?;
        shapes.append(&parts);
        Ok(())
    }

    /// No shapes yet, with room for those of some faces: browsers hand out memory to one thread at a
    /// time.
    fn room(&self, outlines: &Outlines, faces: &[u32]) -> Shapes {
        let mut room = Shapes::default();
        let (mut contours, mut curves) = (0, 0);
        for ring in faces.iter().flat_map(|&face| outlines.loops_of(face)) {
            contours += 1;
            curves += outlines.sides_of(ring).iter().map(|&side| self.of(side).1.len()).sum::<usize>();
        }
        room.shapes.reserve_exact(faces.len());
        room.contours.reserve_exact(contours);
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
    fn of(&self, side: u32) -> (&Point, &[Curve]) {
        let border = (side >> 1) as usize;
        let Fitted { spans, curves } = &self.0[border / CHUNK];
        let (from, span) = &spans[border % CHUNK];
        (from, &curves[span.start as usize..span.end as usize])
    }

    /// Appends the curves along a side and returns where they start.
    pub fn append_side(&self, side: u32, out: &mut Vec<Curve>) -> Point {
        let (from, curves) = self.of(side);
        if side & 1 == 0 {
            out.extend_from_slice(curves);
            return *from;
        }
        let Some((first, later)) = curves.split_first() else { return *from };
        // Each ends where the one before it does.
        out.extend(later.iter().zip(curves).rev().map(|(curve, before)| curve.reversed(before.end())));
        out.push(first.reversed(*from));
        curves.last().map_or(*from, Curve::end)
    }

    /// Appends a closed walk along sides as one contour.
    fn append_loop(&self, sides: &[u32], shapes: &mut Shapes) {
        let first = shapes.curves.len() as u32;
        let mut start = None;
        for &side in sides {
            let from = self.append_side(side, &mut shapes.curves);
            start.get_or_insert(from);
        }
        let count = shapes.curves.len() as u32 - first;
        if let Some(start) = start.filter(|_| count > 0) {
            shapes.contours.push(Contour { start, first, count });
        }
    }
}
