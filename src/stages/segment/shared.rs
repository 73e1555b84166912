//! Colours so alike that hardly anyone sees the difference become one.
//!
//! A path of its own costs an element and a colour; regions of one colour share both. Whether a
//! region may take another's colour is priced like a join of the merge: the squared error that
//! it adds against what a path costs at this detail. So large regions keep their colours, and
//! small ones take them over. Rounding all colours to a lattice was rejected: it changes the
//! large regions most and leaves two thirds more colours for the same error.

use super::color::{Feature, distance, features};
use crate::context::Context;
use crate::error::Result;
use crate::parallel;

/// Largest distance that a region's colour may move, however small it is: ten grey levels.
const FARTHEST: i32 = 160;
/// Bits of lightness, and of green to red, that one shelf spans.
const SPAN: [u32; 2] = [6, 7];
/// Shelves in each of the two directions; what lies beyond is on the last.
const SHELVES: [i32; 2] = [64, 128];
/// Regions that look for a colour side by side, before those among them that found none do one
/// after the other: half as many as have one, within these bounds. The upper one takes some
/// milliseconds, after which a stop is heard.
const BLOCK: (usize, usize) = (256, 1 << 14);
/// Regions that one thread looks at before it may be asked for the next, at least.
const CHUNK: usize = 64;

/// Colours that regions share.
pub(super) struct Shared {
    /// The colours, in order of appearance.
    pub colors: Vec<[u8; 4]>,
    /// Pixels of each.
    pub pixels: Vec<u64>,
    /// The colour of each region.
    pub of: Vec<u32>,
}

/// The colour of each region, given the regions' own `colors` (straight sRGB), their sizes in
/// pixels, and the squared error (feature units squared times pixels) that sharing may cost a
/// region. Only colours of equal alpha become one.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn share(colors: &[[u8; 4]], pixels: &[u64], price: f32, ctx: &Context<'_>) -> Result<Shared> {
    let own = features(colors, ctx)?;
    let bound = |region: usize| {
        let bound = price / pixels[region].max(1) as f32;
        bound.min((FARTHEST * FARTHEST) as f32) as i32
    };
    let mut shelves = Shelves::new();
    let mut place_of = vec![0; colors.len()];
    let order = largest_first(pixels, ctx)?;
    let mut done = 0;
    while done < order.len() {
        ctx.check()?;
        let block = &order[done..(done + (done / 2).clamp(BLOCK.0, BLOCK.1)).min(order.len())];
        done += block.len();
        let known = shelves.colors.len() as u32;
        let among_known: Vec<Vec<Option<u32>>> = parallel::map(block.chunks(CHUNK), ctx, |regions| {
            let nearest = |region: usize| shelves.nearest(colors[region][3], own[region], bound(region), 0);
            Ok(regions.iter().map(|&region| nearest(region as usize)).collect())
        })?;
        for (&region, found) in block.iter().zip(among_known.into_iter().flatten()) {
            // A search through all shelves is long.
            ctx.check()?;
            let region = region as usize;
            let (color, feature) = (colors[region], own[region]);
            place_of[region] = found
                .or_else(|| shelves.nearest(color[3], feature, bound(region), known))
                .unwrap_or_else(|| shelves.put(color, feature));
        }
    }
    Ok(shelves.appearing(place_of, pixels))
}

/// Regions by size; of equal ones the first. Size and number in one word sort five times as fast
/// as numbers that have to be looked up.
fn largest_first(pixels: &[u64], ctx: &Context<'_>) -> Result<Vec<u32>> {
    const NUMBER: u64 = u32::MAX as u64;
    let mut order: Vec<u64> =
        pixels.iter().zip(0..).map(|(&size, region)| (NUMBER - size.min(NUMBER)) << 32 | region).collect();
    ctx.check()?;
    parallel::sort(&mut order);
    Ok(order.into_iter().map(|word| word as u32).collect())
}

/// Colours in use, by lightness and by green to red.
struct Shelves {
    colors: Vec<Used>,
    /// The latest colour on each shelf.
    latest: Vec<u32>,
}

struct Used {
    color: [u8; 4],
    feature: Feature,
    /// The one before on its shelf.
    before: u32,
}

impl Shelves {
    const NONE: u32 = u32::MAX;

    fn new() -> Self {
        Self { colors: Vec::new(), latest: vec![Self::NONE; (SHELVES[0] * SHELVES[1]) as usize] }
    }

    fn place(axis: usize, value: i32) -> i32 {
        let middle = [0, SHELVES[1] / 2][axis];
        ((value >> SPAN[axis]) + middle).clamp(0, SHELVES[axis] - 1)
    }

    /// Squared distance of a value from what the shelves of one row or column hold, at least.
    fn outside(axis: usize, place: i32, value: i32) -> i32 {
        let first = (place - [0, SHELVES[1] / 2][axis]) << SPAN[axis];
        let last = first + (1 << SPAN[axis]) - 1;
        let away = if place == 0 || place == SHELVES[axis] - 1 {
            0
        } else {
            (first - value).max(value - last).max(0)
        };
        away * away
    }

