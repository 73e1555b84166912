//! What a finished job tells its host: `TraceReply` of the package's `protocol.ts`.
//!
//! In one place for the two WebAssembly builds that answer, one with objects and one with text.

use serde::Serialize;

use crate::context::Stage;
use crate::params::Preset;

use super::Tracing;

/// A finished job, ready to be serialized; its SVG travels beside, as bytes.
#[derive(Debug, Serialize)]
pub struct Reply<'a> {
    stats: Stats,
    timings: Timings,
    reused: &'a [Stage],
    preset: PresetChoice<'a>,
}

#[derive(Debug, Serialize)]
struct Stats {
    width: u32,
    height: u32,
    paths: u32,
    curves: u32,
    coordinates: u32,
    colors: u32,
    bytes: usize,
}

/// By stage, and the wait before, which the coordinator fills in.
#[derive(Debug, Serialize)]
struct Timings {
    decode: f64,
    prepare: f64,
    segment: f64,
    trace: f64,
    fit: f64,
    write: f64,
    queue: f64,
}

#[derive(Debug, Serialize)]
struct PresetChoice<'a> {
    name: Preset,
    reason: &'a str,
}

impl<'a> Reply<'a> {
    /// `decode` took so long, ms, when it was a step of the same job.
    pub fn new(tracing: &'a Tracing, decode: f64) -> Self {
        let [_, prepare, segment, trace, fit, write] = tracing.timings;
        let written = &tracing.written;
        Self {
            stats: Stats {
                width: tracing.width,
                height: tracing.height,
                paths: written.paths,
                curves: written.curves,
                coordinates: written.coordinates,
                colors: written.colors,
                bytes: written.svg.len(),
            },
            timings: Timings { decode, prepare, segment, trace, fit, write, queue: 0.0 },
            reused: &tracing.reused,
            preset: PresetChoice { name: tracing.preset.preset, reason: &tracing.preset.reason },
        }
    }
}
