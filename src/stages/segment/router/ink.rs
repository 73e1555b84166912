//! Ink on paper: drawings, scans of text.
//!
//! Asks whether a local threshold parts the picture well: strokes much darker than their
//! surroundings, and little variation otherwise. A global histogram was rejected: uneven light
//! fills the valley between ink and paper.

use super::super::threshold::{local_limits, luma_over_white};
use crate::context::{Context, PACE};
use crate::error::Result;
use crate::model::Canvas;

/// What was found of a picture that is drawn in ink.
pub(super) struct Ink {
    /// Share of the picture that is ink.
    pub share: f32,
}

impl Ink {
    /// `None` when the picture is not drawn in ink.
    ///
    /// # Errors
    /// `cancelled` when asked to stop.
    pub fn find(canvas: &Canvas, ctx: &Context<'_>) -> Result<Option<Self>> {
        let is_grey =
            |&&[red, green, blue, _]: &&[u8; 4]| red.max(green).max(blue) - red.min(green).min(blue) <= 24;
        let total = canvas.pixels.len();
        if canvas.pixels.iter().filter(is_grey).count() * 100 < total * 97 {
            return Ok(None);
        }
        let luma = luma_over_white(canvas, ctx)?;
        let limits = local_limits(canvas.width as usize, &luma, ctx)?;
        let (mut strokes, mut depth, mut ground, mut rough) = (0u64, 0u64, 0u64, 0u64);
        for (i, (&luma, &limit)) in luma.iter().zip(&limits).enumerate() {
            if i.is_multiple_of(PACE) {
                ctx.check()?;
            }
            let mean = u64::from(limit) * 100 / 85;
            if u16::from(luma) < limit {
                strokes += 1;
                depth += 100 - 100 * u64::from(luma) / mean.max(1);
            } else {
                ground += 1;
                rough += 100 * u64::from(luma).abs_diff(mean) / mean.max(1);
            }
        }
        let share = strokes as f32 / total as f32;
        let (depth, rough) = (depth as f32 / strokes.max(1) as f32, rough as f32 / ground.max(1) as f32);
        let is_drawing = (0.003..0.4).contains(&share) && depth > 45.0 && rough < depth * 0.25;
        Ok(is_drawing.then_some(Self { share }))
    }
}
