//! Neighbouring ramps meet with less of a step where the picture has none.
//!
//! Each region's plane is the best for its own pixels, and two of them disagree along their common boundary
//! by a few levels: too little to measure, and a line that everybody sees in a sky. So the planes are found again
//! together: each pays for leaving its own best, and for every pixel edge at which it makes another step than the
//! picture does. Blurring the boundary was rejected: SVG has only filters for that. So was moving it to where
//! the planes meet: regions are unions of start regions, whose outlines are made by then.
//!
//! Source: the energy of Mumford and Shah with its smoothness across the chosen boundaries; solved by block
//! Gauss-Seidel (Golub, Van Loan, "Matrix Computations").

use super::plane::Plane;
use super::seams::{Matrix, Seam};
use crate::context::Context;
use crate::error::Result;

/// What a squared level of wrong step costs at a pixel edge, in pixels of squared error within.
const WEIGHT: f64 = 16.0;
/// A step in the picture, levels, at which half the weight is left: edges that are there may differ.
const EDGE: f64 = 6.0;
/// Rounds over all regions; changes go on by one neighbour in each, and fade.
const ROUNDS: usize = 16;

/// What one region has to do with a neighbour.
struct Link {
    other: usize,
    /// Weighted products of the places seen from both centres.
    shared: Matrix,
    /// Weighted sums of the places (and 1) seen from here, times the step wanted towards the other.
    wanted: Matrix,
}

/// A region's own energy, and its links.
struct Region {
    /// Inverse of all that its plane is multiplied with.
    inverse: Matrix,
    /// What its own pixels ask for, a column a channel.
    own: Matrix,
    links: Vec<Link>,
}

/// Makes planes agree along their seams; `seams` name two planes each and no pair twice.
///
/// # Errors
/// `cancelled` when asked to stop.
pub(super) fn agree(planes: &mut [Plane], seams: &[([u32; 2], Seam)], ctx: &Context<'_>) -> Result<()> {
    let mut links: Vec<Vec<Link>> = planes.iter().map(|_| Vec::new()).collect();
    let mut systems: Vec<Matrix> = planes.iter().map(own_system).collect();
    let mut found: Vec<Matrix> = planes.iter().map(coefficients).collect();
    for ([a, b], seam) in seams {
        ctx.check()?;
        let step = seam.mean_step([*a, *b].map(|plane| &found[plane as usize]));
        let squared: f64 = step.iter().map(|step| step * step).sum();
        let weight = WEIGHT * EDGE * EDGE / (EDGE * EDGE + squared);
        for (here, other, sign) in [(*a, *b, 1.0), (*b, *a, -1.0)] {
            let (here, other) = (here as usize, other as usize);
            let centres = [planes[here].centre, planes[other].centre];
            let own = seam.products([centres[0]; 2]);
            let system = &mut systems[here];
            for i in 0..3 {
                for j in 0..3 {
                    system[i][j] += weight * own[i][j];
                }
            }
            links[here].push(Link {
                other,
                shared: seam.products(centres).map(|row| row.map(|sum| weight * sum)),
                wanted: own.map(|row| step.map(|step| sign * weight * step * row[0])),
            });
        }
    }
    let regions: Vec<Region> = planes
        .iter()
        .zip(systems.iter().zip(links))
        .map(|(plane, (system, links))| Region { inverse: inverse(system), own: own_wishes(plane), links })
        .collect();
    for _ in 0..ROUNDS {
        for (here, region) in regions.iter().enumerate() {
            ctx.check()?;
            if region.links.is_empty() {
                continue;
            }
            let mut wishes = region.own;
            for link in &region.links {
                let there = product(&link.shared, &found[link.other]);
                for i in 0..3 {
                    for channel in 0..3 {
                        wishes[i][channel] += there[i][channel] + link.wanted[i][channel];
                    }
                }
            }
            found[here] = product(&region.inverse, &wishes);
        }
    }
    for ((plane, found), region) in planes.iter_mut().zip(&found).zip(&regions) {
        if !region.links.is_empty() && found.iter().flatten().all(|value| value.is_finite()) {
            let [p, q, r] = plane.spread;
            plane.levels = found[0];
            plane.slope = std::array::from_fn(|channel| {
                let (x, y) = (found[1][channel], found[2][channel]);
                [p * x + q * y, q * x + r * y]
            });
        }
    }
    Ok(())
}

/// What a plane's coefficients cost when they leave its own best.
fn own_system(plane: &Plane) -> Matrix {
    let [p, q, r] = plane.spread;
    [[plane.pixels, 0.0, 0.0], [0.0, p, q], [0.0, q, r]]
}

/// The same, times its own best.
fn own_wishes(plane: &Plane) -> Matrix {
    let slope = |axis: usize| std::array::from_fn(|channel| plane.slope[channel][axis]);
    [plane.levels.map(|level| level * plane.pixels), slope(0), slope(1)]
}

