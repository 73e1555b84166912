//! Names for stage outputs: what went in decides what comes out.
//!
//! 128 bits of XXH3 over the input's key, the stage, its version and its parameters. Comparing
//! parameters field by field was rejected: it finds what changed since last time, but not that a
//! value changed back. Writing them as JSON was, too: its tables for numbers are ten kilobytes of the browser's download.

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
        let before = self.0.to_le_bytes().to_vec();
        // No key at all would be that of another output.
        let bytes =
            postcard::to_extend(params, before).expect("parameters are plain data, written to memory");
        Self(XxHash3_128::oneshot(&bytes))
    }
}
