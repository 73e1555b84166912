//! Areas that no single ramp explains: take off the part that one does, or part them in two.
//!
//! Where ramps touch without an edge the flood joins them. A trimmed refit (fit, keep what fits,
//! fit that) finds one of them; the rest is sought again. Growing ramps from seeds was rejected:
//! a small seed cannot tell a circle from a line.

use super::area::{Areas, side};
use super::fit::{Fitted, fit};
use super::samples::{Samples, spread};
use crate::context::Context;
use crate::error::Result;
use crate::model::{Paint, Sampler};

/// Pixels of an area that a part is sought with, at most; the paint then decides on all of them.
const REFITTED: usize = 1 << 14;
/// Pixels between two looks at the word that stops the work.
const CHUNK: usize = 1 << 16;

/// Sides of a divided area, in [`Areas::side`]. `SETTLED` is added once a part was walked.
const INSIDE: u8 = 1;
const OUTSIDE: u8 = 2;
const SETTLED: u8 = 2;

/// How an area was divided.
pub(super) enum Division {
    /// One paint explains `inside`; `rest` is still to be explained.
    Peeled { paint: Paint, inside: Vec<u32>, rest: Vec<u32> },
    /// Two parts to be explained anew.
    Split([Vec<u32>; 2]),
}

/// How far a pixel may be from a paint that explains it, levels.
pub(super) struct Slack {
    pub ramp: f32,
    pub flat: f32,
}

/// How an area is to be divided, before its parts are made compact.
pub(super) enum Proposal {
    /// A paint, and the pixels that it explains.
    Peel(Paint, Vec<u32>),
    /// The pixels on one side.
    Split(Vec<u32>),
}

/// Finds a way to divide an area that `whole` explains badly; `None` when there is no good one.
pub(super) fn propose(
    areas: &Areas<'_>,
    pixels: &[u32],
    samples: &Samples,
    whole: &Fitted,
    good: f64,
    ctx: &Context<'_>,
) -> Result<Option<Proposal>> {
    let slack = if areas.noisy { Slack { ramp: 3.0, flat: 2.1 } } else { Slack { ramp: 2.0, flat: 1.1 } };
    if let Some((paint, inside)) = explained_part(areas, pixels, samples, whole, good, &slack, ctx)? {
        return Ok(Some(Proposal::Peel(paint, inside)));
    }
    if whole.rms <= 2.0 {
        return Ok(None);
    }
    let brighter = residual_side(areas, pixels, samples, whole, ctx)?;
    let is_large = brighter.len() > 40 && pixels.len() - brighter.len() > 40;
    Ok(is_large.then_some(Proposal::Split(brighter)))
}

/// Divides an area as proposed; `None` when that leaves a part too small.
pub(super) fn divide(
    areas: &mut Areas<'_>,
    pixels: &[u32],
    proposal: Proposal,
    least: usize,
    ctx: &Context<'_>,
) -> Result<Option<Division>> {
    let (Proposal::Peel(_, side) | Proposal::Split(side)) = &proposal;
    let Some((inside, rest)) = tidy(areas, pixels, side, ctx)? else { return Ok(None) };
    Ok(match proposal {
        Proposal::Peel(paint, _) => {
            (inside.len() >= pixels.len() / 5).then_some(Division::Peeled { paint, inside, rest })
        }
        Proposal::Split(_) => {
            (inside.len() >= least && rest.len() >= least).then_some(Division::Split([inside, rest]))
        }
    })
}

/// A paint that explains a good part of the pixels, and that part.
fn explained_part(
    areas: &Areas<'_>,
    pixels: &[u32],
    samples: &Samples,
    whole: &Fitted,
    good: f64,
    slack: &Slack,
    ctx: &Context<'_>,
) -> Result<Option<(Paint, Vec<u32>)>> {
    let near = |pixels: &[u32], sampler: &Sampler, limit: f32| {
        choose(pixels, ctx, |pixel| distance(areas, sampler, pixel) <= limit)
    };
    if let Some(color) = frequent_color(areas, pixels, samples.points.len()) {
        let paint = Paint::Flat(color);
        let inside = near(pixels, &paint.sampler(), slack.flat)?;
        return Ok(Some((paint, inside)));
    }
    let few: Vec<u32> = spread(pixels, REFITTED).collect();
    let mut best = whole.clone();
    for limit in [2.5 * whole.rms as f32, 3.0, 2.2, 2.0] {
        let kept = near(&few, &best.sampler, limit.max(slack.ramp))?;
        if kept.len() < few.len() / 5 || kept.len() < 40 {
            return Ok(None);
        }
        best = fit(&Samples::take(areas, &kept), good);
        if best.rms <= good {
            let inside = near(pixels, &best.sampler, slack.ramp)?;
            return Ok(Some((best.paint, inside)));
        }
    }
    Ok(None)
}

/// The pixels for which something holds, in order.
fn choose(pixels: &[u32], ctx: &Context<'_>, is_chosen: impl Fn(usize) -> bool + Sync) -> Result<Vec<u32>> {
    let mut chosen = Vec::new();
    for pixels in pixels.chunks(CHUNK) {
        ctx.check()?;
        chosen.extend(pixels.iter().copied().filter(|&pixel| is_chosen(pixel as usize)));
    }
    Ok(chosen)
}

