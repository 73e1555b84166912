//! The shapes, written piece by piece on all threads.
//!
//! None says anything that depends on the one before, so the pieces are put together as they are.
//! On one thread alone it was half of what moving a dial of `write` took.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::document::Document;
use super::number::push_real;
use super::paint::Layer;
use super::path::Counts;
use crate::context::Context;
use crate::error::Result;
use crate::model::{Contour, Paint, Shape, Shapes};
use crate::parallel;
use crate::params::Group;

/// Shapes that one thread writes before it may be asked for the next, at least.
const PIECE: usize = 64;

impl Document<'_> {
    /// Writes all shapes.
    ///
    /// # Errors
    /// `cancelled` when asked to stop.
    pub fn drawing(&mut self, ctx: &Context<'_>) -> Result<()> {
        let overlap = f64::from(self.shapes.overlap);
        let strokes = overlap > 0.0 && overlap.is_finite();
        if strokes {
            // Paths below only name their colour: fill and stroke both follow it.
            self.newline(1);
            self.text(
                "<g fill=\"currentColor\" stroke=\"currentColor\" stroke-linejoin=\"round\" stroke-width=\"",
            );
            push_real(&mut self.out, overlap * self.grid.scale(), 2);
            self.text("\">");
        }
        let Self { shapes, params, grid, .. } = *self;
        let done = AtomicUsize::new(0);
        let written = parallel::map(pieces(&shapes.shapes).into_iter(), ctx, |piece| {
            let some = &shapes.shapes[piece.clone()];
            let out = Vec::with_capacity(room(shapes, some));
            let mut part = Document { shapes, params, grid, out, counts: Counts::default() };
            let mut first = piece.start;
            for run in some.chunk_by(|a, b| a.paint == b.paint) {
                ctx.check()?;
                part.run_of_paint(first..first + run.len(), strokes);
                first += run.len();
            }
            let done = done.fetch_add(piece.len(), Ordering::Relaxed) + piece.len();
            ctx.report(done, shapes.shapes.len());
            Ok((part.out, part.counts))
        })?;
        self.out.reserve(written.iter().map(|(out, _)| out.len()).sum());
        for (out, counts) in written {
            self.out.extend_from_slice(&out);
            self.counts.add(counts);
        }
        if strokes {
            self.newline(1);
            self.text("</g>");
        }
        Ok(())
    }

    /// Consecutive shapes of one paint.
    fn run_of_paint(&mut self, run: Range<usize>, strokes: bool) {
        let shapes: &[Shape] = &self.shapes.shapes;
        let Some(paint) = shapes[run.start..].first().and_then(|s| self.shapes.paints.get(s.paint as usize))
        else {
            return;
        };
        if paint.is_nothing() {
            return;
        }
        let id = shapes[run.start].paint;
        let depth = 1 + usize::from(strokes);
        // Translucent shapes may overlap: in one path they would not darken each other.
        let share = self.params.minify >= 2 && paint.is_opaque();
        for layer in Layer::of(paint) {
            match self.params.group {
                Group::Color if run.len() > 1 => {
                    self.newline(depth);
                    self.text("<g");
                    self.fill(paint, id, layer, strokes);
                    self.text(">");
                    for shape in run.clone() {
                        self.newline(depth + 1);
                        self.path(shape..shape + 1, None, strokes);
                    }
                    self.newline(depth);
                    self.text("</g>");
                }
                Group::None if share => {
                    self.newline(depth);
                    self.path(run.clone(), Some((paint, id, layer)), strokes);
                }
                _ => {
                    for shape in run.clone() {
                        self.newline(depth);
                        self.path(shape..shape + 1, Some((paint, id, layer)), strokes);
                    }
                }
            }
        }
    }

    /// One element of one or more shapes.
    fn path(&mut self, run: Range<usize>, fill: Option<(&Paint, u32, Layer)>, strokes: bool) {
        let shapes = self.shapes;
        self.element(fill, strokes, |data| {
            for shape in &shapes.shapes[run] {
                for contour in contours(shapes, shape) {
                    data.contour(contour.start, shapes.stretch(contour), true);
                }
            }
        });
    }
}

/// The contours of a shape; none where its range leads astray.
pub(super) fn contours<'a>(shapes: &'a Shapes, shape: &Shape) -> &'a [Contour] {
    let first = shape.first as usize;
    shapes.contours.get(first..first.saturating_add(shape.count as usize)).unwrap_or_default()
}

/// Bytes that shapes take, about.
fn room(shapes: &Shapes, some: &[Shape]) -> usize {
    let parts = |contour: &Contour| contour.count as usize;
    some.iter().map(|shape| 40 + 16 * contours(shapes, shape).iter().map(parts).sum::<usize>()).sum()
}

/// Shapes in pieces that end where a paint ends.
fn pieces(shapes: &[Shape]) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut end = 0;
    for run in shapes.chunk_by(|a, b| a.paint == b.paint) {
        end += run.len();
        match pieces.last_mut() {
            Some(piece) if piece.len() < PIECE => piece.end = end,
            _ => pieces.push(end - run.len()..end),
        }
    }
    pieces
}
