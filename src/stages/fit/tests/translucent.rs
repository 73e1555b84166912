//! Translucent faces and veils: nothing gaps, nothing doubles.

use std::sync::Arc;

use super::{BOTH, fit, label, regions, render};
use crate::model::{Mixtures, Paint, Regions, Veil};
use crate::params::FitParams;

const SIDE: u32 = 96;

/// A shadow whose lines of equal alpha are neither straight nor round, beneath an opaque square.
fn shadow_alpha(x: f64, y: f64) -> f64 {
    let soft = |v: f64, low: f64, high: f64| {
        let edge = |d: f64| 1.0 / (1.0 + libm::exp(-d / 4.0));
        edge(v - low) * edge(high - v)
    };
    120.0 * soft(x, 24.0, 76.0) * soft(y, 34.0, 78.0)
}

fn is_square(x: f64, y: f64) -> bool {
    (22.0..74.0).contains(&x) && (20.0..66.0).contains(&y)
}

fn shadow() -> Arc<Regions> {
    let places = || (0..SIDE * SIDE).map(|i| (f64::from(i % SIDE) + 0.5, f64::from(i / SIDE) + 0.5));
    let alpha: Vec<u8> = places().map(|(x, y)| shadow_alpha(x, y).round() as u8).collect();
    let own: Vec<u32> = places()
        .zip(&alpha)
        .map(|((x, y), &alpha)| if is_square(x, y) { 1 } else { 2 * u32::from(alpha > 0) })
        .collect();
    let veil = Veil { color: [10, 30, 60], origin: [0, 0], size: [SIDE, SIDE], alpha };
    let paints = vec![Paint::NOTHING, Paint::Flat([200, 60, 40, 255]), Paint::Veil(Arc::new(veil))];
    let mixtures = Mixtures {
        other: own.iter().map(|&paint| paint as u16).collect(),
        coverage: vec![255; own.len()],
        noisy: false,
    };
    Arc::new(label(SIDE, SIDE, paints, &own, Some(mixtures)))
}

#[test]
fn a_shadow_has_no_crack_at_any_zoom() {
    let regions = shadow();
    for layering in BOTH {
        let shapes = fit(&regions, layering, &FitParams::default());
        for zoom in [1_u32, 4] {
            let drawn = render(&shapes, zoom as f32);
            for (i, pixel) in (0_u32..).zip(drawn.pixels()) {
                let at = |v: u32| (f64::from(v) + 0.5) / f64::from(zoom);
                let (x, y) = (at(i % drawn.width()), at(i / drawn.width()));
                let beside_square = [-1.0, 1.0].iter().any(|d| {
                    is_square(x + d, y) != is_square(x, y) || is_square(x, y + d) != is_square(x, y)
                });
                let alpha = f64::from(pixel.alpha());
                if is_square(x, y) {
                    assert!(beside_square || alpha == 255.0, "{layering:?} {zoom}× ({x}, {y}): {alpha}");
                } else {
                    let (want, slack) = (shadow_alpha(x, y), if beside_square { 30.0 } else { 8.0 });
                    let fits = alpha > want - 8.0 && alpha < want + slack;
                    assert!(fits, "{layering:?} {zoom}× ({x}, {y}): {alpha}, not {want}");
                }
            }
        }
    }
}

#[test]
fn translucent_neighbours_meet_without_a_hole() {
    // Three panes that meet in a point, on an opaque bar.
    let scene = |x: f64, y: f64| match (x, y) {
        _ if y > 50.0 => 4,
        (x, y) if x + 0.4 * y < 40.3 && y > 8.0 => 1,
        (x, y) if x - 0.7 * y < 8.8 && y > 8.0 => 2,
        (x, y) if y > 8.0 && x < 90.0 => 3,
        _ => 0,
    };
    let pane = |r, g, b| Paint::Flat([r, g, b, 128]);
    let paints = vec![
        Paint::NOTHING,
        pane(220, 40, 40),
        pane(40, 200, 40),
        pane(40, 40, 220),
        Paint::Flat([20, 20, 20, 255]),
    ];
    let regions = regions(SIDE, 64, paints, scene);
    for layering in BOTH {
        let shapes = fit(&regions, layering, &FitParams::default());
        for zoom in [1_u32, 4] {
            let drawn = render(&shapes, zoom as f32);
            for (i, pixel) in (0_u32..).zip(drawn.pixels()) {
                let at = |v: u32| (f64::from(v) + 0.5) / f64::from(zoom);
                let (x, y) = (at(i % drawn.width()), at(i / drawn.width()));
                if x < 1.0 || y < 10.0 || (x > 88.0 && y < 52.0) {
                    continue;
                }
                // Where two panes share a pixel a quarter of the product of their alphas is lost;
                // beneath the bar nothing is.
                let least = if y > 47.0 && (x * 10.0) as i32 % 300 > 20 { 104 } else { 96 };
                assert!(pixel.alpha() >= least, "{layering:?} {zoom}× ({x}, {y}): {}", pixel.alpha());
            }
        }
    }
}

#[test]
fn an_opaque_edge_covers_a_translucent_one() {
    let scene = |x: f64, y: f64| if x + 0.3 * y < 30.2 { 1 } else { 2 };
    let paints = vec![Paint::NOTHING, Paint::Flat([250, 200, 0, 90]), Paint::Flat([0, 60, 90, 255])];
    let regions = regions(64, 48, paints, scene);
    for layering in BOTH {
        let shapes = fit(&regions, layering, &FitParams::default());
        let drawn = render(&shapes, 4.0);
        let least = drawn.pixels().iter().map(|p| p.alpha()).min();
        assert!(least >= Some(88), "{layering:?}: {least:?}");
    }
}
