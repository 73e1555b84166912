//! The table as JSON, for the page's controls and the package's types.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use super::casing::camel;
use super::presets::{PRESETS, PresetRow};
use super::schema::{Choice, Field, Kind};
use super::table::{FIELDS, SCHEMA_VERSION, find};
use super::value::Value;

#[derive(Serialize)]
struct Schema {
    version: u32,
    presets: Vec<PresetEntry>,
    fields: Vec<FieldEntry>,
}

#[derive(Serialize)]
struct PresetEntry {
    name: &'static str,
    title: &'static str,
    help: &'static str,
    values: PresetValues,
}

struct PresetValues(&'static PresetRow);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FieldEntry {
    name: String,
    path: Vec<String>,
    rust_name: &'static str,
    stage: &'static str,
    r#type: &'static str,
    unit: &'static str,
    min: Option<serde_json::Number>,
    max: Option<serde_json::Number>,
    soft_max: Option<serde_json::Number>,
    step: Option<serde_json::Number>,
    max_length: Option<usize>,
    choices: &'static [Choice],
    nullable: bool,
    default: Value,
    only_for: Option<OnlyForEntry>,
    help: &'static str,
    advanced: bool,
}

#[derive(Serialize)]
struct OnlyForEntry {
    field: String,
    values: &'static [&'static str],
}

/// Grouped as in a request: `{ "segment": { "minArea": 2 } }`.
impl Serialize for PresetValues {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut groups: Vec<(&str, serde_json::Map<String, serde_json::Value>)> = Vec::new();
        for (name, value) in self.0.values {
            let (group, key) = name.split_once('.').unwrap_or(("", name));
            let value = serde_json::to_value(value).map_err(serde::ser::Error::custom)?;
            if groups.last().is_none_or(|(last, _)| *last != group) {
                groups.push((group, serde_json::Map::new()));
            }
            if let Some((_, fields)) = groups.last_mut() {
                fields.insert(camel(key), value);
            }
        }
        let mut map = serializer.serialize_map(Some(groups.len()))?;
        for (group, fields) in groups {
            map.serialize_entry(group, &fields)?;
        }
        map.end()
    }
}

/// The table as JSON text:
/// `{ version, presets: [{ name, title, help, values }], fields: [{ name, path, rustName, stage,
/// type, unit, min, max, softMax, step, maxLength, choices, nullable, default, onlyFor, help,
/// advanced }] }`.
///
/// `softMax` is where a slider may end (greater values up to `max` can be typed); `onlyFor` names
/// the field, and its values, without which this one has no effect. Keys that don't apply are null.
pub fn schema_json() -> String {
    let schema = Schema {
        version: SCHEMA_VERSION,
        presets: PRESETS
            .iter()
            .map(|row| PresetEntry {
                name: row.name,
                title: row.title,
                help: row.help,
                values: PresetValues(row),
            })
            .collect(),
        fields: FIELDS.iter().map(entry).collect(),
    };
    let mut json = serde_json::to_string_pretty(&schema).unwrap_or_default();
    json.push('\n');
    json
}

fn entry(field: &'static Field) -> FieldEntry {
    let name = field.camel_name();
    let [min, max, soft_max, step] = match field.kind {
        Kind::Integer { min, max, soft_max, step } => [min, max, soft_max, step].map(|v| Some(v.into())),
        Kind::Number { min, max, soft_max, step } => {
            [min, max, soft_max, step].map(serde_json::Number::from_f64)
        }
        _ => [const { None }; 4],
    };
    FieldEntry {
        path: name.split('.').map(str::to_owned).collect(),
        name,
        rust_name: field.name,
        stage: field.stage.name(),
        r#type: field.kind.name(),
        unit: field.unit,
        min,
        max,
        soft_max,
        step,
        max_length: match field.kind {
            Kind::Text(max) | Kind::Colors(max) => Some(max),
            _ => None,
        },
        choices: match field.kind {
            Kind::Choice(choices) => choices,
            _ => &[],
        },
        nullable: field.kind == Kind::OptionalColor,
        default: field.default(),
        only_for: field
            .only_for
            .filter(|condition| find(condition.field).is_some())
            .map(|condition| OnlyForEntry { field: camel(condition.field), values: condition.values }),
        help: field.help,
        advanced: field.advanced,
    }
}
