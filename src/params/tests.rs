//! The table against the structs, and requests against the table.

use serde_json::json;

use super::*;
use crate::context::Stage;
use crate::error::{ErrorKind, Problem};

/// A value of the field's type that is not its default.
fn another(field: &Field) -> Value {
    let default = field.default();
    let candidates: Vec<Value> = match field.kind {
        Kind::Integer { min, max, .. } => vec![Value::Integer(min), Value::Integer(max)],
        Kind::Number { min, max, .. } => vec![Value::Number(min), Value::Number(max)],
        Kind::Boolean => vec![Value::Boolean(false), Value::Boolean(true)],
        Kind::Choice(choices) => choices.iter().map(|choice| Value::Choice(choice.value)).collect(),
        Kind::Text(_) => vec![Value::Text("a name".into())],
        Kind::OptionalColor => vec![Value::Color([1, 2, 3, 255])],
        Kind::Colors(_) => vec![Value::Colors(vec![[1, 2, 3, 4], [5, 6, 7, 255]])],
    };
    candidates.into_iter().find(|value| *value != default).expect("a field has more than one value")
}

fn request(json: &serde_json::Value) -> Request {
    Request::from_json(json, Casing::Camel).expect("valid")
}

fn problems(json: &serde_json::Value) -> Vec<Problem> {
    let error = Request::from_json(json, Casing::Camel).expect_err("invalid");
    assert_eq!(error.kind(), ErrorKind::InvalidParams);
    error.problems().to_vec()
}

#[test]
fn every_row_reads_what_it_wrote_and_touches_nothing_else() {
    for field in FIELDS {
        let mut params = Params::default();
        let value = another(field);
        field.set(&mut params, &value);
        assert_eq!(field.get(&params), value, "{}", field.name);
        for neighbour in FIELDS.iter().filter(|other| other.name != field.name) {
            assert_eq!(
                neighbour.get(&params),
                neighbour.default(),
                "{} changed {}",
                field.name,
                neighbour.name
            );
        }
    }
}

#[test]
fn the_table_names_every_field_of_the_structs() {
    let json = serde_json::to_value(Params::default()).expect("plain data");
    let mut names = Vec::new();
    for (group, value) in json.as_object().expect("a struct") {
        match value.as_object() {
            Some(fields) => names.extend(fields.keys().map(|key| format!("{group}.{key}"))),
            None => names.push(group.clone()),
        }
    }
    let mut table: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
    names.sort_unstable();
    table.sort_unstable();
    assert_eq!(table, names);
}

#[test]
fn every_row_stands_under_its_stage_and_its_default_is_allowed() {
    for field in FIELDS {
        match field.name.split_once('.') {
            Some(("vtracer", _)) => assert!([Stage::Segment, Stage::Fit].contains(&field.stage)),
            Some((group, _)) => assert_eq!(group, field.stage.name(), "{}", field.name),
            None => {}
        }
        let mut reader = RequestReader::new(Casing::Snake);
        let json = serde_json::to_value(field.default()).expect("plain data");
        reader.json(&nested(field.name, &json));
        reader.finish().unwrap_or_else(|error| panic!("{error}"));
    }
}

fn nested(name: &str, value: &serde_json::Value) -> serde_json::Value {
    match name.split_once('.') {
        Some((group, key)) => json!({ group: { key: value } }),
        None => json!({ name: value }),
    }
}

#[test]
fn choices_are_spelled_as_the_enums_are() {
    for field in FIELDS {
        let Kind::Choice(choices) = field.kind else { continue };
        for choice in choices {
            let mut params = Params::default();
            field.set(&mut params, &Value::Choice(choice.value));
            let json = serde_json::to_value(&params).expect("plain data");
            let pointer = format!("/{}", field.name.replace('.', "/"));
            assert_eq!(json.pointer(&pointer).and_then(|v| v.as_str()), Some(choice.value));
        }
    }
}

#[test]
fn conditions_name_real_choices() {
    for condition in FIELDS.iter().filter_map(|field| field.only_for) {
        let (_, decider) = find(condition.field).expect("the deciding field exists");
        let Kind::Choice(choices) = decider.kind else { panic!("{} decides by a choice", decider.name) };
        for value in condition.values {
            assert!(choices.iter().any(|choice| choice.value == *value), "{value}");
        }
    }
}

