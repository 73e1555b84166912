//! Pictures whose drawing is known: coverage is computed, not painted.

mod scaled;

use std::sync::Arc;

use super::*;
use crate::context::Control;
use crate::limits::Limits;
use crate::model::{GradientKind, Sampler};

const RED: [u8; 4] = [220, 40, 30, 255];
const BLUE: [u8; 4] = [20, 60, 200, 255];
const CLEAR: [u8; 4] = [0; 4];

fn picture(width: u32, height: u32, color: impl Fn(u32, u32) -> [u8; 4]) -> Canvas {
    let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let pixels: Vec<[u8; 4]> = places.map(|(x, y)| color(x, y)).collect();
    let opaque = pixels.iter().all(|p| p[3] == 255);
    Canvas { width, height, source_size: (width, height), pixels: Arc::new(pixels.into()), opaque }
}

/// A shape of one colour on another, its coverage from 16×16 samples a pixel.
fn drawing(size: u32, ink: [u8; 4], paper: [u8; 4], inside: impl Fn(f64, f64) -> bool) -> Canvas {
    picture(size, size, |x, y| mix(ink, paper, coverage(x, y, &inside)))
}

fn coverage(x: u32, y: u32, inside: impl Fn(f64, f64) -> bool) -> f64 {
    let at = |i: u32, origin: u32| f64::from(origin) + (f64::from(i) + 0.5) / 16.0;
    let hits = (0..256).filter(|i| inside(at(i % 16, x), at(i / 16, y))).count();
    hits as f64 / 256.0
}

/// What a renderer makes of two colours in a pixel.
fn mix(ink: [u8; 4], paper: [u8; 4], share: f64) -> [u8; 4] {
    let alpha = share * f64::from(ink[3]) + (1.0 - share) * f64::from(paper[3]);
    let channel = |j: usize| {
        let sum = share * f64::from(ink[j]) * f64::from(ink[3])
            + (1.0 - share) * f64::from(paper[j]) * f64::from(paper[3]);
        if alpha > 0.0 { (sum / alpha + 0.5) as u8 } else { 0 }
    };
    let rounded = (alpha + 0.5) as u8;
    if rounded == 0 { CLEAR } else { [channel(0), channel(1), channel(2), rounded] }
}

fn analyse(canvas: &Canvas, params: &SegmentParams) -> Option<Flat> {
    let gradients = params.gradients && params.max_colors == 0 && params.palette.is_empty();
    Flat::analyse(canvas, gradients, &Context::unhindered()).expect("nobody cancels")
}

fn segment(canvas: &Canvas, params: &SegmentParams) -> Regions {
    let flat = analyse(canvas, params).expect("it is a drawing");
    flat.cut(canvas, params, &Context::unhindered()).expect("nobody cancels")
}

fn look(canvas: &Canvas) -> Statistics {
    statistics(canvas, &Context::unhindered()).expect("nobody cancels")
}

/// Mean and greatest distance (levels, premultiplied) between the picture and what its regions
/// say about it.
fn error(canvas: &Canvas, found: &Regions) -> (f32, f32) {
    let samplers: Vec<Sampler> = found.paints.iter().map(Paint::sampler).collect();
    let Some(mixtures) = &found.mixtures else { panic!("flat art has mixtures") };
    let mut errors = Vec::new();
    for (i, pixel) in canvas.pixels.iter().enumerate() {
        let (x, y) = (i as u32 % canvas.width, i as u32 / canvas.width);
        let at = |paint: u32| samplers[paint as usize].at(f64::from(x) + 0.5, f64::from(y) + 0.5);
        let (own, other) =
            (at(found.faces[found.labels[i] as usize].paint), at(u32::from(mixtures.other[i])));
        let share = f32::from(mixtures.coverage[i]) / 255.0;
        let want = premultiplied(u32::from_le_bytes(*pixel));
        errors.push(
            (0..4).map(|j| (share * own[j] + (1.0 - share) * other[j] - want[j]).abs()).fold(0.0, f32::max),
        );
    }
    (errors.iter().sum::<f32>() / errors.len() as f32, errors.iter().copied().fold(0.0, f32::max))
}

