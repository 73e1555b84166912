//! Any JSON is either told what is wrong with it, or resolves to parameters within their ranges.

use pathloom::params::{FIELDS, Field, Kind, PRESETS, RequestReader, Value};
use pathloom::{Casing, Control, EngineConfig, ErrorKind, Limits, Params, Pathloom, Request};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};

/// Names that mean something, names that nearly do, and names that are dangerous elsewhere.
fn name() -> impl Strategy<Value = String> {
    let mut known: Vec<String> =
        ["preset", "engine", "__proto__", "constructor", "", ".", "…"].map(str::to_owned).into();
    for field in FIELDS {
        for name in [field.name.to_owned(), field.camel_name()] {
            known.extend(name.split('.').map(str::to_owned));
            known.push(name);
        }
    }
    prop_oneof![4 => prop::sample::select(known), 1 => ".{0,80}"]
}

fn text() -> impl Strategy<Value = String> {
    let mut known: Vec<String> =
        ["#fff", "#12345678", "#zzz", "none", "true", "-1", "NaN"].map(str::to_owned).into();
    known.extend(PRESETS.iter().map(|row| row.name.to_owned()));
    for field in FIELDS {
        if let Kind::Choice(choices) = field.kind {
            known.extend(choices.iter().map(|choice| choice.value.to_owned()));
        }
    }
    prop_oneof![3 => prop::sample::select(known), 1 => any::<String>()]
}

fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        (-5i32..300).prop_map(Json::from),
        text().prop_map(Json::from),
    ];
    leaf.prop_recursive(5, 64, 8, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..8).prop_map(Json::from),
            vec((name(), inner), 0..8).prop_map(|entries| Json::Object(entries.into_iter().collect())),
        ]
    })
}

/// A value that its field allows.
fn allowed(field: &'static Field) -> BoxedStrategy<Json> {
    match field.kind {
        Kind::Integer { min, max, .. } => (min..=max).prop_map(Json::from).boxed(),
        Kind::Number { min, max, .. } => (min..=max).prop_map(Json::from).boxed(),
        Kind::Boolean => any::<bool>().prop_map(Json::from).boxed(),
        Kind::Choice(choices) => prop::sample::select(choices).prop_map(|choice| choice.value.into()).boxed(),
        Kind::Text(_) => "[^\\p{C}]{0,20}".prop_map(Json::from).boxed(),
        Kind::OptionalColor => prop_oneof![Just(Json::Null), "#[0-9a-fA-F]{6}".prop_map(Json::from)].boxed(),
        Kind::Colors(_) => vec("#[0-9a-f]{8}", 0..4).prop_map(Json::from).boxed(),
    }
}

/// Some fields, each with a value that it allows, in either casing.
fn valid_request() -> impl Strategy<Value = Vec<(&'static Field, Json)>> {
    vec(prop::sample::select((0..FIELDS.len()).collect::<Vec<_>>()), 0..8).prop_flat_map(|indices| {
        let entries: Vec<_> =
            indices.into_iter().map(|index| (Just(&FIELDS[index]), allowed(&FIELDS[index]))).collect();
        entries
    })
}

fn as_json(entries: &[(&'static Field, Json)], camel: bool) -> Json {
    let mut root = Map::new();
    for (field, value) in entries {
        let name = if camel { field.camel_name() } else { field.name.to_owned() };
        match name.split_once('.') {
            Some((group, key)) => {
                let group = root.entry(group).or_insert_with(|| json!({}));
                group[key] = value.clone();
            }
            None => {
                root.insert(name, value.clone());
            }
        }
    }
    root.into()
}

fn assert_in_range(params: &Params) {
    for field in FIELDS {
        let value = field.get(params);
        let fits = match (field.kind, &value) {
            (Kind::Integer { min, max, .. }, Value::Integer(v)) => (min..=max).contains(v),
            (Kind::Number { min, max, .. }, Value::Number(v)) => (min..=max).contains(v),
            (Kind::Boolean, Value::Boolean(_)) => true,
            (Kind::Choice(choices), Value::Choice(v)) => choices.iter().any(|choice| choice.value == *v),
            (Kind::Text(max), Value::Text(v)) => v.chars().count() <= max && !v.contains(char::is_control),
            (Kind::OptionalColor, Value::Null) => true,
            (Kind::OptionalColor, Value::Color(c)) => c[3] == 255,
            (Kind::Colors(max), Value::Colors(v)) => v.len() <= max,
            _ => false,
        };
        assert!(fits, "{}: {value:?}", field.name);
    }
}

fn assert_told(result: pathloom::Result<Request>) {
    match result {
        Ok(request) => PRESETS.iter().for_each(|row| assert_in_range(&request.resolve(row.preset))),
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::InvalidParams);
            assert!((1..=33).contains(&error.problems().len()));
            for problem in error.problems() {
                let line = problem.to_string();
                assert!(line.chars().count() < 400 && !line.contains(char::is_control), "{line:?}");
            }
        }
    }
}

