//! Pure labels spread to pixels that are the same colour up to rounding.
//!
//! Pixels beside a seed that no 2×2 block of their own contains (tips, one-pixel lines of a known
//! colour) are found by passes forwards and backwards over what is left. A queue was rejected: two
//! passes reach nearly all, in memory order.

use super::super::padded::Padded;
use super::UNKNOWN;
use super::palette::Palette;
use crate::context::{Context, PACE};
use crate::error::Result;

/// Passes at most, each in the other direction.
const PASSES: usize = 4;

/// Spreads `labels` into the pixels of `open` (ascending indices, none on the rim); returns those
/// that stay unknown, ascending.
pub(super) fn grow(
    picture: &Padded,
    palette: &Palette,
    labels: &mut [u16],
    mut open: Vec<u32>,
    ctx: &Context<'_>,
) -> Result<Vec<u32>> {
    for _ in 0..PASSES {
        let before = open.len();
        let mut kept = 0;
        for i in 0..before {
            if i.is_multiple_of(PACE) {
                ctx.check()?;
            }
            let pixel = open[i] as usize;
            let word = picture.words[pixel];
            let fitting = picture
                .cross(pixel)
                .into_iter()
                .map(|n| labels[n])
                .find(|&label| label != UNKNOWN && palette.fits(label, word, || picture.centre(pixel)));
            labels[pixel] = fitting.unwrap_or(UNKNOWN);
            open[kept] = pixel as u32;
            kept += usize::from(fitting.is_none());
        }
        open.truncate(kept);
        if open.len() == before {
            break;
        }
        open.reverse();
    }
    // Each pass turned the order around.
    if open.first() > open.last() {
        open.reverse();
    }
    Ok(open)
}
