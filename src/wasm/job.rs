//! One call's work in the engine.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::context::{Control, Stage};
use crate::error::{Error, Result};
use crate::params::Request;
use crate::pipeline::{self, Pathloom, Reply, Tracing};
use crate::runtime::telemetry::Measured;

use super::Image;
use super::clock;
use super::errors::{JsResult, to_js};
use super::words::Words;

/// What a step ends in.
pub enum Outcome {
    /// A decoded picture.
    Opened(pipeline::Image),
    /// A traced one.
    Traced(Tracing),
}

/// The picture on the way from opening to tracing.
#[derive(Default)]
enum Between {
    /// It is not opened yet.
    #[default]
    Before,
    /// … and is not to be traced then: the job makes room for another.
    Halted,
    /// It is opened, and kept for when the job has to begin again.
    Opened(pipeline::Image),
}

struct State {
    words: Arc<Words>,
    /// What is opened is traced by this in the same step.
    request: Option<Arc<Request>>,
    between: Mutex<Between>,
    outcome: Mutex<Option<Result<Outcome>>>,
    measured: Mutex<Measured>,
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

    /// Asks the job to stop where its picture is not lost: at its next poll, or after opening.
    pub fn halt(&self) {
        let mut between = lock(&self.0.between);
        match *between {
            Between::Before => *between = Between::Halted,
            Between::Halted => {}
            Between::Opened(_) => self.cancel(),
        }
    }

    /// Takes over how far the extras are with it.
    pub fn show(&self, stage: u32, permille: u32) {
        self.0.words.control.show(stage, permille);
    }

    /// Takes over what each stage took in the extras, ms, and the picture's size.
    pub fn note(&self, stages: &[f64], pixels: f64) {
        let mut measured = lock(&self.0.measured);
        for (ms, &elsewhere) in measured.stages.iter_mut().zip(stages) {
            *ms += elsewhere;
        }
        measured.ms += stages.iter().sum::<f64>();
        measured.pixels = pixels as u64;
    }

    /// The picture that was opened on the way to a trace which did not end well.
    pub fn opened(&self) -> Option<Image> {
        match &*lock(&self.0.between) {
            Between::Opened(image) => Some(Image(image.clone())),
            _ => None,
        }
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

    /// What was traced: `TraceReply` of the package's `protocol.ts`, the SVG as its UTF-8 bytes.
    ///
    /// # Errors
    /// What tracing failed with.
    #[wasm_bindgen(js_name = takeTracing)]
    pub fn take_tracing(&self) -> JsResult<JsValue> {
        match self.take() {
            Ok(Outcome::Traced(tracing)) => {
                let reply = plain(&Reply::new(&tracing, self.measured().stages[Stage::Decode as usize]));
                // Out of memory that may be shared, once, into what can be given away.
                let svg = js_sys::Uint8Array::from(tracing.written.svg.as_bytes());
                js_sys::Reflect::set(&reply, &"svg".into(), &svg)?;
                Ok(reply)
            }
            Ok(Outcome::Opened(_)) => Err(to_js(&Error::internal("A picture was taken for a trace."))),
            Err(error) => Err(to_js(&error)),
        }
    }
}

impl Job {
    /// A job that has not begun; what it opens is traced right away when there is a request.
    pub fn new(words: Arc<Words>, request: Option<Arc<Request>>) -> Self {
        Self(Arc::new(State {
            words,
            request,
            between: Mutex::default(),
            outcome: Mutex::default(),
            measured: Mutex::default(),
        }))
    }

    /// Begins to open a picture, and to trace it when that is what the job is for: a way back to the
    /// caller between the two would leave the thread idle meanwhile.
    pub fn open(
        &self,
        pathloom: Arc<Pathloom>,
        open: impl FnOnce(&Pathloom, &Control) -> Result<pipeline::Image> + Send + 'static,
    ) {
        let state = Arc::clone(&self.0);
        self.run(move |control| {
            let image = open(&pathloom, control)?;
            let Some(request) = &state.request else { return Ok(Outcome::Opened(image)) };
            lock(&state.measured).stages[Stage::Decode as usize] = image.decode_ms();
            {
                let mut between = lock(&state.between);
                let halted = matches!(*between, Between::Halted);
                *between = Between::Opened(image.clone());
                if halted {
                    return Err(Error::cancelled());
                }
            }
            pathloom.vectorize(&image, request, control).map(Outcome::Traced)
        });
    }

    /// Begins a step: in the pool, or here and now where there is none.
    pub fn run(&self, work: impl FnOnce(&Control) -> Result<Outcome> + Send + 'static) {
        let state = Arc::clone(&self.0);
        state.words.begin();
        let task = move || {
            let began = clock::now();
            let outcome = work(&state.words.control);
            state.measure(&outcome, clock::now() - began);
            if outcome.is_ok() {
                // Whoever hears of the end may count on its memory.
                *lock(&state.between) = Between::Before;
            }
            *lock(&state.outcome) = Some(outcome);
            state.words.finish();
        };
        #[cfg(feature = "threads")]
        rayon::spawn(task);
        #[cfg(not(feature = "threads"))]
        task();
    }

    /// What its steps took so far.
    pub fn measured(&self) -> Measured {
        *lock(&self.0.measured)
    }

    fn take(&self) -> Result<Outcome> {
        let outcome = lock(&self.0.outcome).take();
        outcome.unwrap_or_else(|| Err(Error::internal("A result was taken before the job was done.")))
    }
}

impl State {
    /// Notes what a step took, on the thread that led it.
    fn measure(&self, outcome: &Result<Outcome>, ms: f64) {
        let mut measured = lock(&self.measured);
        measured.ms += ms;
        measured.thread = rayon::current_thread_index().unwrap_or(0);
        match outcome {
            Ok(Outcome::Opened(image)) => {
                measured.pixels = u64::from(image.width()) * u64::from(image.height());
                measured.stages[Stage::Decode as usize] = image.decode_ms();
            }
            Ok(Outcome::Traced(tracing)) => {
                measured.pixels = u64::from(tracing.width) * u64::from(tracing.height);
                measured.stages[1..].copy_from_slice(&tracing.timings[1..]);
            }
            Err(_) => {}
        }
    }
}

/// Nothing panics half way through a change, so a poisoned lock is fine.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Any value as plain objects, arrays, strings and numbers.
pub fn plain(value: &impl Serialize) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    // These are our own types; none of them refuses.
    value.serialize(&serializer).unwrap_or(JsValue::NULL)
}
