//! The cheapest ramp that explains an area: linear, else a circle, else an ellipse.
//!
//! A geometry is judged by the residual of the best profile along it, so stops need not be known
//! while it is sought; it starts from the slopes (a linear ramp's agree in direction, a radial
//! one's meet in the centre). Fitting geometry and stops together was rejected: more variables,
//! and local minima wherever two stops trade places.

use super::flat;
use super::profile::{Profile, span};
use super::samples::{Sample, Samples, Slope};
use super::simplex::{Budget, Vertex, minimize};
use super::stops::refit;
use crate::model::{Gradient, GradientKind, Paint, Sampler};

/// Samples that a geometry is sought with, at most; the profile has sixteen knots. All samples
/// judge the result.
const SEARCHED: usize = 225;
/// Stops that differ by so little are what rounding and the ripples beside an edge make of one colour, levels.
const ONE_COLOR: u8 = 2;
/// The mixed pixels around an area, px: it is painted that much further than it was sampled.
const RIM: f64 = 1.5;

/// A paint and how well it explains the samples.
#[derive(Clone)]
pub(super) struct Fitted {
    pub paint: Paint,
    pub sampler: Sampler,
    /// Root mean square error, levels a channel.
    pub rms: f64,
}

impl Fitted {
    pub fn new(paint: Paint, samples: &Samples) -> Self {
        let sampler = paint.sampler();
        let rms = samples.rms(|x, y| sampler.at(x, y));
        Self { paint, sampler, rms }
    }
}

/// The simplest ramp with an error of at most `good` (levels, RMS), else the best one; one colour where that is all that
/// the ramp has.
pub(super) fn fit(samples: &Samples, good: f64) -> Fitted {
    let fitted = ramp(samples, good);
    let Paint::Gradient(gradient) = &fitted.paint else { return fitted };
    let colors = || gradient.stops.iter().map(|stop| stop.color);
    let spread = |j: usize| {
        let (low, high) = colors().fold((u8::MAX, 0), |(low, high), c| (low.min(c[j]), high.max(c[j])));
        high.saturating_sub(low)
    };
    if (0..4).any(|j| spread(j) > ONE_COLOR) {
        return fitted;
    }
    Fitted::new(flat(samples.mean()), samples)
}

fn ramp(samples: &Samples, good: f64) -> Fitted {
    let mut profile = Profile::new(&samples.points, samples.points.len().div_ceil(SEARCHED));
    let enough = good * good * 3.0 * profile.len() as f64;
    let line = Fitted::new(linear(samples, &mut profile, enough * 0.15), samples);
    if line.rms <= good {
        return line;
    }
    let (centre, extent) = middle(&samples.points);
    let circle = circle(samples, &mut profile, centre, extent, enough * 0.2);
    let round = Fitted::new(radial(&samples.points, &circle), samples);
    if round.rms <= good {
        return round;
    }
    let ellipse = ellipse(&mut profile, circle, extent, enough * 0.2);
    let oval = Fitted::new(radial(&samples.points, &ellipse), samples);
    // Among poor fits the simpler one stays unless the other is clearly better.
    [round, oval].into_iter().fold(line, |best, next| if next.rms < best.rms * 0.9 { next } else { best })
}

/// A linear ramp along the direction with the least residual.
fn linear(samples: &Samples, profile: &mut Profile, enough: f64) -> Paint {
    let budget = Budget { rounds: 14, enough };
    let ([angle], _) = minimize([main_direction(&samples.slopes)], [0.06], budget, |&[angle]| {
        let (sin, cos) = libm::sincos(angle);
        let (sin, cos) = (sin as f32, cos as f32);
        profile.residual(|x, y| cos * x + sin * y)
    });
    let (sin, cos) = libm::sincos(angle);
    let (low, high) = span(samples.points.iter().map(|s| cos * f64::from(s.x) + sin * f64::from(s.y)));
    let (low, high) = (low - RIM, high + RIM);
    let scale = 1.0 / (high - low).max(1e-6);
    let u = [cos * scale, sin * scale, -low * scale];
    let mut gradient = Gradient { kind: GradientKind::Linear, map: [u, [0.0; 3]], stops: Vec::new() };
    refit(&mut gradient, &samples.points, 1.0 / scale, |x, y| u[0] * x + u[1] * y + u[2]);
    Paint::Gradient(Box::new(gradient))
}

