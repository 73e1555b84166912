//! The planar map: which borders there are, where they meet, and the loops they form.
//!
//! Rows are scanned for junctions in parallel; walking the borders from there costs only what
//! the boundary is long. Walking every face by itself was rejected: it visits every crack twice
//! and leaves two copies of each border to keep equal.

use super::corners::{Corners, PASSED, WAYS, is_junction};
use crate::context::Context;
use crate::error::Result;
use crate::model::{Border, Loop, OUTSIDE, Regions};

/// Borders and loops, without positions below a pixel.
pub(super) struct Map {
    pub borders: Vec<Border>,
    pub steps: Vec<u8>,
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
    /// Side that leaves each junction in each direction.
    leaving: Vec<[u32; 4]>,
    /// Where borders run from each corner, and which were passed: no closed one needs to start there.
    ways: Vec<u8>,
    borders: Vec<Border>,
    /// Twice the area swept from the origin, a border.
    swept: Vec<i64>,
    steps: Vec<u8>,
}

impl Walker<'_> {
    /// Walks a border from a corner until a junction or back to its start.
    fn walk(&mut self, start: [u32; 2], direction: u8) {
        let id = self.borders.len() as u32;
        let (right, left) = beside(self.grid.around(start), direction);
        let first = self.steps.len() as u32;
        let (mut at, mut heading, mut swept) = (start, direction, 0_i64);
        let closed = loop {
            self.steps.push(heading);
            let [x, y] = at.map(i64::from);
            swept += [-y, x, y, -x][usize::from(heading & 3)];
            at = step(at, heading);
            let here = &mut self.ways[at[1] as usize * self.junctions.stride + at[0] as usize];
            if is_junction(*here)
                && let Some(junction) = self.junctions.rank(at)
            {
                self.leaving[junction][usize::from(heading ^ 2)] = id << 1 | 1;
                break false;
            }
            *here |= PASSED;
            if at == start {
                break true;
            }
            // Two cracks meet here, so exactly one way leads on.
            heading = (*here & WAYS & !(1 << (heading ^ 2))).trailing_zeros() as u8 & 3;
        };
        let count = self.steps.len() as u32 - first;
        self.borders.push(Border { right, left, start, end: at, first, count, closed });
        self.swept.push(swept);
    }

    /// The side that goes on around the same face. At a junction the tightest turn towards the
    /// face, so that faces that touch at a corner pass it separately.
    fn next(&self, side: u32) -> u32 {
        let border = &self.borders[(side >> 1) as usize];
        let cracks = &self.steps[border.first as usize..(border.first + border.count) as usize];
        let forwards = side & 1 == 0;
        let (corner, arrived) = match (forwards, cracks.first(), cracks.last()) {
            (true, _, Some(&last)) => (border.end, last),
            (false, Some(&first), _) => (border.start, first ^ 2),
            _ => return side,
        };
        let Some(junction) = self.junctions.rank(corner) else { return side };
        [(arrived + 1) & 3, arrived, (arrived + 3) & 3]
            .into_iter()
            .map(|d| self.leaving[junction][usize::from(d)])
            .find(|&s| s != NONE)
            .unwrap_or(side)
    }

    /// Collects the loops of all faces.
    fn loops(&self, ctx: &Context<'_>) -> Result<(Vec<Loop>, Vec<u32>)> {
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
        Ok((loops, sides))
    }
}

/// Builds the map of a label map. Labels must be below `faces.len()` or [`OUTSIDE`].
pub(super) fn build(regions: &Regions, ctx: &Context<'_>) -> Result<Map> {
    let grid = Grid { labels: &regions.labels, width: regions.width, height: regions.height };
    let corners = Corners::find(&regions.labels, grid.width, grid.height, ctx)?;
    let junctions = Ranks::new(&corners.junctions, grid.width, grid.height);
    let mut walker = Walker {
        grid,
        leaving: vec![[NONE; 4]; corners.junctions.len()],
        ways: corners.ways,
        junctions,
        borders: Vec::with_capacity(corners.junctions.len() * 3 / 2 + 16),
        swept: Vec::with_capacity(corners.junctions.len() * 3 / 2 + 16),
        steps: Vec::new(),
    };
    for (j, &corner) in corners.junctions.iter().enumerate() {
        if j & 255 == 0 {
            ctx.check()?;
        }
        let ways = walker.ways[corner[1] as usize * walker.junctions.stride + corner[0] as usize];
        for direction in 0..4_u8 {
            if ways >> direction & 1 == 1 && walker.leaving[j][usize::from(direction)] == NONE {
                walker.leaving[j][usize::from(direction)] = (walker.borders.len() as u32) << 1;
                walker.walk(corner, direction);
            }
        }
    }
    for &[x, y] in &corners.starts {
        let i = y as usize * walker.junctions.stride + x as usize;
        if walker.ways[i] & PASSED == 0 {
            ctx.check()?;
            walker.walk([x, y], 0);
        }
    }
    let (mut loops, sides) = walker.loops(ctx)?;
    loops.sort_unstable_by_key(|l| (l.face, std::cmp::Reverse(l.doubled_area), l.first));
    ctx.check()?;
    let mut face_loops = vec![0_u32; regions.faces.len() + 1];
    for l in &loops {
        if let Some(count) = face_loops.get_mut(l.face as usize + 1) {
            *count += 1;
        }
    }
    for i in 1..face_loops.len() {
        face_loops[i] += face_loops[i - 1];
    }
    Ok(Map { borders: walker.borders, steps: walker.steps, loops, sides, face_loops })
}
