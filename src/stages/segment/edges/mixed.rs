//! How much of a pixel at an edge either side covers.
//!
//! Of each pixel next to another paint, by its own paint and that one of its neighbours with which
//! it blends to the pixel's colour. All labels are read before any is written, so that the order of
//! the pixels does not matter.

use super::super::blocks::blocks;
use super::super::pixels::Pixels;
use super::{Around, Colors};
use crate::context::Context;
use crate::error::Result;
use crate::image::places;
use crate::parallel;

/// Rows that are one piece of work.
const STRIP: usize = 16;

/// A pixel that two paints share.
pub(super) struct Mixed {
    pub pixel: u32,
    pub own: u16,
    pub other: u16,
    /// Share of `own`, 255 = all.
    pub coverage: u8,
}

/// Finds the mixtures of all pixels at edges. A pixel may change sides, where the other one covers
/// more of it.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn mix(pixels: &mut Pixels, colors: &Colors<'_>, ctx: &Context<'_>) -> Result<()> {
    let found = uneven(&pixels.own, pixels.width, ctx, &|pixel| mixed(pixels, colors, pixel))?;
    for Mixed { pixel, own, other, coverage } in found {
        let pixel = pixel as usize;
        (pixels.own[pixel], pixels.other[pixel], pixels.coverage[pixel]) = (own, other, coverage);
    }
    Ok(())
}

fn mixed(pixels: &Pixels, colors: &Colors<'_>, pixel: usize) -> Option<Mixed> {
    let mut around = Around::new(colors, pixel);
    around.add(pixels.own[pixel]);
    for near in pixels.block(pixel) {
        around.add(pixels.own[near]);
    }
    let (own, near, pair) = around.best(true)?;
    let touches = || pixels.cross(pixel).any(|beside| pixels.own[beside] == near);
    let (own, other, share) = match pair.share {
        share if share >= 0.5 => (own, near, share),
        share if touches() => (near, own, 1.0 - share),
        // Across a corner it would be a speck.
        _ => (own, near, 0.5),
    };
    Some(Mixed { pixel: pixel as u32, own, other, coverage: (share * 255.0 + 0.5) as u8 })
}

/// What is found of the pixels that have another label beside them or across a corner, in their order.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn uneven(
    labels: &[u16],
    width: usize,
    ctx: &Context<'_>,
    find: &(dyn Fn(usize) -> Option<Mixed> + Sync),
) -> Result<Vec<Mixed>> {
    let height = labels.len() / width;
    let strips: Vec<Vec<Mixed>> = parallel::map(0..height.div_ceil(STRIP), ctx, |strip| {
        let (mut found, mut mask) = (Vec::new(), Vec::new());
        let (mut upper, mut lower) = (Vec::new(), Vec::new());
        for y in strip * STRIP..((strip + 1) * STRIP).min(height) {
            ctx.check()?;
            mask.clear();
            mask.extend(even(labels, width, y, &mut upper, &mut lower).map(|even| even ^ 1));
            found.extend(places(&mask).filter_map(|x| find(y * width + x)));
        }
        Ok(found)
    })?;
    Ok(strips.into_iter().flatten().collect())
}

/// For each pixel of a row whether all around it is of its label: 1 or 0.
pub(super) fn even<'a>(
    labels: &[u16],
    width: usize,
    y: usize,
    upper: &'a mut Vec<u8>,
    lower: &'a mut Vec<u8>,
) -> impl Iterator<Item = u8> + 'a {
    let row = |y: usize| &labels[y * width..(y + 1) * width];
    let (here, last) = (row(y), labels.len() / width - 1);
    blocks(row(y.saturating_sub(1)), here, upper);
    blocks(here, row((y + 1).min(last)), lower);
    let pairs = |blocks: &'a [u8]| blocks.iter().zip(&blocks[1..]).map(|(a, b)| a & b);
    pairs(upper).zip(pairs(lower)).map(|(a, b)| a & b)
}
