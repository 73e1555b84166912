mod translucent;

use std::sync::Arc;

use proptest::prelude::*;

use super::super::fixture::{NOTHING, fit, label, palette, regions, render};
use crate::model::{Curve, Mixtures, Paint, Point, Regions, Shapes};
use crate::params::{FitParams, Layering, Shape as OutlineShape};

const BOTH: [Layering; 2] = [Layering::Stacked, Layering::Cutout];

/// Curves of the contours of a paint's shapes, with their starts.
fn contours_of(shapes: &Shapes, paint: u32) -> Vec<(Point, Vec<Curve>)> {
    shapes
        .shapes
        .iter()
        .filter(|s| s.paint == paint)
        .flat_map(|s| &shapes.contours[s.first as usize..(s.first + s.count) as usize])
        .map(|c| (c.start, shapes.stretch(c).curves().collect()))
        .collect()
}

/// Pixels that let the background through.
fn leaks(shapes: &Shapes, zoom: f32) -> usize {
    render(shapes, zoom).pixels().iter().filter(|p| p.alpha() < 250).count()
}

#[test]
fn a_disc_comes_back_as_a_circle() {
    let (cx, cy, r) = (32.3, 30.8, 20.4);
    let disc = |x: f64, y: f64| {
        if (x - cx).powi(2) + (y - cy).powi(2) < r * r { 1 } else { NOTHING }
    };
    let shapes = fit(&regions(64, 64, palette(), disc), Layering::Stacked, &FitParams::default());
    let contours = contours_of(&shapes, 1);
    let [(start, curves)] = &contours[..] else { panic!("one contour: {contours:?}") };
    assert_eq!(curves.len(), 2);
    for curve in curves {
        let Curve::Arc { radii, .. } = curve else { panic!("arcs: {curves:?}") };
        assert!((radii.x - r).abs() < 0.1 && (radii.y - r).abs() < 0.1, "{radii:?}");
    }
    let right = curves[0].end();
    assert!(((start.x + right.x) / 2.0 - cx).abs() < 0.1 && (start.y - cy).abs() < 0.1);
}

#[test]
fn a_rotated_square_has_four_corners() {
    let (sin, cos) = 0.4_f64.sin_cos();
    let square = |x: f64, y: f64| {
        let (x, y) = (x - 40.0, y - 40.0);
        if (x * cos + y * sin).abs() < 22.0 && (y * cos - x * sin).abs() < 22.0 { 1 } else { NOTHING }
    };
    for shape in [OutlineShape::Spline, OutlineShape::Polygon] {
        let params = FitParams { shape, ..FitParams::default() };
        let shapes = fit(&regions(80, 80, palette(), square), Layering::Stacked, &params);
        let contours = contours_of(&shapes, 1);
        let [(_, curves)] = &contours[..] else { panic!("one contour: {contours:?}") };
        assert_eq!(curves.len(), 4, "{curves:?}");
        for curve in curves {
            let Curve::Line { to } = *curve else { panic!("lines: {curves:?}") };
            let (x, y) = (to.x - 40.0, to.y - 40.0);
            assert!(((x * cos + y * sin).abs() - 22.0).abs() < 0.1, "{to:?}");
            assert!(((y * cos - x * sin).abs() - 22.0).abs() < 0.1, "{to:?}");
        }
    }
}

#[test]
fn two_half_planes_meet_without_a_gap() {
    for slope in [0.0, 0.37, 1.0, 5.0] {
        let regions = regions(48, 48, palette(), |x, y| u32::from(y - 23.7 > slope * (x - 24.1)));
        for layering in BOTH {
            let shapes = fit(&regions, layering, &FitParams::default());
            for zoom in [1.0, 4.0] {
                assert_eq!(leaks(&shapes, zoom), 0, "slope {slope} {layering:?} zoom {zoom}");
            }
        }
    }
}

#[test]
fn a_ring_keeps_its_hole() {
    let ring = |x: f64, y: f64| {
        let r = ((x - 32.0).powi(2) + (y - 32.0).powi(2)).sqrt();
        if r > 12.0 && r < 24.0 { 1 } else { NOTHING }
    };
    for layering in BOTH {
        let shapes = fit(&regions(64, 64, palette(), ring), layering, &FitParams::default());
        let image = render(&shapes, 1.0);
        let alpha = |x, y| image.pixel(x, y).expect("inside").alpha();
        assert_eq!((alpha(32, 32), alpha(32, 14), alpha(2, 2)), (0, 255, 0), "{layering:?}");
    }
}

