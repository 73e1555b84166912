//! `--list-params`: the table of parameters for a terminal.

use std::fmt::Write as _;

use pathloom::params::{FIELDS, Field, Kind, PRESETS, Value};

/// All presets and parameters.
pub fn parameters() -> String {
    let mut out = String::from("Presets (--preset NAME)\n\n");
    for row in &PRESETS {
        let _ = writeln!(out, "  {:<14}{}", row.name, row.help);
        if !row.values.is_empty() {
            let values: Vec<String> =
                row.values.iter().map(|(name, value)| format!("{name}={}", shown(value))).collect();
            let _ = writeln!(out, "  {:<14}{}", "", values.join(" "));
        }
    }
    out.push_str("\nParameters (--set NAME=VALUE)\n");
    let mut group = None;
    for field in FIELDS {
        let own = field.name.split_once('.').map(|(group, _)| group);
        if group != Some(own) {
            out.push('\n');
            group = Some(own);
        }
        let _ = writeln!(out, "  {:<26}{}", field.name, field.help);
        let _ = writeln!(out, "  {:<26}{}; default {}", "", allowed(field), shown(&field.default()));
        if let Kind::Choice(choices) = field.kind {
            for choice in choices {
                let _ = writeln!(out, "  {:<26}  {:<10} {}", "", choice.value, choice.help);
            }
        }
        if let Some(condition) = field.only_for {
            let _ = writeln!(out, "  {:<26}only with {}={}", "", condition.field, condition.values.join("|"));
        }
    }
    out
}

fn allowed(field: &Field) -> String {
    let unit = if field.unit.is_empty() { String::new() } else { format!(" {}", field.unit) };
    match field.kind {
        Kind::Integer { min, max, .. } => format!("whole number {min} to {max}{unit}"),
        Kind::Number { min, max, .. } => format!("number {min} to {max}{unit}"),
        Kind::Boolean => "true or false".into(),
        Kind::Choice(_) => "one of those below".into(),
        Kind::Text(max) => format!("text of at most {max} characters"),
        Kind::OptionalColor => "#rgb, #rrggbb or none".into(),
        Kind::Colors(max) => format!("at most {max} of #rgb, #rrggbb, #rrggbbaa, separated by commas"),
    }
}

/// A value as `--set` takes it.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "none".into(),
        Value::Number(number) => number.to_string(),
        Value::Choice(name) => (*name).into(),
        Value::Text(text) if text.is_empty() => "empty".into(),
        Value::Colors(colors) if colors.is_empty() => "empty".into(),
        other => serde_json::to_string(other).unwrap_or_default(),
    }
}
