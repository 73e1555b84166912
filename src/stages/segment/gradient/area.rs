//! Smooth areas: connected pixels whose colour changes steadily.
//!
//! A pixel is smooth where the horizontal and vertical second differences of its colour are at
//! most what rounding makes of a straight ramp. A threshold on the slope was rejected: a steep
//! ramp and the edge of an anti-aliased shape have the same slope, and only the ramp goes on.

use rayon::prelude::*;

use super::super::padded::{Padded, quarter_levels};
use crate::context::Context;
use crate::error::Result;

/// Largest step between neighbours within an area, quarter levels.
const MAX_STEP: i16 = 40;
/// Largest second difference, quarter levels: rounding of both steps, and a quarter to spare.
const MAX_BEND: i16 = 9;
/// The same where the picture is noisy.
const MAX_BEND_NOISY: i16 = 25;

/// Pixels of a flood between two looks at the word that stops the work.
const POLLED: usize = 1 << 16;

/// Pixels that one thread looks at before it may be asked for the next piece.
const LEAST: usize = 1 << 15;

/// Marks of the parts that an area is divided into.
pub(super) mod side {
    /// Not looked at.
    pub const NONE: u8 = 0;
}

/// The picture's smooth pixels and the connected areas that were taken from them.
pub(super) struct Areas<'a> {
    pub picture: &'a Padded,
    /// Smooth and not yet in an area.
    free: Vec<bool>,
    /// Area of each pixel; 0 for none. A later area replaces an earlier one's number.
    pub component: Vec<u32>,
    /// Scratch for dividing an area.
    pub side: Vec<u8>,
    /// The picture's ramps carry noise.
    pub noisy: bool,
    last: u32,
}

impl<'a> Areas<'a> {
    /// Finds the smooth pixels.
    pub fn new(picture: &'a Padded, ctx: &Context<'_>) -> Result<Self> {
        let noisy = is_noisy(picture);
        let free = smooth_pixels(picture, if noisy { MAX_BEND_NOISY } else { MAX_BEND }, ctx)?;
        Ok(Self { picture, free, component: Vec::new(), side: Vec::new(), noisy, last: 0 })
    }

    /// Premultiplied colour in quarter levels.
    #[inline]
    pub fn level(&self, pixel: usize) -> [i16; 4] {
        quarter_levels(self.picture.words[pixel])
    }

    /// All areas of at least `least` pixels in which the colour changes at all.
    pub fn changing(&mut self, least: usize, ctx: &Context<'_>) -> Result<Vec<Vec<u32>>> {
        let (width, words) = (self.picture.width, &self.picture.words);
        let changes = |i: usize| words[i] != words[i + 1] || words[i] != words[i + width];
        let mut found = Vec::new();
        for y in 1..self.picture.height - 1 {
            ctx.check()?;
            for pixel in y * width + 1..(y + 1) * width - 1 {
                if self.free[pixel] && changes(pixel) {
                    let area = self.flood(pixel, ctx)?;
                    if area.len() >= least {
                        found.push(area);
                    }
                }
            }
        }
        Ok(found)
    }

    /// The connected areas of at least `least` pixels within `pixels`.
    ///
    /// # Errors
    /// `cancelled` when asked to stop.
    pub fn regroup(&mut self, pixels: &[u32], least: usize, ctx: &Context<'_>) -> Result<Vec<Vec<u32>>> {
        for &pixel in pixels {
            self.free[pixel as usize] = true;
        }
        let mut found = Vec::new();
        for &pixel in pixels {
            if self.free[pixel as usize] {
                let area = self.flood(pixel as usize, ctx)?;
                if area.len() >= least {
                    found.push(area);
                }
            }
        }
        Ok(found)
    }

