//! Shapes → SVG text: the fewest bytes that still say the same drawing.
//!
//! Coordinates are rounded to a grid as absolute points and written relative to the rounded pen,
//! so rounding never accumulates along a contour (error feedback). The document goes straight
//! into one byte buffer. An XML or path-builder crate was rejected: they format every number as
//! a general float, and know neither shorthands nor what paths may share.

mod document;
mod drawing;
mod number;
mod paint;
mod path;
#[cfg(test)]
mod tests;

use crate::context::Context;
use crate::error::{Error, Result};
use crate::model::Shapes;
use crate::params::WriteParams;

/// A finished drawing and what it is made of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// The document.
    pub svg: String,
    /// `<path>` elements.
    pub paths: u32,
    /// Lines, cubics and arcs.
    pub curves: u32,
    /// Numbers in path data.
    pub coordinates: u32,
    /// Distinct paints.
    pub colors: u32,
}

/// Writes shapes as SVG. Every coordinate lies within half a unit of the last decimal
/// (`params.precision`; coarser where [`Shapes::grain`] allows it and `params.minify` is 2).
///
/// # Errors
/// `cancelled` when asked to stop.
pub fn run(shapes: &Shapes, params: &WriteParams, ctx: &Context<'_>) -> Result<Written> {
    let (bytes, counts) = document::write(shapes, params, ctx)?;
    let svg = String::from_utf8(bytes).map_err(|_| Error::internal("The SVG is not UTF-8."))?;
    Ok(Written {
        svg,
        paths: counts.paths,
        curves: counts.curves,
        coordinates: counts.coordinates,
        colors: shapes.paints.len() as u32,
    })
}
