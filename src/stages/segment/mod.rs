//! Canvas → regions: which pixels belong together.
//!
//! Two halves, so that a dial costs only what it changes: [`analyse`] does what is expensive and
//! depends on few parameters, [`cut`] turns its result into regions for any setting. One function
//! was rejected: moving `detail` would grow and merge everything again.

mod exact;
mod faces;
mod union_find;
pub mod vtracer;

use serde::Serialize;

pub mod flat;
mod gradient;
mod padded;

use crate::context::Context;
use crate::error::{Error, Result};
use crate::model::{Canvas, Regions};
use crate::params::{Method, SegmentParams};

/// What [`analyse`] depends on; equal values (and an equal canvas) give an equal [`Analysis`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct AnalysisParams {
    method: Method,
    gradients: bool,
    fine: bool,
}

impl AnalysisParams {
    /// The part of the parameters that the analysis depends on.
    pub fn of(params: &SegmentParams) -> Self {
        let regions = params.method == Method::Regions;
        let own_colors = params.max_colors == 0 && params.palette.is_empty();
        Self {
            method: params.method,
            gradients: regions && params.gradients && own_colors,
            fine: regions && params.detail > FINE_DETAIL,
        }
    }
}

/// Above this `detail` the start regions are grown finer.
const FINE_DETAIL: f64 = 70.0;

/// The first half of the stage: all that a dial does not change.
#[derive(Debug, Clone)]
pub enum Analysis {
    /// The method needs none; [`cut`] reads the canvas.
    None,
}

impl Analysis {
    /// Bytes held.
    pub fn byte_len(&self) -> usize {
        match self {
            Self::None => 0,
        }
    }
}

/// Finds out what the picture consists of. The expensive half.
///
/// # Errors
/// `cancelled` when asked to stop.
pub fn analyse(canvas: &Canvas, params: AnalysisParams, ctx: &Context<'_>) -> Result<Analysis> {
    check_size(canvas)?;
    ctx.check()?;
    match params.method {
        Method::Exact | Method::Threshold => Ok(Analysis::None),
        Method::Regions => Ok(Analysis::None),
    }
}

/// Makes regions of an analysis of the same canvas, made with [`AnalysisParams::of`] the same
/// parameters. The cheap half.
///
/// # Errors
/// `cancelled` when asked to stop.
pub fn cut(
    canvas: &Canvas,
    analysis: &Analysis,
    _params: &SegmentParams,
    ctx: &Context<'_>,
) -> Result<Regions> {
    check_size(canvas)?;
    match analysis {
        Analysis::None => exact::segment(canvas, ctx),
    }
}

/// What kind of picture this is, for the preset `auto`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Few flat colours or ramps with crisp, smooth edges.
    Logo,
    /// Flat areas with many colours, or soft shading.
    Illustration,
    /// Noise, texture, countless colours.
    Photo,
    /// Dark strokes or text on a light ground.
    LineArt,
    /// Squares of one colour; every pixel was meant.
    PixelArt,
}

/// A kind and why it was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classification {
    /// What it is.
    pub kind: Kind,
    /// Why, in a sentence for a person.
    pub reason: String,
}

/// Looks at a picture and says what kind it is.
pub fn classify(_canvas: &Canvas) -> Classification {
    Classification { kind: Kind::Logo, reason: "The picture was not looked at yet.".into() }
}

/// A canvas made by `prepare` always passes.
fn check_size(canvas: &Canvas) -> Result<()> {
    if canvas.pixels.len() == canvas.width as usize * canvas.height as usize {
        Ok(())
    } else {
        Err(Error::internal("A canvas has not as many pixels as its size says."))
    }
}
