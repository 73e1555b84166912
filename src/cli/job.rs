//! One input after the other on one engine: read, trace, write, and what it took.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::OnceLock;
use std::time::Instant;

use pathloom::{Chosen, Control, EngineConfig, Error, ErrorKind, Limits, Pathloom, Request, Stage, Tracing};
use serde::Serialize;

use super::plan::{Input, Output, Task};
use super::{files, memory};

/// The engine and what it was asked for.
pub struct Jobs<'a> {
    engine: Pathloom,
    limits: Limits,
    request: &'a Request,
    controls: Vec<Control>,
}

/// A finished input.
pub struct Done {
    input: String,
    tracing: Tracing,
    stages: BTreeMap<Stage, f64>,
    total_ms: f64,
    peak_bytes: usize,
}

/// The line that `--stats` prints.
#[derive(Serialize)]
struct Stats<'a> {
    input: &'a str,
    width: u32,
    height: u32,
    paths: u32,
    curves: u32,
    bytes: usize,
    stages: &'a BTreeMap<Stage, f64>,
    total_ms: f64,
    peak_bytes: usize,
    reused: &'a [Stage],
    preset: &'a Chosen,
}

impl<'a> Jobs<'a> {
    pub fn new(request: &'a Request, count: usize) -> Self {
        let limits = Limits::default();
        // Each picture is traced once: keeping outputs would only hold memory.
        let engine = Pathloom::new(EngineConfig { limits, cache_bytes: 0, clock: milliseconds });
        Self { engine, limits, request, controls: (0..count).map(|_| Control::default()).collect() }
    }

    /// The progress words of each input.
    pub fn controls(&self) -> &[Control] {
        &self.controls
    }

    /// Traces an input and writes its SVG.
    pub fn trace(&self, index: usize, task: &Task) -> Result<Done, Error> {
        let control =
            self.controls.get(index).ok_or_else(|| Error::internal("An input has no progress word."))?;
        let watch = memory::Watch::start();
        let bytes = match &task.input {
            Input::File(path) => files::read(path, self.limits.max_bytes)?,
            Input::Stdin => files::read_stream(io::stdin().lock(), self.limits.max_bytes)?,
        };
        let started = milliseconds();
        let image = self.engine.open_encoded(&bytes, control)?;
        drop(bytes);
        let tracing = self.engine.vectorize(&image, self.request, control)?;
        let total_ms = milliseconds() - started;

        let mut stages: BTreeMap<Stage, f64> =
            Stage::ALL.into_iter().zip(tracing.timings.map(rounded)).collect();
        stages.insert(Stage::Decode, rounded(image.decode_ms()));
        let written = match &task.output {
            Output::File(path) => files::write(path, &tracing.written.svg),
            Output::Stdout => io::stdout().write_all(tracing.written.svg.as_bytes()),
        };
        written.map_err(|error| {
            let message = format!("{} can't be written: {}", task.output, files::reason(&error));
            Error::new(ErrorKind::Unavailable, message)
        })?;
        let peak_bytes = watch.peak_bytes();
        Ok(Done { input: name(&task.input), tracing, stages, total_ms: rounded(total_ms), peak_bytes })
    }
}

impl Done {
    /// The line that `--stats` prints.
    pub fn json(&self) -> String {
        let stats = Stats {
            input: &self.input,
            width: self.tracing.width,
            height: self.tracing.height,
            paths: self.tracing.written.paths,
            curves: self.tracing.written.curves,
            bytes: self.tracing.written.svg.len(),
            stages: &self.stages,
            total_ms: self.total_ms,
            peak_bytes: self.peak_bytes,
            reused: &self.tracing.reused,
            preset: &self.tracing.preset,
        };
        serde_json::to_string(&stats).unwrap_or_default()
    }

    /// The line that a person sees.
    pub fn summary(&self, task: &Task) -> String {
        let written = &self.tracing.written;
        format!(
            "{} → {}: {} paths, {} curves, {:.1} kB in {:.0} ms, preset {} ({})",
            task.input,
            task.output,
            written.paths,
            written.curves,
            written.svg.len() as f64 / 1000.0,
            self.total_ms,
            self.tracing.preset.preset.name(),
            self.tracing.preset.reason
        )
    }
}

fn name(input: &Input) -> String {
    match input {
        Input::Stdin => "-".into(),
        Input::File(path) => path.display().to_string(),
    }
}

fn rounded(ms: f64) -> f64 {
    (ms * 1000.0).round() / 1000.0
}

/// Milliseconds since the program first asked.
fn milliseconds() -> f64 {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_secs_f64() * 1000.0
}
