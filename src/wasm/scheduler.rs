//! The queue as the worker's coordinator sees it: numbers in, decisions out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use crate::error::Error;
use crate::runtime::cost::Kind;
use crate::runtime::queue::{self, Class, Decision, Found, Queue, QueueConfig};
use crate::runtime::telemetry::{Distribution, Telemetry, ThreadShare};
#[cfg(feature = "threads")]
use crate::runtime::threads::Throttle;

use super::clock;
use super::errors::{JsResult, to_js};
use super::job::{self, Job};

#[derive(Deserialize)]
struct Options {
    threads: usize,
    batching: bool,
    jobs: usize,
    bytes: f64,
}

/// A job's description.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Description {
    id: u32,
    class: u32,
    image: Option<u32>,
    latest: bool,
    alone: bool,
    pixels: f64,
    file_bytes: f64,
    held_bytes: f64,
    kind: Option<u32>,
}

#[derive(Serialize)]
struct Stats<'a> {
    stages: BTreeMap<&'static str, Distribution>,
    queue: QueueCounts,
    threads: &'a [ThreadShare],
}

#[derive(Serialize)]
struct QueueCounts {
    waiting: f64,
    running: f64,
    bytes: f64,
    started: f64,
    refused: f64,
    replaced: f64,
    preempted: f64,
}

/// Decides which job runs when.
#[wasm_bindgen]
pub struct Scheduler {
    queue: Queue,
    telemetry: Telemetry,
    #[cfg(feature = "threads")]
    throttle: Throttle,
    #[cfg(feature = "threads")]
    threads: usize,
}

#[wasm_bindgen]
impl Scheduler {
    /// An empty queue.
    ///
    /// # Errors
    /// When the options have another shape.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue) -> JsResult<Self> {
        let Options { threads, batching, jobs, bytes } = shape(options)?;
        Ok(Self {
            queue: Queue::new(QueueConfig { threads, batching, jobs, bytes: bytes as u64 }),
            telemetry: Telemetry::default(),
            #[cfg(feature = "threads")]
            throttle: Throttle::default(),
            #[cfg(feature = "threads")]
            threads,
        })
    }

    /// Takes a job in; the number of the one that it replaces, if any.
    ///
    /// # Errors
    /// `queue-full`; `internal` for a number in use.
    pub fn push(&mut self, description: JsValue) -> JsResult<Option<u32>> {
        let job: Description = shape(description)?;
        let job = queue::Job {
            id: job.id,
            class: Class::numbered(job.class),
            image: job.image,
            latest: job.latest,
            alone: job.alone,
            pixels: job.pixels as u64,
            file_bytes: job.file_bytes as u64,
            held_bytes: job.held_bytes as u64,
            kind: job.kind.map_or(Kind::OPEN, Kind::numbered),
        };
        self.queue.push(job, clock::now()).map_err(|error| to_js(&error))
    }

    /// Takes a job out: 0 it waited, 1 it runs and is to be stopped, 2 there is none.
    pub fn cancel(&mut self, id: u32) -> u32 {
        match self.queue.cancel(id) {
            Found::Waiting => 0,
            Found::Running => 1,
            Found::Nowhere => 2,
        }
    }

    /// Another class for a waiting job.
    pub fn prioritise(&mut self, id: u32, class: u32) {
        self.queue.prioritise(id, Class::numbered(class));
    }

    /// Whether the page is hidden.
    pub fn hide(&mut self, hidden: bool) {
        self.queue.hide(hidden);
    }

    /// What to do next: `[id, threads]` to start a job, `[id]` to stop one, nothing.
    pub fn next(&mut self) -> Vec<u32> {
        match self.queue.next(clock::now()) {
            Some(Decision::Start { id, threads }) => {
                self.telemetry.waited(self.queue.waited(id));
                vec![id, threads as u32]
            }
            Some(Decision::Stop { id }) => vec![id],
            None => Vec::new(),
        }
    }

    /// How long a job that was just started had waited, ms.
    pub fn waited(&self, id: u32) -> f64 {
        self.queue.waited(id)
    }

    /// A job ended well: its costs are learned. [`Self::ended`] follows.
    pub fn learn(&mut self, id: u32, job: &Job) {
        let measured = job.measured();
        self.queue.learn(id, &measured);
        self.telemetry.finished(&measured);
    }

    /// A job has ended; `stopped` when it was cancelled. True when it waits again.
    pub fn ended(&mut self, id: u32, stopped: bool) -> bool {
        self.queue.ended(id, stopped)
    }

    /// How many jobs wait.
    #[wasm_bindgen(getter)]
    pub fn waiting(&self) -> usize {
        self.queue.len()
    }

    /// Lets so many threads of the pool work. Fewer than before only while nothing runs there.
    #[cfg(feature = "threads")]
    #[wasm_bindgen(js_name = limitThreads)]
    pub fn limit_threads(&mut self, awake: usize) {
        self.throttle.set(awake, self.threads, |task| rayon::spawn(task));
    }

    /// Counters and distributions: a part of `WorkerStats` of `protocol.ts`.
    pub fn stats(&self) -> JsValue {
        let (queue, counts) = (&self.queue, self.queue.stats());
        job::plain(&Stats {
            stages: self.telemetry.distributions().collect(),
            queue: QueueCounts {
                waiting: queue.len() as f64,
                running: queue.running() as f64,
                bytes: queue.bytes() as f64,
                started: counts.started as f64,
                refused: counts.refused as f64,
                replaced: counts.replaced as f64,
                preempted: counts.preempted as f64,
            },
            threads: self.telemetry.threads(),
        })
    }
}

fn shape<T: for<'a> Deserialize<'a>>(value: JsValue) -> JsResult<T> {
    serde_wasm_bindgen::from_value(value).map_err(|error| to_js(&Error::internal(error)))
}
