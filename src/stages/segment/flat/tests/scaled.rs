//! Drawings that were scaled down, with filters that blur edges or ripple beside them.

use super::{BLUE, CLEAR, Canvas, RED, look, mix, picture, segment};
use crate::context::Context;
use crate::model::Regions;
use crate::params::SegmentParams;
use crate::stages::segment::{Kind, classify};

/// Weight of a sample by its distance in pixels, and how far the filter looks.
type Filter = (fn(f64) -> f64, f64);

const FILTERS: [(&str, Filter); 3] = [
    ("triangle", (|d| (1.0 - d.abs()).max(0.0), 1.0)),
    ("cubic", (cubic, 2.0)),
    ("Lanczos", (|d| sinc(d) * sinc(d / 3.0), 3.0)),
];

/// Samples a pixel in each direction.
const FINE: usize = 4;

fn sinc(x: f64) -> f64 {
    let angle = x * std::f64::consts::PI;
    if angle.abs() < 1e-9 { 1.0 } else { angle.sin() / angle }
}

/// Keys' cubic with a slope of -½.
fn cubic(distance: f64) -> f64 {
    let d = distance.abs();
    if d < 1.0 { (1.5 * d - 2.5) * d * d + 1.0 } else { ((2.5 - 0.5 * d) * d - 4.0) * d + 2.0 }
}

/// A shape scaled down from four times the size: its share of each pixel, beyond 0 and 1 where the filter overshoots.
fn scaled(size: usize, (weight, reach): Filter, inside: impl Fn(f64, f64) -> bool) -> Vec<f64> {
    let fine = size * FINE;
    let at = |i: usize| (i as f64 + 0.5) / FINE as f64;
    let blur = |line: &dyn Fn(usize) -> f64| -> Vec<f64> {
        let along = (0..size).map(|pixel| {
            let centre = pixel as f64 + 0.5;
            let near = (0..fine).filter(|&i| (at(i) - centre).abs() < reach);
            let (sum, all) = near.fold((0.0, 0.0), |(sum, all), i| {
                let weight = weight(at(i) - centre);
                (sum + weight * line(i), all + weight)
            });
            sum / all
        });
        along.collect()
    };
    let rows: Vec<Vec<f64>> =
        (0..fine).map(|y| blur(&|x| f64::from(u8::from(inside(at(x), at(y)))))).collect();
    let columns: Vec<Vec<f64>> = (0..size).map(|x| blur(&|y| rows[y][x])).collect();
    (0..size * size).map(|i| columns[i % size][i / size]).collect()
}

/// What a program makes of two colours whose share may lie beyond 0 and 1: each channel has its limits.
fn overshot(ink: [u8; 4], paper: [u8; 4], share: f64) -> [u8; 4] {
    let straight = |color: [u8; 4]| color.map(|c| f64::from(c) / 255.0);
    let (ink, paper) = (straight(ink), straight(paper));
    let channel = |j: usize| {
        let premultiplied = |c: [f64; 4]| if j == 3 { c[3] } else { c[j] * c[3] };
        (share * premultiplied(ink) + (1.0 - share) * premultiplied(paper)).clamp(0.0, 1.0)
    };
    let alpha = channel(3);
    let byte = |value: f64| (value.clamp(0.0, 1.0) * 255.0 + 0.5) as u8;
    if byte(alpha) == 0 {
        CLEAR
    } else {
        [0, 1, 2, 3].map(|j| byte(if j == 3 { alpha } else { channel(j) / alpha }))
    }
}

/// A ring with a bar across, on some ground.
fn sign(filter: Filter, ink: [u8; 4], ground: [u8; 4]) -> Canvas {
    const SIZE: usize = 96;
    let shares = scaled(SIZE, filter, |x, y| {
        let away = (x - 48.0).hypot(y - 47.0);
        (22.0..40.0).contains(&away) || (away < 30.0 && (y - 50.0 - 0.3 * (x - 48.0)).abs() < 3.0)
    });
    picture(SIZE as u32, SIZE as u32, |x, y| overshot(ink, ground, shares[y as usize * SIZE + x as usize]))
}

/// Pixels of a paint, in shares.
fn area(found: &Regions, color: [u8; 4]) -> f64 {
    let paint = |label: u32| &found.paints[label as usize];
    let of_color = |label: u32| f64::from(u8::from(*paint(label) == crate::model::Paint::Flat(color)));
    let mixtures = found.mixtures.as_ref().expect("a drawing has mixtures");
    let places = found.labels.iter().zip(&mixtures.other).zip(&mixtures.coverage);
    places
        .map(|((&face, &other), &coverage)| {
            let share = f64::from(coverage) / 255.0;
            share * of_color(found.faces[face as usize].paint) + (1.0 - share) * of_color(u32::from(other))
        })
        .sum()
}

#[test]
fn a_drawing_stays_one_whatever_scaled_it_down() {
    let grounds = [CLEAR, [255; 4], [240, 230, 120, 255]];
    for (name, filter) in FILTERS {
        let whole: f64 = scaled(96, filter, |x, y| {
            let away = (x - 48.0).hypot(y - 47.0);
            (22.0..40.0).contains(&away) || (away < 30.0 && (y - 50.0 - 0.3 * (x - 48.0)).abs() < 3.0)
        })
        .iter()
        .sum();
        for (ink, ground) in grounds.into_iter().flat_map(|ground| [(RED, ground), (BLUE, ground)]) {
            let canvas = sign(filter, ink, ground);
            let kind = classify(&canvas, false, &Context::unhindered()).expect("nobody cancels").kind;
            assert!(look(&canvas).is_drawing() && kind == Kind::Logo, "{name} {ground:?}: {kind:?}");
            let found = segment(&canvas, &SegmentParams::default());
            // The sign, what is around it and two holes.
            assert_eq!(found.faces.len(), 4, "{name} {ink:?} {ground:?}");
            let share = area(&found, ink) / whole;
            assert!((0.99..1.01).contains(&share), "{name} {ink:?} {ground:?}: {share}");
        }
    }
}

#[test]
fn a_ramp_stays_one_beside_ripples() {
    let (name, filter) = FILTERS[2];
    let shares = scaled(96, filter, |x, y| (x - 48.0).hypot(y - 48.0) < 36.0);
    let canvas = picture(96, 96, |x, y| {
        let ink = mix(RED, BLUE, f64::from(y) / 95.0);
        overshot(ink, [255; 4], shares[(y * 96 + x) as usize])
    });
    let found = segment(&canvas, &SegmentParams::default());
    let ramps = found.paints.iter().filter(|p| matches!(p, crate::model::Paint::Gradient(_))).count();
    assert_eq!((ramps, found.faces.len()), (1, 2), "{name}: {:?}", found.paints);
}
