//! Canvas → black, white and nothing.
//!
//! Luma over white is compared with a threshold: fixed, Otsu's or a local mean. Black becomes
//! black, the rest white where the picture is visible and nothing where it is transparent.
//! Grey pixels along the boundary are anti-aliasing: they are kept as coverage, so that outlines
//! of a scan are as smooth as its ink. Counting grey as either was rejected: stairs.

mod adaptive;
mod despeckle;
mod otsu;

use self::otsu::Split;
use super::faces;
use crate::context::Context;
use crate::error::Result;
use crate::model::{Canvas, Mixtures, Paint, Regions};
use crate::parallel;
use crate::params::{SegmentParams, Threshold};

/// Paints by index.
const BLACK: u32 = 0;
const WHITE: u32 = 1;
const NOTHING: u32 = 2;
/// Pixels with less alpha are not there.
const VISIBLE: u8 = 128;

/// Black and white regions.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn segment(canvas: &Canvas, params: &SegmentParams, ctx: &Context<'_>) -> Result<Regions> {
    let luma = luma_over_white(canvas, ctx)?;
    let split = Split::of(&luma);
    let limits = match params.threshold {
        Threshold::Fixed => Limits::Same(params.level.min(256) as u16),
        Threshold::Otsu => Limits::Same(split.limit),
        Threshold::Adaptive => Limits::Local(local_limits(canvas.width as usize, &luma, ctx)?),
    };
    let mut paint_of = parallel::values(luma.len(), ctx, |i| {
        if u16::from(luma[i]) < limits.at(i) {
            BLACK
        } else if canvas.pixels[i][3] >= VISIBLE {
            WHITE
        } else {
            NOTHING
        }
    })?;
    despeckle::clean(canvas.width, &mut paint_of, params.min_area, ctx)?;
    let (labels, faces) = faces::from_paints(canvas.width, &paint_of, ctx)?;
    let mixtures = mixtures(canvas, &luma, &paint_of, &limits, &split, ctx)?;
    let paints = vec![Paint::Flat([0, 0, 0, 255]), Paint::Flat([255; 4]), Paint::Flat([0; 4])];
    Ok(Regions {
        width: canvas.width,
        height: canvas.height,
        labels,
        faces,
        paints,
        mixtures: Some(mixtures),
    })
}

/// Where black ends for each pixel by the mean of its surroundings: luma under it is black.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn local_limits(width: usize, luma: &[u8], ctx: &Context<'_>) -> Result<Vec<u16>> {
    adaptive::limits(width, luma, Split::of(luma).limit / 3, ctx)
}

/// Where black ends: luma under the limit is black.
enum Limits {
    Same(u16),
    Local(Vec<u16>),
}

impl Limits {
    fn at(&self, pixel: usize) -> u16 {
        match self {
            Self::Same(limit) => *limit,
            Self::Local(limits) => limits[pixel],
        }
    }
}

/// Luma as people see it on paper: 0–255, Rec. 601 weights, transparent pixels white.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn luma_over_white(canvas: &Canvas, ctx: &Context<'_>) -> Result<Vec<u8>> {
    parallel::values(canvas.pixels.len(), ctx, |i| {
        let [red, green, blue, alpha] = canvas.pixels[i];
        let luma = 19_595 * u32::from(red) + 38_470 * u32::from(green) + 7_471 * u32::from(blue);
        let over_white = (luma >> 8) * u32::from(alpha) + 65_280 * (255 - u32::from(alpha));
        ((over_white + 32_640) / 65_280) as u8
    })
}

/// Coverage of pixels near a boundary. At the limit a pixel is half covered; the darkness and
/// the lightness that count as whole are the means of the two classes.
fn mixtures(
    canvas: &Canvas,
    luma: &[u8],
    paint_of: &[u32],
    limits: &Limits,
    split: &Split,
    ctx: &Context<'_>,
) -> Result<Mixtures> {
    let width = (canvas.width as usize).max(1);
    let height = paint_of.len() / width;
    let contrast = f32::from(split.light.saturating_sub(split.dark).max(32));
    let other = parallel::values(paint_of.len(), ctx, |i| {
        let own = paint_of[i];
        let (x, y) = (i % width, i / width);
        let near = |dx: isize, dy: isize| {
            let (x, y) = (x.checked_add_signed(dx)?, y.checked_add_signed(dy)?);
            (x < width && y < height).then(|| paint_of[y * width + x]).filter(|&paint| paint != own)
        };
        let around = [(-1, 0), (1, 0), (0, -1), (0, 1), (-2, 0), (2, 0), (0, -2), (0, 2)];
        // Ink and what is not ink mix; white and nothing do not.
        let other = around.iter().find_map(|&(dx, dy)| near(dx, dy));
        other.filter(|&other| own == BLACK || other == BLACK).unwrap_or(own) as u16
    })?;
    let coverage = parallel::values(paint_of.len(), ctx, |i| {
        if u32::from(other[i]) == paint_of[i] {
            return 255;
        }
        let above = f32::from(luma[i]) + 0.5 - f32::from(limits.at(i));
        let ink = (0.5 - above / contrast).clamp(0.0, 1.0);
        let share = if paint_of[i] == BLACK { ink.max(0.5) } else { (1.0 - ink).max(0.5) };
        (share * 255.0 + 0.5) as u8
    })?;
    Ok(Mixtures { other, coverage, noisy: false })
}

#[cfg(test)]
mod tests;
