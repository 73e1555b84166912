//! Linear ramps for the smooth parts of a photo: skies, skin, walls.
//!
//! Regions of one colour turn a slow change into bands, and where all bands are about equally
//! cheap their outlines are arbitrary. So large opaque regions are looked at once more after the
//! cut: [`join`] unites neighbours that one plane of colours explains, [`agree`] has those that stay apart meet
//! without a step, and whoever gains more than it costs is painted with one ramp or with two (see [`plane`]).
//! Drawings do not come here: their ramps (see `gradient`) are exact,
//! and radial too. More and finer bands were rejected: three times the bytes for the same error.

mod agree;
mod join;
mod moments;
mod plane;
mod seams;

use self::agree::agree;
use self::join::{Prices, Shade, join};
use self::moments::Moments;
use self::seams::seams;
use super::cracks::{Crack, Cracks};
use super::general::Parts;
use super::runs::run_end;
use crate::context::{Context, PACE};
use crate::error::Result;
use crate::model::{Canvas, Paint};
use crate::parallel;

/// Smallest region that is looked at, px: in smaller ones a ramp follows an edge, not a shade.
const LEAST: u32 = 200;
/// What a ramp costs, in pixel edges of boundary: eight times a path, for five times the text. At
/// less, textured photos take ramps that add bytes and no fidelity.
const RAMP_PRICE: f64 = 100.0;
/// What two ramps upon each other cost: the region is written twice.
const CROSSED_PRICE: f64 = 200.0;
/// Levels that the second of two ramps must change by to be drawn where only its neighbours ask for it.
const STEEP: f64 = 2.0;
/// Rows that one thread measures at least, since each has sums of its own for all parts.
const ROWS: usize = 128;
/// Squared feature units (see `color`) in a squared level of one channel, for greys.
const FEATURE_UNITS: f64 = 256.0 / 3.0;

/// The ramps of a picture, and which parts have them.
pub(super) struct Shading {
    /// Place in `paints` for each part, [`Self::NONE`] for a part of one colour.
    pub of: Vec<u32>,
    /// Ramps.
    pub paints: Vec<Paint>,
}

impl Shading {
    pub const NONE: u32 = u32::MAX;

    /// No ramps.
    pub fn none(parts: usize) -> Self {
        Self { of: vec![Self::NONE; parts], paints: Vec::new() }
    }
}

/// Finds the ramps. `labels` and `cracks` are those of the start regions, `height` is where the
/// merge tree was cut, `path_price` what a path costs there in pixel edges.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn shade(
    canvas: &Canvas,
    labels: &[u32],
    parts: &Parts,
    cracks: &[Crack],
    height: f32,
    path_price: f32,
    ctx: &Context<'_>,
) -> Result<Shading> {
    let mut slots = vec![Shading::NONE; parts.sums.len()];
    let mut chosen = Vec::new();
    for (part, sum) in parts.sums.iter().enumerate() {
        if sum.pixels >= LEAST && sum.opaque == sum.pixels {
            slots[part] = chosen.len() as u32;
            chosen.push(part);
        }
    }
    let mut shading = Shading::none(parts.sums.len());
    if chosen.is_empty() {
        return Ok(shading);
    }
    let sums = measure(canvas, labels, parts, &slots, chosen.len(), ctx)?;
    let near = neighbours(cracks, &parts.group_of, &slots, chosen.len(), ctx)?;
    let edge = f64::from(height) / FEATURE_UNITS;
    let prices = Prices {
        edge,
        path: edge * f64::from(path_price),
        ramp: edge * RAMP_PRICE,
        crossed: edge * CROSSED_PRICE,
    };
    let (group_of, groups) = join(sums, near, prices, ctx)?;
    let mut paint_of = vec![Shading::NONE; groups.len()];
    let (mut planes, mut shades) = (Vec::new(), Vec::new());
    for (paint, sums) in paint_of.iter_mut().zip(&groups) {
        ctx.check()?;
        let shade = prices.prefer(sums);
        if shade != Shade::Flat {
            *paint = planes.len() as u32;
            planes.push(sums.plane());
            shades.push(shade);
        }
    }
    for (&part, &group) in chosen.iter().zip(&group_of) {
        shading.of[part] = paint_of[group as usize];
    }
    if planes.len() > 1 {
        let ramp_of: Vec<u32> = parts.group_of.iter().map(|&part| shading.of[part as usize]).collect();
        agree(&mut planes, &seams(canvas, labels, &ramp_of, ctx)?, ctx)?;
    }
    let paints = planes.iter().zip(shades).map(|(plane, shade)| {
        if shade == Shade::Crossed || plane.second() > STEEP { plane.crossed() } else { plane.ramp() }
    });
    shading.paints.extend(paints);
    Ok(shading)
}

/// For each slot those that it touches, ascending, with the pixel edges between.
fn neighbours(
    cracks: &[Crack],
    group_of: &[u32],
    slots: &[u32],
    count: usize,
    ctx: &Context<'_>,
) -> Result<Vec<Vec<(u32, u32)>>> {
    let slot = |start: u32| slots[group_of[start as usize] as usize];
    let mut between = Cracks::with_room(4 * count);
    for cracks in cracks.chunks(PACE) {
        ctx.check()?;
        for crack in cracks {
            let (a, b) = (slot(crack.a), slot(crack.b));
            if a != Shading::NONE && b != Shading::NONE {
                between.add(a, b, crack.length);
            }
        }
    }
    let mut near = vec![Vec::new(); count];
    for &Crack { a, b, length } in &between.found {
        near[a as usize].push((b, length));
        near[b as usize].push((a, length));
    }
    for near in &mut near {
        near.sort_unstable();
    }
    Ok(near)
}

/// Adds up the pixels of each part that has a slot: whole numbers, so that it does not matter which
/// thread adds which rows.
fn measure(
    canvas: &Canvas,
    labels: &[u32],
    parts: &Parts,
    slots: &[u32],
    count: usize,
    ctx: &Context<'_>,
) -> Result<Vec<Moments>> {
    let slot_of: Vec<u32> = parts.group_of.iter().map(|&part| slots[part as usize]).collect();
    let width = (canvas.width as usize).max(1);
    let strips = labels.chunks(ROWS * width).zip(canvas.pixels.chunks(ROWS * width)).enumerate();
    let begin = || vec![Moments::default(); count];
    let measured = parallel::fold(strips, ctx, begin, |sums, (strip, (labels, pixels))| {
        let rows = labels.chunks_exact(width).zip(pixels.chunks_exact(width));
        for (y, (labels, pixels)) in (strip * ROWS..).zip(rows) {
            let mut start = 0;
            while start < width {
                let slot = slot_of[labels[start] as usize];
                let mut end = run_end(labels, start);
                while labels.get(end).is_some_and(|&label| slot_of[label as usize] == slot) {
                    end = run_end(labels, end);
                }
                if let Some(sums) = sums.get_mut(slot as usize) {
                    sums.add_run(start, y, &pixels[start..end]);
                }
                start = end;
            }
        }
        Ok(())
    })?;
    let mut all = begin();
    for sums in &measured {
        for (all, sum) in all.iter_mut().zip(sums) {
            *all = all.plus(sum);
        }
    }
    Ok(all)
}