#[test]
fn faces_on_nothing_meet_without_a_seam() {
    // A disc of two colours, on nothing: neither a gap between the halves nor a wider outline.
    let scene = |x: f64, y: f64| {
        let inside = (x - 32.0).powi(2) + (y - 32.0).powi(2) < 500.0;
        if !inside { NOTHING } else { 1 + u32::from(y > 31.6 + 0.2 * (x - 32.0)) }
    };
    let exact = regions(64, 64, palette(), scene);
    let ragged = {
        let own: Vec<u32> = exact.labels.iter().map(|&l| exact.faces[l as usize].paint).collect();
        Arc::new(label(64, 64, palette(), &own, None))
    };
    for (map, name) in [(exact, "exact"), (ragged, "ragged")] {
        for layering in BOTH {
            let shapes = fit(&map, layering, &FitParams::default());
            for zoom in [1.0, 4.0] {
                let image = render(&shapes, zoom);
                let alpha = |x: f32, y: f32| {
                    image.pixel((x * zoom) as u32, (y * zoom) as u32).expect("inside").alpha()
                };
                for i in 0..400 {
                    let x = 12.0 + i as f32 / 10.0;
                    let worst =
                        (0..40).map(|k| alpha(x, 31.6 + 0.2 * (x - 32.0) - 2.0 + k as f32 / 10.0)).min();
                    assert!(worst >= Some(250), "{name} {layering:?} {worst:?} at {x}, zoom {zoom}");
                }
                for (x, y) in [(32.5, 8.2), (8.2, 32.5), (55.8, 36.4), (32.5, 55.8)] {
                    assert_eq!(alpha(x, y), 0, "{name} {layering:?} beyond the outline, zoom {zoom}");
                }
            }
        }
    }
}

#[test]
fn a_line_of_one_pixel_is_drawn() {
    for (from, to) in [(20.0, 21.0), (20.4, 21.4)] {
        let line = |x: f64, y: f64| {
            if y > from && y < to && x > 8.0 && x < 56.0 { 1 } else { NOTHING }
        };
        let shapes = fit(&regions(64, 40, palette(), line), Layering::Stacked, &FitParams::default());
        let image = render(&shapes, 1.0);
        let ink: u32 = (0..40).map(|y| u32::from(image.pixel(32, y).expect("inside").alpha())).sum();
        assert!(ink.abs_diff(255) < 26, "one pixel's worth of ink, not {ink}");
    }
}

#[test]
fn nothing_hides_beneath_a_translucent_face() {
    let mut paints = palette();
    paints[2] = Paint::Flat([0, 255, 0, 100]);
    let scene = |x: f64, y: f64| {
        let disc = (x - 32.0).powi(2) + (y - 32.0).powi(2) < 300.0;
        if disc { 2 } else { u32::from(x > 32.0) }
    };
    for layering in BOTH {
        let shapes = fit(&regions(64, 64, paints.clone(), scene), layering, &FitParams::default());
        let alpha = render(&shapes, 1.0).pixel(32, 32).expect("inside").alpha();
        assert_eq!(alpha, 100, "{layering:?}");
    }
}

#[test]
fn curves_stay_within_the_tolerance_of_the_truth() {
    // A clover: smooth, of changing curvature, without a corner.
    let radius = |angle: f64| 30.0 + 6.0 * (3.0 * angle).cos();
    let clover = |x: f64, y: f64| {
        let (x, y) = (x - 48.0, y - 48.0);
        if (x * x + y * y).sqrt() < radius(y.atan2(x)) { 1 } else { NOTHING }
    };
    let regions = regions(96, 96, palette(), clover);
    let mut before = usize::MAX;
    for tolerance in [0.1, 0.3, 1.0] {
        let params = FitParams { tolerance, ..FitParams::default() };
        let contours = contours_of(&fit(&regions, Layering::Stacked, &params), 1);
        let [(start, curves)] = &contours[..] else { panic!("one contour: {contours:?}") };
        let mut from = *start;
        for curve in curves {
            let control = match *curve {
                Curve::Cubic { c1, c2, to } => [from, c1, c2, to],
                ref other => [from, from, other.end(), other.end()],
            };
            for k in 0..=20 {
                let p = super::cubic::evaluate(&control, f64::from(k) / 20.0);
                let (x, y) = (p.x - 48.0, p.y - 48.0);
                let off = ((x * x + y * y).sqrt() - radius(y.atan2(x))).abs();
                assert!(off < tolerance + 0.15, "{off} px at {p:?}, tolerance {tolerance}");
            }
            from = curve.end();
        }
        assert!(curves.len() <= before && curves.len() < 14, "{} curves at {tolerance}", curves.len());
        before = curves.len();
    }
}

