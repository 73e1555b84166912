//! Whole circles and axis-aligned ellipses.

use super::geometry::{point, solve, systematic};
use crate::model::{Curve, Point};

/// Radii within this of each other are one radius, px.
const ROUND: f64 = 0.15;

/// Points that an ellipse needs: twice its degrees of freedom. A dot of ten pixels has as many; a smaller one is a circle
/// or none, from so many on.
const LEAST: usize = 8;
const FEWEST: usize = 4;

/// Centre and radii of an ellipse.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ellipse {
    pub centre: Point,
    pub radii: Point,
}

/// The ellipse that all points of a closed loop lie on, if there is one: algebraic least squares
/// of `a·x² + b·y² + c·x + d·y = 1`. The points must go round it, so that its radii can't be
/// larger than the loop: an open arc's fit may have any radius, which renderers choke on.
pub(super) fn fit(points: &[Point], tolerance: f64) -> Option<Ellipse> {
    let weight = 1.0 / points.len().max(1) as f64;
    let middle = points.iter().fold(Point::default(), |sum, &p| sum + p * weight);
    let away = || points.iter().map(|p| p.distance(middle));
    let size = away().fold(0.0, f64::max);
    if size < 0.4 || points.len() < FEWEST {
        return None;
    }
    if points.len() < LEAST {
        let radius = away().sum::<f64>() * weight;
        let is_round = away().all(|distance| (distance - radius).abs() < ROUND * 2.0);
        return is_round.then_some(Ellipse { centre: middle, radii: point(radius, radius) });
    }
    let mut rows = [[0.0; 5]; 4];
    for &p in points {
        let d = (p - middle) * (1.0 / size);
        let row = [d.x * d.x, d.y * d.y, d.x, d.y];
        for i in 0..4 {
            for j in 0..4 {
                rows[i][j] += row[i] * row[j];
            }
            rows[i][4] += row[i];
        }
    }
    let [a, b, c, d] = solve(&mut rows, 4)?;
    if a <= 0.0 || b <= 0.0 {
        return None;
    }
    let centre = point(-c / (2.0 * a), -d / (2.0 * b));
    let level = 1.0 + a * centre.x * centre.x + b * centre.y * centre.y;
    let mut radii = point((level / a).sqrt() * size, (level / b).sqrt() * size);
    let centre = middle + centre * size;
    let plausible = |r: f64| r > 0.4 && r < 1.1 * size;
    if !plausible(radii.x) || !plausible(radii.y) {
        return None;
    }
    if (radii.x - radii.y).abs() < ROUND {
        let mean = (radii.x + radii.y) / 2.0;
        radii = point(mean, mean);
    }
    let deviations: Vec<f64> = points
        .iter()
        .map(|&p| {
            let (u, v) = ((p.x - centre.x) / radii.x, (p.y - centre.y) / radii.y);
            let slope = 2.0 * ((u / radii.x).powi(2) + (v / radii.y).powi(2)).sqrt();
            (u * u + v * v - 1.0) / slope.max(1e-12)
        })
        .collect();
    let holds = systematic(&deviations) <= tolerance && deviations.iter().all(|d| d.abs() < 3.0 * tolerance);
    holds.then_some(Ellipse { centre, radii })
}

impl Ellipse {
    /// Two half ellipses from the leftmost point, the way the points run round.
    pub fn curves(&self, points: &[Point], out: &mut Vec<Curve>) -> Point {
        let doubled_area: f64 =
            points.iter().zip(points.iter().cycle().skip(1)).map(|(a, b)| a.cross(*b)).sum();
        let (left, right) = (self.centre - point(self.radii.x, 0.0), self.centre + point(self.radii.x, 0.0));
        for to in [right, left] {
            out.push(Curve::Arc {
                radii: self.radii,
                rotation: 0.0,
                large: false,
                sweep: doubled_area > 0.0,
                to,
            });
        }
        left
    }
}