/// Area that a paint covers, px.
fn area(found: &Regions, paint: &Paint) -> f64 {
    let Some(mixtures) = &found.mixtures else { return 0.0 };
    let Some(index) = found.paints.iter().position(|p| p == paint) else { return 0.0 };
    let mut sum = 0.0;
    for (i, &face) in found.labels.iter().enumerate() {
        let share = f64::from(mixtures.coverage[i]) / 255.0;
        if found.faces[face as usize].paint == index as u32 {
            sum += share;
        } else if usize::from(mixtures.other[i]) == index {
            sum += 1.0 - share;
        }
    }
    sum
}

fn disc(x: f64, y: f64) -> bool {
    (x - 31.3).powi(2) + (y - 30.6).powi(2) < 22.4 * 22.4
}

#[test]
fn a_disc_is_two_faces_with_its_exact_area() {
    for paper in [CLEAR, BLUE] {
        let canvas = drawing(64, RED, paper, disc);
        let found = segment(&canvas, &SegmentParams::default());
        assert_eq!(found.faces.len(), 2);
        let wanted = std::f64::consts::PI * 22.4 * 22.4;
        assert!((area(&found, &Paint::Flat(RED)) - wanted).abs() < 2.0);
        assert!(error(&canvas, &found).1 < 1.5);
    }
}

#[test]
fn a_rotated_square_has_no_further_colours() {
    let canvas = drawing(80, BLUE, [255; 4], |x, y| {
        let (u, v) = ((x - 40.0) * 0.9 + (y - 40.0) * 0.436, (y - 40.0) * 0.9 - (x - 40.0) * 0.436);
        u.abs() < 21.0 && v.abs() < 21.0
    });
    let found = segment(&canvas, &SegmentParams::default());
    assert_eq!(found.paints, [Paint::NOTHING, Paint::Flat([255; 4]), Paint::Flat(BLUE)]);
    assert_eq!(found.faces.len(), 2);
    assert!(error(&canvas, &found).1 < 1.5);
}

#[test]
fn thin_slanted_strokes_take_the_colour_of_a_wide_part() {
    for width in [1.0, 2.0, 3.0] {
        let canvas = drawing(96, RED, CLEAR, |x, y| {
            let along = (x - 5.0) * 0.8 + (y - 20.0) * 0.6;
            let across = (y - 20.0) * 0.8 - (x - 5.0) * 0.6;
            (across.abs() < width / 2.0 && (0.0..70.0).contains(&along)) || (x > 70.0 && y < 20.0)
        });
        let found = segment(&canvas, &SegmentParams::default());
        assert_eq!(found.paints.len(), 2, "width {width}");
        let wanted = 70.0 * width + 26.0 * 20.0;
        let got = area(&found, &Paint::Flat(RED));
        assert!((got - wanted).abs() < 0.02 * wanted, "width {width}: {got} for {wanted}");
    }
}

#[test]
fn a_line_that_is_nowhere_two_pixels_wide_is_kept() {
    let canvas = picture(60, 40, |_, y| if y == 17 { [10, 10, 10, 255] } else { [255; 4] });
    let found = segment(&canvas, &SegmentParams::default());
    assert_eq!(found.faces.len(), 3);
    assert_eq!(error(&canvas, &found).1, 0.0);
}

#[test]
fn a_soft_edge_of_a_translucent_logo_is_coverage() {
    let glass = [40, 200, 120, 128];
    let canvas = drawing(64, glass, CLEAR, disc);
    let found = segment(&canvas, &SegmentParams::default());
    assert_eq!(found.paints, [Paint::NOTHING, Paint::Flat(glass)]);
    assert!(error(&canvas, &found).1 < 2.0);
}

/// A disc with a ramp in it, on nothing.
fn ramped(ramp: impl Fn(f64, f64) -> [u8; 4]) -> Canvas {
    picture(64, 64, |x, y| mix(ramp(f64::from(x) + 0.5, f64::from(y) + 0.5), CLEAR, coverage(x, y, disc)))
}

fn slanted(x: f64, y: f64) -> [u8; 4] {
    let place = 2.0 * x + 1.5 * y;
    [(place + 0.5) as u8, 90, (250.5 - place) as u8, 255]
}

fn gradients(found: &Regions) -> Vec<GradientKind> {
    let kind = |p: &Paint| if let Paint::Gradient(g) = p { Some(g.kind) } else { None };
    found.paints.iter().filter_map(kind).collect()
}

