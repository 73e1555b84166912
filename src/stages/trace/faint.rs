//! Borders of little contrast carry no position: coverage there is mostly noise.
//!
//! Where a ramp meets another paint of almost the same colour, positions are averaged along the
//! border and every second point is dropped. Trusting the coverage was rejected: it gives a
//! ragged line that costs many curves and that nobody can see.

use crate::model::{Border, Regions, Sampler};

/// Largest difference of a channel that counts as faint, of 255: of a ramp and another paint, and in a picture
/// with noise.
const CONTRAST: f32 = 8.0;
const CONTRAST_IN_NOISE: f32 = 24.0;
/// Points averaged on either side.
const RADIUS: usize = 6;

/// Replaces the points of faint stretches by the average of the crack middles around them.
/// `samplers` are those of the regions' paints; without them nothing is faint.
pub(super) fn smooth(
    regions: &Regions,
    samplers: &[Sampler],
    border: &Border,
    steps: &[u8],
    corners: &[[u32; 2]],
    points: &mut [[f32; 2]],
    telling: &mut [bool],
) {
    let sampler = |face: u32| {
        let paint = regions.faces.get(face as usize)?.paint as usize;
        samplers.get(paint).filter(|_| !regions.paints[paint].is_nothing())
    };
    let (Some(right), Some(left)) = (sampler(border.right), sampler(border.left)) else { return };
    let noisy = regions.is_noisy();
    if right.is_flat() && left.is_flat() && !noisy {
        return;
    }
    let contrast = if noisy { CONTRAST_IN_NOISE } else { CONTRAST };
    let count = steps.len();
    let middle = |i: usize| {
        let (a, b) = (corners[i], corners[i + 1]);
        [(a[0] + b[0]) as f32 / 2.0, (a[1] + b[1]) as f32 / 2.0]
    };
    let faint: Vec<bool> = (0..count)
        .map(|i| {
            let [x, y] = middle(i).map(f64::from);
            let (a, b) = (right.at(x, y), left.at(x, y));
            a.iter().zip(b).all(|(a, b)| (a - b).abs() <= contrast)
        })
        .collect();
    if !faint.contains(&true) {
        return;
    }
    for i in 0..count {
        if faint[i] {
            points[i] = middle(i);
            telling[i] = i % 2 == 0;
        }
    }
    let closed = border.closed;
    for _ in 0..2 {
        let before = points.to_vec();
        for i in (0..count).filter(|&i| faint[i]) {
            let (mut sum, mut weight) = ([0.0_f32; 2], 0.0_f32);
            for k in 0..=2 * RADIUS {
                let j = if closed {
                    (i + k + count * RADIUS - RADIUS) % count
                } else {
                    (i + k).saturating_sub(RADIUS).min(count - 1)
                };
                sum = [sum[0] + before[j][0], sum[1] + before[j][1]];
                weight += 1.0;
            }
            points[i] = [sum[0] / weight, sum[1] / weight];
        }
    }
}