    fn shelf(feature: Feature) -> i32 {
        let [row, column] = [0, 1].map(|axis| Self::place(axis, i32::from(feature[axis])));
        row * SHELVES[1] + column
    }

    fn put(&mut self, color: [u8; 4], feature: Feature) -> u32 {
        let latest = &mut self.latest[Self::shelf(feature) as usize];
        self.colors.push(Used { color, feature, before: *latest });
        *latest = self.colors.len() as u32 - 1;
        *latest
    }

    /// The colours in the order in which regions show them, given the place of each region's here.
    fn appearing(&self, mut place_of: Vec<u32>, sizes: &[u64]) -> Shared {
        let mut numbers = vec![Self::NONE; self.colors.len()];
        let (mut colors, mut pixels) = (Vec::new(), Vec::new());
        for (place, size) in place_of.iter_mut().zip(sizes) {
            let number = &mut numbers[*place as usize];
            if *number == Self::NONE {
                *number = colors.len() as u32;
                colors.push(self.colors[*place as usize].color);
                pixels.push(0);
            }
            *place = *number;
            pixels[*place as usize] += size;
        }
        Shared { colors, pixels, of: place_of }
    }

    /// Place of the nearest colour of that alpha within a squared distance, of those that came after `since`
    /// others; of equally near ones the first.
    fn nearest(&self, alpha: u8, feature: Feature, bound: i32, since: u32) -> Option<u32> {
        // What is no nearer than this is too far, whichever comes first.
        let mut best = (bound + 1, 0);
        let look_at = |shelf: i32, best: &mut (i32, u32)| {
            let mut place = self.latest[shelf as usize];
            // The latest comes first; behind the last there is none.
            while place >= since
                && let Some(used) = self.colors.get(place as usize)
            {
                let found = (distance(feature, used.feature), place);
                if found < *best && used.color[3] == alpha {
                    *best = found;
                }
                place = used.before;
            }
        };
        // What lies on its own shelf leaves few others that could have something nearer.
        let own = Self::shelf(feature);
        look_at(own, &mut best);
        let reach = best.0.isqrt();
        let [rows, columns] = [0, 1].map(|axis| {
            let value = i32::from(feature[axis]);
            Self::place(axis, value - reach)..=Self::place(axis, value + reach)
        });
        for row in rows {
            let away = Self::outside(0, row, i32::from(feature[0]));
            for column in columns.clone() {
                let shelf = row * SHELVES[1] + column;
                let least = away + Self::outside(1, column, i32::from(feature[1]));
                if shelf != own && least <= best.0 {
                    look_at(shelf, &mut best);
                }
            }
        }
        (best.0 <= bound).then_some(best.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn share(colors: &[[u8; 4]], pixels: &[u64], price: f32) -> Vec<[u8; 4]> {
        let shared = super::share(colors, pixels, price, &Context::unhindered()).expect("nobody cancels");
        shared.of.iter().map(|&color| shared.colors[color as usize]).collect()
    }

    #[test]
    fn a_small_region_takes_the_colour_of_a_large_one_and_not_the_other_way_round() {
        let colors = [[100, 100, 101, 255], [100, 100, 100, 255], [200, 0, 0, 255]];
        assert_eq!(share(&colors, &[3, 5000, 9], 1e5), [colors[1], colors[1], colors[2]]);
        assert_eq!(share(&colors, &[5000, 5000, 9], 1e3), colors);
    }

    #[test]
    fn an_error_just_over_the_price_is_too_much() {
        // 9,610 feature units squared apart, which 541 pixels may not pay.
        let colors = [[150, 192, 119, 255], [154, 190, 125, 255]];
        assert_eq!(share(&colors, &[541, 541], 9609.5 * 541.0), colors);
        assert_eq!(share(&colors, &[541, 541], 9610.5 * 541.0), [colors[0], colors[0]]);
    }

    #[test]
    fn glass_does_not_become_solid() {
        let colors = [[9, 9, 9, 255], [9, 9, 9, 254]];
        assert_eq!(share(&colors, &[1, 1], 1e9), colors);
    }

    proptest! {
        #[test]
        fn nobody_pays_more_than_the_price(
            regions in prop::collection::vec((any::<[u8; 3]>(), 1u64..5000), 0..200),
            price in 0f32..1e7,
        ) {
            let colors: Vec<[u8; 4]> = regions.iter().map(|&([r, g, b], _)| [r, g, b, 255]).collect();
            let pixels: Vec<u64> = regions.iter().map(|r| r.1).collect();
            let shared = share(&colors, &pixels, price);
            let measure =
                |colors: &[[u8; 4]]| features(colors, &Context::unhindered()).expect("nobody cancels");
            let (before, after) = (measure(&colors), measure(&shared));
            for i in 0..colors.len() {
                let away = distance(before[i], after[i]);
                prop_assert!(away as f32 * pixels[i] as f32 <= price && away <= FARTHEST * FARTHEST);
                prop_assert!(colors.contains(&shared[i]));
            }
        }
    }
}
