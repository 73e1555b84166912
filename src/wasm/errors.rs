//! Errors on their way to JavaScript: plain objects `{ kind, message, problems }`.
//!
//! Not `Error` objects: those lose their fields in `postMessage`, and the host can tell what Rust said
//! from what the browser threw by the shape alone.

use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::error::{Error, ErrorKind, Problem};

/// Results of exported functions.
pub type JsResult<T> = Result<T, JsValue>;

#[derive(Serialize)]
struct Wire<'a> {
    kind: ErrorKind,
    message: &'a str,
    problems: &'a [Problem],
}

/// The error as a plain object.
pub fn to_js(error: &Error) -> JsValue {
    super::job::plain(&Wire { kind: error.kind(), message: error.message(), problems: error.problems() })
}
