//! Decoded pictures.

mod buffer;
mod pixels;

pub use buffer::{GiveBack, PixelBuffer};
pub use pixels::Pixels;
