//! Mixed pixels: each is a blend of two nearby paints, in a share that says where the edge runs.
//!
//! The nearest window that explains a pixel wins; three paints are tried where they meet; a paint
//! that is not in the window only where nothing nearby explains the pixel (a stroke or gap so thin
//! that none of its pixels is pure). Taking the nearest colour instead was rejected: it is what
//! gives other tracers their slivers, and throws the sub-pixel position away.

use super::super::blend::pair;
use super::super::padded::{MARGIN, Padded, premultiplied};
use super::candidates::{Best, MAX_NEAR, Near, Window, brightened, try_pairs, try_triples};
use super::palette::Palette;
use super::{NOTHING, UNKNOWN};
use crate::context::Context;
use crate::error::Result;
use crate::parallel;

/// Squared residual (levels²) up to which a blend explains a pixel and the search ends.
const EXPLAINED: f32 = 36.0;
/// The same up to which no far paint is tried.
const NEAR_ENOUGH: f32 = 100.0;
/// The same at the edge of an opaque paint against nothing: a far paint that fits the partial
/// alpha by chance would be a speck.
const NEAR_ENOUGH_AT_ALPHA: f32 = 1600.0;
/// Squared residual over which a pixel counts as unexplained.
const UNEXPLAINED: f32 = 150.0;
/// Widest window: this many pixels to each side.
const REACH: usize = MARGIN;
/// Pixels that are explained as one piece of work.
const CHUNK: usize = 2048;
/// Pixels that are tried first, and the share of them that, unexplained, ends the search.
const TRIED: usize = 512;
const HOPELESS: f32 = 0.5;

/// What a mixed pixel consists of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Mixture {
    /// The paint that covers most of it.
    pub own: u16,
    /// The other one.
    pub other: u16,
    /// Share of `own`, 128–255.
    pub coverage: u8,
    /// Whether the blend explains the colour.
    pub explained: bool,
}

/// Explains each pixel of `mixed` (indices); the result is in the same order. `labels` knows the
/// pure pixels. `None` when most of many pixels are of no blend: the picture is no drawing, and
/// looking for the blends of all of them would take long and find nothing.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn explain(
    picture: &Padded,
    palette: &Palette,
    labels: &[u16],
    mixed: &[u32],
    ctx: &Context<'_>,
) -> Result<Option<Vec<Mixture>>> {
    let search = Search { picture, palette, labels };
    if search.is_hopeless(mixed) {
        return Ok(None);
    }
    let chunks: Vec<Vec<Mixture>> = parallel::map(mixed.chunks(CHUNK), ctx, |chunk| {
        Ok(chunk.iter().map(|&pixel| search.explain(pixel as usize)).collect())
    })?;
    Ok(Some(chunks.concat()))
}

struct Search<'a> {
    picture: &'a Padded,
    palette: &'a Palette,
    labels: &'a [u16],
}

