//! The engine as JavaScript sees it: thin exports, no decisions.
//!
//! A call is a [`Job`]: it is started, its words in memory tell how far it is and when it is done,
//! then its result is taken. In the threaded build it runs in rayon's pool and the caller's thread
//! stays free; in the single-threaded build it has run when the starting call returns. Promises made
//! in Rust (`wasm-bindgen-futures`) were rejected: they would be polled by the thread that has to stay
//! free, and would bring an executor where one atomic word is enough.

mod clock;
mod errors;
mod job;
mod panics;
mod scheduler;
mod words;

use std::sync::Arc;

use serde::Deserialize;
use wasm_bindgen::prelude::*;

use crate::error::Error;
use crate::image::PixelBuffer;
use crate::limits::Limits;
use crate::params::{Request, SCHEMA_VERSION};
use crate::pipeline::{self, EngineConfig, Pathloom};
use crate::runtime::cost::Kind;
use crate::runtime::slots::{PoolConfig, SlotPool};
use crate::runtime::validation::{Validator, ValidatorConfig};
use crate::runtime::warm_up;

use errors::{JsResult, to_js};
use job::{Job, Outcome};
use words::WordsPool;

pub use scheduler::Scheduler;

#[cfg(feature = "threads")]
pub use wasm_bindgen_rayon::init_thread_pool;

/// Runs once, when the module is instantiated (on each thread of the pool too).
#[wasm_bindgen(start)]
pub fn start() {
    panics::install();
}

/// The version of this crate.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Whether a file that begins so is for the extras to decode.
#[wasm_bindgen(js_name = isRare)]
pub fn is_rare(head: &[u8]) -> bool {
    crate::stages::decode::is_rare(head)
}

/// The version of the parameter schema.
#[wasm_bindgen(js_name = schemaVersion)]
pub fn schema_version() -> u32 {
    SCHEMA_VERSION
}

/// The message of the last panic, once. Rust memory survives a trap long enough to ask.
#[wasm_bindgen(js_name = takePanic)]
pub fn take_panic() -> Option<String> {
    panics::take()
}

/// A decoded picture.
#[wasm_bindgen]
pub struct Image(pipeline::Image);

#[wasm_bindgen]
impl Image {
    /// px
    #[wasm_bindgen(getter)]
    pub fn width(&self) -> u32 {
        self.0.width()
    }

    /// px
    #[wasm_bindgen(getter)]
    pub fn height(&self) -> u32 {
        self.0.height()
    }

    /// Where its pixels are in memory: straight RGBA, 4 bytes a pixel.
    #[wasm_bindgen(getter)]
    pub fn address(&self) -> usize {
        self.0.pixels().data.as_ptr() as usize
    }

    /// How long decoding took, ms.
    #[wasm_bindgen(getter, js_name = decodeMs)]
    pub fn decode_ms(&self) -> f64 {
        self.0.decode_ms()
    }

    /// The same picture once more; it lives until both are freed.
    pub fn share(&self) -> Self {
        Self(self.0.clone())
    }
}

/// Parameters that were found good.
#[wasm_bindgen]
pub struct Params(Arc<Request>);

#[wasm_bindgen]
impl Params {
    /// What costs are learned for; see [`Scheduler`].
    #[wasm_bindgen(getter)]
    pub fn kind(&self) -> u32 {
        Kind::of(&self.0).number()
    }

