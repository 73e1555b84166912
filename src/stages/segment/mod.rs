//! Canvas → regions: which pixels belong together.
//!
//! Two halves, so that a dial costs only what it changes: [`analyse`] does what is expensive and
//! depends on few parameters, [`cut`] turns its result into regions for any setting. One function
//! was rejected: moving `detail` would grow and merge everything again.
//!
//! Code map: [`router`] looks at the picture and chooses between [`flat`] (drawings: colours and
//! ramps, edges from anti-aliasing) and [`general`] (photos and the rest: growth, merge tree, and
//! [`shading`] for what is smooth, [`edges`] where a pixel mixes two regions).
//! [`threshold`] and [`exact`] are taken when asked for. Last, [`unite`] makes one of colours that
//! a person has merged.

mod blend;
mod blocks;
mod color;
mod cracks;
mod detail;
mod edges;
mod exact;
mod faces;
pub mod flat;
mod general;
mod gradient;
mod growth;
mod merge;
mod padded;
mod pixels;
mod recolor;
mod rounds;
mod router;
mod runs;
mod shading;
mod shared;
mod small;
mod specks;
mod start;
mod strips;
mod sums;
#[cfg(test)]
mod tests;
mod threshold;
mod tree;
mod turn;
mod union_find;
mod unite;
#[cfg(feature = "vtracer")]
pub mod vtracer;

use std::sync::Arc;

use serde::Serialize;

use self::detail::Grain;
use self::flat::Flat;
use self::general::General;
pub use self::router::{Classification, Kind, classify};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::model::{Canvas, Regions};
use crate::params::{Method, SegmentParams};

/// What an [`Analysis`] depends on: with equal values (and an equal canvas) one serves the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct AnalysisParams {
    method: Method,
    gradients: bool,
    grain: Grain,
    /// Every pixel of a picture of few colours is kept.
    whole: bool,
}

impl AnalysisParams {
    /// The part of the parameters that the analysis depends on.
    pub fn of(params: &SegmentParams) -> Self {
        let regions = params.method == Method::Regions;
        let own_colors = params.max_colors == 0 && params.palette.is_empty();
        Self {
            method: params.method,
            gradients: regions && params.gradients && own_colors,
            grain: Grain::of(if regions { params.detail } else { 0.0 }),
            whole: regions && own_colors && params.detail >= 100.0,
        }
    }
}

/// The first half of the stage: all that a dial does not change.
#[derive(Debug, Clone)]
pub enum Analysis {
    /// The method needs none; [`cut`] reads the canvas.
    None,
    /// The picture is flat art.
    Flat(Arc<Flat>),
    /// Start regions and their merge tree.
    General(General),
}

impl Analysis {
    /// Bytes held.
    pub fn byte_len(&self) -> usize {
        match self {
            Self::None => 0,
            Self::Flat(flat) => flat.byte_len(),
            Self::General(general) => general.byte_len(),
        }
    }
}

/// Finds out what the picture consists of. The expensive half. Any parameters with the same
/// [`AnalysisParams`] may use the result.
///
/// # Errors
/// `cancelled` when asked to stop.
pub fn analyse(canvas: &Canvas, params: &SegmentParams, ctx: &Context<'_>) -> Result<Analysis> {
    check_size(canvas)?;
    ctx.check()?;
    if params.method != Method::Regions {
        return Ok(Analysis::None);
    }
    if router::may_be_flat(&router::look(canvas, ctx)?.statistics)
        && let Some(flat) = Flat::analyse(canvas, AnalysisParams::of(params).gradients, ctx)?
    {
        return Ok(Analysis::Flat(Arc::new(flat)));
    }
    // Growth would take a pattern of single pixels for noise.
    if AnalysisParams::of(params).whole && router::has_few_colors(canvas, ctx)? {
        return Ok(Analysis::None);
    }
    Ok(Analysis::General(General::analyse(canvas, Grain::of(params.detail), ctx)?))
}

/// Makes regions of an analysis of the same canvas, made with parameters of the same
/// [`AnalysisParams`]. The cheap half.
///
/// # Errors
/// `cancelled` when asked to stop.
pub fn cut(
    canvas: &Canvas,
    analysis: &Analysis,
    params: &SegmentParams,
    ctx: &Context<'_>,
) -> Result<Arc<Regions>> {
    check_size(canvas)?;
    match analysis {
        Analysis::None if params.method == Method::Threshold => threshold::segment(canvas, params, ctx),
        Analysis::None => exact::segment(canvas, ctx),
        Analysis::Flat(flat) => flat.cut(canvas, params, ctx),
        Analysis::General(general) => general.cut(canvas, params, ctx),
    }
    .and_then(|regions| unite::unite(regions, &params.recolor, ctx))
    .map(Arc::new)
}

/// A canvas made by `prepare` always passes.
fn check_size(canvas: &Canvas) -> Result<()> {
    if canvas.pixels.len() == canvas.width as usize * canvas.height as usize {
        Ok(())
    } else {
        Err(Error::internal("A canvas has not as many pixels as its size says."))
    }
}
