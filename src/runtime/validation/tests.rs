//! Whatever is remembered, the answer is that of a full check.

use std::collections::HashMap;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::error::ErrorKind;

fn validator() -> Validator {
    Validator::new(ValidatorConfig { texts: 3, streams: 2, keep_ms: 100, ..ValidatorConfig::default() })
}

const PHOTO: &str = r#"{"preset":"photo","write":{"precision":1}}"#;

#[test]
fn the_same_text_is_checked_once() {
    let mut validator = validator();
    let first = validator.read(PHOTO, 0.0).expect("good");
    let second = validator.read(PHOTO, 50.0).expect("good");
    assert!(Arc::ptr_eq(&first, &second));
    assert_eq!((validator.stats().hits, validator.stats().misses), (1, 1));
    validator.read(PHOTO, 151.0).expect("good");
    assert_eq!(validator.stats().misses, 2, "it was not seen for too long");
}

#[test]
fn the_least_used_text_goes_first() {
    let mut validator = validator();
    for n in 0..4 {
        validator.read(&format!(r#"{{"write":{{"precision":{n}}}}}"#), 0.0).expect("good");
        validator.read("{}", 0.0).expect("good");
    }
    assert_eq!(validator.stats().hits, 3, "the one in use stays");
    validator.read(r#"{"write":{"precision":0}}"#, 0.0).expect("good");
    assert_eq!(validator.stats().hits, 3);
}

#[test]
fn bad_text_is_never_known() {
    let mut validator = validator();
    for text in [r#"{"write":{"precision":99}}"#, "{", "", "[1]", "\u{0}", &"[".repeat(10_000)] {
        for _ in 0..2 {
            let error = validator.read(text, 0.0).expect_err("bad");
            assert_eq!(error.kind(), ErrorKind::InvalidParams, "{text}");
            assert!(!error.problems().is_empty());
        }
    }
    assert_eq!(validator.stats().hits, 0);
}

#[test]
fn a_change_of_another_shape_is_told_and_changes_nothing() {
    let mut validator = Validator::new(ValidatorConfig::default());
    validator.begin(7, 1, "{}", 0.0).expect("good");
    for text in
        ["", "[]", "7", r#"{"set":1.5}"#, r#"{"unset":[1]}"#, r#"{"unset":"preset"}"#, r#"{"more":{}}"#]
    {
        let error = validator.change(7, 2, 1, text).expect_err(text);
        assert_eq!(error.kind(), ErrorKind::InvalidParams, "{text}");
    }
    assert!(validator.change(7, 2, 1, "{}").expect("good").is_some(), "the stream is where it was");
}

#[test]
fn another_schema_makes_everything_unknown() {
    let mut validator = validator();
    validator.begin(1, 1, PHOTO, 0.0).expect("good");
    validator.use_schema(ValidatorConfig::default().schema_version);
    assert!(validator.change(1, 2, 1, "{}").expect("good").is_some());
    validator.use_schema(u32::MAX);
    assert!(validator.change(1, 3, 2, "{}").expect("no error").is_none());
    validator.read(PHOTO, 0.0).expect("good");
    assert_eq!((validator.stats().hits, validator.stats().misses), (0, 2));
}

#[test]
fn a_change_reads_only_what_it_names() {
    let mut validator = validator();
    validator.begin(7, 1, PHOTO, 0.0).expect("good");
    let change = r#"{"set":{"fit.tolerance":0.5,"segment.minArea":4},"unset":["write.precision"]}"#;
    let changed = validator.change(7, 2, 1, change).expect("good").expect("held");
    let whole = r#"{"preset":"photo","fit":{"tolerance":0.5},"segment":{"minArea":4}}"#;
    assert_eq!(changed, validator.read(whole, 0.0).expect("good"));
    let preset = validator.change(7, 3, 2, r#"{"unset":["preset"]}"#).expect("good").expect("held");
    assert_eq!(preset.preset().name(), "auto");
}

#[test]
fn a_wrong_change_leaves_the_version_as_it_was() {
    let mut validator = validator();
    validator.begin(7, 1, PHOTO, 0.0).expect("good");
    let wrong = r#"{"set":{"fit.tolerance":-1,"write.precision":2,"nonsense":1},"unset":["more.nonsense"]}"#;
    let error = validator.change(7, 2, 1, wrong).expect_err("wrong");
    assert_eq!(error.problems().len(), 3);
    assert!(validator.change(7, 3, 2, "{}").expect("no error").is_none(), "2 never was");
    let now = validator.change(7, 3, 1, "{}").expect("good").expect("held");
    assert_eq!(*now, *validator.read(PHOTO, 0.0).expect("good"));
}

/// A few fields of every kind, with good and bad values.
fn fields() -> impl Strategy<Value = (&'static str, Json)> {
    prop_oneof![
        prop::sample::select(vec![json!("photo"), json!("logo"), json!("none such")])
            .prop_map(|v| ("preset", v)),
        (0u32..6).prop_map(|v| ("write.precision", json!(v))),
        (0u32..12).prop_map(|v| ("fit.tolerance", json!(f64::from(v)))),
        prop::sample::select(vec![json!(null), json!("#fff"), json!("#12345")])
            .prop_map(|v| ("prepare.matte", v)),
        prop::sample::select(vec![json!(["#abc"]), json!([]), json!(["red"])])
            .prop_map(|v| ("segment.palette", v)),
    ]
}

#[derive(Debug, Clone)]
enum Step {
    Whole(Vec<(&'static str, Json)>),
    Change { base_back: u32, set: Vec<(&'static str, Json)>, unset: Vec<&'static str> },
}

fn steps() -> impl Strategy<Value = Vec<(u32, Step)>> {
    let names = vec!["preset", "write.precision", "fit.tolerance", "prepare.matte", "segment.palette"];
    let step = prop_oneof![
        1 => prop::collection::vec(fields(), 0..4).prop_map(Step::Whole),
        4 => (0u32..3, prop::collection::vec(fields(), 0..3), prop::collection::vec(prop::sample::select(names), 0..2))
            .prop_map(|(base_back, set, unset)| Step::Change { base_back: base_back / 2, set, unset }),
    ];
    prop::collection::vec((0u32..3, step), 1..40)
}

/// The whole object that sparse fields stand for.
fn nested(fields: &HashMap<String, Json>) -> String {
    let mut whole = json!({});
    for (name, value) in fields {
        match name.split_once('.') {
            Some((group, key)) => whole[group][key] = value.clone(),
            None => whole[name] = value.clone(),
        }
    }
    whole.to_string()
}

proptest! {
    #[test]
    fn a_chain_of_changes_is_the_whole(steps in steps()) {
        let mut validator = validator();
        // Per stream: the version and its fields. The validator may know fewer, never others.
        let mut model: HashMap<u32, (u32, HashMap<String, Json>)> = HashMap::new();
        let mut version = 10;
        for (stream, step) in steps {
            version += 1;
            let (fields, answer) = match step {
                Step::Whole(given) => {
                    let fields: HashMap<_, _> = given.into_iter().map(|(n, v)| (n.to_owned(), v)).collect();
                    let answer = validator.begin(stream, version, &nested(&fields), 0.0).map(Some);
                    (fields, answer)
                }
                Step::Change { base_back, set, unset } => {
                    let (held, mut fields) = model.get(&stream).cloned().unwrap_or_default();
                    for name in &unset {
                        fields.remove(*name);
                    }
                    let set: HashMap<_, _> = set.into_iter().map(|(n, v)| (n.to_owned(), v)).collect();
                    fields.extend(set.clone());
                    let text = json!({ "set": set, "unset": unset }).to_string();
                    let answer = validator.change(stream, version, held.wrapping_sub(base_back), &text);
                    if base_back > 0 || held == 0 {
                        prop_assert!(matches!(answer, Ok(None)), "no such base");
                    }
                    (fields, answer)
                }
            };
            match (answer, Request::from_json(&parse(&nested(&fields)).expect("JSON"), Casing::Camel)) {
                (Ok(Some(request)), Ok(expected)) => {
                    prop_assert_eq!(&*request, &expected);
                    model.insert(stream, (version, fields));
                }
                (Err(error), Err(expected)) => prop_assert_eq!(error.kind(), expected.kind()),
                (Ok(None), _) => {}
                (answer, expected) => prop_assert!(false, "{answer:?}, not {expected:?}"),
            }
        }
    }
}
