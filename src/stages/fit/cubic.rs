//! One cubic through many points.
//!
//! Least squares with fixed ends, by alternating between control points and parameters
//! (Schneider 1990, with free ends' tangents solved for in the same system). kurbo's
//! `fit_to_bezpath` was rejected here: it wants an exact, smooth source curve with derivatives,
//! and these are noisy samples.

use super::geometry::{greater, systematic};
use crate::model::Point;

/// Rounds, and for each the tolerances of error from which those after it do not come back: of 134,000 attempts in
/// drawings it is wrong about one in 200, and the others took a quarter of the work.
const HOPELESS: [f64; 5] = [24.0, 10.0, 3.5, 2.0, 0.0];

/// What a fit is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aim {
    /// To know whether there is a curve within the tolerance.
    Whether,
    /// The curve itself, and a better one than it has to be.
    Well,
}

/// Share of the tolerance at which a curve that is kept is not made better.
const WELL: f64 = 0.5;

/// Control points and how far the curve is from what it was fitted to, px.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fitted {
    pub curve: [Point; 4],
    pub error: f64,
}

/// Scratch for fitting.
#[derive(Default)]
pub(super) struct CubicFit {
    parameters: Vec<f64>,
    deviations: Vec<f64>,
}

/// The Bernstein polynomials of degree three.
fn bernstein(t: f64) -> [f64; 4] {
    let s = 1.0 - t;
    [s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t]
}

/// A point on a cubic.
pub(super) fn evaluate(c: &[Point; 4], t: f64) -> Point {
    let b = bernstein(t);
    c[0] * b[0] + c[1] * b[1] + c[2] * b[2] + c[3] * b[3]
}

fn derivative(c: &[Point; 4], t: f64) -> Point {
    let s = 1.0 - t;
    (c[1] - c[0]) * (3.0 * s * s) + (c[2] - c[1]) * (6.0 * s * t) + (c[3] - c[2]) * (3.0 * t * t)
}

impl CubicFit {
    /// Fits a cubic that keeps the first and last of at least two points. `leaving` and
    /// `arriving` fix the directions at the ends, both along the way of the points.
    pub fn fit(
        &mut self,
        points: &[Point],
        leaving: Option<Point>,
        arriving: Option<Point>,
        tolerance: f64,
        aim: Aim,
    ) -> Fitted {
        let n = points.len();
        let (from, to) = (points[0], points[n - 1]);
        let arriving = arriving.map(|t| -t);
        let chord = from.distance(to).max(1e-6);
        let third = chord / 3.0;
        let (towards, back) = ((points[1] - from).unit(), (points[n - 2] - to).unit());
        let rough =
            [from, from + leaving.unwrap_or(towards) * third, to + arriving.unwrap_or(back) * third, to];
        if n <= 3 {
            return Fitted { curve: rough, error: 0.0 };
        }
        self.measure_along(points);
        let mut best = Fitted { curve: rough, error: f64::INFINITY };
        for (round, hopeless) in HOPELESS.into_iter().enumerate() {
            let mut curve = rough;
            if let Some((c1, c2)) = self.handles(points, leaving, arriving, chord) {
                curve = [from, c1, c2, to];
            }
            let error = self.refine(points, &curve);
            if error < best.error {
                best = Fitted { curve, error };
            }
            let is_done = match aim {
                Aim::Whether => error <= tolerance || error > tolerance * hopeless,
                Aim::Well => error <= tolerance * WELL || (round >= 2 && error > tolerance * 6.0),
            };
            if is_done {
                break;
            }
        }
        best
    }

    /// First parameters: the share of the way along the points.
    fn measure_along(&mut self, points: &[Point]) {
        self.parameters.clear();
        self.parameters.push(0.0);
        let mut along = 0.0;
        for pair in points.windows(2) {
            along += pair[0].distance(pair[1]);
            self.parameters.push(along);
        }
        let scale = 1.0 / along.max(1e-9);
        for t in &mut self.parameters {
            *t *= scale;
        }
    }

    /// Least-squares control points: one unknown along a fixed direction, two where it is free.
    /// The normal equations need the same five sums whatever is fixed.
    fn handles(
        &self,
        points: &[Point],
        leaving: Option<Point>,
        arriving: Option<Point>,
        chord: f64,
    ) -> Option<(Point, Point)> {
        let n = points.len();
        let (from, to) = (points[0], points[n - 1]);
        let (mut first, mut both, mut second) = (0.0, 0.0, 0.0);
        let (mut of_first, mut of_second) = (Point::default(), Point::default());
        for (&p, &t) in points[1..n - 1].iter().zip(&self.parameters[1..n - 1]) {
            let b = bernstein(t);
            // From the ends, so that a handle along a fixed direction starts at nothing.
            let rest = p - from * (b[0] + b[1]) - to * (b[2] + b[3]);
            first += b[1] * b[1];
            both += b[1] * b[2];
            second += b[2] * b[2];
            of_first = of_first + rest * b[1];
            of_second = of_second + rest * b[2];
        }
        let determinant = first * second - both * both;
        if determinant <= 1e-9 * first * second {
            return None;
        }
        // A handle that points backwards or far beyond the chord makes loops.
        let sane = |k: f64| if k > 0.02 * chord && k < 3.0 * chord { k } else { chord / 3.0 };
        let (first_handle, second_handle) = match (leaving, arriving) {
            (Some(d), Some(e)) => {
                let cross = both * d.dot(e);
                let (u, v) = (d.dot(of_first), e.dot(of_second));
                let determinant = first * second - cross * cross;
                (
                    d * sane((u * second - v * cross) / determinant),
                    e * sane((v * first - u * cross) / determinant),
                )
            }
            (Some(d), None) => {
                let k = sane(d.dot(of_first * second - of_second * both) / determinant);
                (d * k, (of_second - d * (k * both)) * (1.0 / second))
            }
            (None, Some(e)) => {
                let k = sane(e.dot(of_second * first - of_first * both) / determinant);
                ((of_first - e * (k * both)) * (1.0 / first), e * k)
            }
            (None, None) => (
                (of_first * second - of_second * both) * (1.0 / determinant),
                (of_second * first - of_first * both) * (1.0 / determinant),
            ),
        };
        Some((from + first_handle, to + second_handle))
    }

    /// Moves each parameter towards the foot of its point (one Newton step) and measures.
    fn refine(&mut self, points: &[Point], curve: &[Point; 4]) -> f64 {
        let n = points.len();
        self.deviations.clear();
        let mut single = 0.0_f64;
        for (&p, t) in points[1..n - 1].iter().zip(&mut self.parameters[1..n - 1]) {
            let off = p - evaluate(curve, *t);
            let speed = derivative(curve, *t);
            let slowness = 1.0 / speed.dot(speed).max(1e-12).sqrt();
            let along = off.dot(speed) * slowness;
            let across = speed.cross(off) * slowness;
            self.deviations.push(across);
            single = greater(single, if along.abs() > 2.5 { off.length() } else { 0.5 * across.abs() });
            *t = (*t + along * slowness).clamp(0.0, 1.0);
        }
        single.max(systematic(&self.deviations))
    }
}
