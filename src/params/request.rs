//! What a caller asks for: a preset and the few values that it sets itself.
//!
//! Sparse on purpose: what was not said stays open until the preset is known (`auto` knows only
//! after a look at the picture), and a list of two values is quicker to compare, hash and send
//! than twenty. A full struct of options was rejected for the same reasons.

use std::fmt;

use super::casing::Casing;
use super::color;
use super::groups::{Engine, Params};
use super::presets::Preset;
use super::read::RequestReader;
use super::table::{FIELDS, find};
use super::value::Value;
use crate::context::Stage;
use crate::error::Result;

/// A valid request: a preset and the values on top of it. The default is `auto` and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Request {
    preset: Preset,
    /// Ascending by field index, each field once.
    values: Vec<(u8, Value)>,
}

impl Request {
    /// Reads `{ preset?, engine?, prepare?: {…}, segment?: {…}, trace?: {…}, fit?: {…}, write?: {…} }`.
    ///
    /// Names are read in either casing; `casing` is how problems spell them.
    ///
    /// # Errors
    /// [`crate::ErrorKind::InvalidParams`] with every problem at once (the first 32).
    pub fn from_json(json: &serde_json::Value, casing: Casing) -> Result<Self> {
        let mut reader = RequestReader::new(casing);
        reader.json(json);
        reader.finish()
    }

    /// A request for a preset as it stands.
    pub fn preset_only(preset: Preset) -> Self {
        Self { preset, values: Vec::new() }
    }

    /// The preset that was asked for.
    pub fn preset(&self) -> Preset {
        self.preset
    }

    /// The engine that was asked for. No preset changes it.
    pub fn engine(&self) -> Engine {
        self.resolve(self.preset).engine
    }

    /// The caller's own values by full field name, in the table's order.
    pub fn values(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.values.iter().map(|(index, value)| (FIELDS[usize::from(*index)].name, value))
    }

    /// Complete parameters: defaults, then the values of `preset` (the one that was asked for,
    /// or the one that `auto` chose), then the caller's own.
    ///
    /// Fields without effect (see [`super::OnlyFor`], and `segment.max_colors` beside a palette)
    /// stand at their defaults, so that requests with the same effect have equal parameters and
    /// share cached results. They are not errors: a person who tries another method and comes
    /// back wants to find the old values again.
    pub fn resolve(&self, preset: Preset) -> Params {
        let mut params = Params::default();
        for (name, value) in preset.row().values {
            if let Some((_, field)) = find(name) {
                field.set(&mut params, value);
            }
        }
        for (index, value) in &self.values {
            FIELDS[usize::from(*index)].set(&mut params, value);
        }
        reset_what_has_no_effect(&mut params);
        params
    }

    /// The first stage that has to run again after a change from `other` to this request;
    /// nothing when the result stays the same. A change to or from `auto` counts as one of
    /// `prepare`, since its choice is not known here.
    pub fn changed_stages(&self, other: &Self) -> Option<Stage> {
        if self.preset != other.preset && (self.preset == Preset::Auto || other.preset == Preset::Auto) {
            return Some(Stage::Prepare);
        }
        let (new, old) = (self.resolve(self.preset), other.resolve(other.preset));
        FIELDS.iter().filter(|field| field.get(&new) != field.get(&old)).map(|field| field.stage).min()
    }

    /// Chooses a preset.
    pub(super) fn set_preset(&mut self, preset: Preset) {
        self.preset = preset;
    }

    /// Sets a field to a value that passed validation.
    pub(super) fn set(&mut self, index: usize, value: Value) {
        let index = index as u8;
        match self.values.binary_search_by_key(&index, |(i, _)| *i) {
            Ok(at) => self.values[at].1 = value,
            Err(at) => self.values.insert(at, (index, value)),
        }
    }

    /// Forgets the caller's value of a field.
    pub(super) fn unset(&mut self, index: usize) {
        self.values.retain(|(i, _)| usize::from(*i) != index);
    }
}

/// As [`Request::from_json`] reads it: the preset, and the caller's values under their full names. Written by hand,
/// because `serde_json` would bring ten kilobytes of tables along to write numbers.
impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{\"preset\":\"{}\"", self.preset.name())?;
        for (name, value) in self.values() {
            write!(f, ",\"{name}\":")?;
            match value {
                Value::Null => f.write_str("null")?,
                Value::Boolean(v) => write!(f, "{v}")?,
                Value::Integer(v) => write!(f, "{v}")?,
                Value::Number(v) => write!(f, "{v}")?,
                Value::Choice(v) => write!(f, "\"{v}\"")?,
                Value::Text(v) => f.write_str(&serde_json::to_string(v).map_err(|_| fmt::Error)?)?,
                Value::Color(v) => write!(f, "\"{}\"", color::format(*v))?,
                Value::Colors(v) => {
                    let colors: Vec<String> =
                        v.iter().map(|v| format!("\"{}\"", color::format(*v))).collect();
                    write!(f, "[{}]", colors.join(","))?;
                }
            }
        }
        f.write_str("}")
    }
}

fn reset_what_has_no_effect(params: &mut Params) {
    if !params.segment.palette.is_empty() {
        params.segment.max_colors = 0;
    }
    for field in FIELDS {
        let Some(condition) = field.only_for else { continue };
        let Some((_, decider)) = find(condition.field) else { continue };
        let has_effect = match decider.get(params) {
            Value::Choice(choice) => condition.values.contains(&choice),
            _ => true,
        };
        if !has_effect {
            field.set(params, &field.default());
        }
    }
}
