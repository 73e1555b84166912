//! Boundaries that lie along strips move to where the colours say.
//!
//! Strips grow apart, so a boundary follows each of their edges, straight across a picture whose own contours run
//! elsewhere; merging keeps those between large regions of slow transitions. Here pixels near such an edge change to a
//! neighbouring region when that lowers the squared error and the length of the boundary, weighed as the merge does. Only a
//! pixel that its region stays connected without may leave (a simple point). Growing strips that overlap was rejected:
//! their regions would have to be cut apart again.
//!
//! Sources: D. Mumford and J. Shah, 1989 (the energy); S. Yokoi, "Topological properties in digitized binary pictures",
//! 1975 (the number that tells simple points).

use super::color::{Known, squared_distance, to_floats};
use super::cracks::Cracks;
use super::growth::STRIP;
use super::start::Start;
use crate::context::{Context, PACE};
use crate::error::Result;
use crate::parallel;

/// What a pixel's edge of boundary costs, as a part of the bound that regions grew under.
const LENGTH: f32 = 0.25;

/// Squared distance of two regions' means, feature units (see `color`), under which the boundary between them need not
/// move: nobody sees it, and they join as soon as any do. Half a level of grey.
const SAME: f32 = 64.0;

/// How often a pixel is looked at, in the mean of a band, at most: the energy falls with each change, but for what rounding
/// makes of it.
const VISITS: usize = 4;

/// A pixel that has changed: the region that it left, the one that it joined, and those above, right, below and left of it.
#[derive(Clone, Copy)]
struct Change {
    pixel: u32,
    from: u32,
    to: u32,
    beside: [u32; 4],
}

/// Moves the boundaries of start regions; what is known of the regions follows. `bound` is that of the growth.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn relax(
    width: usize,
    pixels: &[[u8; 4]],
    bound: f32,
    start: &mut Start,
    ctx: &Context<'_>,
) -> Result<()> {
    // No pixel of a narrower picture has all eight around it, nor one of a picture of one strip another strip.
    if width < 3 || start.labels.len() <= STRIP * width {
        return Ok(());
    }
    let Start { labels, features: sums, colors, .. } = start;
    let means = parallel::values(sums.len(), ctx, |region| {
        let count = colors[region].pixels.max(1) as f32;
        sums[region].map(|sum| sum as f32 / count)
    })?;
    // A band has the edge between two strips in its middle.
    let first = STRIP / 2 * width;
    let bands = labels[first..].chunks_mut(STRIP * width).zip(pixels[first..].chunks(STRIP * width));
    let changes = parallel::map(bands.enumerate(), ctx, |(place, (labels, pixels))| {
        let band = Band { width, pixels, labels, means: &means, price: LENGTH * bound };
        band.relax((first + place * STRIP * width) as u32, ctx)
    })?;
    follow(&changes.concat(), pixels, start, ctx)
}

/// Carries changes over to what is known of the regions.
fn follow(changes: &[Change], pixels: &[[u8; 4]], start: &mut Start, ctx: &Context<'_>) -> Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let mut cracks = Cracks::with_room(start.cracks.len());
    cracks.add_all(&start.cracks, |region| region, ctx)?;
    let mut known = Known::new();
    for (i, &Change { pixel, from, to, beside }) in changes.iter().enumerate() {
        if i.is_multiple_of(PACE) {
            ctx.check()?;
        }
        let sides = |of: u32| beside.iter().filter(|&&region| region == of).count() as u32;
        cracks.add(from, to, sides(from));
        cracks.take(from, to, sides(to));
        for region in beside.into_iter().filter(|region| ![from, to].contains(region)) {
            cracks.take(from, region, 1);
            cracks.add(to, region, 1);
        }
        let (pixel, from, to) = (pixel as usize, from as usize, to as usize);
        for (axis, &value) in known.feature(pixels[pixel]).iter().enumerate() {
            start.features[from][axis] -= i64::from(value);
            start.features[to][axis] += i64::from(value);
        }
        start.colors[from].take_pixel(pixels[pixel]);
        start.colors[to].add_pixel(pixels[pixel]);
    }
    start.cracks = cracks.found;
    start.cracks.retain(|crack| crack.length > 0);
    // A region's first pixel begins a run.
    let mut pixel = 0;
    let mut firsts = parallel::values(start.firsts.len(), ctx, |_| u32::MAX)?;
    for labels in start.labels.chunks(PACE) {
        ctx.check()?;
        let mut known = u32::MAX;
        for &label in labels {
            if label != known {
                known = label;
                let first = &mut firsts[known as usize];
                *first = pixel.min(*first);
            }
            pixel += 1;
        }
    }
    start.firsts = firsts;
    Ok(())
}

struct Band<'a> {
    width: usize,
    pixels: &'a [[u8; 4]],
    labels: &'a mut [u32],
    means: &'a [[f32; 4]],
    price: f32,
}

