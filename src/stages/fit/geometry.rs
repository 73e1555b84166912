//! Arithmetic on points. Only `+ - * / sqrt`, and `libm` for angles, so that every build gives
//! the same bytes; kurbo's vectors were rejected because they call the platform's `hypot`.

use std::ops::{Add, Mul, Neg, Sub};

use crate::model::Point;

/// Shorthand.
#[inline]
pub(super) fn point(x: f64, y: f64) -> Point {
    Point { x, y }
}

impl Add for Point {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        point(self.x + o.x, self.y + o.y)
    }
}

impl Sub for Point {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        point(self.x - o.x, self.y - o.y)
    }
}

impl Mul<f64> for Point {
    type Output = Self;
    fn mul(self, k: f64) -> Self {
        point(self.x * k, self.y * k)
    }
}

impl Neg for Point {
    type Output = Self;
    fn neg(self) -> Self {
        point(-self.x, -self.y)
    }
}

impl Point {
    pub(super) fn dot(self, o: Self) -> f64 {
        self.x * o.x + self.y * o.y
    }

    pub(super) fn cross(self, o: Self) -> f64 {
        self.x * o.y - self.y * o.x
    }

    pub(super) fn length(self) -> f64 {
        self.dot(self).sqrt()
    }

    pub(super) fn distance(self, o: Self) -> f64 {
        (self - o).length()
    }

    /// The direction; zero where there is none.
    pub(super) fn unit(self) -> Self {
        let length = self.length();
        if length < 1e-9 { Self::default() } else { self * (1.0 / length) }
    }

    /// Angle to another direction, radians, 0–π.
    pub(super) fn turn(self, o: Self) -> f64 {
        let (across, along) = (self.cross(o).abs(), self.dot(o));
        if across < 0.25 * along {
            // Most turns are slight, where five terms of the series are exact to 1e-7 and much cheaper.
            let t = across / along;
            let u = t * t;
            return t * (1.0 - u * (1.0 / 3.0 - u * (1.0 / 5.0 - u * (1.0 / 7.0 - u / 9.0))));
        }
        libm::atan2(across, along)
    }
}

/// Solves `rows · x = last column` in place by elimination with pivots; `None` when singular.
pub(super) fn solve<const N: usize, const M: usize>(
    rows: &mut [[f64; M]; N],
    size: usize,
) -> Option<[f64; N]> {
    for column in 0..size {
        let pivot =
            (column..size).max_by(|&a, &b| rows[a][column].abs().total_cmp(&rows[b][column].abs()))?;
        rows.swap(column, pivot);
        if rows[column][column].abs() < 1e-9 {
            return None;
        }
        for row in column + 1..size {
            let factor = rows[row][column] / rows[column][column];
            let pivot = rows[column];
            for (value, above) in rows[row].iter_mut().zip(pivot).skip(column) {
                *value -= factor * above;
            }
        }
    }
    let mut x = [0.0; N];
    for column in (0..size).rev() {
        let known: f64 = (column + 1..size).map(|k| rows[column][k] * x[k]).sum();
        x[column] = (rows[column][M - 1] - known) / rows[column][column];
    }
    Some(x)
}

/// The greater of two numbers, `a` when either is none: `f64::max` asks for that as well, twice the work in a loop.
#[inline]
pub(super) fn greater(a: f64, b: f64) -> f64 {
    if b > a { b } else { a }
}

/// Largest moving average of a signed deviation. The noise of a coverage grid averages out, a
/// bend that a curve misses does not.
pub(super) fn systematic(deviations: &[f64]) -> f64 {
    let n = deviations.len();
    if n < 3 {
        return deviations.iter().fold(0.0, |worst, d| d.abs().max(worst));
    }
    let window = if n < 9 { 3 } else { 5 };
    let mut sum: f64 = deviations[..window].iter().sum();
    let mut worst = sum.abs();
    for i in window..n {
        sum += deviations[i] - deviations[i - window];
        worst = greater(worst, sum.abs());
    }
    worst / window as f64
}
