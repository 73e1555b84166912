//! What is added up over a region so that its best linear ramps follow without its pixels.
//!
//! The sums are integers, so that neither the order of addition nor how regions are joined shows.
//! Fitting a ramp to sampled pixels, as drawings have it, was rejected here: a photo has
//! thousands of regions, and each join asks for the ramp of the union.

use super::plane::Plane;

/// Sums over the pixels of an opaque region; places in whole pixels, colours in sRGB levels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Moments {
    pixels: i64,
    place: [i64; 2],
    /// Squares and product of the places: xx, xy, yy.
    spread: [i64; 3],
    color: [i64; 3],
    /// Colours times places.
    slope: [[i64; 2]; 3],
    /// Squares of all colours.
    squares: i64,
}

/// Pixels that are added up at once: a place, squared, times a level and times so many stays under 2³¹.
const BLOCK: usize = 256;

impl Moments {
    /// Adds a run of pixels of row `y` that begins at `x`.
    #[inline]
    pub fn add_run(&mut self, x: usize, y: usize, run: &[[u8; 4]]) {
        let (mut color, mut across, mut squares) = ([0i64; 3], [0i64; 3], 0i64);
        // Words of half the width, for vector instructions: what a block adds fits.
        for (start, block) in (0..).step_by(BLOCK).zip(run.chunks(BLOCK)) {
            let (mut levels, mut places, mut squared) = ([0i32; 3], [0i32; 3], [0i32; 3]);
            for (offset, pixel) in (0..).zip(block) {
                for channel in 0..3 {
                    let level = i32::from(pixel[channel]);
                    levels[channel] += level;
                    places[channel] += offset * level;
                    squared[channel] += level * level;
                }
            }
            for channel in 0..3 {
                color[channel] += i64::from(levels[channel]);
                across[channel] += start * i64::from(levels[channel]) + i64::from(places[channel]);
                squares += i64::from(squared[channel]);
            }
        }
        let (count, x, y) = (run.len() as i64, x as i64, y as i64);
        // Sums of 0..count, and of their squares.
        let (sum, sum_of_squares) = (count * (count - 1) / 2, count * (count - 1) * (2 * count - 1) / 6);
        let places = count * x + sum;
        self.pixels += count;
        self.place[0] += places;
        self.place[1] += count * y;
        self.spread[0] += count * x * x + 2 * x * sum + sum_of_squares;
        self.spread[1] += places * y;
        self.spread[2] += count * y * y;
        for channel in 0..3 {
            self.color[channel] += color[channel];
            self.slope[channel][0] += x * color[channel] + across[channel];
            self.slope[channel][1] += y * color[channel];
        }
        self.squares += squares;
    }

    /// The sums over both regions.
    pub fn plus(&self, other: &Self) -> Self {
        fn add<const N: usize>(a: [i64; N], b: [i64; N]) -> [i64; N] {
            std::array::from_fn(|i| a[i] + b[i])
        }
        Self {
            pixels: self.pixels + other.pixels,
            place: add(self.place, other.place),
            spread: add(self.spread, other.spread),
            color: add(self.color, other.color),
            slope: std::array::from_fn(|channel| add(self.slope[channel], other.slope[channel])),
            squares: self.squares + other.squares,
        }
    }

    /// The squared error (levels, all channels and pixels) of the mean colour, the best ramp and the best two.
    pub fn errors(&self) -> Errors {
        let explained = self.plane().explained();
        let flat = self.color.iter().fold(self.squares as f64, |error, &sum| {
            error - sum as f64 * sum as f64 / self.pixels.max(1) as f64
        });
        let without = |explained: f64| (flat - explained).max(0.0);
        Errors { flat, ramp: without(explained[0]), crossed: without(explained[0] + explained[1]) }
    }

    /// The plane of least squares.
    pub fn plane(&self) -> Plane {
        let pixels = self.pixels.max(1) as f64;
        let [x, y] = self.place.map(|sum| sum as f64);
        let [xx, xy, yy] = self.spread.map(|sum| sum as f64);
        // A pixel is not a point: its own spread keeps a row of pixels from having any slope across.
        let own = pixels / 12.0;
        Plane {
            pixels,
            // Pixel centres lie half a pixel from the places that were summed.
            centre: [x / pixels + 0.5, y / pixels + 0.5],
            spread: [xx - x * x / pixels + own, xy - x * y / pixels, yy - y * y / pixels + own],
            levels: self.color.map(|sum| sum as f64 / pixels),
            slope: std::array::from_fn(|channel| {
                let share = self.color[channel] as f64 / pixels;
                let [a, b] = self.slope[channel].map(|sum| sum as f64);
                [a - x * share, b - y * share]
            }),
        }
    }
}

