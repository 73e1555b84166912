//! The planar map: which borders there are, where they meet, and the loops they form.
//!
//! Rows are scanned for junctions in parallel; walking the borders from there costs only what
//! the boundary is long. Walking every face by itself was rejected: it visits every crack twice
//! and leaves two copies of each border to keep equal.

use std::cmp::Reverse;

use super::corners::{Corners, JUNCTION, PASSED, WAYS};
use crate::context::Context;
use crate::error::Result;
use crate::model::{Border, Loop, OUTSIDE, Regions};

/// All borders, without positions below a pixel, and what is known of how they meet.
pub(super) struct Borders {
    pub borders: Vec<Border>,
    pub steps: Vec<u8>,
    /// Twice the area between each border and the picture's upper edge, negative where it runs to the right.
    swept: Vec<i64>,
    /// Side that leaves each junction in each direction.
    leaving: Vec<[u32; 4]>,
    /// For each side the junction where it ends and the direction it arrives in, `junction << 2 |
    /// direction`; [`NONE`] for those of closed borders.
    arrivals: Vec<u32>,
}

/// The loops that borders form around faces; see [`crate::model::Outlines`].
pub(super) struct Loops {
    pub loops: Vec<Loop>,
    pub sides: Vec<u32>,
    pub face_loops: Vec<u32>,
}

/// Labels with the outside around them.
#[derive(Clone, Copy)]
struct Grid<'a> {
    labels: &'a [u32],
    width: u32,
    height: u32,
}

impl Grid<'_> {
    /// Face of the pixel whose upper left corner is `(x, y)`; `u32::MAX` (−1) lies outside too.
    #[inline]
    fn at(&self, x: u32, y: u32) -> u32 {
        if x < self.width && y < self.height {
            self.labels[y as usize * self.width as usize + x as usize]
        } else {
            OUTSIDE
        }
    }

    /// The four pixels around a corner: upper left, upper right, lower right, lower left.
    #[inline]
    fn around(&self, [x, y]: [u32; 2]) -> [u32; 4] {
        let (left, up) = (x.wrapping_sub(1), y.wrapping_sub(1));
        [self.at(left, up), self.at(x, up), self.at(x, y), self.at(left, y)]
    }
}

/// The faces right and left of a walker who leaves the corner in `direction`.
#[inline]
fn beside([ul, ur, lr, ll]: [u32; 4], direction: u8) -> (u32, u32) {
    match direction {
        0 => (lr, ur),
        1 => (ll, lr),
        2 => (ul, ll),
        _ => (ur, ul),
    }
}

/// The next corner in a direction.
#[inline]
pub(super) fn step([x, y]: [u32; 2], direction: u8) -> [u32; 2] {
    match direction {
        0 => [x + 1, y],
        1 => [x, y + 1],
        2 => [x - 1, y],
        _ => [x, y - 1],
    }
}

/// A set of corners with constant-time rank: a bit a corner, a running count every 64.
struct Ranks {
    stride: usize,
    bits: Vec<u64>,
    before: Vec<u32>,
}

impl Ranks {
    fn new(corners: &[[u32; 2]], width: u32, height: u32) -> Self {
        let stride = width as usize + 1;
        let mut bits = vec![0_u64; (stride * (height as usize + 1)).div_ceil(64)];
        for &[x, y] in corners {
            let i = y as usize * stride + x as usize;
            bits[i / 64] |= 1 << (i % 64);
        }
        let mut count = 0;
        let before = bits
            .iter()
            .map(|word| {
                let here = count;
                count += word.count_ones();
                here
            })
            .collect();
        Self { stride, bits, before }
    }

    /// Place of a corner in reading order, when it is in the set.
    #[inline]
    fn rank(&self, [x, y]: [u32; 2]) -> Option<usize> {
        let i = y as usize * self.stride + x as usize;
        let (word, bit) = (self.bits[i / 64], i % 64);
        (word >> bit & 1 == 1)
            .then(|| self.before[i / 64] as usize + (word & ((1 << bit) - 1)).count_ones() as usize)
    }
}

const NONE: u32 = u32::MAX;

struct Walker<'a> {
    grid: Grid<'a>,
    junctions: Ranks,
    /// Where borders run from each corner, and which were passed: no closed one needs to start there.
    ways: Vec<u8>,
    found: Borders,
}

impl Walker<'_> {
    /// Walks a border from a corner, which is `junction` or none, until a junction or back to its
    /// start.
    fn walk(&mut self, start: [u32; 2], direction: u8, junction: u32) {
        let id = self.found.borders.len() as u32;
        let (right, left) = beside(self.grid.around(start), direction);
        let first = self.found.steps.len() as u32;
        let stride = self.junctions.stride;
        let forwards = [1, stride, 1_usize.wrapping_neg(), stride.wrapping_neg()];
        let (ways, steps) = (&mut self.ways[..], &mut self.found.steps);
        let begin = start[1] as usize * stride + start[0] as usize;
        let (mut here, mut row, mut heading, mut swept) = (begin, i64::from(start[1]), direction & 3, 0);
        let closed = loop {
            steps.push(heading);
            let way = usize::from(heading);
            swept += [-2 * row, 0, 2 * row, 0][way];
            row += [0, 1, 0, -1][way];
            here = here.wrapping_add(forwards[way]);
            let ways = &mut ways[here];
            if *ways & JUNCTION != 0 {
                break false;
            }
            *ways |= PASSED;
            if here == begin {
                break true;
            }
            // Two cracks meet here, so exactly one way leads on.
            heading = (*ways & WAYS & !(1 << (heading ^ 2))).trailing_zeros() as u8 & 3;
        };
        let end = [(here % stride) as u32, (here / stride) as u32];
        match self.junctions.rank(end).filter(|_| !closed) {
            Some(reached) => {
                self.found.leaving[reached][usize::from(heading ^ 2)] = id << 1 | 1;
                let back = junction << 2 | u32::from(direction ^ 2);
                self.found.arrivals.extend([(reached as u32) << 2 | u32::from(heading), back]);
            }
            None => self.found.arrivals.extend([NONE; 2]),
        }
        let count = self.found.steps.len() as u32 - first;
        self.found.borders.push(Border { right, left, start, end, first, count, closed });
        self.found.swept.push(swept);
    }
}

