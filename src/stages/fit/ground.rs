//! A coarse picture of rectangles beneath everything, in paints that the drawing has anyway.
//!
//! Neighbours that meet exactly, or of which one runs on beneath the other for less than a pixel of the screen, let a
//! part of what is beneath them through wherever their border is blurred, and the smaller a drawing is shown, the more
//! of it is borders. Strokes close that at the drawing's own size. At a fifth of it a sky had hairlines (of the lowest
//! face, where faces run on beneath each other), and leaves a grey veil, of the picture's mean colour; what comes
//! through now is the mean of the surroundings, which a pixel of that size has to show anyway.
//!
//! The rectangles are those of a quadtree, each over its parent, and one only where its mean is away
//! from what is beneath it. Wider strokes were rejected: they move every edge. So were strokes as wide
//! as a pixel of the screen (`vector-effect`: every path has to ask for them, and few programs but
//! browsers know them) and painting everything twice (a leak of a quarter, by reckoning, is still one of
//! a sixteenth).

use super::geometry::point;
use crate::context::Context;
use crate::error::Result;
use crate::model::{Curve, Outlines, Paint, Sampler, Shape, Shapes};

/// Colours that are looked at along a side of the smallest rectangles.
const SAMPLES: u32 = 6;
/// Smallest side of a rectangle, px.
const SIDE: u32 = 24;
/// Paints that are tried for a rectangle.
const PAINTS: usize = 256;
/// No rectangle.
const NONE: u32 = u32::MAX;
/// How often the picture is quartered at most.
const DEPTH: u32 = 6;
/// A rectangle lies where its mean is further from what is beneath than its colours are from one another, but within
/// these bounds, in one channel of 255: what comes through is seen in a sky sooner than in leaves.
const SEEN: (f32, f32) = (14.0, 80.0);
/// How many times that its paint may be away from its mean when another rectangle has it already: fewer paths.
const SHARED: f32 = 1.3;

/// The colour of a rectangle, and how far those in it are from it, 0–255 each: root of the mean square over all
/// channels, in the smallest rectangles.
#[derive(Clone, Copy)]
struct Mean {
    color: [f32; 3],
    spread: f32,
}

/// A paint of one colour, and its number.
type Ground = ([f32; 3], u32);

/// Adds the rectangles to an opaque drawing that has a background and no other shapes.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn draw(outlines: &Outlines, shapes: &mut Shapes, ctx: &Context<'_>) -> Result<()> {
    let Some(background) = shapes.background else { return Ok(()) };
    let smaller_side = outlines.regions.width.min(outlines.regions.height);
    let depth = (smaller_side / SIDE).checked_ilog2().unwrap_or(0).min(DEPTH);
    let mut means = vec![finest(outlines, shapes, depth, ctx)?];
    for level in (0..depth).rev() {
        means.push(halved(&means[means.len() - 1], 1 << level));
    }
    means.reverse();
    let flat = shapes.paints.iter().zip(0..).filter_map(|(paint, number)| match paint {
        Paint::Flat([r, g, b, 255]) => Some(([*r, *g, *b].map(f32::from), number)),
        _ => None,
    });
    let flat: Vec<Ground> = flat.collect();
    let flat: Vec<Ground> = flat.iter().copied().step_by(flat.len().div_ceil(PAINTS).max(1)).collect();
    let [r, g, b, _] = shapes.paints[background as usize].sampler().at(0.0, 0.0);
    let mut beneath = vec![[r, g, b]];
    for (level, means) in (0..).zip(&means) {
        ctx.check()?;
        append(shapes, &choose(means, &flat, &mut beneath), level);
        beneath = quartered(&beneath, 1 << level);
    }
    Ok(())
}

/// The paint of each rectangle of a level, [`NONE`] where what is beneath will do; it is then what is beneath.
fn choose(means: &[Mean], flat: &[Ground], beneath: &mut [[f32; 3]]) -> Vec<u32> {
    let nearest = |among: &[Ground], mean: [f32; 3]| {
        among.iter().map(|&ground| (away(ground.0, mean), ground)).min_by(|a, b| a.0.total_cmp(&b.0))
    };
    let mut used: Vec<Ground> = Vec::new();
    let mut paint_of = |(&Mean { color, spread }, beneath): (&Mean, &mut [f32; 3])| {
        let (before, seen) = (away(*beneath, color), spread.clamp(SEEN.0, SEEN.1));
        if before <= seen {
            return None;
        }
        // A paint that is in use on this level needs no path of its own.
        let near = nearest(&used, color).filter(|&(distance, _)| distance <= SHARED * seen);
        let (distance, ground) = near.or_else(|| nearest(flat, color))?;
        if distance >= before {
            return None;
        }
        if near.is_none() {
            used.push(ground);
        }
        *beneath = ground.0;
        Some(ground.1)
    };
    means.iter().zip(beneath).map(|rectangle| paint_of(rectangle).unwrap_or(NONE)).collect()
}

