//! Anti-aliased edges between regions that merging found: pixels as mixtures of their two sides.
//!
//! Merging puts a mixed pixel with the side that it resembles, or leaves it a sliver of its own.
//! Here slivers whose pixels are blends of the areas around them go (`slivers`), and each pixel at
//! an edge says how much of it either side covers (`mixed`), so that curves can run where the edge
//! was. Smoothing the stairs instead was rejected: it rounds corners and cannot know where in a
//! pixel the edge lies.

mod mixed;
mod slivers;

use self::mixed::mix;
use self::slivers::without_slivers;
use super::blend::{Pair, pair};
use super::flat::statistics;
use super::padded::{premultiplied, to_word};
use super::pixels::Pixels;
use super::recolor::recolor;
use super::specks::{self, NOTHING};
use crate::context::{Context, PACE};
use crate::error::Result;
use crate::model::{Canvas, Mixtures, Paint, Regions, Sampler};
use crate::parallel;
use crate::params::SegmentParams;

/// Paints up to which there are labels enough.
pub(super) const MOST_PAINTS: usize = 60_000;
/// Distance of two paints from which a pixel between them tells where the edge is, levels.
const CONTRAST: f32 = 32.0;
/// How far a pixel may lie off the line between two paints, levels and as a share of their distance: in a picture as its
/// renderer left it, and in one that was compressed, where colour runs two pixels over an edge.
const OFF: (f32, f32) = (4.0, 0.02);
const OFF_IN_NOISE: (f32, f32) = (10.0, 0.3);

/// Paints around a pixel that are tried.
const MOST_AROUND: usize = 6;

/// `regions`, which have no mixtures and at most [`MOST_PAINTS`] paints, with mixtures; colours are
/// reduced here to those that are asked for, once those of slivers are gone. As they were, where so many pixels are
/// at edges that these are no lines.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn soften(
    canvas: &Canvas,
    mut regions: Regions,
    params: &SegmentParams,
    ctx: &Context<'_>,
) -> Result<Regions> {
    let width = canvas.width as usize;
    if regions.labels.is_empty() {
        return Ok(regions);
    }
    let off = if statistics(canvas, ctx)?.is_drawing() { OFF } else { OFF_IN_NOISE };
    let colors = Colors::new(canvas, &regions.paints, off);
    let Some(mut own) = without_slivers(&regions, &colors, ctx)? else { return Ok(regions) };
    if params.max_colors > 0 || !params.palette.is_empty() {
        let (paints, label_of) = reduced(&regions, &mut own, params, ctx)?;
        own = parallel::values(own.len(), ctx, |pixel| label_of[usize::from(own[pixel])])?;
        regions.paints = paints;
    }
    let colors = Colors::new(canvas, &regions.paints, off);
    let mut pixels = Pixels::pure(own, width);
    mix(&mut pixels, &colors, ctx)?;
    let blend = |pixel: usize, a: u16, b: u16| colors.blend(pixel, a, b);
    let mut labels = std::mem::take(&mut regions.labels);
    let mut faces = specks::absorb(&mut pixels, &mut labels, params.min_area, &blend, ctx)?;
    // Nothing needs a paint of its own, where there was none.
    let nothing = regions.paints.iter().position(Paint::is_nothing).unwrap_or_else(|| {
        regions.paints.push(Paint::NOTHING);
        regions.paints.len() - 1
    }) as u16;
    let paint_of = |label: u16| label.checked_sub(1).unwrap_or(nothing);
    for face in &mut faces {
        face.paint = u32::from(paint_of(face.paint as u16));
    }
    for labels in pixels.other.chunks_mut(PACE) {
        ctx.check()?;
        labels.iter_mut().for_each(|label| *label = paint_of(*label));
    }
    let mixtures = Some(Mixtures { other: pixels.other, coverage: pixels.coverage, noisy: true });
    Ok(Regions { labels, faces, mixtures, ..regions })
}

/// The paints that are asked for, and the label of the one that each label becomes.
fn reduced(
    regions: &Regions,
    own: &mut Vec<u16>,
    params: &SegmentParams,
    ctx: &Context<'_>,
) -> Result<(Vec<Paint>, Vec<u16>)> {
    let mut weights = counted(own, regions.paints.len(), ctx)?;
    let visible = |weights: &[u64]| weights[1..].iter().filter(|&&weight| weight > 0).count();
    if visible(&weights) < params.max_colors as usize {
        // Slivers are needed to make up the number.
        *own = labels(regions, ctx)?;
        weights = counted(own, regions.paints.len(), ctx)?;
    }
    let used: Vec<usize> = (1..weights.len()).filter(|&label| weights[label] > 0).collect();
    let color = |&label: &usize| match regions.paints[label - 1] {
        Paint::Flat(color) => color,
        // Colours of one's own exclude ramps.
        Paint::Gradient(_) | Paint::Crossed(_) | Paint::Veil(_) => [0; 4],
    };
    let colors: Vec<[u8; 4]> = used.iter().map(color).collect();
    let sizes: Vec<u64> = used.iter().map(|&label| weights[label]).collect();
    let (paints, paint_of) = recolor(&colors, &sizes, params, ctx)?;
    let mut label_of = vec![NOTHING; weights.len()];
    for (&label, &paint) in used.iter().zip(&paint_of) {
        label_of[label] = if paints[paint as usize][3] == 0 { NOTHING } else { paint as u16 + 1 };
    }
    Ok((paints.into_iter().map(Paint::Flat).collect(), label_of))
}

