//! Time for the pipeline's measurements. `std::time::Instant` panics in this target.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    // A global of pages and workers alike, which `web_sys::window()` is not.
    #[wasm_bindgen(thread_local_v2, js_name = performance)]
    static PERFORMANCE: web_sys::Performance;
}

/// Milliseconds since the thread began.
pub fn now() -> f64 {
    PERFORMANCE.with(web_sys::Performance::now)
}