/// The angle along which the colour changes most: the structure tensor's first axis.
fn main_direction(slopes: &[Slope]) -> f64 {
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for s in slopes {
        xx += f64::from(s.dx * s.dx);
        xy += f64::from(s.dx * s.dy);
        yy += f64::from(s.dy * s.dy);
    }
    0.5 * libm::atan2(2.0 * xy, xx - yy)
}

/// Lines of equal distance: centre x and y, and how the quadratic form
/// `(1+p)·dx² + 2q·dx·dy + (1-p)·dy²` departs from a circle.
type Conic = [f64; 4];

#[inline]
fn distance(&[cx, cy, p, q]: &Conic, x: f64, y: f64) -> f64 {
    let (dx, dy) = (x - cx, y - cy);
    (dx * dx * (1.0 + p) + 2.0 * dx * dy * q + dy * dy * (1.0 - p)).max(0.0).sqrt()
}

fn circle(samples: &Samples, profile: &mut Profile, middle: [f64; 2], extent: f64, enough: f64) -> Conic {
    let mut best: Option<Vertex<2>> = None;
    for start in [focus(&samples.slopes, middle, extent), middle] {
        let budget = Budget { rounds: 30, enough };
        let found = minimize(start, [extent * 0.15; 2], budget, |&[cx, cy]| {
            let (cx, cy) = (cx as f32, cy as f32);
            profile.residual(|x, y| ((x - cx) * (x - cx) + (y - cy) * (y - cy)).sqrt())
        });
        if best.is_none_or(|b| found.1 < b.1) {
            best = Some(found);
        }
        if found.1 < enough {
            break;
        }
    }
    let [x, y] = best.map_or(middle, |b| b.0);
    [x, y, 0.0, 0.0]
}

fn ellipse(profile: &mut Profile, start: Conic, extent: f64, enough: f64) -> Conic {
    let step = [extent * 0.1, extent * 0.1, 0.25, 0.25];
    let (conic, _) = minimize(start, step, Budget { rounds: 70, enough }, |conic| {
        let flatness = conic[2] * conic[2] + conic[3] * conic[3];
        // Beyond an aspect of about eleven it is a linear ramp in disguise.
        if flatness > 0.985 {
            return f64::MAX;
        }
        let [cx, cy, p, q] = conic.map(|v| v as f32);
        profile.residual(|x, y| {
            let (dx, dy) = (x - cx, y - cy);
            (dx * dx * (1.0 + p) + 2.0 * dx * dy * q + dy * dy * (1.0 - p)).max(0.0).sqrt()
        })
    });
    conic
}

/// The samples' mean place and their spread around it, px.
fn middle(points: &[Sample]) -> ([f64; 2], f64) {
    let count = points.len().max(1) as f64;
    let (mut x, mut y, mut squares) = (0.0, 0.0, 0.0);
    for p in points {
        let (px, py) = (f64::from(p.x), f64::from(p.y));
        x += px / count;
        y += py / count;
        squares += (px * px + py * py) / count;
    }
    ([x, y], (squares - x * x - y * y).max(0.0).sqrt().max(2.0))
}

/// Where the lines through the slopes meet (least squares); `middle` where that is far away.
fn focus(slopes: &[Slope], middle: [f64; 2], extent: f64) -> [f64; 2] {
    let (mut xx, mut xy, mut yy, mut bx, mut by) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for s in slopes {
        let [x, y, dx, dy] = [s.x, s.y, s.dx, s.dy].map(f64::from);
        xx += dy * dy;
        xy -= dx * dy;
        yy += dx * dx;
        let moment = dy * x - dx * y;
        bx += dy * moment;
        by -= dx * moment;
    }
    let determinant = xx * yy - xy * xy;
    if determinant <= 1e-9 * (xx + yy) * (xx + yy) {
        return middle;
    }
    let found = [(bx * yy - by * xy) / determinant, (xx * by - xy * bx) / determinant];
    let (dx, dy) = (found[0] - middle[0], found[1] - middle[1]);
    let away = (dx * dx + dy * dy).sqrt();
    if away <= 20.0 * extent { found } else { middle }
}

