//! Borders of little contrast carry no position: coverage there is mostly noise.
//!
//! Where a ramp meets another paint of almost the same colour, positions are averaged along the
//! border and every second point is dropped. Trusting the coverage was rejected: it gives a
//! ragged line that costs many curves and that nobody can see.

use crate::model::{Border, GradientKind, Paint, Regions};

/// Largest difference of a channel that counts as faint, of 255.
const CONTRAST: f32 = 8.0;
/// Points averaged on either side.
const RADIUS: usize = 6;

/// Replaces the points of faint stretches by the average of the crack middles around them.
pub(super) fn smooth(
    regions: &Regions,
    border: &Border,
    steps: &[u8],
    corners: &[[u32; 2]],
    points: &mut [[f32; 2]],
    telling: &mut [bool],
) {
    let paint =
        |face: u32| regions.faces.get(face as usize).and_then(|f| regions.paints.get(f.paint as usize));
    let (Some(right), Some(left)) = (paint(border.right), paint(border.left)) else { return };
    let ramp = |p: &Paint| matches!(p, Paint::Gradient(_));
    if right.is_nothing() || left.is_nothing() || !(ramp(right) || ramp(left)) {
        return;
    }
    let count = steps.len();
    let middle = |i: usize| {
        let (a, b) = (corners[i], corners[i + 1]);
        [(a[0] + b[0]) as f32 / 2.0, (a[1] + b[1]) as f32 / 2.0]
    };
    let faint: Vec<bool> = (0..count)
        .map(|i| {
            let at = middle(i);
            let (a, b) = (shade(right, at), shade(left, at));
            a.iter().zip(b).all(|(a, b)| (a - b).abs() <= CONTRAST)
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

/// A paint's premultiplied colour at a place.
fn shade(paint: &Paint, [x, y]: [f32; 2]) -> [f32; 4] {
    let premultiplied = |c: [u8; 4]| {
        let alpha = f32::from(c[3]) / 255.0;
        [f32::from(c[0]) * alpha, f32::from(c[1]) * alpha, f32::from(c[2]) * alpha, f32::from(c[3])]
    };
    let gradient = match paint {
        Paint::Flat(c) => return premultiplied(*c),
        Paint::Gradient(g) => g,
    };
    let [u, v] = gradient.map.map(|[a, b, c]| (a * f64::from(x) + b * f64::from(y) + c) as f32);
    let t = match gradient.kind {
        GradientKind::Linear => u,
        GradientKind::Radial => (u * u + v * v).sqrt(),
    };
    let after = gradient.stops.iter().position(|s| s.offset >= t);
    match after {
        Some(0) => premultiplied(gradient.stops[0].color),
        Some(i) => {
            let (a, b) = (&gradient.stops[i - 1], &gradient.stops[i]);
            let span = b.offset - a.offset;
            let k = if span > 0.0 { (t - a.offset) / span } else { 1.0 };
            let (a, b) = (premultiplied(a.color), premultiplied(b.color));
            std::array::from_fn(|c| a[c] + k * (b[c] - a[c]))
        }
        None => gradient.stops.last().map_or([0.0; 4], |s| premultiplied(s.color)),
    }
}
