//! The six stages. Each is a pure function; none knows another, the pipeline or a browser.

pub mod decode;
pub mod fit;
#[cfg(test)]
mod fixture;
pub mod prepare;
pub mod segment;
pub mod trace;
pub mod write;
