//! A cheap look at a picture, to choose how to segment it before the work is done.
//!
//! One pass over the pixels and their right and lower neighbours. Counting colours was rejected:
//! a soft shadow has as many as a photo.

use super::super::blocks::blocks;
use super::super::gradient::is_smooth;
use super::super::padded::{premultiplied_within, to_word};
use crate::context::Context;
use crate::error::Result;
use crate::image::places;
use crate::model::Canvas;
use crate::parallel;

/// Rows that are counted as one piece of work.
const STRIP: usize = 16;
/// Pixels that are looked at, about: every so many rows of a larger picture.
const ENOUGH: usize = 1 << 16;
/// A first look is at one of so many of those rows.
const GLANCE: usize = 4;
/// Second difference that still counts as a steady ramp, quarter levels.
const STEADY: i16 = 9;
/// Steps between neighbours up to this many levels are faint: no edge of a drawing.
const FAINT: u8 = 8;
/// How far beside an edge it may ripple, pixels: as far as scaling a picture down by Lanczos' filter looks. What
/// compression leaves reaches over its blocks of eight.
const RIPPLE: usize = 4;
/// Difference to a pixel within that distance that makes an edge, levels.
const EDGE: u8 = 16;

/// Shares are of the pixels that are not fully transparent, 0–1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Statistics {
    /// Pixels that are not fully transparent, as a share of all.
    pub visible: f32,
    /// Pixels in a 2×2 block of one colour.
    pub pure: f32,
    /// Other pixels whose colour changes steadily: gradients.
    pub smooth: f32,
    /// Other pixels that differ from a neighbour, from none by more than eight levels, and from none in alpha.
    pub faint: f32,
    /// Those of them that are beside no edge: texture, compression noise, and not the ripples of a drawing that was
    /// scaled down.
    pub stray: f32,
}

/// Share of stray steps among all that is neither even nor smooth. Clean drawings measured, also scaled down with
/// any filter, have up to 0.065, the same ones as JPEG (of quality 97, too) at least 0.072, photos 0.15 and more.
const NOISE_OF_A_DRAWING: f32 = 0.07;
/// Least share of even and smooth pixels in a drawing; pure noise has none.
const EVEN_OF_A_DRAWING: f32 = 0.4;
/// With so much noise a first look is enough: it is three times the bound, which the rows that were
/// not looked at could hardly bring it under.
const NOISE_OF_A_PHOTO: f32 = 0.21;

impl Statistics {
    /// How much of what changes suddenly changes only a little, 0 (sharp edges on even ground) to
    /// 1 (nothing but texture).
    pub fn noise(&self) -> f32 {
        self.of_sudden(self.stray)
    }

    /// The same with what ripples beside edges.
    pub fn unrest(&self) -> f32 {
        self.of_sudden(self.faint)
    }

    fn of_sudden(&self, part: f32) -> f32 {
        let sudden = 1.0 - self.pure - self.smooth;
        if sudden > 0.0 { (part / sudden).min(1.0) } else { 0.0 }
    }

    /// Whether the picture looks like one that [`super::regions`] explains.
    pub fn is_drawing(&self) -> bool {
        self.pure + self.smooth >= EVEN_OF_A_DRAWING && self.noise() < NOISE_OF_A_DRAWING
    }
}

#[derive(Default, Clone, Copy)]
struct Counts {
    visible: usize,
    pure: usize,
    smooth: usize,
    faint: usize,
    stray: usize,
}

/// Looks at every pixel of a small picture, and at evenly spaced rows of a large one. Of what is
/// clearly a photo fewer rows are enough.
///
/// # Errors
/// `cancelled` when asked to stop.
pub fn statistics(canvas: &Canvas, ctx: &Context<'_>) -> Result<Statistics> {
    let pixels = canvas.width as usize * canvas.height as usize;
    let step = pixels.div_ceil(ENOUGH).max(1);
    let glance = count(canvas, GLANCE * step, ctx)?;
    if glance.noise() > NOISE_OF_A_PHOTO { Ok(glance) } else { count(canvas, step, ctx) }
}

