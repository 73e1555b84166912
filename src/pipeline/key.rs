//! Names for stage outputs: what went in decides what comes out.
//!
//! 128 bits of XXH3 over the input's key, the stage, its version and its parameters. Comparing
//! parameters field by field was rejected: it finds what changed since last time, but not that a
//! value changed back; writing them as JSON was, since the tables that numbers are written by are twelve kilobytes of the
//! browser's download.

use serde::Serialize;
use twox_hash::XxHash3_128;

/// Identifies an output by everything that it depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key(u128);

impl Key {
    /// A key for raw input.
    pub fn of_bytes(kind: &'static str, bytes: &[u8]) -> Self {
        Self(XxHash3_128::oneshot(bytes)).and(&kind)
    }

    /// The key of what is made from this input with `params`.
    pub fn and<P: Serialize + ?Sized>(self, params: &P) -> Self {
        let bytes = self.0.to_le_bytes().to_vec();
        // Parameters are plain data: writing them to memory can't fail.
        let written = postcard::to_extend(params, bytes);
        debug_assert!(written.is_ok());
        Self(XxHash3_128::oneshot(&written.unwrap_or_default()))
    }
}
