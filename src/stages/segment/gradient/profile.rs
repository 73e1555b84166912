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
pub(super) struct Profile {
    points: Vec<Point>,
    places: Vec<f64>,
    /// Squared sum of all colours around their mean.
    total: f64,
}

/// A place, and a colour less the mean of all: small numbers, so that little is lost in sums.
#[derive(Clone, Copy)]
struct Point {
    x: f64,
    y: f64,
    color: [f64; 4],
}

/// Sums over the samples between two knots.
#[derive(Clone, Copy, Default)]
struct Between {
    count: f64,
    share: f64,
    share_squared: f64,
    color: [f64; 4],
    share_color: [f64; 4],
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
        let point = |sample: &Sample| {
            let mut color = sample.color.map(f64::from);
            for (channel, mean) in color.iter_mut().zip(mean) {
                *channel -= mean;
            }
            Point { x: f64::from(sample.x), y: f64::from(sample.y), color }
        };
        let points: Vec<Point> = chosen().map(point).collect();
        let total = points.iter().flat_map(|p| p.color).map(|c| c * c).sum();
        Self { places: vec![0.0; points.len()], points, total }
    }

    /// How many samples were taken.
    pub fn len(&self) -> usize {
        self.points.len()
    }

    /// Squared residual of the samples around the best profile when `place` says where on the
    /// ramp each lies; infinite where all places are one.
    #[inline]
    pub fn residual(&mut self, place: impl Fn(f64, f64) -> f64) -> f64 {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for (at, point) in self.places.iter_mut().zip(&self.points) {
            *at = place(point.x, point.y);
            low = if *at < low { *at } else { low };
            high = if *at > high { *at } else { high };
        }
        self.around_places(low, high)
    }

    fn around_places(&self, low: f64, high: f64) -> f64 {
        let scale = (MAX_KNOTS - 1) as f64 / (high - low);
        if !(high - low > 1e-9 && scale.is_finite()) {
            return f64::INFINITY;
        }
        // One entry a sample instead of two knots: half of the additions.
        let mut between = [Between::default(); MAX_KNOTS];
        for (&place, point) in self.places.iter().zip(&self.points) {
            let at = (place - low) * scale;
            let knot = (at as usize).min(MAX_KNOTS - 2);
            let share = at - knot as f64;
            let sums = &mut between[knot];
            sums.count += 1.0;
            sums.share += share;
            sums.share_squared += share * share;
            for j in 0..4 {
                sums.color[j] += point.color[j];
                sums.share_color[j] += share * point.color[j];
            }
        }
        let mut hats = Hats::new(MAX_KNOTS, 1e-6);
        for (knot, sums) in between[..MAX_KNOTS - 1].iter().enumerate() {
            let mixed = sums.share - sums.share_squared;
            hats.diagonal[knot] += sums.count - sums.share - mixed;
            hats.diagonal[knot + 1] += sums.share_squared;
            hats.upper[knot] += mixed;
            for j in 0..4 {
                hats.right[knot][j] += sums.color[j] - sums.share_color[j];
                hats.right[knot + 1][j] += sums.share_color[j];
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
