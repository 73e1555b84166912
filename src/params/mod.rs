//! What a caller may choose: one table, a struct per stage, presets, validation.
//!
//! A request is read against the table ([`FIELDS`]) and stays sparse; [`Request::resolve`] makes
//! the complete [`Params`] that the stages see. Defaults live in the structs, names, ranges and
//! words in the table, and nowhere else: types, controls and reference are generated from it.

mod casing;
mod color;
mod export;
mod groups;
mod presets;
mod read;
mod request;
mod schema;
mod table;
mod value;

#[cfg(test)]
mod tests;

pub use casing::Casing;
pub use export::schema_json;
pub use groups::{
    Engine, FitParams, Group, Layering, Method, Params, PrepareParams, SegmentParams, Shape, Threshold,
    TraceParams, VtracerParams, WriteParams,
};
pub use presets::{PRESETS, Preset, PresetRow};
pub use read::RequestReader;
pub use request::Request;
pub use schema::{Choice, Field, Kind, OnlyFor};
pub use table::{FIELDS, SCHEMA_VERSION, find};
pub use value::Value;
