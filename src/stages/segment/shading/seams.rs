//! Where ramps touch, and what step the picture makes there.
//!
//! Sums of integers over the pixel edges of each pair, so that it does not matter how the picture was divided among
//! threads. Rows are compared as the ramp of each pixel, which changes at few of them. A list of the edges themselves was
//! rejected: all that is asked of them are sums.

use super::super::cracks::Cracks;
use super::Shading;
use crate::context::Context;
use crate::error::Result;
use crate::image::places;
use crate::model::Canvas;
use crate::parallel;

/// Rows that one thread looks at before it may be asked for the next.
const ROWS: usize = 128;

/// Three by three numbers: rows stand for 1, x and y, columns for the same or for channels.
pub(super) type Matrix = [[f64; 3]; 3];

/// Sums over the pixel edges between two regions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Seam {
    /// Pixel edges.
    pub edges: i64,
    /// Twice their middles.
    pub place: [i64; 2],
    /// Squares and product of those: xx, xy, yy.
    pub spread: [i64; 3],
    /// From the pixels of the first region to those of the second.
    pub way: [i64; 2],
    /// How much more the first region's pixels have, levels.
    pub step: [i64; 3],
}

impl Seam {
    /// Adds an edge: twice its middle, the way across it, the pixels on both sides.
    #[inline]
    pub fn add(&mut self, [x, y]: [i64; 2], way: [i64; 2], first: [u8; 4], second: [u8; 4]) {
        self.edges += 1;
        self.place = [self.place[0] + x, self.place[1] + y];
        self.way = [self.way[0] + way[0], self.way[1] + way[1]];
        self.spread = [self.spread[0] + x * x, self.spread[1] + x * y, self.spread[2] + y * y];
        for channel in 0..3 {
            self.step[channel] += i64::from(first[channel]) - i64::from(second[channel]);
        }
    }

    /// Adds what another part of the picture has between the same two.
    pub fn add_all(&mut self, other: &Self) {
        self.edges += other.edges;
        for i in 0..2 {
            self.place[i] += other.place[i];
            self.way[i] += other.way[i];
        }
        for i in 0..3 {
            self.spread[i] += other.spread[i];
            self.step[i] += other.step[i];
        }
    }

    /// The picture's step at the edges, levels: that between the pixels, but for what both planes change from
    /// one to the next.
    pub fn mean_step(&self, slopes: [&Matrix; 2]) -> [f64; 3] {
        let edges = self.edges.max(1) as f64;
        std::array::from_fn(|channel| {
            let along = |axis: usize| 0.5 * (slopes[0][axis + 1][channel] + slopes[1][axis + 1][channel]);
            let change = along(0) * self.way[0] as f64 + along(1) * self.way[1] as f64;
            (self.step[channel] as f64 + change) / edges
        })
    }

    /// Products of the places (and 1) seen from two centres, summed.
    #[inline(never)] // Called from three places a seam, not a pixel: copies would only be downloaded.
    pub fn products(&self, [a, b]: [[f64; 2]; 2]) -> Matrix {
        let n = self.edges as f64;
        let [x, y] = self.place.map(|sum| sum as f64 / 2.0);
        let [xx, xy, yy] = self.spread.map(|sum| sum as f64 / 4.0);
        [
            [n, x - b[0] * n, y - b[1] * n],
            [
                x - a[0] * n,
                xx - (a[0] + b[0]) * x + a[0] * b[0] * n,
                xy - a[0] * y - b[1] * x + a[0] * b[1] * n,
            ],
            [
                y - a[1] * n,
                xy - a[1] * x - b[0] * y + a[1] * b[0] * n,
                yy - (a[1] + b[1]) * y + a[1] * b[1] * n,
            ],
        ]
    }
}

/// What lies between ramps that touch; `ramp_of` names the ramp of each start region, or [`Shading::NONE`].
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn seams(
    canvas: &Canvas,
    labels: &[u32],
    ramp_of: &[u32],
    ctx: &Context<'_>,
) -> Result<Vec<([u32; 2], Seam)>> {
    let width = (canvas.width as usize).max(1);
    let strips: Vec<Seams<'_>> =
        parallel::map(labels.chunks(ROWS * width).enumerate(), ctx, |(strip, rows)| {
            let (first, next) = (strip * ROWS, (strip + 1) * ROWS * width);
            let below = labels.get(next..next + width).unwrap_or_default();
            let mut seams = Seams::new(width, &canvas.pixels);
            let (mut above, mut here) = (Vec::new(), Vec::new());
            for (y, row) in (first..).zip(rows.chunks_exact(width).chain([below])) {
                ctx.check()?;
                here.clear();
                here.extend(row.iter().map(|&label| ramp_of[label as usize]));
                seams.add_between(y, &above, &here);
                // The row below belongs to the next strip, but for what lies above it.
                if y < first + ROWS {
                    seams.add_within(y, &here);
                }
                std::mem::swap(&mut above, &mut here);
            }
            Ok(seams)
        })?;
    let mut all = Seams::new(width, &canvas.pixels);
    for strip in &strips {
        for (crack, seam) in strip.pairs.found.iter().zip(&strip.seams) {
            all.between([crack.a, crack.b]).add_all(seam);
        }
    }
    let pairs = all.pairs.found.iter().map(|crack| [crack.a, crack.b]);
    Ok(pairs.zip(all.seams).collect())
}

