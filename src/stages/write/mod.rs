//! Shapes → SVG text.

use crate::context::Context;
use crate::error::{Error, Result};
use crate::model::Shapes;
use crate::params::WriteParams;

/// Writes shapes as SVG.
///
/// # Errors
/// `cancelled` when asked to stop.
pub fn run(_shapes: &Shapes, _params: &WriteParams, _ctx: &Context<'_>) -> Result<String> {
    Err(Error::internal("write is not there yet."))
}
