//! A cheap look at a picture, to choose how to segment it before the work is done.
//!
//! One pass over the pixels and their right and lower neighbours. Counting colours was rejected:
//! a soft shadow has as many as a photo.

use rayon::prelude::*;

use super::super::gradient::is_smooth;
use super::super::padded::{quarter_levels, to_word};
use crate::context::Context;
use crate::error::Result;
use crate::model::Canvas;

/// Rows that are counted as one piece of work.
const STRIP: usize = 16;
/// Pixels that are looked at, about: every so many rows of a larger picture.
const ENOUGH: usize = 1 << 17;
/// Second difference that still counts as a steady ramp, quarter levels.
const STEADY: i16 = 9;
/// Steps between neighbours up to this many levels are faint: no edge of a drawing.
const FAINT: i16 = 8;

/// Shares are of the pixels that are not fully transparent, 0–1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Statistics {
    /// Pixels that are not fully transparent, as a share of all.
    pub visible: f32,
    /// Pixels in a 2×2 block of one colour.
    pub pure: f32,
    /// Other pixels whose colour changes steadily: gradients.
    pub smooth: f32,
    /// Other pixels that differ from a neighbour, and from none by more than eight levels:
    /// texture, compression noise.
    pub faint: f32,
}

/// Share of faint steps among all that is neither even nor smooth. Clean drawings measured have
/// up to 0.11 (gradients that meet), the same ones as JPEG at least 0.16, photos 0.4 and more.
const NOISE_OF_A_DRAWING: f32 = 0.135;
/// Least share of even and smooth pixels in a drawing; pure noise has none.
const EVEN_OF_A_DRAWING: f32 = 0.4;

impl Statistics {
    /// How much of what changes suddenly changes only a little, 0 (sharp edges on even ground) to
    /// 1 (nothing but texture).
    pub fn noise(&self) -> f32 {
        let sudden = 1.0 - self.pure - self.smooth;
        if sudden > 0.0 { (self.faint / sudden).min(1.0) } else { 0.0 }
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
}

/// Looks at every pixel of a small picture, and at evenly spaced rows of a large one.
///
/// # Errors
/// `cancelled` when asked to stop.
pub fn statistics(canvas: &Canvas, ctx: &Context<'_>) -> Result<Statistics> {
    let (width, height) = (canvas.width as usize, canvas.height as usize);
    let step = (width * height).div_ceil(ENOUGH).max(1);
    let rows = height.div_ceil(step);
    let strips: Vec<Counts> = (0..rows.div_ceil(STRIP))
        .into_par_iter()
        .map(|strip| {
            let mut counts = Counts::default();
            for row in strip * STRIP..((strip + 1) * STRIP).min(rows) {
                ctx.check()?;
                count_row(&canvas.pixels, width, height, row * step, &mut counts);
            }
            Ok(counts)
        })
        .collect::<Result<_>>()?;
    let sum = |part: fn(&Counts) -> usize| strips.iter().map(part).sum::<usize>() as f32;
    let visible = sum(|c| c.visible);
    let share = |part| sum(part) / visible.max(1.0);
    Ok(Statistics {
        visible: visible / (width * rows).max(1) as f32,
        pure: share(|c| c.pure),
        smooth: share(|c| c.smooth),
        faint: share(|c| c.faint),
    })
}

fn count_row(pixels: &[[u8; 4]], width: usize, height: usize, y: usize, counts: &mut Counts) {
    // Neighbours beyond the edge repeat the edge.
    let row = |y: usize| &pixels[y * width..(y + 1) * width];
    let rows = [row(y.saturating_sub(1)), row(y), row((y + 1).min(height - 1))];
    for x in 0..width {
        let here = rows[1][x];
        if here[3] == 0 {
            continue;
        }
        counts.visible += 1;
        let columns = [x.saturating_sub(1), x, (x + 1).min(width - 1)];
        let same = |dx: usize, dy: usize| rows[dy][columns[dx]] == here;
        let (left, right, above, below) = (same(0, 1), same(2, 1), same(1, 0), same(1, 2));
        let is_pure = (left && above && same(0, 0))
            || (right && above && same(2, 0))
            || (left && below && same(0, 2))
            || (right && below && same(2, 2));
        if is_pure {
            counts.pure += 1;
            continue;
        }
        let (left, right) = (to_word(rows[1][columns[0]]), to_word(rows[1][columns[2]]));
        let around = [left, right, to_word(rows[0][x]), to_word(rows[2][x])];
        if is_smooth(to_word(here), around, STEADY) {
            counts.smooth += 1;
            continue;
        }
        let level = quarter_levels(to_word(here));
        let mut is_faint = true;
        for word in around {
            let near = quarter_levels(word);
            for j in 0..4 {
                is_faint &= (near[j] - level[j]).abs() <= FAINT * 4;
            }
        }
        counts.faint += usize::from(is_faint);
    }
}