/// Appends the rectangles of a level, a shape for each paint.
fn append(shapes: &mut Shapes, chosen: &[u32], level: u32) {
    let (width, height) = (shapes.width, shapes.height);
    let mut found: Vec<(u32, u32)> =
        chosen.iter().copied().zip(0..).filter(|(paint, _)| *paint != NONE).collect();
    found.sort_unstable();
    let (column, row) = (|place: u32| place & ((1 << level) - 1), |place: u32| place >> level);
    for run in found.chunk_by(|a, b| a.0 == b.0) {
        let (first, mut count) = (shapes.contours.len() as u32, 0);
        // Neighbours in a row are one rectangle.
        for joined in run.chunk_by(|a, b| a.1 + 1 == b.1 && row(a.1) == row(b.1)) {
            let (x, y) = (column(joined[0].1), row(joined[0].1));
            let [left, right] = [x, x + joined.len() as u32].map(|x| f64::from(edge(width, level, x)));
            let [top, bottom] = [y, y + 1].map(|y| f64::from(edge(height, level, y)));
            let corners = [point(right, top), point(right, bottom), point(left, bottom)];
            shapes.add_contour(point(left, top), corners.map(|to| Curve::Line { to }));
            count += 1;
        }
        shapes.shapes.push(Shape { paint: run[0].0, first, count });
    }
}

/// Where rectangle `index` of those along a side begins, px.
fn edge(side: u32, level: u32, index: u32) -> u32 {
    ((u64::from(side) * u64::from(index)) >> level) as u32
}

/// The largest difference in one channel.
fn away(a: [f32; 3], b: [f32; 3]) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

/// Mean colours of the smallest rectangles, `2^depth` squared, row-major.
fn finest(outlines: &Outlines, shapes: &Shapes, depth: u32, ctx: &Context<'_>) -> Result<Vec<Mean>> {
    const COUNT: f32 = (SAMPLES * SAMPLES) as f32;
    let regions = &outlines.regions;
    let samplers: Vec<Sampler> = shapes.paints.iter().map(Paint::sampler).collect();
    let mut means = Vec::with_capacity(1 << (2 * depth));
    for y in 0..1 << depth {
        ctx.check()?;
        for x in 0..1 << depth {
            let (mut sums, mut squares) = ([0.0_f32; 3], 0.0_f32);
            for i in 0..SAMPLES * SAMPLES {
                let along = |side: u32, index: u32, step: u32| {
                    let (from, to) = (edge(side, depth, index), edge(side, depth, index + 1));
                    from + (to - from) * (2 * step + 1) / (2 * SAMPLES)
                };
                let (u, v) = (along(regions.width, x, i % SAMPLES), along(regions.height, y, i / SAMPLES));
                let face = regions.labels[v as usize * regions.width as usize + u as usize];
                let sampler = &samplers[regions.faces[face as usize].paint as usize];
                let color = sampler.at(f64::from(u) + 0.5, f64::from(v) + 0.5);
                for (sum, c) in sums.iter_mut().zip(color) {
                    *sum += c;
                    squares += c * c;
                }
            }
            let color = sums.map(|sum| sum / COUNT);
            let variance = squares / COUNT - color.iter().map(|c| c * c).sum::<f32>();
            means.push(Mean { color, spread: libm::sqrtf(variance.max(0.0) / 3.0) });
        }
    }
    Ok(means)
}

/// Means of four each, `side` squared of them.
fn halved(means: &[Mean], side: usize) -> Vec<Mean> {
    let four = |place: usize| {
        let (x, y) = (2 * (place % side), 2 * (place / side));
        let at = |x: usize, y: usize| means[y * 2 * side + x];
        let all = [at(x, y), at(x + 1, y), at(x, y + 1), at(x + 1, y + 1)];
        let color = [0, 1, 2].map(|channel| all.iter().map(|mean| mean.color[channel]).sum::<f32>() / 4.0);
        Mean { color, spread: all.iter().map(|mean| mean.spread).sum::<f32>() / 4.0 }
    };
    (0..side * side).map(four).collect()
}

/// Each of `side` squared four times.
fn quartered(colors: &[[f32; 3]], side: usize) -> Vec<[f32; 3]> {
    (0..4 * side * side).map(|place| colors[place / (4 * side) * side + place % (2 * side) / 2]).collect()
}