/// A radial ramp with these lines of equal distance, ending at the farthest sample.
fn radial(points: &[Sample], conic: &Conic) -> Paint {
    let farthest =
        points.iter().map(|s| distance(conic, f64::from(s.x), f64::from(s.y))).fold(1e-6, f64::max) + RIM;
    let scale = 1.0 / farthest;
    let [cx, cy, p, q] = *conic;
    // Cholesky: the map's rows are the transposed factor of the quadratic form.
    let first = (1.0 + p).max(1e-4).sqrt();
    let mixed = q / first;
    let second = (1.0 - p - mixed * mixed).max(1e-6).sqrt();
    let (a, b, d) = (first * scale, mixed * scale, second * scale);
    let map = [[a, b, -(a * cx + b * cy)], [0.0, d, -d * cy]];
    let mut gradient = Gradient { kind: GradientKind::Radial, map, stops: Vec::new() };
    refit(&mut gradient, points, farthest, |x, y| {
        let (u, v) = (a * x + b * y + map[0][2], d * y + map[1][2]);
        (u * u + v * v).sqrt()
    });
    Paint::Gradient(Box::new(gradient))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Samples of a 40×30 patch, rounded to levels as a picture is.
    fn patch(color: impl Fn(f64, f64) -> f64) -> Samples {
        let value = |x: usize, y: usize| (color(x as f64 + 0.5, y as f64 + 0.5) + 0.5).floor() as f32;
        let mut samples = Samples { points: Vec::new(), slopes: Vec::new() };
        for (y, x) in (0..30).flat_map(|y| (0..40).map(move |x| (y, x))) {
            let (px, py) = (x as f32 + 0.5, y as f32 + 0.5);
            samples.points.push(Sample { x: px, y: py, color: [value(x, y), 40.0, 90.0, 255.0] });
            if (4..36).contains(&x) && (4..26).contains(&y) {
                let dx = (value(x + 4, y) - value(x - 4, y)) / 4.0;
                let dy = (value(x, y + 4) - value(x, y - 4)) / 4.0;
                samples.slopes.push(Slope { x: px, y: py, dx, dy });
            }
        }
        samples
    }

    fn gradient(fitted: &Fitted) -> &Gradient {
        match &fitted.paint {
            Paint::Gradient(gradient) => gradient,
            Paint::Flat(_) | Paint::Crossed(_) | Paint::Veil(_) => panic!("a ramp was fitted"),
        }
    }

    #[test]
    fn a_slanted_linear_ramp_comes_back() {
        let fitted = fit(&patch(|x, y| 20.0 + 3.0 * x + 1.5 * y), 0.75);
        let found = gradient(&fitted);
        assert_eq!((found.kind, found.stops.len()), (GradientKind::Linear, 2));
        assert!(fitted.rms < 0.4, "{}", fitted.rms);
        assert!((found.map[0][1] / found.map[0][0] - 0.5).abs() < 0.02, "{:?}", found.map);
    }

    #[test]
    fn a_circle_comes_back_with_its_centre() {
        let fitted = fit(&patch(|x, y| 30.0 + 5.0 * ((x - 12.0).powi(2) + (y - 20.0).powi(2)).sqrt()), 0.75);
        let found = gradient(&fitted);
        assert_eq!(found.kind, GradientKind::Radial);
        assert!(fitted.rms < 0.5, "{}", fitted.rms);
        let [u, v] = found.map;
        let y = -v[2] / v[1];
        let x = -(u[1] * y + u[2]) / u[0];
        assert!((x - 12.0).abs() < 0.3 && (y - 20.0).abs() < 0.3, "{x} {y}");
    }

    #[test]
    fn an_ellipse_is_explained() {
        let fitted =
            fit(&patch(|x, y| 30.0 + 4.0 * ((x - 22.0).powi(2) + 4.0 * (y - 13.0).powi(2)).sqrt()), 0.75);
        assert_eq!(gradient(&fitted).kind, GradientKind::Radial);
        assert!(fitted.rms < 0.75, "{}", fitted.rms);
    }
}
