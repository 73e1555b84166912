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
            colors[k] = std::array::from_fn(|j| colors[k][j] - factor * before[j]);
        }
        let last = self.knots - 1;
        colors[last] = colors[last].map(|c| c / diagonal[last]);
        for k in (0..last).rev() {
            let after = colors[k + 1];
            colors[k] = std::array::from_fn(|j| (colors[k][j] - self.upper[k] * after[j]) / diagonal[k]);
        }
        colors
    }

    /// How much of the samples' squared sum the solution explains.
    fn explained(&self, solution: &[[f64; 4]; MAX_KNOTS]) -> f64 {
        let pairs = solution.iter().zip(&self.right).take(self.knots);
        pairs.map(|(x, r)| x[0] * r[0] + x[1] * r[1] + x[2] * r[2] + x[3] * r[3]).sum()
    }
}

/// Squared residual of the samples around the best profile over `places` (one a sample);
/// infinite where all places are one.
pub(super) fn residual(places: &[f64], samples: &[Sample]) -> f64 {
    let (low, high) = span(places.iter().copied());
    let scale = (MAX_KNOTS - 1) as f64 / (high - low);
    if !(high - low > 1e-9 && scale.is_finite()) {
        return f64::INFINITY;
    }
    let mut hats = Hats::new(MAX_KNOTS, 1e-6);
    let mut total = 0.0;
    for (&place, sample) in places.iter().zip(samples) {
        let at = (place - low) * scale;
        let knot = (at as usize).min(MAX_KNOTS - 2);
        let color = sample.color.map(f64::from);
        hats.add(knot, at - knot as f64, 1.0, &color);
        total += color.iter().map(|c| c * c).sum::<f64>();
    }
    (total - hats.explained(&hats.solve())).max(0.0)
}

/// Least and greatest value; `(∞, -∞)` of nothing.
pub(super) fn span(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp(count: usize, color: impl Fn(f64) -> f64) -> (Vec<f64>, Vec<Sample>) {
        let places: Vec<f64> = (0..count).map(|i| i as f64).collect();
        let samples = places
            .iter()
            .map(|&t| Sample { x: t as f32, y: 0.0, color: [color(t) as f32, 0.0, 7.0, 255.0] })
            .collect();
        (places, samples)
    }

    #[test]
    fn a_straight_ramp_leaves_nothing_over() {
        let (places, samples) = ramp(200, |t| 10.0 + t);
        assert!(residual(&places, &samples) / 200.0 < 0.01);
    }

    #[test]
    fn a_saw_leaves_much_over() {
        let (places, samples) = ramp(200, |t| if (t as usize).is_multiple_of(2) { 0.0 } else { 20.0 });
        assert!((residual(&places, &samples) / 200.0 - 100.0).abs() < 5.0);
    }

    #[test]
    fn one_place_for_all_is_no_profile() {
        let (_, samples) = ramp(20, |t| t);
        assert!(residual(&[4.0; 20], &samples).is_infinite());
    }
}
