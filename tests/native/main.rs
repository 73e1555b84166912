//! The native tests that use the crate from outside, as one binary: a module a topic.

mod cli;
mod corpus;
mod decode;
mod generated;
mod golden;
mod pictures;
mod pipeline;
mod requests;
mod restored;
