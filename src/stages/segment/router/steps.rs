//! How far neighbouring pixels are apart: a drawing that was compressed or painted softly has calm areas and sharp edges
//! with little between, a photo every step from faint to sharp.
//!
//! Areas of exactly one colour were rejected as the only sign: compression leaves none.

use super::super::padded::{premultiplied_within, to_word};
use crate::context::Context;
use crate::error::Result;
use crate::model::Canvas;

/// Pixels that are looked at, about: every so many rows of a larger picture.
const ENOUGH: usize = 1 << 16;
/// Largest difference of a channel, levels, that is still calm, and from which on it is sharp.
const CALM: u8 = 12;
const SHARP: u8 = 40;
/// A drawing's least share of calm pixels, and its largest one of those between calm and sharp. Drawings measured have
/// from .73 and up to .08; of photos a rocket before the sky comes nearest, with .75 and .135.
const CALM_OF_A_DRAWING: f32 = 0.65;
const BETWEEN_OF_A_DRAWING: f32 = 0.1;
/// With fewer sharp ones nothing is drawn there.
const SHARP_OF_A_DRAWING: f32 = 0.02;

/// Shares of the pixels that are not fully transparent, by their largest step to a neighbour, 0–1.
pub(super) struct Steps {
    pub calm: f32,
    /// Neither calm nor sharp.
    pub between: f32,
    pub sharp: f32,
}

impl Steps {
    /// Counts them.
    ///
    /// # Errors
    /// `cancelled` when asked to stop.
    pub fn count(canvas: &Canvas, ctx: &Context<'_>) -> Result<Self> {
        let (width, height) = (canvas.width as usize, canvas.height as usize);
        let (mut calm, mut between, mut sharp) = (0_u32, 0_u32, 0_u32);
        for y in (0..height).step_by(canvas.pixels.len().div_ceil(ENOUGH).max(1)) {
            ctx.check()?;
            let row = |y: usize| &canvas.pixels[y * width..(y + 1) * width];
            let [above, here, below] = [row(y.saturating_sub(1)), row(y), row((y + 1).min(height - 1))];
            for x in (0..width).filter(|&x| here[x][3] != 0) {
                let around = [here[x.saturating_sub(1)], here[(x + 1).min(width - 1)], above[x], below[x]];
                let (word, around) = (to_word(here[x]), around.map(to_word));
                let within = |most: u8| around.iter().all(|&near| premultiplied_within(word, near, most));
                if within(CALM) {
                    calm += 1;
                } else if within(SHARP) {
                    between += 1;
                } else {
                    sharp += 1;
                }
            }
        }
        let all = (calm + between + sharp).max(1) as f32;
        Ok(Self { calm: calm as f32 / all, between: between as f32 / all, sharp: sharp as f32 / all })
    }

    /// Whether they are those of a drawing.
    pub fn are_drawn(&self) -> bool {
        self.calm >= CALM_OF_A_DRAWING
            && self.between <= BETWEEN_OF_A_DRAWING
            && self.sharp >= self.between.max(SHARP_OF_A_DRAWING)
    }
}
