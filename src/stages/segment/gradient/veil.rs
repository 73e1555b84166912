//! Veils: soft areas of one colour whose alpha follows no ramp, as a blur leaves them.
//!
//! The premultiplied colour of such an area is proportional to its alpha, which one regression
//! shows; the alpha itself is kept as a field. Dividing the area until ramps fit was rejected: a
//! blurred shadow falls into dozens of translucent pieces, and every border between two of those
//! is a hairline.

use std::sync::Arc;

use super::area::Areas;
use super::samples::Samples;
use crate::model::{Paint, Veil};

use super::super::padded::MARGIN;

/// Least range of alpha that makes a veil, levels.
const LEAST_RANGE: f32 = 12.0;
/// Root mean square error of the colour, levels, that is still one colour: whoever blurred it
/// rounded more than once.
const ONE_COLOR: f32 = 1.5;
/// How far a pixel's colour may be off, and its alpha from its neighbour's, quarter levels.
const COLOR_SLACK: f32 = 16.0;
const ALPHA_STEP: i16 = 40;
/// Alpha from which a pixel is not part of a veil, quarter levels.
const SOLID: i16 = 1008;
/// How far the field is carried on beyond the veil, px.
const BEYOND: usize = 4;

/// The veil that an area is part of, and all of its pixels; `None` when the area is none.
pub(super) fn find(areas: &Areas<'_>, area: &[u32], samples: &Samples) -> Option<(Paint, Vec<u32>)> {
    let tint = tint(samples)?;
    let pixels = grow(areas, area, tint);
    let color = tint.map(|c| (c * 255.0 + 0.5).clamp(0.0, 255.0) as u8);
    let veil = field(areas, &pixels, color)?;
    Some((Paint::Veil(Arc::new(veil)), pixels))
}

/// Colour a unit of alpha, when all samples have the same.
fn tint(samples: &Samples) -> Option<[f32; 3]> {
    let alphas = || samples.points.iter().map(|p| p.color[3]);
    let (low, high) = alphas().fold((f32::MAX, 0.0_f32), |(low, high), a| (low.min(a), high.max(a)));
    if high - low < LEAST_RANGE || high * 4.0 >= f32::from(SOLID) {
        return None;
    }
    let squares: f32 = alphas().map(|a| a * a).sum();
    let tint: [f32; 3] = std::array::from_fn(|j| {
        samples.points.iter().map(|p| p.color[j] * p.color[3]).sum::<f32>() / squares
    });
    let error: f32 = samples
        .points
        .iter()
        .flat_map(|p| (0..3).map(move |j| p.color[j] - tint[j] * p.color[3]))
        .map(|off| off * off)
        .sum();
    (error <= ONE_COLOR * ONE_COLOR * 3.0 * samples.points.len() as f32).then_some(tint)
}

/// The connected pixels of the tint around an area.
fn grow(areas: &Areas<'_>, area: &[u32], tint: [f32; 3]) -> Vec<u32> {
    let mut taken = vec![false; areas.picture.words.len()];
    let mut pixels = area.to_vec();
    for &pixel in area {
        taken[pixel as usize] = true;
    }
    let mut next = 0;
    while let Some(&pixel) = pixels.get(next) {
        next += 1;
        let alpha = areas.level(pixel as usize)[3];
        for near in areas.picture.cross(pixel as usize) {
            if taken[near] || areas.picture.words[near] == 0 {
                continue;
            }
            let level = areas.level(near);
            let of_tint =
                |j: usize| (f32::from(level[j]) - tint[j] * f32::from(level[3])).abs() <= COLOR_SLACK;
            if level[3] < SOLID && (level[3] - alpha).abs() <= ALPHA_STEP && (0..3).all(of_tint) {
                taken[near] = true;
                pixels.push(near as u32);
            }
        }
    }
    pixels
}

/// The alpha of a veil's pixels, carried on a little beyond them.
fn field(areas: &Areas<'_>, pixels: &[u32], color: [u8; 3]) -> Option<Veil> {
    let picture = areas.picture;
    let place =
        |pixel: u32| (pixel as usize % picture.width - MARGIN, pixel as usize / picture.width - MARGIN);
    let (mut low, mut high) = ([usize::MAX; 2], [0; 2]);
    for &pixel in pixels {
        let (x, y) = place(pixel);
        low = [low[0].min(x), low[1].min(y)];
        high = [high[0].max(x), high[1].max(y)];
    }
    let inner = [picture.inner_width(), picture.height - 2 * MARGIN];
    let origin = low.map(|v| v.saturating_sub(BEYOND));
    let size: [usize; 2] =
        std::array::from_fn(|k| (high[k] + 1 + BEYOND).min(inner[k]).saturating_sub(origin[k]));
    if size.contains(&0) {
        return None;
    }
    let (width, height) = (size[0], size[1]);
    let mut alpha = vec![0_u8; width * height];
    let mut known = vec![false; width * height];
    for &pixel in pixels {
        let (x, y) = place(pixel);
        let at = (y - origin[1]) * width + x - origin[0];
        alpha[at] = (picture.words[pixel as usize] >> 24) as u8;
        known[at] = true;
    }
    for _ in 0..BEYOND {
        let before = known.clone();
        for y in 0..height {
            for x in 0..width {
                if before[y * width + x] {
                    continue;
                }
                let (mut sum, mut count) = (0_u32, 0_u32);
                for row in y.saturating_sub(1)..(y + 2).min(height) {
                    for near in row * width + x.saturating_sub(1)..row * width + (x + 2).min(width) {
                        if before[near] {
                            sum += u32::from(alpha[near]);
                            count += 1;
                        }
                    }
                }
                if let Some(mean) = (sum + count / 2).checked_div(count) {
                    alpha[y * width + x] = mean as u8;
                    known[y * width + x] = true;
                }
            }
        }
    }
    Some(Veil { color, origin: origin.map(|v| v as u32), size: size.map(|v| v as u32), alpha })
}
