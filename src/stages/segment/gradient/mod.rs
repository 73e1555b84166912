//! Gradients as paints: finds areas whose colour changes steadily and the ramps that explain them.
//!
//! Smooth pixels are flooded into areas; each area takes a ramp that was found before, or the
//! simplest new one (linear, circle, ellipse), or is divided and sought again. What comes out are
//! labels like any flat colour's, so that anti-aliasing, faces and outlines need not know
//! gradients at all. A soft area of one colour that no ramp explains is a [`veil`]. Tracing bands of flat colours and joining them later was rejected: it makes
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
mod veil;

use self::area::Areas;
use self::fit::{Fitted, fit};
use self::peel::{Division, Proposal, divide, propose};
use self::samples::Samples;
use super::padded::Padded;
use crate::context::Context;
use crate::error::Result;
use crate::model::{Paint, Sampler};
use crate::parallel;

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
/// Pixels of the areas that are divided, all divisions together: what large smooth pictures of no
/// ramps may cost. Pictures of up to three megapixels never get there.
const MAX_DIVIDED: usize = 1 << 24;
/// Pixels of areas parted in two, less those that a ramp explained since: beyond, a large picture
/// has soft colours but no ramps. Pictures of up to a megapixel never get there.
const MAX_SPLIT_IN_VAIN: usize = 1 << 22;
/// Areas whose colour ranges over at most this (quarter levels) are flat.
const FLAT_RANGE: i16 = 8;
/// Areas that are fitted at most, largest first: what is left is too small to matter, and a
/// picture with more (a photo) is none of ramps.
const MAX_FITS: usize = 400;
/// Paints at most.
const MAX_PAINTS: usize = 1000;
/// Known ramps that an area is compared with.
const MAX_REUSED: usize = 64;
/// Areas that several threads look at before the first of them is dealt with.
const LOOKED_AHEAD: usize = 8;

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

    /// The first paint that explains the samples well enough.
    fn known(&self, samples: &Samples, good: f64) -> Option<usize> {
        let candidates = self.samplers.iter().take(MAX_REUSED);
        candidates.enumerate().find(|(_, sampler)| samples.are_explained_by(sampler, good)).map(|(i, _)| i)
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

    let mut queue: Vec<Area> =
        areas.changing(MIN_AREA, ctx)?.into_iter().map(|area| Area::new(area, 0)).collect();
    queue.sort_by_key(|area| area.pixels.len());
    let (mut fits, mut divided, mut in_vain) = (0, 0, 0usize);
    let mut veiled: Vec<bool> = Vec::new();
    loop {
        look_ahead(&mut queue, &areas, &found, good, ctx)?;
        let Some(Area { mut pixels, depth, finding }) = queue.pop() else { break };
        if !veiled.is_empty() {
            let before = pixels.len();
            pixels.retain(|&pixel| !veiled[pixel as usize]);
            if pixels.len() < before {
                if pixels.len() >= MIN_AREA {
                    queue.push(Area::new(pixels, depth));
                }
                continue;
            }
        }
        let Fresh { samples, fitted, is_ramp, proposal } = match finding {
            Some(Finding::Fresh(fresh)) => fresh,
            Some(Finding::Known(known)) => {
                found.pixels[known].extend(pixels);
                continue;
            }
            Some(Finding::Veil(veil, pixels)) => {
                veiled.resize(picture.words.len(), false);
                for &pixel in &pixels {
                    veiled[pixel as usize] = true;
                }
                found.add(veil, pixels);
                continue;
            }
            Some(Finding::Even) | None => continue,
        };
        // Another area may have brought the same ramp since this one was looked at.
        if let Some(known) = found.known(&samples, good * REUSE) {
            found.pixels[known].extend(pixels);
            continue;
        }
        if fits == MAX_FITS || found.paints.len() == MAX_PAINTS {
            break;
        }
        fits += usize::from(is_ramp);
        let proposal = proposal.filter(|_| divided < MAX_DIVIDED && in_vain < MAX_SPLIT_IN_VAIN);
        divided += if proposal.is_some() { pixels.len() } else { 0 };
        let division = proposal.map(|proposal| divide(&mut areas, &pixels, proposal, MIN_AREA, ctx));
        let parts = match division.transpose()?.flatten() {
            Some(Division::Peeled { paint, inside, rest }) => {
                in_vain = in_vain.saturating_sub(inside.len());
                found.add(paint, inside);
                vec![rest]
            }
            Some(Division::Split(parts)) => {
                in_vain += pixels.len();
                parts.into()
            }
            None => {
                if fitted.rms > LOOSE {
                    found.loose += pixels.len();
                } else {
                    in_vain = in_vain.saturating_sub(pixels.len());
                }
                found.add(fitted.paint, pixels);
                continue;
            }
        };
        for part in parts {
            let regrouped = areas.regroup(&part, MIN_AREA, ctx)?;
            queue.extend(regrouped.into_iter().map(|area| Area::new(area, depth + 1)));
        }
    }
    Ok(found)
}