/// A few flat colours with and without alpha, in runs: shapes rather than noise.
fn picture() -> impl Strategy<Value = (u32, Vec<[u8; 4]>)> {
    let color = prop::sample::select(vec![
        [255, 255, 255, 255],
        [0, 0, 0, 255],
        [200, 30, 30, 255],
        [30, 30, 200, 255],
        [0, 0, 0, 0],
        [90, 160, 40, 128],
    ]);
    (1u32..24, vec((color, 1usize..40), 1..40)).prop_map(|(width, runs)| {
        let mut pixels: Vec<[u8; 4]> =
            runs.into_iter().flat_map(|(color, length)| std::iter::repeat_n(color, length)).collect();
        pixels.resize(pixels.len().next_multiple_of(width as usize), [255; 4]);
        (width, pixels)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// What is accepted can be done, whatever the picture.
    #[test]
    fn any_accepted_request_gives_a_drawing(
        (width, pixels) in picture(),
        entries in valid_request(),
        preset in prop::sample::select(PRESETS.iter().map(|row| row.name).collect::<Vec<_>>()),
    ) {
        let mut json = as_json(&entries, true);
        json["preset"] = preset.into();
        let request = Request::from_json(&json, Casing::Camel).expect("allowed");
        let config = EngineConfig { limits: Limits::default(), cache_bytes: 0, clock: || 0.0 };
        let engine = Pathloom::new(config);
        let height = pixels.len() as u32 / width;
        let image = engine.open_pixels(width, height, pixels).expect("it has the size");
        let tracing = engine.vectorize(&image, &request, &Control::default()).expect("a drawing");
        let svg = &tracing.written.svg;
        prop_assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
        let tree = resvg::usvg::Tree::from_str(svg, &resvg::usvg::Options::default()).expect("an SVG");
        prop_assert_eq!((tree.size().width(), tree.size().height()), (width as f32, height as f32));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_request_comes_back_from_its_json(entries in valid_request(), preset in 0..PRESETS.len()) {
        let mut json = as_json(&entries, true);
        json["preset"] = PRESETS[preset].name.into();
        let request = Request::from_json(&json, Casing::Camel).expect("every value is allowed");
        let again = serde_json::from_str(&request.to_string()).expect("it is JSON");
        let again = Request::from_json(&again, Casing::Camel).expect("it was good");
        prop_assert_eq!(again.preset(), request.preset());
        prop_assert_eq!(again.values().count(), request.values().count());
        for ((name, value), (other, again)) in request.values().zip(again.values()) {
            prop_assert_eq!(name, other);
            match (value, again) {
                // `serde_json` may miss the last bit of a number of more than fifteen digits.
                (Value::Number(a), Value::Number(b)) => prop_assert!((a - b).abs() <= f64::EPSILON * a.abs()),
                _ => prop_assert_eq!(value, again),
            }
        }
    }

    #[test]
    fn any_json_is_read_or_told(json in any_json()) {
        assert_told(Request::from_json(&json, Casing::Camel));
        assert_told(Request::from_json(&json, Casing::Snake));
    }

    #[test]
    fn any_text_is_read_or_told(settings in vec((name(), text()), 0..6)) {
        let mut reader = RequestReader::new(Casing::Snake);
        for (name, text) in &settings {
            reader.text(name, text);
        }
        assert_told(reader.finish());
    }

    #[test]
    fn allowed_values_are_accepted_in_either_spelling(entries in valid_request()) {
        let camel = Request::from_json(&as_json(&entries, true), Casing::Camel).expect("allowed");
        let snake = Request::from_json(&as_json(&entries, false), Casing::Snake).expect("allowed");
        prop_assert_eq!(&camel, &snake);
        prop_assert_eq!(camel.changed_stages(&snake), None);
        for row in &PRESETS {
            assert_in_range(&camel.resolve(row.preset));
        }
    }

    /// The stage that is said to change first is the first whose parameters differ.
    #[test]
    fn no_stage_before_the_first_changed_one_differs(one in valid_request(), other in valid_request()) {
        let with_preset = |entries: &[_]| {
            let mut json = as_json(entries, true);
            json["preset"] = "logo".into();
            Request::from_json(&json, Casing::Camel).expect("allowed")
        };
        let (one, other) = (with_preset(&one), with_preset(&other));
        let first = one.changed_stages(&other);
        let (a, b) = (one.resolve(one.preset()), other.resolve(other.preset()));
        prop_assert_eq!(first.is_none(), a == b);
        for field in FIELDS.iter().filter(|field| first.is_some_and(|first| field.stage < first)) {
            prop_assert_eq!(field.get(&a), field.get(&b));
        }
    }
}
