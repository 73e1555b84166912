//! VTracer 1.0 behind one function, as its own command line sets it up.

use vtracer::{ColorImage, Config, Preset};
use wasm_bindgen::prelude::wasm_bindgen;

/// Traces straight RGBA pixels; `simplify` in pixels, 0 for none. Empty when VTracer fails.
#[wasm_bindgen]
pub fn trace(pixels: Vec<u8>, width: usize, height: usize, preset: &str, simplify: f64) -> String {
    let mut config = match preset {
        "poster" => Config::from_preset(Preset::Poster),
        "photo" => Config::from_preset(Preset::Photo),
        _ => Config::default(),
    };
    config.simplify = (simplify > 0.0).then_some(simplify);
    config
        .build()
        .ok()
        .and_then(|tracer| tracer.to_svg(&ColorImage { pixels, width, height }).ok())
        .unwrap_or_default()
}
