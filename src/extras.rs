//! The extras as the worker's script calls them: rare file formats and VTracer, in a WebAssembly build of their own
//! that is fetched when one of them is first wanted.
//!
//! Numbers go in, an address comes out, text is JSON. wasm-bindgen was rejected here: its glue would be a part of the
//! worker's script, which every visit fetches; and so were dynamically linked libraries, which no Rust toolchain makes
//! for the browser. It runs on one thread: decoders are serial, and so is VTracer.

use std::cell::RefCell;
use std::panic::PanicHookInfo;
use std::sync::Arc;

use serde::Serialize;

use crate::context::Control;
use crate::error::{Error, Result};
use crate::limits::Limits;
use crate::params::{Casing, Request};
use crate::pipeline::{EngineConfig, Image, Pathloom, Reply, Tracing};
use crate::stages::write::Written;

#[link(wasm_import_module = "host")]
unsafe extern "C" {
    /// Milliseconds.
    safe fn now() -> f64;
    /// Hears how far a call is.
    safe fn progress(stage: u32, permille: u32);
    /// Hears why the call that is going to trap does so: UTF-8.
    safe fn panicked(address: *const u8, length: usize);
}

/// Where an answer lies, for the host to read before the next call.
#[repr(C)]
pub struct Answer {
    /// JSON: `{ "Ok": … }` or `{ "Err": { kind, message, problems } }`.
    text: *const u8,
    text_length: usize,
    /// Straight RGBA of a decoded picture, 4 bytes a pixel, or a drawing's UTF-8.
    bytes: *const u8,
    length: usize,
}

struct Extras {
    engine: Pathloom,
    /// What the host wrote for the next call.
    input: Vec<[u8; 4]>,
    /// What the last answer points into.
    text: String,
    made: Made,
    answer: Answer,
}

enum Made {
    Nothing,
    Picture(Image),
    Drawing(Arc<Written>),
}

impl Made {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Nothing => &[],
            Self::Picture(image) => image.pixels().data.as_flattened(),
            Self::Drawing(written) => written.svg.as_bytes(),
        }
    }
}

thread_local! {
    static EXTRAS: RefCell<Option<Extras>> = const { RefCell::new(None) };
}

fn with<T>(work: impl FnOnce(&mut Extras) -> T) -> T {
    EXTRAS.with_borrow_mut(|extras| work(extras.as_mut().expect("the host begins with `start`")))
}

/// Comes first: the ceiling of the memory, and the part of it that VTracer's stages may keep.
#[unsafe(no_mangle)]
pub extern "C" fn start(max_bytes: f64, cache_bytes: f64) {
    std::panic::set_hook(Box::new(hook));
    let limits = Limits::within(max_bytes as u64);
    let cache_bytes = cache_bytes.min(max_bytes / 4.0) as usize;
    let engine = Pathloom::new(EngineConfig { limits, cache_bytes, clock });
    let answer = Answer { text: std::ptr::null(), text_length: 0, bytes: std::ptr::null(), length: 0 };
    let made = Made::Nothing;
    EXTRAS.set(Some(Extras { engine, input: Vec::new(), text: String::new(), made, answer }));
}

/// Memory for the input of the next call; null when there is none.
#[unsafe(no_mangle)]
pub extern "C" fn reserve(bytes: usize) -> *mut u8 {
    with(|extras| {
        extras.made = Made::Nothing;
        extras.input = Vec::new();
        let pixels = bytes.div_ceil(4);
        if extras.input.try_reserve_exact(pixels).is_err() {
            return std::ptr::null_mut();
        }
        extras.input.resize(pixels, [0; 4]);
        extras.input.as_mut_ptr().cast()
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Decoded {
    width: u32,
    height: u32,
    decode_ms: f64,
}

/// Decodes the file of so many bytes in the input.
#[unsafe(no_mangle)]
pub extern "C" fn decode(length: usize) -> *const Answer {
    with(|extras| {
        let file = std::mem::take(&mut extras.input);
        let file = &file.as_flattened()[..length];
        let opened = extras.engine.open_encoded(file, &Control::observed_by(tell));
        extras.answer(opened.as_ref().map(|image| {
            let said = Decoded { width: image.width(), height: image.height(), decode_ms: image.decode_ms() };
            (said, Made::Picture(image.clone()))
        }))
    })
}

/// Traces a picture: its pixels, and behind them so many bytes of parameters, are the input.
#[unsafe(no_mangle)]
pub extern "C" fn trace(width: u32, height: u32, params: usize) -> *const Answer {
    with(|extras| {
        let input = std::mem::take(&mut extras.input);
        let traced = extras.traced(input, width, height, params);
        extras.answer(
            traced
                .as_ref()
                .map(|tracing| (Reply::new(tracing, 0.0), Made::Drawing(Arc::clone(&tracing.written)))),
        )
    })
}

impl Extras {
    fn traced(&self, mut input: Vec<[u8; 4]>, width: u32, height: u32, params: usize) -> Result<Tracing> {
        let pixels = width as usize * height as usize;
        let text = &input.as_flattened()[pixels * 4..][..params];
        let request = serde_json::from_slice(text).map_err(Error::internal)?;
        let request = Request::from_json(&request, Casing::Camel)?;
        input.truncate(pixels);
        let image = self.engine.open_pixels(width, height, input)?;
        self.engine.vectorize(&image, &request, &Control::observed_by(tell))
    }

    fn answer(&mut self, result: std::result::Result<(impl Serialize, Made), &Error>) -> *const Answer {
        let said = result.map(|(said, made)| {
            self.made = made;
            said
        });
        // Our own types; none of them refuses.
        self.text = serde_json::to_string(&said).unwrap_or_default();
        let bytes = self.made.bytes();
        self.answer = Answer {
            text: self.text.as_ptr(),
            text_length: self.text.len(),
            bytes: bytes.as_ptr(),
            length: bytes.len(),
        };
        &raw const self.answer
    }
}

// Imported functions are not Rust's own kind.
fn clock() -> f64 {
    now()
}

fn tell(stage: u32, permille: u32) {
    progress(stage, permille);
}

fn hook(info: &PanicHookInfo<'_>) {
    let payload = info.payload();
    let message = payload.downcast_ref::<&str>().copied();
    let message = message.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let message = message.unwrap_or("A panic without a message");
    panicked(message.as_ptr(), message.len());
}
