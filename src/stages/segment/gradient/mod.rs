//! Gradients as paints: finds areas whose colour changes steadily and the ramps that explain them.
//!
//! Smooth pixels are flooded into areas; each area takes a ramp that was found before, or the
//! simplest new one (linear, circle, ellipse), or is divided and sought again. What comes out are
//! labels like any flat colour's, so that anti-aliasing, faces and outlines need not know
//! gradients at all. Tracing bands of flat colours and joining them later was rejected: it makes
//! thousands of arcs and guesses back what the pixels say directly.
//!
//! Source: structure tensor and profile residuals in place of the moment sums of region merging;
//! see `fit` for the search.

mod area;
mod fit;
mod peel;
mod profile;
mod samples;
mod simplex;
mod stops;

use self::area::Areas;
use self::fit::{Fitted, fit};
use self::peel::{Division, divide};
use self::samples::Samples;
use super::padded::Padded;
use crate::context::Context;
use crate::error::Result;
use crate::model::{Paint, Sampler};

pub(super) use self::area::is_smooth;

/// Root mean square error of a ramp that explains its area, levels a channel; with noise.
const GOOD: (f64, f64) = (0.75, 1.15);
/// How much worse a known ramp may be than a new one, before a new one is made.
const REUSE: f64 = 1.2;
/// The error from which a ramp is only a stopgap.
const LOOSE: f64 = 3.0;
/// Smallest area that is looked at, px.
const MIN_AREA: usize = 24;
/// Smallest area that may be divided, px, and how often in a row.
const MIN_DIVIDED: usize = 100;
const MAX_DEPTH: u8 = 4;
/// Areas whose colour ranges over at most this (quarter levels) are flat.
const FLAT_RANGE: i16 = 8;
/// Areas that are fitted at most, largest first: what is left is too small to matter, and a
/// picture with more (a photo) is none of ramps.
const MAX_FITS: usize = 400;
/// Paints at most.
const MAX_PAINTS: usize = 1000;
/// Known ramps that an area is compared with.
const MAX_REUSED: usize = 64;

/// The gradients of a picture.
pub(super) struct Gradients {
    /// Ramps, and flat colours that touch ramps without an edge.
    pub paints: Vec<Paint>,
    /// The same, prepared.
    pub samplers: Vec<Sampler>,
    /// Pixels of each paint.
    pub pixels: Vec<Vec<u32>>,
    /// The picture carries noise, so that colours must be compared more loosely.
    pub noisy: bool,
    /// Pixels whose ramp is only a stopgap.
    pub loose: usize,
}

impl Gradients {
    /// No gradients.
    pub fn none() -> Self {
        Self { paints: Vec::new(), samplers: Vec::new(), pixels: Vec::new(), noisy: false, loose: 0 }
    }

    fn add(&mut self, paint: Paint, pixels: Vec<u32>) {
        self.samplers.push(paint.sampler());
        self.paints.push(paint);
        self.pixels.push(pixels);
    }
}

/// Finds the gradients of a picture.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn find(picture: &Padded, ctx: &Context<'_>) -> Result<Gradients> {
    let mut areas = Areas::new(picture, ctx)?;
    let noisy = areas.noisy;
    let good = if noisy { GOOD.1 } else { GOOD.0 };
    let mut found = Gradients { noisy, ..Gradients::none() };

    let mut queue: Vec<(Vec<u32>, u8)> =
        areas.changing(MIN_AREA, ctx)?.into_iter().map(|area| (area, 0)).collect();
    queue.sort_by_key(|(area, _)| area.len());
    let mut fits = 0;
    while let Some((area, depth)) = queue.pop() {
        ctx.check()?;
        if !noisy && areas.range(&area) <= FLAT_RANGE {
            continue;
        }
        let samples = Samples::take(&areas, &area);
        if let Some(known) = known(&found, &samples, good * REUSE) {
            found.pixels[known].extend(area);
            continue;
        }
        if fits == MAX_FITS || found.paints.len() == MAX_PAINTS {
            break;
        }
        if noisy {
            let mean = Fitted::new(flat(samples.mean()), &samples);
            if mean.rms < good {
                found.add(mean.paint, area);
                continue;
            }
        }
        fits += 1;
        let whole = fit(&samples, good);
        let may_divide = whole.rms > good && depth < MAX_DEPTH && area.len() >= MIN_DIVIDED;
        if may_divide && !(depth > 0 && whole.rms <= 1.6) {
            match divide(&mut areas, &area, &samples, &whole, good, MIN_AREA) {
                Some(Division::Peeled { paint, inside, rest }) => {
                    found.add(paint, inside);
                    queue.extend(areas.regroup(&rest, MIN_AREA).into_iter().map(|area| (area, depth + 1)));
                    continue;
                }
                Some(Division::Split(parts)) => {
                    for part in &parts {
                        queue.extend(areas.regroup(part, MIN_AREA).into_iter().map(|area| (area, depth + 1)));
                    }
                    continue;
                }
                None => {}
            }
        }
        if whole.rms > LOOSE {
            found.loose += area.len();
        }
        found.add(whole.paint, area);
    }
    Ok(found)
}

/// A paint found before that explains the samples well enough.
fn known(found: &Gradients, samples: &Samples, good: f64) -> Option<usize> {
    let candidates = found.samplers.iter().take(MAX_REUSED);
    candidates.enumerate().find(|(_, s)| samples.rms(|x, y| s.at(x, y)) <= good).map(|(index, _)| index)
}

/// A flat paint from a premultiplied colour.
fn flat(color: [f32; 4]) -> Paint {
    let alpha = color[3].max(1.0) / 255.0;
    let straight = [color[0] / alpha, color[1] / alpha, color[2] / alpha, color[3]];
    Paint::Flat(straight.map(|c| (c + 0.5).clamp(0.0, 255.0) as u8))
}