#[test]
fn a_linear_ramp_is_one_face_with_one_paint() {
    let canvas = ramped(slanted);
    let found = segment(&canvas, &SegmentParams::default());
    assert_eq!((gradients(&found), found.faces.len()), (vec![GradientKind::Linear], 2));
    assert!(error(&canvas, &found).0 < 0.5);
}

#[test]
fn a_radial_ramp_is_one_face_with_one_paint() {
    let canvas = ramped(|x, y| {
        let distance = ((x - 25.0).powi(2) + (y - 22.0).powi(2)).sqrt();
        [(240.5 - 4.0 * distance) as u8, 200, (60.5 + 3.0 * distance) as u8, 255]
    });
    let found = segment(&canvas, &SegmentParams::default());
    assert_eq!((gradients(&found), found.faces.len()), (vec![GradientKind::Radial], 2));
    assert!(error(&canvas, &found).0 < 0.6);
}

#[test]
fn gradients_can_be_switched_off() {
    let canvas = ramped(slanted);
    let params = SegmentParams { gradients: false, ..SegmentParams::default() };
    // Without its ramp there is nothing of a drawing in it.
    assert!(analyse(&canvas, &params).is_none());
    let ctx = Context::unhindered();
    let found = super::super::analyse(&canvas, &params, &ctx)
        .and_then(|analysis| super::super::cut(&canvas, &analysis, &params, &ctx))
        .expect("nobody cancels");
    assert!(gradients(&found).is_empty());
}

#[test]
fn exactly_as_many_colours_as_asked_for() {
    let canvas = picture(96, 16, |x, _| [(x / 12 * 30) as u8, (x / 24 * 60) as u8, 90, 255]);
    for count in 1..=8 {
        let params = SegmentParams { max_colors: count, ..SegmentParams::default() };
        let found = segment(&canvas, &params);
        assert_eq!(found.paints.len(), 1 + count as usize);
    }
}

#[test]
fn a_fixed_palette_is_kept_to() {
    let palette = vec![[0, 0, 120, 255], [255, 0, 0, 255]];
    let params = SegmentParams { palette: palette.clone(), ..SegmentParams::default() };
    let found = segment(&drawing(64, RED, BLUE, disc), &params);
    assert!(found.paints[1..].iter().all(|p| palette.iter().any(|&c| *p == Paint::Flat(c))));
    assert_eq!(found.faces.len(), 2);
}

#[test]
fn small_regions_join_their_neighbours() {
    let dot = |x: f64, y: f64| (x - 31.0).abs() < 3.0 && (y - 31.0).abs() < 3.0;
    let canvas = drawing(64, RED, BLUE, dot);
    let count =
        |min_area| segment(&canvas, &SegmentParams { min_area, ..SegmentParams::default() }).faces.len();
    assert_eq!((count(36), count(37)), (2, 1));
}

#[test]
fn compression_noise_is_no_drawing() {
    let clean = drawing(96, RED, [240, 240, 240, 255], |x, y| (x - 48.0).hypot(y - 48.0) < 30.0);
    assert!(look(&clean).is_drawing());
    // Ringing as JPEG leaves it: a few levels, around the edge.
    let mut seed = 7u32;
    let mut noise = move || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 24) as i32 % 9 - 4
    };
    let mut noisy = clean.clone();
    let pixels: Vec<[u8; 4]> = clean
        .pixels
        .iter()
        .map(|p| {
            let level = noise();
            [p[0], p[1], p[2]].map(|c| (i32::from(c) + level).clamp(0, 255) as u8)
        })
        .map(|[r, g, b]| [r, g, b, 255])
        .collect();
    noisy.pixels = Arc::new(pixels.into());
    assert!(!look(&noisy).is_drawing(), "{:?}", look(&noisy));
    assert!(gradient::find(&Padded::new(&noisy), &Context::unhindered()).is_ok_and(|found| found.noisy));
}

