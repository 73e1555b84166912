//! Blends of the paints around a pixel, and which of them is the best.
//!
//! Pairs and triples are tried as the window grows, each once, since nearly all pixels end with the first pair. Solving for
//! all shares at once was rejected: with more than three paints any colour is a blend.

use super::super::blend::{BEYOND, pair, triple};
use super::NOTHING;

/// Paints of one window.
pub(super) const MAX_NEAR: usize = 12;

/// The best blend so far.
#[derive(Clone, Copy)]
pub(super) struct Best {
    /// Residual plus what speaks against the choice.
    pub score: f32,
    pub residual: f32,
    pub first: u16,
    pub second: u16,
    /// Of the first, 0–1.
    pub share: f32,
}

impl Best {
    /// Nothing yet.
    pub const NONE: Self =
        Self { score: f32::MAX, residual: f32::MAX, first: NOTHING, second: NOTHING, share: 1.0 };

    /// One paint alone.
    pub fn alone(label: u16, residual: f32) -> Self {
        Self { score: residual, residual, first: label, second: label, share: 1.0 }
    }

    /// The paint with the larger share.
    pub fn mostly(&self) -> u16 {
        if self.share < 0.5 { self.second } else { self.first }
    }
}

/// A paint in the window.
#[derive(Clone, Copy, Default)]
pub(super) struct Near {
    pub label: u16,
    /// How much of the window it has.
    pub weight: u16,
    pub color: [f32; 4],
}

/// The paints in the window.
#[derive(Default)]
pub(super) struct Window {
    pub paints: [Near; MAX_NEAR],
    pub count: usize,
}

impl Window {
    pub fn paints(&self) -> &[Near] {
        &self.paints[..self.count]
    }
}

/// Squared residual of an opaque colour as another one made brighter by up to a tenth.
pub(super) fn brightened(color: &[f32; 4], paint: &[f32; 4]) -> f32 {
    let dot = |a: &[f32; 4], b: &[f32; 4]| a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    let light = (dot(color, paint) / dot(paint, paint).max(1.0)).clamp(1.0, 1.0 + BEYOND);
    (0..3).map(|j| (color[j] - (paint[j] * light).min(255.0)).powi(2)).sum()
}

/// Pairs with one of the paints from `known` on: those before were tried in a smaller window.
pub(super) fn try_pairs(color: &[f32; 4], window: &Window, known: usize, radius: usize, best: &mut Best) {
    let paints = window.paints();
    for (i, a) in paints.iter().enumerate().skip(known) {
        for b in &paints[..i] {
            let blend = pair(color, &a.color, &b.color);
            let rarity = 24.0 / f32::from(1 + a.weight.min(b.weight));
            let score = blend.residual + rarity + radius as f32 * 6.0;
            if score < best.score {
                *best = Best {
                    score,
                    residual: blend.residual,
                    first: a.label,
                    second: b.label,
                    share: blend.share,
                };
            }
        }
    }
}

/// Three paints that meet, one of them from `known` on; the two strongest are kept, in their
/// mutual share.
pub(super) fn try_triples(color: &[f32; 4], window: &Window, known: usize, radius: usize, best: &mut Best) {
    let paints = window.paints();
    for (i, a) in paints.iter().enumerate().skip(known) {
        for (j, b) in paints[..i].iter().enumerate() {
            for c in &paints[..j] {
                let Some(blend) = triple(color, &a.color, &b.color, &c.color) else { continue };
                let score = blend.residual + 40.0 + radius as f32 * 6.0;
                if score < best.score {
                    let mut parts =
                        [(blend.shares[0], a.label), (blend.shares[1], b.label), (blend.shares[2], c.label)];
                    parts.sort_by(|x, y| y.0.total_cmp(&x.0));
                    let [(most, first), (less, second), _] = parts;
                    let share = (most / (most + less)).min(1.0);
                    *best = Best { score, residual: blend.residual, first, second, share };
                }
            }
        }
    }
}
