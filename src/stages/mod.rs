//! The six stages. Each is a pure function; none knows another, the pipeline or a browser.

pub mod fit;
pub mod segment;
pub mod trace;
pub mod write;
