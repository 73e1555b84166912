//! The plane that comes nearest to a region's colours, and how it is painted: as one linear ramp or as two.
//!
//! A plane changes its colours differently along two directions; a linear gradient knows one. The best one is
//! often enough; where it is not, a second one is laid over it. What SVG has beyond (meshes, patterns, filters) was
//! rejected: few renderers and fewer drawing programs take it.
//!
//! Source: least squares of rank one; the direction is the greater generalised eigenvector of
//! two 2×2 matrices (reduced-rank regression, Izenman 1975). Both eigenvectors together are the
//! whole plane.

use crate::model::{Crossed, Gradient, GradientKind, Paint, Stop};

/// Half the length of a drawn ramp, in standard deviations of the region along it: a rectangle ends
/// before that in any direction.
const REACH: f64 = 2.5;
/// The half of a region along a direction, in the same: a rectangle's along its sides.
const WITHIN: f64 = 1.74;
/// Stops nearer to a ramp's end than this, in its half length, are not worth their text.
const LAST_STOP: f64 = 0.95;

/// Colours that change evenly over a region: sRGB levels, places in px.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plane {
    /// Size of the region, px.
    pub pixels: f64,
    /// Its centre.
    pub centre: [f64; 2],
    /// Squares and product of the places around the centre, summed: xx, xy, yy.
    pub spread: [f64; 3],
    /// Colour in the centre.
    pub levels: [f64; 3],
    /// Colours times places, both around the centre's, summed.
    pub slope: [[f64; 2]; 3],
}

/// How colours change along a direction.
struct Slope {
    /// Of length 1.
    direction: [f64; 2],
    /// Sum of the squared places along it, around their mean.
    spread: f64,
    /// Levels a pixel.
    colors: [f64; 3],
}

impl Plane {
    /// The best ramp.
    pub fn ramp(&self) -> Paint {
        let slope = self.along(self.direction());
        Paint::Gradient(Box::new(self.gradient(self.levels, &slope)))
    }

    /// The best two ramps, one upon the other: together they are the plane of least squares.
    pub fn crossed(&self) -> Paint {
        let direction = self.direction();
        let slopes = [self.along(direction), self.along(self.across(direction))];
        let [most, less] = [0, 1].map(|i| {
            let within = WITHIN * (slopes[i].spread / self.pixels).sqrt();
            slopes[i].colors.map(|color| color.abs() * within)
        });
        let largest = |amplitudes: [f64; 3]| amplitudes.into_iter().fold(0.0, f64::max);
        // Each is drawn steeper than it is seen, by its share: as steep as the other, so that both stay
        // within the levels there are.
        let share = largest(less) / (largest(most) + largest(less)).max(1e-9);
        let opacity = ((share * 100.0).round() / 100.0).clamp(0.01, 0.5);
        let steeper = |slope: &Slope, share: f64| Slope { colors: slope.colors.map(|c| c / share), ..*slope };
        let above: [f64; 3] = std::array::from_fn(|channel| {
            let fits = |amplitude: f64, level: f64| {
                let room = amplitude.min(127.5);
                level.clamp(room, 255.0 - room)
            };
            // What one of them moves to have room, the other makes good; close to black and white both may
            // be cut by a few levels.
            let below = fits(most[channel] / (1.0 - opacity), self.levels[channel]);
            fits(less[channel] / opacity, (self.levels[channel] - (1.0 - opacity) * below) / opacity)
        });
        let below = std::array::from_fn(|channel| {
            (self.levels[channel] - opacity * above[channel]) / (1.0 - opacity)
        });
        Paint::Crossed(Box::new(Crossed {
            below: self.gradient(below, &steeper(&slopes[0], 1.0 - opacity)),
            above: self.gradient(above, &steeper(&slopes[1], opacity)),
            opacity: opacity as f32,
        }))
    }

