//! The contours of one face while faces are fitted side by side.

use crate::model::{Contour, Curve, Point, Shape, Shapes};

/// Contours and their curves, counted from the piece's own beginning.
#[derive(Debug, Default)]
pub(super) struct Piece {
    contours: Vec<Contour>,
    curves: Vec<Curve>,
}

impl Piece {
    /// Adds a contour.
    pub fn push(&mut self, start: Point, curves: &[Curve]) {
        if curves.is_empty() {
            return;
        }
        let contour = Contour { start, first: self.curves.len() as u32, count: curves.len() as u32 };
        self.contours.push(contour);
        self.curves.extend_from_slice(curves);
    }

    /// Start and curves of each contour.
    pub fn contours(&self) -> impl Iterator<Item = (Point, &[Curve])> {
        self.contours.iter().map(|c| (c.start, &self.curves[c.first as usize..(c.first + c.count) as usize]))
    }

    /// Appends the piece to the drawing as a shape, when there is anything to it.
    pub fn append_to(&self, shapes: &mut Shapes, paint: u32) {
        if self.contours.is_empty() {
            return;
        }
        let (first, base) = (shapes.contours.len() as u32, shapes.curves.len() as u32);
        shapes.shapes.push(Shape { paint, first, count: self.contours.len() as u32 });
        shapes.contours.extend(self.contours.iter().map(|c| Contour { first: c.first + base, ..*c }));
        shapes.curves.extend_from_slice(&self.curves);
    }
}
