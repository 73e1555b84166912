//! Areas that no single ramp explains: take off the part that one does, or part them in two.
//!
//! Where ramps touch without an edge the flood joins them. A trimmed refit (fit, keep what fits,
//! fit that) finds one of them; the rest is sought again. Growing ramps from seeds was rejected:
//! a small seed cannot tell a circle from a line.

use super::area::Areas;
use super::fit::{Fitted, fit};
use super::samples::Samples;
use crate::model::{Paint, Sampler};

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

/// Divides an area that `whole` explains badly; `None` when there is no good way.
pub(super) fn divide(
    areas: &mut Areas<'_>,
    pixels: &[u32],
    samples: &Samples,
    whole: &Fitted,
    good: f64,
    least: usize,
) -> Option<Division> {
    let slack = if areas.noisy { Slack { ramp: 3.0, flat: 2.1 } } else { Slack { ramp: 2.0, flat: 1.1 } };
    if let Some((paint, inside)) = explained_part(areas, pixels, samples, whole, good, &slack) {
        let (inside, rest) = tidy(areas, pixels, &inside)?;
        return (inside.len() >= pixels.len() / 5).then_some(Division::Peeled { paint, inside, rest });
    }
    if whole.rms <= 2.0 {
        return None;
    }
    let brighter = residual_side(areas, pixels, samples, whole);
    if brighter.len() <= 40 || pixels.len() - brighter.len() <= 40 {
        return None;
    }
    let (inside, rest) = tidy(areas, pixels, &brighter)?;
    (inside.len() >= least && rest.len() >= least).then_some(Division::Split([inside, rest]))
}

/// A paint that explains a good part of the pixels, and that part.
fn explained_part(
    areas: &Areas<'_>,
    pixels: &[u32],
    samples: &Samples,
    whole: &Fitted,
    good: f64,
    slack: &Slack,
) -> Option<(Paint, Vec<u32>)> {
    let near = |sampler: &Sampler, limit: f32| -> Vec<u32> {
        pixels.iter().copied().filter(|&p| distance(areas, sampler, p as usize) <= limit).collect()
    };
    if let Some(color) = frequent_color(areas, pixels, samples.points.len()) {
        let paint = Paint::Flat(color);
        let inside = near(&paint.sampler(), slack.flat);
        return Some((paint, inside));
    }
    let mut best = whole.clone();
    for limit in [2.5 * whole.rms as f32, 3.0, 2.2, 2.0] {
        let kept = near(&best.sampler, limit.max(slack.ramp));
        if kept.len() < pixels.len() / 5 || kept.len() < 40 {
            return None;
        }
        best = fit(&Samples::take(areas, &kept), good);
        if best.rms <= good {
            let inside = near(&best.sampler, slack.ramp);
            return Some((best.paint, inside));
        }
    }
    None
}

/// The one colour that over a quarter of the area has.
fn frequent_color(areas: &Areas<'_>, pixels: &[u32], wanted: usize) -> Option<[u8; 4]> {
    let step = (pixels.len() / wanted.max(1)).max(1);
    let mut words: Vec<u32> = pixels.iter().step_by(step).map(|&p| areas.picture.words[p as usize]).collect();
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
fn residual_side(areas: &Areas<'_>, pixels: &[u32], samples: &Samples, whole: &Fitted) -> Vec<u32> {
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
    pixels.iter().copied().filter(|&p| is_darker(p as usize)).collect()
}

/// Makes the two sides of a division compact: specks join what surrounds them. Returns both
/// sides; `None` when nothing was divided off.
fn tidy(areas: &mut Areas<'_>, pixels: &[u32], inside: &[u32]) -> Option<(Vec<u32>, Vec<u32>)> {
    let first = *pixels.first()?;
    if inside.len() >= pixels.len() {
        return None;
    }
    let component = areas.component[first as usize];
    for &pixel in pixels {
        areas.side[pixel as usize] = OUTSIDE;
    }
    for &pixel in inside {
        areas.side[pixel as usize] = INSIDE;
    }
    for _ in 0..2 {
        outvote(areas, pixels, component);
    }
    let small = (pixels.len() / 100).max(40);
    for side in [OUTSIDE, INSIDE] {
        absorb_specks(areas, pixels, component, side, small);
    }
    let (inside, rest): (Vec<u32>, Vec<u32>) =
        pixels.iter().copied().partition(|&p| areas.side[p as usize] == INSIDE + SETTLED);
    for &pixel in pixels {
        areas.side[pixel as usize] = 0;
    }
    Some((inside, rest))
}

/// Turns pixels over that are in the minority among their eight neighbours and themselves.
fn outvote(areas: &mut Areas<'_>, pixels: &[u32], component: u32) {
    let width = areas.picture.width;
    let is_outvoted = |pixel: usize| {
        let (mut same, mut all) = (0, 0);
        for row in [pixel - width, pixel, pixel + width] {
            for neighbour in row - 1..=row + 1 {
                if areas.component[neighbour] == component {
                    all += 1;
                    same += usize::from(areas.side[neighbour] == areas.side[pixel]);
                }
            }
        }
        2 * same < all
    };
    let turned: Vec<u32> = pixels.iter().copied().filter(|&p| is_outvoted(p as usize)).collect();
    for pixel in turned {
        let side = &mut areas.side[pixel as usize];
        *side = INSIDE + OUTSIDE - *side;
    }
}

/// Walks the connected parts of a side; parts under `small` pixels change sides. Specks of
/// `OUTSIDE` become unsettled `INSIDE`, to be walked with it; those of `INSIDE`, which is walked
/// last, become settled `OUTSIDE`.
fn absorb_specks(areas: &mut Areas<'_>, pixels: &[u32], component: u32, side: u8, small: usize) {
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
            next += 1;
            for neighbour in areas.picture.cross(pixel as usize) {
                if areas.component[neighbour] == component && areas.side[neighbour] == side {
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
}
