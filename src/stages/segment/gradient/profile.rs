//! Colour as a piecewise linear function of one place variable, by least squares.
//!
//! Once each sample has its place on a ramp, the best ramp with given knots is a tridiagonal
//! system (hat functions overlap only their neighbours), solved in linear time (Thomas). What is
//! left over is the price of that direction or centre. A polynomial was rejected: designers put
//! stops where they like, so real ramps have kinks.

use super::samples::Sample;

/// Most knots of one profile.
pub(super) const MAX_KNOTS: usize = 16;

/// Normal equations of a piecewise linear fit of four channels.
pub(super) struct Hats {
    knots: usize,
    diagonal: [f64; MAX_KNOTS],
    upper: [f64; MAX_KNOTS],
    right: [[f64; 4]; MAX_KNOTS],
}

impl Hats {
    /// `knots` from 2 to [`MAX_KNOTS`]; `damping` keeps a knot without samples solvable.
    pub fn new(knots: usize, damping: f64) -> Self {
        Self {
            knots: knots.clamp(2, MAX_KNOTS),
            diagonal: [damping; MAX_KNOTS],
            upper: [0.0; MAX_KNOTS],
            right: [[0.0; 4]; MAX_KNOTS],
        }
    }

    /// Adds a colour that lies `share` of the way from knot `knot` to the next.
    #[inline]
    pub fn add(&mut self, knot: usize, share: f64, weight: f64, color: &[f64; 4]) {
        let (near, far) = (weight * (1.0 - share), weight * share);
        self.diagonal[knot] += near * (1.0 - share);
        self.diagonal[knot + 1] += far * share;
        self.upper[knot] += far * (1.0 - share);
        for (j, &channel) in color.iter().enumerate() {
            self.right[knot][j] += near * channel;
            self.right[knot + 1][j] += far * channel;
        }
    }

    /// Colours at the knots; the first `knots` entries count.
    pub fn solve(&self) -> [[f64; 4]; MAX_KNOTS] {
        let (mut diagonal, mut colors) = (self.diagonal, self.right);
        for k in 1..self.knots {
            let factor = self.upper[k - 1] / diagonal[k - 1];
            diagonal[k] -= factor * self.upper[k - 1];
            let before = colors[k - 1];
            for j in 0..4 {
                colors[k][j] -= factor * before[j];
            }
        }
        let last = self.knots - 1;
        colors[last] = colors[last].map(|c| c / diagonal[last]);
        for k in (0..last).rev() {
            let (after, share) = (colors[k + 1], 1.0 / diagonal[k]);
            for j in 0..4 {
                colors[k][j] = (colors[k][j] - self.upper[k] * after[j]) * share;
            }
        }
        colors
    }

    /// How much of the samples' squared sum the solution explains.
    #[inline]
    fn explained(&self, solution: &[[f64; 4]; MAX_KNOTS]) -> f64 {
        let pairs = solution.iter().zip(&self.right).take(self.knots);
        pairs.map(|(x, r)| x[0] * r[0] + x[1] * r[1] + x[2] * r[2] + x[3] * r[3]).sum()
    }
}

/// The samples of an area, ready to be judged along many directions or around many centres.
///
/// Single precision, and four channels side by side: what a sum over some hundred samples loses
/// is a hundredth of what their rounding to levels adds.
pub(super) struct Profile {
    x: Vec<f32>,
    y: Vec<f32>,
    /// Colours less the mean of all: small numbers, so that little is lost in sums.
    colors: Vec<[f32; 4]>,
    places: Vec<f32>,
    /// Squared sum of all colours around their mean.
    total: f64,
}

/// Sums over the samples between two knots.
#[derive(Clone, Copy, Default)]
struct Between {
    /// Samples, their shares, and those squared.
    count: [f32; 4],
    color: [f32; 4],
    share_color: [f32; 4],
}