#[test]
fn presets_set_known_fields_to_allowed_values() {
    for row in &PRESETS {
        assert_eq!(row.preset.row().name, row.name, "rows stand in the order of the enum");
        assert_eq!(Preset::by_name(row.name), Some(row.preset));
        for (name, value) in row.values {
            let mut reader = RequestReader::new(Casing::Snake);
            reader.json(&nested(name, &serde_json::to_value(value).expect("plain data")));
            let read = reader.finish().unwrap_or_else(|error| panic!("{}: {error}", row.name));
            assert_eq!(read.values().collect::<Vec<_>>(), [(*name, value)]);
        }
    }
}

#[test]
fn a_full_request_is_read() {
    let read = request(&json!({
        "preset": "photo",
        "engine": "vtracer",
        "prepare": { "maxPixels": 2e6, "matte": "#FFF" },
        "segment": { "minArea": 3.0, "palette": ["#000", "#ff000080"] },
        "fit": { "tolerance": 1 },
        "write": { "title": "A “wagon”" },
    }));
    let params = read.resolve(read.preset());
    assert_eq!(read.preset(), Preset::Photo);
    assert_eq!(params.engine, Engine::Vtracer);
    assert_eq!(params.prepare.max_pixels, 2_000_000);
    assert_eq!(params.prepare.matte, Some([255; 3]));
    assert_eq!(params.segment.min_area, 3);
    assert_eq!(params.segment.palette, [[0, 0, 0, 255], [255, 0, 0, 128]]);
    assert_eq!(params.fit.tolerance, 1.0);
    assert_eq!(params.write.title, "A “wagon”");
    assert_eq!(params.segment.detail, 60.5, "from the preset");
}

#[test]
fn every_problem_is_told_at_once_in_the_callers_spelling() {
    let told = problems(&json!({
        "preset": "foto",
        "segment": { "detail": 250, "minArea": 3.5, "palette": ["#12"], "maxColours": 4 },
        "fit": { "tolerance": "0.2", "cornerAngle": null },
        "write": 3,
        "tolerance": 1,
    }));
    let text: Vec<String> = told.iter().map(ToString::to_string).collect();
    let expected = [
        "fit.cornerAngle: null is not allowed; give a number from 0 to 180 °",
        "fit.tolerance: \"0.2\" is not allowed; give a number from 0.05 to 10 px",
        "preset: \"foto\" is not allowed; give one of auto, logo, illustration, photo, line-art, pixel-art, bw, poster",
        "segment.detail: 250 is not allowed; give a number from 0 to 100 %",
        "segment.maxColours: an unknown name is not allowed; did you mean segment.maxColors?",
        "segment.minArea: 3.5 is not allowed; give a whole number from 0 to 100000 px",
        "segment.palette: \"#12\" in the list is not allowed; give at most 256 colours as #rgb, #rrggbb or #rrggbbaa",
        "tolerance: an unknown name is not allowed; did you mean fit.tolerance?",
        "write: 3 is not allowed; give an object, such as { \"precision\": … }",
    ];
    assert_eq!(text, expected);
}

#[test]
fn values_out_of_range_are_refused_at_both_ends() {
    for field in FIELDS {
        let (below, above) = match field.kind {
            Kind::Integer { min, max, .. } => (json!(i64::from(min) - 1), json!(u64::from(max) + 1)),
            Kind::Number { min, max, .. } => (json!(min - 0.01), json!(max + 0.01)),
            _ => continue,
        };
        for value in [below, above, json!(1e300), json!(u64::MAX), json!(i64::MIN)] {
            assert_eq!(problems(&nested(field.name, &value)).len(), 1, "{}", field.name);
        }
    }
}

