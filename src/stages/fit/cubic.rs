//! One cubic through many points.
//!
//! Least squares with fixed ends, by alternating between control points and parameters
//! (Schneider 1990, with free ends' tangents solved for in the same system). kurbo's
//! `fit_to_bezpath` was rejected here: it wants an exact, smooth source curve with derivatives,
//! and these are noisy samples.

use super::geometry::{solve, systematic};
use crate::model::Point;

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
    /// `arriving` fix the directions at the ends, both along the way of the points. Stops early
    /// when well below `tolerance` or hopelessly above.
    pub fn fit(
        &mut self,
        points: &[Point],
        leaving: Option<Point>,
        arriving: Option<Point>,
        tolerance: f64,
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
        for round in 0..5 {
            let mut curve = rough;
            if let Some((c1, c2)) = self.handles(points, leaving, arriving, chord) {
                curve = [from, c1, c2, to];
            }
            let error = self.refine(points, &curve);
            if error < best.error {
                best = Fitted { curve, error };
            }
            if error < tolerance * 0.5 || (round >= 2 && error > tolerance * 6.0) {
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
    fn handles(
        &self,
        points: &[Point],
        leaving: Option<Point>,
        arriving: Option<Point>,
        chord: f64,
    ) -> Option<(Point, Point)> {
        let n = points.len();
        let (from, to) = (points[0], points[n - 1]);
        let second = if leaving.is_some() { 1 } else { 2 };
        let size = second + if arriving.is_some() { 1 } else { 2 };
        let mut rows = [[0.0; 5]; 4];
        for (&p, &t) in points[1..n - 1].iter().zip(&self.parameters[1..n - 1]) {
            let b = bernstein(t);
            let rest = p - from * b[0] - to * b[3];
            let axes = [
                (rest.x, leaving.map(|d| d.x), arriving.map(|d| d.x), from.x, to.x),
                (rest.y, leaving.map(|d| d.y), arriving.map(|d| d.y), from.y, to.y),
            ];
            for (axis, (mut rest, leave, arrive, start, end)) in axes.into_iter().enumerate() {
                let mut row = [0.0; 4];
                match leave {
                    Some(d) => {
                        row[0] = b[1] * d;
                        rest -= b[1] * start;
                    }
                    None => row[axis] = b[1],
                }
                match arrive {
                    Some(d) => {
                        row[second] = b[2] * d;
                        rest -= b[2] * end;
                    }
                    None => row[second + axis] = b[2],
                }
                for i in 0..size {
                    if row[i] != 0.0 {
                        for j in 0..size {
                            rows[i][j] += row[i] * row[j];
                        }
                        rows[i][4] += row[i] * rest;
                    }
                }
            }
        }
        let x = solve(&mut rows, size)?;
        // A handle that points backwards or far beyond the chord makes loops.
        let sane = |k: f64| if k > 0.02 * chord && k < 3.0 * chord { k } else { chord / 3.0 };
        let free = |i: usize| Point { x: x[i], y: x[i + 1] };
        let c1 = leaving.map_or_else(|| free(0), |d| from + d * sane(x[0]));
        let c2 = arriving.map_or_else(|| free(second), |d| to + d * sane(x[second]));
        Some((c1, c2))
    }

    /// Moves each parameter towards the foot of its point (one Newton step) and measures.
    fn refine(&mut self, points: &[Point], curve: &[Point; 4]) -> f64 {
        let n = points.len();
        self.deviations.clear();
        let mut single = 0.0_f64;
        for (&p, t) in points[1..n - 1].iter().zip(&mut self.parameters[1..n - 1]) {
            let off = p - evaluate(curve, *t);
            let speed = derivative(curve, *t);
            let squared = speed.dot(speed).max(1e-12);
            let shift = off.dot(speed) / squared;
            let across = speed.cross(off) / squared.sqrt();
            self.deviations.push(across);
            let far_along = (shift * squared.sqrt()).abs() > 2.5;
            single = single.max(if far_along { off.length() } else { 0.5 * across.abs() });
            *t = (*t + shift).clamp(0.0, 1.0);
        }
        single.max(systematic(&self.deviations))
    }
}
