//! One parameter's value, apart from the struct that it belongs to.
//!
//! A closed enum, so that a request can carry any field in one small list and be compared and
//! hashed. `serde_json::Value` was rejected here: it can hold what no field allows.

use std::hash::{Hash, Hasher};

use serde::{Serialize, Serializer};

use super::color;

/// A value that passed validation.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing, for fields that may be left empty.
    Null,
    /// Yes or no.
    Boolean(bool),
    /// A whole number.
    Integer(u32),
    /// A finite number, never −0.
    Number(f64),
    /// The name of a choice.
    Choice(&'static str),
    /// Free text.
    Text(String),
    /// Straight sRGB with alpha.
    Color([u8; 4]),
    /// Several colours, in the caller's order.
    Colors(Vec<[u8; 4]>),
}

// Numbers are finite and never −0, so equality is an equivalence and agrees with the bits.
impl Eq for Value {}

impl Hash for Value {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            Self::Null => {}
            Self::Boolean(v) => v.hash(state),
            Self::Integer(v) => v.hash(state),
            Self::Number(v) => v.to_bits().hash(state),
            Self::Choice(v) => v.hash(state),
            Self::Text(v) => v.hash(state),
            Self::Color(v) => v.hash(state),
            Self::Colors(v) => v.hash(state),
        }
    }
}

/// As it stands in a request's JSON: colours become strings.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Boolean(v) => serializer.serialize_bool(*v),
            Self::Integer(v) => serializer.serialize_u32(*v),
            Self::Number(v) => serializer.serialize_f64(*v),
            Self::Choice(v) => serializer.serialize_str(v),
            Self::Text(v) => serializer.serialize_str(v),
            Self::Color(v) => serializer.serialize_str(&color::format(*v)),
            Self::Colors(v) => serializer.collect_seq(v.iter().map(|c| color::format(*c))),
        }
    }
}