#[test]
fn noise_of_two_pixel_squares_is_no_drawing() {
    let canvas = picture(300, 300, |x, y| {
        let mut mixed = (x / 2 + (y / 2) * 150 + 1).wrapping_mul(2_654_435_761);
        mixed ^= mixed >> 15;
        mixed = mixed.wrapping_mul(2_246_822_519);
        [(mixed >> 24) as u8, (mixed >> 16) as u8, (mixed >> 8) as u8, 255]
    });
    assert!(analyse(&canvas, &SegmentParams::default()).is_none());
}

#[test]
fn pictures_of_no_or_little_size_are_covered() {
    for (width, height) in [(0, 0), (0, 5), (1, 1), (1, 300), (300, 1), (2, 2)] {
        let canvas = picture(width, height, |x, y| [x as u8, y as u8, 9, 255]);
        assert!(look(&canvas).noise().is_finite());
        let params = SegmentParams::default();
        let Some(flat) = analyse(&canvas, &params) else { continue };
        let found = flat.cut(&canvas, &params, &Context::unhindered()).expect("nobody cancels");
        assert_eq!(found.labels.len(), canvas.pixels.len());
        for &face in &found.labels {
            let paint = found.faces[face as usize].paint as usize;
            assert!(!found.paints[paint].is_nothing());
        }
    }
}

#[test]
fn a_cancelled_job_stops() {
    let (control, limits) = (Control::default(), Limits::default());
    control.cancel();
    let canvas = drawing(16, RED, BLUE, disc);
    let stopped = Flat::analyse(&canvas, true, &Context::new(&control, &limits));
    assert!(stopped.is_err_and(|e| e.kind() == crate::error::ErrorKind::Cancelled));
}

#[test]
fn a_blurred_shadow_is_one_veil() {
    let soft = |v: f64, low: f64, high: f64| {
        let edge = |d: f64| 1.0 / (1.0 + libm::exp(-d / 4.0));
        edge(v - low) * edge(high - v)
    };
    let shadow = |x: u32, y: u32| {
        let (x, y) = (f64::from(x) + 0.5, f64::from(y) + 0.5);
        (110.0 * soft(x, 30.0, 90.0) * soft(y, 50.0, 98.0) + 0.5) as u8
    };
    let card = |x: u32, y: u32| coverage(x, y, |x, y| (x - 60.2).abs() < 30.0 && (y - 60.4).abs() < 25.0);
    let canvas = picture(120, 130, |x, y| {
        let below = match shadow(x, y) {
            0 => CLEAR,
            alpha => [10, 20, 60, alpha],
        };
        mix(RED, below, card(x, y))
    });
    let found = segment(&canvas, &SegmentParams::default());
    let veils = found.paints.iter().filter(|p| matches!(p, Paint::Veil(_))).count();
    assert_eq!((veils, found.paints.len()), (1, 3), "{:?}", found.paints);
    let (mean, worst) = error(&canvas, &found);
    assert!(mean < 0.5 && worst < 12.0, "{mean} {worst}");
}

/// A square whose edges fade out below it, `reach` pixels wide and `alpha` at most.
fn with_shadow(reach: u32, alpha: u32) -> Canvas {
    picture(200, 200, |x, y| {
        let beyond = |v: u32| 40_u32.saturating_sub(v).max(v.saturating_sub(159));
        match beyond(x).max(beyond(y)) {
            0 if x < 100 => RED,
            0 => BLUE,
            away if away <= reach => [0, 0, 0, (alpha * (reach + 1 - away) / (reach + 1)) as u8],
            _ => CLEAR,
        }
    })
}

#[test]
fn a_soft_shadow_is_no_noise() {
    let found = look(&with_shadow(8, 40));
    assert!(found.is_drawing(), "{found:?}");
    // The same steps in an opaque colour may be what compression left.
    let opaque = picture(200, 200, |x, y| {
        let [.., alpha] = with_shadow(8, 40).pixels[(y * 200 + x) as usize];
        if alpha == 255 { RED } else { [255 - alpha, 255 - alpha, 255 - alpha, 255] }
    });
    assert!(look(&opaque).faint > 2.0 * found.faint, "{:?}", look(&opaque));
}

#[test]
fn a_shadow_that_would_be_lost_makes_it_no_drawing() {
    assert!(analyse(&with_shadow(3, 11), &SegmentParams::default()).is_none());
    assert!(analyse(&with_shadow(0, 0), &SegmentParams::default()).is_some());
}
