//! Smooth areas: connected pixels whose colour changes steadily.
//!
//! A pixel is smooth where the horizontal and vertical second differences of its colour are at
//! most what rounding makes of a straight ramp. A threshold on the slope was rejected: a steep
//! ramp and the edge of an anti-aliased shape have the same slope, and only the ramp goes on.

use std::ops::Range;

use super::super::padded::{Padded, premultiplied_within, quarter_levels};
use crate::context::Context;
use crate::error::Result;
use crate::image::places;
use crate::parallel;

/// Largest step between neighbours within an area, levels.
const MAX_STEP: u8 = 10;
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
    /// Smooth and not yet in an area: one of [`smooth`] a pixel.
    free: Vec<u8>,
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
        let width = self.picture.width;
        let (mut found, mut ramps) = (Vec::new(), Vec::new());
        for y in 1..self.picture.height - 1 {
            ctx.check()?;
            let row = y * width..(y + 1) * width;
            let is_ramp = |byte: &u8| u8::from(*byte == smooth::RAMP);
            ramps.clear();
            ramps.extend(self.free[row.clone()].iter().map(is_ramp));
            for x in places(&ramps) {
                let pixel = row.start + x;
                if self.free[pixel] != smooth::NOT && self.changes(pixel) {
                    let area = self.flood(pixel, ctx)?;
                    if area.len() >= least {
                        found.push(area);
                    }
                }
            }
        }
        Ok(found)
    }

    /// Whether a pixel differs from the next one or the one below.
    fn changes(&self, pixel: usize) -> bool {
        let (width, words) = (self.picture.width, &self.picture.words);
        words[pixel] != words[pixel + 1] || words[pixel] != words[pixel + width]
    }

    /// The connected areas of at least `least` pixels within `pixels`.
    ///
    /// # Errors
    /// `cancelled` when asked to stop.
    pub fn regroup(&mut self, pixels: &[u32], least: usize, ctx: &Context<'_>) -> Result<Vec<Vec<u32>>> {
        for &pixel in pixels {
            self.free[pixel as usize] = smooth::RAMP;
        }
        let mut found = Vec::new();
        for &pixel in pixels {
            if self.free[pixel as usize] != smooth::NOT {
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
        let width = self.picture.width;
        let mut spans = Vec::new();
        let mut starts = vec![start];
        let mut flooded = 0;
        while let Some(start) = starts.pop() {
            if self.free[start] == smooth::NOT {
                continue;
            }
            let (mut from, mut to) = (start, start + 1);
            while self.free[from - 1] != smooth::NOT && self.is_small_step(from, from - 1) {
                from -= 1;
            }
            while self.free[to] != smooth::NOT && self.is_small_step(to - 1, to) {
                to += 1;
            }
            self.free[from..to].fill(smooth::NOT);
            self.component[from..to].fill(self.last);
            spans.push(from..to);
            flooded += to - from;
            if flooded >= POLLED {
                ctx.check()?;
                flooded = 0;
            }
            for beside in [from - width, from + width] {
                // One start a run of free pixels is enough, where the step to it is small.
                let mut is_open = false;
                for (pixel, near) in (from..to).zip(beside..) {
                    let is_near = self.free[near] != smooth::NOT && self.is_small_step(pixel, near);
                    if is_near && !(is_open && self.is_small_step(near - 1, near)) {
                        starts.push(near);
                    }
                    is_open = is_near;
                }
            }
        }
        // In rows, as memory lies.
        spans.sort_unstable_by_key(|span: &Range<usize>| span.start);
        let mut area = Vec::with_capacity(spans.iter().map(Range::len).sum());
        area.extend(spans.into_iter().flatten().map(|pixel| pixel as u32));
        Ok(area)
    }

    fn is_small_step(&self, a: usize, b: usize) -> bool {
        premultiplied_within(self.picture.words[a], self.picture.words[b], MAX_STEP)
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

/// Whether the median horizontal second difference of green is a level or more, beside edges: of a picture of thin
/// strokes most pixels are those.
fn is_noisy(picture: &Padded) -> bool {
    let words = &picture.words;
    let (mut quiet, mut seen) = (0usize, 0usize);
    for i in (picture.width + 1..words.len() - picture.width - 1).step_by(7) {
        if words[i] == 0 || words[i - 1] == 0 || words[i + 1] == 0 {
            continue;
        }
        let [left, here, right] = [i - 1, i, i + 1].map(|i| quarter_levels(words[i])[1]);
        let is_edge = (left - here).abs().max((right - here).abs()) > i16::from(MAX_STEP) * 4;
        seen += usize::from(!is_edge);
        quiet += usize::from(!is_edge && (left - 2 * here + right).abs() < 4);
    }
    quiet * 2 < seen
}

/// What a pixel is, a byte each.
mod smooth {
    /// At an edge, or nothing, or taken.
    pub const NOT: u8 = 0;
    /// As its four neighbours.
    pub const EVEN: u8 = 1;
    /// Steadily changing.
    pub const RAMP: u8 = 2;
}

fn smooth_pixels(picture: &Padded, bend: i16, ctx: &Context<'_>) -> Result<Vec<u8>> {
    let width = picture.width;
    let mut found = vec![smooth::NOT; picture.words.len()];
    let strip = (LEAST / width).max(1);
    let inner = &mut found[width..width * (picture.height - 1)];
    parallel::fold(inner.chunks_mut(strip * width).enumerate(), ctx, Vec::new, |uneven, (place, rows)| {
        for (y, row) in (1 + place * strip..).zip(rows.chunks_mut(width)) {
            smooth_row(picture, y, bend, uneven, row);
        }
        Ok(())
    })?;
    Ok(found)
}

/// Marks the pixels of one row that is not at the rim; `uneven` is scratch.
fn smooth_row(picture: &Padded, y: usize, bend: i16, uneven: &mut Vec<u8>, row: &mut [u8]) {
    let width = picture.width;
    let [above, here, below] = [y - 1, y, y + 1].map(|y| &picture.words[y * width..(y + 1) * width]);
    uneven.resize(width, 0u8);
    // Slices of one length: no bounds are left to check.
    let inner = width - 2;
    let (left, word, right) = (&here[..inner], &here[1..=inner], &here[2..]);
    let (above_inner, below_inner) = (&above[1..=inner], &below[1..=inner]);
    let (even_inner, uneven_inner) = (&mut row[1..=inner], &mut uneven[1..=inner]);
    for i in 0..inner {
        let word = word[i];
        let even =
            (word == left[i]) & (word == right[i]) & (word == above_inner[i]) & (word == below_inner[i]);
        even_inner[i] = u8::from(even & (word != 0)) * smooth::EVEN;
        uneven_inner[i] = u8::from(!even & (word != 0));
    }
    for x in places(uneven) {
        if is_smooth(here[x], [here[x - 1], here[x + 1], above[x], below[x]], bend) {
            row[x] = smooth::RAMP;
        }
    }
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
    // Most pixels that get here lie on an edge.
    if !around.iter().all(|&near| premultiplied_within(word, near, MAX_STEP)) {
        return false;
    }
    let [left, right, above, below] = around;
    let here = quarter_levels(word);
    let (left, right) = (quarter_levels(left), quarter_levels(right));
    let (above, below) = (quarter_levels(above), quarter_levels(below));
    (0..4).all(|j| {
        (left[j] + right[j] - 2 * here[j]).abs() <= bend && (above[j] + below[j] - 2 * here[j]).abs() <= bend
    })
}