impl Search<'_> {
    /// Whether a sample of many pixels is mostly of no blend.
    fn is_hopeless(&self, mixed: &[u32]) -> bool {
        if mixed.len() < 8 * TRIED {
            return false;
        }
        let tried = mixed.iter().step_by(mixed.len() / TRIED);
        let (count, failed) = tried.fold((0, 0), |(count, failed), &pixel| {
            (count + 1, failed + usize::from(!self.explain(pixel as usize).explained))
        });
        failed as f32 > HOPELESS * count as f32
    }

    /// The nearest strong paint as a stopgap.
    fn nearest(&self, pixel: usize) -> Mixture {
        let color = premultiplied(self.picture.words[pixel]);
        let label = self.nearest_something(pixel, &color);
        Mixture { own: label, other: label, coverage: 255, explained: false }
    }

    /// The strong paint nearest in colour that is not nothing, if there is one.
    fn nearest_something(&self, pixel: usize, color: &[f32; 4]) -> u16 {
        let window = self.nearest_colors(pixel, color);
        window.paints().iter().map(|n| n.label).find(|&label| label != NOTHING).unwrap_or(NOTHING)
    }

    fn explain(&self, pixel: usize) -> Mixture {
        let color = premultiplied(self.picture.words[pixel]);
        let mut best = Best::NONE;
        let mut window = Window::default();
        for radius in 1..=REACH {
            let known = window.count;
            self.widen(&mut window, pixel, radius);
            try_pairs(&color, &window, known, radius, &mut best);
            if best.residual < EXPLAINED {
                break;
            }
            try_triples(&color, &window, known, radius, &mut best);
            if best.residual < EXPLAINED {
                break;
            }
            if let ([only], true) = (window.paints(), radius == REACH && best.score == f32::MAX) {
                let off = pair(&color, &only.color, &only.color).residual;
                best = Best::alone(only.label, off);
            }
        }
        if best.residual > EXPLAINED && color[3] == 255.0 {
            self.try_brighter(pixel, &color, &window, &mut best);
        }
        if best.residual > self.near_enough(&color, &best) {
            self.try_far(pixel, &color, &mut best);
        }
        if best.residual > UNEXPLAINED && color[3] >= 128.0 && best.mostly() == NOTHING {
            // Whatever it is, it is not nothing.
            return self.nearest(pixel);
        }
        let (own, other, share) = if best.share < 0.5 {
            (best.second, best.first, 1.0 - best.share)
        } else {
            (best.first, best.second, best.share)
        };
        let coverage = if own == other { 255 } else { (share * 255.0 + 0.5) as u8 };
        Mixture { own, other, coverage, explained: best.residual <= UNEXPLAINED }
    }

    /// The known paints within `radius` pixels; those that touch the pixel weigh twice.
    fn window(&self, pixel: usize, radius: usize) -> Window {
        let mut window = Window::default();
        (1..=radius).for_each(|radius| self.widen(&mut window, pixel, radius));
        window
    }

    /// Adds the pixels at a distance of `radius` (and in the midst of the first ring the pixel
    /// itself) to a window that has all nearer ones.
    fn widen(&self, window: &mut Window, pixel: usize, radius: usize) {
        let (x, y) = self.picture.centre(pixel);
        let width = self.picture.width;
        // What hides everything behind it holds nothing of nothing.
        let opaque = self.picture.words[pixel] >> 24 == 255;
        let corner = pixel - radius * width - radius;
        let weight = if radius == 1 { 2 } else { 1 };
        for row in 0..=2 * radius {
            let start = corner + row * width;
            let is_whole = row == 0 || row == 2 * radius || radius == 1;
            let stride = if is_whole { 1 } else { 2 * radius };
            for &label in self.labels[start..=start + 2 * radius].iter().step_by(stride) {
                if label == UNKNOWN || (opaque && label == NOTHING) {
                    continue;
                }
                let count = window.count;
                if let Some(near) = window.paints[..count].iter_mut().find(|n| n.label == label) {
                    near.weight += weight;
                } else if count < MAX_NEAR {
                    let color = self.palette.samplers[label as usize].at(x, y);
                    window.paints[count] = Near { label, weight, color };
                    window.count += 1;
                }
            }
        }
    }

    /// The residual that a nearby blend may have before far paints are tried.
    fn near_enough(&self, color: &[f32; 4], best: &Best) -> f32 {
        let is_partial = color[3] > 4.0 && color[3] < 251.0;
        let solid = if best.first == NOTHING { best.second } else { best.first };
        let at_nothing = best.first != best.second && (best.first == NOTHING || best.second == NOTHING);
        if is_partial && at_nothing && self.palette.paints[solid as usize].is_opaque() {
            NEAR_ENOUGH_AT_ALPHA
        } else {
            NEAR_ENOUGH
        }
    }

    /// A paint of the window (a strong one where that has none), brighter than it is: where scaling down overshoots beside nothing (alpha under a half), alpha
    /// has no room for more.
    fn try_brighter(&self, pixel: usize, color: &[f32; 4], window: &Window, best: &mut Best) {
        let width = self.picture.width;
        let corner = pixel - REACH * width - REACH;
        let mut rows = (0..=2 * REACH).map(|row| corner + row * width);
        if !rows.any(|start| self.picture.words[start..=start + 2 * REACH].iter().any(|word| word >> 31 == 0))
        {
            return;
        }
        let mut offer = |label: u16, paint: &[f32; 4]| {
            let residual = brightened(color, paint);
            if paint[3] == 255.0 && residual < best.residual {
                *best = Best::alone(label, residual);
            }
        };
        window.paints().iter().for_each(|near| offer(near.label, &near.color));
        if !window.paints().iter().any(|near| near.color[3] == 255.0) {
            let (x, y) = self.picture.centre(pixel);
            for &label in &self.palette.strong {
                offer(label, &self.palette.samplers[label as usize].at(x, y));
            }
        }
    }

    /// One side nearby, the other any of the strong colours.
    fn try_far(&self, pixel: usize, color: &[f32; 4], best: &mut Best) {
        let mut window = self.window(pixel, 2);
        if window.count == 0 {
            window = self.nearest_colors(pixel, color);
        }
        for &far in &self.palette.strong {
            let far_color = self.palette.samplers[far as usize].at(0.0, 0.0);
            for near in window.paints().iter().filter(|n| n.label != far) {
                let blend = pair(color, &near.color, &far_color);
                let score = blend.residual + 60.0;
                if score < best.score {
                    *best = Best {
                        score,
                        residual: blend.residual,
                        first: near.label,
                        second: far,
                        share: blend.share,
                    };
                }
            }
        }
    }

    /// The three strong paints nearest in colour, and nothing.
    fn nearest_colors(&self, pixel: usize, color: &[f32; 4]) -> Window {
        let (x, y) = self.picture.centre(pixel);
        let mut nearest = [(f32::MAX, NOTHING); 3];
        for &label in &self.palette.strong {
            let paint = self.palette.samplers[label as usize].at(x, y);
            let distance: f32 = paint.iter().zip(color).map(|(a, b)| (a - b) * (a - b)).sum();
            if let Some(place) = nearest.iter().position(|n| distance < n.0) {
                nearest[place..].rotate_right(1);
                nearest[place] = (distance, label);
            }
        }
        let mut window = Window::default();
        for label in nearest.map(|n| n.1).into_iter().chain([NOTHING]) {
            if !window.paints().iter().any(|n| n.label == label) {
                let color = self.palette.samplers[label as usize].at(x, y);
                window.paints[window.count] = Near { label, weight: 1, color };
                window.count += 1;
            }
        }
        window
    }
}