#[test]
fn hostile_json_gives_a_bounded_report() {
    let mut deep = json!(1);
    for _ in 0..100 {
        deep = json!({ "__proto__": deep, "segment": [deep] });
        deep = json!({ "fit": deep["__proto__"] });
    }
    problems(&json!({ "segment": { "detail": deep, "__proto__": {}, "constructor": 1 } }));
    assert_eq!(request(&json!(null)), Request::default());
    for wrong in [json!(1), json!("photo"), json!([]), json!([[]])] {
        assert_eq!(problems(&wrong).len(), 1);
    }

    let many: serde_json::Map<_, _> =
        (0..100_000).map(|i| (format!("{i}{}", "x".repeat(200)), json!(i))).collect();
    let told = problems(&many.into());
    assert_eq!(told.len(), 33);
    assert_eq!(
        told[32].to_string(),
        "…: each of 99968 further names or values is not allowed; mend the ones above first"
    );
    assert!(told.iter().all(|problem| problem.to_string().len() < 300));

    let long = json!({ "write": { "title": "x".repeat(1 << 20) }, "segment": { "method": "\u{1b}[31m" } });
    assert!(problems(&long).iter().all(|problem| !problem.to_string().contains('\u{1b}')));
}

#[test]
fn text_is_read_by_the_fields_type() {
    let mut reader = RequestReader::new(Casing::Snake);
    for (name, text) in [
        ("preset", "logo"),
        ("engine", "vtracer"),
        ("prepare.matte", "none"),
        ("segment.min_area", "8"),
        ("segment.minArea", "9"),
        ("segment.palette", "#fff, #000"),
        ("segment.gradients", "false"),
        ("fit.tolerance", "1e-1"),
        ("write.title", "3"),
    ] {
        reader.text(name, text);
    }
    let params = reader.finish().expect("valid").resolve(Preset::Logo);
    assert_eq!(params.segment.min_area, 9, "the later one holds");
    assert_eq!(params.segment.palette.len(), 2);
    assert!(!params.segment.gradients);
    assert_eq!(params.fit.tolerance, 0.1);
    assert_eq!(params.write.title, "3");

    let mut reader = RequestReader::new(Casing::Snake);
    for text in ["NaN", "inf", "-inf", "", " ", "0x10", "5 px", "1e999"] {
        reader.text("fit.tolerance", text);
    }
    assert_eq!(reader.finish().expect_err("no numbers").problems().len(), 8);
}

#[test]
fn what_has_no_effect_stands_at_its_default() {
    let plain = request(&json!({}));
    let with_level = request(&json!({ "segment": { "level": 3, "threshold": "fixed" } }));
    assert_ne!(plain, with_level);
    assert_eq!(with_level.resolve(Preset::Photo), plain.resolve(Preset::Photo));
    assert_ne!(with_level.resolve(Preset::LineArt), plain.resolve(Preset::LineArt));

    let both = request(&json!({ "segment": { "maxColors": 3, "palette": ["#fff"] } }));
    assert_eq!(both.resolve(Preset::Photo).segment.max_colors, 0, "the palette goes first");
}

#[test]
fn the_first_changed_stage_is_found() {
    let base = request(&json!({ "preset": "photo" }));
    let changed = |json| request(&json).changed_stages(&base);
    assert_eq!(changed(json!({ "preset": "photo" })), None);
    assert_eq!(
        changed(json!({ "preset": "photo", "fit": { "tolerance": 0.4 } })),
        None,
        "same as the preset"
    );
    assert_eq!(changed(json!({ "preset": "photo", "write": { "precision": 2 } })), Some(Stage::Write));
    assert_eq!(
        changed(json!({ "preset": "photo", "write": { "precision": 2 }, "fit": { "tolerance": 2 } })),
        Some(Stage::Fit)
    );
    assert_eq!(changed(json!({ "preset": "photo", "engine": "vtracer" })), Some(Stage::Segment));
    assert_eq!(changed(json!({ "preset": "photo", "prepare": { "denoise": 5 } })), Some(Stage::Prepare));
    assert_eq!(changed(json!({ "preset": "logo" })), Some(Stage::Segment));
    assert_eq!(changed(json!({ "preset": "illustration" })), Some(Stage::Prepare));
    assert_eq!(changed(json!({ "preset": "auto" })), Some(Stage::Prepare));
}

#[test]
fn equal_requests_hash_alike() {
    use std::hash::{BuildHasher, RandomState};
    let state = RandomState::new();
    let one = request(&json!({ "segment": { "detail": -0.0, "minArea": 5 } }));
    let other = request(&json!({ "segment": { "min_area": 5.0, "detail": 0 } }));
    assert_eq!(one, other);
    assert_eq!(state.hash_one(&one), state.hash_one(&other));
}
