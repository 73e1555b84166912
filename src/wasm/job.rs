//! One call's work in the engine.

use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::context::{Control, Stage};
use crate::error::{Error, Result};
use crate::pipeline::{self, Tracing};

use super::Image;
use super::errors::{JsResult, to_js};
use super::words::Words;

/// What a step ends in.
pub enum Outcome {
    /// A decoded picture.
    Opened(pipeline::Image),
    /// A traced one.
    Traced(Tracing),
}

struct State {
    words: Arc<Words>,
    outcome: Mutex<Option<Result<Outcome>>>,
}

/// One call's work: started by the engine, watched through its words, taken when done.
#[wasm_bindgen]
pub struct Job(Arc<State>);

#[wasm_bindgen]
impl Job {
    /// Address of the job's words.
    #[wasm_bindgen(getter)]
    pub fn words(&self) -> usize {
        self.0.words.address()
    }

    /// Asks the job to stop at its next poll.
    pub fn cancel(&self) {
        self.0.words.control.cancel();
    }

    /// The picture that was opened.
    ///
    /// # Errors
    /// What decoding failed with.
    #[wasm_bindgen(js_name = takeImage)]
    pub fn take_image(&self) -> JsResult<Image> {
        match self.take() {
            Ok(Outcome::Opened(image)) => Ok(Image(image)),
            Ok(Outcome::Traced(_)) => Err(to_js(&Error::internal("A trace was taken for a picture."))),
            Err(error) => Err(to_js(&error)),
        }
    }

    /// What was traced: `TraceReply` of the package's `protocol.ts`.
    ///
    /// # Errors
    /// What tracing failed with.
    #[wasm_bindgen(js_name = takeTracing)]
    pub fn take_tracing(&self) -> JsResult<JsValue> {
        match self.take() {
            Ok(Outcome::Traced(tracing)) => Ok(plain(&Reply::new(&tracing))),
            Ok(Outcome::Opened(_)) => Err(to_js(&Error::internal("A picture was taken for a trace."))),
            Err(error) => Err(to_js(&error)),
        }
    }
}

impl Job {
    /// A job that has not begun.
    pub fn new(words: Arc<Words>) -> Self {
        Self(Arc::new(State { words, outcome: Mutex::new(None) }))
    }

    /// Begins a step: in the pool, or here and now where there is none.
    pub fn run(&self, work: impl FnOnce(&Control) -> Result<Outcome> + Send + 'static) {
        let state = Arc::clone(&self.0);
        state.words.begin();
        let task = move || {
            let outcome = work(&state.words.control);
            *state.outcome.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
            state.words.finish();
        };
        #[cfg(feature = "threads")]
        rayon::spawn(task);
        #[cfg(not(feature = "threads"))]
        task();
    }

    fn take(&self) -> Result<Outcome> {
        let outcome = self.0.outcome.lock().unwrap_or_else(PoisonError::into_inner).take();
        outcome.unwrap_or_else(|| Err(Error::internal("A result was taken before the job was done.")))
    }
}

#[derive(Serialize)]
struct Reply<'a> {
    svg: &'a str,
    stats: Stats,
    timings: Timings,
    reused: &'a [Stage],
    preset: PresetChoice<'a>,
}

#[derive(Serialize)]
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
#[derive(Serialize)]
struct Timings {
    decode: f64,
    prepare: f64,
    segment: f64,
    trace: f64,
    fit: f64,
    write: f64,
    queue: f64,
}

#[derive(Serialize)]
struct PresetChoice<'a> {
    name: crate::params::Preset,
    reason: &'a str,
}

impl<'a> Reply<'a> {
    fn new(tracing: &'a Tracing) -> Self {
        let [decode, prepare, segment, trace, fit, write] = tracing.timings;
        let written = &tracing.written;
        Self {
            svg: &written.svg,
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

/// Any value as plain objects, arrays, strings and numbers.
pub fn plain(value: &impl Serialize) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    // These are our own types; none of them refuses.
    value.serialize(&serializer).unwrap_or(JsValue::NULL)
}
