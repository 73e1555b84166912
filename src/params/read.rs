//! Reads requests from JSON and from text, and reports every problem at once.
//!
//! Written against the table rather than as a `serde` deserializer, which stops at the first
//! error and speaks of types, not of ranges and near names.

use serde_json::Value as Json;

use super::casing::{Casing, camel, snake};
use super::color;
use super::presets::{PRESETS, Preset};
use super::request::Request;
use super::schema::{Field, Kind};
use super::table::{FIELDS, find};
use super::value::Value;
use crate::error::{Error, Problem, Result};

/// How many problems are told before the rest is only counted.
const MAX_PROBLEMS: usize = 32;
/// How much of a given name or text is repeated in a message, characters.
const MAX_ECHO: usize = 48;

/// Collects a request from several sources; what is read later goes before what was read earlier.
#[derive(Debug, Default)]
pub struct RequestReader {
    casing: Casing,
    request: Request,
    problems: Vec<Problem>,
    /// Problems beyond [`MAX_PROBLEMS`].
    untold: usize,
}

impl RequestReader {
    /// Starts with an empty request; `casing` is how problems spell names.
    pub fn new(casing: Casing) -> Self {
        Self { casing, ..Self::default() }
    }

    /// Starts from a valid request, to change it.
    pub fn changing(request: Request, casing: Casing) -> Self {
        Self { casing, request, ..Self::default() }
    }

    /// Reads one field or the preset, by its full name in either casing; no other field is looked at
    /// again. (A rule that names several fields would be checked here for the fields that it names;
    /// today there is none: what has no effect is allowed.)
    pub fn set(&mut self, name: &str, json: &Json) {
        self.entry(&snake(name), name, json);
    }

    /// Takes back what was said of a field, or the preset.
    pub fn unset(&mut self, name: &str) {
        let known = snake(name);
        if known == "preset" {
            self.request.set_preset(Preset::Auto);
        } else if let Some((index, _)) = find(&known) {
            self.request.unset(index);
        } else {
            self.unknown(&known, name);
        }
    }

    /// Reads an object of groups, as [`Request::from_json`] describes it; null says nothing.
    pub fn json(&mut self, json: &Json) {
        if json.is_null() {
            return;
        }
        let Json::Object(entries) = json else {
            return self.problem(
                "parameters",
                &describe(json),
                "give an object, such as { \"preset\": \"photo\" }",
            );
        };
        for (key, value) in entries {
            let name = snake(key);
            match value {
                Json::Object(fields) if is_group(&name) => {
                    for (key, value) in fields {
                        self.entry(&format!("{name}.{}", snake(key)), &format!("{name}.{key}"), value);
                    }
                }
                _ if is_group(&name) => {
                    let example = FIELDS.iter().find_map(|f| f.name.strip_prefix(&format!("{name}.")));
                    let example = self.spell(example.unwrap_or_default());
                    let allowed = format!("give an object, such as {{ \"{example}\": … }}");
                    self.problem(&name, &describe(value), &allowed);
                }
                _ => self.entry(&name, key, value),
            }
        }
    }

    /// Reads one value from text, as the command line gives it: `segment.min_area` and `8`.
    /// Lists are separated by commas; `none` empties a field that may be empty.
    pub fn text(&mut self, name: &str, text: &str) {
        let known = snake(name);
        let json = match find(&known).map(|(_, field)| field.kind) {
            Some(Kind::Integer { .. } | Kind::Number { .. }) => number(text).unwrap_or_else(|| text.into()),
            Some(Kind::Boolean) => match text {
                "true" => true.into(),
                "false" => false.into(),
                _ => text.into(),
            },
            Some(Kind::OptionalColor) if text == "none" => Json::Null,
            Some(Kind::Colors(_)) => {
                text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(Json::from).collect()
            }
            _ => text.into(),
        };
        self.entry(&known, name, &json);
    }

