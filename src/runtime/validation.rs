//! Parameters that were found good before: known by their text, or by the version that they change.
//!
//! The text of a whole request is hashed; a hash that is known needs no parsing and no checking. A
//! change to a version that is held reads only the fields that it names. Comparing requests field
//! by field with the last one was rejected: it costs a full parse before it can tell that nothing
//! changed.

use std::num::NonZeroUsize;
use std::sync::Arc;

use lru::LruCache;
use serde_json::{Map, Value as Json};
use twox_hash::XxHash3_128;

use crate::error::{Error, Problem, Result};
use crate::params::{Casing, Request, RequestReader};

/// How much is remembered, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValidatorConfig {
    /// Texts that are known; 0 checks each one in full.
    pub texts: usize,
    /// Streams whose newest version is held.
    pub streams: usize,
    /// A text that was not seen for so long is checked again, ms.
    pub keep_ms: u32,
    /// Of the schema; texts and versions that were good under another one are forgotten.
    pub schema_version: u32,
}

impl Default for ValidatorConfig {
    fn default() -> Self {
        let schema_version = crate::params::SCHEMA_VERSION;
        Self { texts: 64, streams: 64, keep_ms: 600_000, schema_version }
    }
}

/// What was known and what was not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ValidationStats {
    /// Texts that were known.
    pub hits: u64,
    /// Texts that were read in full.
    pub misses: u64,
    /// Changes that were read.
    pub deltas: u64,
    /// Changes whose base was not held.
    pub resyncs: u64,
}

/// A change: what the fields that it names are now. JSON: `{ "set": { … }, "unset": [ … ] }`.
#[derive(Debug, Default)]
struct Change {
    set: Map<String, Json>,
    unset: Vec<String>,
}

impl Change {
    /// Taken apart by hand: what `serde` derives can say which number it found in the wrong place, and its way of
    /// writing numbers is ten kilobytes of tables in the browser.
    fn read(text: &str) -> Result<Self> {
        let mut change = Self::default();
        let Json::Object(parts) = parse(text)? else { return Err(unreadable(&"it is no object")) };
        for (name, part) in parts {
            match (name.as_str(), part) {
                ("set", Json::Object(set)) => change.set = set,
                ("unset", Json::Array(names)) => {
                    for name in names {
                        let Json::String(name) = name else { return Err(unreadable(&"a name is no text")) };
                        change.unset.push(name);
                    }
                }
                _ => return Err(unreadable(&"its parts are `set`, an object, and `unset`, a list")),
            }
        }
        Ok(change)
    }
}

#[derive(Debug)]
struct Known {
    request: Arc<Request>,
    seen_ms: f64,
}

/// Reads requests, and remembers the good ones.
#[derive(Debug)]
pub struct Validator {
    config: ValidatorConfig,
    known: LruCache<u128, Known>,
    streams: LruCache<u32, (u32, Arc<Request>)>,
    stats: ValidationStats,
}

impl Validator {
    /// A validator that knows nothing yet.
    pub fn new(config: ValidatorConfig) -> Self {
        let bounded = |count: usize| NonZeroUsize::new(count.max(1)).unwrap_or(NonZeroUsize::MIN);
        Self {
            known: LruCache::new(bounded(config.texts)),
            streams: LruCache::new(bounded(config.streams)),
            stats: ValidationStats::default(),
            config,
        }
    }

    /// Reads a request from JSON text; `now` is the caller's clock, ms.
    ///
    /// # Errors
    /// `invalid-params` with every problem at once.
    pub fn read(&mut self, text: &str, now: f64) -> Result<Arc<Request>> {
        let key = XxHash3_128::oneshot(text.as_bytes());
        let fresh = f64::from(self.config.keep_ms);
        if self.config.texts > 0
            && let Some(known) = self.known.get_mut(&key)
            && now - known.seen_ms <= fresh
        {
            known.seen_ms = now;
            self.stats.hits += 1;
            return Ok(Arc::clone(&known.request));
        }
        self.stats.misses += 1;
        let json = parse(text)?;
        let request = Arc::new(Request::from_json(&json, Casing::Camel)?);
        if self.config.texts > 0 {
            self.known.put(key, Known { request: Arc::clone(&request), seen_ms: now });
        }
        Ok(request)
    }

    /// Reads a whole request as a version of a stream.
    ///
    /// # Errors
    /// As [`Self::read`]; the stream then stays at its version.
    pub fn begin(&mut self, stream: u32, version: u32, text: &str, now: f64) -> Result<Arc<Request>> {
        let request = self.read(text, now)?;
        self.streams.put(stream, (version, Arc::clone(&request)));
        Ok(request)
    }

    /// Reads a change to version `base` of a stream, which makes it `version`. Nothing when that base
    /// is not held: the caller has to send the whole.
    ///
    /// # Errors
    /// `invalid-params` with every problem of the change; the stream then stays at its version.
    pub fn change(
        &mut self,
        stream: u32,
        version: u32,
        base: u32,
        text: &str,
    ) -> Result<Option<Arc<Request>>> {
        let Some((_, held)) = self.streams.get(&stream).filter(|(held, _)| *held == base) else {
            self.stats.resyncs += 1;
            return Ok(None);
        };
        self.stats.deltas += 1;
        let change = Change::read(text)?;
        let request = if change.set.is_empty() && change.unset.is_empty() {
            Arc::clone(held)
        } else {
            let mut reader = RequestReader::changing((**held).clone(), Casing::Camel);
            change.unset.iter().for_each(|name| reader.unset(name));
            change.set.iter().for_each(|(name, value)| reader.set(name, value));
            Arc::new(reader.finish()?)
        };
        self.streams.put(stream, (version, Arc::clone(&request)));
        Ok(Some(request))
    }

    /// Says which schema holds from now on.
    pub fn use_schema(&mut self, version: u32) {
        if self.config.schema_version != version {
            self.config.schema_version = version;
            self.known.clear();
            self.streams.clear();
        }
    }

    /// Counters.
    pub fn stats(&self) -> ValidationStats {
        self.stats
    }
}

/// What is no JSON is a wrong parameter like any other: the caller may have built it.
fn parse(text: &str) -> Result<Json> {
    serde_json::from_str(text).map_err(|error| unreadable(&error))
}

fn unreadable(why: &dyn std::fmt::Display) -> Error {
    Error::invalid_params(vec![Problem {
        field: "parameters".into(),
        given: format!("what cannot be read ({why})"),
        allowed: "give an object, such as { \"preset\": \"photo\" }".into(),
    }])
}

#[cfg(test)]
mod tests;
