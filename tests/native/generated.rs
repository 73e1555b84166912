//! The files that are made from the table of parameters: the package's schema and types, and the
//! reference for people. `UPDATE=1 cargo test --test native generated` writes them anew.

use std::fmt::Write as _;
use std::path::Path;

use pathloom::params::{FIELDS, Field, Kind, PRESETS, SCHEMA_VERSION, Value, find};
use pathloom::schema_json;

const REFRESH: &str = "UPDATE=1 cargo test --test native generated";

#[test]
fn schema_is_fresh() {
    check("worker/src/generated/schema.json", &schema_json());
}

#[test]
fn types_are_fresh() {
    check("worker/src/generated/params.ts", &typescript());
}

#[test]
fn reference_is_fresh() {
    check("PARAMETERS.md", &reference());
}

fn check(path: &str, expected: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(file.parent().expect("in a folder")).expect("the folder can be made");
        std::fs::write(&file, expected).expect("the file can be written");
        return;
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(committed == expected, "{path} is older than the table of parameters; run\n\n    {REFRESH}\n");
}

#[test]
fn the_schema_has_the_shape_that_the_page_builds_on() {
    let schema: serde_json::Value = serde_json::from_str(&schema_json()).expect("it is JSON");
    assert_eq!(schema["version"], SCHEMA_VERSION);
    assert_eq!(schema["presets"].as_array().map(Vec::len), Some(PRESETS.len()));
    let fields = schema["fields"].as_array().expect("a list");
    let area = fields.iter().find(|field| field["name"] == "segment.minArea").expect("it is there");
    assert_eq!(area["path"], serde_json::json!(["segment", "minArea"]));
    assert_eq!(area["rustName"], "segment.min_area");
    assert_eq!(area["stage"], "segment");
    assert_eq!(area["type"], "integer");
    assert_eq!(area["unit"], "px");
    assert_eq!(area["min"], 0);
    assert_eq!(area["default"], 4);
    assert_eq!(area["nullable"], false);
    for row in &PRESETS {
        let preset = schema["presets"].as_array().and_then(|all| all.iter().find(|p| p["name"] == row.name));
        let count: usize = preset
            .and_then(|p| p["values"].as_object())
            .map(|groups| {
                groups.values().filter_map(|group| group.as_object()).map(serde_json::Map::len).sum()
            })
            .expect("grouped values");
        assert_eq!(count, row.values.len(), "{}", row.name);
    }
}

/// The groups in the table's order, each with its fields; `engine` stands in none.
fn groups() -> Vec<(&'static str, Vec<&'static Field>)> {
    let mut groups: Vec<(&str, Vec<&Field>)> = Vec::new();
    for field in FIELDS {
        let Some((group, _)) = field.name.split_once('.') else { continue };
        match groups.last_mut() {
            Some((last, fields)) if *last == group => fields.push(field),
            _ => groups.push((group, vec![field])),
        }
    }
    groups
}

fn typescript() -> String {
    let mut out = format!(
        "// Made from src/params by `{REFRESH}`. Do not edit.\n\n\
         /** A colour: `#rgb`, `#rrggbb` or `#rrggbbaa`. */\nexport type Color = string;\n\n\
         /** The name of a preset. */\nexport type Preset = {};\n",
        union(PRESETS.iter().map(|row| row.name))
    );
    for (group, fields) in groups() {
        let what = if group == "vtracer" {
            "VTracer's own dials, for `engine: 'vtracer'`.".into()
        } else {
            format!("For the stage `{group}`.")
        };
        let _ = write!(out, "\n/** {what} */\nexport interface {} {{\n", type_of(group));
        for field in fields {
            out.push_str(&member(field));
        }
        out.push_str("}\n");
    }
    out.push_str(
        "\n/**\n * What to ask for. Everything may be left out: the preset's value holds then, or else the default.\n */\n\
         export interface Params {\n  /**\n   * Where to start from.\n   *\n",
    );
    for row in &PRESETS {
        let _ = writeln!(out, "   * - `{}`: {}", row.name, row.help);
    }
    out.push_str("   *\n   * @defaultValue `'auto'`\n   */\n  preset?: Preset | undefined;\n");
    for field in FIELDS.iter().filter(|field| !field.name.contains('.')) {
        out.push_str(&member(field));
    }
    for (group, _) in groups() {
        let _ = writeln!(out, "  {group}?: {} | undefined;", type_of(group));
    }
    out.push_str("}\n");
    out.push_str(SCHEMA_TYPES);
    let _ = write!(
        out,
        "\n/** The table of parameters: everything that a page needs to build its controls. */\n\
         export const SCHEMA: Schema = {};\n",
        schema_json().trim_end()
    );
    out
}

