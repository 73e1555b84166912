//! Veils: one shape a level, one upon the other.
//!
//! A level line lies where alpha passes a height, which is less certain the slower it passes; the
//! lines say themselves how far they may stray. Corners are not looked for: what is soft has none,
//! and rounding makes many.

use super::chain::{ChainFit, Ends};
use super::geometry::point;
use super::piece::Piece;
use crate::context::Context;
use crate::error::Result;
use crate::model::{Outlines, Paint, Point, Shapes};
use crate::params::{FitParams, Shape as OutlineShape};

/// Appends the layers of all veils; they belong beneath everything else.
pub(super) fn draw(
    outlines: &Outlines,
    params: &FitParams,
    shapes: &mut Shapes,
    ctx: &Context<'_>,
) -> Result<()> {
    // A soft area has no pixel edges to follow.
    let polygon = params.shape != OutlineShape::Spline;
    let mut points: Vec<Point> = Vec::new();
    let mut curves = Vec::new();
    for level in &outlines.levels {
        ctx.check()?;
        let tolerance = params.tolerance.max(f64::from(level.slack));
        let mut chain = ChainFit::new(tolerance, 180.0, polygon, *ctx);
        let mut piece = Piece::default();
        for ring in &level.rings {
            points.clear();
            points.extend(ring.iter().map(|&[x, y]| point(f64::from(x), f64::from(y))));
            curves.clear();
            let start = chain.fit(&points, Ends::Closed, &|_| false, &mut curves);
            piece.push(start, &curves);
        }
        let color = Paint::Flat(level.color);
        let paint = shapes.paints.iter().position(|p| *p == color).unwrap_or(shapes.paints.len());
        if paint == shapes.paints.len() {
            shapes.paints.push(color);
        }
        piece.append_to(shapes, paint as u32);
    }
    Ok(())
}