/// An area that waits, and what was found of it if it was looked at.
struct Area {
    pixels: Vec<u32>,
    /// How often it was divided.
    depth: u8,
    finding: Option<Finding>,
}

/// What an area is, looked at by itself.
enum Finding {
    /// Of one colour, about.
    Even,
    /// Explained by a paint that was there already.
    Known(usize),
    /// Part of a veil, which has these pixels.
    Veil(Paint, Vec<u32>),
    Fresh(Fresh),
}

/// A paint of its own.
struct Fresh {
    samples: Samples,
    fitted: Fitted,
    /// Not a mean of noise.
    is_ramp: bool,
    /// How to divide the area, if its paint explains it badly.
    proposal: Option<Proposal>,
}

impl Area {
    fn new(pixels: Vec<u32>, depth: u8) -> Self {
        Self { pixels, depth, finding: None }
    }

    fn look(&self, areas: &Areas<'_>, found: &Gradients, good: f64, ctx: &Context<'_>) -> Result<Finding> {
        ctx.check()?;
        if !areas.noisy && areas.range(&self.pixels) <= FLAT_RANGE {
            return Ok(Finding::Even);
        }
        let samples = Samples::take(areas, &self.pixels);
        if let Some(known) = found.known(&samples, good * REUSE) {
            return Ok(Finding::Known(known));
        }
        if areas.noisy {
            let mean = Fitted::new(flat(samples.mean()), &samples);
            if mean.rms < good {
                return Ok(Finding::Fresh(Fresh { samples, fitted: mean, is_ramp: false, proposal: None }));
            }
        }
        let whole = fit(&samples, good);
        if !areas.noisy
            && whole.rms > good
            && let Some((paint, pixels)) = veil::find(areas, &self.pixels, &samples)
        {
            return Ok(Finding::Veil(paint, pixels));
        }
        let may_divide = whole.rms > good && self.depth < MAX_DEPTH && self.pixels.len() >= MIN_DIVIDED;
        let proposal = if may_divide && !(self.depth > 0 && whole.rms <= 1.6) {
            propose(areas, &self.pixels, &samples, &whole, good, ctx)?
        } else {
            None
        };
        Ok(Finding::Fresh(Fresh { samples, fitted: whole, is_ramp: true, proposal }))
    }
}

/// Looks at the next area, and with more threads than one at those behind it: what is found does
/// not depend on when, so the order in which areas are dealt with stays that of one thread.
fn look_ahead(
    queue: &mut [Area],
    areas: &Areas<'_>,
    found: &Gradients,
    good: f64,
    ctx: &Context<'_>,
) -> Result<()> {
    if queue.last().is_none_or(|area| area.finding.is_some()) {
        return Ok(());
    }
    let ahead = if parallel::threads() > 1 { LOOKED_AHEAD } else { 1 };
    let start = queue.len().saturating_sub(ahead);
    parallel::for_each(queue[start..].iter_mut(), ctx, |area| {
        if area.finding.is_none() {
            area.finding = Some(area.look(areas, found, good, ctx)?);
        }
        Ok(())
    })
}

/// A flat paint from a premultiplied colour.
fn flat(color: [f32; 4]) -> Paint {
    let alpha = color[3].max(1.0) / 255.0;
    let straight = [color[0] / alpha, color[1] / alpha, color[2] / alpha, color[3]];
    Paint::Flat(straight.map(|c| (c + 0.5).clamp(0.0, 255.0) as u8))
}
