//! What a parameter is: its name, type, range, words, and its place in [`Params`].
//!
//! A row reaches its place through two function pointers, and its default is the struct's own. A
//! default beside the range in the table was rejected: it would be a second truth.

use serde::Serialize;

use super::casing::camel;
use super::groups::Params;
use super::value::Value;
use crate::context::Stage;

/// One parameter.
#[derive(Debug)]
pub struct Field {
    /// The full name, as Rust and the command line spell it: `segment.min_area`.
    pub name: &'static str,
    /// The first stage that a change re-runs.
    pub stage: Stage,
    /// The type with its range.
    pub kind: Kind,
    /// What a number counts: `px`, `%`, `°`, `decimals`, `bits`, or nothing.
    pub unit: &'static str,
    /// One line for a person in front of a dial.
    pub help: &'static str,
    /// Not needed on most days.
    pub advanced: bool,
    /// Has an effect only while another field has one of these values.
    pub only_for: Option<OnlyFor>,
    pub(super) get: fn(&Params) -> Value,
    pub(super) set: fn(&mut Params, &Value),
}

/// The condition under which a field has an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnlyFor {
    /// The full name of the field that decides; a choice.
    pub field: &'static str,
    /// The choices for which the dependent field has an effect.
    pub values: &'static [&'static str],
}

/// A field's type and what it allows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// Whole numbers in `min..=max`.
    Integer {
        /// Least value.
        min: u32,
        /// Greatest value.
        max: u32,
        /// Where a slider may end; greater values can be typed.
        soft_max: u32,
        /// A slider's step; values between steps are allowed.
        step: u32,
    },
    /// Finite numbers in `min..=max`.
    Number {
        /// Least value.
        min: f64,
        /// Greatest value.
        max: f64,
        /// Where a slider may end; greater values can be typed.
        soft_max: f64,
        /// A slider's step; values between steps are allowed.
        step: f64,
    },
    /// Yes or no.
    Boolean,
    /// One of these.
    Choice(&'static [Choice]),
    /// Text without control characters, of at most so many characters.
    Text(usize),
    /// An opaque colour, or nothing.
    OptionalColor,
    /// A list of at most so many colours.
    Colors(usize),
}

impl Kind {
    /// The type's name in the exported schema.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Integer { .. } => "integer",
            Self::Number { .. } => "number",
            Self::Boolean => "boolean",
            Self::Choice(_) => "enum",
            Self::Text(_) => "string",
            Self::OptionalColor => "color",
            Self::Colors(_) => "color-list",
        }
    }
}

/// One allowed value of a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// As it is given.
    pub value: &'static str,
    /// One line.
    pub help: &'static str,
}

impl Field {
    /// The field's value in a set of parameters.
    pub fn get(&self, params: &Params) -> Value {
        (self.get)(params)
    }

    /// Puts a value of the field's own type into a set of parameters; one of another type
    /// changes nothing.
    pub fn set(&self, params: &mut Params, value: &Value) {
        (self.set)(params, value);
    }

    /// The full name as TypeScript spells it: `segment.minArea`.
    pub fn camel_name(&self) -> String {
        camel(self.name)
    }

    /// The value where neither the caller nor the preset says anything.
    pub fn default(&self) -> Value {
        self.get(&Params::default())
    }
}
