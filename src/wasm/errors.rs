//! Errors on their way to JavaScript: plain objects `{ kind, message, problems }`.
//!
//! Not `Error` objects: those lose their fields in `postMessage`, and the host can tell what Rust said
//! from what the browser threw by the shape alone.

use wasm_bindgen::JsValue;

use crate::error::Error;

/// Results of exported functions.
pub type JsResult<T> = Result<T, JsValue>;

/// The error as a plain object.
pub fn to_js(error: &Error) -> JsValue {
    super::job::plain(error)
}