    fn flood(&mut self, start: usize, ctx: &Context<'_>) -> Result<Vec<u32>> {
        if self.component.is_empty() {
            self.component = vec![0; self.free.len()];
            self.side = vec![side::NONE; self.free.len()];
        }
        self.last += 1;
        let mut area = vec![start as u32];
        self.free[start] = false;
        self.component[start] = self.last;
        let mut next = 0;
        while let Some(&pixel) = area.get(next) {
            if next.is_multiple_of(POLLED) {
                ctx.check()?;
            }
            next += 1;
            let pixel = pixel as usize;
            for neighbour in self.picture.cross(pixel) {
                if self.free[neighbour] && self.is_small_step(pixel, neighbour) {
                    self.free[neighbour] = false;
                    self.component[neighbour] = self.last;
                    area.push(neighbour as u32);
                }
            }
        }
        Ok(area)
    }

    fn is_small_step(&self, a: usize, b: usize) -> bool {
        self.picture.words[a] == self.picture.words[b]
            || self.level(a).into_iter().zip(self.level(b)).all(|(a, b)| (a - b).abs() <= MAX_STEP)
    }

    /// The greatest range of a channel within `pixels`, quarter levels.
    pub fn range(&self, pixels: &[u32]) -> i16 {
        let (mut low, mut high) = ([i16::MAX; 4], [i16::MIN; 4]);
        let mut last = None;
        for &pixel in pixels {
            let word = self.picture.words[pixel as usize];
            if last != Some(word) {
                last = Some(word);
                for (j, level) in quarter_levels(word).into_iter().enumerate() {
                    low[j] = low[j].min(level);
                    high[j] = high[j].max(level);
                }
            }
        }
        (0..4).map(|j| high[j].saturating_sub(low[j])).max().unwrap_or(0)
    }
}

/// Whether the median horizontal second difference of green (of pixels that are something)
/// is a level or more.
fn is_noisy(picture: &Padded) -> bool {
    let words = &picture.words;
    let (mut quiet, mut seen) = (0usize, 0usize);
    for i in (picture.width + 1..words.len() - picture.width - 1).step_by(7) {
        if words[i] == 0 || words[i - 1] == 0 || words[i + 1] == 0 {
            continue;
        }
        let green = |i: usize| quarter_levels(words[i])[1];
        seen += 1;
        quiet += usize::from((green(i - 1) - 2 * green(i) + green(i + 1)).abs() < 4);
    }
    quiet * 2 < seen
}

fn smooth_pixels(picture: &Padded, bend: i16, ctx: &Context<'_>) -> Result<Vec<bool>> {
    let width = picture.width;
    let mut smooth = vec![false; picture.words.len()];
    let rows = smooth.par_chunks_mut(width).enumerate().skip(1).take(picture.height - 2);
    rows.with_min_len((LEAST / width).max(1)).try_for_each(|(y, row)| {
        ctx.check()?;
        let rows = [y - 1, y, y + 1].map(|y| &picture.words[y * width..(y + 1) * width]);
        for x in 1..width - 1 {
            row[x] = is_smooth(rows[1][x], [rows[1][x - 1], rows[1][x + 1], rows[0][x], rows[2][x]], bend);
        }
        Ok(())
    })?;
    Ok(smooth)
}

/// Whether a pixel continues its neighbours (left, right, above, below) steadily.
#[inline(always)]
pub(in super::super) fn is_smooth(word: u32, around: [u32; 4], bend: i16) -> bool {
    // Nearly all pixels of a drawing are settled by these two lines.
    if word == 0 || around.iter().all(|&n| n == word) {
        return word != 0;
    }
    !around.contains(&0) && changes_steadily(word, around, bend)
}

#[inline(never)]
fn changes_steadily(word: u32, around: [u32; 4], bend: i16) -> bool {
    let here = quarter_levels(word);
    let [left, right, above, below] = around;
    let (left, right) = (quarter_levels(left), quarter_levels(right));
    let (above, below) = (quarter_levels(above), quarter_levels(below));
    for j in 0..4 {
        let (from_left, to_right) = (here[j] - left[j], right[j] - here[j]);
        let (from_above, to_below) = (here[j] - above[j], below[j] - here[j]);
        let is_gentle = from_left.abs() <= MAX_STEP
            && to_right.abs() <= MAX_STEP
            && from_above.abs() <= MAX_STEP
            && to_below.abs() <= MAX_STEP;
        if !is_gentle || (to_right - from_left).abs() > bend || (to_below - from_above).abs() > bend {
            return false;
        }
    }
    true
}
