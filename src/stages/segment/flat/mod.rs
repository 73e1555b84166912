//! Flat art: inverts the anti-aliasing.
//!
//! A drawing is few paints with sharp edges; a renderer made mixed pixels of it. So: find the
//! gradients, find the pure colours, say of every other pixel which two paints it mixes and in
//! what share, and the drawing's edges are known to a tenth of a pixel. Merging pixels by colour
//! distance was rejected for such pictures: mixed pixels become regions of their own.
//!
//! The steps: `super::gradient` → `seeds` → `palette` → `growth` → `mixtures` → `reduce` →
//! `specks`.

mod candidates;
mod growth;
mod lost;
mod mixtures;
mod palette;
mod reduce;
mod seeds;
mod statistics;

use std::cell::OnceCell;

use self::mixtures::Mixture;
use self::palette::Palette;
use self::seeds::Seed;
use super::blend;
use super::gradient::{self, Gradients};
use super::padded::{Padded, premultiplied, to_word};
use super::pixels::Pixels;
use super::specks;
use crate::context::{Context, PACE};
use crate::error::Result;
use crate::image::places;
use crate::model::{Canvas, Face, Mixtures, Paint, Regions, Sampler};
use crate::params::SegmentParams;

pub use self::statistics::{Statistics, statistics};

/// Label of what is fully transparent; always the first paint.
const NOTHING: u16 = 0;
/// A pixel whose paint is not known yet.
const UNKNOWN: u16 = u16::MAX;
/// Blocks of a seed that may be a gradient standing still, and how near to it in colour, levels.
const STANDSTILL: u32 = 6;
const STILL_NEAR: f32 = 4.0;
/// Parts of the work that progress is told in.
const STEPS: usize = 6;

/// Share of the visible pixels that may be of no blend of paints, or of a ramp that is only a
/// stopgap, in a drawing. A small one has as many where more than three paints meet.
const UNEXPLAINED: f32 = 0.12;

/// What each pixel of a drawing consists of: all that the dials do not change.
#[derive(Debug, Clone)]
pub struct Flat {
    pixels: Pixels,
    /// Nothing first.
    paints: Vec<Paint>,
}

impl Flat {
    /// Looks at a picture as flat art; `None` when it is none. `gradients` says whether ramps are
    /// sought.
    ///
    /// # Errors
    /// `cancelled` when asked to stop.
    pub(super) fn analyse(canvas: &Canvas, gradients: bool, ctx: &Context<'_>) -> Result<Option<Self>> {
        let picture = Padded::new(canvas);
        let gradients = if gradients { gradient::find(&picture, ctx)? } else { Gradients::none() };
        ctx.report(2, STEPS);
        let found = label(&picture, &gradients, ctx)?;
        ctx.report(4, STEPS);
        Ok(found.map(|(pixels, paints)| Self { pixels, paints }))
    }

    /// Regions for a setting of the dials, of the canvas that was analysed. Paint 0 is nothing.
    /// With `params.max_colors` or `params.palette` the analysis must be one without gradients.
    ///
    /// # Errors
    /// `cancelled` when asked to stop.
    pub(super) fn cut(&self, canvas: &Canvas, params: &SegmentParams, ctx: &Context<'_>) -> Result<Regions> {
        let mut pixels = self.pixels.clone();
        let paints = reduce_paints(self.paints.clone(), &mut pixels, params);
        ctx.check()?;
        // Few paints are asked for, and a ramp's table takes a while to make.
        let samplers: Vec<OnceCell<Sampler>> = vec![OnceCell::new(); paints.len()];
        let width = pixels.width;
        let blend = |pixel: usize, a: u16, b: u16| {
            let word = to_word(canvas.pixels[pixel]);
            let (x, y) = ((pixel % width) as f64 + 0.5, (pixel / width) as f64 + 0.5);
            let color = |label: u16| {
                let label = usize::from(label);
                samplers[label].get_or_init(|| paints[label].sampler()).at(x, y)
            };
            match [a, b] {
                // What hides everything behind it holds nothing of nothing.
                [NOTHING, some] | [some, NOTHING] if word >> 24 == 255 => {
                    let whole = blend::pair(&premultiplied(word), &color(some), &color(some));
                    blend::Pair { share: if some == a { 1.0 } else { 0.0 }, ..whole }
                }
                _ => blend::pair(&premultiplied(word), &color(a), &color(b)),
            }
        };
        let mut labels = Vec::new();
        let mut faces = specks::absorb(&mut pixels, &mut labels, params.min_area, &blend, ctx)?;
        ctx.report(5, STEPS);
        let (paints, numbers) = used(paints, &faces, &pixels);
        for face in &mut faces {
            face.paint = u32::from(numbers[face.paint as usize]);
        }
        // Nearly always all paints are used.
        if (0..).zip(&numbers).any(|(label, &number)| label != number) {
            for label in &mut pixels.other {
                *label = numbers[usize::from(*label)];
            }
        }
        Ok(Regions {
            width: canvas.width,
            height: canvas.height,
            labels,
            faces,
            paints,
            mixtures: Some(Mixtures { other: pixels.other, coverage: pixels.coverage, noisy: false }),
        })
    }