    /// The parameters as JSON text, when it is the extras that trace by them.
    #[wasm_bindgen(getter, js_name = forExtras)]
    pub fn for_extras(&self) -> Option<String> {
        let wanted = self.0.engine() == crate::params::Engine::Vtracer;
        wanted.then(|| self.0.to_string())
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Options {
    /// Budget of the stage cache.
    cache_bytes: f64,
    /// Ceiling of the module's memory.
    max_bytes: f64,
    /// Picture memory is recycled.
    image_pool: bool,
    /// Good parameters are known again.
    validation_cache: bool,
}

/// Bytes that are asked of the browser in one piece at the start, and are free from then on. How much small jobs need
/// at once depends on which of them happen to run side by side; without this, memory would grow by some pages whenever
/// a new pair of them meets. Address space only: pages that nobody writes to cost nothing.
const RESERVE: usize = 24 << 20;
/// Bytes of picture memory that may lie idle.
const IDLE_BYTES: f64 = (64 << 20) as f64;

/// The pipeline with its cache, the picture memory and the parameters that are known.
#[wasm_bindgen]
pub struct Engine {
    pathloom: Arc<Pathloom>,
    /// Keeps nothing: for pictures that nobody asked for.
    rehearsal: Arc<Pathloom>,
    limits: Limits,
    words: WordsPool,
    slots: Arc<SlotPool>,
    validator: Validator,
}

#[wasm_bindgen]
impl Engine {
    /// An engine within a memory budget, a quarter of which is the most for the cache.
    ///
    /// # Errors
    /// When the options have another shape.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue) -> JsResult<Self> {
        let options: Options =
            serde_wasm_bindgen::from_value(options).map_err(|error| to_js(&Error::internal(error)))?;
        reserve(RESERVE.min(options.max_bytes as usize / 4));
        let limits = Limits::within(options.max_bytes as u64);
        let config = EngineConfig { limits, cache_bytes: 0, clock: clock::now };
        let cache_bytes = options.cache_bytes.min(options.max_bytes / 4.0) as usize;
        let slots = SlotPool::new(PoolConfig {
            recycle: options.image_pool,
            idle_bytes: IDLE_BYTES.min(options.max_bytes / 8.0) as usize,
            max_bytes: limits.max_bytes as usize,
        });
        let known = ValidatorConfig::default();
        let texts = if options.validation_cache { known.texts } else { 0 };
        Ok(Self {
            pathloom: Arc::new(Pathloom::new(EngineConfig { cache_bytes, ..config })),
            rehearsal: Arc::new(Pathloom::new(config)),
            limits,
            words: WordsPool::default(),
            slots,
            validator: Validator::new(ValidatorConfig { texts, ..known }),
        })
    }

    /// A slot of picture memory in the state `host`: the address of its words, `Slot` of `protocol.ts`.
    ///
    /// # Errors
    /// `too-large` over the limit, `out-of-memory` when there is none; neither harms the engine.
    pub fn reserve(&self, bytes: f64) -> JsResult<usize> {
        self.slots.reserve(bytes as usize).map_err(|error| to_js(&error))
    }

    /// Gives back a slot that was not handed over.
    pub fn release(&self, slot: usize) {
        self.slots.release(slot);
    }

    /// Checks a picture's size before pixels are copied.
    ///
    /// # Errors
    /// `too-large`.
    #[wasm_bindgen(js_name = checkSize)]
    pub fn check_size(&self, width: u32, height: u32) -> JsResult<()> {
        self.limits.check(width, height, 4).map_err(|error| to_js(&error))
    }

    /// A job for the call with this number.
    pub fn job(&self, id: u32) -> Job {
        Job::new(self.words.take(id), None)
    }

    /// A job that traces what it opens, in the same step.
    #[wasm_bindgen(js_name = tracingJob)]
    pub fn tracing_job(&self, id: u32, params: &Params) -> Job {
        Job::new(self.words.take(id), Some(Arc::clone(&params.0)))
    }

    /// Begins to decode the file in a slot.
    ///
    /// # Errors
    /// When the slot was not handed over.
    #[wasm_bindgen(js_name = openEncoded)]
    pub fn open_encoded(&self, job: &Job, slot: usize) -> JsResult<()> {
        let (buffer, length) = self.take(slot)?;
        job.open(Arc::clone(&self.pathloom), move |pathloom, control| {
            pathloom.open_encoded(&buffer.as_flattened()[..length], control)
        });
        Ok(())
    }

    /// Begins to take in the pixels in a slot: straight RGBA, 4 bytes a pixel. They stay where they are. Decoding them
    /// took so long, ms, when the extras did it.
    ///
    /// # Errors
    /// When the slot was not handed over.
    #[wasm_bindgen(js_name = openPixels)]
    pub fn open_pixels(&self, job: &Job, slot: usize, width: u32, height: u32, ms: f64) -> JsResult<()> {
        let (buffer, _) = self.take(slot)?;
        job.open(Arc::clone(&self.pathloom), move |pathloom, _| {
            Ok(pathloom.open_pixels(width, height, buffer)?.decoded_in(ms))
        });
        Ok(())
    }

    /// Begins to trace a picture.
    pub fn trace(&self, job: &Job, image: &Image, params: &Params) {
        let (pathloom, image) = (Arc::clone(&self.pathloom), image.0.clone());
        let request = Arc::clone(&params.0);
        job.run(move |control| pathloom.vectorize(&image, &request, control).map(Outcome::Traced));
    }

    /// Begins to trace a made-up picture, of which nothing is kept; false when enough have been.
    #[wasm_bindgen(js_name = warmUp)]
    pub fn warm_up(&self, job: &Job, slice: u32) -> bool {
        let pathloom = Arc::clone(&self.rehearsal);
        let more = slice < warm_up::SLICES;
        if more {
            job.run(move |control| {
                let (pixels, request) = warm_up::slice(slice);
                let image = pathloom.open_pixels(warm_up::SIDE, warm_up::SIDE, pixels)?;
                pathloom.vectorize(&image, &request, control).map(Outcome::Traced)
            });
        }
        more
    }

    /// Reads parameters from JSON text.
    ///
    /// # Errors
    /// `invalid-params` with every problem.
    pub fn read(&mut self, text: &str) -> JsResult<Params> {
        self.validator.read(text, clock::now()).map(Params).map_err(|error| to_js(&error))
    }

    /// Reads parameters as a version of a stream.
    ///
    /// # Errors
    /// `invalid-params` with every problem.
    pub fn begin(&mut self, stream: u32, version: u32, text: &str) -> JsResult<Params> {
        self.validator.begin(stream, version, text, clock::now()).map(Params).map_err(|error| to_js(&error))
    }

    /// Reads a change to version `base`, `{ "set": …, "unset": … }`; nothing when that is not held.
    ///
    /// # Errors
    /// `invalid-params` with every problem.
    pub fn change(&mut self, stream: u32, version: u32, base: u32, text: &str) -> JsResult<Option<Params>> {
        let changed = self.validator.change(stream, version, base, text);
        changed.map(|request| request.map(Params)).map_err(|error| to_js(&error))
    }

    /// Counters, in the order in which the coordinator's `counters.ts` names them.
    pub fn counters(&self) -> Vec<f64> {
        let (slots, known) = (self.slots.stats(), self.validator.stats());
        let cache = self.pathloom.cache_stats();
        let counts = [slots.hits, slots.misses, slots.bytes as u64, slots.used as u64];
        let known = [known.hits, known.misses, known.deltas, known.resyncs];
        let cache = [cache.hits, cache.misses, cache.evictions, cache.entries as u64, cache.bytes as u64];
        counts.into_iter().chain(known).chain(cache).map(|count| count as f64).collect()
    }
}

/// Makes the allocator ask for so many bytes; less will do where there are not as many.
fn reserve(bytes: usize) {
    let mut block = Vec::<u8>::new();
    let _ = block.try_reserve_exact(bytes);
    // Or the compiler sees that nobody uses it.
    drop(std::hint::black_box(block));
}

impl Engine {
    fn take(&self, slot: usize) -> JsResult<(PixelBuffer, usize)> {
        let gone = || to_js(&Error::internal("The memory that was reserved for the picture is gone."));
        self.slots.take(slot).ok_or_else(gone)
    }
}
