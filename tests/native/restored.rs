//! What compression and scanners do to a drawing is undone: the picture before it is nearer to the trace than the one
//! that was traced.

use pathloom::params::{Casing, Request};
use pathloom::{Control, EngineConfig, Limits, Pathloom};
use serde_json::json;

use crate::pictures::{self, Picture};

const SIDE: u32 = 160;

/// A disc and a bar upon each other on a ground, all of one colour each.
fn clean() -> Picture {
    pictures::drawn(SIDE, SIDE, |x, y| {
        if (x - 60.3).hypot(y - 70.8) < 41.0 {
            [0.1, 0.35, 0.6, 1.0]
        } else if (x + 2.0 * y - 270.0).abs() < 40.0 {
            [0.8, 0.3, 0.2, 1.0]
        } else {
            [0.92, 0.88, 0.8, 1.0]
        }
    })
}

/// The same, blurred a little as by a scanner's lens and wavering by up to five levels.
fn worn(clean: &Picture) -> Picture {
    let at = |x: u32, y: u32| clean.pixels[(y.min(SIDE - 1) * SIDE + x.min(SIDE - 1)) as usize];
    let mut seed = 1_u32;
    let mut waver = |level: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (level + (seed >> 24) % 11).saturating_sub(5).min(255) as u8
    };
    let pixels = (0..SIDE * SIDE).map(|i| {
        let (x, y) = (i % SIDE, i / SIDE);
        let around = [(x + 1, y), (x.saturating_sub(1), y), (x, y + 1), (x, y.saturating_sub(1))];
        let [r, g, b] = [0, 1, 2].map(|c| {
            let sum: u32 = around.iter().map(|&(x, y)| u32::from(at(x, y)[c])).sum();
            waver((4 * u32::from(at(x, y)[c]) + sum) / 8)
        });
        [r, g, b, 255]
    });
    Picture { width: SIDE, height: SIDE, pixels: pixels.collect() }
}

/// Mean difference of a channel, levels.
fn difference(a: &[[u8; 4]], b: &[[u8; 4]]) -> f64 {
    let sum: u64 = a.iter().flatten().zip(b.iter().flatten()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    sum as f64 / (3 * a.len()) as f64
}

/// The outermost pixels, where nothing lies beneath two areas that end a little before the rim.
fn rim(pixels: &[[u8; 4]]) -> Vec<[u8; 4]> {
    let is_rim = |i: u32| [i % SIDE, i / SIDE].iter().any(|at| [0, SIDE - 1].contains(at));
    (0..SIDE * SIDE).filter(|&i| is_rim(i)).map(|i| pixels[i as usize]).collect()
}

#[test]
fn a_worn_drawing_becomes_what_it_was() {
    let (clean, limits) = (clean(), Limits::default());
    let worn = worn(&clean);
    let engine = Pathloom::new(EngineConfig { limits, cache_bytes: 0, clock: || 0.0 });
    let image = engine.open_pixels(SIDE, SIDE, worn.pixels.clone()).expect("a small picture");
    for layering in ["stacked", "cutout"] {
        let json = json!({ "preset": "auto", "trace": { "layering": layering } });
        let request = Request::from_json(&json, Casing::Snake).expect("valid parameters");
        let traced = engine.vectorize(&image, &request, &Control::default()).expect("a good picture");
        let svg = &traced.written.svg;
        let drawn = pictures::render(svg, SIDE, SIDE);
        for part in [|pixels: &[[u8; 4]]| pixels.to_vec(), rim] {
            let before = difference(&part(&worn.pixels), &part(&clean.pixels));
            let after = difference(&part(&drawn), &part(&clean.pixels));
            assert!(after < before / 2.0, "{layering}: {after} of {before} are left\n{svg}");
        }
        assert!(svg.len() < 1200, "{layering}: {} bytes\n{svg}", svg.len());
    }
}
