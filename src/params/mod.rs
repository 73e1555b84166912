//! What a caller may choose: one table, a struct per stage, presets, validation.

mod groups;

pub use groups::{
    Engine, FitParams, Group, Layering, Method, Params, PrepareParams, SegmentParams, Shape, Threshold,
    TraceParams, VtracerParams, WriteParams,
};