#[test]
fn pixels_come_back_exactly() {
    let own: Vec<u32> = (0..35).map(|i| [0, 1, 1, 2, 0, 3, 3][i % 7] * u32::from(i % 5 > 0)).collect();
    let map = Arc::new(label(7, 5, palette(), &own, None));
    for layering in BOTH {
        let params = FitParams { shape: OutlineShape::Pixel, ..FitParams::default() };
        let image = render(&fit(&map, layering, &params), 1.0);
        for (i, &paint) in own.iter().enumerate() {
            let Paint::Flat(expected) = map.paints[paint as usize] else { panic!("flat") };
            let p = image.pixels()[i];
            assert_eq!([p.red(), p.green(), p.blue(), p.alpha()], expected, "pixel {i} {layering:?}");
        }
    }
}

#[test]
fn a_sky_that_is_shown_small_has_no_hairlines_of_the_ground_below_it() {
    // Slanted stripes of two light colours over black: the mean of all is dark.
    let side = 192;
    let own = |i: u32| match (i % side, i / side) {
        (_, y) if y >= side * 2 / 5 => 0,
        (x, y) => 1 + (x + y / 3) / 5 % 2,
    };
    let own: Vec<u32> = (0..side * side).map(own).collect();
    let light = |level| Paint::Flat([level, level, level, 255]);
    let map = Arc::new(label(side, side, vec![light(0), light(220), light(226)], &own, None));
    let shapes = fit(&map, Layering::Stacked, &FitParams::default());
    for zoom in [0.2_f32, 0.37, 1.0] {
        let image = render(&shapes, zoom);
        // The lowest rows of the sky may show what is beneath their edge.
        let rows = (side as f32 * zoom * 0.35) as u32;
        let sky = (0..rows).flat_map(|y| (0..image.width()).map(move |x| (x, y)));
        let worst = sky.map(|(x, y)| image.pixel(x, y).expect("inside").red().abs_diff(223)).max();
        assert!(worst <= Some(6), "at {zoom} a pixel of the sky is {worst:?} away");
    }
    // A partition has nothing beneath.
    let parted = fit(&map, Layering::Cutout, &FitParams::default());
    assert!(parted.shapes.len() < shapes.shapes.len());
}

#[test]
fn a_large_drawing_that_is_shown_small_has_no_hairlines_of_its_lowest_face() {
    // A mosaic of three light colours within black, which lies beneath it.
    let side = 1200;
    let (columns, rows) = (200..1000, 200..1000);
    let own = |i: u32| match (i % side, i / side) {
        (x, y) if columns.contains(&x) && rows.contains(&y) => {
            1 + ((x / 9 + y / 7 * 131).wrapping_mul(2_654_435_761) >> 16) % 3
        }
        _ => 0,
    };
    let own: Vec<u32> = (0..side * side).map(own).collect();
    let mixtures = Mixtures {
        other: own.iter().map(|&paint| paint as u16).collect(),
        coverage: vec![255; own.len()],
        noisy: true,
    };
    let light = |level| Paint::Flat([level, level, level, 255]);
    let paints = vec![light(0), light(220), light(223), light(226)];
    let map = Arc::new(label(side, side, paints, &own, Some(mixtures)));
    let shapes = fit(&map, Layering::Stacked, &FitParams::default());
    assert_eq!(shapes.background, Some(0));
    for zoom in [0.1_f32, 0.2, 1.0] {
        let image = render(&shapes, zoom);
        let inner = (image.width() / 4)..(image.width() * 3 / 4);
        let light = inner.clone().flat_map(|y| inner.clone().map(move |x| (x, y)));
        let worst = light.map(|(x, y)| image.pixel(x, y).expect("inside").red().abs_diff(223)).max();
        assert!(worst <= Some(6), "at {zoom} a light pixel is {worst:?} away");
        let dark = image.pixel(image.width() / 2, image.height() / 16).expect("inside");
        assert_eq!(dark.red(), 0, "the lowest face is seen where it is");
    }
}

