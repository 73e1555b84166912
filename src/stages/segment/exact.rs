//! Canvas → regions without loss: every 4-connected run of one colour is a face.
//!
//! For pixel art and screenshots, where each pixel was meant. Rounding colours first was
//! rejected: two colours one level apart are two colours here.

use std::collections::HashMap;

use super::faces;
use crate::context::Context;
use crate::error::Result;
use crate::model::{Canvas, Face, Paint, Regions};

/// One face for each connected set of equal RGBA.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn segment(canvas: &Canvas, ctx: &Context<'_>) -> Result<Regions> {
    ctx.check()?;
    let (labels, components) = faces::connect(canvas.width, &canvas.pixels, u32::from_le_bytes, ctx)?;
    // Paints are numbered as they appear; the map is only asked, never walked.
    let mut numbers: HashMap<[u8; 4], u32> = HashMap::new();
    let mut paints = Vec::new();
    let faces = components
        .iter()
        .map(|component| {
            ctx.check()?;
            let color = canvas.pixels[component.first as usize];
            let paint = *numbers.entry(color).or_insert_with(|| {
                paints.push(Paint::Flat(color));
                paints.len() as u32 - 1
            });
            Ok(Face { paint, area: component.area })
        })
        .collect::<Result<_>>()?;
    Ok(Regions { width: canvas.width, height: canvas.height, labels, faces, paints, mixtures: None })
}
