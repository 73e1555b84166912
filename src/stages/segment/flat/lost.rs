//! Shadows too thin and faint to be a veil, which blends would take for edges: they would be gone.
//!
//! A pixel loses something where it has more alpha than the blend that it mostly takes nothing of. Beside a clear pixel
//! that is a soft edge, or what ripples beyond one that was scaled down; a shadow goes on. Comparing the drawing with the
//! picture was rejected: by then all the work is done.

use super::super::padded::Padded;
use super::NOTHING;
use super::mixtures::Mixture;

/// Pixels, and their share of the visible ones, that may lose a shadow: growth and merging draw it. Drawings measured
/// without one have up to .0032 (many fine lines), with one .005 and more.
const LOST: (usize, f32) = (32, 0.004);
/// Alpha that a pixel at least loses to count, of 255: a level or two is rounding.
const LEAST: u32 = 4;

/// Whether a shadow is lost if each pixel of `mixed` becomes its mixture.
pub(super) fn is_shadow_lost(picture: &Padded, mixed: &[u32], mixtures: &[Mixture]) -> bool {
    let lost = mixed.iter().zip(mixtures).filter(|&(&pixel, mixture)| {
        let alpha = picture.words[pixel as usize] >> 24;
        let is_less = mixture.own == NOTHING && alpha >= LEAST + u32::from(255 - mixture.coverage);
        is_less && !is_beside_clear(picture, pixel as usize)
    });
    let lost = lost.count();
    lost > LOST.0 && lost as f32 > LOST.1 * picture.visible()
}

fn is_beside_clear(picture: &Padded, pixel: usize) -> bool {
    let rows = [pixel - picture.width, pixel, pixel + picture.width];
    rows.into_iter().any(|at| picture.words[at - 1..=at + 1].contains(&0))
}
