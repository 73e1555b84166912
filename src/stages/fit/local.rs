//! The boundary around one place: position, tangent, and how well they explain the points.

use super::geometry::{greater, point, solve};
use crate::model::Point;

/// Points further than this from what is fitted to them are better taken as they are, px: a window reaches round half of
/// a dot.
pub(super) const ROUGH: f64 = 0.4;

/// A boundary's value and direction at a place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Local {
    pub at: Point,
    /// Unit vector in the order of the points.
    pub tangent: Point,
    /// Largest distance of a point, px.
    pub worst: f64,
}

/// Least-squares quadratic (a line under five points) over the chord, at the place nearest `at`. Points that run back to
/// where they began have no chord, and nothing explains them.
pub(super) fn quadratic(points: &[Point], at: Point) -> Local {
    let (Some(&first), Some(&last)) = (points.first(), points.last()) else {
        return Local { at, tangent: Point::default(), worst: 0.0 };
    };
    let chord = (last - first).unit();
    let degree = if points.len() < 5 { 2 } else { 3 };
    let mut moments = [0.0; 5];
    let mut sums = [Point::default(); 3];
    for &p in points {
        let t = (p - at).dot(chord);
        let mut power = 1.0;
        for (k, moment) in moments.iter_mut().enumerate() {
            *moment += power;
            if k < 3 {
                sums[k] = sums[k] + p * power;
            }
            power *= t;
        }
    }
    let axis = |pick: fn(Point) -> f64| -> Option<[f64; 3]> {
        let mut rows = [[0.0; 4]; 3];
        for (i, row) in rows.iter_mut().enumerate() {
            *row = [moments[i], moments[i + 1], *moments.get(i + 2).unwrap_or(&0.0), pick(sums[i])];
        }
        solve(&mut rows, degree)
    };
    let (Some(x), Some(y)) = (axis(|p| p.x), axis(|p| p.y)) else {
        return Local { at, tangent: chord, worst: f64::INFINITY };
    };
    let value = |t: f64| point(x[0] + t * (x[1] + t * x[2]), y[0] + t * (y[1] + t * y[2]));
    let worst = points.iter().map(|&p| value((p - at).dot(chord)).distance(p)).fold(0.0, f64::max);
    Local { at: value(0.0), tangent: point(x[1], y[1]).unit(), worst }
}

/// Total least-squares line: its centre and unit direction, in the order of the points.
pub(super) fn line(points: &[Point]) -> (Point, Point) {
    let (Some(&first), Some(&last)) = (points.first(), points.last()) else {
        return (Point::default(), Point::default());
    };
    let weight = 1.0 / points.len() as f64;
    let centre = points.iter().fold(Point::default(), |sum, &p| sum + p * weight);
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for &p in points {
        let d = p - centre;
        xx += d.x * d.x;
        xy += d.x * d.y;
        yy += d.y * d.y;
    }
    // Half of the angle whose tangent is 2xy / (xx - yy), by roots: angles cost five times as much.
    let (across, along) = (2.0 * xy, xx - yy);
    let length = (across * across + along * along).sqrt();
    let direction = if length == 0.0 {
        point(1.0, 0.0)
    } else {
        // The greater part by a root; the other would lose half its digits that way.
        let greater = (0.5 + 0.5 * (along.abs() / length)).sqrt();
        let lesser = across / (2.0 * length * greater);
        if along < 0.0 { point(lesser.abs(), greater.copysign(across)) } else { point(greater, lesser) }
    };
    if direction.dot(last - first) < 0.0 { (centre, -direction) } else { (centre, direction) }
}

/// How far points are from their chord, px: three in a row averaged, single ones counted less.
/// Infinite where they run back past an end.
pub(super) fn off_chord(points: &[Point]) -> f64 {
    let (Some(&from), Some(&to)) = (points.first(), points.last()) else { return 0.0 };
    let chord = to - from;
    let length = chord.length();
    if length < 0.5 {
        return points.iter().map(|p| p.distance(from)).fold(0.0, f64::max);
    }
    let direction = chord * (1.0 / length);
    let inner = &points[1..points.len() - 1];
    let (mut before, mut mean, mut single) = ([0.0; 2], 0.0_f64, 0.0_f64);
    for &p in inner {
        let d = p - from;
        let along = d.dot(direction);
        if along < -1.0 || along > length + 1.0 {
            return f64::INFINITY;
        }
        let off = d.cross(direction);
        single = greater(single, off.abs());
        let sum = if points.len() > 4 { (before[0] + before[1] + off) / 3.0 } else { off };
        mean = greater(mean, sum.abs());
        before = [before[1], off];
    }
    mean.max(0.6 * single)
}