/// Counts in one of `step` rows.
fn count(canvas: &Canvas, step: usize, ctx: &Context<'_>) -> Result<Statistics> {
    let (width, height) = (canvas.width as usize, canvas.height as usize);
    let rows = height.div_ceil(step);
    let strips: Vec<Counts> = parallel::map(0..rows.div_ceil(STRIP), ctx, |strip| {
        let (mut counts, mut scratch) = (Counts::default(), Scratch::default());
        for row in strip * STRIP..((strip + 1) * STRIP).min(rows) {
            ctx.check()?;
            let continued = step == 1 && row > strip * STRIP;
            count_row(canvas, row * step, continued, &mut scratch, &mut counts);
        }
        Ok(counts)
    })?;
    let sum = |part: fn(&Counts) -> usize| strips.iter().map(part).sum::<usize>() as f32;
    let visible = sum(|c| c.visible);
    let share = |part| sum(part) / visible.max(1.0);
    Ok(Statistics {
        visible: visible / (width * rows).max(1) as f32,
        pure: share(|c| c.pure),
        smooth: share(|c| c.smooth),
        faint: share(|c| c.faint),
        stray: share(|c| c.stray),
    })
}

/// What is found out of one row before its pixels are looked at one by one.
#[derive(Default)]
struct Scratch {
    upper: Vec<u8>,
    lower: Vec<u8>,
    uneven: Vec<u8>,
}

/// `continued`: the scratch comes from the row above.
fn count_row(canvas: &Canvas, y: usize, continued: bool, scratch: &mut Scratch, counts: &mut Counts) {
    let (width, height) = (canvas.width as usize, canvas.height as usize);
    if width == 0 {
        return;
    }
    // Neighbours beyond the edge repeat the edge.
    let row = |y: usize| &canvas.pixels[y * width..(y + 1) * width];
    let [above, here, below] = [row(y.saturating_sub(1)), row(y), row((y + 1).min(height - 1))];
    let Scratch { upper, lower, uneven } = scratch;
    if continued {
        std::mem::swap(upper, lower);
    } else {
        blocks(above, here, upper);
    }
    blocks(here, below, lower);
    uneven.clear();
    uneven.extend(
        here.iter()
            .zip(upper.iter().zip(&upper[1..]).zip(lower.iter().zip(&lower[1..])))
            .map(|(pixel, ((a, b), (c, d)))| u8::from(pixel[3] != 0) & ((a | b | c | d) ^ 1)),
    );
    let visible = here.iter().filter(|pixel| pixel[3] != 0).count();
    let alone = uneven.iter().filter(|&&byte| byte != 0).count();
    counts.visible += visible;
    counts.pure += visible - alone;
    for x in places(uneven) {
        let word = to_word(here[x]);
        let (left, right) = (here[x.saturating_sub(1)], here[(x + 1).min(width - 1)]);
        let around = [left, right, above[x], below[x]].map(to_word);
        if is_smooth(word, around, STEADY) {
            counts.smooth += 1;
            continue;
        }
        // Steps of alpha are a soft shadow's, never what compression leaves.
        let is_faint =
            around.iter().all(|&near| near >> 24 == word >> 24 && premultiplied_within(word, near, FAINT));
        counts.faint += usize::from(is_faint);
        counts.stray += usize::from(is_faint && !is_beside_edge(canvas, x, y, word));
    }
}

/// Whether a pixel differs much from one in its row or column at a small distance.
fn is_beside_edge(canvas: &Canvas, x: usize, y: usize, word: u32) -> bool {
    let (width, height) = (canvas.width as usize, canvas.height as usize);
    let differs =
        |x: usize, y: usize| !premultiplied_within(word, to_word(canvas.pixels[y * width + x]), EDGE);
    (2..=RIPPLE).any(|away| {
        let (right, below) = ((x + away).min(width - 1), (y + away).min(height - 1));
        differs(x.saturating_sub(away), y)
            || differs(right, y)
            || differs(x, y.saturating_sub(away))
            || differs(x, below)
    })
}