impl Borders {
    /// The side that goes on around the same face. At a junction the tightest turn towards the
    /// face, so that faces that touch at a corner pass it separately.
    fn next(&self, side: u32) -> u32 {
        let arrival = self.arrivals[side as usize];
        let Some(leaving) = self.leaving.get((arrival >> 2) as usize) else { return side };
        let turns = [1, 0, 3].map(|turn| leaving[(arrival + turn) as usize & 3]);
        turns.into_iter().find(|&side| side != NONE).unwrap_or(side)
    }

    /// Collects the loops of all `faces`.
    ///
    /// # Errors
    /// `cancelled` when asked to stop.
    pub fn loops(&self, faces: usize, ctx: &Context<'_>) -> Result<Loops> {
        let mut loops = Vec::new();
        let mut sides = Vec::with_capacity(self.borders.len() * 2);
        let mut used = vec![false; self.borders.len() * 2];
        for start in 0..used.len() as u32 {
            let border = &self.borders[(start >> 1) as usize];
            let face = if start & 1 == 0 { border.right } else { border.left };
            if used[start as usize] || face == OUTSIDE {
                continue;
            }
            ctx.check()?;
            let first = sides.len() as u32;
            let (mut side, mut doubled_area) = (start, 0);
            while !used[side as usize] {
                used[side as usize] = true;
                sides.push(side);
                let swept = self.swept[(side >> 1) as usize];
                doubled_area += if side & 1 == 0 { swept } else { -swept };
                side = self.next(side);
            }
            let count = sides.len() as u32 - first;
            loops.push(Loop { face, first, count, doubled_area, see_through: false });
        }
        ctx.check()?;
        let (loops, face_loops) = by_face(&loops, faces);
        Ok(Loops { loops, sides, face_loops })
    }
}

/// Walks all borders of a label map. Labels must be below the number of faces or [`OUTSIDE`].
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn walk(regions: &Regions, ctx: &Context<'_>) -> Result<Borders> {
    let grid = Grid { labels: &regions.labels, width: regions.width, height: regions.height };
    let corners = Corners::find(&regions.labels, grid.width, grid.height, ctx)?;
    let junctions = Ranks::new(&corners.junctions, grid.width, grid.height);
    let count = corners.junctions.len();
    let mut walker = Walker {
        grid,
        ways: corners.ways,
        junctions,
        found: Borders {
            borders: Vec::with_capacity(count * 3 / 2 + 16),
            steps: Vec::new(),
            swept: Vec::with_capacity(count * 3 / 2 + 16),
            leaving: vec![[NONE; 4]; count],
            arrivals: Vec::with_capacity(count * 3 + 32),
        },
    };
    for (j, &corner) in corners.junctions.iter().enumerate() {
        if j & 255 == 0 {
            ctx.check()?;
        }
        let ways = walker.ways[corner[1] as usize * walker.junctions.stride + corner[0] as usize];
        for direction in 0..4_u8 {
            let leaving = &mut walker.found.leaving[j][usize::from(direction)];
            if ways >> direction & 1 == 1 && *leaving == NONE {
                *leaving = (walker.found.borders.len() as u32) << 1;
                walker.walk(corner, direction, j as u32);
            }
        }
    }
    for &[x, y] in &corners.starts {
        let i = y as usize * walker.junctions.stride + x as usize;
        if walker.ways[i] & PASSED == 0 {
            ctx.check()?;
            walker.walk([x, y], 0, NONE);
        }
    }
    ctx.check()?;
    Ok(walker.found)
}

/// Loops by face, the outer one of each first, and where those of each face begin. Counted and not
/// sorted: nearly every face has a single one.
fn by_face(loops: &[Loop], faces: usize) -> (Vec<Loop>, Vec<u32>) {
    let mut first = vec![0; faces + 1];
    for l in loops {
        first[l.face as usize + 1] += 1;
    }
    for face in 0..faces {
        first[face + 1] += first[face];
    }
    let (mut free, mut sorted) = (first.clone(), loops.to_vec());
    for l in loops {
        let place = &mut free[l.face as usize];
        sorted[*place as usize] = *l;
        *place += 1;
    }
    for face in first.windows(2).filter(|face| face[1] > face[0] + 1) {
        sorted[face[0] as usize..face[1] as usize]
            .sort_unstable_by_key(|l| (Reverse(l.doubled_area), l.first));
    }
    (sorted, first)
}
