//! Regions → outlines: the exact boundary, sub-pixel where anti-aliasing tells it.

use std::sync::Arc;

use crate::context::Context;
use crate::error::{Error, Result};
use crate::model::{Outlines, Regions};
use crate::params::TraceParams;

/// Traces the boundaries of regions.
///
/// # Errors
/// `cancelled` when asked to stop.
pub fn run(_regions: &Arc<Regions>, _params: &TraceParams, _ctx: &Context<'_>) -> Result<Outlines> {
    Err(Error::internal("trace is not there yet."))
}