const SCHEMA_TYPES: &str = "
/** A value of a parameter, as it stands in {@link Params}. */
export type ParamValue = null | boolean | number | string | readonly string[];

/** An allowed value of a choice. */
export interface SchemaChoice {
  readonly value: string;
  /** One line. */
  readonly help: string;
}

/** One parameter. */
export interface SchemaField {
  /** Full name: `segment.minArea`. */
  readonly name: string;
  /** Where it stands in {@link Params}: `['segment', 'minArea']`. */
  readonly path: readonly string[];
  /** As the command line spells it: `segment.min_area`. */
  readonly rustName: string;
  /** The first stage that a change re-runs. */
  readonly stage: 'decode' | 'prepare' | 'segment' | 'trace' | 'fit' | 'write';
  readonly type: 'integer' | 'number' | 'boolean' | 'enum' | 'string' | 'color' | 'color-list';
  /** What a number counts; empty for nothing. */
  readonly unit: 'px' | '%' | '°' | 'decimals' | 'bits' | '';
  /** Least value of a number. */
  readonly min: number | null;
  /** Greatest value of a number. */
  readonly max: number | null;
  /** Where a slider may end; greater values up to `max` can be typed. */
  readonly softMax: number | null;
  /** A slider's step; values between steps are allowed. */
  readonly step: number | null;
  /** Most characters of a text, most items of a list. */
  readonly maxLength: number | null;
  /** What an enum allows. */
  readonly choices: readonly SchemaChoice[];
  /** Whether `null` is allowed. */
  readonly nullable: boolean;
  readonly default: ParamValue;
  /** The field, and its values, without which this one has no effect. */
  readonly onlyFor: { readonly field: string; readonly values: readonly string[] } | null;
  /** One line for a person in front of a dial. */
  readonly help: string;
  /** Not needed on most days. */
  readonly advanced: boolean;
}

/** A starting point for a kind of picture. */
export interface SchemaPreset {
  readonly name: Preset;
  readonly title: string;
  /** One line. */
  readonly help: string;
  /** What it sets, in the shape of {@link Params}. */
  readonly values: Params;
}

/** The table of parameters. */
export interface Schema {
  readonly version: number;
  readonly presets: readonly SchemaPreset[];
  readonly fields: readonly SchemaField[];
}
";

fn union<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("'{name}'")).collect::<Vec<_>>().join(" | ")
}

fn type_of(group: &str) -> String {
    format!("{}{}Params", group[..1].to_uppercase(), &group[1..])
}

fn member(field: &Field) -> String {
    let camel = field.camel_name();
    let key = camel.rsplit('.').next().unwrap_or_default();
    let kind = match field.kind {
        Kind::Integer { .. } | Kind::Number { .. } => "number".into(),
        Kind::Boolean => "boolean".into(),
        Kind::Choice(choices) => union(choices.iter().map(|choice| choice.value)),
        Kind::Text(_) => "string".into(),
        Kind::OptionalColor => "Color | null".into(),
        Kind::Colors(_) => "readonly Color[]".into(),
    };
    let mut out = format!("  /**\n   * {}\n   *\n", field.help);
    if let Kind::Choice(choices) = field.kind {
        for choice in choices {
            let _ = writeln!(out, "   * - `{}`: {}", choice.value, choice.help);
        }
        out.push_str("   *\n");
    }
    let range = range(field);
    if !range.is_empty() {
        let _ = writeln!(out, "   * {}.", capital(&range));
    }
    if let Some(condition) = field.only_for {
        let name = find(condition.field).map(|(_, field)| field.camel_name()).unwrap_or_default();
        let _ = writeln!(out, "   * Has an effect only with `{name}` {}.", either(condition.values));
    }
    let _ = write!(
        out,
        "   * @defaultValue `{}`\n   */\n  {key}?: {kind} | undefined;\n",
        literal(&field.default())
    );
    out
}