/// Squared errors of three ways to paint a region.
#[derive(Debug, Clone, Copy)]
pub(super) struct Errors {
    pub flat: f64,
    pub ramp: f64,
    pub crossed: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Paint;
    use proptest::prelude::*;

    /// A patch of 30×20 px at (100, 50).
    fn patch(color: impl Fn(f64, f64) -> [f64; 3]) -> (Moments, Vec<(f64, f64, [u8; 4])>) {
        let (mut sums, mut pixels) = (Moments::default(), Vec::new());
        for y in 50..70 {
            let row: Vec<[u8; 4]> = (100..130)
                .map(|x| {
                    let [r, g, b] = color(f64::from(x), f64::from(y)).map(|level| level.round() as u8);
                    [r, g, b, 255]
                })
                .collect();
            sums.add_run(100, y as usize, &row);
            pixels.extend(row.iter().zip(100..).map(|(p, x)| (f64::from(x) + 0.5, f64::from(y) + 0.5, *p)));
        }
        (sums, pixels)
    }

    /// A paint has nearly the colours of pixels at their places.
    fn assert_shows(paint: &Paint, pixels: &[(f64, f64, [u8; 4])]) {
        let sampler = paint.sampler();
        for &(x, y, pixel) in pixels {
            let color = sampler.at(x, y);
            assert!(
                (0..3).all(|j| (color[j] - f32::from(pixel[j])).abs() < 2.5),
                "{x} {y} {pixel:?} {color:?}"
            );
        }
    }

    #[test]
    fn a_slanted_ramp_comes_back() {
        let (sums, pixels) = patch(|x, y| [2.0 * (x - 100.0) + y, 300.0 - 2.0 * x - y + 50.0, 90.0]);
        let errors = sums.errors();
        assert!(errors.ramp < 0.01 * errors.flat, "{errors:?}");
        assert_shows(&sums.plane().ramp(), &pixels);
    }

    #[test]
    fn a_plane_whose_colours_change_differently_each_way_comes_back() {
        let (sums, pixels) =
            patch(|x, y| [200.0 + x - 100.0, 200.0 + 0.5 * (x - 100.0) - y + 50.0, 220.0 - 2.0 * (y - 50.0)]);
        let errors = sums.errors();
        assert!(errors.ramp > 0.05 * errors.flat, "{errors:?}");
        assert!(errors.crossed < 0.01 * errors.flat, "{errors:?}");
        assert_shows(&sums.plane().crossed(), &pixels);
    }

    #[test]
    fn one_colour_has_no_error_and_no_slope() {
        let (sums, _) = patch(|_, _| [7.0, 8.0, 9.0]);
        assert_eq!(sums.errors().flat, 0.0);
        let Paint::Gradient(gradient) = sums.plane().ramp() else { panic!("a ramp") };
        assert!(gradient.stops.iter().all(|stop| stop.color == [7, 8, 9, 255]));
        assert!(gradient.map.iter().flatten().all(|v| v.is_finite()));
    }

    proptest! {
        #[test]
        fn runs_add_up_in_any_order_and_no_ramp_is_worse_than_the_mean(
            runs in prop::collection::vec((0usize..9000, 0usize..9000, prop::collection::vec(any::<[u8; 4]>(), 1..9)), 1..20),
        ) {
            let sum = |runs: &mut dyn Iterator<Item = &(usize, usize, Vec<[u8; 4]>)>| {
                let mut sums = Moments::default();
                runs.for_each(|(x, y, run)| sums.add_run(*x, *y, run));
                sums
            };
            let whole = sum(&mut runs.iter());
            let (a, b) = runs.split_at(runs.len() / 2);
            prop_assert_eq!(whole, sum(&mut b.iter()).plus(&sum(&mut a.iter())));
            let errors = whole.errors();
            prop_assert!(errors.ramp <= errors.flat.max(0.0) + 1e-3);
            let Paint::Gradient(gradient) = whole.plane().ramp() else { panic!("a ramp") };
            prop_assert!(gradient.map.iter().flatten().all(|v| v.is_finite()));
            prop_assert!(errors.crossed <= errors.ramp + 1e-3);
            let Paint::Crossed(crossed) = whole.plane().crossed() else { panic!("two ramps") };
            let maps = [crossed.below.map, crossed.above.map];
            prop_assert!(maps.iter().flatten().flatten().all(|v| v.is_finite()));
        }
    }
}