    /// The request, or every problem that was met.
    ///
    /// # Errors
    /// [`crate::ErrorKind::InvalidParams`].
    pub fn finish(mut self) -> Result<Request> {
        if self.problems.is_empty() {
            return Ok(self.request);
        }
        if self.untold > 0 {
            self.problems.push(Problem {
                field: "…".into(),
                given: format!("each of {} further names or values", self.untold),
                allowed: "mend the ones above first".into(),
            });
        }
        Err(Error::invalid_params(self.problems))
    }

    /// Reads one field, `name` in snake case; `given` is the name as it was given.
    fn entry(&mut self, name: &str, given: &str, json: &Json) {
        if name == "preset" {
            return match json.as_str().and_then(Preset::by_name) {
                Some(preset) => self.request.set_preset(preset),
                None => {
                    let names: Vec<&str> = PRESETS.iter().map(|row| row.name).collect();
                    self.problem("preset", &describe(json), &format!("give one of {}", names.join(", ")));
                }
            };
        }
        let Some((index, field)) = find(name) else {
            return self.unknown(name, given);
        };
        match read(field.kind, json) {
            Ok(value) => self.request.set(index, value),
            Err(given) => self.problem(field.name, &given, &allowed(field)),
        }
    }

    fn unknown(&mut self, name: &str, given: &str) {
        // A caller who sends a million wrong names gets a count, not a million searches.
        if self.problems.len() >= MAX_PROBLEMS {
            self.untold += 1;
            return;
        }
        let near: Vec<String> = nearest(name).into_iter().map(|near| self.spell(near)).collect();
        let allowed = if near.is_empty() {
            "see the list of parameters".to_owned()
        } else {
            format!("did you mean {}?", near.join(" or "))
        };
        self.problems.push(Problem { field: clip(given), given: "an unknown name".into(), allowed });
    }

    fn problem(&mut self, name: &str, given: &str, allowed: &str) {
        if self.problems.len() >= MAX_PROBLEMS {
            self.untold += 1;
            return;
        }
        let field = self.spell(name);
        self.problems.push(Problem { field, given: given.to_owned(), allowed: allowed.to_owned() });
    }

    fn spell(&self, name: &str) -> String {
        match self.casing {
            Casing::Snake => name.to_owned(),
            Casing::Camel => camel(name),
        }
    }
}

/// A finite number; a whole one stays whole, so that a message repeats it as it was typed.
fn number(text: &str) -> Option<Json> {
    let text = text.trim();
    let whole = text.parse::<i64>().ok().map(Json::from);
    whole.or_else(|| serde_json::Number::from_f64(text.parse().ok()?).map(Json::Number))
}

/// The value, or a description of what was given in its place.
fn read(kind: Kind, json: &Json) -> std::result::Result<Value, String> {
    let value = match (kind, json) {
        (Kind::Integer { min, max, .. }, Json::Number(number)) => number
            .as_f64()
            .filter(|v| v.fract() == 0.0 && (f64::from(min)..=f64::from(max)).contains(v))
            .map(|v| Value::Integer(v as u32)),
        (Kind::Number { min, max, .. }, Json::Number(number)) => {
            // Adding zero turns −0 into 0, so that equal requests have equal hashes.
            number.as_f64().filter(|v| (min..=max).contains(v)).map(|v| Value::Number(v + 0.0))
        }
        (Kind::Boolean, Json::Bool(v)) => Some(Value::Boolean(*v)),
        (Kind::Choice(choices), Json::String(text)) => {
            choices.iter().find(|choice| choice.value == text).map(|choice| Value::Choice(choice.value))
        }
        (Kind::Text(max), Json::String(text)) => {
            let fits = text.chars().take(max + 1).count() <= max;
            let plain = text.chars().all(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}'));
            (fits && plain).then(|| Value::Text(text.clone()))
        }
        (Kind::OptionalColor, Json::Null) => Some(Value::Null),
        (Kind::OptionalColor, Json::String(text)) => {
            color::parse(text).filter(|color| color[3] == 255).map(Value::Color)
        }
        (Kind::Colors(max), Json::Array(items)) => {
            if items.len() > max {
                return Err(format!("a list of {}", items.len()));
            }
            let mut colors = Vec::with_capacity(items.len());
            for item in items {
                match item.as_str().and_then(color::parse) {
                    Some(color) => colors.push(color),
                    None => return Err(format!("{} in the list", describe(item))),
                }
            }
            Some(Value::Colors(colors))
        }
        _ => None,
    };
    value.ok_or_else(|| describe(json))
}

