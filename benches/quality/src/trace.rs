//! The two contestants.

use std::sync::LazyLock;
use std::time::Instant;

use image::RgbaImage;
use pathloom::{Casing, Control, EngineConfig, Limits, Pathloom, Request};

/// A traced picture and the median time, ms.
pub struct Traced {
    pub svg: String,
    pub ms: f64,
}

/// Pathloom with fixed parameters.
pub struct Ours {
    request: Request,
}

fn clock() -> f64 {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    START.elapsed().as_secs_f64() * 1e3
}

impl Ours {
    pub fn new(preset: &str, set: &[(String, String)]) -> Result<Self, String> {
        let mut json = serde_json::json!({ "preset": preset });
        for (key, value) in set {
            let value =
                serde_json::from_str(value).unwrap_or_else(|_| serde_json::Value::from(value.as_str()));
            match key.split_once('.') {
                Some((stage, field)) => json[stage][field] = value,
                None => json[key] = value,
            }
        }
        let request = Request::from_json(&json, Casing::Snake).map_err(|e| e.to_string())?;
        Ok(Self { request })
    }

    pub fn measure(&self, picture: &RgbaImage, runs: usize) -> Result<Traced, String> {
        let engine = Pathloom::new(EngineConfig { limits: Limits::default(), cache_bytes: 0, clock });
        let pixels = picture.as_raw().as_chunks::<4>().0.to_vec();
        let image =
            engine.open_pixels(picture.width(), picture.height(), pixels).map_err(|e| e.to_string())?;
        timed(runs, || {
            engine
                .vectorize(&image, &self.request, &Control::default())
                .map(|t| t.written.svg.clone())
                .map_err(|e| e.to_string())
        })
    }
}

/// VTracer 1.0 with one of its presets; the poster one simplified, as its authors advise.
pub fn vtracer(picture: &RgbaImage, preset: &str, runs: usize) -> Result<Traced, String> {
    use vtracer::{ColorImage, Config, Preset};
    let config = match preset {
        "default" => Config::default(),
        "poster" => Config::from_preset(Preset::Poster),
        "simplify" => Config { simplify: Some(1.0), ..Config::from_preset(Preset::Poster) },
        "photo" => Config::from_preset(Preset::Photo),
        "bw" => Config::from_preset(Preset::Bw),
        other => return Err(format!("VTracer has no preset {other}")),
    };
    let image = ColorImage {
        pixels: picture.as_raw().clone(),
        width: picture.width() as usize,
        height: picture.height() as usize,
    };
    let pipeline = config.build().map_err(|e| e.to_string())?;
    timed(runs, || pipeline.to_svg(&image).map_err(|e| e.to_string()))
}

fn timed(runs: usize, mut work: impl FnMut() -> Result<String, String>) -> Result<Traced, String> {
    let mut times = Vec::new();
    let mut svg = String::new();
    for _ in 0..runs.max(1) {
        let started = clock();
        svg = work()?;
        times.push(clock() - started);
    }
    times.sort_by(f64::total_cmp);
    Ok(Traced { svg, ms: times[times.len() / 2] })
}
