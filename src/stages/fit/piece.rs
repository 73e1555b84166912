//! The contours of one face while faces are fitted side by side.

use crate::model::{Curve, Point, Shape, Shapes};

/// Contours and their curves, counted from the piece's own beginning.
#[derive(Debug, Default)]
pub(super) struct Piece {
    /// Start of each, and how many curves it has.
    contours: Vec<(Point, usize)>,
    curves: Vec<Curve>,
}

impl Piece {
    /// Adds a contour.
    pub fn push(&mut self, start: Point, curves: &[Curve]) {
        if curves.is_empty() {
            return;
        }
        self.contours.push((start, curves.len()));
        self.curves.extend_from_slice(curves);
    }

    /// Start and curves of each contour.
    pub fn contours(&self) -> impl Iterator<Item = (Point, &[Curve])> {
        let mut later = &self.curves[..];
        self.contours.iter().map(move |&(start, count)| {
            let (curves, rest) = later.split_at(count);
            later = rest;
            (start, curves)
        })
    }

    /// Appends the piece to the drawing as a shape, when there is anything to it.
    pub fn append_to(&self, shapes: &mut Shapes, paint: u32) {
        if self.contours.is_empty() {
            return;
        }
        let first = shapes.contours.len() as u32;
        shapes.shapes.push(Shape { paint, first, count: self.contours.len() as u32 });
        for (start, curves) in self.contours() {
            shapes.add_contour(start, curves.iter().copied());
        }
    }
}
