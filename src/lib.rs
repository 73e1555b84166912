//! Pathloom turns raster images into SVG.
//!
//! The engine behind the npm package `pathloom` and the command line of the same name: six pure
//! stages (decode → prepare → segment → trace → fit → write) joined by a loop that re-runs only
//! what a changed parameter touches.
//!
//! Guaranteed: the same picture and parameters give the same bytes, on any number of threads,
//! natively and in WebAssembly; no input panics; the SVG is plain (no scripts, no references out).

#[cfg(not(any(feature = "tracer", feature = "vtracer")))]
compile_error!("Choose an engine: at least one of the features `tracer` and `vtracer` has to be on.");

pub mod context;
pub mod error;
#[cfg(all(target_arch = "wasm32", not(feature = "tracer")))]
mod extras;
pub mod image;
pub mod limits;
pub mod model;
mod parallel;
pub mod params;
pub mod pipeline;
pub mod runtime;
pub mod stages;
#[cfg(all(target_arch = "wasm32", feature = "tracer"))]
pub mod wasm;

pub use context::{Context, Control, Stage};
pub use error::{Error, ErrorKind, Problem, Result};
pub use limits::Limits;
pub use params::{Casing, Params, Preset, Request, RequestReader, schema_json};
pub use pipeline::{CacheStats, Chosen, EngineConfig, Image, Pathloom, Tracing};