impl Profile {
    /// Takes every `step`th sample.
    pub fn new(samples: &[Sample], step: usize) -> Self {
        let chosen = || samples.iter().step_by(step.max(1));
        let count = chosen().count().max(1) as f64;
        let mut mean = [0.0; 4];
        for sample in chosen() {
            for (mean, channel) in mean.iter_mut().zip(sample.color) {
                *mean += f64::from(channel) / count;
            }
        }
        let mean = mean.map(|m| m as f32);
        let colors: Vec<[f32; 4]> =
            chosen().map(|sample| std::array::from_fn(|j| sample.color[j] - mean[j])).collect();
        Self {
            x: chosen().map(|sample| sample.x).collect(),
            y: chosen().map(|sample| sample.y).collect(),
            places: vec![0.0; colors.len()],
            total: colors.iter().flatten().map(|&c| f64::from(c * c)).sum(),
            colors,
        }
    }

    /// How many samples were taken.
    pub fn len(&self) -> usize {
        self.colors.len()
    }

    /// Squared residual of the samples around the best profile when `place` says where on the
    /// ramp each lies; infinite where all places are one.
    #[inline]
    pub fn residual(&mut self, place: impl Fn(f32, f32) -> f32) -> f64 {
        for ((at, &x), &y) in self.places.iter_mut().zip(&self.x).zip(&self.y) {
            *at = place(x, y);
        }
        let (low, high) = self.places.iter().fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), &at| {
            (if at < low { at } else { low }, if at > high { at } else { high })
        });
        self.around_places(low, high)
    }

    fn around_places(&self, low: f32, high: f32) -> f64 {
        let scale = (MAX_KNOTS - 1) as f32 / (high - low);
        if !(high - low > 1e-6 && scale.is_finite()) {
            return f64::INFINITY;
        }
        // One entry a sample instead of two knots: half of the additions.
        let mut between = [Between::default(); MAX_KNOTS];
        for (&place, color) in self.places.iter().zip(&self.colors) {
            let at = (place - low) * scale;
            let knot = (at as usize).min(MAX_KNOTS - 2);
            let share = at - knot as f32;
            let sums = &mut between[knot];
            let count = [1.0, share, share * share, 0.0];
            for j in 0..4 {
                sums.count[j] += count[j];
                sums.color[j] += color[j];
                sums.share_color[j] += share * color[j];
            }
        }
        let mut hats = Hats::new(MAX_KNOTS, 1e-6);
        for (knot, sums) in between[..MAX_KNOTS - 1].iter().enumerate() {
            let [count, share, share_squared, _] = sums.count;
            let (count, share, share_squared) =
                (f64::from(count), f64::from(share), f64::from(share_squared));
            let mixed = share - share_squared;
            hats.diagonal[knot] += count - share - mixed;
            hats.diagonal[knot + 1] += share_squared;
            hats.upper[knot] += mixed;
            for j in 0..4 {
                let (color, share_color) = (f64::from(sums.color[j]), f64::from(sums.share_color[j]));
                hats.right[knot][j] += color - share_color;
                hats.right[knot + 1][j] += share_color;
            }
        }
        (self.total - hats.explained(&hats.solve())).max(0.0)
    }
}

/// Least and greatest value; `(∞, -∞)` of nothing.
pub(super) fn span(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp(count: usize, color: impl Fn(f64) -> f64) -> Profile {
        let sample = |t: f64| Sample { x: t as f32, y: 0.0, color: [color(t) as f32, 0.0, 7.0, 255.0] };
        let samples: Vec<Sample> = (0..count).map(|i| sample(i as f64)).collect();
        Profile::new(&samples, 1)
    }

    #[test]
    fn a_straight_ramp_leaves_nothing_over() {
        assert!(ramp(200, |t| 10.0 + t).residual(|x, _| x) / 200.0 < 0.01);
    }

    #[test]
    fn a_saw_leaves_much_over() {
        let mut saw = ramp(200, |t| if (t as usize).is_multiple_of(2) { 0.0 } else { 20.0 });
        assert!((saw.residual(|x, _| x) / 200.0 - 100.0).abs() < 5.0);
    }

    #[test]
    fn one_place_for_all_is_no_profile() {
        assert!(ramp(20, |t| t).residual(|_, _| 4.0).is_infinite());
    }
}