    /// Bytes held.
    pub fn byte_len(&self) -> usize {
        self.pixels.own.len() * 5
    }
}

/// Says of each pixel what it consists of; `None` when too many pixels are left unexplained.
fn label(picture: &Padded, gradients: &Gradients, ctx: &Context<'_>) -> Result<Option<(Pixels, Vec<Paint>)>> {
    let mut labels = vec![UNKNOWN; picture.words.len()];
    for (pixels, label) in gradients.pixels.iter().zip(NOTHING + 1..UNKNOWN) {
        for pixels in pixels.chunks(PACE) {
            ctx.check()?;
            for &pixel in pixels {
                labels[pixel as usize] = label;
            }
        }
    }
    let mut seeds = seeds::seeds(picture, &labels, ctx)?;
    seeds.retain(|seed| !is_in_gradient(picture, gradients, &labels, seed));
    ctx.check()?;
    let mut palette = Palette::new(gradients, &seeds);
    for seed in &seeds {
        ctx.check()?;
        let label = palette.label_of(seed.word);
        labels[seed.upper()].fill(label);
        let lower = seed.upper().start + picture.width..seed.upper().end + picture.width;
        labels[lower].fill(label);
    }
    let mut open: Vec<u32> = Vec::new();
    let mut is_open: Vec<u8> = Vec::new();
    for (labels, first) in labels.chunks(PACE).zip((0_u32..).step_by(PACE)) {
        ctx.check()?;
        is_open.clear();
        is_open.extend(labels.iter().map(|&label| u8::from(label == UNKNOWN)));
        open.extend(places(&is_open).map(|i| first + i as u32));
    }
    let mixed = growth::grow(picture, &palette, &mut labels, open, ctx)?;
    ctx.report(3, STEPS);

    let Some(mut mixtures) = mixtures::explain(picture, &palette, &labels, &mixed, ctx)? else {
        return Ok(None);
    };
    let visible = picture.visible();
    let unexplained = mixtures.iter().filter(|m| !m.explained).count();
    if (unexplained + gradients.loose) as f32 / visible >= UNEXPLAINED {
        return Ok(None);
    }
    if unexplained > 0 {
        explain_again(picture, &mut palette, &mut labels, &mixed, &mut mixtures, ctx)?;
    }
    if lost::is_shadow_lost(picture, &mixed, &mixtures) {
        return Ok(None);
    }
    ctx.check()?;
    for (&pixel, mixture) in mixed.iter().zip(&mixtures) {
        labels[pixel as usize] = mixture.own;
    }
    let mut pixels = Pixels::pure(picture.crop(&labels), picture.inner_width());
    drop(labels);
    for (&pixel, mixture) in mixed.iter().zip(&mixtures) {
        let inner = picture.inner_index(pixel as usize);
        pixels.other[inner] = mixture.other;
        pixels.coverage[inner] = mixture.coverage;
    }
    ctx.check()?;
    Ok(Some((pixels, palette.paints)))
}

/// Whether a small seed is where a gradient stands still (the centre of a radial one), not a colour
/// of its own.
fn is_in_gradient(picture: &Padded, gradients: &Gradients, labels: &[u16], seed: &Seed) -> bool {
    let pixel = seed.start as usize;
    if seed.blocks > STANDSTILL || pixel < picture.width || gradients.paints.is_empty() {
        return false;
    }
    let around =
        [pixel - picture.width, pixel + 2 * picture.width, pixel.saturating_sub(1), seed.upper().end];
    let (x, y) = picture.centre(pixel);
    let color = premultiplied(seed.word);
    around.into_iter().any(|near| {
        let label = labels.get(near).copied().unwrap_or(UNKNOWN);
        let sampler = gradients.samplers.get(usize::from(label).wrapping_sub(1));
        label != UNKNOWN
            && sampler.is_some_and(|s| s.at(x, y).iter().zip(color).all(|(a, b)| (a - b).abs() < STILL_NEAR))
    })
}

