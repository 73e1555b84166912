//! The loop: take each stage's output from the cache, or run the stage.
//!
//! Pulled from the end: asked for the SVG, the pipeline looks for it in the cache, and only when
//! it is not there asks for the shapes, and so on down to the canvas. So a changed parameter
//! re-runs its own stage and those after it, and a change back re-runs nothing. Pushing from the
//! front with a set of "dirty" flags was rejected: the flags would be a second truth beside the
//! keys, and a long-evicted early output would be made again for nothing.

mod cache;
mod enlarged;
mod key;
mod reply;
#[cfg(test)]
mod tests;
mod tracing;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::context::{Context, Control, Stage};
use crate::error::{Error, Result};
use crate::image::{PixelBuffer, Pixels};
use crate::limits::Limits;
use crate::params::Request;
use crate::stages;

pub use cache::CacheStats;
pub use reply::Reply;
pub use tracing::{Chosen, Tracing};

use cache::StageCache;
use key::Key;

/// How an engine is set up.
#[derive(Debug, Clone, Copy)]
pub struct EngineConfig {
    /// What a picture may cost.
    pub limits: Limits,
    /// How many bytes of stage outputs are kept; 0 keeps none.
    pub cache_bytes: usize,
    /// A clock in milliseconds, for the timings; its zero does not matter.
    pub clock: fn() -> f64,
}

/// The engine: opens pictures and traces them. Share it between threads by reference.
#[derive(Debug)]
pub struct Pathloom {
    config: EngineConfig,
    cache: StageCache,
}

/// A decoded picture, cheap to clone.
#[derive(Debug, Clone)]
pub struct Image(Arc<Opened>);

#[derive(Debug)]
struct Opened {
    pixels: Pixels,
    key: Key,
    decode_ms: f64,
}

impl Image {
    /// Width, px.
    pub fn width(&self) -> u32 {
        self.0.pixels.width
    }

    /// Height, px.
    pub fn height(&self) -> u32 {
        self.0.pixels.height
    }

    /// What decoding took, ms; 0 for pixels that came decoded.
    pub fn decode_ms(&self) -> f64 {
        self.0.decode_ms
    }

    /// The pixels.
    pub fn pixels(&self) -> &Pixels {
        &self.0.pixels
    }

    /// The same, said to have been decoded in this time, ms: by whoever handed its pixels over.
    #[must_use]
    pub fn decoded_in(mut self, ms: f64) -> Self {
        if let Some(opened) = Arc::get_mut(&mut self.0) {
            opened.decode_ms = ms;
        }
        self
    }

    /// Bytes of pixels held.
    pub fn byte_len(&self) -> usize {
        self.0.pixels.byte_len()
    }
}

impl Pathloom {
    /// An engine with an empty cache.
    pub fn new(config: EngineConfig) -> Self {
        Self { config, cache: StageCache::new(config.cache_bytes) }
    }

    /// Decodes a picture file.
    ///
    /// # Errors
    /// Those of [`stages::decode::run`].
    pub fn open_encoded(&self, bytes: &[u8], control: &Control) -> Result<Image> {
        unwinding(|| {
            let started = (self.config.clock)();
            let ctx = Context::new(control, &self.config.limits);
            ctx.begin(Stage::Decode);
            let pixels = stages::decode::run(bytes, &ctx)?;
            let decode_ms = (self.config.clock)() - started;
            Ok(Image(Arc::new(Opened { pixels, key: Key::of_bytes("file", bytes), decode_ms })))
        })
    }

    /// Takes straight RGBA pixels.
    ///
    /// # Errors
    /// `too-large` over the limits, `malformed` when the length does not fit the size.
    pub fn open_pixels(&self, width: u32, height: u32, data: impl Into<PixelBuffer>) -> Result<Image> {
        self.config.limits.check(width, height, 4)?;
        let pixels = Pixels::new(width, height, data)?;
        let key = Key::of_bytes("pixels", pixels.data.as_flattened()).and(&(width, height));
        Ok(Image(Arc::new(Opened { pixels, key, decode_ms: 0.0 })))
    }

    /// Traces a picture.
    ///
    /// # Errors
    /// `cancelled` when the control's word is set, `internal` for a fault of ours.
    pub fn vectorize(&self, image: &Image, request: &Request, control: &Control) -> Result<Tracing> {
        unwinding(|| {
            let ctx = Context::new(control, &self.config.limits);
            let mut run =
                tracing::Run::new(&self.cache, self.config.clock, ctx, &image.0.pixels, image.0.key);
            run.trace(request)
        })
    }

    /// How the cache of stage outputs does.
    pub fn cache_stats(&self) -> CacheStats {
        self.cache.stats()
    }
}

/// A panic is our fault and becomes an error; in WebAssembly it traps and the worker is replaced.
fn unwinding<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let words = panic
            .downcast_ref::<&str>()
            .copied()
            .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
            .unwrap_or("no details");
        Err(Error::internal(format!("The engine stopped unexpectedly ({words}).")))
    })
}
