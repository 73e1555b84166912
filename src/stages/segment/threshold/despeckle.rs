//! Black and white specks under a size take the paint around them.

use super::super::cracks;
use super::super::faces::{Component, connect};
use super::super::general::Parts;
use super::super::small::absorb;
use super::super::sums::ColorSum;
use super::{BLACK, NOTHING, WHITE};
use crate::context::{Context, PACE};
use crate::error::Result;
use crate::parallel;

/// Repaints connected sets of fewer than `min_area` pixels.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn clean(width: u32, paint_of: &mut [u32], min_area: u32, ctx: &Context<'_>) -> Result<()> {
    let (labels, components) = connect(width, paint_of, std::convert::identity, ctx)?;
    if components.iter().all(|component| component.area >= min_area) {
        return Ok(());
    }
    let sum = |component: &Component| sum_of(paint_of[component.first as usize], component.area);
    let sums = parallel::values(components.len(), ctx, |component| sum(&components[component]))?;
    let cracks = cracks::of_picture(width as usize, &labels, ctx)?;
    let mut parts = Parts { group_of: (0..sums.len() as u32).collect(), sums };
    absorb(&mut parts, &cracks, min_area, ctx)?;
    let paints = parallel::values(parts.sums.len(), ctx, |part| paint_for(&parts.sums[part]))?;
    for (paint_of, labels) in paint_of.chunks_mut(PACE).zip(labels.chunks(PACE)) {
        ctx.check()?;
        for (paint, &label) in paint_of.iter_mut().zip(labels) {
            *paint = paints[parts.group_of[label as usize] as usize];
        }
    }
    Ok(())
}

fn sum_of(paint: u32, area: u32) -> ColorSum {
    let pixels = u64::from(area);
    let white = if paint == WHITE { 255 * 255 * pixels } else { 0 };
    let visible = if paint == NOTHING { 0 } else { area };
    ColorSum {
        premultiplied: [white; 3],
        alpha: 255 * u64::from(visible),
        pixels: area,
        opaque: visible,
        clear: area - visible,
    }
}

/// What most of the pixels are.
fn paint_for(sum: &ColorSum) -> u32 {
    match sum.color() {
        [.., 0] => NOTHING,
        [luma, ..] if luma < 128 => BLACK,
        _ => WHITE,
    }
}