/// Pixels of each label, up to that of the last of so many paints.
fn counted(own: &[u16], paints: usize, ctx: &Context<'_>) -> Result<Vec<u64>> {
    let mut counts = vec![0; paints + 1];
    for own in own.chunks(PACE) {
        ctx.check()?;
        for &label in own {
            counts[usize::from(label)] += 1;
        }
    }
    Ok(counts)
}

/// The label of each pixel's paint: one more than its number, so that nothing is always 0.
fn labels(regions: &Regions, ctx: &Context<'_>) -> Result<Vec<u16>> {
    let label_of: Vec<u16> = regions
        .faces
        .iter()
        .map(|face| match &regions.paints[face.paint as usize] {
            paint if paint.is_nothing() => NOTHING,
            _ => face.paint as u16 + 1,
        })
        .collect();
    parallel::values(regions.labels.len(), ctx, |pixel| label_of[regions.labels[pixel] as usize])
}

/// Colours of pixels and of what they may be mixed of, premultiplied.
struct Colors<'a> {
    canvas: &'a Canvas,
    samplers: Vec<Sampler>,
    /// [`OFF`] or [`OFF_IN_NOISE`].
    off: (f32, f32),
}

impl<'a> Colors<'a> {
    fn new(canvas: &'a Canvas, paints: &[Paint], off: (f32, f32)) -> Self {
        Self { canvas, samplers: paints.iter().map(Paint::sampler).collect(), off }
    }

    fn of_pixel(&self, pixel: usize) -> [f32; 4] {
        premultiplied(to_word(self.canvas.pixels[pixel]))
    }

    /// The colour of a label's paint at a pixel.
    fn of_label(&self, pixel: usize, label: u16) -> [f32; 4] {
        let width = self.canvas.width as usize;
        let (x, y) = ((pixel % width) as f64 + 0.5, (pixel / width) as f64 + 0.5);
        match usize::from(label).checked_sub(1) {
            None => [0.0; 4],
            Some(paint) => self.samplers[paint].at(x, y),
        }
    }

    /// The blend of two labels' paints that is nearest to a pixel.
    fn blend(&self, pixel: usize, a: u16, b: u16) -> Pair {
        let [first, second] = [a, b].map(|label| self.of_label(pixel, label));
        nearest(&self.of_pixel(pixel), &first, &second)
    }

    /// A colour as the blend of two others, if they are far enough apart to tell and it is near enough.
    fn explained(&self, color: &[f32; 4], a: &[f32; 4], b: &[f32; 4]) -> Option<Pair> {
        let distance: f32 = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum();
        // What compresses colours knows no alpha.
        let (least, share) = if color[3] < 255.0 { OFF } else { self.off };
        let off = (least * least).max(share * share * distance);
        let found = (distance >= CONTRAST * CONTRAST).then(|| nearest(color, a, b));
        found.filter(|pair| pair.residual <= off)
    }
}

/// The blend of two colours that is nearest to a third. What hides everything behind it holds nothing of nothing.
fn nearest(color: &[f32; 4], a: &[f32; 4], b: &[f32; 4]) -> Pair {
    let [a_is_nothing, b_is_nothing] = [a, b].map(|side| side[3] == 0.0);
    if color[3] == 255.0 && a_is_nothing != b_is_nothing {
        let some = if a_is_nothing { b } else { a };
        return Pair { share: if a_is_nothing { 0.0 } else { 1.0 }, ..pair(color, some, some) };
    }
    pair(color, a, b)
}

/// Distinct labels around a pixel with their colours there, the first ones that are met.
struct Around<'a> {
    colors: &'a Colors<'a>,
    pixel: usize,
    labels: [u16; MOST_AROUND],
    known: [[f32; 4]; MOST_AROUND],
    count: usize,
}

impl<'a> Around<'a> {
    fn new(colors: &'a Colors<'a>, pixel: usize) -> Self {
        Self { colors, pixel, labels: [0; MOST_AROUND], known: [[0.0; 4]; MOST_AROUND], count: 0 }
    }

    fn add(&mut self, label: u16) {
        if self.count < MOST_AROUND && !self.labels[..self.count].contains(&label) {
            self.labels[self.count] = label;
            self.known[self.count] = self.colors.of_label(self.pixel, label);
            self.count += 1;
        }
    }

    /// The two labels whose blend comes nearest to the pixel, if any explains it. Only pairs of which
    /// the first label that was added is one, if `with_first`.
    fn best(&self, with_first: bool) -> Option<(u16, u16, Pair)> {
        let color = self.colors.of_pixel(self.pixel);
        let firsts = if with_first { 1 } else { self.count };
        let mut best: Option<(u16, u16, Pair)> = None;
        for i in 0..firsts.min(self.count) {
            for j in i + 1..self.count {
                let found = self.colors.explained(&color, &self.known[i], &self.known[j]);
                if let Some(pair) = found
                    && best.is_none_or(|(.., best)| pair.residual < best.residual)
                {
                    best = Some((self.labels[i], self.labels[j], pair));
                }
            }
        }
        best
    }
}

#[cfg(test)]
mod tests;