/// What a field allows, as a request to the caller.
fn allowed(field: &Field) -> String {
    let unit = if field.unit.is_empty() { String::new() } else { format!(" {}", field.unit) };
    match field.kind {
        Kind::Integer { min, max, .. } => format!("give a whole number from {min} to {max}{unit}"),
        Kind::Number { min, max, .. } => format!("give a number from {min} to {max}{unit}"),
        Kind::Boolean => "give true or false".into(),
        Kind::Choice(choices) => {
            let names: Vec<&str> = choices.iter().map(|choice| choice.value).collect();
            format!("give one of {}", names.join(", "))
        }
        Kind::Text(max) => format!("give text of at most {max} characters, without line breaks"),
        Kind::OptionalColor => "give an opaque colour as #rgb or #rrggbb, or none (null)".into(),
        Kind::Colors(max) => format!("give at most {max} colours as #rgb, #rrggbb or #rrggbbaa"),
    }
}

/// What was given, in a few words: never longer than a line, however deep or long the value is.
fn describe(json: &Json) -> String {
    match json {
        Json::Null => "null".into(),
        Json::Bool(v) => v.to_string(),
        // Not by `serde_json`, whose way of writing numbers is ten kilobytes of tables.
        Json::Number(v) => match (v.as_i64(), v.as_f64().unwrap_or_default()) {
            (Some(v), _) => v.to_string(),
            (_, v) if v == 0.0 || (1e-5..1e16).contains(&v.abs()) => v.to_string(),
            (_, v) => format!("{v:e}"),
        },
        Json::String(text) => format!("\"{}\"", clip(text)),
        Json::Array(items) => format!("a list of {}", items.len()),
        Json::Object(_) => "an object".into(),
    }
}

/// The start of a text, without what would break or repaint a line of a terminal.
fn clip(text: &str) -> String {
    let mut clipped: String =
        text.chars().take(MAX_ECHO).map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect();
    if clipped.len() < text.len() && text.chars().nth(MAX_ECHO).is_some() {
        clipped.push('…');
    }
    clipped
}

/// Up to three names of fields or groups that someone may have meant.
fn nearest(name: &str) -> Vec<&'static str> {
    if name.chars().nth(MAX_ECHO).is_some() {
        return Vec::new();
    }
    let key = name.rsplit('.').next().unwrap_or(name);
    let mut groups: Vec<&str> =
        FIELDS.iter().filter_map(|f| f.name.split_once('.')).map(|(g, _)| g).collect();
    groups.dedup();
    let names = FIELDS.iter().map(|field| field.name).chain(groups).chain(["preset"]);
    let close: Vec<(usize, &str)> = names
        .filter_map(|known| {
            let own_key = known.rsplit('.').next().unwrap_or(known);
            let whole = strsim::damerau_levenshtein(name, known);
            let last = strsim::damerau_levenshtein(key, own_key);
            // The right key in the wrong group is the commonest slip: it ranks as one typo.
            let distance = if last == 0 { whole.min(1) } else { whole };
            (distance <= 1 + known.len() / 5).then_some((distance, known))
        })
        .collect();
    let ranked = (0..=MAX_ECHO).flat_map(|rank| close.iter().filter(move |(distance, _)| *distance == rank));
    ranked.take(3).map(|(_, known)| *known).collect()
}

/// Whether fields are grouped under this name.
fn is_group(name: &str) -> bool {
    FIELDS.iter().any(|field| field.name.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
}
