//! Which job is next, with what beside it, and which one has to make room.
//!
//! `preview` goes before `interactive` before `batch`, first come first served within a class. Small
//! jobs run side by side, one on a thread; a large one has all threads and runs alone. How large depends on whether
//! others wait: two photos of 512² side by side are done sooner than one after the other, but the first of them later.
//! A preview or interactive job does not wait for long batch jobs: those are stopped and begin again later,
//! where their finished stages are still in the cache. Lower classes are passed over a bounded number
//! of times.
//!
//! A pure state machine: it starts nothing and looks at no clock. A heap of deadlines was rejected:
//! there are three classes, and "first come first served" is then the order of a map by itself.

use std::collections::{BTreeMap, HashMap};

use crate::error::{Error, ErrorKind, Result};

use super::cost::{CostModel, Kind};
use super::telemetry::Measured;

/// How soon a job is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Somebody drags a dial.
    Preview,
    /// Somebody waits.
    Interactive,
    /// Nobody waits.
    Batch,
}

impl Class {
    /// All classes, first things first.
    pub const ALL: [Self; 3] = [Self::Preview, Self::Interactive, Self::Batch];

    /// The class of that number, 0 to 2; any other is interactive, rather served than lost.
    pub fn numbered(number: u32) -> Self {
        Self::ALL.get(number as usize).copied().unwrap_or(Self::Interactive)
    }
}

/// What is known of a job when it comes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Job {
    /// The call's number.
    pub id: u32,
    /// How soon it is wanted.
    pub class: Class,
    /// The opened picture that it traces.
    pub image: Option<u32>,
    /// It replaces an older waiting one of the same picture and class.
    pub latest: bool,
    /// Nothing may run beside it.
    pub alone: bool,
    /// Pixels, as far as known.
    pub pixels: u64,
    /// Bytes of a file that is not decoded yet; its pixels are guessed.
    pub file_bytes: u64,
    /// Bytes that its source holds while it waits.
    pub held_bytes: u64,
    /// What costs are learned for.
    pub kind: Kind,
}

/// The queue's rules.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QueueConfig {
    /// Threads of the pool.
    pub threads: usize,
    /// Several jobs at once.
    pub batching: bool,
    /// Most jobs that wait.
    pub jobs: usize,
    /// Most bytes that the sources of waiting jobs hold.
    pub bytes: u64,
}

/// A job that is estimated to take more, ms of one thread, gets all of them.
const LARGE_MS: f64 = 25.0;
/// The same where more of its class wait or run: then it counts when all are done, and a thread that works by itself
/// waits for nobody. Larger ones leave threads waiting less, and hold much memory each.
const LARGE_AMONG_OTHERS_MS: f64 = 250.0;
/// Pixels that run side by side; each takes about 40 bytes at the peak.
const PIXELS_AT_ONCE: u64 = 8_000_000;
/// So many small batch jobs are started before a thread is free, so that a thread which ends one finds the next
/// without asking.
const AHEAD: usize = 1;
/// A batch job that is done sooner, ms, is not worth stopping.
const STOP_MS: f64 = 20.0;
/// How often one job is stopped for others before it is left in peace.
const MOST_STOPS: u32 = 3;
/// A class that waits gets at least one of so many starts.
pub const FAIR_SHARE: u32 = 8;

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Start this job, on so many threads.
    Start {
        /// The call's number.
        id: u32,
        /// 1, or all.
        threads: usize,
    },
    /// Tell this running job to stop; [`Queue::ended`] then says that it waits again.
    Stop {
        /// The call's number.
        id: u32,
    },
}

/// Where a job was when it was taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// It waited and is gone.
    Waiting,
    /// It runs; it is the caller's to stop.
    Running,
    /// It was never here, or has ended.
    Nowhere,
}

/// Counters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QueueStats {
    /// Jobs begun, each beginning counted.
    pub started: u64,
    /// Jobs for which there was no room.
    pub refused: u64,
    /// Jobs that a newer one of the same picture replaced.
    pub replaced: u64,
    /// Jobs that were stopped for others.
    pub preempted: u64,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    job: Job,
    /// Place in the order of arrival; kept when it has to begin again.
    turn: u64,
    queued_at: f64,
    stops: u32,
}

#[derive(Debug, Clone, Copy)]
struct Running {
    entry: Entry,
    large: bool,
    /// Place in the order of starts.
    start: u64,
    began: f64,
    estimate: f64,
    /// It was told to stop for another.
    stopping: bool,
}

/// Jobs that wait and run.
#[derive(Debug)]
pub struct Queue {
    config: QueueConfig,
    waiting: [BTreeMap<u64, Entry>; 3],
    /// Of waiting jobs: class and turn.
    places: HashMap<u32, (Class, u64)>,
    running: HashMap<u32, Running>,
    bytes: u64,
    turns: u64,
    /// How often each class was passed over since it last had a turn.
    passed: [u32; 3],
    hidden: bool,
    cost: CostModel,
    stats: QueueStats,
}