/// Seams under construction; rows are given as the ramp of each pixel.
struct Seams<'a> {
    width: usize,
    pixels: &'a [[u8; 4]],
    /// Which ramps touch.
    pairs: Cracks,
    /// Their seams.
    seams: Vec<Seam>,
    /// Scratch.
    mask: Vec<u8>,
}

impl<'a> Seams<'a> {
    fn new(width: usize, pixels: &'a [[u8; 4]]) -> Self {
        Self { width, pixels, pairs: Cracks::with_room(64), seams: Vec::new(), mask: Vec::new() }
    }

    /// The seam of a pair, the lower number first.
    fn between(&mut self, [a, b]: [u32; 2]) -> &mut Seam {
        let place = self.pairs.add_pair(a, b, 0);
        self.seams.resize(self.pairs.found.len(), Seam::default());
        &mut self.seams[place]
    }

    /// Adds what lies between row `y` and the one above it, which may be missing.
    fn add_between(&mut self, y: usize, above: &[u32], row: &[u32]) {
        let mask = self.marked(above, row);
        for x in places(&mask) {
            let second = y * self.width + x;
            let middle = [2 * x as i64 + 1, 2 * y as i64];
            self.add([above[x], row[x]], middle, [0, 1], [second - self.width, second]);
        }
        self.mask = mask;
    }

    /// Adds what lies between the pixels of row `y`.
    fn add_within(&mut self, y: usize, row: &[u32]) {
        let Some((_, right)) = row.split_first() else { return };
        let mask = self.marked(row, right);
        for first in places(&mask) {
            let x = first + 1;
            let second = y * self.width + x;
            let middle = [2 * x as i64, 2 * y as i64 + 1];
            self.add([row[first], row[x]], middle, [1, 0], [second - 1, second]);
        }
        self.mask = mask;
    }

    /// Where two rows have two ramps: compared without a branch a pixel, since most have none.
    fn marked(&mut self, a: &[u32], b: &[u32]) -> Vec<u8> {
        let mut mask = std::mem::take(&mut self.mask);
        mask.clear();
        let are_two = |(a, b): (&u32, &u32)| {
            u8::from(a != b) & u8::from(*a != Shading::NONE) & u8::from(*b != Shading::NONE)
        };
        mask.extend(a.iter().zip(b).map(are_two));
        mask
    }

    fn add(&mut self, [a, b]: [u32; 2], middle: [i64; 2], way: [i64; 2], [first, second]: [usize; 2]) {
        let (first, second) = (self.pixels[first], self.pixels[second]);
        let seam = self.between([a.min(b), a.max(b)]);
        if a < b {
            seam.add(middle, way, first, second);
        } else {
            seam.add(middle, way.map(|way| -way), second, first);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;

    fn alone(width: usize, ramps: &[u32], pixels: &[[u8; 4]]) -> BTreeMap<[u32; 2], Seam> {
        let mut found: BTreeMap<[u32; 2], Seam> = BTreeMap::new();
        for (i, &a) in ramps.iter().enumerate() {
            let (x, y) = ((i % width) as i64, (i / width) as i64);
            let right = (i % width + 1 < width).then_some((i + 1, [1, 0]));
            for (j, way) in [right, Some((i + width, [0, 1]))].into_iter().flatten() {
                let Some(&b) = ramps.get(j) else { continue };
                if a != b && a != Shading::NONE && b != Shading::NONE {
                    let middle = [2 * x + 1 + way[0], 2 * y + 1 + way[1]];
                    let seam = found.entry([a.min(b), a.max(b)]).or_default();
                    if a < b {
                        seam.add(middle, way, pixels[i], pixels[j]);
                    } else {
                        seam.add(middle, way.map(|w| -w), pixels[j], pixels[i]);
                    }
                }
            }
        }
        found
    }

    proptest! {
        #[test]
        fn strips_find_the_seams_of_the_whole(
            width in 1usize..4,
            labels in prop::collection::vec(0u32..4, 0..3 * 300),
            seed in any::<u8>(),
        ) {
            let labels = &labels[..labels.len() / width * width];
            let ramp_of = [0, Shading::NONE, 2, 1];
            let pixels: Vec<[u8; 4]> = (0..labels.len())
                .map(|i| [i as u8, (i as u8).wrapping_mul(seed), 7, 255])
                .collect();
            let (width32, height) = (width as u32, (labels.len() / width) as u32);
            let canvas = Canvas {
                width: width32,
                height,
                source_size: (width32, height),
                pixels: Arc::new(pixels.clone().into()),
                opaque: true,
            };
            let mut found = seams(&canvas, labels, &ramp_of, &Context::unhindered()).expect("nobody cancels");
            found.sort_unstable_by_key(|(pair, _)| *pair);
            let ramps: Vec<u32> = labels.iter().map(|&label| ramp_of[label as usize]).collect();
            prop_assert_eq!(found, alone(width, &ramps, &pixels).into_iter().collect::<Vec<_>>());
        }
    }
}
