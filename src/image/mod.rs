//! Decoded pictures.

mod buffer;
mod pixels;
mod places;

pub use buffer::{GiveBack, PixelBuffer};
pub use pixels::Pixels;
pub(crate) use places::places;