impl Queue {
    /// An empty queue.
    pub fn new(config: QueueConfig) -> Self {
        Self {
            config,
            waiting: Default::default(),
            places: HashMap::new(),
            running: HashMap::new(),
            bytes: 0,
            turns: 0,
            passed: [0; 3],
            hidden: false,
            cost: CostModel::default(),
            stats: QueueStats::default(),
        }
    }

    /// Takes a job in; the number of the waiting job that it replaces, which is then gone.
    ///
    /// # Errors
    /// `queue-full` when too many jobs or bytes wait, `internal` for a number that is in use.
    pub fn push(&mut self, job: Job, now: f64) -> Result<Option<u32>> {
        if self.places.contains_key(&job.id) || self.running.contains_key(&job.id) {
            return Err(Error::internal("Two jobs have the same number."));
        }
        let older = if job.latest { self.older(&job) } else { None };
        let (jobs, bytes) = match older {
            Some(entry) => (self.len() - 1, self.bytes - entry.job.held_bytes),
            None => (self.len(), self.bytes),
        };
        // One source larger than the bound is still taken, when it waits alone.
        if jobs >= self.config.jobs || (bytes > 0 && bytes + job.held_bytes > self.config.bytes) {
            self.stats.refused += 1;
            return Err(Error::new(
                ErrorKind::QueueFull,
                format!(
                    "{jobs} jobs wait, and their pictures hold {} MiB. Wait for some of them before sending more.",
                    bytes >> 20
                ),
            ));
        }
        if let Some(older) = older {
            self.unlink(older.job.id);
            self.stats.replaced += 1;
        }
        self.turns += 1;
        self.link(Entry { job, turn: self.turns, queued_at: now, stops: 0 });
        Ok(older.map(|entry| entry.job.id))
    }

    /// Takes a job out, wherever it is; one that runs stays until [`Self::ended`], and does not come
    /// back.
    pub fn cancel(&mut self, id: u32) -> Found {
        if self.unlink(id).is_some() {
            return Found::Waiting;
        }
        match self.running.get_mut(&id) {
            Some(running) => {
                running.entry.stops = MOST_STOPS;
                running.stopping = false;
                Found::Running
            }
            None => Found::Nowhere,
        }
    }

    /// Puts a waiting job into another class, at its end.
    pub fn prioritise(&mut self, id: u32, class: Class) -> bool {
        if self.places.get(&id).is_none_or(|(now, _)| *now == class) {
            return false;
        }
        let Some(mut entry) = self.unlink(id) else { return false };
        self.turns += 1;
        (entry.job.class, entry.turn) = (class, self.turns);
        self.link(entry);
        true
    }

    /// Whether nobody looks at the page.
    pub fn hide(&mut self, hidden: bool) {
        self.hidden = hidden;
    }

    /// The next thing to do, or nothing until something ends or comes. Ask again until then.
    pub fn next(&mut self, now: f64) -> Option<Decision> {
        let class = self.chosen()?;
        let entry = *self.waiting[class as usize].values().next()?;
        let pixels = self.pixels(&entry.job);
        let estimate = self.cost.estimate(entry.job.kind, pixels);
        let large = self.is_large(&entry.job, estimate);
        if !self.fits(class, large, pixels) {
            let id = self.in_the_way(class, now)?;
            if let Some(running) = self.running.get_mut(&id) {
                running.stopping = true;
            }
            return Some(Decision::Stop { id });
        }
        self.unlink(entry.job.id);
        for other in Class::ALL {
            let waits = other != class && !self.waiting[other as usize].is_empty();
            let passed = &mut self.passed[other as usize];
            *passed = if waits { *passed + 1 } else { 0 };
        }
        // One thread can only be left over when nothing else is under way.
        let throttled = self.hidden && class == Class::Batch && self.running.is_empty();
        let threads = if throttled { 1 } else { self.config.threads };
        self.stats.started += 1;
        let start = self.stats.started;
        self.running
            .insert(entry.job.id, Running { entry, large, start, began: now, estimate, stopping: false });
        Some(Decision::Start { id: entry.job.id, threads })
    }

    /// How long a running job had waited, ms.
    pub fn waited(&self, id: u32) -> f64 {
        self.running.get(&id).map_or(0.0, |running| running.began - running.entry.queued_at)
    }

    /// A running job has ended; `stopped` when it did because it was told to. Whether it waits again.
    pub fn ended(&mut self, id: u32, stopped: bool) -> bool {
        let Some(Running { mut entry, stopping, .. }) = self.running.remove(&id) else { return false };
        let again = stopped && stopping;
        if again {
            self.stats.preempted += 1;
            entry.stops += 1;
            self.link(entry);
        }
        again
    }

