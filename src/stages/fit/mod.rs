//! Outlines → shapes: the fewest curves within a tolerance.

pub mod vtracer;

use crate::context::Context;
use crate::error::{Error, Result};
use crate::model::{Outlines, Shapes};
use crate::params::FitParams;

/// Fits curves to outlines.
///
/// # Errors
/// `cancelled` when asked to stop.
pub fn run(_outlines: &Outlines, _params: &FitParams, _ctx: &Context<'_>) -> Result<Shapes> {
    Err(Error::internal("fit is not there yet."))
}
