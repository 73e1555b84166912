//! The picture's paints: pure colours, strongest first, beside the gradients found before.
//!
//! Colours within two levels are one (rounding, dithering); a weak colour between two stronger
//! ones is a mixture that happened to fill a block. K-means was rejected: it moves colours that
//! are exact, and needs to be told how many there are.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::super::blend::pair;
use super::super::gradient::Gradients;
use super::super::padded::{premultiplied, to_word, within};
use super::seeds::Seed;
use super::{NOTHING, UNKNOWN};
use crate::model::{Paint, Sampler};

/// Most paints; further colours are weaker than all of these and are blended from them.
const MAX_PAINTS: usize = 2048;
/// Colours that are looked at.
const MAX_COLORS: usize = 8192;
/// Levels within which colours are one.
const SAME: u8 = 2;
/// Blocks under which a colour must not be a mixture of others.
const WEAK: u64 = 6;
/// Alpha (of 255) that ripples beside the edge of a shape that was scaled down, in nothing and in its paint, and blocks under
/// which a colour may be no more than that.
const RIPPLE: u32 = 6;
const WEAK_RIPPLE: u64 = 96;
/// Squared distance (levels²) from the segment between two colours that makes a mixture.
const MIXED: f32 = 25.0;
/// Strongest colours that a weak one may be a mixture of.
const MIXERS: usize = 48;
/// Strongest colours that a thin stroke or gap may have.
const STRONG: usize = 32;

/// Pixels that a colour needs which is found in no block.
const RECURRING: usize = 6;
/// Such colours at most.
const MAX_THIN: usize = 64;

/// All paints of the picture. The first is nothing.
pub(super) struct Palette {
    pub paints: Vec<Paint>,
    pub samplers: Vec<Sampler>,
    /// Colour word of each flat paint.
    words: Vec<u32>,
    /// The strongest flat paints, nothing included.
    pub strong: Vec<u16>,
    /// Colours that were found in no block.
    thin: Vec<u16>,
    /// Colours must be compared more loosely.
    pub noisy: bool,
    /// Label of each seed colour; `UNKNOWN` where it is a mixture.
    known: Words<u16>,
}

impl Palette {
    /// Nothing, then the gradients' paints, then the seeds' colours.
    pub fn new(gradients: &Gradients, seeds: &[Seed]) -> Self {
        let mut palette = Self {
            paints: vec![Paint::NOTHING],
            samplers: vec![Paint::NOTHING.sampler()],
            words: vec![0],
            strong: vec![NOTHING],
            thin: Vec::new(),
            noisy: gradients.noisy,
            known: Words::default(),
        };
        for paint in &gradients.paints {
            palette.push(paint.clone());
        }
        let flat_ramps: Vec<u16> =
            (1..palette.paints.len()).filter(|&i| palette.samplers[i].is_flat()).map(|i| i as u16).collect();
        palette.strong.extend(flat_ramps.iter().take(STRONG));
        let colors = flat_ramps.iter().map(|&label| premultiplied(palette.words[usize::from(label)]));
        let mut mixers: Vec<[f32; 4]> = [[0.0; 4]].into_iter().chain(colors.take(MIXERS)).collect();
        let mut kept = [vec![NOTHING], flat_ramps].concat();
        palette.known.insert(0, NOTHING);
        for (word, blocks) in by_strength(seeds) {
            let is_same = |&label: &u16| within(palette.words[label as usize], word, SAME);
            let ripples =
                |&label: &u16| blocks < WEAK_RIPPLE && is_ripple(palette.words[label as usize], word);
            let mut known = kept.iter().copied();
            let same = known.clone().find(is_same).or_else(|| known.find(ripples));
            let color = premultiplied(word);
            let label = if let Some(label) = same {
                label
            } else if palette.paints.len() >= MAX_PAINTS || (blocks < WEAK && is_mixture(&color, &mixers)) {
                UNKNOWN
            } else {
                let label = palette.push(Paint::Flat(word.to_le_bytes()));
                kept.push(label);
                if mixers.len() < MIXERS {
                    mixers.push(color);
                }
                if palette.strong.len() < STRONG {
                    palette.strong.push(label);
                }
                label
            };
            palette.known.insert(word, label);
        }
        palette
    }

    fn push(&mut self, paint: Paint) -> u16 {
        self.words.push(if let Paint::Flat(color) = paint { to_word(color) } else { 0 });
        self.samplers.push(paint.sampler());
        self.paints.push(paint);
        (self.paints.len() - 1) as u16
    }

    /// Label of a seed's colour; `UNKNOWN` where it is a mixture.
    pub fn label_of(&self, word: u32) -> u16 {
        self.known.get(&word).copied().unwrap_or(UNKNOWN)
    }

