//! Canvas → regions: which pixels belong together.

pub mod vtracer;

use crate::context::Context;
use crate::error::{Error, Result};
use crate::model::{Canvas, Segmented};
use crate::params::{Engine, SegmentParams};

/// Finds the regions of a picture.
///
/// # Errors
/// `cancelled` when asked to stop.
pub fn run(
    _canvas: &Canvas,
    _engine: Engine,
    _params: &SegmentParams,
    _ctx: &Context<'_>,
) -> Result<Segmented> {
    Err(Error::internal("segment is not there yet."))
}
