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
mod words;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use crate::error::{Error, ErrorKind};
use crate::limits::Limits;
use crate::params::{Casing, Request, SCHEMA_VERSION};
use crate::pipeline::{self, EngineConfig, Pathloom};

use errors::{JsResult, to_js};
use job::{Job, Outcome};
use words::WordsPool;

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

/// Memory for a picture's bytes or pixels. The host writes into it, then hands it over: the one copy.
/// Held as pixels, because bytes can be read out of those without copying, and not the reverse.
#[wasm_bindgen]
pub struct Buffer {
    quads: Vec<[u8; 4]>,
    length: usize,
}

impl Buffer {
    fn bytes(&self) -> &[u8] {
        let bytes = self.quads.as_flattened();
        &bytes[..self.length.min(bytes.len())]
    }
}

#[wasm_bindgen]
impl Buffer {
    /// Where it begins in the module's memory.
    #[wasm_bindgen(getter)]
    pub fn address(&self) -> usize {
        self.quads.as_ptr() as usize
    }

    /// How many bytes it holds.
    #[wasm_bindgen(getter)]
    pub fn length(&self) -> usize {
        self.length
    }
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

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Options {
    /// Budget of the stage cache.
    cache_bytes: f64,
    /// Ceiling of the module's memory.
    max_bytes: f64,
}

#[derive(Serialize)]
struct Cache {
    hits: f64,
    misses: f64,
    evictions: f64,
    entries: f64,
    bytes: f64,
}

/// The pipeline with its cache.
#[wasm_bindgen]
pub struct Engine {
    pathloom: Arc<Pathloom>,
    limits: Limits,
    words: WordsPool,
}

#[wasm_bindgen]
impl Engine {
    /// An engine within a memory budget. Half of the memory is the most that decoding one picture may
    /// take, a quarter the most for the cache: stages and their scratch need the rest.
    ///
    /// # Errors
    /// When the options have another shape.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue) -> JsResult<Self> {
        let Options { cache_bytes, max_bytes } =
            serde_wasm_bindgen::from_value(options).map_err(|error| to_js(&Error::internal(error)))?;
        let limits = Limits::default();
        let limits = Limits { max_bytes: limits.max_bytes.min(max_bytes as u64 / 2), ..limits };
        let cache_bytes = cache_bytes.min(max_bytes / 4.0) as usize;
        let pathloom = Pathloom::new(EngineConfig { limits, cache_bytes, clock: clock::now });
        Ok(Self { pathloom: Arc::new(pathloom), limits, words: WordsPool::default() })
    }

    /// Takes memory for a picture's bytes or pixels.
    ///
    /// # Errors
    /// `too-large` over the limit, `out-of-memory` when there is none; neither harms the engine.
    pub fn reserve(&self, bytes: f64) -> JsResult<Buffer> {
        if bytes > self.limits.max_bytes as f64 {
            return Err(to_js(&Error::new(
                ErrorKind::TooLarge,
                format!(
                    "The picture is {:.0} MiB and at most {} MiB are read. Scale it down and try again.",
                    bytes / f64::from(1 << 20),
                    self.limits.max_bytes >> 20
                ),
            )));
        }
        let length = bytes as usize;
        let mut quads = Vec::new();
        quads.try_reserve_exact(length.div_ceil(4)).map_err(|_| {
            to_js(&Error::new(
                ErrorKind::OutOfMemory,
                "There is no memory for the picture. Close other pictures, or scale it down.",
            ))
        })?;
        quads.resize(length.div_ceil(4), [0; 4]);
        Ok(Buffer { quads, length })
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
        Job::new(self.words.take(id))
    }

    /// Begins to decode a file.
    #[wasm_bindgen(js_name = openEncoded)]
    pub fn open_encoded(&self, job: &Job, buffer: Buffer) {
        let pathloom = Arc::clone(&self.pathloom);
        job.run(move |control| pathloom.open_encoded(buffer.bytes(), control).map(Outcome::Opened));
    }

    /// Begins to take in pixels: straight RGBA, 4 bytes a pixel.
    #[wasm_bindgen(js_name = openPixels)]
    pub fn open_pixels(&self, job: &Job, buffer: Buffer, width: u32, height: u32) {
        let pathloom = Arc::clone(&self.pathloom);
        job.run(move |_| pathloom.open_pixels(width, height, buffer.quads).map(Outcome::Opened));
    }

    /// Begins to trace a picture.
    ///
    /// # Errors
    /// `invalid-params`, at once.
    pub fn trace(&self, job: &Job, image: &Image, params: JsValue) -> JsResult<()> {
        let request = read(params).map_err(|error| to_js(&error))?;
        let (pathloom, image) = (Arc::clone(&self.pathloom), image.0.clone());
        job.run(move |control| pathloom.vectorize(&image, &request, control).map(Outcome::Traced));
        Ok(())
    }

    /// Checks parameters.
    ///
    /// # Errors
    /// `invalid-params` with every problem.
    pub fn validate(&self, params: JsValue) -> JsResult<()> {
        read(params).map(drop).map_err(|error| to_js(&error))
    }

    /// What the cache did and holds.
    #[wasm_bindgen(js_name = cacheStats)]
    pub fn cache_stats(&self) -> JsValue {
        let stats = self.pathloom.cache_stats();
        job::plain(&Cache {
            hits: stats.hits as f64,
            misses: stats.misses as f64,
            evictions: stats.evictions as f64,
            entries: stats.entries as f64,
            bytes: stats.bytes as f64,
        })
    }
}

fn read(params: JsValue) -> crate::error::Result<Request> {
    let value: serde_json::Value = serde_wasm_bindgen::from_value(params).map_err(Error::internal)?;
    Request::from_json(&value, Casing::Camel)
}
