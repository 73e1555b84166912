//! The pictures that are measured, and each stage's input, made once.

use std::path::Path;
use std::sync::Arc;

use pathloom::image::Pixels;
use pathloom::model::{Canvas, Outlines, Regions, Shapes};
use pathloom::params::{Params, Preset, Request};
use pathloom::stages::segment::Analysis;
use pathloom::stages::{decode, fit, prepare, segment, trace};
use pathloom::{Context, Control, Limits, Result};

/// A picture of `tests/corpus/pictures` and the preset that suits it.
pub const PICTURES: [(&str, Preset); 5] = [
    ("astronaut", Preset::Photo),
    ("coffee", Preset::Photo),
    ("wagon", Preset::Illustration),
    ("pirate", Preset::Logo),
    ("otter", Preset::Logo),
];

/// One picture with the input of every stage.
pub struct Prepared {
    /// File name without extension.
    pub name: &'static str,
    /// The parameters of its preset.
    pub params: Params,
    /// For `decode`.
    pub file: Vec<u8>,
    /// For `prepare`.
    pub pixels: Pixels,
    /// For `segment`.
    pub canvas: Canvas,
    /// For the second half of `segment`.
    pub analysis: Analysis,
    /// For `trace`.
    pub regions: Arc<Regions>,
    /// For `fit`.
    pub outlines: Outlines,
    /// For `write`.
    pub shapes: Shapes,
}

/// Runs `work` in a fresh context without limits on time.
pub fn in_context<T>(work: impl FnOnce(&Context<'_>) -> Result<T>) -> T {
    let (control, limits) = (Control::default(), Limits::default());
    work(&Context::new(&control, &limits)).expect("the pictures of the corpus can be traced")
}

/// Reads a picture and runs every stage once.
pub fn prepare(name: &'static str, preset: Preset) -> Prepared {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../tests/corpus/pictures/{name}.png"));
    let file = std::fs::read(path).expect("the corpus is part of the repository");
    let params = Request::preset_only(preset).resolve(preset);
    in_context(|ctx| {
        let pixels = decode::run(&file, ctx)?;
        let canvas = prepare::run(&pixels, &params.prepare, ctx)?;
        let analysis = segment::analyse(&canvas, &params.segment, ctx)?;
        let regions = segment::cut(&canvas, &analysis, &params.segment, ctx)?;
        let outlines = trace::run(&regions, &params.trace, ctx)?;
        let shapes = fit::run(&outlines, (pixels.width, pixels.height), &params.fit, ctx)?;
        Ok(Prepared { name, params, file, pixels, canvas, analysis, regions, outlines, shapes })
    })
}

/// All pictures.
pub fn all() -> Vec<Prepared> {
    PICTURES.into_iter().map(|(name, preset)| prepare(name, preset)).collect()
}