impl Band<'_> {
    /// `offset`: the band's first pixel in the picture.
    fn relax(self, offset: u32, ctx: &Context<'_>) -> Result<Vec<Change>> {
        let (width, height) = (self.width, self.labels.len() / self.width);
        let edge = STRIP / 2 * width;
        let (mut changes, mut known) = (Vec::new(), Known::new());
        if height <= STRIP / 2 + 1 {
            return Ok(changes);
        }
        let mut waiting = vec![false; self.labels.len()];
        let mut queue: Vec<u32> = (edge - width..edge + width).map(|pixel| pixel as u32).collect();
        queue.iter().for_each(|&pixel| waiting[pixel as usize] = true);
        let mut next = 0;
        while let Some(&pixel) = queue.get(next).filter(|_| next < VISITS * self.labels.len()) {
            if next.is_multiple_of(PACE) {
                ctx.check()?;
            }
            next += 1;
            let at = pixel as usize;
            waiting[at] = false;
            let (x, y) = (at % width, at / width);
            // What lies around the band's outermost pixels is not known here.
            if x == 0 || x + 1 == width || y == 0 || y + 1 == height {
                continue;
            }
            let [above, right, below, left] = [at - width, at + 1, at + width, at - 1];
            let own = self.labels[at];
            let beside = [above, right, below, left].map(|near| self.labels[near]);
            let around = [above, above + 1, right, below + 1, below, below - 1, left, above - 1];
            if beside == [own; 4] || !is_simple(around.map(|near| self.labels[near] == own)) {
                continue;
            }
            let color = to_floats(known.feature(self.pixels[at]));
            let cost = |label: u32| {
                let sides = beside.iter().filter(|&&near| near != label).count();
                squared_distance(self.means[label as usize], color) + self.price * sides as f32
            };
            let mut best = (cost(own), own);
            for (side, &to) in beside.iter().enumerate() {
                if to == own || beside[..side].contains(&to) || self.is_same(own, to) {
                    continue;
                }
                let offer = (cost(to), to);
                if offer.0 < best.0 || (offer.0 == best.0 && to < best.1 && best.1 != own) {
                    best = offer;
                }
            }
            let to = best.1;
            if to == own {
                continue;
            }
            self.labels[at] = to;
            changes.push(Change { pixel: offset + pixel, from: own, to, beside });
            for near in [above, right, below, left] {
                if self.labels[near] != to && !std::mem::replace(&mut waiting[near], true) {
                    queue.push(near as u32);
                }
            }
        }
        Ok(changes)
    }

    fn is_same(&self, a: u32, b: u32) -> bool {
        squared_distance(self.means[a as usize], self.means[b as usize]) < SAME
    }
}

/// Whether a region stays connected without a pixel, from which of the eight around it, clockwise from the one above, are
/// of the region: its Yokoi number is 1.
fn is_simple(own: [bool; 8]) -> bool {
    let own = (0..8).fold(0_u32, |set, place| set | u32::from(own[place]) << place);
    // The places one and two further clockwise, beside each.
    let next = |steps: u32| own >> steps | own << (8 - steps);
    let number = own & !(next(1) & next(2)) & 0b0101_0101;
    number.is_power_of_two()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stages::segment::start::start;

    #[test]
    fn boundaries_leave_the_edges_of_strips() {
        let (width, height) = (200, 4 * STRIP);
        let at = |i: usize| ((i % width) as f64, (i / width) as f64);
        let pixels: Vec<[u8; 4]> = (0..width * height)
            .map(at)
            .map(|(x, y)| {
                [(0.4 * x + 0.5 * y) as u8, (90.0 + 40.0 * (x / 30.0 - y / 50.0).sin()) as u8, 60, 255]
            })
            .collect();
        let ctx = Context::unhindered();
        let found = start(width, &pixels, 3e4, &ctx).expect("nobody cancels");
        for below in [STRIP, 2 * STRIP, 3 * STRIP].map(|row| row * width) {
            let above = &found.labels[below - width..below];
            let parted = above.iter().zip(&found.labels[below..]).filter(|(a, b)| a != b).count();
            assert!(parted < width * 2 / 3, "{parted} of {width} above row {}", below / width);
        }
    }

    #[test]
    fn a_bridge_is_no_simple_point_and_a_corner_is_one() {
        let of = |text: &str| -> [bool; 8] { std::array::from_fn(|i| text.as_bytes()[i] == b'#') };
        // Clockwise from above.
        for simple in ["#.......", "##......", "###.....", "#######.", "#.....##"] {
            assert!(is_simple(of(simple)), "{simple}");
        }
        for other in ["........", "#...#...", "#.#.....", "########", "#.#.#.#."] {
            assert!(!is_simple(of(other)), "{other}");
        }
    }
}
