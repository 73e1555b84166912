//! Label map → its corners: where borders run from each, and which of them matter.
//!
//! A byte a corner, made in loops over whole rows that become vector instructions; who walks a
//! border then reads one byte a step. Looking at the four labels around each corner was rejected:
//! it is four times the reading, and done again at every step.

use crate::context::Context;
use crate::error::Result;
use crate::image::places;
use crate::parallel;

/// A bit for each direction in which a border runs from a corner.
pub(super) const WAYS: u8 = 0b1111;
const RIGHT: u8 = 1;
const DOWN: u8 = 2;
const LEFT: u8 = 4;
const UP: u8 = 8;
/// Set once a border was walked through a corner.
pub(super) const PASSED: u8 = 16;

/// Set where more than two borders meet.
pub(super) const JUNCTION: u8 = 32;

/// Rows that one thread looks at before it may be asked for the next.
const ROWS: usize = 16;
/// One in so many corners is a junction, or a start, in most pictures.
const SPECIAL: usize = 8;

/// Pixel corners.
pub(super) struct Corners {
    /// Where borders run from each, row by row.
    pub ways: Vec<u8>,
    /// Corners where more than two cracks meet, in reading order.
    pub junctions: Vec<[u32; 2]>,
    /// Upper left corners that stick out: every closed border without a junction has one.
    pub starts: Vec<[u32; 2]>,
}

impl Corners {
    /// Finds the corners of a row-major label map.
    ///
    /// # Errors
    /// `cancelled` when asked to stop.
    pub fn find(labels: &[u32], width: u32, height: u32, ctx: &Context<'_>) -> Result<Self> {
        let (width, height) = (width as usize, height as usize);
        let mut ways = vec![0u8; (width + 1) * (height + 1)];
        let row =
            |y: usize| labels.get(y.wrapping_mul(width)..).filter(|_| y < height).map(|row| &row[..width]);
        // Lists of a row each would have the threads wait for one another: browsers hand out
        // memory to one at a time.
        let strips = ways.chunks_mut((width + 1) * ROWS).enumerate();
        let strips: Vec<[Vec<[u32; 2]>; 2]> = parallel::map(strips, ctx, |(strip, ways)| {
            let mut special = Vec::with_capacity(width + 1);
            let mut found = [0, 1].map(|_| Vec::with_capacity(ways.len() / SPECIAL));
            for (y, ways) in (strip * ROWS..).zip(ways.chunks_exact_mut(width + 1)) {
                ctx.check()?;
                mark_ways(ways, row(y.wrapping_sub(1)), row(y));
                find_special(y as u32, ways, &mut special, &mut found);
            }
            Ok(found)
        })?;
        let mut all = Corners { ways, junctions: Vec::new(), starts: Vec::new() };
        all.junctions.reserve_exact(strips.iter().map(|[junctions, _]| junctions.len()).sum());
        all.starts.reserve_exact(strips.iter().map(|[_, starts]| starts.len()).sum());
        for [junctions, starts] in strips {
            all.junctions.extend(junctions);
            all.starts.extend(starts);
        }
        Ok(all)
    }
}

/// Appends the junctions and the starts of a row of corners.
fn find_special(
    y: u32,
    ways: &mut [u8],
    special: &mut Vec<u8>,
    [junctions, starts]: &mut [Vec<[u32; 2]>; 2],
) {
    // Nearly everywhere borders are absent or go straight on.
    let is_special = |&ways: &u8| {
        let count = (ways & 1) + (ways >> 1 & 1) + (ways >> 2 & 1) + (ways >> 3);
        u8::from(count > 2) | u8::from(ways == RIGHT | DOWN)
    };
    special.clear();
    special.extend(ways.iter().map(is_special));
    for x in places(special) {
        let at = [x as u32, y];
        if ways[x] == RIGHT | DOWN {
            starts.push(at);
        } else {
            ways[x] |= JUNCTION;
            junctions.push(at);
        }
    }
}

/// Marks the corners between two rows of labels; beyond the picture there is none.
fn mark_ways(ways: &mut [u8], above: Option<&[u32]>, below: Option<&[u32]>) {
    let width = ways.len() - 1;
    if width == 0 {
        return;
    }
    match (above, below) {
        (Some(above), Some(below)) => {
            let differ = |(a, b): (&u32, &u32)| u8::from(a != b);
            for (way, pair) in ways.iter_mut().zip(above.iter().zip(below)) {
                *way = differ(pair) * RIGHT;
            }
            for (way, pair) in ways[1..].iter_mut().zip(above.iter().zip(below)) {
                *way |= differ(pair) * LEFT;
            }
        }
        (None, None) => return,
        _ => {
            ways[..width].fill(RIGHT);
            ways[1..].iter_mut().for_each(|way| *way |= LEFT);
        }
    }
    for (row, direction) in [(above, UP), (below, DOWN)] {
        let Some(row) = row else { continue };
        for (way, pair) in ways[1..width].iter_mut().zip(row.windows(2)) {
            *way |= u8::from(pair[0] != pair[1]) * direction;
        }
        ways[0] |= direction;
        ways[width] |= direction;
    }
}
