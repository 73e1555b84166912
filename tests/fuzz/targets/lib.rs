//! What each fuzz target does with its input. A panic is a crash.

use arbitrary::Arbitrary;
use pathloom::{Casing, Context, Control, EngineConfig, Limits, Pathloom, Request, stages};
use serde_json::json;

/// Any bytes: a picture or a typed error.
pub fn decode(bytes: &[u8]) {
    // Small, so that a minute tries many files rather than filling a few large ones.
    let limits = Limits { max_pixels: 1 << 16, max_bytes: 4 << 20, ..Limits::default() };
    let control = Control::default();
    match stages::decode::run(bytes, &Context::new(&control, &limits)) {
        Ok(pixels) => {
            assert_eq!(pixels.data.len() as u64, u64::from(pixels.width) * u64::from(pixels.height));
        }
        Err(error) => assert!(!error.message().is_empty()),
    }
}

/// A picture and parameters, made of whatever bytes there are.
#[derive(Debug, Arbitrary)]
pub struct Input {
    width: u8,
    /// Few colours make flat art, many make photos.
    palette: [[u8; 4]; 6],
    pixels: Vec<u8>,
    raw: bool,
    preset: u8,
    method: u8,
    detail: u8,
    min_area: u8,
    max_colors: u8,
    cutout: bool,
    shape: u8,
    tolerance: u8,
    corner_angle: u8,
    precision: u8,
    minify: u8,
    by_color: bool,
}

fn pick<'a>(names: &[&'a str], n: u8) -> &'a str {
    names[usize::from(n) % names.len()]
}

/// Any small picture with any parameters: a plain SVG or a typed error.
pub fn trace(input: &Input) {
    let color = |&p: &u8| match input.raw {
        true => [p, p.wrapping_mul(7), p.wrapping_mul(31), p.saturating_mul(3)],
        false => input.palette[usize::from(p) % input.palette.len()],
    };
    let width = usize::from(input.width % 48).max(1);
    let height = (input.pixels.len() / width).min(48);
    let pixels: Vec<[u8; 4]> = input.pixels[..width * height].iter().map(color).collect();
    let presets = ["auto", "logo", "illustration", "photo", "line-art", "pixel-art", "bw", "poster"];
    let request = json!({
        "preset": pick(&presets, input.preset),
        "segment": {
            "method": pick(&["regions", "threshold", "exact"], input.method),
            "detail": input.detail % 101,
            "min_area": input.min_area,
            // One colour is no choice; 0 is as many as it takes.
            "max_colors": if input.max_colors % 20 < 2 { 0 } else { input.max_colors % 20 },
        },
        "trace": { "layering": if input.cutout { "cutout" } else { "stacked" } },
        "fit": {
            "shape": pick(&["spline", "polygon", "pixel"], input.shape),
            "tolerance": 0.05 + f64::from(input.tolerance) / 60.0,
            "corner_angle": input.corner_angle % 180,
        },
        "write": {
            "precision": input.precision % 5,
            "minify": input.minify % 3,
            "group": if input.by_color { "color" } else { "none" },
        },
    });
    let Ok(request) = Request::from_json(&request, Casing::Snake) else { return };
    let engine =
        Pathloom::new(EngineConfig { limits: Limits::default(), cache_bytes: 1 << 20, clock: || 0.0 });
    let image = engine.open_pixels(width as u32, height as u32, pixels).expect("the length fits the size");
    let tracing = engine.vectorize(&image, &request, &Control::default()).expect("any picture has a drawing");
    let svg = &tracing.written.svg;
    assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
}