/// `0–100 %`, `whole, 0–4 decimals`; empty where the type says it all.
fn range(field: &Field) -> String {
    let unit = if field.unit.is_empty() { String::new() } else { format!(" {}", field.unit) };
    match field.kind {
        Kind::Integer { min, max, .. } => format!("whole, {min}–{max}{unit}"),
        Kind::Number { min, max, .. } => format!("{min}–{max}{unit}"),
        Kind::Text(max) => format!("at most {max} characters, no line breaks"),
        Kind::OptionalColor => "opaque".into(),
        Kind::Colors(max) => format!("at most {max} colours"),
        Kind::Boolean | Kind::Choice(_) => String::new(),
    }
}

fn either(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
}

fn capital(text: &str) -> String {
    text.chars().next().map(|c| c.to_uppercase().chain(text.chars().skip(1)).collect()).unwrap_or_default()
}

/// A value as TypeScript writes it.
fn literal(value: &Value) -> String {
    match value {
        Value::Choice(name) => format!("'{name}'"),
        Value::Number(number) => number.to_string(),
        other => serde_json::to_string(other).expect("plain data"),
    }
}

fn reference() -> String {
    let mut out = format!(
        "<!-- Made from src/params by `{REFRESH}`. Do not edit. -->\n\n# Parameters\n\n\
         Three layers, the later one holds: the defaults, the preset, your own values. A preset never \
         overrides what you set yourself.\n\n\
         The command line takes `--set segment.min_area=8` or a JSON file (`--params`), the package an object \
         (`{{ segment: {{ minArea: 8 }} }}`). Names are read in either spelling; TypeScript's is the one in \
         camel case. Whatever is wrong is reported at once, each with what is allowed.\n\n\
         A value without effect (such as `segment.level` while the threshold finds itself) is no error: it waits \
         until it has one. Beside `segment.palette`, `segment.max_colors` has none.\n"
    );
    let ungrouped = FIELDS.iter().filter(|field| !field.name.contains('.')).collect();
    for (group, fields) in std::iter::once(("", ungrouped)).chain(groups()) {
        let title = match group {
            "" => "Everything".into(),
            "vtracer" => "`vtracer`: its own dials, for `engine=vtracer`".into(),
            stage => format!("`{stage}`"),
        };
        let _ =
            write!(out, "\n## {title}\n\n| name | what it does | allowed | default |\n|---|---|---|---|\n");
        if group.is_empty() {
            let names: Vec<&str> = PRESETS.iter().map(|row| row.name).collect();
            let _ = writeln!(
                out,
                "| `preset` | Where to start from, see below. | {} | `auto` |",
                either(&names).replace(" or ", ", ")
            );
        }
        for field in fields {
            let _ = writeln!(
                out,
                "| `{}` | {} | {} | {} |",
                field.name,
                what_it_does(field),
                allowed(field),
                shown(&field.default())
            );
        }
    }
    out.push_str("\n## Presets\n\n| preset | for | sets |\n|---|---|---|\n");
    for row in &PRESETS {
        let values: Vec<String> = row
            .values
            .iter()
            .map(|(name, value)| format!("`{name}` {}", shown(value).replace('`', "")))
            .collect();
        let _ = writeln!(out, "| `{}` | {} | {} |", row.name, row.help, values.join(", "));
    }
    out
}

fn what_it_does(field: &Field) -> String {
    let mut text = field.help.to_owned();
    if let Kind::Choice(choices) = field.kind {
        for choice in choices {
            let _ = write!(text, "<br>`{}`: {}", choice.value, choice.help);
        }
    }
    if let Some(condition) = field.only_for {
        let _ = write!(text, "<br>Only with `{}` {}.", condition.field, either(condition.values));
    }
    text
}

fn allowed(field: &Field) -> String {
    match field.kind {
        Kind::Boolean => "`true`, `false`".into(),
        Kind::Choice(choices) => {
            choices.iter().map(|choice| format!("`{}`", choice.value)).collect::<Vec<_>>().join(", ")
        }
        Kind::OptionalColor => "`#rgb`, `#rrggbb`, none (`null`)".into(),
        Kind::Colors(_) => format!("{}: `#rgb`, `#rrggbb`, `#rrggbbaa`", range(field)),
        _ => range(field),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "none".into(),
        Value::Text(text) if text.is_empty() => "empty".into(),
        Value::Colors(colors) if colors.is_empty() => "empty".into(),
        Value::Choice(name) => format!("`{name}`"),
        other => literal(other),
    }
}