/// The one colour that over a quarter of the area has.
fn frequent_color(areas: &Areas<'_>, pixels: &[u32], wanted: usize) -> Option<[u8; 4]> {
    let mut words: Vec<u32> =
        spread(pixels, wanted).map(|pixel| areas.picture.words[pixel as usize]).collect();
    words.sort_unstable();
    let most = words.chunk_by(|a, b| a == b).max_by_key(|run| run.len())?;
    (most.len() * 4 > words.len()).then(|| most[0].to_le_bytes())
}

fn distance(areas: &Areas<'_>, sampler: &Sampler, pixel: usize) -> f32 {
    let (x, y) = areas.picture.centre(pixel);
    let color = sampler.at(x, y);
    let level = areas.level(pixel);
    (0..4).map(|j| (color[j] - f32::from(level[j]) / 4.0).abs()).fold(0.0, f32::max)
}

/// The pixels that are darker than the fit in the channel that it explains worst.
fn residual_side(
    areas: &Areas<'_>,
    pixels: &[u32],
    samples: &Samples,
    whole: &Fitted,
    ctx: &Context<'_>,
) -> Result<Vec<u32>> {
    let mut errors = [0.0f64; 4];
    for point in &samples.points {
        let color = whole.sampler.at(f64::from(point.x), f64::from(point.y));
        for j in 0..4 {
            let error = f64::from(color[j] - point.color[j]);
            errors[j] += error * error;
        }
    }
    let worst = (0..4).max_by(|&a, &b| errors[a].total_cmp(&errors[b])).unwrap_or(0);
    let is_darker = |pixel: usize| {
        let (x, y) = areas.picture.centre(pixel);
        whole.sampler.at(x, y)[worst] > f32::from(areas.level(pixel)[worst]) / 4.0
    };
    choose(pixels, ctx, is_darker)
}

/// Makes the two sides of a division compact: specks join what surrounds them. Returns both
/// sides; `None` when nothing was divided off.
fn tidy(
    areas: &mut Areas<'_>,
    pixels: &[u32],
    inside: &[u32],
    ctx: &Context<'_>,
) -> Result<Option<(Vec<u32>, Vec<u32>)>> {
    if inside.len() == pixels.len() {
        return Ok(None);
    }
    for &pixel in pixels {
        areas.side[pixel as usize] = OUTSIDE;
    }
    for &pixel in inside {
        areas.side[pixel as usize] = INSIDE;
    }
    for _ in 0..2 {
        outvote(areas, pixels, ctx)?;
    }
    let small = (pixels.len() / 100).max(40);
    for side in [OUTSIDE, INSIDE] {
        absorb_specks(areas, pixels, side, small, ctx)?;
    }
    let (inside, rest): (Vec<u32>, Vec<u32>) =
        pixels.iter().copied().partition(|&p| areas.side[p as usize] == INSIDE + SETTLED);
    for &pixel in pixels {
        areas.side[pixel as usize] = side::NONE;
    }
    Ok(Some((inside, rest)))
}

/// Turns pixels over that are in the minority among their eight neighbours and themselves.
fn outvote(areas: &mut Areas<'_>, pixels: &[u32], ctx: &Context<'_>) -> Result<()> {
    let width = areas.picture.width;
    // Beyond the area there are no sides.
    let is_outvoted = |pixel: usize| {
        let own = areas.side[pixel];
        // Whoever has all of the four nearest has the majority.
        if areas.picture.cross(pixel).iter().all(|&n| areas.side[n] == own) {
            return false;
        }
        let (mut same, mut all) = (0, 0);
        for row in [pixel - width, pixel, pixel + width] {
            for &side in &areas.side[row - 1..=row + 1] {
                all += usize::from(side != side::NONE);
                same += usize::from(side == own);
            }
        }
        2 * same < all
    };
    let turned = choose(pixels, ctx, is_outvoted)?;
    for pixel in turned {
        let side = &mut areas.side[pixel as usize];
        *side = INSIDE + OUTSIDE - *side;
    }
    Ok(())
}

/// Walks the connected parts of a side; parts under `small` pixels change sides. Specks of
/// `OUTSIDE` become unsettled `INSIDE`, to be walked with it; those of `INSIDE`, which is walked
/// last, become settled `OUTSIDE`.
fn absorb_specks(
    areas: &mut Areas<'_>,
    pixels: &[u32],
    side: u8,
    small: usize,
    ctx: &Context<'_>,
) -> Result<()> {
    let absorbed = if side == OUTSIDE { INSIDE } else { OUTSIDE + SETTLED };
    let mut part = Vec::new();
    for &start in pixels {
        if areas.side[start as usize] != side {
            continue;
        }
        part.clear();
        part.push(start);
        areas.side[start as usize] = side + SETTLED;
        let mut next = 0;
        while let Some(&pixel) = part.get(next) {
            if next.is_multiple_of(CHUNK) {
                ctx.check()?;
            }
            next += 1;
            for neighbour in areas.picture.cross(pixel as usize) {
                if areas.side[neighbour] == side {
                    areas.side[neighbour] = side + SETTLED;
                    part.push(neighbour as u32);
                }
            }
        }
        if part.len() < small {
            for &pixel in &part {
                areas.side[pixel as usize] = absorbed;
            }
        }
    }
    Ok(())
}
