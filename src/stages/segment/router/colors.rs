//! Distinct colours of a picture, counted up to a point.

use std::collections::HashMap;

use crate::context::{Context, PACE};
use crate::error::Result;
use crate::model::Canvas;

/// What a picture's colours tell.
pub(super) struct Colors {
    /// Colours that are not nothing; `None` when there are more than are counted.
    pub distinct: Option<usize>,
    /// Share of pixels whose colour hardly ever occurs.
    pub rare: f32,
    /// Colours that are mixtures of two commoner ones, as soft edges have many.
    pub mixed: usize,
}

impl Colors {
    const MOST: usize = 64;

    /// # Errors
    /// `cancelled` when asked to stop.
    pub fn count(canvas: &Canvas, ctx: &Context<'_>) -> Result<Self> {
        let mut counts: HashMap<[u8; 4], u32> = HashMap::new();
        for pixels in canvas.pixels.chunks(PACE) {
            ctx.check()?;
            for run in pixels.chunk_by(|a, b| a == b) {
                *counts.entry(run[0]).or_insert(0) += run.len() as u32;
                if counts.len() > Self::MOST {
                    return Ok(Self { distinct: None, rare: 1.0, mixed: 0 });
                }
            }
        }
        let often = (canvas.pixels.len() as u32 / 512).max(3);
        let rare: u32 = counts.values().filter(|count| **count < often).sum();
        let mut colors: Vec<u64> = counts
            .into_iter()
            .map(|(color, count)| u64::from(count) << 32 | u64::from(u32::from_be_bytes(color)))
            .collect();
        colors.sort_unstable();
        let colors: Vec<[i32; 4]> =
            colors.into_iter().rev().map(|word| premultiply((word as u32).to_be_bytes())).collect();
        let mixed = (2..colors.len()).filter(|&i| is_mixture(colors[i], &colors[..i])).count();
        Ok(Self {
            distinct: Some(colors.iter().filter(|color| color[3] > 0).count()),
            rare: rare as f32 / canvas.pixels.len().max(1) as f32,
            mixed,
        })
    }
}

fn premultiply(color: [u8; 4]) -> [i32; 4] {
    let alpha = i32::from(color[3]);
    let channel = |i: usize| (i32::from(color[i]) * alpha + 127) / 255;
    [channel(0), channel(1), channel(2), alpha]
}

/// Whether a colour lies between two others, within two levels.
fn is_mixture(color: [i32; 4], others: &[[i32; 4]]) -> bool {
    const TOLERANCE: i64 = 4;
    let dot = |a: [i32; 4], b: [i32; 4]| -> i64 { (0..4).map(|i| i64::from(a[i]) * i64::from(b[i])).sum() };
    let minus = |a: [i32; 4], b: [i32; 4]| -> [i32; 4] { std::array::from_fn(|i| a[i] - b[i]) };
    others.iter().enumerate().any(|(i, &a)| {
        let offset = minus(color, a);
        others[..i].iter().any(|&b| {
            let way = minus(b, a);
            let (length, along) = (dot(way, way), dot(offset, way));
            let is_between = along > 0 && along < length;
            is_between && dot(offset, offset) * length - along * along <= TOLERANCE * length
        })
    })
}
