//! Pictures and requests that must give the same bytes natively and in a browser.
//!
//! Compiled twice: for the build script, which traces natively, and for the test in the browser.

use pathloom::params::{Casing, Request};
use pathloom::{Control, EngineConfig, Image, Limits, Pathloom};
use serde_json::json;

const WIDTH: u32 = 120;
const HEIGHT: u32 = 88;

/// Soft-edged discs over a ramp with seeded noise, and a corner that fades out: every kind of pixel.
fn picture() -> Vec<[u8; 4]> {
    let mut seed = 7_u32;
    let discs = [
        (30.0, 30.0, 21.5, [214, 40, 57]),
        (78.0, 50.0, 27.0, [22, 105, 122]),
        (60.0, 24.0, 9.25, [255, 200, 87]),
    ];
    let mut pixels = Vec::with_capacity((WIDTH * HEIGHT) as usize);
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = (seed >> 29) as f32;
            let mut color = [60.0 + x as f32 + noise, 90.0 + y as f32, 200.0 - x as f32 + noise];
            for (cx, cy, radius, ink) in discs {
                let (dx, dy) = (x as f32 + 0.5 - cx, y as f32 + 0.5 - cy);
                let coverage = (radius - (dx * dx + dy * dy).sqrt() + 0.5).clamp(0.0, 1.0);
                for (channel, paint) in color.iter_mut().zip(ink) {
                    *channel += (paint as f32 - *channel) * coverage;
                }
            }
            let alpha = 255.0 - (x as f32 + y as f32 - 150.0).clamp(0.0, 32.0) * 8.0;
            pixels.push([color[0] as u8, color[1] as u8, color[2] as u8, alpha.clamp(0.0, 255.0) as u8]);
        }
    }
    pixels
}

/// The cases: a name and a request each.
pub fn requests() -> Vec<(&'static str, serde_json::Value)> {
    vec![
        ("auto", json!({})),
        ("logo", json!({ "preset": "logo" })),
        ("photo", json!({ "preset": "photo" })),
        ("pixel-art", json!({ "preset": "pixel-art" })),
        ("line-art", json!({ "preset": "line-art" })),
        ("few-colors", json!({ "preset": "illustration", "segment": { "maxColors": 5 } })),
        (
            "cutout",
            json!({ "preset": "logo", "trace": { "layering": "cutout" }, "fit": { "shape": "polygon" } }),
        ),
        ("vtracer", json!({ "preset": "logo", "engine": "vtracer" })),
    ]
}

/// A file of each format, and one that is damaged.
pub fn files() -> Vec<(&'static str, &'static [u8])> {
    macro_rules! files {
        ($($name:literal),*) => {
            vec![$(($name, include_bytes!(concat!("../../corpus/formats/", $name)).as_slice())),*]
        };
    }
    let mut files = files![
        "deep.png",
        "progressive.jpg",
        "cmyk.jpg",
        "orientation-6.jpg",
        "display-p3.jpg",
        "grey-profile.png",
        "lossy.webp",
        "lossy-alpha.webp",
        "lossless.webp",
        "animated.gif",
        "palette.bmp",
        "rgba.tiff",
        "grey16.tiff",
        "icon.ico",
        "rgb.ppm",
        "huge-header.png"
    ];
    let whole = files.iter().find(|(name, _)| *name == "lossy.webp").expect("it is in the list").1;
    files.push(("cut.webp", &whole[..whole.len() / 2]));
    files
}

/// Traces the picture as asked; an error is returned as text, to be compared as well.
pub fn trace(request: &serde_json::Value) -> String {
    drawn(request, |engine, _| engine.open_pixels(WIDTH, HEIGHT, picture()))
}

/// Decodes a file and traces it.
pub fn trace_file(file: &[u8]) -> String {
    drawn(&json!({ "preset": "logo" }), |engine, control| engine.open_encoded(file, control))
}

fn drawn(
    request: &serde_json::Value,
    open: impl FnOnce(&Pathloom, &Control) -> pathloom::Result<Image>,
) -> String {
    let engine = Pathloom::new(EngineConfig { limits: Limits::default(), cache_bytes: 0, clock: || 0.0 });
    let control = Control::default();
    let traced = Request::from_json(request, Casing::Camel).and_then(|request| {
        let image = open(&engine, &control)?;
        engine.vectorize(&image, &request, &control)
    });
    match traced {
        Ok(tracing) => tracing.written.svg.clone(),
        Err(error) => format!("error: {error}"),
    }
}
