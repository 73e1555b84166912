//! Between a caller and the engine: picture memory, known parameters, the queue, counters.
//!
//! State machines without threads, timers or browser: who calls them brings the clock and does
//! what they decide. So each is tested natively against a model, and the worker's coordinator
//! stays a page of plumbing. Making them part of the coordinator in TypeScript was rejected: the
//! measurements they decide by, and the memory they hand out, are on this side.

pub mod cost;
pub mod queue;
pub mod slots;
pub mod telemetry;
pub mod threads;
pub mod validation;
pub mod warm_up;