/// Level in the centre and levels a pixel along both axes, a column a channel.
fn coefficients(plane: &Plane) -> Matrix {
    product(&inverse(&own_system(plane)), &own_wishes(plane))
}

fn product(a: &Matrix, b: &Matrix) -> Matrix {
    std::array::from_fn(|i| {
        std::array::from_fn(|j| a[i][0] * b[0][j] + a[i][1] * b[1][j] + a[i][2] * b[2][j])
    })
}

/// Of a symmetric positive matrix.
#[inline(never)] // Twice a plane, not a pixel: copies would only be downloaded.
fn inverse(m: &Matrix) -> Matrix {
    let minor = |i: usize, j: usize| {
        let (a, b, c, d) = ((i + 1) % 3, (i + 2) % 3, (j + 1) % 3, (j + 2) % 3);
        m[a][c] * m[b][d] - m[a][d] * m[b][c]
    };
    let determinant = m[0][0] * minor(0, 0) + m[0][1] * minor(0, 1) + m[0][2] * minor(0, 2);
    std::array::from_fn(|i| std::array::from_fn(|j| minor(j, i) / determinant))
}

#[cfg(test)]
mod tests {
    use super::super::moments::Moments;
    use super::*;

    const WIDTH: usize = 40;

    /// The planes of rows `from..to` of a picture, one for each, and the seams between them.
    fn bands(ends: &[usize], color: impl Fn(usize, usize) -> [u8; 4]) -> (Vec<Plane>, Vec<([u32; 2], Seam)>) {
        let row = |y: usize| -> Vec<[u8; 4]> { (0..WIDTH).map(|x| color(x, y)).collect() };
        let planes = ends.windows(2).map(|band| {
            let mut sums = Moments::default();
            (band[0]..band[1]).for_each(|y| sums.add_run(0, y, &row(y)));
            sums.plane()
        });
        let seams = (0u32..).zip(&ends[1..ends.len() - 1]).map(|(above, &y)| {
            let mut seam = Seam::default();
            for (x, (first, second)) in row(y - 1).into_iter().zip(row(y)).enumerate() {
                seam.add([2 * x as i64 + 1, 2 * y as i64], [0, 1], first, second);
            }
            ([above, above + 1], seam)
        });
        (planes.collect(), seams.collect())
    }

    /// The greatest step between two bands where they meet at `y`, levels.
    fn step(planes: &[Plane], above: usize, y: usize) -> f64 {
        let steps = (0..WIDTH).map(|x| {
            let at = [x as f64 + 0.5, y as f64];
            let (a, b) = (planes[above].at(at), planes[above + 1].at(at));
            (0..3).map(|channel| (a[channel] - b[channel]).abs()).fold(0.0, f64::max)
        });
        steps.fold(0.0, f64::max)
    }

    #[test]
    fn a_curve_in_bands_has_smaller_steps() {
        let curve = |x: usize, y: usize| [(y * y / 20 + x / 2) as u8, 90, (200 - y * y / 25) as u8, 255];
        let (mut planes, seams) = bands(&[0, 8, 44, 60], curve);
        let before = [step(&planes, 0, 8), step(&planes, 1, 44)];
        agree(&mut planes, &seams, &Context::unhindered()).expect("nobody cancels");
        let after = [step(&planes, 0, 8), step(&planes, 1, 44)];
        assert!(before.iter().all(|&step| step > 3.0), "{before:?}");
        assert!(
            after.iter().zip(before).all(|(after, before)| *after < 0.6 * before),
            "{before:?} {after:?}"
        );
    }

    #[test]
    fn an_edge_of_the_picture_stays() {
        let edge = |_, y| if y < 20 { [20, 30, 40, 255] } else { [90 + y as u8, 120, 180, 255] };
        let (mut planes, seams) = bands(&[0, 20, 40], edge);
        agree(&mut planes, &seams, &Context::unhindered()).expect("nobody cancels");
        assert!((planes[0].levels[0] - 20.0).abs() < 1.0, "{planes:?}");
        assert!((planes[1].at([20.0, 30.5])[0] - 120.0).abs() < 1.0, "{planes:?}");
    }

    #[test]
    fn planes_that_agree_are_left_as_they_are() {
        let ramp = |x: usize, y: usize| [(x + y) as u8, (2 * y) as u8, (100 - x) as u8, 255];
        let (mut planes, seams) = bands(&[0, 11, 30], ramp);
        let alone = planes.clone();
        agree(&mut planes, &seams, &Context::unhindered()).expect("nobody cancels");
        for (plane, alone) in planes.iter().zip(&alone) {
            for at in [[0.0, 0.0], [40.0, 30.0]] {
                let (a, b) = (plane.at(at), alone.at(at));
                assert!(a.iter().zip(b).all(|(a, b)| (a - b).abs() < 0.5), "{a:?} {b:?}");
            }
        }
    }
}