    /// What a job that runs, and is about to end well, has cost.
    pub fn learn(&mut self, id: u32, job: &Measured) {
        let Some(running) = self.running.get(&id) else { return };
        let threads = if running.large { self.config.threads } else { 1 };
        let Job { kind, file_bytes, .. } = running.entry.job;
        self.cost.learn(kind, job, threads);
        self.cost.learn_file(file_bytes, job.pixels);
    }

    /// How many jobs wait.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether none waits.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// How many jobs run.
    pub fn running(&self) -> usize {
        self.running.len()
    }

    /// Bytes that the sources of waiting jobs hold.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Counters.
    pub fn stats(&self) -> QueueStats {
        self.stats
    }

    fn link(&mut self, entry: Entry) {
        let class = entry.job.class;
        self.bytes += entry.job.held_bytes;
        self.places.insert(entry.job.id, (class, entry.turn));
        self.waiting[class as usize].insert(entry.turn, entry);
    }

    fn unlink(&mut self, id: u32) -> Option<Entry> {
        let (class, turn) = self.places.remove(&id)?;
        let entry = self.waiting[class as usize].remove(&turn)?;
        self.bytes -= entry.job.held_bytes;
        Some(entry)
    }

    /// The waiting job that this one makes pointless.
    fn older(&self, job: &Job) -> Option<Entry> {
        let image = job.image?;
        let same = |entry: &&Entry| entry.job.image == Some(image) && entry.job.latest;
        self.waiting[job.class as usize].values().find(same).copied()
    }

    /// The class whose turn it is: the first that waits, unless a later one was passed over too often.
    fn chosen(&self) -> Option<Class> {
        let waits = |class: &Class| !self.waiting[*class as usize].is_empty();
        let overdue = |class: &Class| self.passed[*class as usize] >= FAIR_SHARE - 1;
        let mut classes = Class::ALL.into_iter().filter(waits);
        classes.clone().find(overdue).or_else(|| classes.next())
    }

    fn pixels(&self, job: &Job) -> u64 {
        if job.pixels > 0 { job.pixels } else { self.cost.pixels_of(job.file_bytes) }
    }

    fn is_large(&self, job: &Job, estimate: f64) -> bool {
        let runs = |test: &dyn Fn(Class) -> bool| self.running.values().any(|r| test(r.entry.job.class));
        let class = job.class;
        let among_others = self.waiting[class as usize].len() > 1 || runs(&|other| other == class);
        // Of previews only the last is looked at, and nothing long goes beside what is wanted sooner.
        let side_by_side = among_others && class != Class::Preview && !runs(&|other| other < class);
        let most = if side_by_side { LARGE_AMONG_OTHERS_MS } else { LARGE_MS };
        job.alone || !self.config.batching || estimate > most
    }

    /// Whether such a job can start beside what runs. What was told to stop is as good as gone.
    fn fits(&self, class: Class, large: bool, pixels: u64) -> bool {
        let mut others = self.running.values().filter(|running| !running.stopping).peekable();
        if others.peek().is_none() {
            return true;
        }
        if large {
            return false;
        }
        let (mut count, mut total) = (0, pixels);
        for other in others {
            // A batch job beside a preview would be in its way whenever it waits for a piece of its work.
            let first = class == Class::Batch && other.entry.job.class != Class::Batch;
            if other.large || (first && !self.overdue_batch()) {
                return false;
            }
            count += 1;
            total += self.pixels(&other.entry.job);
        }
        let room = match class {
            Class::Batch if self.hidden => 1,
            Class::Batch if self.config.threads > 1 => self.config.threads + AHEAD,
            _ => self.config.threads,
        };
        count < room && total <= PIXELS_AT_ONCE
    }

    fn overdue_batch(&self) -> bool {
        self.passed[Class::Batch as usize] >= FAIR_SHARE - 1
    }

    /// The batch job that is worth stopping for a job of a higher class: the one that began last.
    fn in_the_way(&self, class: Class, now: f64) -> Option<u32> {
        if class == Class::Batch {
            return None;
        }
        // More than there are threads: the last one has not begun yet, and nothing is lost with it.
        let ahead = self.running.values().map(|running| running.start).max();
        let ahead = ahead.filter(|_| self.running.len() > self.config.threads);
        let worth = |running: &&Running| {
            let Running { entry, estimate, began, start, .. } = running;
            let left = estimate - (now - began);
            entry.job.class == Class::Batch
                && !running.stopping
                && !entry.job.alone
                && entry.stops < MOST_STOPS
                // An estimate that was too low says that the job is long.
                && (ahead == Some(*start) || !(0.0..=STOP_MS).contains(&left))
        };
        let batch = self.running.values().filter(worth);
        batch.max_by_key(|running| running.start).map(|running| running.entry.job.id)
    }
}

#[cfg(test)]
mod tests;