#[test]
fn a_cancelled_fit_stops_soon() {
    // One contour of a million turns: noise in black and white, joined by a frame and spokes.
    let side = 1200;
    let own: Vec<u32> = (0..side * side)
        .map(|i: u32| u32::from((i % side).is_multiple_of(2) || i.wrapping_mul(2_654_435_761) >> 31 == 0))
        .collect();
    let mixtures = Mixtures {
        other: own.iter().map(|&paint| paint as u16).collect(),
        coverage: vec![255; own.len()],
        noisy: false,
    };
    let map = Arc::new(label(side, side, palette(), &own, Some(mixtures)));
    let outlines = super::super::fixture::trace(&map, Layering::Stacked);
    let (control, limits) = (crate::context::Control::default(), crate::limits::Limits::default());
    let ctx = crate::context::Context::new(&control, &limits);
    std::thread::scope(|scope| {
        let job = scope.spawn(|| super::run(&outlines, (side, side), &FitParams::default(), &ctx));
        std::thread::sleep(std::time::Duration::from_millis(20));
        let asked = std::time::Instant::now();
        control.cancel();
        let _ = job.join().expect("no panic");
        // Generous, for machines that are busy; what is measured is some milliseconds.
        assert!(asked.elapsed().as_millis() < 1000, "{:?}", asked.elapsed());
    });
}

fn any_map() -> impl Strategy<Value = Arc<Regions>> {
    (2_u32..24, 2_u32..24, 1_u32..4, any::<u64>(), any::<bool>(), 1_u32..6).prop_map(
        |(w, h, colors, seed, mixed, block)| {
            // Blocks of random colours, so that there are large faces, and junctions.
            let hash = |i: u64| {
                let x = (i ^ seed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                (x ^ x >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 33
            };
            let own: Vec<u32> = (0..w * h)
                .map(|i| {
                    (hash(u64::from(i % w / block) << 16 | u64::from(i / w / block)) % u64::from(colors))
                        as u32
                })
                .collect();
            let mixtures = mixed.then(|| Mixtures {
                other: (0..w * h).map(|i| (hash(u64::from(i) + 999) % u64::from(colors)) as u16).collect(),
                coverage: (0..w * h).map(|i| 128 + (hash(u64::from(i) + 7) % 128) as u8).collect(),
                noisy: colors % 2 == 1,
            });
            Arc::new(label(w, h, palette(), &own, mixtures))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_opaque_picture_covers_every_pixel(map in any_map(), cutout in any::<bool>(), tolerance in 0.0_f64..2.0) {
        let layering = if cutout { Layering::Cutout } else { Layering::Stacked };
        for shape in [OutlineShape::Spline, OutlineShape::Polygon, OutlineShape::Pixel] {
            let shapes = fit(&map, layering, &FitParams { shape, tolerance, ..FitParams::default() });
            let finite = |p: Point| p.x.is_finite() && p.y.is_finite();
            prop_assert!(shapes.contours.iter().flat_map(|c| shapes.stretch(c).curves()).all(|c| finite(c.end())));
            prop_assert_eq!(leaks(&shapes, 1.0), 0);
            prop_assert_eq!(leaks(&shapes, 4.0), 0);
        }
    }
}

#[test]
fn a_face_of_which_one_pixel_touches_nothing_is_drawn() {
    // A square beneath a frame, and a slot through the frame that is a pixel wide.
    let square = regions(48, 48, palette(), |x, y| {
        let (dx, dy) = ((x - 24.0).abs(), (y - 24.0).abs());
        match dx.max(dy) {
            away if away > 18.0 => NOTHING,
            away if away > 15.0 && !(y > 24.0 && (23.0..24.0).contains(&x)) => 2,
            _ => 1,
        }
    });
    for layering in BOTH {
        let shapes = fit(&square, layering, &FitParams::default());
        let drawn = render(&shapes, 1.0);
        assert_eq!(drawn.pixels()[24 * 48 + 24].alpha(), 255, "{layering:?}");
    }
}

#[test]
fn a_dot_of_a_few_pixels_keeps_its_size() {
    for radius in [1.3, 1.6, 1.9, 2.2, 2.6] {
        for (dx, dy) in [(0.0, 0.0), (0.5, 0.5), (0.3, 0.1)] {
            let dot = |x: f64, y: f64| u32::from((x - 8.0 - dx).hypot(y - 8.0 - dy) < radius);
            let shapes = fit(&regions(17, 17, palette(), dot), Layering::Stacked, &FitParams::default());
            let red: u32 = render(&shapes, 1.0).pixels().iter().map(|p| u32::from(p.red())).sum();
            let share = f64::from(red) / 255.0 / (std::f64::consts::PI * radius * radius);
            assert!((0.85..1.15).contains(&share), "radius {radius} at {dx} {dy}: {share}");
        }
    }
}