/// Colours that no blend explains and that recur are colours of the drawing after all: strokes
/// that are nowhere two pixels wide.
fn explain_again(
    picture: &Padded,
    palette: &mut Palette,
    labels: &mut [u16],
    mixed: &[u32],
    mixtures: &mut [Mixture],
    ctx: &Context<'_>,
) -> Result<()> {
    let open = |mixtures: &[Mixture]| -> Vec<usize> {
        (0..mixed.len()).filter(|&i| !mixtures[i].explained).collect()
    };
    let words = |i: usize| picture.words[mixed[i] as usize];
    if !palette.add_thin(open(mixtures).into_iter().map(words).collect()) {
        return Ok(());
    }
    for i in open(mixtures) {
        if let Some(label) = palette.thin_label(words(i)) {
            labels[mixed[i] as usize] = label;
            mixtures[i] = Mixture { own: label, other: label, coverage: 255, explained: true };
        }
    }
    let rest = open(mixtures);
    let pixels: Vec<u32> = rest.iter().map(|&i| mixed[i]).collect();
    // Most of them may be hopeless still: they keep what they have.
    let found = mixtures::explain(picture, palette, labels, &pixels, ctx)?.unwrap_or_default();
    for (i, mixture) in rest.into_iter().zip(found) {
        mixtures[i] = mixture;
    }
    Ok(())
}

/// Applies `max_colors` and `palette`; labels keep their meaning as indices of the result.
fn reduce_paints(mut paints: Vec<Paint>, pixels: &mut Pixels, params: &SegmentParams) -> Vec<Paint> {
    if params.max_colors == 0 && params.palette.is_empty() {
        return paints;
    }
    // Gradients are off here; a paint's colour is all there is to it.
    let colors: Vec<[u8; 4]> =
        paints.iter().map(|p| if let Paint::Flat(color) = p { *color } else { [0; 4] }).collect();
    let mut becomes: Vec<usize> = (0..colors.len()).collect();
    if !params.palette.is_empty() {
        for (label, color) in colors.iter().enumerate().skip(1) {
            becomes[label] = paints.len() + reduce::nearest_in(&params.palette, *color);
        }
        paints.extend(params.palette.iter().map(|&color| Paint::Flat(color)));
    }
    if params.max_colors > 0 {
        let mut weights = vec![0u64; paints.len()];
        for &label in &pixels.own {
            weights[becomes[label as usize]] += 1;
        }
        weights[usize::from(NOTHING)] = 0;
        let colors: Vec<[u8; 4]> =
            paints.iter().map(|p| if let Paint::Flat(color) = p { *color } else { [0; 4] }).collect();
        let stands_for = reduce::merge(&colors, &weights, params.max_colors as usize);
        for label in &mut becomes {
            *label = stands_for[*label];
        }
    }
    pixels.relabel(|label| becomes[usize::from(label)] as u16);
    paints
}

/// The paints that faces or mixtures have, nothing always first, and the new number of each.
fn used(paints: Vec<Paint>, faces: &[Face], pixels: &Pixels) -> (Vec<Paint>, Vec<u16>) {
    let mut is_used = vec![false; paints.len()];
    is_used[usize::from(NOTHING)] = true;
    for face in faces {
        is_used[face.paint as usize] = true;
    }
    let mut is_mixed = Vec::new();
    for (own, other) in pixels.own.chunks(PACE).zip(pixels.other.chunks(PACE)) {
        is_mixed.clear();
        is_mixed.extend(own.iter().zip(other).map(|(own, other)| u8::from(own != other)));
        for i in places(&is_mixed) {
            is_used[usize::from(other[i])] = true;
        }
    }
    let mut numbers = vec![0; paints.len()];
    let mut kept = Vec::new();
    for (index, paint) in paints.into_iter().enumerate() {
        numbers[index] = kept.len() as u16;
        if is_used[index] {
            kept.push(paint);
        }
    }
    (kept, numbers)
}

#[cfg(test)]
mod tests;