    /// Adds colours that recur among pixels that nothing explains (`words`, one a pixel): opaque
    /// ones, since a translucent one that recurs is the fringe of shapes that share an edge. Where
    /// there is no colour at all yet, any will do. Returns whether there were any.
    pub fn add_thin(&mut self, mut words: Vec<u32>) -> bool {
        let any = self.paints.len() == 1;
        words.sort_unstable();
        let mut colors: Vec<(usize, u32)> = words
            .chunk_by(|a, b| a == b)
            .map(|run| (run.len(), run[0]))
            .filter(|&(count, word)| any || (count >= RECURRING && word >> 24 == 255))
            .collect();
        colors.sort_unstable_by_key(|&(count, word)| (std::cmp::Reverse(count), word));
        for (_, word) in colors {
            let room = self.thin.len() < MAX_THIN && self.paints.len() < usize::from(UNKNOWN);
            if room && self.thin_label(word).is_none() {
                let label = self.push(Paint::Flat(word.to_le_bytes()));
                self.thin.push(label);
                self.strong.push(label);
            }
        }
        !self.thin.is_empty()
    }

    /// The thin colour that a pixel has.
    pub fn thin_label(&self, word: u32) -> Option<u16> {
        self.thin.iter().copied().find(|&label| within(self.words[label as usize], word, SAME))
    }

    /// Whether a pixel is of a paint, give or take rounding.
    #[inline]
    pub fn fits(&self, label: u16, word: u32, centre: impl FnOnce() -> (f64, f64)) -> bool {
        let sampler = &self.samplers[label as usize];
        if sampler.is_flat() {
            return within(self.words[label as usize], word, 1);
        }
        let slack = if self.noisy { 3.2 } else { 2.0 };
        let (x, y) = centre();
        sampler.at(x, y).into_iter().zip(premultiplied(word)).all(|(a, b)| (a - b).abs() < slack)
    }
}

/// Whether a colour is a paint but for a little alpha.
fn is_ripple(paint: u32, word: u32) -> bool {
    let (own, other) = (paint >> 24, word >> 24);
    own.abs_diff(other) <= RIPPLE && (paint == 0 || within(paint | 0xFF00_0000, word | 0xFF00_0000, SAME))
}

fn is_mixture(color: &[f32; 4], of: &[[f32; 4]]) -> bool {
    of.iter().enumerate().any(|(i, a)| of[..i].iter().any(|b| pair(color, a, b).residual < MIXED))
}

/// The seeds' colours with their blocks, most blocks first, then by word.
fn by_strength(seeds: &[Seed]) -> Vec<(u32, u64)> {
    let mut blocks: Words<u64> = Words::default();
    for seed in seeds.iter().filter(|s| s.word != 0) {
        *blocks.entry(seed.word).or_default() += u64::from(seed.blocks);
    }
    // Sorting by all of the key makes the map's own order irrelevant.
    let mut colors: Vec<(u32, u64)> = blocks.into_iter().collect();
    colors.sort_unstable_by_key(|&(word, blocks)| (std::cmp::Reverse(blocks), word));
    colors.truncate(MAX_COLORS);
    colors
}

/// A map by colour word. Never iterated without sorting.
type Words<T> = HashMap<u32, T, BuildHasherDefault<WordHasher>>;

/// Spreads one word by a multiplication (Fibonacci hashing): the keys are colours, not an attack.
#[derive(Default)]
struct WordHasher(u64);

impl Hasher for WordHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u32(u32::from(byte));
        }
    }

    fn write_u32(&mut self, word: u32) {
        self.0 = (self.0 ^ u64::from(word)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn palette(colors: &[([u8; 4], u32)]) -> Palette {
        let seeds: Vec<Seed> = colors
            .iter()
            .map(|&(color, blocks)| Seed { start: 0, blocks, word: u32::from_le_bytes(color) })
            .collect();
        Palette::new(&Gradients::none(), &seeds)
    }

    #[test]
    fn the_strongest_of_near_colours_stands_for_them() {
        let palette = palette(&[([10, 10, 10, 255], 20), ([12, 9, 10, 255], 500), ([200, 0, 0, 255], 50)]);
        assert_eq!(palette.paints[1..], [Paint::Flat([12, 9, 10, 255]), Paint::Flat([200, 0, 0, 255])]);
        assert_eq!(palette.label_of(u32::from_le_bytes([10, 10, 10, 255])), 1);
    }

    #[test]
    fn a_weak_mixture_is_no_colour_and_a_weak_colour_is_one() {
        let palette = palette(&[
            ([0, 0, 0, 255], 99),
            ([200, 200, 0, 255], 90),
            ([100, 100, 0, 255], 3),
            ([0, 0, 99, 255], 3),
        ]);
        assert_eq!(palette.label_of(u32::from_le_bytes([100, 100, 0, 255])), UNKNOWN);
        assert_eq!(palette.paints.len(), 4);
    }
}