    /// A ramp with given levels in the region's middle.
    fn gradient(&self, levels: [f64; 3], slope: &Slope) -> Gradient {
        let Slope { direction: [u, v], spread, colors } = *slope;
        let reach = REACH * (spread / self.pixels).sqrt();
        let mut places = vec![-reach, reach];
        // A channel that has reached its end stays there, and the others go on.
        for (level, slope) in levels.iter().zip(colors) {
            let ends = [-level, 255.0 - level].map(|way| way / slope);
            places.extend(ends.into_iter().filter(|place| place.abs() < LAST_STOP * reach));
        }
        places.sort_unstable_by(f64::total_cmp);
        let [x, y] = self.centre;
        let scale = 0.5 / reach;
        let map = [[u * scale, v * scale, (reach - u * x - v * y) * scale], [0.0; 3]];
        let stops = places.into_iter().map(|place| {
            let [r, g, b] = std::array::from_fn(|channel| {
                (levels[channel] + place * colors[channel] + 0.5).clamp(0.0, 255.0) as u8
            });
            Stop { offset: ((place + reach) * scale) as f32, color: [r, g, b, 255] }
        });
        Gradient { kind: GradientKind::Linear, map, stops: stops.collect() }
    }

    /// The colour at a place, px.
    #[cfg(test)]
    pub fn at(&self, [x, y]: [f64; 2]) -> [f64; 3] {
        let ([p, q, r], [u, v]) = (self.spread, [x - self.centre[0], y - self.centre[1]]);
        let determinant = p * r - q * q;
        std::array::from_fn(|channel| {
            let [a, b] = self.slope[channel];
            self.levels[channel] + ((a * r - b * q) * u + (b * p - a * q) * v) / determinant
        })
    }

    /// How far the second of two ramps leads away from the centre's colour, levels.
    pub fn second(&self) -> f64 {
        let slope = self.along(self.across(self.direction()));
        let reach = (slope.spread / self.pixels).sqrt();
        slope.colors.iter().fold(0.0, |most, color| f64::max(most, color.abs() * reach))
    }

    /// The products of the channels' slopes: xx, xy, yy.
    fn steepness(&self) -> [f64; 3] {
        self.slope.iter().fold([0.0; 3], |sum, [a, b]| [sum[0] + a * a, sum[1] + a * b, sum[2] + b * b])
    }

    /// What ramps along the best direction and along the other take from the squared error.
    pub fn explained(&self) -> [f64; 2] {
        let ([a, b, c], [p, q, r]) = (self.steepness(), self.spread);
        let determinant = p * r - q * q;
        let middle = a * r + c * p - 2.0 * b * q;
        let root = (middle * middle - 4.0 * determinant * (a * c - b * b)).max(0.0).sqrt();
        [middle + root, middle - root].map(|twice| twice / (2.0 * determinant))
    }

    /// The best direction, of length 1.
    fn direction(&self) -> [f64; 2] {
        let ([a, b, c], [p, q, r]) = (self.steepness(), self.spread);
        let [explained, _] = self.explained();
        let (xx, xy, yy) = (a - explained * p, b - explained * q, c - explained * r);
        // Both rows are orthogonal to it; the longer one is the surer.
        unit(if xx.abs() > yy.abs() { [-xy, xx] } else { [-yy, xy] })
    }

    /// The direction whose ramp has nothing in common with one along `direction`.
    fn across(&self, [u, v]: [f64; 2]) -> [f64; 2] {
        let [p, q, r] = self.spread;
        unit([-(q * u + r * v), p * u + q * v])
    }

    fn along(&self, direction: [f64; 2]) -> Slope {
        let ([u, v], [p, q, r]) = (direction, self.spread);
        let spread = p * u * u + 2.0 * q * u * v + r * v * v;
        Slope { direction, spread, colors: self.slope.map(|[a, b]| (a * u + b * v) / spread) }
    }
}

fn unit([x, y]: [f64; 2]) -> [f64; 2] {
    let length = (x * x + y * y).sqrt();
    if length > 0.0 { [x / length, y / length] } else { [1.0, 0.0] }
}
