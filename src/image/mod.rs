//! Decoded pictures.

mod pixels;

pub use pixels::Pixels;
